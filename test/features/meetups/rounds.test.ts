import { expect, it } from "vitest";
import { onBothDatabases } from "../../support/database.js";
import { gatherPeople, mailOf, meetingsOf, MONDAY, networkOf, openProgram, wib } from "../community.js";

onBothDatabases("a week of the meet-up", (open) => {
  const start = async (count: number, cadence = 1) => {
    const program = openProgram(await open());
    const people = await gatherPeople(program, count, cadence);
    return { program, people, networkId: await networkOf(program) };
  };

  it("asks on Monday, matches on Tuesday, nudges silent pairs on Thursday, asks how it went on Monday", async () => {
    const { program, people } = await start(4);
    await program.travel(wib("2026-11-09", "15:40"));
    const seen = (await mailOf(program)).map(({ notice, at, people: to }) => [notice, at.toISOString(), to.length]);
    const of = (notice: string) => seen.filter(([name]) => name === notice);
    expect(of("meet.headsUp").slice(0, 4)).toEqual(
      Array(4).fill(["meet.headsUp", wib("2026-11-02", "15:30").toISOString(), 1]),
    );
    expect(of("meet.match")).toEqual(Array(2).fill(["meet.match", wib("2026-11-03", "15:30").toISOString(), 2]));
    expect(of("meet.nudge")).toEqual(Array(2).fill(["meet.nudge", wib("2026-11-05", "15:30").toISOString(), 2]));
    expect(of("meet.checkIn")).toEqual(Array(4).fill(["meet.checkIn", wib("2026-11-09", "15:30").toISOString(), 1]));
    // The check-in and the next heads-up are one message.
    const monday = (await mailOf(program)).filter(({ at }) => at >= wib("2026-11-09", "00:00"));
    expect(monday).toHaveLength(8);
    expect(new Set(monday.map(({ message }) => message)).size).toBe(4);
    const meetings = await meetingsOf(program);
    expect(meetings.flatMap(({ people: two }) => two).toSorted()).toEqual(people.toSorted());
    expect(program.faults).toEqual([]);
  });

  it("makes a trio of an odd number, and lets nobody meet the same person again while there is somebody else", async () => {
    const { program } = await start(5);
    await program.travel(wib("2026-11-10", "16:00"));
    const rounds = [
      await meetingsOf(program, { week: "2026-11-02" }),
      await meetingsOf(program, { week: "2026-11-09" }),
    ];
    for (const round of rounds) expect(round.map(({ people }) => people.length).toSorted()).toEqual([2, 3]);
    // After a pair and a trio no other trio is without a pair that has met: one of eight meets again, not more.
    const pairs = await program.db.client.encounter.groupBy({ by: ["aId", "bId"] });
    expect(pairs).toHaveLength(7);
  });

  it("changes who writes first", async () => {
    const { program, people } = await start(2);
    await program.db.client.programme.updateMany({ data: { restWeeks: 0 } });
    await program.travel(wib("2026-11-24", "16:00"));
    const hosts = (await meetingsOf(program)).map(({ hostId }) => hostId);
    expect(hosts).toHaveLength(4);
    for (const [index, host] of hosts.entries()) if (index > 0) expect(host).not.toBe(hosts[index - 1]);
    expect(new Set(hosts)).toEqual(new Set(people));
  });

  it("tells whoever is left over why, and when next, and puts them first then", async () => {
    const { program, people, networkId } = await start(3);
    const [ani = "", budi = "", citra = ""] = people;
    await program.members.keepApart(networkId, ani, citra, "doNotMeet");
    await program.members.keepApart(networkId, budi, citra, "evaluator");
    await program.travel(wib("2026-11-03", "16:00"));
    expect((await meetingsOf(program)).map((meeting) => meeting.people)).toEqual([[ani, budi].toSorted()]);
    expect(await mailOf(program, "meet.unmatched")).toMatchObject([
      { people: [citra], facts: { why: "rules", nextAt: wib("2026-11-10", "15:30").toISOString() } },
    ]);
    const [row] = await program.db.client.enrolment.findMany({ where: { memberId: citra } });
    expect(row).toMatchObject({ waiting: 1, lastWeek: null });
  });

  it("tells somebody who is alone, and somebody with whom nobody shares a language", async () => {
    const { program, people } = await start(3);
    const [ani = "", budi = "", citra = ""] = people;
    const now = MONDAY;
    const profile = { role: "teacher", searchText: "", createdAt: now, updatedAt: now };
    await program.db.client.profile.create({ data: { memberId: citra, languages: ["ja"], ...profile } });
    await program.travel(wib("2026-11-03", "16:00"));
    expect((await meetingsOf(program)).map((meeting) => meeting.people)).toEqual([[ani, budi].toSorted()]);
    expect(await mailOf(program, "meet.unmatched")).toMatchObject([{ people: [citra], facts: { why: "language" } }]);
  });

  it("brings together whoever wants to practise a language with somebody who is at ease in it", async () => {
    const { program, people } = await start(2);
    const [ani = "", budi = ""] = people;
    const networkId = await networkOf(program);
    await program.meetups.enrolments.prefer(networkId, ani, { willing: ["ja"] });
    const profile = { role: "teacher", searchText: "", createdAt: MONDAY, updatedAt: MONDAY };
    await program.db.client.profile.createMany({
      data: [
        { memberId: ani, languages: ["id"], ...profile },
        { memberId: budi, languages: ["ja"], ...profile },
      ],
    });
    await program.travel(wib("2026-11-03", "16:00"));
    expect((await meetingsOf(program)).map((meeting) => meeting.people)).toEqual([[ani, budi].toSorted()]);
    await program.meetups.enrolments.prefer(networkId, ani, { willing: [] });
    expect(await program.meetups.rounds.preview(networkId)).toMatchObject({ plan: { groups: [] } });
  });

  it("tells two that they look for the same", async () => {
    const { program, people } = await start(2);
    const topic = { kind: "seek", key: "formative-assessment", label: "asesmen formatif", position: 0 };
    await program.db.client.profileTopic.createMany({ data: people.map((memberId) => ({ memberId, ...topic })) });
    await program.travel(wib("2026-11-03", "16:00"));
    const [match] = await mailOf(program, "meet.match");
    const reason = { kind: "sharedGoals", goals: [{ key: topic.key, label: topic.label }] };
    expect(match?.facts).toMatchObject({ reasons: [reason] });
  });

  it("brings everybody together as often as they want", async () => {
    const program = openProgram(await open());
    const weekly = await gatherPeople(program, 2, 1);
    const networkId = await networkOf(program);
    const join = async (name: string, cadenceWeeks: number) => {
      const id = await program.arrive(name);
      await program.meetups.enrolments.join(networkId, id, { cadenceWeeks });
      return id;
    };
    const fortnightly = await join("fortnightly", 2);
    const monthly = await join("monthly", 4);
    const once = await join("once", 0);
    await program.db.client.programme.updateMany({ data: { restWeeks: 0 } });
    // They never give a sign, and should not rest for that here.
    await program.db.client.enrolment.updateMany({ data: { silentRounds: -10 } });
    await program.travel(wib("2026-12-01", "16:00"));
    const weeksOf = async (id: string) =>
      (await meetingsOf(program)).filter(({ people }) => people.includes(id)).map(({ week }) => week.slice(5));
    expect(await weeksOf(weekly[0] ?? "")).toEqual(["11-02", "11-09", "11-16", "11-23", "11-30"]);
    expect(await weeksOf(fortnightly)).toEqual(["11-02", "11-16", "11-30"]);
    expect(await weeksOf(monthly)).toEqual(["11-02", "11-30"]);
    expect(await weeksOf(once)).toEqual(["11-02"]);
    const headsUps = await mailOf(program, "meet.headsUp");
    expect(headsUps.filter(({ people }) => people.includes(fortnightly))).toHaveLength(3);
    expect(headsUps.filter(({ people }) => people.includes(once))).toHaveLength(1);
  });

  it("leaves out whoever skips, pauses, leaves or says STOP, and counts them in again", async () => {
    const { program, people, networkId } = await start(6);
    const [skips = "", pauses = "", leaves = "", stops = ""] = people;
    await program.travel(wib("2026-11-02", "16:00"));
    const [round] = await program.db.client.round.findMany({ where: { step: "decide" } });
    await program.meetups.enrolments.skipRound(round?.id ?? "", skips);
    await program.meetups.enrolments.pause(networkId, pauses, "2026-11-12");
    await program.meetups.enrolments.leave(networkId, leaves);
    await program.members.stop(stops, true);
    await program.travel(wib("2026-11-17", "16:00"));
    const met = async (week: string) => (await meetingsOf(program, { week })).flatMap((meeting) => meeting.people);
    expect((await met("2026-11-02")).toSorted()).toEqual(people.slice(4).toSorted());
    expect(await met("2026-11-09")).toContain(skips);
    expect(await met("2026-11-09")).not.toContain(pauses);
    expect(await met("2026-11-16")).toEqual(expect.arrayContaining([skips, pauses]));
    expect(await met("2026-11-16")).not.toContain(stops);
    const later = (await mailOf(program)).filter(({ at }) => at > wib("2026-11-02", "16:00"));
    expect(later.filter(({ people: to }) => to.includes(stops) || to.includes(leaves))).toEqual([]);
  });

  it('asks how it went only where that is not known, and "not yet" once more after two days', async () => {
    const { program } = await start(4);
    await program.travel(wib("2026-11-04"));
    const [known, unknown] = await meetingsOf(program);
    if (!known || !unknown) throw new Error("no meetings");
    const [first = "", second = ""] = unknown.people;
    await program.meetups.followups.answer(known.id, known.people[0] ?? "", "met");
    await program.travel(wib("2026-11-09", "15:40"));
    const asked = await mailOf(program, "meet.checkIn");
    expect(asked.flatMap(({ people }) => people).toSorted()).toEqual([first, second].toSorted());
    expect(await program.meetups.followups.answer(unknown.id, first, "notYet")).toMatchObject({ willAsk: true });
    await program.travel(wib("2026-11-12", "17:00"));
    expect(await mailOf(program, "meet.askAgain")).toMatchObject([{ people: [first] }]);
    expect(await program.meetups.followups.answer(unknown.id, first, "notYet")).toMatchObject({ willAsk: false });
    await program.travel(wib("2026-11-20"));
    expect(await mailOf(program, "meet.askAgain")).toHaveLength(1);
    const encounters = await program.db.client.encounter.findMany({ where: { week: "2026-11-02" } });
    expect(new Map(encounters.map(({ meetingId, happened }) => [meetingId, happened]))).toEqual(
      new Map([
        [known.id, true],
        [unknown.id, false],
      ]),
    );
  });

  it("tells the channel which share met, and nothing when nobody did", async () => {
    const { program, networkId } = await start(4);
    const [organiser = ""] = (await meetingsOf(program)).flatMap(({ people }) => people);
    await program.members.changeNetwork(networkId, organiser, { settings: { channels: { meetups: "lounge" } } });
    await program.travel(wib("2026-11-04"));
    const [meeting] = await meetingsOf(program);
    await program.meetups.followups.answer(meeting?.id ?? "", meeting?.people[0] ?? "", "met");
    await program.travel(wib("2026-11-23", "16:00"));
    expect(await mailOf(program, "meet.result")).toMatchObject([{ facts: { met: 1, meetings: 2 } }]);
    expect(await program.db.client.round.count({ where: { step: "done" } })).toBe(2);
  });

  it("invites nobody whose name is put to rest at the same time, and says no more of it to whoever is back", async () => {
    const { program, people, networkId } = await start(2);
    const [silent = "", lively = ""] = people;
    await program.db.client.programme.updateMany({ data: { restWeeks: 0 } });
    for (const week of ["2026-11-02", "2026-11-09", "2026-11-16"]) {
      await program.travel(new Date(wib(week, "16:00").getTime() + 2 * 86_400_000));
      const [meeting] = await meetingsOf(program, { week });
      if (meeting) await program.meetups.followups.sign(meeting.id, lively);
    }
    // As holidays would have it: the last of them ends just after people were invited to the next one.
    const ends = wib("2026-11-30", "15:35");
    const last = { week: "2026-11-16" };
    await program.db.client.round.updateMany({ where: last, data: { stepAt: ends, closeAt: ends } });
    await program.travel(wib("2026-11-29", "12:00"));
    const where = { recipient: `member:${silent}`, status: "pending" };
    const waiting = async (at: Date) => {
      program.clock.set(at);
      await program.planner.runDue();
      return (await program.db.client.delivery.findMany({ where })).map(({ notice }) => notice);
    };
    expect(await waiting(wib("2026-11-30", "15:30"))).toContain("meet.headsUp");
    const told = await waiting(ends);
    expect(told).toContain("meet.resting");
    expect(told).not.toContain("meet.headsUp");
    await program.meetups.enrolments.resume(networkId, silent);
    await program.travel(wib("2026-12-10", "16:00"));
    expect(await mailOf(program, "meet.resting")).toEqual([]);
    expect(program.faults).toEqual([]);
  });

  it("lets a name rest after three rounds without a sign, says so once, and wakes it with one tap", async () => {
    const { program, people, networkId } = await start(2);
    const [silent = "", lively = ""] = people;
    await program.db.client.programme.updateMany({ data: { restWeeks: 0 } });
    for (const week of ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]) {
      await program.travel(new Date(wib(week, "16:00").getTime() + 2 * 86_400_000));
      const [meeting] = await meetingsOf(program, { week });
      if (meeting) await program.meetups.followups.sign(meeting.id, lively);
    }
    await program.travel(wib("2026-12-08", "16:00"));
    const statuses = await program.db.client.enrolment.findMany({ orderBy: { memberId: "asc" } });
    expect(new Map(statuses.map((row) => [row.memberId, row.status]))).toEqual(
      new Map([
        [silent, "resting"],
        [lively, "active"],
      ]),
    );
    expect(await mailOf(program, "meet.resting")).toMatchObject([{ people: [silent] }]);
    const { wasIn } = await program.meetups.enrolments.resume(networkId, silent);
    expect(wasIn).toBe(false);
    await program.travel(wib("2026-12-15", "16:00"));
    expect((await meetingsOf(program, { week: "2026-12-14" })).map((meeting) => meeting.people)).toEqual([
      people.toSorted(),
    ]);
  });

  it("repeats a pair sooner when their meeting did not take place", async () => {
    const { program, people } = await start(4);
    const [ani = ""] = people;
    await program.travel(wib("2026-11-04"));
    const met = await meetingsOf(program, { week: "2026-11-02" });
    for (const { id, people: two } of met) await program.meetups.followups.answer(id, two[0] ?? "", "wontHappen");
    await program.travel(wib("2026-11-17", "16:00"));
    const pairs = (await meetingsOf(program)).filter((meeting) => meeting.people.includes(ani));
    // Three rounds with three others: the one that did not happen is as good as new.
    expect(new Set(pairs.map((meeting) => meeting.people.join())).size).toBeGreaterThanOrEqual(2);
    const repeats = await mailOf(program, "meet.match");
    expect(
      repeats.every(
        ({ facts }) => typeof facts === "object" && facts !== null && "isRepeat" in facts && facts.isRepeat === false,
      ),
    ).toBe(true);
  });

  it("gives each message the reason why these people, a question to begin with, and the hours that suit both", async () => {
    const program = openProgram(await open());
    const jakarta = await program.arrive("Ani", { timeZone: "Asia/Jakarta" });
    const berlin = await program.arrive("Bodo", { timeZone: "Europe/Berlin", locale: "en" });
    const networkId = await networkOf(program);
    for (const id of [jakarta, berlin]) await program.meetups.enrolments.join(networkId, id, { topics: "Literasi" });
    const profile = { role: "teacher", languages: ["en"], searchText: "", createdAt: MONDAY, updatedAt: MONDAY };
    await program.db.client.profile.createMany({
      data: [jakarta, berlin].map((memberId) => ({ memberId, ...profile })),
    });
    await program.travel(wib("2026-11-05"));
    const [match] = await mailOf(program, "meet.match");
    // Half past three in Jakarta is half past nine in Berlin: allowed for both.
    expect(match?.at).toEqual(wib("2026-11-03", "15:30"));
    expect(match?.facts).toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining({ kind: "sharedTopics" })]) as unknown,
      window: { from: wib("2026-11-04", "12:30").toISOString(), until: wib("2026-11-04", "18:00").toISOString() },
    });
    const [meeting] = await meetingsOf(program);
    expect(meeting?.icebreaker).not.toBe("");
  });

  it("writes to people without a common hour one by one, and opens their room when one wants it", async () => {
    const program = openProgram(await open());
    const jakarta = await program.arrive("Ani", { timeZone: "Asia/Jakarta" });
    const newYork = await program.arrive("Bob", { timeZone: "America/New_York" });
    const networkId = await networkOf(program);
    for (const id of [jakarta, newYork]) await program.meetups.enrolments.join(networkId, id);
    await program.travel(wib("2026-11-05"));
    const apart = await mailOf(program, "meet.matchApart");
    expect(apart.map(({ people }) => people[0])).toEqual([jakarta, newYork]);
    const hour = new Intl.DateTimeFormat("en", { timeZone: "America/New_York", hour: "numeric", hourCycle: "h23" });
    expect(Number(hour.format(apart[1]?.at))).toBeGreaterThanOrEqual(6);
    const [meeting] = await meetingsOf(program);
    await program.meetups.followups.openRoom(meeting?.id ?? "", jakarta);
    await program.meetups.followups.openRoom(meeting?.id ?? "", jakarta);
    await program.travel(wib("2026-11-06"));
    expect(await mailOf(program, "meet.roomOpened")).toMatchObject([{ people: [jakarta, newYork] }]);
  });
});
