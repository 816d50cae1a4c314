import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resourceAfter, resourceTable, type ResourceState } from "../../../src/features/resources/rules.js";
import { heard, memberNamed, openTown, sharesCall, sharesIdea, wib } from "./shelfTown.js";

const WAITS = "Something on the shelf waits for you";

describe("what waits for an organiser", () => {
  it("is told to them once a day, and shown with the way to it", async () => {
    const town = await openTown();
    const { world, sari, ina } = town;
    for (const word of ["satu", "dua"]) {
      await sari.says(`/bagikan Ide ${word}. Lihat https://bit.ly/${word} untuk lebih.`);
      await sari.presses("Bagikan");
      expect(sari.sees()).toContain("Pengurus melihat");
    }
    await world.goes("P1D");
    expect(await heard(ina, WAITS)).toHaveLength(1);
    await ina.presses("Look at it");
    expect(ina.sees()).toContain("It waits because the link hides where it leads.");
    await ina.presses("Let it be seen");
    await world.goes("P7D");
    expect(await heard(ina, WAITS)).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("is also what gets a doubtful link by a change, but not what an organiser let pass with it", async () => {
    const town = await openTown();
    const { world, sari, ina, networkId } = town;
    const { sharing, shelf } = world.program.services.resources;
    const id = await sharesIdea(town, "Pojok baca");
    const [sharer, organiser] = [await memberNamed(world, sari), await memberNamed(world, ina)];
    const stateOf = async () => (await world.db.client.resource.findUniqueOrThrow({ where: { id } })).state;
    await sharing.edit(id, sharer, { about: "Lebih di https://bit.ly/lebih ya." });
    expect(await stateOf()).toBe("held");
    expect(await shelf.queue(networkId, 5)).toHaveLength(1);
    await shelf.decide(id, networkId, organiser, "release");
    await sharing.edit(id, sharer, { about: "Masih di https://bit.ly/lebih ya." });
    expect(await stateOf()).toBe("shown");
  });

  it("is also a page that was taken down before", async () => {
    const town = await openTown();
    const { world, sari, ina, networkId } = town;
    const { sharing, shelf } = world.program.services.resources;
    const [sharer, organiser] = [await memberNamed(world, sari), await memberNamed(world, ina)];
    const share = async () => {
      const begun = await sharing.begin(networkId, sharer, { text: "https://contoh.example/halaman Halaman bagus" });
      return begun.kind === "draft" ? sharing.publish(begun.draft.row.id, sharer) : begun;
    };
    const first = await share();
    if (first.kind !== "draft") throw new Error("known at once");
    await shelf.decide(first.draft.row.id, networkId, organiser, "remove");
    const again = await share();
    expect(again).toMatchObject({ kind: "draft", isHeld: true, draft: { row: { doubts: ["removed"] } } });
  });
});

it("a call that is prepared for the next time keeps its page until it is shared", async () => {
  const town = await openTown();
  const { world, sari, tom } = town;
  const { sharing, shelf } = world.program.services.resources;
  const sharer = await memberNamed(world, sari);
  const begun = await sharing.begin(town.networkId, sharer, { text: "https://contoh.example/hibah", kind: "funding" });
  if (begun.kind !== "draft") throw new Error("known at once");
  const { id } = begun.draft.row;
  await sharing.edit(id, sharer, { title: "Hibah", deadline: "2026-12-08" });
  await sharing.publish(id, sharer);
  await world.goes(wib("2026-12-10"));
  const next = await sharing.renew(id, sharer);
  await tom.says("/share https://contoh.example/hibah");
  expect(tom.sees()).toContain("This is on the shelf already.");
  await sharing.edit(next.row.id, sharer, { deadline: "2027-12-08" });
  await sharing.publish(next.row.id, sharer);
  const reader = await memberNamed(world, tom);
  expect((await shelf.see(next.row.id, reader)).earlierId).toBe(id);
  expect((await shelf.see(id, reader)).laterId).toBe(next.row.id);
  expect(world.faults).toEqual([]);
});

it("a draft of a call may lack its last day while it is written, but not when it is shared", async () => {
  const town = await openTown();
  const { world, sari } = town;
  const { sharing } = world.program.services.resources;
  const sharer = await memberNamed(world, sari);
  const begun = await sharing.begin(town.networkId, sharer, { text: "Hibah kebun", kind: "funding" });
  if (begun.kind !== "draft") throw new Error("known at once");
  const { id } = begun.draft.row;
  expect((await sharing.edit(id, sharer, { title: "Hibah kebun sekolah" })).row.title).toBe("Hibah kebun sekolah");
  await expect(sharing.publish(id, sharer)).rejects.toMatchObject({ code: "deadlineNeeded" });
  const shared = await sharesCall(town, "Hibah lain", "2026-12-08", false);
  await expect(sharing.edit(shared, sharer, { deadline: null })).rejects.toMatchObject({ code: "deadlineNeeded" });
});

describe("the life of a resource", () => {
  const states = Object.keys(resourceTable) as ResourceState[];
  const events = ["publish", "hold", "withdraw", "release", "remove"] as const;
  const roles = ["sharer", "organiser", "bot"] as const;
  const deed = fc.record({ event: fc.constantFrom(...events), by: fc.constantFrom(...roles) });

  it("ends what an organiser removed only by an organiser, and shows what is held only by one", () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        let state: ResourceState = "draft";
        for (const { event, by } of deeds) {
          const next = resourceAfter(state, event, by);
          if (next === undefined) continue;
          expect(states).toContain(next);
          if (state === "removed" || (state === "held" && next === "shown")) expect(by).toBe("organiser");
          if (next === "removed") expect(by).toBe("organiser");
          if (next === "withdrawn") expect(by).toBe("sharer");
          state = next;
        }
      }),
    );
  });
});
