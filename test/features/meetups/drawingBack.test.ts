import { expect, it } from "vitest";
import { onBothDatabases } from "../../support/database.js";
import { gatherPeople, mailOf, meetingsOf, networkOf, openProgram, PLACE, wib } from "../community.js";

const WEEK = 7 * 86_400_000;

onBothDatabases("whoever leaves while paired", (open) => {
  it("hears nothing more, and after coming back the same day takes part only when they say so, with what they chose", async () => {
    const program = openProgram(await open());
    const [ani = "", budi = ""] = await gatherPeople(program, 2);
    const networkId = await networkOf(program);
    await program.meetups.enrolments.join(networkId, ani, { size: "pair", cadenceWeeks: 2, topics: "fisika" });
    await program.members.prefer(ani, { timeZone: "Asia/Makassar", quietFrom: "20:00" });
    await program.travel(wib("2026-11-03", "16:00"));
    expect((await mailOf(program, "meet.match")).length).toBe(1);
    await program.members.leave(PLACE, "person00", program.meetups.followups.memberLeft);
    const before = (await mailOf(program)).length;
    await program.travel(wib("2026-11-03", "17:00"));
    // Of the two only the one who is still there hears that it won't take place.
    const after = (await mailOf(program)).slice(before);
    expect(after.flatMap(({ people }) => people)).not.toContain(ani);
    await program.arrive("person00");
    await program.travel(wib("2026-11-16", "17:00"));
    const toAni = (await mailOf(program)).slice(before).filter(({ people }) => people.includes(ani));
    expect(toAni).toEqual([]);
    expect(await program.meetups.enrolments.isIn(networkId, ani)).toBe(false);
    expect(await mailOf(program, "meet.unmatched")).toContainEqual(expect.objectContaining({ people: [budi] }));
    expect(await program.members.settingsOf(ani)).toMatchObject({ timeZone: "Asia/Makassar", quietFrom: "20:00" });
    await program.meetups.enrolments.join(networkId, ani);
    const enrolment = await program.db.client.enrolment.findFirstOrThrow({ where: { memberId: ani } });
    expect(enrolment).toMatchObject({ status: "active", size: "pair", cadenceWeeks: 2 });
    expect(JSON.stringify(enrolment.topics)).toContain("fisika");
    expect(program.faults).toEqual([]);
  });

  it("is still kept apart from whom they were kept apart from", async () => {
    const program = openProgram(await open());
    const [ani = "", budi = ""] = await gatherPeople(program, 2);
    const networkId = await networkOf(program);
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.members.leave(PLACE, "person00", program.meetups.followups.memberLeft);
    await program.arrive("person00");
    await program.meetups.enrolments.join(networkId, ani);
    await program.travel(wib("2026-11-10", "17:00"));
    expect(await meetingsOf(program)).toEqual([]);
  });
});

onBothDatabases("three people, of whom one has a break and two are kept apart", (open) => {
  it("are told each why not, in words for anybody, and from the second time on asked whether it should go on", async () => {
    const program = openProgram(await open());
    const [ani = "", budi = "", citra = ""] = await gatherPeople(program, 3);
    const networkId = await networkOf(program);
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.meetups.enrolments.pause(networkId, citra, "2027-03-01");
    for (let week = 0; week < 4; week++)
      await program.travel(new Date(wib("2026-11-03", "17:00").getTime() + week * WEEK));
    expect(await meetingsOf(program)).toEqual([]);
    const told = await mailOf(program, "meet.unmatched");
    for (const who of [ani, budi]) {
      const mine = told.filter(({ people }) => people.includes(who)).map(({ facts }) => facts as object);
      expect(mine.length).toBeGreaterThanOrEqual(3);
      for (const [index, facts] of mine.entries()) {
        expect(facts).toMatchObject({ why: "rules" });
        expect("isAgain" in facts).toBe(index > 0);
      }
    }
    // Both read the very same: neither can tell which of them asked.
    const texts = (who: string) =>
      told.filter(({ people }) => people.includes(who)).map(({ facts }) => JSON.stringify(facts));
    expect(texts(ani)).toEqual(texts(budi));
    expect(told.flatMap(({ people }) => people)).not.toContain(citra);
    expect(program.faults).toEqual([]);
  });
});

onBothDatabases("two who say different things of their meeting", (open) => {
  async function paired() {
    const program = openProgram(await open());
    const [ani = "", budi = ""] = await gatherPeople(program, 2);
    await program.travel(wib("2026-11-03", "17:00"));
    const [meeting] = await meetingsOf(program);
    const id = meeting?.id ?? "";
    const answers = async () => {
      const rows = await program.db.client.meetingMember.findMany({ where: { meetingId: id } });
      return new Map(rows.map(({ memberId, answer }) => [memberId, answer]));
    };
    const happened = async () =>
      (await program.db.client.encounter.findFirstOrThrow({ where: { meetingId: id } })).happened;
    const say = (who: string, answer: "met" | "notYet" | "wontHappen") =>
      program.meetups.followups.answer(id, who, answer);
    return { program, ani, budi, answers, happened, say, roundId: meeting?.roundId ?? "" };
  }

  it("are both kept, and one who says that they met is enough, in whichever order", async () => {
    for (const order of [0, 1]) {
      const { ani, budi, answers, happened, say } = await paired();
      const said = [[ani, "met"] as const, [budi, "wontHappen"] as const];
      for (const [who, answer] of order === 0 ? said : said.toReversed()) await say(who, answer);
      expect(await happened()).toBe(true);
      expect(await answers()).toEqual(new Map(said));
    }
  });

  it("are taken at their last word", async () => {
    const { ani, budi, answers, happened, say } = await paired();
    await say(ani, "met");
    await say(budi, "wontHappen");
    await say(ani, "wontHappen");
    expect(await happened()).toBe(false);
    expect(await answers()).toEqual(
      new Map([
        [ani, "wontHappen"],
        [budi, "wontHappen"],
      ]),
    );
    await say(budi, "met");
    expect(await happened()).toBe(true);
  });

  it("are counted for the round it was about, however late they say it", async () => {
    const { program, ani, budi, say, roundId } = await paired();
    await say(ani, "notYet");
    await program.travel(wib("2026-11-16", "09:00"));
    const result = async () => (await program.db.client.round.findUniqueOrThrow({ where: { id: roundId } })).result;
    expect(await result()).toEqual({ met: 0, meetings: 1 });
    await say(budi, "met");
    expect(await result()).toEqual({ met: 1, meetings: 1 });
    const others = await program.db.client.round.findMany({ where: { id: { not: roundId }, step: "done" } });
    for (const other of others) expect(other.result).not.toMatchObject({ met: 1 });
    await say(budi, "wontHappen");
    expect(await result()).toEqual({ met: 0, meetings: 1 });
  });
});
