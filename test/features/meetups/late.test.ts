import { expect, it } from "vitest";
import { onBothDatabases, openAt } from "../../support/database.js";
import { gatherPeople, mailOf, meetingsOf, networkOf, openProgram, PLACE, wib } from "../community.js";

onBothDatabases("outside a round", (open, kind) => {
  async function start(count: number) {
    const program = openProgram(await open());
    const people = await gatherPeople(program, count);
    const networkId = await networkOf(program);
    const join = async (name: string) => {
      const id = await program.arrive(name);
      return { id, ...(await program.meetups.enrolments.join(networkId, id, { cadenceWeeks: 1 })) };
    };
    return { program, people, networkId, join };
  }

  it("a late joiner is matched at once when somebody is free, and told apart from the round", async () => {
    const { program, people, join } = await start(1);
    await program.travel(wib("2026-11-03", "16:00"));
    expect(await mailOf(program, "meet.unmatched")).toMatchObject([{ facts: { why: "alone" } }]);
    const late = await join("late");
    expect(late.matched).toBe(true);
    const [meeting] = await meetingsOf(program);
    expect(meeting).toMatchObject({ kind: "late", week: "2026-11-02", people: [people[0], late.id].toSorted() });
    expect(meeting?.checkInAt).toEqual(wib("2026-11-09", "15:30"));
    const [ani] = await program.db.client.enrolment.findMany({ where: { memberId: people[0] ?? "" } });
    expect(ani).toMatchObject({ waiting: 0, freeUntil: null, lastWeek: "2026-11-02" });
  });

  it("a late joiner waits for the next round when nobody is free, and hears when it is", async () => {
    const { program, join } = await start(2);
    await program.travel(wib("2026-11-03", "16:00"));
    expect(await join("late")).toMatchObject({ matched: false, nextAt: wib("2026-11-10", "15:30") });
    await program.travel(wib("2026-11-06"));
    expect(await join("too late")).toMatchObject({ matched: false });
  });

  it("somebody who wants to meet now waits for whoever is next, however many others there are", async () => {
    const { program, people, networkId } = await start(4);
    const [ani = "", budi = "", citra = ""] = people;
    expect(await program.meetups.enrolments.meetNow(networkId, ani)).toMatchObject({ matched: false });
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    expect(await program.meetups.enrolments.meetNow(networkId, budi)).toMatchObject({ matched: false });
    expect(await program.meetups.enrolments.meetNow(networkId, citra)).toMatchObject({ matched: true });
    const [meeting] = await meetingsOf(program);
    expect(meeting).toMatchObject({ kind: "now", roundId: null, nudgeAt: wib("2026-11-04", "09:00") });
    await program.travel(wib("2026-11-03", "16:00"));
    // That was their meeting of this week.
    const others = (await meetingsOf(program, { kind: "round" })).flatMap((round) => round.people);
    expect(others).not.toContain(citra);
    await program.travel(wib("2026-11-25"));
    const [closed] = await meetingsOf(program, { kind: "now" });
    expect(closed).toMatchObject({ status: "closed", checkInAt: null, closeAt: null });
  });

  it("a meeting of its own, made in a round's last days, is not closed with that round", async () => {
    const { program, people, networkId } = await start(2);
    await program.travel(wib("2026-11-13"));
    const more = [await program.arrive("x"), await program.arrive("y")];
    for (const id of more) {
      await program.meetups.enrolments.join(networkId, id);
      await program.meetups.enrolments.meetNow(networkId, id);
    }
    await program.travel(wib("2026-11-14"));
    expect(await meetingsOf(program, { kind: "now" })).toMatchObject([{ status: "open" }]);
    expect(await program.db.client.enrolment.count({ where: { memberId: { in: more }, silentRounds: 0 } })).toBe(2);
    expect(people).toHaveLength(2);
  });

  it("two who come at the same moment, to two programs, each find one person, not the same one twice", async () => {
    const db = await open();
    const program = openProgram(db);
    const people = await gatherPeople(program, 1);
    const networkId = await networkOf(program);
    await program.travel(wib("2026-11-03", "16:00"));
    const other =
      kind === "postgresql" ? openProgram(openAt(db.address), { clock: program.clock, name: "y" }) : program;
    const ids = await Promise.all([program.arrive("late1"), program.arrive("late2")]);
    await Promise.all(
      [program, other].map(({ meetups }, index) => meetups.enrolments.join(networkId, ids[index] ?? "")),
    );
    const meetings = await meetingsOf(program);
    const met = meetings.flatMap((meeting) => meeting.people);
    expect(new Set(met).size).toBe(met.length);
    expect(meetings).toHaveLength(1);
    expect(people).toHaveLength(1);
  });

  it("many who come first of all, at the same moment, get one network, one programme and one round", async () => {
    const db = await open();
    const programs = [openProgram(db), openProgram(kind === "postgresql" ? openAt(db.address) : db, { name: "y" })];
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const program = programs[index % 2] ?? programs[0];
        // Each is seen twice at once, as when somebody joins and writes.
        const seen = await Promise.all([program?.arrive(`p${index % 4}`), program?.arrive(`p${index % 4}`)]);
        await program?.meetups.enrolments.join(await networkOf({ db }), seen[0] ?? "");
      }),
    );
    expect(await db.client.network.count()).toBe(1);
    expect(await db.client.member.count()).toBe(4);
    expect(await db.client.programme.count()).toBe(1);
    expect(await db.client.round.count()).toBe(1);
    expect(await db.client.enrolment.count()).toBe(4);
  });

  it("a partner who leaves the network is told of, and whoever is left alone comes first and is free", async () => {
    const { program, people } = await start(5);
    await program.travel(wib("2026-11-03", "16:00"));
    const meetings = await meetingsOf(program);
    const pair = meetings.find((meeting) => meeting.people.length === 2);
    const trio = meetings.find((meeting) => meeting.people.length === 3);
    const leave = async (memberId = "") => {
      const { externalId } = await program.db.client.account.findFirstOrThrow({ where: { memberId } });
      await program.members.leave(PLACE, externalId, program.meetups.followups.memberLeft);
    };
    await leave(pair?.people[0]);
    await leave(trio?.people[0]);
    await program.travel(wib("2026-11-04", "09:00"));
    expect((await mailOf(program, "meet.unmatched")).map(({ people: to, facts }) => [to[0], facts])).toEqual([
      [pair?.people[1], { why: "left", nextAt: wib("2026-11-10", "15:30").toISOString() }],
    ]);
    const [left] = await program.db.client.enrolment.findMany({ where: { memberId: pair?.people[1] ?? "" } });
    expect(left).toMatchObject({ lastWeek: null, waiting: 1, freeUntil: wib("2026-11-05", "16:00") });
    await leave(trio?.people[1]);
    await program.travel(wib("2026-11-09", "16:00"));
    expect(await mailOf(program, "meet.checkIn")).toEqual([]);
    expect((await mailOf(program, "meet.unmatched")).map(({ people: to }) => to[0])).toEqual([
      pair?.people[1],
      trio?.people[2],
    ]);
    expect((await meetingsOf(program, { week: "2026-11-02" })).map(({ status }) => status)).toEqual(["void", "void"]);
    expect(people).toHaveLength(5);
  });

  it("nobody is written to who has left, though a message was on its way to them", async () => {
    const { program, people } = await start(2);
    await program.travel(wib("2026-11-03", "15:29"));
    await program.db.client.delivery.deleteMany();
    program.platform.script = () => new Error("down");
    await program.travel(wib("2026-11-03", "15:35"));
    const { externalId } = await program.db.client.account.findFirstOrThrow({ where: { memberId: people[0] ?? "" } });
    await program.members.leave(PLACE, externalId, program.meetups.followups.memberLeft);
    program.platform.script = () => undefined;
    await program.travel(wib("2026-11-04"));
    expect((await mailOf(program)).map(({ notice, people: to }) => [notice, ...to])).toEqual([
      ["meet.unmatched", people[1]],
    ]);
  });

  it("a time that is taken becomes a calendar entry, and another time the same entry anew", async () => {
    const { program, people } = await start(2);
    await program.travel(wib("2026-11-03", "16:00"));
    const [meeting] = await meetingsOf(program);
    const [ani = ""] = people;
    const { slots } = await program.meetups.followups.proposeTimes(meeting?.id ?? "", ani);
    expect(slots).toEqual([wib("2026-11-04", "15:30"), wib("2026-11-05", "16:00"), wib("2026-11-06", "14:00")]);
    const files: string[] = [];
    for (const at of slots.slice(0, 2)) {
      const { file } = await program.meetups.followups.takeTime(meeting?.id ?? "", ani, at);
      files.push(file("Temu", "20 menit"));
    }
    const valueOf = (file: string, name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(file)?.[1]?.trim();
    expect(files.map((file) => valueOf(file, "SEQUENCE"))).toEqual(["1", "2"]);
    expect(new Set(files.map((file) => valueOf(file, "UID"))).size).toBe(1);
    expect(files.map((file) => valueOf(file, "DTSTART"))).toEqual(["20261104T083000Z", "20261105T090000Z"]);
    await expect(program.meetups.followups.takeTime(meeting?.id ?? "", ani, wib("2026-11-01"))).rejects.toMatchObject({
      code: "timeInPast",
    });
    const stranger = await program.arrive("stranger");
    await expect(program.meetups.followups.proposeTimes(meeting?.id ?? "", stranger)).rejects.toMatchObject({
      code: "notYours",
    });
    // Taking a time is a sign of life: no nudge.
    await program.travel(wib("2026-11-06"));
    expect(await mailOf(program, "meet.nudge")).toEqual([]);
  });
});

onBothDatabases("people brought together by a member", (open) => {
  async function start() {
    const program = openProgram(await open());
    const [ani = "", budi = "", citra = ""] = await Promise.all(
      ["Ani", "Budi", "Citra"].map((name) => program.arrive(name)),
    );
    const networkId = await networkOf(program);
    const connect = (ids: readonly [string, string]) =>
      program.meetups.connections.connect(networkId, citra, ids, "asesmen");
    return { program, networkId, ani, budi, citra, connect };
  }

  it("get a room and a reason; the one who brought them together hears how it went, once", async () => {
    const { program, ani, budi, citra, connect } = await start();
    await connect([ani, budi]);
    await program.travel(wib("2026-11-02", "10:00"));
    const [room] = await mailOf(program, "meet.match");
    expect(room).toMatchObject({ people: [ani, budi], facts: { connector: { person: citra }, topic: "asesmen" } });
    const [meeting] = await meetingsOf(program);
    await program.meetups.followups.answer(meeting?.id ?? "", ani, "met");
    await program.meetups.followups.answer(meeting?.id ?? "", budi, "some");
    await program.travel(wib("2026-11-30"));
    expect(await mailOf(program, "connect.outcome")).toMatchObject([{ people: [citra], facts: { outcome: "met" } }]);
    expect(await mailOf(program, "meet.checkIn")).toEqual([]);
  });

  it("are asked once after a week; when nobody says anything, that is what the connector hears", async () => {
    const { program, citra, ani, budi, connect } = await start();
    await connect([ani, budi]);
    await program.travel(wib("2026-11-30"));
    expect(await mailOf(program, "meet.checkIn")).toHaveLength(2);
    expect(await mailOf(program, "connect.outcome")).toMatchObject([
      { people: [citra], facts: { outcome: "unknown" } },
    ]);
    expect(await meetingsOf(program)).toMatchObject([{ status: "closed", checkInAt: null, closeAt: null }]);
  });

  it("are not brought together when one asked not to meet the other, in the same words as any other obstacle", async () => {
    const { program, networkId, ani, budi, citra, connect } = await start();
    await program.members.keepApart(networkId, budi, ani, "doNotMeet");
    await expect(connect([ani, budi])).rejects.toMatchObject({ code: "cannotConnect" });
    await program.members.allowAgain(budi, ani);
    await program.members.stop(budi, true);
    await expect(connect([ani, budi])).rejects.toMatchObject({ code: "cannotConnect" });
    await expect(connect([ani, ani])).rejects.toMatchObject({ code: "samePerson" });
    await expect(connect([ani, citra])).rejects.toMatchObject({ code: "connectYourself" });
  });

  it("are not connected again while the last time is fresh", async () => {
    const { program, ani, budi, connect } = await start();
    await connect([ani, budi]);
    await expect(connect([budi, ani])).rejects.toMatchObject({ code: "alreadyConnected" });
    const [meeting] = await meetingsOf(program);
    await program.meetups.followups.answer(meeting?.id ?? "", ani, "wontHappen");
    await connect([budi, ani]);
    expect(await meetingsOf(program)).toHaveLength(2);
  });

  it("say hello back only to whoever said hello to them", async () => {
    const { program, networkId, ani, budi } = await start();
    await expect(program.meetups.connections.answerHello(networkId, budi, ani)).rejects.toMatchObject({
      code: "notYours",
    });
    expect(await program.introductions.hello(ani, budi)).toBe("sent");
    expect(await program.introductions.hello(ani, budi)).toBe("already");
    await program.travel(wib("2026-11-02", "10:00"));
    await program.meetups.connections.answerHello(networkId, budi, ani);
    await program.travel(wib("2026-11-03", "08:00"));
    expect((await mailOf(program)).map(({ notice, people }) => [notice, ...people])).toEqual([
      ["introduce.hello", budi],
      ["meet.match", budi, ani],
    ]);
  });
});
