import { describe, expect, it } from "vitest";
import { addOpenTime, type CalendarEntry } from "../../../src/features/members/calendar/rules.js";
import {
  fitOf,
  type MentorshipEvent,
  mentorshipAfter,
  type MentorshipFacts,
  type MentorshipState,
  mentorshipStates,
  mentorshipTable,
  nextRequestStep,
  nextStep,
  openRequests,
  quietDays,
  type RequestEvent,
  requestAfter,
  type RequestFacts,
  type RequestState,
  requestStates,
  requestTable,
  rhythms,
  type Role,
  seated,
  usualEnd,
} from "../../../src/features/mentoring/rules.js";

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5);
/** So many days after the start. */
const on = (days: number) => start + days * day;
/** A calendar without breaks. */
const plainly = (from: number, days: number) => from + days * day;

/** Two who were brought together on day 0, changed as the test says. */
function facts(changes: Partial<MentorshipFacts> = {}): MentorshipFacts {
  return {
    state: "working",
    rhythm: "weekly",
    startedAt: start,
    lifeAt: start,
    endsAt: undefined,
    pausedUntil: undefined,
    isAgreed: false,
    isFit: true,
    keepAskedAt: undefined,
    sessions: 0,
    asked: {},
    ...changes,
  };
}

type Change = Readonly<{ by: Role; to: string }>;
type AnyTable = Readonly<Record<string, Readonly<Record<string, Change>>>>;

/** A table as one line for each change. */
function linesOf(table: AnyTable): string[] {
  return Object.entries(table).flatMap(([from, changes]) =>
    Object.entries(changes).map(([event, { by, to }]) => `${from}: ${event} by ${by} -> ${to}`),
  );
}

/** Every state that can be reached from one. */
function reachedFrom(table: AnyTable, first: string): ReadonlySet<string> {
  const reached = new Set([first]);
  for (const state of reached) for (const { to } of Object.values(table[state] ?? {})) reached.add(to);
  return reached;
}

const everybody = ["mentor", "mentee", "organiser", "clock"] as const satisfies readonly Role[];
const mentorshipEvents = [
  ...new Set(Object.values(mentorshipTable).flatMap((changes) => Object.keys(changes))),
] as MentorshipEvent[];
const requestEvents = [
  ...new Set(Object.values(requestTable).flatMap((changes) => Object.keys(changes))),
] as RequestEvent[];

/** What each one can really do, tried out with everybody, as "state event who -> state". */
function tried<State extends string, Event extends string>(
  states: readonly State[],
  events: readonly Event[],
  after: (state: State, event: Event, by: Role) => State | undefined,
): string[] {
  return states.flatMap((state) =>
    events.flatMap((event) =>
      everybody.flatMap((by) => {
        const to = after(state, event, by);
        return to === undefined ? [] : [`${state} ${event} ${by} -> ${to}`];
      }),
    ),
  );
}

// The tables told a second time: whoever changes one is made to say so here.

const requestChanges = [
  ["waiting", "enrol", ["mentee"], "enrolled"],
  ["enrolled", "withdraw", ["mentee"], "withdrawn"],
  ["enrolled", "assign", ["organiser"], "accepted"],
  ["enrolled", "none", ["organiser"], "waiting"],
  ["asked", "accept", ["mentor"], "accepted"],
  ["asked", "decline", ["mentor"], "waiting"],
  ["asked", "lapse", ["clock"], "waiting"],
  ["asked", "withdraw", ["mentee"], "withdrawn"],
  // The bot finds one on behalf of whoever waits.
  ["waiting", "found", ["mentor", "mentee", "clock"], "asked"],
  ["waiting", "none", ["clock"], "waiting"],
  ["waiting", "withdraw", ["mentee"], "withdrawn"],
  ["waiting", "giveUp", ["clock"], "closed"],
] as const satisfies readonly (readonly [RequestState, RequestEvent, readonly Role[], RequestState])[];

const both = ["mentor", "mentee"] as const;
const clock = ["clock"] as const;
/** Whoever leaves the network can't say so any more, so that the bot does. */
const anyOfThem = ["mentor", "mentee", "clock"] as const;

const mentorshipChanges = [
  ["firstTalk", "talked", both, "fit"],
  ["firstTalk", "session", both, "fit"],
  ["firstTalk", "sign", both, "firstTalk"],
  ["firstTalk", "unfit", both, "parted"],
  ["firstTalk", "pause", both, "paused"],
  ["firstTalk", "askKeep", clock, "asked"],
  ["firstTalk", "finish", both, "ended"],
  ["firstTalk", "leave", anyOfThem, "ended"],
  ["fit", "talked", both, "fit"],
  ["fit", "session", both, "fit"],
  ["fit", "sign", both, "fit"],
  ["fit", "fits", both, "working"],
  ["fit", "lapseFit", clock, "working"],
  ["fit", "unfit", both, "parted"],
  ["fit", "pause", both, "paused"],
  ["fit", "askKeep", clock, "asked"],
  ["fit", "finish", both, "ended"],
  ["fit", "leave", anyOfThem, "ended"],
  ["working", "session", both, "working"],
  ["working", "sign", both, "working"],
  ["working", "unfit", both, "parted"],
  ["working", "pause", both, "paused"],
  ["working", "expire", clock, "ended"],
  ["working", "askKeep", clock, "asked"],
  ["working", "finish", both, "ended"],
  ["working", "leave", anyOfThem, "ended"],
  ["asked", "session", both, "working"],
  ["asked", "sign", both, "working"],
  ["asked", "unfit", both, "parted"],
  ["asked", "pause", both, "paused"],
  ["asked", "archive", clock, "archived"],
  ["asked", "finish", both, "ended"],
  ["asked", "leave", anyOfThem, "ended"],
  ["paused", "session", both, "working"],
  ["paused", "reopen", both, "working"],
  ["paused", "pause", both, "paused"],
  ["paused", "resume", clock, "working"],
  ["paused", "unfit", both, "parted"],
  ["paused", "finish", both, "ended"],
  ["paused", "leave", anyOfThem, "ended"],
  ["archived", "reopen", both, "working"],
  ["archived", "finish", both, "ended"],
  ["archived", "leave", anyOfThem, "ended"],
  ["ended", "reopen", both, "working"],
] as const satisfies readonly (readonly [MentorshipState, MentorshipEvent, readonly Role[], MentorshipState])[];

function told(changes: readonly (readonly [string, string, readonly Role[], string])[]): string[] {
  return changes.flatMap(([from, event, who, to]) => who.map((by) => `${from} ${event} ${by} -> ${to}`));
}

describe("a request", () => {
  it("goes only these ways", () => {
    expect(tried(requestStates, requestEvents, requestAfter).sort()).toEqual(told(requestChanges).sort());
    expect(linesOf(requestTable)).toHaveLength(requestChanges.length);
  });

  it("can come into every state from where it begins, in a cohort or without", () => {
    expect([...reachedFrom(requestTable, "enrolled")].sort()).toEqual([...requestStates].sort());
    expect([...reachedFrom(requestTable, "waiting")].sort()).toEqual([...requestStates].sort());
  });

  it.each(["accepted", "withdrawn", "closed"] as const)("that is %s stays so", (state) => {
    expect(requestTable[state]).toEqual({});
  });

  it.each(openRequests)("that is %s can always be withdrawn, and by its mentee alone", (state) => {
    expect(everybody.filter((by) => requestAfter(state, "withdraw", by) !== undefined)).toEqual(["mentee"]);
  });

  it("is open exactly as long as something can still happen to it", () => {
    const living = requestStates.filter((state) => Object.keys(requestTable[state]).length > 0);
    expect([...openRequests].sort()).toEqual(living.sort());
  });
});

describe("a mentorship", () => {
  it("goes only these ways", () => {
    expect(tried(mentorshipStates, mentorshipEvents, mentorshipAfter).sort()).toEqual(told(mentorshipChanges).sort());
    expect(linesOf(mentorshipTable)).toHaveLength(mentorshipChanges.length);
  });

  it("can come into every state from the first talk", () => {
    expect([...reachedFrom(mentorshipTable, "firstTalk")].sort()).toEqual([...mentorshipStates].sort());
  });

  it("goes on from every state but the one in which two have parted", () => {
    const stuck = mentorshipStates.filter((state) => reachedFrom(mentorshipTable, state).size === 1);
    expect(stuck).toEqual(["parted"]);
    expect(mentorshipTable.parted).toEqual({});
  });

  it.each(seated)("that is %s can be ended by either, and ends when one leaves", (state) => {
    expect(both.map((by) => mentorshipAfter(state, "finish", by))).toEqual(["ended", "ended"]);
    expect(mentorshipAfter(state, "leave", "clock")).toBe("ended");
    expect(mentorshipAfter(state, "finish", "clock")).toBeUndefined();
  });

  it.each(["askKeep", "archive", "resume", "lapseFit", "expire"] as const)("leaves %s to the clock", (event) => {
    const who = everybody.filter((by) => mentorshipStates.some((state) => mentorshipAfter(state, event, by)));
    expect(who).toEqual(["clock"]);
  });

  it("is nobody else's", () => {
    const outside = mentorshipEvents.filter((event) =>
      mentorshipStates.some((state) => mentorshipAfter(state, event, "organiser")),
    );
    expect(outside).toEqual([]);
  });

  it("gives its seat back when it rests or is over", () => {
    const free = mentorshipStates.filter((state) => !seated.some((known) => known === state));
    expect(free).toEqual(["archived", "parted", "ended"]);
  });
});

describe("quiet", () => {
  const days = { weekly: [21, 35, 42], fortnightly: [21, 35, 42], monthly: [45, 59, 66] } as const;

  it.each(rhythms)("of two who talk %s is noticed on its days", (rhythm) => {
    const [nudge, askKeep, archive] = days[rhythm];
    expect(quietDays(rhythm)).toEqual({ nudge, askKeep, archive });
    // The pulse was asked just now, and is out of the way.
    const quiet = facts({ rhythm, asked: { pulse: start } });
    expect(nextStep(quiet, plainly)).toEqual({ what: "nudge", at: on(nudge) });
    const nudged = { ...quiet, asked: { ...quiet.asked, nudge: on(nudge) } };
    // Slow ones are asked how it goes before that.
    expect(nextStep({ ...nudged, asked: { ...nudged.asked, pulse: on(nudge) } }, plainly)).toEqual({
      what: "askKeep",
      at: on(askKeep),
    });
    expect(nextStep({ ...nudged, state: "asked" }, plainly)).toEqual({ what: "archive", at: on(archive) });
  });

  it("leaves both their 7 days to answer when they were asked late", () => {
    const late = facts({ state: "asked", keepAskedAt: on(50) });
    expect(nextStep(late, plainly)).toEqual({ what: "archive", at: on(57) });
    expect(nextStep({ ...late, keepAskedAt: on(35) }, plainly)).toEqual({ what: "archive", at: on(42) });
  });

  it("is noticed before a first talk too", () => {
    const asked = facts({ state: "firstTalk", asked: { talked: on(7) } });
    expect(nextStep(asked, plainly)).toEqual({ what: "nudge", at: on(21) });
    expect(nextStep({ ...asked, asked: { talked: on(7), nudge: on(21) } }, plainly)).toEqual({
      what: "askKeep",
      at: on(35),
    });
  });

  it("is nudged again when it is a new one", () => {
    const again = facts({ lifeAt: on(22), asked: { nudge: on(21), pulse: on(22) } });
    expect(nextStep(again, plainly)).toEqual({ what: "nudge", at: on(43) });
  });

  it("is not nudged twice when a nudge and a sign of life are of one instant", () => {
    const same = facts({ lifeAt: on(21), asked: { nudge: on(21), pulse: on(21) } });
    expect(nextStep(same, plainly)).toEqual({ what: "askKeep", at: on(56) });
  });

  it("does not count the days of a break", () => {
    // The third week, seven whole days in Jakarta.
    const lebaran: CalendarEntry = { kind: "lebaran", from: "2026-01-19", until: "2026-01-25", effect: "pause" };
    const later = (from: number, count: number) => addOpenTime([lebaran], from, count * day, "Asia/Jakarta");
    const quiet = facts({ asked: { pulse: start } });
    expect(nextStep(quiet, later)).toEqual({ what: "nudge", at: on(28) });
    const nudged = { ...quiet, asked: { pulse: start, nudge: on(28) } };
    expect(nextStep(nudged, later)).toEqual({ what: "askKeep", at: on(42) });
    expect(nextStep({ ...nudged, state: "asked" }, later)).toEqual({ what: "archive", at: on(49) });
    // One that begins within the break counts from its end on, which is midnight in Jakarta.
    const within = facts({ lifeAt: on(16), asked: { pulse: on(16) } });
    expect(nextStep(within, later)).toEqual({ what: "nudge", at: Date.UTC(2026, 0, 25, 17) + 21 * day });
  });
});

describe("two who have just been brought together", () => {
  it("are asked on day 7 whether they talked, whatever they wrote, and once", () => {
    const fresh = facts({ state: "firstTalk" });
    expect(nextStep(fresh, plainly)).toEqual({ what: "talked", at: on(7) });
    expect(nextStep({ ...fresh, lifeAt: on(6) }, plainly)).toEqual({ what: "talked", at: on(7) });
    expect(nextStep({ ...fresh, asked: { talked: on(7) } }, plainly)?.what).toBe("nudge");
  });
});

describe("the fit", () => {
  const fit = facts({ state: "fit", lifeAt: on(3) });

  it("is asked at once, again after 7 days, and taken for granted after 14", () => {
    expect(nextStep(fit, plainly)).toEqual({ what: "fit", at: on(3) });
    expect(nextStep({ ...fit, asked: { fit: on(3) } }, plainly)).toEqual({ what: "fitAgain", at: on(10) });
    const twice = { ...fit, asked: { fit: on(3), fitAgain: on(10) } };
    expect(nextStep(twice, plainly)).toEqual({ what: "lapseFit", at: on(17) });
  });

  it("is asked with the first talk of two who paused before anybody could ask, and once", () => {
    const back = facts({ isFit: false, lifeAt: on(40), asked: { pulse: on(40) } });
    expect(nextStep(back, plainly)?.what).toBe("nudge");
    expect(nextStep({ ...back, sessions: 1 }, plainly)).toEqual({ what: "fit", at: on(40) });
    expect(nextStep({ ...back, sessions: 1, asked: { pulse: on(40), fit: on(40) } }, plainly)?.what).toBe("nudge");
  });

  it("is not put off by those who go on talking", () => {
    const twice = { ...fit, lifeAt: on(15), asked: { fit: on(3), fitAgain: on(10) } };
    expect(nextStep(twice, plainly)).toEqual({ what: "lapseFit", at: on(17) });
  });

  it.each([
    [["good", "good"], "fits"],
    [["good", "deciding"], undefined],
    [["good", undefined], undefined],
    [["good", "notFit"], "unfit"],
    [["deciding", "deciding"], undefined],
    [["deciding", undefined], undefined],
    [["deciding", "notFit"], "unfit"],
    [["notFit", "notFit"], "unfit"],
    [["notFit", undefined], "unfit"],
    [[undefined, undefined], undefined],
    // One alone can't say that it fits both.
    [["good"], undefined],
    [[], undefined],
  ] as const)("of %j is %s", (answers, together) => {
    expect(fitOf(answers)).toBe(together);
    expect(fitOf([...answers].reverse())).toBe(together);
  });
});

describe("two who work together", () => {
  it("are asked how it goes on day 30, then each 60 days", () => {
    const lively = facts({ lifeAt: on(29) });
    expect(nextStep(lively, plainly)).toEqual({ what: "pulse", at: on(30) });
    expect(nextStep({ ...lively, lifeAt: on(89), asked: { pulse: on(30) } }, plainly)).toEqual({
      what: "pulse",
      at: on(90),
    });
    expect(nextStep({ ...lively, lifeAt: on(149), asked: { pulse: on(90) } }, plainly)).toEqual({
      what: "pulse",
      at: on(150),
    });
  });

  it("are asked for an agreement once, when two sessions have been", () => {
    const two = facts({ lifeAt: on(8), sessions: 2 });
    expect(nextStep(two, plainly)).toEqual({ what: "agreement", at: on(8) });
    expect(nextStep({ ...two, sessions: 1 }, plainly)?.what).not.toBe("agreement");
    expect(nextStep({ ...two, isAgreed: true }, plainly)?.what).not.toBe("agreement");
    expect(nextStep({ ...two, sessions: 5, asked: { agreement: on(8) } }, plainly)?.what).not.toBe("agreement");
  });

  it("are asked once at the agreed end, and it ends 14 days after that", () => {
    const last = facts({ lifeAt: on(85), endsAt: on(90), isAgreed: true, asked: { pulse: on(89) } });
    expect(nextStep(last, plainly)).toEqual({ what: "ending", at: on(90) });
    const asked = { ...last, asked: { ...last.asked, ending: on(90) } };
    expect(nextStep(asked, plainly)).toEqual({ what: "expire", at: on(104) });
    // A bot that slept asks late, and leaves the same time for an answer.
    expect(nextStep({ ...asked, asked: { ...last.asked, ending: on(92) } }, plainly)).toEqual({
      what: "expire",
      at: on(106),
    });
  });

  it("are not ended within 14 days of a sign of life", () => {
    const asked = { pulse: on(89), ending: on(90) };
    const living = facts({ lifeAt: on(100), endsAt: on(90), isAgreed: true, asked });
    expect(nextStep(living, plainly)).toEqual({ what: "expire", at: on(114) });
    // Taken up again long after the end: not over in the same instant.
    const reopened = facts({ lifeAt: on(200), endsAt: on(90), isAgreed: true, asked: { ...asked, pulse: on(199) } });
    expect(nextStep(reopened, plainly)).toEqual({ what: "expire", at: on(214) });
  });
});

describe("a mentorship that rests", () => {
  it("wakes on its date only, break or not", () => {
    const never = () => expect.fail("a date is a date, and no count of days");
    const paused = facts({ state: "paused", pausedUntil: on(50), sessions: 4, endsAt: on(20) });
    expect(nextStep(paused, never)).toEqual({ what: "resume", at: on(50) });
    expect(nextStep({ ...paused, pausedUntil: undefined }, never)).toBeUndefined();
  });

  it.each(["archived", "parted", "ended"] as const)("is left in peace when it is %s", (state) => {
    expect(nextStep(facts({ state, sessions: 4, endsAt: on(20), pausedUntil: on(50) }), plainly)).toBeUndefined();
  });
});

describe("the clock of a request", () => {
  const request: RequestFacts = { state: "asked", createdAt: start, askedAt: on(1), isReminded: false };

  it("reminds the mentor on day 3, and goes on to the next on day 7", () => {
    expect(nextRequestStep(request, on(1), plainly)).toEqual({ what: "remind", at: on(4) });
    expect(nextRequestStep({ ...request, isReminded: true }, on(4), plainly)).toEqual({ what: "lapse", at: on(8) });
  });

  it("looks for a free mentor each day, and gives up after 56", () => {
    const waiting: RequestFacts = { ...request, state: "waiting", askedAt: undefined };
    const days: number[] = [];
    let now = start;
    let step = nextRequestStep(waiting, now, plainly);
    while (step?.what === "look") {
      now = step.at;
      days.push((now - start) / day);
      step = nextRequestStep(waiting, now, plainly);
    }
    expect(days).toEqual(Array.from({ length: 55 }, (_, place) => place + 1));
    expect(step).toEqual({ what: "giveUp", at: on(56) });
    // A request that a mentor had until later is given up at once, never in the past.
    expect(nextRequestStep(waiting, on(60), plainly)).toEqual({ what: "giveUp", at: on(60) });
  });

  it("does not count the days of a break", () => {
    const away: CalendarEntry = { kind: "break", from: "2026-01-07", until: "2026-01-20", effect: "pause" };
    const later = (from: number, count: number) => addOpenTime([away], from, count * day, "UTC");
    expect(nextRequestStep(request, on(1), later)).toEqual({ what: "remind", at: on(18) });
    const waiting: RequestFacts = { ...request, state: "waiting", askedAt: undefined };
    expect(nextRequestStep(waiting, on(68), later)).toEqual({ what: "look", at: on(69) });
    expect(nextRequestStep(waiting, on(69), later)).toEqual({ what: "giveUp", at: on(70) });
  });

  it.each(["enrolled", "accepted", "withdrawn", "closed"] as const)("has nothing to do when it is %s", (state) => {
    expect(nextRequestStep({ ...request, state }, on(1), plainly)).toBeUndefined();
  });
});

describe("the usual end", () => {
  it.each([
    ["2026-11-24", "2027-02-24"],
    ["2026-11-28", "2027-02-28"],
    ["2026-11-29", "2027-02-28"],
    ["2026-11-30", "2027-02-28"],
    ["2027-11-30", "2028-02-29"],
    ["2026-01-31", "2026-04-30"],
    ["2026-03-31", "2026-06-30"],
    ["2026-08-31", "2026-11-30"],
    ["2026-10-31", "2027-01-31"],
    ["2026-12-31", "2027-03-31"],
    ["2026-09-30", "2026-12-30"],
    ["2026-02-28", "2026-05-28"],
  ])("of %s is %s", (today, end) => {
    expect(usualEnd(today)).toBe(end);
  });
});
