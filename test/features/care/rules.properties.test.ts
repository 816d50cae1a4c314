import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNews, starterFor, starters, tellAt } from "../../../src/features/care/channels/rules.js";
import {
  afterAnswer,
  careAnswers,
  cutOff,
  fitOf,
  fitting,
  isReturn,
  SITTING,
  proposalKinds,
  type Proposal,
} from "../../../src/features/care/dormant/rules.js";
import {
  appointedAt,
  companionsFor,
  firstWelcome,
  greeterFor,
  NAMES_A_WEEK,
  welcomeAt,
  welcomeSteps,
} from "../../../src/features/care/welcome/rules.js";
import {
  addDays,
  addOpenTime,
  isoWeekday,
  isPaused,
  localDate,
  localTime,
  type CalendarEntry,
} from "../../../src/features/members/calendar/rules.js";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-24T07:00:00Z");

const pause = fc.record({ start: fc.integer({ min: -200, max: 60 }), days: fc.integer({ min: 0, max: 40 }) });
const calendar = fc.array(pause, { maxLength: 5 }).map((pauses) =>
  pauses.map(({ start, days }): CalendarEntry => {
    const from = addDays("2026-11-24", start);
    return { kind: "break", from, until: addDays(from, days), effect: "pause" };
  }),
);
const laterIn = (entries: readonly CalendarEntry[]) => (from: number, days: number) =>
  addOpenTime(entries, from, days * DAY, "Asia/Jakarta");

describe("the cut-off", () => {
  it("is the very last instant from which so many open days have passed", () => {
    fc.assert(
      fc.property(
        calendar,
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 0, max: 40 * DAY }),
        (entries, days, past) => {
          const [later, now] = [laterIn(entries), NOW + past];
          const at = cutOff(later, now, days);
          expect(later(at, days)).toBeLessThanOrEqual(now);
          expect(later(at + 1, days)).toBeGreaterThan(now);
        },
      ),
    );
  });

  it("is so many days ago where the calendar has no pause, and never later with more pauses", () => {
    fc.assert(
      fc.property(calendar, fc.integer({ min: 1, max: 70 }), (entries, days) => {
        expect(cutOff(laterIn([]), NOW, days)).toBe(NOW - days * DAY);
        expect(cutOff(laterIn(entries), NOW, days)).toBeLessThanOrEqual(NOW - days * DAY);
      }),
    );
  });
});

describe("care for who grew quiet", () => {
  const at = fc.integer({ min: 0, max: 1_000 });

  it("never takes the answer itself for a return, and any word after it for one, except in a pause", () => {
    fc.assert(
      fc.property(at, fc.constantFrom(...careAnswers), at, (now, answer, more) => {
        const care = afterAnswer(answer, now, now + 500);
        expect(isReturn(care, now)).toBe(false);
        expect(isReturn(care, now + SITTING + more + 501)).toBe(care.stage > 0);
        if (answer !== "pause") expect(isReturn(care, now + SITTING / 2)).toBe(false);
        if (answer === "pause") expect(isReturn(care, now + 500)).toBe(false);
      }),
    );
  });

  const key: fc.Arbitrary<string> = fc.constantFrom("a", "b", "c", "d", "e");
  const keys = fc.array(key, { maxLength: 4 });
  const interests = fc.record({ seeks: keys.map((all) => new Set(all)), has: keys.map((all) => new Set(all)) });
  const proposal: fc.Arbitrary<Proposal> = fc.record({
    kind: fc.constantFrom(...proposalKinds),
    id: fc.string({ minLength: 1, maxLength: 3 }),
    topics: keys,
    worth: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("proposes only what shares something, with true reasons, the best fit first, whatever the order", () => {
    const unique = fc.uniqueArray(proposal, { selector: ({ kind, id }) => `${kind} ${id}`, maxLength: 8 });
    fc.assert(
      fc.property(interests, unique, (who, all) => {
        const found = fitting(who, all);
        expect(found.map(({ proposal: one }) => one)).toHaveLength(all.filter((one) => fitOf(who, one)).length);
        for (const { fit } of found) {
          expect(fit.keys.length).toBeGreaterThan(0);
          for (const one of fit.keys) expect((fit.because === "seek" ? who.seeks : who.has).has(one)).toBe(true);
        }
        const points = found.map(({ fit }) => fit.points);
        expect(points).toEqual(points.toSorted((a, b) => b - a));
        const name = ({ kind, id }: Proposal) => `${kind} ${id}`;
        const again = fitting(who, all.toReversed()).map(({ proposal: one }) => name(one));
        // Of those alike in all but the kind the order is fixed too, so that a run can be repeated.
        expect(again).toEqual(found.map(({ proposal: one }) => name(one)));
      }),
    );
  });
});

describe("a welcome", () => {
  it("comes to an end, a step at a time, never earlier than it says", () => {
    fc.assert(
      fc.property(calendar, fc.integer({ min: 0, max: 20 * DAY }), (entries, late) => {
        const later = laterIn(entries);
        for (const step of welcomeSteps) {
          const at = welcomeAt(step, NOW, NOW + late, later);
          if (step === "done") expect(at).toBeUndefined();
          else expect(at).toBeGreaterThan(NOW);
          if (step === "ask") expect(at).toBeGreaterThanOrEqual(later(NOW, 3));
          if (step === "greet") expect(at).toBeGreaterThanOrEqual(later(NOW, 7));
        }
      }),
    );
  });

  it("waits while a raid may be under way, and is never said to whoever has begun", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (isIntroduced, hasBegun, isAmongMany) => {
        const what = firstWelcome({ isIntroduced, hasBegun, isAmongMany });
        if (isIntroduced || hasBegun) expect(what).toBe("pass");
        else expect(what).toBe(isAmongMany ? "wait" : "say");
      }),
    );
  });

  it("tells whoever is asked to greet late on the next open day, never in a break or at a weekend", () => {
    fc.assert(
      fc.property(calendar, fc.integer({ min: 0, max: 40 * DAY }), (entries, past) => {
        const now = NOW + past;
        const at = appointedAt({ entries, weekend: [6, 7], timeZone: "Asia/Jakarta" }, now);
        const date = localDate(at, "Asia/Jakarta");
        expect(at).toBeGreaterThan(now);
        expect(localTime(at, "Asia/Jakarta")).toBe("17:00");
        expect(isPaused(entries, date) || isoWeekday(date) > 5).toBe(false);
        for (let day = localDate(now, "Asia/Jakarta"); day < date; day = addDays(day, 1)) {
          const isOver = day === localDate(now, "Asia/Jakarta") && localTime(now, "Asia/Jakarta") >= "17:00";
          expect(isOver || isPaused(entries, day) || isoWeekday(day) > 5).toBe(true);
        }
      }),
    );
  });

  it("spreads names evenly, three a week at most", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 25 }), (people, newcomers) => {
        const names = new Map(Array.from({ length: people }, (_, index) => [`g${index}`, 0]));
        let told = 0;
        for (let one = 0; one < newcomers; one++) {
          const all = [...names].map(([memberId, count]) => ({ memberId, names: count, languages: ["id"] }));
          const found = greeterFor({ languages: ["id", "en"] }, all);
          if (!found) continue;
          names.set(found.memberId, found.names + 1);
          told++;
        }
        const counts = [...names.values()];
        expect(told).toBe(Math.min(newcomers, people * NAMES_A_WEEK));
        if (people > 0) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(Math.max(0, ...counts)).toBeLessThanOrEqual(NAMES_A_WEEK);
      }),
    );
  });

  const tongues = fc.uniqueArray(fc.constantFrom("id", "en", "jv"), { minLength: 1 });
  const haveOne = (one: readonly string[], other: readonly string[]) => one.some((tag) => other.includes(tag));

  it("tells a name to somebody who speaks the newcomer's language whenever anybody does, then in fair turns", () => {
    const greeter = fc.record({
      memberId: fc.string({ minLength: 1, maxLength: 3 }),
      names: fc.integer({ min: 0, max: 4 }),
      languages: tongues,
    });
    const greeters = fc.uniqueArray(greeter, { selector: ({ memberId }) => memberId, maxLength: 6 });
    fc.assert(
      fc.property(tongues, greeters, (languages, all) => {
        const found = greeterFor({ languages }, all);
        const able = all.filter((one) => haveOne(one.languages, languages));
        const turn = (able.length > 0 ? able : all).filter(({ names }) => names < NAMES_A_WEEK);
        expect(found === undefined).toBe(turn.length === 0);
        if (!found) return;
        expect(turn).toContain(found);
        expect(found.names).toBe(Math.min(...turn.map(({ names }) => names)));
        expect(greeterFor({ languages }, all.toReversed())).toEqual(found);
      }),
    );
  });

  it("finds company only among those who share a subject or the kind of school, and a language where anybody does", () => {
    const person = fc.record({
      memberId: fc.constantFrom("m1", "m2", "m3", "m4", "m5", "m6"),
      subjects: fc.array(fc.constantFrom("a", "b", "c")),
      level: fc.constantFrom(undefined, "primary", "higher"),
      languages: tongues,
      accompanies: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(person, fc.uniqueArray(person, { selector: ({ memberId }) => memberId }), (me, others) => {
        const found = companionsFor(me, others);
        const of = new Map<string, (typeof others)[number]>(others.map((one) => [one.memberId, one]));
        const shared = (one: (typeof others)[number]) =>
          one.memberId !== me.memberId &&
          (haveOne(one.subjects, me.subjects) || (one.level !== undefined && one.level === me.level));
        const able = others.filter((one) => shared(one) && haveOne(one.languages, me.languages));
        if (able.length > 0) expect(found).toHaveLength(able.length);
        for (const { memberId } of able) expect(found.map((one) => one.memberId)).toContain(memberId);
        for (const [index, one] of found.slice(1).entries()) {
          const before = found[index];
          if (before?.subjects.length !== one.subjects.length || before.isSameLevel !== one.isSameLevel) continue;
          const turns = ({ memberId }: { memberId: string }) => of.get(memberId)?.accompanies ?? 0;
          expect(turns(before)).toBeLessThanOrEqual(turns(one));
        }
        for (const { memberId, subjects, isSameLevel } of found) {
          expect(memberId).not.toBe(me.memberId);
          expect(subjects.length > 0 || isSameLevel).toBe(true);
          for (const key of subjects) expect(me.subjects).toContain(key);
        }
      }),
    );
  });
});

describe("a watched channel", () => {
  it("is told once for each quiet time: again only after it has lived", () => {
    const instant = fc.integer({ min: NOW, max: NOW + 100 * DAY });
    fc.assert(
      fc.property(calendar, instant, instant, fc.integer({ min: 3, max: 90 }), (entries, lifeAt, toldAt, quietDays) => {
        const later = laterIn(entries);
        const due = tellAt({ lifeAt, toldAt, quietDays }, later);
        expect(due === undefined).toBe(toldAt >= lifeAt);
        expect(tellAt({ lifeAt, toldAt: undefined, quietDays }, later)).toBe(later(lifeAt, quietDays));
        // The first word after it was told always counts.
        if (toldAt >= lifeAt) expect(isNews({ lifeAt, toldAt }, toldAt + 1)).toBe(true);
        expect(starters).toContain(starterFor(lifeAt));
      }),
    );
  });
});
