import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addOpenTime,
  atLocal,
  isPaused,
  isoWeekday,
  localDate,
  localTime,
  type CalendarEntry,
} from "../../../../src/features/members/calendar/rules.js";
import {
  ACTION,
  isPollComplete,
  meetingAfter,
  meetingStates,
  meetingTable,
  nextActionReminder,
  nextMeetingStep,
  POLL_LEAD,
  pollCloses,
  pollWinner,
  type Later,
  type MeetingEvent,
  type MeetingRole,
  type MeetingState,
} from "../../../../src/features/circles/meetings/rules.js";
import { calmInstant, reminderInstant, type Calm } from "../../../../src/features/circles/meetings/calm/rules.js";
import {
  isAwake,
  maskOf,
  placesIn,
  readInstants,
  strainsOf,
  suggestedInstants,
  writeInstant,
} from "../../../../src/features/circles/meetings/times/rules.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 24, 2);
const ZONE = "Asia/Jakarta";

const pause = (from: string, until: string): CalendarEntry => ({ kind: "break", from, until, effect: "pause" });
const calendars: readonly (readonly CalendarEntry[])[] = [
  [],
  [pause("2026-11-25", "2026-11-26"), pause("2026-12-14", "2027-01-03")],
  [pause("2026-11-01", "2027-03-31")],
];
const laterIn =
  (calendar: readonly CalendarEntry[]): Later =>
  (from, ms) =>
    addOpenTime(calendar, from, ms, ZONE);

const events: readonly MeetingEvent[] = ["answer", "fix", "move", "cancel", "attend", "write", "hold"];
const roles: readonly MeetingRole[] = ["lead", "member", "clock"];
const zones = ["Asia/Jakarta", "Asia/Jayapura", "America/New_York", "Australia/Lord_Howe", "Europe/Berlin"];
const anyZone = fc.constantFrom(...zones);
const anyOptions = fc
  .uniqueArray(fc.integer({ min: 12, max: 24 * 4 * 40 }), { minLength: 1, maxLength: 5 })
  .map((quarters) => quarters.map((count) => START + count * 15 * MINUTE));
const names = ["ani", "budi", "citra", "dewi", "eka"];

function anyAnswers(count: number) {
  return fc
    .subarray(names)
    .chain((people) =>
      fc.tuple(
        ...people.map((memberId) =>
          fc.subarray(Array.from({ length: count }, (_, place) => place)).map((suits) => ({ memberId, suits })),
        ),
      ),
    );
}

const anyPoll = anyOptions.chain((options) =>
  fc.record({
    options: fc.constant(options),
    answers: anyAnswers(options.length),
    facilitatorId: fc.constantFrom(...names, undefined),
    members: fc.constant(names.length),
    now: fc.integer({ min: 0, max: 40 * 24 }).map((hours) => START + hours * HOUR),
  }),
);

describe("what can happen to a meeting", () => {
  it("is done by members only where everybody may, and by the clock only where the clock does it", () => {
    const could = (role: MeetingRole) =>
      meetingStates.flatMap((state) =>
        events.filter((event) => meetingAfter(state, event, role) !== undefined).map((event) => `${state} ${event}`),
      );
    expect(could("member")).toEqual([
      "polling answer",
      ...["fixed attend", "fixed write"],
      ...["held attend", "held write"],
    ]);
    expect(could("clock")).toEqual(["polling fix", "polling cancel", "fixed cancel", "fixed hold"]);
    expect(could("lead")).toEqual([
      ...["polling answer", "polling fix", "polling move", "polling cancel"],
      ...["fixed move", "fixed cancel", "fixed attend", "fixed write"],
      ...["held attend", "held write"],
    ]);
  });

  it("never leads out of its end, and whatever happens in a row ends in a known state", () => {
    expect(meetingTable.cancelled).toEqual({});
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...events), fc.constantFrom(...roles)), { maxLength: 12 }),
        (deeds) => {
          let state: MeetingState = "polling";
          const seen: MeetingState[] = [];
          for (const [event, by] of deeds) {
            state = meetingAfter(state, event, by) ?? state;
            seen.push(state);
          }
          expect(meetingStates).toContain(state);
          // What is over is over: no way leads from held or cancelled to a meeting that is to come.
          const end = seen.findIndex((one) => one === "held" || one === "cancelled");
          if (end >= 0) expect(new Set(seen.slice(end)).size).toBe(1);
        },
      ),
    );
  });
});

describe("a poll", () => {
  it("is won by the most suits, then the facilitator's yes, then the earliest", () => {
    const at = (place: number) => START + (place + 1) * DAY;
    const options = [at(0), at(1), at(2)];
    const poll = { options, facilitatorId: "ani", members: 5, now: START };
    const yes = (memberId: string, ...suits: number[]) => ({ memberId, suits });
    expect(pollWinner({ ...poll, answers: [yes("ani", 0), yes("budi", 1), yes("citra", 1)] })).toBe(1);
    expect(pollWinner({ ...poll, answers: [yes("budi", 0, 2), yes("citra", 0), yes("ani", 2)] })).toBe(2);
    expect(pollWinner({ ...poll, answers: [yes("budi", 1, 2), yes("citra", 1, 2)] })).toBe(1);
    expect(pollWinner({ ...poll, answers: [yes("ani", 0)] })).toBeUndefined();
    expect(pollWinner({ ...poll, members: 1, answers: [yes("ani", 0)] })).toBe(0);
  });

  it("is never won by an instant that has passed, that suits fewer people than another, or hardly anybody", () => {
    fc.assert(
      fc.property(anyPoll, (poll) => {
        const winner = pollWinner(poll);
        const suits = (place: number) => poll.answers.filter((answer) => answer.suits.includes(place)).length;
        const open = poll.options.flatMap((at, place) => (at > poll.now && suits(place) >= 2 ? [place] : []));
        const best = open.filter((place) => open.every((other) => suits(place) >= suits(other)));
        if (winner === undefined) expect(open).toEqual([]);
        else expect(best).toContain(winner);
      }),
    );
  });

  it("is won by the same instant in whatever order it was answered and written", () => {
    fc.assert(
      fc.property(anyPoll, (poll) => {
        const count = poll.options.length;
        const mirrored = {
          ...poll,
          options: poll.options.toReversed(),
          answers: poll.answers
            .toReversed()
            .map(({ memberId, suits }) => ({ memberId, suits: suits.map((place) => count - 1 - place) })),
        };
        const [one, other] = [pollWinner(poll), pollWinner(mirrored)];
        expect(one === undefined ? undefined : poll.options[one]).toBe(
          other === undefined ? undefined : mirrored.options[other],
        );
      }),
    );
  });

  it("ends 48 hours of open time before the first instant, a day after it began at the earliest, before the last one", () => {
    fc.assert(
      fc.property(anyOptions, fc.constantFrom(...calendars), (options, calendar) => {
        const later = laterIn(calendar);
        const closes = pollCloses(options, START, later);
        const [first, last] = [Math.min(...options), Math.max(...options)];
        expect(closes).toBeGreaterThan(START);
        expect(closes).toBeLessThanOrEqual(Math.max(last - 2 * HOUR, START + MINUTE));
        const isEarly = closes < START + DAY;
        if (isEarly) expect(closes).toBe(last - 2 * HOUR);
        else if (closes > START + DAY) expect(later(closes, 48 * HOUR)).toBeLessThanOrEqual(first);
        // A minute later would be too late, or there is no hurry.
        if (closes > START + DAY && closes < last - 2 * HOUR)
          expect(later(closes + MINUTE + 1, 48 * HOUR)).toBeGreaterThan(first);
      }),
    );
    expect(pollCloses([START + 10 * DAY], START, laterIn([]))).toBe(START + 8 * DAY);
    expect(pollCloses([START + DAY, START + 2 * DAY], START, laterIn([]))).toBe(START + DAY);
    expect(pollCloses([START + POLL_LEAD], START, laterIn([]))).toBe(START + HOUR);
  });

  it("is complete when everybody who is there has answered, whoever else has", () => {
    fc.assert(
      fc.property(fc.subarray(names), fc.subarray(names), (there, answered) => {
        const isComplete = isPollComplete(
          there,
          answered.map((memberId) => ({ memberId })),
        );
        expect(isComplete).toBe(there.filter((id) => !answered.includes(id)).length === 0);
      }),
    );
  });
});

describe("what the clock does", () => {
  it("to a fixed meeting is a reminder for all, another 2 hours before for each, and the end; each once, none late", () => {
    const ahead = fc.integer({ min: -3 * 24 * 60, max: 30 * 24 * 60 });
    const before = fc.integer({ min: 2 * 60, max: 5 * 24 * 60 });
    fc.assert(
      fc.property(ahead, before, fc.integer({ min: 15, max: 240 }), (minutesAhead, minutesBefore, minutes) => {
        const at = START + minutesAhead * MINUTE;
        const remindAt = at - minutesBefore * MINUTE;
        const facts = { state: "fixed" as const, closesAt: undefined, at, minutes, remindAt };
        const steps: string[] = [];
        let now = START;
        for (let step = nextMeetingStep(facts, now); step; step = nextMeetingStep(facts, now)) {
          steps.push(step.what);
          if (step.what === "hold") {
            expect(step.at).toBe(at + minutes * MINUTE);
            break;
          }
          expect(step.at).toBeGreaterThan(now);
          expect(step.at).toBe(step.what === "dayBefore" ? remindAt : at - 2 * HOUR);
          now = step.at;
        }
        const expected = [
          ...(remindAt > START ? ["dayBefore"] : []),
          // Where all are reminded 2 hours before, nobody is twice.
          ...(at - START > 2 * HOUR && remindAt !== at - 2 * HOUR ? ["hoursBefore"] : []),
          "hold",
        ];
        expect(steps).toEqual(expected);
      }),
    );
  });

  it("is nothing to a meeting that is over or cancelled", () => {
    for (const state of ["held", "cancelled"] as const) {
      const facts = { state, closesAt: START, at: START + DAY, minutes: 60, remindAt: START + HOUR };
      expect(nextMeetingStep(facts, START)).toBeUndefined();
    }
  });

  it("for something to do is a reminder on its day and two more, a week between, each on an open morning", () => {
    const dates = fc.integer({ min: 0, max: 60 }).map((days) => addDays("2026-11-24", days));
    fc.assert(
      fc.property(dates, fc.constantFrom(...calendars.slice(0, 2)), (dueOn, calendar) => {
        const morningOf = (days: number) => {
          const day = localDate(addOpenTime(calendar, atLocal(dueOn, "00:00", ZONE), days * DAY, ZONE), ZONE);
          return atLocal(day, ACTION.morning, ZONE);
        };
        const reminders: number[] = [];
        for (
          let at = nextActionReminder(START - DAY, morningOf);
          at !== undefined;
          at = nextActionReminder(at, morningOf)
        )
          reminders.push(at);
        expect(reminders).toHaveLength(3);
        expect(reminders[0]).toBeGreaterThanOrEqual(atLocal(dueOn, "00:00", ZONE));
        for (const at of reminders) expect(isPaused(calendar, localDate(at, ZONE))).toBe(false);
        for (const [place, at] of reminders.entries())
          if (place > 0) expect(at - (reminders[place - 1] ?? 0)).toBeGreaterThanOrEqual(7 * DAY);
      }),
    );
  });
});

/** Whether a room is written to at that instant, told apart from how the rules find it out. */
function isCalm(at: number, { timeZone, calendar, weekend, from, until, fridayFrom, fridayUntil }: Calm): boolean {
  const [date, time] = [localDate(at, timeZone), localTime(at, timeZone)];
  const isPrayer = isoWeekday(date) === 5 && time >= fridayFrom && time < fridayUntil;
  return !weekend.includes(isoWeekday(date)) && !isPaused(calendar, date) && !isPrayer && time >= from && time < until;
}

const usual = { weekend: [6, 7], from: "06:30", until: "18:00", fridayFrom: "11:00", fridayUntil: "13:00" } as const;
const anyCalm: fc.Arbitrary<Calm> = fc.record({
  ...{ timeZone: anyZone, calendar: fc.constantFrom(...calendars.slice(0, 2)) },
  weekend: fc.constantFrom([6, 7], [7], [5, 6], []),
  ...{ from: fc.constantFrom("06:30", "08:00"), until: fc.constantFrom("18:00", "15:00", "24:00") },
  ...{ fridayFrom: fc.constantFrom("11:00", "13:00"), fridayUntil: fc.constant("13:00") },
});

describe("a circle’s room", () => {
  it("gets news in the community’s hours: later ones wait for them, and at night comes only what can't wait", () => {
    const hours = fc.integer({ min: 0, max: 24 * 50 });
    fc.assert(
      fc.property(hours, hours, anyCalm, (ahead, wait, calm) => {
        const now = START + ahead * HOUR;
        const latest = now + wait * HOUR;
        const at = calmInstant(now, latest, calm);
        expect(at === now || (at > now && at <= latest)).toBe(true);
        if (isCalm(now, calm)) expect(at).toBe(now);
        else if (at === now) expect(calmInstant(now, Infinity, calm)).toBeGreaterThan(latest);
        else expect(isCalm(at, calm) && !isCalm(at - MINUTE, calm)).toBe(true);
      }),
    );
    const always = { ...usual, timeZone: ZONE, calendar: [], weekend: [], from: "00:00", until: "00:00" };
    expect(calmInstant(START, Infinity, always)).toBe(START);
    expect(calmInstant(START, Infinity, { ...always, weekend: [1, 2, 3, 4, 5, 6, 7] })).toBe(START);
    // After a break of half a year, be it ever so long.
    const long = { ...always, calendar: [pause("2026-11-01", "2027-04-30")] };
    expect(calmInstant(START, Infinity, long)).toBe(atLocal("2027-05-01", "00:00", ZONE));
  });

  it("is reminded of a meeting in the first of those hours from a day before on, else in the last ones before that", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 4 * 60 }), anyCalm, (quarters, calm) => {
        const at = START + 5 * DAY + quarters * 15 * MINUTE;
        const remindAt = reminderInstant(at, calm);
        const openIn = (from: number, until: number) => {
          for (let one = from; one < until; one += 15 * MINUTE) if (isCalm(one, calm)) return one;
          return undefined;
        };
        const first = openIn(at - DAY, at);
        if (first !== undefined && first <= at - 2 * HOUR) expect(remindAt).toBe(first);
        else if (openIn(at - 5 * DAY, at - DAY) !== undefined) {
          expect(isCalm(remindAt, calm)).toBe(true);
          // There is time to read it in, and hardly any other afterwards.
          expect(openIn(remindAt + 3 * HOUR, at - DAY)).toBeUndefined();
        } else expect(remindAt).toBe(first ?? at - DAY);
      }),
    );
  });

  it.each([
    ["a Tuesday afternoon", "2026-12-01 15:30", "2026-11-30 15:30"],
    ["Monday after school", "2026-11-30 13:00", "2026-11-30 06:30"],
    ["Monday before the lessons", "2026-11-30 07:30", "2026-11-27 15:30"],
    ["a Sunday", "2026-11-29 10:00", "2026-11-27 15:30"],
    ["Saturday at noon, past the Friday prayer", "2026-11-28 11:30", "2026-11-27 13:00"],
    ["the first morning after a long break", "2027-01-04 07:00", "2027-01-04 06:30"],
    ["a day of a long break", "2026-12-24 09:00", "2026-12-23 09:00"],
    ["a Tuesday evening", "2026-12-01 19:30", "2026-12-01 06:30"],
  ])("is reminded of a meeting on %s (%s) at %s", (_, at, expected) => {
    const calm = { ...usual, timeZone: ZONE, calendar: [pause("2026-12-14", "2027-01-03")] };
    const [date = "", time = ""] = at.split(" ");
    expect(writeInstant(reminderInstant(atLocal(date, time, ZONE), calm), ZONE)).toBe(expected);
  });

  it("is reminded a day before where its community has no hour for it", () => {
    const never = { ...usual, timeZone: ZONE, calendar: [], weekend: [1, 2, 3, 4, 5, 6, 7] };
    expect(reminderInstant(START, never)).toBe(START - DAY);
  });
});

describe("instants as people write them", () => {
  it("come back as they were written, in any zone", () => {
    fc.assert(
      fc.property(anyOptions, anyZone, (options, zone) => {
        const text = options.map((at) => writeInstant(at, zone)).join("\n");
        const read = readInstants(text, "2026-11-24", zone);
        expect(read).toEqual(options.toSorted((a, b) => a - b));
      }),
    );
  });

  it.each([
    ["1/12 15.30", "2026-12-01 15:30"],
    ["1/12/2026, 15:30", "2026-12-01 15:30"],
    ["2026-12-1 9.05", "2026-12-01 09:05"],
    ["24.11 7:00", "2026-11-24 07:00"],
    ["23/11 07:00", "2027-11-23 07:00"],
    ["29/2 07:00", undefined],
    ["31/11 07:00", undefined],
    ["1/12 25.00", undefined],
    ["besok sore", undefined],
  ])("%s is %s", (written, expected) => {
    const read = readInstants(written, "2026-11-24", ZONE);
    expect("unread" in read ? undefined : read.map((at) => writeInstant(at, ZONE))).toEqual(
      expected === undefined ? undefined : [expected],
    );
  });

  it("are never read wrong, and never break anything, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const read = readInstants(text, "2026-11-24", ZONE);
        if ("unread" in read) expect(text).toContain(read.unread);
        else for (const at of read) expect(Number.isInteger(at)).toBe(true);
      }),
    );
  });

  it("strain whoever would sleep", () => {
    const evening = atLocal("2026-12-01", "19:30", ZONE);
    const people = [
      { memberId: "ani", timeZone: "Asia/Jakarta" },
      { memberId: "budi", timeZone: "Asia/Jayapura" },
    ];
    expect(strainsOf([evening], 60, people)).toEqual([{ place: 0, memberId: "budi" }]);
    expect(strainsOf([atLocal("2026-12-01", "15:30", ZONE)], 60, people)).toEqual([]);
    expect(isAwake(atLocal("2026-12-01", "20:30", ZONE), 60, ZONE)).toBe(false);
    expect(isAwake(atLocal("2026-12-01", "05:59", ZONE), 15, ZONE)).toBe(false);
  });

  it("are suggested on open weekdays from the next turn on", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...calendars.slice(0, 2)),
        fc.integer({ min: 7, max: 28 }),
        anyZone,
        (calendar, rhythm, timeZone) => {
          const habit = {
            from: START - 5 * DAY,
            now: START,
            rhythm,
            time: "15:30",
            timeZone,
            weekend: [6, 7],
            calendar,
          };
          const suggested = suggestedInstants(habit);
          expect(suggested).toHaveLength(3);
          for (const at of suggested) {
            expect(at).toBeGreaterThan(START + 2 * DAY);
            expect(isPaused(calendar, localDate(at, timeZone))).toBe(false);
          }
        },
      ),
    );
  });

  it("that were toggled fit in one number", () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4]), (places) => {
        expect(placesIn(maskOf(places))).toEqual(places);
      }),
    );
  });
});
