import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import type { MessageView } from "../../src/platforms/sandbox/render.js";
import { openWorld, textOfMessage, type Speaker, type World } from "../support/conversation.js";

const roomOf = async (who: Speaker): Promise<MessageView | undefined> =>
  (await who.reads()).find(({ where }) => where.kind === "room");

/** Two teachers in two languages and two zones who were just brought together. */
async function pair(bobsName = "Bob Miller"): Promise<{ world: World; ani: Speaker; bob: Speaker }> {
  const world = await openWorld();
  const ani = await world.member("Ani Lestari", { locale: "id", timeZone: "Asia/Makassar" });
  const bob = await world.member(bobsName, { locale: "en" });
  const about = { role: "teacher", languages: ["id", "en"], subjects: "Fisika", institution: "SMAN 1" };
  await ani.says("/kenalan");
  await ani.fills({ ...about, seeks: "asesmen formatif", address: "ibu" });
  await bob.says("/introduce");
  await bob.fills({ ...about, offers: "formative assessment", address: "bapak" });
  await ani.says("/temu ikut tiap:1");
  await bob.says("/meet join every:1");
  await world.goes(new Date("2026-12-01T09:00:00Z"));
  return { world, ani, bob };
}

describe("two who were brought together", () => {
  it("read it in both their languages, with a reason, a question and both their clocks", async () => {
    const { ani, bob } = await pair();
    const room = await roomOf(ani);
    expect(room?.id).toBe((await roomOf(bob))?.id);
    const text = room === undefined ? "" : textOfMessage(room);
    for (const piece of [
      "Saatnya bertemu",
      "Time to meet",
      "Bu Ani Lestari",
      "Pak Bob Miller",
      "Guru, SMAN 1",
      "Teacher, SMAN 1",
      "Mengapa dipertemukan:",
      "Pak Bob Miller bisa membantu hal yang dicari Bu Ani Lestari: asesmen formatif.",
      "Pak Bob Miller can help with what Bu Ani Lestari is looking for: formative assessment.",
      "Pertanyaan pembuka:",
      "WITA",
      "WIB",
      "[Sudah bertemu · We met] [Usulkan waktu · Propose times]",
    ]) {
      expect(text).toContain(piece);
    }
  });

  it("find a time on both their clocks, and get it for their calendar", async () => {
    const { ani, bob } = await pair();
    await ani.presses("Usulkan waktu");
    expect(ani.sees()).toContain(
      "Kapan kita bertemu? · When shall we meet?\nBu Ani Lestari mengusulkan waktu-waktu ini.",
    );
    const [first = ""] = ani.buttons();
    expect(first).toMatch(/2026, \d\d:\d\d (WITA = \d\d:\d\d WIB|WIB = \d\d:\d\d WITA)$/);
    await bob.presses(first);
    expect(bob.sees()).toMatch(/Pak Bob Miller takes .*2026, \d\d:\d\d/);
    expect(bob.sees()).toMatch(/Pak Bob Miller memilih .*2026, \d\d:\d\d/);
    expect(bob.buttons()).toEqual(["Propose times · Usulkan waktu"]);
    expect(bob.sees()).toContain("jejaring.ics");
    await bob.presses("Propose times");
    await bob.presses("Another time");
    await bob.fills({ date: "2020-01-01", time: "10.00" });
    expect(bob.sees()).toBe("This time has already passed. Please choose another one.");
    await bob.presses("Another time");
    await bob.fills({ date: "2026-12-03", time: "10.00" });
    expect(bob.sees()).toContain("Pak Bob Miller takes Thursday");
    expect((await ani.reads()).at(-1)?.text).toContain("10:00");
  });

  it("get a calendar entry that holds what people wrote as text, and that a later choice replaces", async () => {
    const name = "Bob; Miller, \\n BEGIN:VEVENT";
    const { ani } = await pair(name);
    const entries = [];
    for (const [date, time] of [
      ["2026-12-03", "10:00"],
      ["2026-12-04", "9.30"],
    ]) {
      await ani.presses("Usulkan waktu");
      await ani.presses("Waktu lain");
      await ani.fills({ date, time });
      const file = (await ani.reads()).at(-1)?.card.blocks.find((block) => block.kind === "file");
      const calendar = ICAL.Component.fromString(file?.kind === "file" ? file.file.content : "");
      const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
      expect(events).toHaveLength(1);
      entries.push(events[0]);
    }
    const [first, second] = entries;
    expect(second?.summary).toBe(`Temu: Bu Ani Lestari, Pak ${name}`);
    expect([first, second].map((event) => event?.startDate.toJSDate().toISOString())).toEqual([
      "2026-12-03T02:00:00.000Z",
      "2026-12-04T01:30:00.000Z",
    ]);
    expect(second?.endDate.subtractDate(second.startDate).toSeconds()).toBe(20 * 60);
    expect(second?.uid).toBe(first?.uid);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? Infinity);
  });

  it("are asked once how it went, and once more only when it has not happened yet", async () => {
    const { world, ani, bob } = await pair();
    await ani.hears();
    await bob.hears();
    await world.goes(new Date("2026-12-07T10:00:00Z"));
    expect((await ani.hears()).join("\n")).toContain("Sempat bertemu Pak Bob Miller?");
    expect((await bob.hears()).join("\n")).toContain("Did you get to meet Bu Ani Lestari?");
    await ani.presses("Sudah bertemu");
    expect(ani.sees()).toBe("Senang mendengarnya. Terima kasih sudah memberi tahu.\n[Setelah bertemu]");
    await bob.presses("Not yet");
    expect(bob.sees()).toBe("No hurry. I will ask once more in two days.");
    await bob.presses("We met");
    expect(bob.sees()).toBe("Changed. Thank you for telling me.");
  });

  it("are nobody else's business: their buttons refuse others, and do nothing", async () => {
    const { world, ani } = await pair();
    const eve = await world.member("Eve", { locale: "en" });
    const meeting = await world.db.client.meeting.findFirstOrThrow();
    const before = await world.db.client.meetingMember.findMany();
    for (const action of ["met", "notYet", "times", "room"]) {
      const response = await world.program.bot.handle({
        kind: "action",
        action: `meet.${action}`,
        subject: meeting.id,
        place: { platform: "sandbox", spaceId: "sandbox", channelId: "obrolan" },
        person: { externalId: eve.id, name: "Eve", locale: "en" },
      });
      expect(JSON.stringify(response)).toContain("This is meant for somebody else, so nothing was changed.");
      expect(response).toMatchObject({ visibility: "private" });
      expect(JSON.stringify(response)).not.toMatch(/Ani|Bob/);
    }
    expect(await world.db.client.meetingMember.findMany()).toEqual(before);
    await ani.leaves();
    await expect(ani.presses("Sudah bertemu")).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ["meet.take", "no-such-meeting@1796000000000", "This is no longer there."],
    ["meet.take", "no-such-meeting@tomorrow", "This button or command is from an older version."],
    ["meet.met", "no-such-meeting", "This is no longer there."],
    ["meet.skip", "no-such-round", "This is no longer there."],
    ["introduce.hello", "no-such-member", "This is no longer there."],
    ["introduce.back", "no-such-member", "This is meant for somebody else"],
    ["meet.times", "' OR 1=1 --", "This is no longer there."],
  ])("a button %s made up for %j is refused", async (action, subject, told) => {
    const world = await openWorld();
    const eve = await world.member("Eve", { locale: "en" });
    const response = await world.program.bot.handle({
      kind: "action",
      action,
      subject,
      place: { platform: "sandbox", spaceId: "sandbox" },
      person: { externalId: eve.id, name: "Eve", locale: "en" },
    });
    expect(JSON.stringify(response)).toContain(told);
    expect(world.faults).toEqual([]);
  });

  it("a button about a member of another community is refused, and tells nothing of them", async () => {
    const { world, ani } = await pair();
    const member = await world.db.client.member.findFirstOrThrow({ where: { name: "Ani Lestari" } });
    const before = await world.db.client.delivery.count();
    const response = await world.program.bot.handle({
      kind: "action",
      action: "introduce.hello",
      subject: member.id,
      place: { platform: "elsewhere", spaceId: "another" },
      person: { externalId: "eve", name: "Eve", locale: "en" },
    });
    expect(JSON.stringify(response)).toContain("This is no longer there.");
    expect(JSON.stringify(response)).not.toContain("Ani");
    expect(await world.db.client.delivery.count()).toBe(before);
    expect(ani.id).not.toBe(member.id);
  });
});
