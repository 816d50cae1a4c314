import { expect, it } from "vitest";
import { DeliveryError } from "../../../src/chat/port.js";
import { onBothDatabases } from "../../support/database.js";
import { gatherPeople, mailOf, meetingsOf, networkOf, openProgram, wib, type TestProgram } from "../community.js";

const DAY = 86_400_000;

async function roundsOf({ db }: TestProgram) {
  const rounds = await db.client.round.findMany({ orderBy: { week: "asc" } });
  return rounds.map(({ week, step, roundAt, headsUpAt, checkInAt }) => ({ week, step, roundAt, headsUpAt, checkInAt }));
}

onBothDatabases("the schedule of the meet-up", (open) => {
  async function start(count: number, options: { hasHolidays?: boolean; at?: Date } = {}) {
    const program = openProgram(await open(), options);
    if (options.at) program.clock.set(options.at);
    const people = await gatherPeople(program, count);
    const networkId = await networkOf(program);
    const pause = async (from: string, until: string) => {
      await program.calendar.add(networkId, { kind: "break", from, until, name: "A pause" });
    };
    return { program, people, networkId, pause };
  }

  it("is planned anew when the day, the hour or the zone changes, as long as nobody has heard of it", async () => {
    const { program, people, networkId } = await start(2);
    await program.programmes.change(networkId, { weekday: 4, time: "10:00" });
    expect(await roundsOf(program)).toMatchObject([{ week: "2026-11-02", roundAt: wib("2026-11-05", "10:00") }]);
    await program.members.changeNetwork(networkId, people[0] ?? "", { timeZone: "Asia/Makassar" });
    expect(await roundsOf(program)).toMatchObject([{ roundAt: wib("2026-11-05", "09:00") }]);
  });

  it("keeps its word to people who have heard of it", async () => {
    const { program, networkId } = await start(2);
    await program.travel(wib("2026-11-02", "16:00"));
    await program.programmes.change(networkId, { weekday: 5 });
    await program.travel(wib("2026-11-13", "16:00"));
    const weeks = (await mailOf(program, "meet.match")).map(({ at }) => at);
    expect(weeks).toEqual([wib("2026-11-03", "15:30"), wib("2026-11-13", "15:30")]);
  });

  it("leaves out Lebaran: nothing is sent in it, nothing bursts out after it, and moved by a day it still fits", async () => {
    const { program, networkId } = await start(4, { hasHolidays: true, at: wib("2026-03-02") });
    const entries = await program.db.client.calendarEntry.findMany({
      where: { kind: "lebaran", from: { gte: "2026" } },
    });
    const lebaran = entries.toSorted((a, b) => (a.from < b.from ? -1 : 1))[0];
    if (!lebaran) throw new Error("no Lebaran");
    await program.travel(wib("2026-03-11", "18:00"));
    // The government sees the moon a day later than it was computed.
    const dayLater = (date: string) => new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);
    const change = { from: dayLater(lebaran.from), until: dayLater(lebaran.until) };
    await program.calendar.change(networkId, lebaran.id, change);
    await program.travel(wib("2026-04-10"));
    const mail = await mailOf(program);
    const [first, last] = [wib(change.from, "00:00"), new Date(wib(change.until, "00:00").getTime() + DAY)];
    expect(mail.filter(({ at }) => at >= first && at < last)).toEqual([]);
    // Whatever is asked or told afterwards is one message a person and day.
    const messages = new Map(mail.filter(({ at }) => at >= last).map((one) => [one.message, one]));
    const days = [...messages.values()].flatMap(({ people, at }) =>
      people.map((id) => `${id} ${at.toISOString().slice(0, 10)}`),
    );
    expect(new Set(days).size).toBe(days.length);
    // Its first Tuesday has become free, its second has not.
    const weeks = new Set((await meetingsOf(program)).map(({ week }) => week));
    expect([...weeks]).toEqual(["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-30"]);
    // How it went is asked after the pause, not in it.
    const asked = mail.filter(({ notice }) => notice === "meet.checkIn").map(({ at }) => at.toISOString().slice(0, 10));
    expect([...new Set(asked)]).toEqual(["2026-03-09", "2026-03-16", "2026-03-30", "2026-04-06"]);
  });

  it("calls a round off whose day becomes a pause after the heads-up, and takes back what waits to be sent", async () => {
    const { program, people, pause } = await start(4);
    await program.db.client.member.update({
      where: { id: people[0] ?? "" },
      data: { quietFrom: "12:00", quietUntil: "10:00" },
    });
    await program.travel(wib("2026-11-02", "16:00"));
    expect(await mailOf(program, "meet.headsUp")).toHaveLength(3);
    await pause("2026-11-03", "2026-11-08");
    await program.travel(wib("2026-11-12"));
    expect((await roundsOf(program)).map(({ step }) => step)).toEqual(["done", "close", "announce"]);
    // The day's message was the heads-up, and then everything is closed: they hear it with the next heads-up.
    const mail = (await mailOf(program)).filter(({ at }) => at > wib("2026-11-02", "16:00"));
    const told = mail.filter(({ notice }) => notice === "meet.unmatched");
    expect(told.map(({ people: to }) => to[0]).toSorted()).toEqual(people.toSorted());
    const headsUps = mail.filter(({ notice }) => notice === "meet.headsUp");
    expect(headsUps.map(({ message }) => message).toSorted()).toEqual(told.map(({ message }) => message).toSorted());
    expect((await meetingsOf(program)).map(({ week }) => week)).toEqual(["2026-11-09", "2026-11-09"]);
  });

  it("moves a round within its week when only its day becomes a holiday", async () => {
    const { program, pause } = await start(4);
    await program.travel(wib("2026-11-02", "16:00"));
    await pause("2026-11-03", "2026-11-03");
    await program.travel(wib("2026-11-05"));
    expect(await roundsOf(program)).toMatchObject([{ roundAt: wib("2026-11-04", "15:30") }, {}]);
    expect((await mailOf(program, "meet.match")).map(({ at }) => at)).toEqual(
      Array(2).fill(wib("2026-11-04", "15:30")),
    );
  });

  it("lets nudge, check-in and end wait when a pause begins after the match, and tells of the match after it", async () => {
    const { program, people, pause } = await start(2);
    // One of the two has quiet hours until the next morning, so their match waits; then the pause begins.
    await program.db.client.member.update({
      where: { id: people[0] ?? "" },
      data: { quietFrom: "12:00", quietUntil: "10:00" },
    });
    await program.travel(wib("2026-11-03", "16:00"));
    await pause("2026-11-04", "2026-11-13");
    await program.travel(wib("2026-11-24", "16:00"));
    const mail = await mailOf(program);
    const first = mail.find(({ notice }) => notice === "meet.match");
    expect(first?.at).toEqual(wib("2026-11-16", "10:00"));
    const checkIns = mail.filter(
      ({ notice, key }) => notice === "meet.checkIn" && key.includes(first?.key.slice(6) ?? "-"),
    );
    expect(checkIns.map(({ at }) => at.toISOString().slice(0, 10))).toEqual(["2026-11-16", "2026-11-17"]);
    expect(mail.filter(({ at }) => at > wib("2026-11-04", "00:00") && at < wib("2026-11-14", "00:00"))).toEqual([]);
  });

  it("lets everything that is still to be asked wait as many days as a new pause has", async () => {
    const { program, people, networkId, pause } = await start(2);
    const [a, b] = [await program.arrive("a"), await program.arrive("b")];
    await program.meetups.connections.connect(networkId, people[0] ?? "", [a, b], undefined);
    await program.travel(wib("2026-11-03", "16:00"));
    await pause("2026-11-05", "2026-11-14");
    const [connection, meeting] = await meetingsOf(program);
    // Ten days later than before, except for the nudge that comes before the pause.
    expect(connection).toMatchObject({
      nudgeAt: wib("2026-11-04", "09:00"),
      checkInAt: wib("2026-11-19", "09:00"),
      closeAt: wib("2026-11-26", "09:00"),
    });
    expect(meeting).toMatchObject({ nudgeAt: wib("2026-11-15", "15:30"), checkInAt: wib("2026-11-16", "15:30") });
    await program.travel(wib("2026-11-16", "16:00"));
    await program.meetups.followups.answer(meeting?.id ?? "", people[0] ?? "", "notYet");
    await pause("2026-11-17", "2026-11-18");
    const asked = await program.db.client.meetingMember.findFirst({ where: { askAgainAt: { not: null } } });
    expect(asked?.askAgainAt).toEqual(wib("2026-11-20", "16:00"));
  });

  it("calls a meeting off that nobody could be told of, instead of asking how it went", async () => {
    const { program, people } = await start(2);
    await program.travel(wib("2026-11-03", "15:00"));
    program.platform.script = () => new DeliveryError("refused", "no rooms here");
    await program.travel(wib("2026-11-09", "15:00"));
    program.platform.script = () => undefined;
    await program.travel(wib("2026-11-10", "15:00"));
    expect(await mailOf(program, "meet.checkIn")).toEqual([]);
    expect(await mailOf(program, "meet.match")).toEqual([]);
    expect((await mailOf(program, "meet.unmatched")).map(({ people: to }) => to[0])).toEqual(people.toSorted());
    expect((await meetingsOf(program)).map(({ status }) => status)).toEqual(["void"]);
    await program.travel(wib("2026-11-11"));
    const [match] = await mailOf(program, "meet.match");
    expect(match?.facts).toMatchObject({ isRepeat: false });
  });
});

onBothDatabases("organisers of the meet-up", (open) => {
  async function start(count: number) {
    const program = openProgram(await open());
    const people = await gatherPeople(program, count);
    const networkId = await networkOf(program);
    const organiser = await program.arrive("organiser");
    await program.members.giveRole(organiser, "organiser");
    return { program, people, networkId, organiser };
  }

  it("can move a round only to a day on which people are to be reached, soon, in a week without one", async () => {
    const { program, networkId } = await start(2);
    const moving = (date: string) => program.programmes.moveNext(networkId, date);
    await expect(moving("2027-06-01")).rejects.toMatchObject({ code: "roundTooFar" });
    await expect(moving("2026-11-08")).rejects.toMatchObject({ code: "roundDay" });
    await program.calendar.add(networkId, { kind: "holiday", from: "2026-11-05", until: "2026-11-05", name: "Libur" });
    await expect(moving("2026-11-05")).rejects.toMatchObject({ code: "roundDay" });
    await program.travel(wib("2026-11-04"));
    await expect(moving("2026-11-06")).rejects.toMatchObject({ code: "weekTaken" });
    // Nothing of it has changed the plan.
    await program.travel(wib("2026-11-11"));
    expect((await meetingsOf(program)).map(({ week }) => week)).toEqual(["2026-11-02", "2026-11-09"]);
  });

  it("move the next round to another day; it keeps that day when the calendar changes elsewhere", async () => {
    const { program, networkId } = await start(2);
    await program.programmes.moveNext(networkId, "2026-11-05");
    await program.calendar.add(networkId, { kind: "holiday", from: "2026-12-25", until: "2026-12-25", name: "Natal" });
    expect(await roundsOf(program)).toMatchObject([
      { headsUpAt: wib("2026-11-04", "15:30"), roundAt: wib("2026-11-05", "15:30") },
    ]);
    await program.travel(wib("2026-11-06"));
    expect(await mailOf(program, "meet.match")).toMatchObject([{ at: wib("2026-11-05", "15:30") }]);
  });

  it("move a round of which people have heard: they hear the new day, and again when it is moved back", async () => {
    const { program, networkId } = await start(2);
    await program.travel(wib("2026-11-02", "16:00"));
    await program.programmes.moveNext(networkId, "2026-11-05");
    await program.travel(wib("2026-11-02", "17:00"));
    await program.programmes.moveNext(networkId, "2026-11-04");
    await program.travel(wib("2026-11-06"));
    const days = (await mailOf(program, "meet.headsUp")).map(
      ({ facts }) => /2026-11-\d\d/.exec(JSON.stringify(facts))?.[0],
    );
    expect(days).toEqual(["2026-11-03", "2026-11-03", "2026-11-04", "2026-11-04"]);
    expect(await mailOf(program, "meet.match")).toMatchObject([{ at: wib("2026-11-04", "15:30") }]);
  });

  it("move a round into the next week, whose own round it then is; who skipped it still skips it", async () => {
    const { program, people, networkId } = await start(4);
    await program.travel(wib("2026-11-02", "16:00"));
    await program.meetups.enrolments.skip(networkId, people[0] ?? "");
    await program.programmes.moveNext(networkId, "2026-11-11");
    await program.travel(wib("2026-11-18", "16:00"));
    expect((await roundsOf(program)).map(({ week }) => week)).toEqual(["2026-11-09", "2026-11-16", "2026-11-23"]);
    const met = (await meetingsOf(program, { week: "2026-11-09" })).flatMap((meeting) => meeting.people);
    expect(met.toSorted()).toEqual(people.slice(1).toSorted());
  });

  it("move a round while it is being decided: it is decided again on its new day", async () => {
    const db = await open();
    let moving: Promise<unknown> | undefined;
    const organiser = openProgram(db, { name: "o" });
    const breathe = async () => {
      if (organiser.clock.now() < wib("2026-11-03", "15:30")) return;
      moving ??= organiser.programmes.moveNext(await networkOf(organiser), "2026-11-05");
      await moving;
    };
    const program = openProgram(db, { clock: organiser.clock, breathe });
    await gatherPeople(program, 4);
    await program.travel(wib("2026-11-04"));
    expect(await meetingsOf(program)).toEqual([]);
    await program.travel(wib("2026-11-06"));
    expect((await meetingsOf(program)).map(({ createdAt }) => createdAt)).toEqual(
      Array(2).fill(wib("2026-11-05", "15:30")),
    );
  });

  it("see the next round beforehand, and it comes as they saw it", async () => {
    const { program, networkId } = await start(6);
    await program.travel(wib("2026-11-03", "15:00"));
    const preview = await program.meetups.preview(networkId);
    await program.travel(wib("2026-11-03", "16:00"));
    const groups = preview?.groups.map(({ members }) => [...members]);
    expect((await meetingsOf(program)).map((meeting) => meeting.people)).toEqual(groups);
  });

  it("are asked before a round goes out, and it goes out when they approve", async () => {
    const { program, networkId, organiser } = await start(4);
    await program.programmes.change(networkId, { approval: "preview" });
    expect(await program.meetups.rounds.approve(networkId)).toBe(false);
    await program.travel(wib("2026-11-04", "09:00"));
    expect(await mailOf(program, "meet.approval")).toMatchObject([{ people: [organiser], facts: { groups: 2 } }]);
    expect(await meetingsOf(program)).toEqual([]);
    expect(await program.meetups.rounds.approve(networkId)).toBe(true);
    await program.travel(wib("2026-11-04", "09:30"));
    expect(await mailOf(program, "meet.match")).toHaveLength(2);
  });

  it("who approve late bring nobody together who has left, skipped or asked not to meet meanwhile", async () => {
    const { program, people, networkId } = await start(8);
    await program.programmes.change(networkId, { approval: "preview" });
    await program.travel(wib("2026-11-03", "16:00"));
    const [one, two, three] = (await program.meetups.preview(networkId))?.groups ?? [];
    const [a = "", b = ""] = one?.members ?? [];
    const [c = "", d = ""] = two?.members ?? [];
    const [e = "", f = ""] = three?.members ?? [];
    await program.members.keepApart(networkId, b, a, "doNotMeet");
    await program.meetups.enrolments.pause(networkId, c, "2026-12-01");
    await program.members.leave(
      { platform: "test", spaceId: "place" },
      await userOf(program, e),
      program.meetups.followups.memberLeft,
    );
    await program.meetups.rounds.approve(networkId);
    await program.travel(wib("2026-11-03", "17:00"));
    const rest = people.filter((id) => ![a, b, c, d, e, f].includes(id));
    expect((await meetingsOf(program)).map((meeting) => meeting.people)).toEqual([rest.toSorted()]);
    const told = (await mailOf(program, "meet.unmatched")).map(({ people: to, facts }) => [to[0], facts]);
    const nextAt = wib("2026-11-10", "15:30").toISOString();
    expect(Object.fromEntries(told)).toEqual({
      [a]: { why: "rules", nextAt },
      [b]: { why: "rules", nextAt },
      [d]: { why: "rules", nextAt },
      [f]: { why: "left", nextAt },
    });
  });

  it("who forget a round for two days let it lapse, and everybody hears that", async () => {
    const { program, people, networkId } = await start(4);
    await program.programmes.change(networkId, { approval: "preview" });
    await program.travel(wib("2026-11-05", "16:00"));
    const told = await mailOf(program, "meet.unmatched");
    expect(told.map(({ people: to }) => to[0]).toSorted()).toEqual(people.toSorted());
    expect(told[0]?.facts).toMatchObject({ why: "cancelled" });
    expect(await program.meetups.rounds.approve(networkId)).toBe(false);
    expect(await meetingsOf(program)).toEqual([]);
  });

  it("hold the next round at once, even on a Friday evening, with days left to meet", async () => {
    const { program, networkId } = await start(4);
    await program.travel(wib("2026-11-06", "17:00"));
    expect(await program.programmes.runNow(networkId)).toBe(true);
    await program.travel(wib("2026-11-06", "17:30"));
    expect(await meetingsOf(program)).toHaveLength(4);
    const [, early] = await roundsOf(program);
    expect(early?.checkInAt).toEqual(wib("2026-11-16", "15:30"));
    await program.travel(wib("2026-11-18"));
    const weeks = (await meetingsOf(program)).map(({ week }) => week);
    expect(new Set(weeks)).toEqual(new Set(["2026-11-02", "2026-11-09", "2026-11-16"]));
  });
});

async function userOf({ db }: TestProgram, memberId: string): Promise<string> {
  return (await db.client.account.findFirstOrThrow({ where: { memberId } })).externalId;
}

onBothDatabases("a program that was down", (open) => {
  async function start(count = 4) {
    const db = await open();
    const program = openProgram(db);
    await gatherPeople(program, count);
    return { db, program };
  }

  it("for a day asks nobody late whether it suits, and holds the round", async () => {
    const { program } = await start();
    program.clock.set(wib("2026-11-03", "20:00"));
    await program.travel(wib("2026-11-04"));
    expect(await mailOf(program, "meet.headsUp")).toEqual([]);
    expect((await mailOf(program, "meet.match")).map(({ at }) => at)).toEqual(
      Array(2).fill(wib("2026-11-04", "06:30")),
    );
  });

  it("for three days holds the round once, late", async () => {
    const { program } = await start();
    await program.travel(wib("2026-11-02", "17:00"));
    program.clock.set(wib("2026-11-05", "17:00"));
    await program.travel(wib("2026-11-06"));
    expect(await mailOf(program, "meet.match")).toHaveLength(2);
  });

  it("for three weeks holds one round when it is back, not three", async () => {
    const { program } = await start();
    program.clock.set(wib("2026-11-23", "09:00"));
    await program.travel(wib("2026-11-25"));
    expect((await roundsOf(program)).map(({ week, step }) => [week, step])).toEqual([
      ["2026-11-02", "done"],
      ["2026-11-23", "close"],
      ["2026-11-30", "announce"],
    ]);
    expect(await mailOf(program, "meet.match")).toHaveLength(2);
    expect(await mailOf(program, "meet.headsUp")).toHaveLength(4);
  });

  it("over a whole week tells whoever waited that the round was left out", async () => {
    const { program } = await start();
    await program.travel(wib("2026-11-02", "17:00"));
    program.clock.set(wib("2026-11-08", "09:00"));
    await program.travel(wib("2026-11-09", "16:00"));
    expect(await mailOf(program, "meet.match")).toEqual([]);
    expect((await mailOf(program, "meet.unmatched")).map(({ facts }) => facts)).toMatchObject(
      Array(4).fill({ why: "cancelled", nextAt: wib("2026-11-10", "15:30").toISOString() }),
    );
    expect(await program.db.client.round.findFirst({ where: { step: "done" } })).toMatchObject({
      result: { missed: true },
    });
  });

  it("and wakes up in a pause that nobody planned for holds no round in it", async () => {
    const { db, program } = await start();
    await program.travel(wib("2026-11-02", "17:00"));
    const networkId = await networkOf(program);
    const row = { id: "c", networkId, kind: "break", effect: "pause", name: { en: "Flood" } };
    await db.client.calendarEntry.create({ data: { ...row, from: "2026-11-03", until: "2026-11-13" } });
    const next = openProgram(db, { clock: program.clock, platform: program.platform, name: "next" });
    await next.travel(wib("2026-11-18"));
    const weeks = (await meetingsOf(next)).map(({ week }) => week);
    expect(new Set(weeks)).toEqual(new Set(["2026-11-16"]));
    const sent = (await mailOf(next)).filter(({ at }) => at > wib("2026-11-02", "23:00") && at < wib("2026-11-14"));
    expect(sent).toEqual([]);
  });

  it("doesn't hold a round twice when the clock goes back an hour", async () => {
    const { program } = await start();
    await program.travel(wib("2026-11-03", "15:40"));
    program.clock.set(wib("2026-11-03", "14:40"));
    await program.travel(wib("2026-11-04"));
    expect(await mailOf(program, "meet.match")).toHaveLength(2);
    expect(await mailOf(program, "meet.headsUp")).toHaveLength(4);
  });

  it("and a clock that leaps a day ahead lose no round, and hold none twice", async () => {
    const { program } = await start();
    await program.travel(wib("2026-11-03", "10:00"));
    program.clock.set(wib("2026-11-04", "10:00"));
    await program.travel(wib("2026-11-04", "10:05"));
    program.clock.set(wib("2026-11-03", "10:05"));
    await program.travel(wib("2026-11-05", "10:00"));
    expect(await mailOf(program, "meet.match")).toHaveLength(2);
  });

  it("and a clock that is ten years ahead for a while send no flood, and go on when it is right and planned anew", async () => {
    const { program } = await start();
    await program.travel(wib("2026-11-02", "17:00"));
    program.clock.set(wib("2036-11-03", "17:00"));
    for (let looks = 0; looks < 3; looks++) {
      await program.planner.runDue();
      await program.courier.runDue();
    }
    const after = (await mailOf(program)).filter(({ at }) => at > wib("2030-01-01"));
    expect(after.length).toBeLessThanOrEqual(4);
    program.clock.set(wib("2026-11-02", "18:00"));
    const networkId = await networkOf(program);
    await program.db.transaction((tx) => program.meetups.replan(tx, networkId));
    await program.travel(wib("2026-11-18"));
    // The two rounds that were planned are lost; the next one is not.
    expect((await meetingsOf(program)).map(({ week }) => week)).toEqual(["2026-11-16", "2026-11-16"]);
  });
});
