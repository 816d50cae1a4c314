import { expect, it } from "vitest";
import { endOf } from "../../../../src/chat/card.js";
import { figuresOf } from "../../../../src/features/circles/evidence/rules.js";
import { Refusal } from "../../../../src/refusal.js";
import { onBothDatabases } from "../../../support/database.js";
import { openCircleTown } from "../circleTown.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);
const FIRST = at("2026-12-01T08:30:00Z");
const SECOND = at("2026-12-02T08:30:00Z");

async function refusalOf(deed: Promise<unknown>): Promise<string> {
  const error = await deed.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal ? error.code : String(error);
}

onBothDatabases("the meetings of a circle", (open) => {
  async function town() {
    const made = await openCircleTown(undefined, { database: await open() });
    const [ani, budi, citra] = made.memberIds as [string, string, string];
    const meetings = made.world.program.services.circles.meetings;
    const only = async () => made.world.db.client.circleMeeting.findFirstOrThrow();
    return { ...made, ani, budi, citra, meetings, only };
  }

  it("are proposed once, however often the form is sent, and one poll at a time", async () => {
    const { meetings, circleId, ani, citra, world, written } = await town();
    const poll = { instants: [FIRST, SECOND] };
    const both = await Promise.all([meetings.propose(circleId, ani, poll), meetings.propose(circleId, ani, poll)]);
    expect(both[0].meetingId).toBe(both[1].meetingId);
    expect(await written()).toEqual([`poll → room:${circleId}`]);
    expect(await refusalOf(meetings.propose(circleId, ani, { instants: [FIRST, SECOND + DAY] }))).toBe(
      "circlePollRunning",
    );
    expect(await refusalOf(meetings.propose(circleId, citra, poll))).toBe("circleLeadersOnly");
    const soon = world.clock.now().getTime() + HOUR;
    expect(await refusalOf(meetings.propose(circleId, ani, { instants: [soon, SECOND] }))).toBe("circleTooSoon");
    const many = Array.from({ length: 6 }, (_, ahead) => FIRST + ahead * DAY);
    expect(await refusalOf(meetings.propose(circleId, ani, { instants: many }))).toBe("circleTooManyTimes");
    expect(await refusalOf(meetings.propose(circleId, ani, { instants: [] }))).toBe("circleNoTimes");
    expect(await world.db.client.circleMeeting.count()).toBe(1);
  });

  it("are fixed by the poll when its time is up, with what was answered until then", async () => {
    const { meetings, circleId, ani, budi, citra, world, only, written } = await town();
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST, SECOND] });
    await meetings.answer(meetingId, budi, [1, 7]);
    const { stepAt } = await only();
    expect(stepAt).toEqual(new Date(FIRST - 48 * HOUR));
    await world.goes(new Date(FIRST - 48 * HOUR - 60_000));
    expect((await only()).state).toBe("polling");
    await world.goes("PT2M");
    expect(await only()).toMatchObject({ state: "fixed", at: new Date(SECOND), sequence: 1, step: "dayBefore" });
    expect(await written()).toEqual([`poll → room:${circleId}`, `fixed → room:${circleId}`]);
    // Whom the time suits comes, and of the others there is no word.
    const { people, unsaid } = await meetings.views.attendance(meetingId, citra);
    expect(people.map(({ memberId, state }) => `${memberId} ${state}`).sort()).toEqual(
      [`${ani} expected`, `${budi} expected`].sort(),
    );
    expect(unsaid).toEqual([citra]);
  });

  it("wait for nobody who left: neither for an answer, nor at the meeting, nor with a message", async () => {
    const { meetings, circleId, ani, budi, citra, world, only, leaves, written } = await town();
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST, SECOND] });
    await meetings.answer(meetingId, budi, [0]);
    await leaves(citra);
    expect(await only()).toMatchObject({ state: "fixed", at: new Date(FIRST) });
    expect(await refusalOf(meetings.attend(meetingId, citra, true))).toBe("notYours");
    await world.goes(new Date(FIRST + 2 * HOUR));
    expect((await written()).filter((line) => line.includes(citra))).toEqual([]);
    const rooms = await world.db.client.delivery.findMany({ where: { recipient: `room:${circleId}` } });
    const told = rooms.map(({ to }) => (to as unknown as { memberIds: string[] }).memberIds.includes(citra));
    // The poll went out while she was there.
    expect(told.filter(Boolean).length).toBeLessThanOrEqual(1);
    const expected = await world.db.client.circleAttendance.findMany({ where: { meetingId } });
    expect(expected.map(({ memberId, state }) => `${memberId} ${state}`).sort()).toEqual(
      [`${ani} expected`, `${budi} expected`].sort(),
    );
  });

  it("expect who was there when they began; an answer counts as often as it is pressed: once", async () => {
    const { meetings, circleId, ani, budi, citra, world, only, written } = await town();
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST] });
    expect(await only()).toMatchObject({ state: "fixed", step: "dayBefore" });
    await meetings.attend(meetingId, citra, false);
    expect(await refusalOf(meetings.write(meetingId, ani, { notes: "Early", actions: [] }))).toBe("circleMeetingAhead");
    await world.goes(new Date(FIRST + HOUR));
    expect((await written()).filter((line) => line.startsWith("soon")).sort()).toEqual(
      [`soon → member:${ani}`, `soon → member:${budi}`].sort(),
    );
    expect((await only()).state).toBe("held");
    await Promise.all([meetings.attend(meetingId, budi, true), meetings.attend(meetingId, budi, true)]);
    const rows = await world.db.client.circleAttendance.findMany({ where: { meetingId } });
    expect(rows.map(({ memberId, state }) => `${memberId} ${state}`).sort()).toEqual(
      [`${ani} expected`, `${budi} present`, `${citra} absent`].sort(),
    );
    const { client } = world.db;
    const dewi = await client.member.create({
      data: {
        id: "dewi",
        networkId: (await client.circle.findFirstOrThrow()).networkId,
        name: "Dewi",
        createdAt: new Date(FIRST),
      },
    });
    const seat = { id: "late", circleId, memberId: dewi.id, joinedAt: world.clock.now() };
    await client.circleMember.create({ data: seat });
    expect(await refusalOf(meetings.attend(meetingId, dewi.id, true))).toBe("circleJoinedLater");
    expect(await refusalOf(meetings.cancel(meetingId, ani))).toBe("circleMeetingHeld");
    expect(await refusalOf(meetings.move(meetingId, ani, { at: new Date(SECOND) }))).toBe("circleMeetingHeld");
  });

  it("are attended as whoever leads notes it for others: after the beginning, and never over their own word", async () => {
    const { meetings, circleId, ani, budi, citra, world } = await town();
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST] });
    await meetings.attend(meetingId, citra, true);
    const states = async (): Promise<Readonly<Record<string, unknown>>> => {
      const rows = await world.db.client.circleAttendance.findMany({ where: { meetingId } });
      return Object.fromEntries(rows.map(({ memberId, state }) => [memberId ?? "", state]));
    };
    expect(await refusalOf(meetings.vouch(meetingId, ani, endOf(citra)))).toBe("circleMeetingAhead");
    await world.goes(new Date(FIRST));
    expect(await refusalOf(meetings.vouch(meetingId, citra, endOf(budi)))).toBe("circleLeadersOnly");
    expect(await refusalOf(meetings.vouch(meetingId, ani, "nobody"))).toBe("gone");
    expect(await states()).not.toMatchObject({ [citra]: "present" });
    await Promise.all([ani, budi].map((lead) => meetings.vouch(meetingId, lead, endOf(citra))));
    await meetings.attend(meetingId, budi, false);
    await meetings.vouch(meetingId, ani, endOf(budi));
    expect(await states()).toMatchObject({ [citra]: "noted", [budi]: "absent" });
    // What was noted in error can be taken back, by those who lead and of nothing else.
    expect(await refusalOf(meetings.unvouch(meetingId, citra, endOf(citra)))).toBe("circleLeadersOnly");
    for (const who of [citra, budi]) await meetings.unvouch(meetingId, ani, endOf(who));
    expect(await states()).toMatchObject({ [citra]: "expected", [budi]: "absent" });
    await meetings.vouch(meetingId, ani, endOf(citra));
    // What they say later counts, and stays.
    await meetings.attend(meetingId, citra, false);
    await meetings.vouch(meetingId, ani, endOf(citra));
    await world.goes(new Date(FIRST + 2 * HOUR));
    expect(await states()).toEqual({ [ani]: "expected", [budi]: "absent", [citra]: "absent" });
    await meetings.vouch(meetingId, budi, endOf(ani));
    const { overall, people } = figuresOf(await world.program.services.circles.evidence(circleId, ani));
    expect(overall).toEqual({ said: 3, attended: 1, unsaid: 0, percent: 33 });
    expect(people.get(ani)).toMatchObject({ attended: 1 });
  });

  it("forget who comes when they are moved, and change nothing when the time is the same", async () => {
    const { meetings, circleId, ani, citra, world, only, written } = await town();
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST] });
    await meetings.attend(meetingId, citra, false);
    expect(await refusalOf(meetings.move(meetingId, citra, { at: new Date(SECOND) }))).toBe("circleLeadersOnly");
    expect(await refusalOf(meetings.move(meetingId, ani, { at: world.clock.now() }))).toBe("timeInPast");
    await world.goes("PT1M");
    await meetings.move(meetingId, ani, { at: new Date(SECOND) });
    await meetings.move(meetingId, ani, { at: new Date(SECOND) });
    expect(await only()).toMatchObject({ at: new Date(SECOND), sequence: 2 });
    // Whoever chose the time comes.
    const rows = await world.db.client.circleAttendance.findMany();
    expect(rows.map(({ memberId, state }) => `${memberId} ${state}`)).toEqual([`${ani} expected`]);
    expect((await written()).filter((line) => line.startsWith("moved"))).toHaveLength(1);
    expect(await refusalOf(meetings.fix(meetingId, ani, 0))).toBe("circleMeetingFixed");
    expect(await refusalOf(meetings.answer(meetingId, citra, [0]))).toBe("circleMeetingFixed");
  });

  it("are reminded of in the last open hours before a weekend; the reminder moves with the meeting, and goes with it", async () => {
    const { meetings, circleId, ani, world } = await town();
    const reminders = async () => {
      const rows = await world.db.client.delivery.findMany({
        where: { notice: "circleMeetings.reminder" },
        orderBy: { createdAt: "asc" },
      });
      return rows.map(({ dueAt, status }) => `${dueAt.toISOString().slice(0, 16)} ${status}`);
    };
    // A Monday, half past seven in the morning in Jakarta, and Wednesday.
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [at("2026-12-07T00:30:00Z")] });
    await meetings.move(meetingId, ani, { at: new Date("2026-12-09T08:30:00Z") });
    await world.goes(new Date("2026-12-07T03:00:00Z"));
    expect(await reminders()).toEqual([]);
    await world.goes(new Date("2026-12-08T09:00:00Z"));
    expect(await reminders()).toEqual(["2026-12-08T08:30 sent"]);
    await meetings.move(meetingId, ani, { at: new Date("2026-12-14T00:30:00Z") });
    await world.goes(new Date("2026-12-11T08:00:00Z"));
    expect(await reminders()).toHaveLength(1);
    // Friday afternoon.
    await world.goes(new Date("2026-12-11T09:00:00Z"));
    expect((await reminders()).slice(1)).toEqual(["2026-12-11T08:30 sent"]);
    await meetings.move(meetingId, ani, { at: new Date("2026-12-21T00:30:00Z") });
    await world.goes(new Date("2026-12-16T09:00:00Z"));
    await meetings.cancel(meetingId, ani);
    await world.goes(new Date("2026-12-22T00:00:00Z"));
    expect(await reminders()).toHaveLength(2);
    expect(world.faults).toEqual([]);
  });

  it("are not reminded of at the heels of the news when they are", async () => {
    const { meetings, circleId, ani, world, written } = await town();
    // Saturday, for Tuesday at seven in the morning: told on Monday when the week begins, an hour before a reminder would come.
    await world.goes(new Date("2026-12-05T03:00:00Z"));
    await meetings.propose(circleId, ani, { instants: [at("2026-12-08T00:30:00Z")] });
    await world.goes(new Date("2026-12-08T00:00:00Z"));
    const told = (await written()).map((line) => line.split(" ")[0]);
    expect(told.filter((notice) => notice !== "soon")).toEqual(["fixed"]);
    expect(told.filter((notice) => notice === "soon")).toHaveLength(3);
    expect(world.faults).toEqual([]);
  });

  it("note what people will do once, for members only, and stop asking when it is done or its owner left", async () => {
    const { meetings, circleId, ani, budi, citra, world, leaves } = await town();
    const { client } = world.db;
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST] });
    await world.goes(new Date(FIRST + 2 * HOUR));
    const film = { text: "Film one lesson", ownerId: citra, dueOn: "2026-12-04" };
    const dice = { text: "Bring dice", ownerId: undefined, dueOn: undefined };
    const draft = { notes: "Number talks", actions: [film, dice] };
    expect((await meetings.write(meetingId, budi, draft)).isFirst).toBe(true);
    expect((await meetings.write(meetingId, budi, { ...draft, notes: "Number talks, daily" })).isFirst).toBe(false);
    const actions = await client.circleAction.findMany({ orderBy: { dueOn: "asc" } });
    expect(actions.map(({ text, ownerId, dueOn }) => [text, ownerId, dueOn])).toEqual([
      ["Film one lesson", citra, "2026-12-04"],
      ["Bring dice", budi, "2026-12-15"],
    ]);
    const minutes = await client.delivery.findMany({ where: { notice: "circleMeetings.minutes" } });
    expect(minutes.map(({ facts }) => (facts as { notes: string }).notes)).toEqual(["Number talks, daily"]);
    const outside = { ...film, ownerId: "somebody-else" };
    expect(await refusalOf(meetings.write(meetingId, ani, { notes: "x", actions: [outside] }))).toBe(
      "circleOwnerOutside",
    );
    const past = { ...film, text: "Too late", dueOn: "2026-11-30" };
    expect(await refusalOf(meetings.write(meetingId, ani, { notes: "x", actions: [past] }))).toBe("dateInPast");
    const [filming, dicing] = actions.map(({ id }) => id) as [string, string];
    expect(await refusalOf(meetings.actions.settle(dicing, citra, "done"))).toBe("notYours");
    await meetings.actions.settle(dicing, ani, "done");
    await meetings.actions.settle(dicing, budi, "done");
    await leaves(citra);
    await world.goes("P30D");
    expect(await client.delivery.count({ where: { notice: "circleMeetings.due" } })).toBe(0);
    expect(await client.circleAction.findUniqueOrThrow({ where: { id: filming } })).toMatchObject({ stepAt: null });
    expect(world.faults).toEqual([]);
  });

  it("note what is no longer needed apart from what is done, and what is to be done again after all", async () => {
    const { meetings, circleId, ani, budi, citra, world } = await town();
    const { client } = world.db;
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST] });
    await world.goes(new Date(FIRST + 2 * HOUR));
    const actions = ["Film one lesson", "Bring dice"].map((text) => ({ text, ownerId: budi, dueOn: "2026-12-08" }));
    await meetings.write(meetingId, budi, { notes: "Number talks", actions });
    const [film = "", dice = ""] = (await client.circleAction.findMany({ orderBy: { text: "desc" } })).map(
      ({ id }) => id,
    );
    expect(await refusalOf(meetings.actions.settle(film, citra, "dropped"))).toBe("notYours");
    await meetings.actions.settle(film, budi, "dropped");
    await meetings.actions.settle(dice, ani, "done");
    expect(await client.circleAction.count({ where: { stepAt: { not: null } } })).toBe(0);
    const { evidence } = world.program.services.circles;
    expect(figuresOf(await evidence(circleId, ani))).toMatchObject({ actions: 1, actionsDone: 1, actionsDropped: 1 });
    const { actions: listed } = await meetings.actions.open(circleId, ani);
    expect(listed.map(({ text }) => text).sort()).toEqual(["Bring dice", "Film one lesson"]);
    await meetings.actions.settle(film, ani, "open");
    await meetings.actions.settle(film, ani, "open");
    expect(await client.circleAction.findUniqueOrThrow({ where: { id: film } })).toMatchObject({
      ...{ doneAt: null, droppedAt: null, stepAt: new Date("2026-12-08T00:00:00Z") },
    });
    await world.goes("P8D");
    const due = await client.delivery.findMany({ where: { notice: "circleMeetings.due" } });
    expect(due.map(({ recipient }) => recipient)).toEqual([`member:${budi}`]);
    expect(figuresOf(await evidence(circleId, ani))).toMatchObject({ actions: 2, actionsDone: 1, actionsDropped: 0 });
    expect(world.faults).toEqual([]);
  });

  it("are cancelled with their circle, and nobody outside learns of them", async () => {
    const { meetings, circleId, ani, world, only, written } = await town();
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [FIRST] });
    await world.goes("PT1M");
    const dewi = await world.member("Dewi");
    await dewi.says("/help");
    const outsider = await world.db.client.member.findFirstOrThrow({ where: { name: "Dewi" } });
    expect(await refusalOf(meetings.views.view(meetingId, outsider.id))).toBe("notYours");
    expect(await refusalOf(meetings.views.view(meetingId, "of-another-network"))).toBe("gone");
    await world.db.transaction((tx) => meetings.withdrawals.ended(tx, circleId));
    await world.db.transaction((tx) => meetings.withdrawals.ended(tx, circleId));
    expect(await only()).toMatchObject({ state: "cancelled", step: null, stepAt: null });
    expect((await written()).filter((line) => line.startsWith("cancelled"))).toHaveLength(1);
  });
});
