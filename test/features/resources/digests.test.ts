import { describe, expect, it } from "vitest";
import { onBothDatabases } from "../../support/database.js";
import { heard, memberNamed, openTown, sharesIdea, teacher, wib, type Town } from "./shelfTown.js";

// The world opens on Tuesday, 24 November 2026; digests come on Thursday mornings.

async function pause({ ina }: Town, from: string, until: string): Promise<void> {
  await ina.says(`/setup add-days title:"Break" kind:break from:${from} until:${until}`);
  expect(ina.sees()).toContain("Saved");
}

const NEWS = "New for you this week";

onBothDatabases("the weekly digest", (open) => {
  it("tells after a break of what was shared in it, and says nothing twice", async () => {
    const town = await openTown({ database: await open() });
    const { world, tom } = town;
    await pause(town, "2026-12-10", "2026-12-21");
    await world.goes(wib("2026-12-09"));
    await sharesIdea(town, "Sudut baca berpindah");
    await world.goes(wib("2026-12-11"));
    await sharesIdea(town, "Jurnal tiga kalimat");
    expect(await heard(tom, NEWS)).toEqual([]);
    await world.goes(wib("2026-12-22"));
    const [first = "", ...others] = await heard(tom, NEWS);
    expect(others).toEqual([]);
    expect(first).toContain("Sudut baca berpindah");
    expect(first).toContain("Jurnal tiga kalimat");
    await sharesIdea(town, "Cerita bergantian");
    await world.goes(wib("2026-12-29"));
    const later = (await heard(tom, NEWS)).join("\n");
    expect(later).not.toContain("Sudut baca");
    expect(later).not.toContain("Jurnal tiga");
    expect(world.faults).toEqual([]);
  });

  it("leaves out what was taken back or taken down before it could be sent", async () => {
    const town = await openTown({ database: await open() });
    const { world, tom, ina } = town;
    const lena = await teacher(world, "Lena", "en");
    await sharesIdea(town, "Sudut baca berpindah");
    const removed = await sharesIdea(town, "Jurnal tiga kalimat");
    await world.db.client.member.updateMany({
      where: { id: { in: [await memberNamed(world, tom), await memberNamed(world, lena)] } },
      data: { quietFrom: "16:00", quietUntil: "15:00" },
    });
    await world.goes(wib("2026-11-26", "12:00"));
    const waiting = { notice: "shelf.digest", status: "pending" };
    expect(await world.db.client.delivery.count({ where: waiting })).toBe(2);
    await world.program.services.resources.shelf.decide(
      removed,
      town.networkId,
      await memberNamed(world, ina),
      "remove",
    );
    expect(await world.db.client.delivery.count({ where: waiting })).toBe(2);
    await world.goes(wib("2026-11-26", "15:30"));
    const [message = ""] = await heard(tom, NEWS);
    expect(message).toContain("Sudut baca berpindah");
    expect(message).not.toContain("Jurnal");
    const [other = ""] = await heard(lena, NEWS);
    expect(other).toContain("Sudut baca berpindah");
    expect(other).not.toContain("Jurnal");
  });

  it("of which nothing is left is not sent", async () => {
    const town = await openTown({ database: await open() });
    const { world, sari, tom } = town;
    const id = await sharesIdea(town, "Sudut baca berpindah");
    await world.db.client.member.updateMany({
      where: { id: await memberNamed(world, tom) },
      data: { quietFrom: "16:00", quietUntil: "15:00" },
    });
    await world.goes(wib("2026-11-26", "12:00"));
    await world.program.services.resources.sharing.withdraw(id, await memberNamed(world, sari));
    await world.goes(wib("2026-11-30"));
    expect(await heard(tom, NEWS)).toEqual([]);
  });
});

describe("the weekly digest", () => {
  it("tells of what an organiser let be seen after it had waited for weeks, and not again of what was only reported", async () => {
    const town = await openTown();
    const { world, tom, ina } = town;
    const { shelf } = world.program.services.resources;
    const waited = await sharesIdea(town, "Sudut baca berpindah");
    await world.db.client.resource.update({ where: { id: waited }, data: { state: "held", doubts: ["shortener"] } });
    const told = await sharesIdea(town, "Jurnal tiga kalimat");
    await world.goes(wib("2026-11-27"));
    expect(await heard(tom, "Jurnal tiga kalimat")).toHaveLength(1);
    await world.db.client.resource.update({ where: { id: told }, data: { state: "held", doubts: ["reports"] } });
    // So that he is not asked whether he is still interested: a week has room for one such message.
    await tom.says("/my");
    await world.goes(wib("2026-12-15"));
    for (const id of [waited, told]) await shelf.decide(id, town.networkId, await memberNamed(world, ina), "release");
    await world.goes(wib("2026-12-18"));
    const [message = ""] = await heard(tom, NEWS);
    expect(message).toContain("Sudut baca berpindah");
    expect(message).not.toContain("Jurnal");
  });

  it("is shown in the channel that organisers chose, without what was taken down, and in no other", async () => {
    const town = await openTown();
    const { world, ina, sari } = town;
    await ina.says("/setup channels shelf:#perkenalan");
    expect(ina.sees()).toContain("Saved");
    await ina.says("/setup");
    expect(ina.sees()).toContain("News of the shelf go to: #perkenalan");
    await sharesIdea(town, "Sudut baca berpindah");
    const removed = await sharesIdea(town, "Jurnal tiga kalimat");
    await world.goes(wib("2026-11-26", "08:00"));
    await world.program.services.resources.shelf.decide(
      removed,
      town.networkId,
      await memberNamed(world, ina),
      "remove",
    );
    await world.goes(wib("2026-11-26"));
    const shown = (await sari.hears()).filter((message) => message.includes("Yang baru di rak pekan ini"));
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain("Sudut baca berpindah · Cara mengajar · Sari");
    expect(shown[0]).toContain("[Buka]");
    await world.goes(wib("2026-12-04"));
    expect((await sari.hears()).filter((message) => message.includes("di rak pekan ini"))).toEqual([]);
  });

  it("that could not be written is tried again the next day, and the next one comes as ever", async () => {
    const town = await openTown();
    const { world, tom } = town;
    await sharesIdea(town, "Sudut baca berpindah");
    await world.goes(wib("2026-11-25"));
    const at = (await world.db.client.shelf.findFirstOrThrow()).digestAt ?? new Date(0);
    const slot = `${at.toISOString()} ${town.networkId}`;
    await world.db.client.jobRun.create({
      data: {
        job: "shelf.digest",
        slot,
        status: "dead",
        attempts: 5,
        startedAt: at,
        result: "failed, incident 100001",
      },
    });
    await world.goes(wib("2026-12-03"));
    expect(await heard(tom, "Sudut baca berpindah")).toHaveLength(1);
    await sharesIdea(town, "Jurnal tiga kalimat");
    await world.goes(wib("2026-12-11"));
    const [later = ""] = await heard(tom, NEWS);
    expect(later).toContain("Jurnal tiga kalimat");
    expect(later).not.toContain("Sudut baca");
  });
});
