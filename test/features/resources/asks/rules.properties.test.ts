import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addOpenTime, isoWeekday, localDate } from "../../../../src/features/members/calendar/rules.js";
import {
  ASK_DAYS,
  askAfter,
  ASKED,
  askStates,
  askTable,
  fits,
  LAST_TURN,
  loadOf,
  mayBeAsked,
  nextAskStep,
  nextMove,
  outcomes,
  rank,
  shownFrom,
  textProblem,
  topicsNamedIn,
  workingCalendar,
  type AskedHelper,
  type AskFacts,
  type AskRole,
  type Knower,
  type Later,
} from "../../../../src/features/resources/asks/rules.js";

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5, 3);
const zone = "Asia/Jakarta";
const calendars = [
  [],
  [{ kind: "break", from: "2026-01-19", until: "2026-02-01", effect: "pause" }],
  [{ kind: "holiday", from: "2026-01-06", until: "2026-01-06", effect: "pause" }],
] as const;

const days: Later = (from, count) => from + count * day;
const workingIn =
  (calendar: (typeof calendars)[number]): Later =>
  (from, count) =>
    addOpenTime(workingCalendar(calendar, [6, 7], from, zone), from, count * day, zone);
const anyInstant = fc.integer({ min: 0, max: 90 * 24 }).map((hours) => start + (hours * day) / 24);
const anyOutcome = fc.constantFrom(...outcomes);

describe("whatever is asked of whom", () => {
  const anyHelpers = fc.array(fc.record({ turn: fc.integer({ min: 1, max: LAST_TURN }), outcome: anyOutcome }), {
    maxLength: 12,
  });
  const anyAvailable = fc.record({ fitting: fc.nat({ max: 5 }), list: fc.nat({ max: 5 }) });

  it("nobody is asked once there is an answer, never more than three at once, nor more than there are", () => {
    fc.assert(
      fc.property(anyHelpers, fc.boolean(), anyAvailable, (helpers, hasAnswer, available) => {
        const move = nextMove(helpers, hasAnswer, available);
        if (hasAnswer) expect(move).toEqual({ kind: "wait" });
        if (move.kind !== "ask") return;
        const waiting = helpers.filter(({ outcome }) => outcome === "asked").length;
        expect(move.count).toBeGreaterThan(0);
        expect(move.count).toBeLessThanOrEqual(available[move.of]);
        expect(waiting + move.count).toBeLessThanOrEqual(ASKED.atOnce);
        expect(helpers.length + move.count).toBeLessThanOrEqual(ASKED.most);
      }),
    );
  });

  it("a question comes to its end within nine people: each is asked once, and then its asker is told", () => {
    const anyPlay = fc.array(fc.record({ who: fc.nat({ max: 2 }), passes: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(anyPlay, anyAvailable, (play, people) => {
        const helpers: { turn: number; outcome: AskedHelper["outcome"] }[] = [];
        const left = { ...people };
        let isTold = false;
        const go = () => {
          for (;;) {
            const move = nextMove(helpers, false, left);
            if (move.kind === "tell") isTold = true;
            if (move.kind !== "ask") return;
            left[move.of] -= move.count;
            for (let one = 0; one < move.count; one++) helpers.push({ turn: move.turn, outcome: "asked" });
          }
        };
        go();
        for (const { who, passes } of play) {
          const waiting = helpers.filter(({ outcome }) => outcome === "asked");
          const one = waiting[who % Math.max(1, waiting.length)];
          if (one === undefined) break;
          one.outcome = passes ? "passed" : "lapsed";
          go();
        }
        const waiting = helpers.filter(({ outcome }) => outcome === "asked").length;
        expect(helpers.length).toBeLessThanOrEqual(ASKED.most);
        expect(helpers.filter(({ turn }) => turn < LAST_TURN).length).toBeLessThanOrEqual(2 * ASKED.atOnce);
        // Either somebody is waited for or the asker knows: nobody waits in silence.
        expect(waiting > 0 || isTold).toBe(true);
        expect(waiting > 0 && isTold).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("the list of helpers is left in peace while somebody whom it fits is waited for", () => {
    fc.assert(
      fc.property(anyHelpers, anyAvailable, (helpers, available) => {
        const early = helpers.filter(({ turn }) => turn < LAST_TURN);
        const move = nextMove(early, false, available);
        const isWaiting = early.some(({ outcome }) => outcome === "asked");
        if (move.kind === "ask" && move.of === "list") expect(isWaiting).toBe(false);
        if (move.kind === "tell") expect(available.list === 0 || early.length >= ASKED.most).toBe(true);
      }),
    );
  });
});

describe("whoever may know", () => {
  const keys = ["a", "b", "c", "d"];
  const anyKnower = (memberId: string): fc.Arbitrary<Knower> =>
    fc.record({
      memberId: fc.constant(memberId),
      offers: fc.subarray(keys),
      subjects: fc.subarray(keys),
      load: fc.nat({ max: 3 }),
      lastAt: fc.constantFrom(-Infinity, start, start + day),
    });
  const anyPeople = fc
    .integer({ min: 0, max: 12 })
    .chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, index) => anyKnower(`m${String(index).padStart(2, "0")}`))),
    );

  it("is ranked alike in any order, by fit before load, and only where a topic fits", () => {
    fc.assert(
      fc.property(anyPeople, fc.subarray(keys), (people, topics) => {
        const ranked = rank(people, topics);
        expect(rank([...people].reverse(), topics)).toEqual(ranked);
        const fitting = people.filter(({ offers, subjects }) =>
          topics.some((key) => [...offers, ...subjects].includes(key)),
        );
        expect(new Set(ranked.map(({ memberId }) => memberId))).toEqual(
          new Set(fitting.map(({ memberId }) => memberId)),
        );
        for (const [index, one] of ranked.entries()) {
          const next = ranked[index + 1];
          expect(one.known.length).toBeGreaterThan(0);
          if (!next) continue;
          const [mine, other] = [fits.indexOf(one.fit), fits.indexOf(next.fit)];
          expect(mine < other || (mine === other && one.load <= next.load)).toBe(true);
        }
      }),
    );
  });

  it("is asked at most once a week, and not for a month after passing twice", () => {
    const anyHistory = fc.array(fc.record({ at: anyInstant, outcome: anyOutcome }), { maxLength: 6 });
    fc.assert(
      fc.property(anyHistory, anyInstant, (history, now) => {
        const past = history.filter(({ at }) => at <= now);
        const [last, before] = past.toSorted((a, b) => b.at - a.at);
        const may = mayBeAsked(past, now);
        if (last && now - last.at < 7 * day) expect(may).toBe(false);
        const isTired = last?.outcome === "passed" && before?.outcome === "passed";
        // Two at the same instant have no order.
        if (last?.at === before?.at) return;
        if (isTired && now - last.at < 30 * day) expect(may).toBe(false);
        if (!last || (now - last.at >= 7 * day && !isTired) || now - last.at >= 30 * day) expect(may).toBe(true);
        expect(loadOf(past, now).load).toBe(past.filter(({ at }) => at > now - 30 * day).length);
      }),
    );
  });

  it("spreads many questions evenly over people who know the same", () => {
    const histories = new Map(
      ["a", "b", "c", "d", "e", "f"].map((id) => [id, [] as { at: number; outcome: "answered" }[]]),
    );
    for (let week = 0; week < 8; week++) {
      const now = start + week * 7 * day;
      const people = [...histories].flatMap(([memberId, history]) =>
        mayBeAsked(history, now) ? [{ memberId, offers: ["x"], subjects: [], ...loadOf(history, now) }] : [],
      );
      for (const { memberId } of rank(people, ["x"]).slice(0, ASKED.atOnce))
        histories.get(memberId)?.push({ at: now, outcome: "answered" });
    }
    expect([...histories.values()].map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4]);
  });
});

describe("the clock of a question", () => {
  const anyFacts: fc.Arbitrary<AskFacts> = fc.record({
    state: fc.constantFrom(...askStates),
    createdAt: fc.constant(start),
    lifeAt: anyInstant,
    keepAskedAt: fc.option(anyInstant, { nil: undefined }),
    hasAnswer: fc.boolean(),
    waiting: fc.array(anyInstant, { maxLength: 3 }),
  });

  it("plans something while a question is open or a draft, nothing afterwards, and nothing that it may not do", () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...calendars), (facts, calendar) => {
        const step = nextAskStep(facts, { days, workingDays: workingIn(calendar) });
        expect(step === undefined).toBe(facts.state === "solved" || facts.state === "closed");
        if (step) expect(askAfter(facts.state, step.what, "clock")).toBeDefined();
        if (facts.hasAnswer) expect(step?.what).not.toBe("next");
      }),
    );
  });

  it("gives each helper two working days", () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...calendars), (at, calendar) => {
        const until = workingIn(calendar)(at, ASK_DAYS.turn);
        expect(until - at).toBeGreaterThanOrEqual(2 * day);
        expect(isoWeekday(localDate(until, zone))).toBeLessThan(6);
        const paused = calendar.some(({ from, until: last }) => {
          const date = localDate(until, zone);
          return from <= date && date <= last;
        });
        expect(paused).toBe(false);
      }),
    );
  });
});

describe("the table of a question", () => {
  const roles: readonly AskRole[] = ["asker", "member", "helper", "clock"];

  it("leads nowhere from an end, and an end is the asker's word or the clock's", () => {
    expect([askTable.solved, askTable.closed]).toEqual([{}, {}]);
    for (const state of askStates)
      for (const [event, change] of Object.entries(askTable[state])) {
        for (const role of roles)
          expect(askAfter(state, event as never, role)).toBe(change.by.includes(role) ? change.to : undefined);
        if (change.to === "solved" || change.to === "closed")
          expect(change.by.every((role) => role === "asker" || role === "clock")).toBe(true);
        // Nobody answers their own question.
        if (event === "answer" || event === "pass") expect(change.by).not.toContain("asker");
      }
  });
});

describe("words of a question", () => {
  const keyOf = (label: string) => label.toLowerCase().replaceAll("-", " ");

  it("name the longest topics that somebody knows", () => {
    const known = new Set(["formative assessment", "assessment", "fisika", "problem based learning"]);
    const labels = (text: string) => topicsNamedIn(text, keyOf, known).map(({ key }) => key);
    expect(labels("How does formative assessment work?")).toEqual(["formative assessment"]);
    expect(labels("Fisika: assessment, not Formative Assessment!")).toEqual([
      "fisika",
      "assessment",
      "formative assessment",
    ]);
    expect(labels("Problem-based learning di SMP")).toEqual(["problem based learning"]);
    expect(labels("a misty morning")).toEqual([]);
  });

  it("yield only what is known and stands there, whatever is written", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.array(fc.string({ maxLength: 8 })),
        (text, known) => {
          const found = topicsNamedIn(text, keyOf, new Set(known));
          for (const { key } of found) expect(known).toContain(key);
          expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        },
      ),
    );
  });

  it.each([
    ["https://example.org/a?b=c", "onlyLink"],
    [" www.example.org  https://x.id ", "onlyLink"],
    ["???  12", "noWords"],
    ["Apa? https://example.org", "oneWord"],
    ["Apa ini? https://example.org", undefined],
  ] as const)("%s: %s", (text, problem) => {
    expect(textProblem(text)).toBe(problem);
  });

  it("stand on cards page by page, each once and none left out", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_500 }), { maxLength: 20 }), (lengths) => {
        let from = 0;
        for (let pages = 0; from < lengths.length; pages++) {
          const count = shownFrom(lengths, from);
          const sum = lengths.slice(from, from + count).reduce((total, length) => total + length, 0);
          expect(count).toBeGreaterThan(0);
          expect(count === 1 || sum <= 2_400).toBe(true);
          expect(pages).toBeLessThan(20);
          from += count;
        }
        expect(from).toBe(lengths.length);
      }),
    );
  });
});
