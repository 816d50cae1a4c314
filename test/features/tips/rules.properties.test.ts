import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isoWeekday,
  isPaused,
  localDate,
  localTime,
  type CalendarEntry,
} from "../../../src/features/members/calendar/rules.js";
import {
  afterAnswer,
  lessOften,
  MOST_SHOWN,
  nextTip,
  putOff,
  RAREST,
  RESTS,
  stepTime,
  takenUp,
  turnOf,
  type OpenDays,
  type PracticeState,
  type Told,
} from "../../../src/features/tips/practice/rules.js";
import {
  aboutFor,
  bonds,
  momentOf,
  themeOf,
  themes,
  themesAt,
  tipAfter,
  tipAt,
  tipIn,
  tips,
  tipsOf,
  type Moment,
  type Tie,
  type TipKey,
} from "../../../src/features/tips/rules.js";

const moments: readonly Moment[] = ["new", ...bonds, "settled"];
const moment = fc.constantFrom(...moments);
const tip = fc.constantFrom(...tips);
const tie: fc.Arbitrary<Tie> = fc.record({
  bond: fc.constantFrom(...bonds),
  id: fc.constantFrom("a", "b", "c"),
  people: fc.subarray(["sari", "budi", "tom", "lucy"]),
});
const fresh: PracticeState = { weeks: 1, current: undefined, told: [], done: 0 };

/** What may happen to somebody who practises. */
type Event =
  | { readonly kind: "due"; readonly moment: Moment; readonly isSeen: boolean }
  | { readonly kind: "answer"; readonly answer: "done" | "notNow" }
  | { readonly kind: "old"; readonly tip: TipKey; readonly answer: "done" | "notNow" }
  | { readonly kind: "take"; readonly tip: TipKey };

const answer = fc.constantFrom("done", "notNow");
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant("due"), moment, isSeen: fc.boolean() }),
  fc.record({ kind: fc.constant("answer"), answer }),
  fc.record({ kind: fc.constant("old"), tip, answer }),
  fc.record({ kind: fc.constant("take"), tip }),
);

function after(state: PracticeState, happened: Event): PracticeState {
  switch (happened.kind) {
    case "due":
      return state.weeks === RESTS ? state : turnOf(state, happened.moment, happened.isSeen).state;
    case "answer":
      return state.current === undefined ? state : (afterAnswer(state, state.current, happened.answer) ?? state);
    case "old":
      return afterAnswer(state, happened.tip, happened.answer) ?? state;
    case "take":
      return takenUp(state, happened.tip);
  }
}

describe("a tip that fits", () => {
  it("is of a theme that helps at the moment, another each day until all were shown", () => {
    fc.assert(
      fc.property(moment, fc.integer(), (at, day) => {
        expect(themesAt(at)).toContain(themeOf(tipAt(at, day)));
        const count = themesAt(at).flatMap((theme) => [...tipsOf[theme]]).length;
        const shown = Array.from({ length: count }, (_, later) => tipAt(at, day + later));
        expect(new Set(shown).size).toBe(count);
      }),
    );
  });

  it("leads through all of them, one after the other", () => {
    const course = tips.reduce<TipKey[]>((seen) => [...seen, tipAfter(seen.at(-1) ?? "touchSmall")], ["touchSmall"]);
    expect([new Set(course).size, course.at(-1)]).toEqual([tips.length, "touchSmall"]);
  });

  it("is known by its key alone", () => {
    for (const key of tips) expect(tipIn(key)).toBe(key);
    expect([tipIn("constructor"), tipIn(""), tipIn(null)]).toEqual([undefined, undefined, undefined]);
  });

  it("is about introducing oneself first, then about whoever waits", () => {
    const ties = (...known: readonly Tie["bond"][]) => known.map((bond): Tie => ({ bond, id: bond, people: ["sari"] }));
    expect(momentOf({ isIntroduced: false, ties: ties("match") })).toBe("new");
    expect(momentOf({ isIntroduced: true, ties: ties("circle", "asking", "match") })).toBe("match");
    expect(momentOf({ isIntroduced: true, ties: ties("circle", "met") })).toBe("met");
    expect(momentOf({ isIntroduced: true, ties: [] })).toBe("settled");
  });

  it("names people of one's own ties only, two different ones, and those of the meeting that was meant", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...themes),
        fc.array(tie),
        fc.constantFrom("a", "b", "z", undefined),
        (theme, ties, id) => {
          const { who, other } = aboutFor(theme, ties, id);
          const known = ties.flatMap(({ people }) => people);
          for (const person of [who, other]) if (person !== undefined) expect(known).toContain(person);
          if (other !== undefined) expect(other).not.toBe(who);
          if (other !== undefined) expect(who).toBeDefined();
          const meant = ties.find((one) => one.id === id);
          if (meant) expect(who).toBe(meant.people[0]);
        },
      ),
    );
  });
});

describe("practice", () => {
  it("keeps its promises whatever happens: one entry a tip, one that waits, a count that is true", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state = fresh;
        for (const happened of events) {
          const before = state;
          state = after(state, happened);
          const keys = state.told.map((one) => one.tip);
          expect(new Set(keys).size).toBe(keys.length);
          if (state.current !== undefined) expect(keys).toContain(state.current);
          expect(state.done).toBeGreaterThanOrEqual(0);
          expect(Math.abs(state.done - before.done)).toBeLessThanOrEqual(1);
          // The next theme comes only after an answer.
          if (happened.kind === "due" && before.current !== undefined && state.weeks !== RESTS)
            expect(state.current).toBe(before.current);
        }
      }),
    );
  });

  it("rests after a step was shown twice without an answer, and not before", () => {
    fc.assert(
      fc.property(moment, fc.array(fc.boolean(), { maxLength: 12 }), (at, seen) => {
        let state = turnOf(fresh, at, true).state;
        let shown = 0;
        for (const isSeen of seen) {
          if (isSeen) shown++;
          const turn = turnOf(state, at, isSeen);
          expect(turn.kind).toBe(isSeen && shown >= MOST_SHOWN ? "rest" : "again");
          state = turn.state;
          if (turn.kind === "rest") {
            expect([state.weeks, state.current]).toEqual([RESTS, undefined]);
            return;
          }
        }
      }),
    );
  });

  it("tells every tip before it tells one again, and never the same theme twice in a row", () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 20 }), (course) => {
        let told: readonly Told[] = [];
        let before: TipKey | undefined;
        const seen = new Set<TipKey>();
        for (let count = 0; count < tips.length * 2; count++) {
          const next = nextTip(told, course[count % course.length] ?? "settled");
          if (before !== undefined) expect(themeOf(next)).not.toBe(themeOf(before));
          seen.add(next);
          told = [...told.filter((one) => one.tip !== next), { tip: next, shown: 1 }];
          before = next;
        }
        expect(seen.size).toBe(tips.length);
      }),
      { numRuns: 30 },
    );
  });

  it("begins with what helps at the moment", () => {
    for (const at of moments) expect(themeOf(nextTip([], at))).toBe(themesAt(at)[0]);
  });

  it("takes an answer once, lets it be changed, and knows nothing of what was never told", () => {
    fc.assert(
      fc.property(tip, answer, answer, (key, first, second) => {
        const state = takenUp(fresh, key);
        const once = afterAnswer(state, key, first);
        expect(once?.done).toBe(first === "done" ? 1 : 0);
        expect(once && afterAnswer(once, key, first)).toEqual(once);
        expect((once && afterAnswer(once, key, second))?.done).toBe(second === "done" ? 1 : 0);
        expect(afterAnswer(fresh, key, first)).toBeUndefined();
      }),
    );
  });

  it("grows rarer up to once in four weeks", () => {
    expect([1, 2, 4].map(lessOften)).toEqual([2, RAREST, RAREST]);
  });
});

const timeZone = "Asia/Jakarta";
const start = Date.UTC(2026, 10, 2, 2);
const entry: fc.Arbitrary<CalendarEntry> = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([from, length]) => {
    const date = (days: number) => new Date(start + days * 86_400_000).toISOString().slice(0, 10);
    return { kind: "break", from: date(from), until: date(from + length), effect: "pause" };
  });

describe("the time of a step", () => {
  it("is a morning on an open day, later than now, and never in a break", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 4 }),
        fc.constantFrom(0, 1, 2, 4),
        fc.nat(2_000_000_000),
        (entries, weeks, ms) => {
          const days: OpenDays = { entries, weekend: [6, 7], timeZone };
          const at = stepTime(days, start + ms, weeks);
          const date = localDate(at, timeZone);
          expect(localTime(at, timeZone)).toBe("08:00");
          expect([isPaused(entries, date), isoWeekday(date) < 6]).toEqual([false, true]);
          expect(at).toBeGreaterThan(start + ms);
          const least = weeks === 0 ? 0 : weeks * 7 - 1;
          expect(at - (start + ms)).toBeGreaterThanOrEqual(least * 86_400_000);
          expect(putOff(days, at)).toBeUndefined();
        },
      ),
    );
  });

  it("is put off to the first morning after a break that was entered later", () => {
    const days: OpenDays = {
      entries: [{ kind: "break", from: "2026-12-14", until: "2027-01-01", effect: "pause" }],
      weekend: [6, 7],
      timeZone,
    };
    const later = putOff(days, new Date("2026-12-15T01:00:00Z").getTime());
    expect(new Date(later ?? 0).toISOString()).toBe("2027-01-04T01:00:00.000Z");
  });
});
