import { expect, it } from "vitest";
import type { Database } from "../../../src/storage/database.js";
import { onBothDatabases } from "../../support/database.js";
import {
  gatherPeople,
  mailOf,
  meetingsOf,
  networkOf,
  openProgram,
  PLACE,
  wib,
  type TestProgram,
} from "../community.js";

/** A round whose groups are written, and of which nobody has been told yet. */
async function written(db: Database, count: number) {
  const program = openProgram(db);
  const people = await gatherPeople(program, count);
  const networkId = await networkOf(program);
  for (const at of [wib("2026-11-02", "15:30"), wib("2026-11-03", "15:30")]) {
    program.clock.set(at);
    if (at.getTime() === wib("2026-11-03", "15:30").getTime()) await program.courier.runDue();
    await program.planner.runDue();
  }
  const [meeting] = await meetingsOf(program);
  if (!meeting) throw new Error("nobody was brought together");
  const [ani = "", budi = "", citra = ""] = meeting.people;
  return { program, networkId, people, meeting, ani, budi, citra };
}

/** Two whose days don't overlap, of whom the first knows of their meeting and the second doesn't yet. */
async function halfTold(db: Database) {
  const program = openProgram(db);
  const ani = await program.arrive("Ani", { timeZone: "Asia/Jakarta" });
  const bob = await program.arrive("Bob", { timeZone: "America/New_York" });
  const networkId = await networkOf(program);
  for (const id of [ani, bob]) await program.meetups.enrolments.join(networkId, id, { cadenceWeeks: 1 });
  await program.travel(wib("2026-11-03", "16:00"));
  expect((await mailOf(program, "meet.matchApart")).map(({ people }) => people)).toEqual([[ani]]);
  const [meeting] = await meetingsOf(program);
  return { program, networkId, ani, bob, meetingId: meeting?.id ?? "" };
}

async function leaveNetwork(program: TestProgram, memberId: string): Promise<void> {
  const { externalId } = await program.db.client.account.findFirstOrThrow({ where: { memberId } });
  await program.members.leave(PLACE, externalId, program.meetups.followups.memberLeft);
}

/** Who heard that there is no meeting, and why, in order. */
async function toldNone(program: TestProgram): Promise<unknown[]> {
  const mail = await mailOf(program, "meet.unmatched");
  return mail.map(({ people, facts }) => [people[0], (facts as { why?: string }).why]);
}

onBothDatabases("a meeting that nobody has been told of", (open) => {
  const ways = ["stop", "leave the meet-up", "leave the network"] as const;

  it.each(ways)("is taken back when one of two chooses to %s, and the other hears it once", async (way) => {
    const { program, networkId, ani, budi } = await written(await open(), 2);
    if (way === "stop") await program.members.stop(ani, true);
    else if (way === "leave the meet-up") await program.meetups.enrolments.leave(networkId, ani);
    else await leaveNetwork(program, ani);
    await program.travel(wib("2026-11-09", "17:00"));
    const mail = await mailOf(program);
    expect(mail.filter(({ key }) => /^(match|nudge|checkIn):/.test(key))).toEqual([]);
    expect(await toldNone(program)).toEqual([[budi, way === "leave the network" ? "left" : "away"]]);
    expect(await meetingsOf(program, { week: "2026-11-02" })).toMatchObject([{ status: "void" }]);
    const left = await program.db.client.enrolment.findFirst({ where: { memberId: budi } });
    expect(left).toMatchObject({ status: "active", lastWeek: null, waiting: 1 });
    expect(await program.db.client.encounter.count({ where: { happened: false } })).toBe(1);
  });

  it("lets whoever said STOP and comes back meet whoever was left alone", async () => {
    const { program, networkId, ani, budi } = await written(await open(), 2);
    await program.members.stop(ani, true);
    expect(await program.meetups.enrolments.resume(networkId, ani)).toMatchObject({ matched: true });
    expect(await meetingsOf(program, { kind: "late" })).toMatchObject([{ people: [ani, budi].toSorted() }]);
  });

  it("is taken back when one would rather not meet the other, and neither can tell from what they read", async () => {
    const { program, networkId, ani, budi } = await written(await open(), 2);
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.travel(wib("2026-11-09", "17:00"));
    const mail = await mailOf(program);
    expect(mail.filter(({ key }) => /^(match|nudge|checkIn):/.test(key))).toEqual([]);
    expect((await toldNone(program)).toSorted()).toEqual([ani, budi].toSorted().map((id) => [id, "rules"]));
    expect(await program.db.client.enrolment.count({ where: { lastWeek: null, waiting: 1 } })).toBe(2);
  });

  it("goes on without one of three, with a host who is there and with words about the others alone", async () => {
    for (const way of ["stop", "network", "apart"] as const) {
      const { program, networkId, meeting } = await written(await open(), 3);
      const gone = meeting.hostId;
      const others = meeting.people.filter((id) => id !== gone);
      if (way === "stop") await program.members.stop(gone, true);
      else if (way === "network") await leaveNetwork(program, gone);
      else await program.members.keepApart(networkId, gone, others[0] ?? "", "doNotMeet");
      const [after] = await meetingsOf(program);
      expect(after).toMatchObject({ status: "open", people: others });
      expect(others).toContain(after?.hostId);
      await program.travel(wib("2026-11-03", "16:00"));
      const [match] = await mailOf(program, "meet.match");
      expect(match).toMatchObject({ people: others, facts: { host: { person: after?.hostId } } });
      expect(JSON.stringify(match?.facts)).not.toContain(gone);
      expect(program.platform.shown.at(-1)?.text).not.toContain("mantan anggota");
      expect(await program.db.client.encounter.count({ where: { meetingId: meeting.id } })).toBe(1);
      expect(await toldNone(program)).toEqual(way === "apart" ? [[gone, "rules"]] : []);
      expect(program.faults).toEqual([]);
    }
  });

  it("goes on as it was planned when one of three who does not host leaves", async () => {
    const { program, meeting } = await written(await open(), 3);
    const gone = meeting.people.find((id) => id !== meeting.hostId) ?? "";
    await leaveNetwork(program, gone);
    await program.travel(wib("2026-11-09", "17:00"));
    const [match] = await mailOf(program, "meet.match");
    expect(match).toMatchObject({ facts: { host: { person: meeting.hostId } } });
    expect((await mailOf(program, "meet.checkIn")).flatMap(({ people }) => people)).not.toContain(gone);
  });

  it("between two whom somebody else connected tells the connector, and nobody else", async () => {
    const program = openProgram(await open());
    const [ani = "", budi = "", citra = ""] = await gatherPeople(program, 3);
    const networkId = await networkOf(program);
    await program.meetups.connections.connect(networkId, citra, [ani, budi], undefined);
    await program.members.stop(ani, true);
    await program.courier.runDue();
    const mail = (await mailOf(program)).map(({ notice, people }) => [notice, people]);
    expect(mail).toEqual([["connect.outcome", [citra]]]);
  });
});

onBothDatabases("a meeting that one of two knows of", (open) => {
  it("is taken back when either says STOP, and the one who waits in vain hears it", async () => {
    for (const who of ["ani", "bob"] as const) {
      const { program, meetingId, ...people } = await halfTold(await open());
      await program.members.stop(people[who], true);
      await program.travel(wib("2026-11-06"));
      const other = who === "ani" ? people.bob : people.ani;
      expect(await toldNone(program)).toEqual([[other, "away"]]);
      expect(await mailOf(program, "meet.matchApart")).toHaveLength(1);
      await expect(program.meetups.followups.openRoom(meetingId, other)).rejects.toMatchObject({ code: "roomClosed" });
    }
  });

  it("tells whoever knew a name that the other can't come, when that one would rather not meet", async () => {
    const { program, networkId, ani, bob } = await halfTold(await open());
    await program.members.keepApart(networkId, bob, ani, "doNotMeet");
    await program.travel(wib("2026-11-06"));
    expect(await toldNone(program)).toEqual([
      [bob, "rules"],
      [ani, "away"],
    ]);
  });
});

onBothDatabases("a meeting that all know of", (open) => {
  it("stands when one says STOP, but no reminder comes into a room that would be the other's alone", async () => {
    const { program, ani, budi } = await written(await open(), 2);
    await program.courier.runDue();
    await program.members.stop(ani, true);
    await program.travel(wib("2026-11-09", "17:00"));
    expect(await meetingsOf(program, { week: "2026-11-02" })).toMatchObject([{ status: "open" }]);
    expect(await mailOf(program, "meet.nudge")).toEqual([]);
    expect(await mailOf(program, "meet.checkIn")).toMatchObject([{ people: [budi] }]);
  });

  it("is asked about no more once one would rather not meet the other, who notices nothing", async () => {
    const { program, networkId, ani, budi } = await written(await open(), 2);
    await program.courier.runDue();
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.travel(wib("2026-11-09", "17:00"));
    expect(await mailOf(program, "meet.nudge")).toEqual([]);
    expect(await mailOf(program, "meet.checkIn")).toMatchObject([{ people: [budi] }]);
    expect(await toldNone(program)).toEqual([]);
  });

  it("is asked about no more, also when the question was waiting already", async () => {
    const { program, networkId, meeting, ani, budi } = await written(await open(), 2);
    await program.travel(wib("2026-11-09", "15:29"));
    program.clock.set(wib("2026-11-09", "15:30"));
    await program.planner.runDue();
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.travel(wib("2026-11-10"));
    const asked = (await mailOf(program, "meet.checkIn")).filter(({ key }) => key.includes(meeting.id));
    expect(asked).toMatchObject([{ people: [budi] }]);
  });

  it("needs no reminder when one has proposed a time", async () => {
    const { program, meeting, ani } = await written(await open(), 2);
    await program.courier.runDue();
    await program.meetups.followups.proposeTimes(meeting.id, ani);
    await program.travel(wib("2026-11-13", "17:00"));
    const nudges = await mailOf(program, "meet.nudge");
    expect(nudges.filter(({ key }) => key.includes(meeting.id))).toEqual([]);
    const silent = await program.db.client.enrolment.findFirst({ where: { memberId: ani } });
    expect(silent).toMatchObject({ silentRounds: 0 });
  });
});

onBothDatabases("a hello on its way", (open) => {
  it("is taken back when either would rather not meet the other", async () => {
    for (const asker of [0, 1]) {
      const program = openProgram(await open());
      const [ani = "", budi = ""] = await gatherPeople(program, 2);
      program.clock.set(wib("2026-11-02", "19:00"));
      await program.introductions.hello(ani, budi);
      const [a, b] = asker === 0 ? [ani, budi] : [budi, ani];
      await program.members.keepApart(await networkOf(program), a, b, "doNotMeet");
      await program.travel(wib("2026-11-05"));
      expect(await mailOf(program, "introduce.hello")).toEqual([]);
    }
  });
});

onBothDatabases("the room of people who were told one by one", (open) => {
  /** Two whose days don't overlap, both told; it is morning in Jakarta and night in New York. */
  async function toldApart() {
    const program = openProgram(await open());
    const ani = await program.arrive("ani", { timeZone: "Asia/Jakarta" });
    const bob = await program.arrive("bob", { timeZone: "America/New_York" });
    const networkId = await networkOf(program);
    for (const id of [ani, bob]) {
      await program.meetups.enrolments.join(networkId, id, { cadenceWeeks: 1 });
    }
    await program.travel(wib("2026-11-05", "10:00"));
    expect(await mailOf(program, "meet.matchApart")).toHaveLength(2);
    const [meeting] = await meetingsOf(program);
    return { program, networkId, ani, bob, meetingId: meeting?.id ?? "" };
  }
  const hourIn = (timeZone: string, at: Date | undefined) =>
    Number(new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format(at));

  it("opens when it suits the other, whatever the hour of the one who asked", async () => {
    const { program, ani, bob, meetingId } = await toldApart();
    await program.meetups.followups.openRoom(meetingId, ani);
    await program.courier.runDue();
    expect(await mailOf(program, "meet.roomOpened")).toEqual([]);
    await program.travel(wib("2026-11-07"));
    const [opened, ...more] = await mailOf(program, "meet.roomOpened");
    expect(more).toEqual([]);
    expect(opened?.people).toEqual([ani, bob]);
    const hour = hourIn("America/New_York", opened?.at);
    expect(hour).toBeGreaterThanOrEqual(6);
    expect(hour).toBeLessThan(18);
    // Only the one who was interrupted has spent a message of the week on it.
    const { id: deliveryId } = await program.db.client.delivery.findFirstOrThrow({ where: { key: opened?.key ?? "" } });
    const contacts = await program.db.client.contact.findMany({ where: { deliveryId } });
    expect(contacts.map(({ memberId }) => memberId)).toEqual([bob]);
  });

  it("stays closed when the other wants no messages, whether before the wish or after it", async () => {
    const before = await toldApart();
    await before.program.members.stop(before.bob, true);
    const open = () => before.program.meetups.followups.openRoom(before.meetingId, before.ani);
    await expect(open()).rejects.toMatchObject({ code: "roomClosed" });
    await before.program.members.stop(before.bob, false);
    await open();
    await before.program.members.stop(before.bob, true);
    await before.program.travel(wib("2026-11-07"));
    expect(await mailOf(before.program, "meet.roomOpened")).toEqual([]);
    // Wanted again, it may be asked for again.
    await before.program.members.stop(before.bob, false);
    await open();
    await before.program.travel(wib("2026-11-10"));
    expect(await mailOf(before.program, "meet.roomOpened")).toHaveLength(1);
  });

  it("stays closed, in the same words, when the other would rather not meet", async () => {
    const { program, networkId, ani, bob, meetingId } = await toldApart();
    await program.meetups.followups.openRoom(meetingId, ani);
    await program.members.keepApart(networkId, bob, ani, "doNotMeet");
    await program.travel(wib("2026-11-07"));
    expect(await mailOf(program, "meet.roomOpened")).toEqual([]);
    await expect(program.meetups.followups.openRoom(meetingId, ani)).rejects.toMatchObject({ code: "roomClosed" });
  });
});
