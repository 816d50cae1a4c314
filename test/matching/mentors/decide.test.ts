import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededChance, shuffled } from "../../../src/matching/chance.js";
import { decideMentors } from "../../../src/matching/mentors/decide.js";
import type { Mentee, MentoringInput, MentoringOutcome, Mentor } from "../../../src/matching/mentors/types.js";
import { drain } from "../../../src/matching/steps.js";

const decide = (input: MentoringInput): MentoringOutcome => drain(decideMentors(input));

const people = fc.record({
  waiting: fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }),
  needs: fc.array(fc.subarray(["id", "jv", "physics"]), { minLength: 5, maxLength: 5 }),
  seats: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
  has: fc.array(fc.subarray(["id", "jv", "physics"], { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  fits: fc.array(fc.option(fc.integer({ min: -2, max: 3 }), { nil: undefined, freq: 8 }), {
    minLength: 15,
    maxLength: 15,
  }),
  forbidden: fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 3 }),
});

const kindOf = (value: string) => (value === "physics" ? "subject" : "language");
const numberOf = (id: string) => Number(id.slice(1));

/** Small communities of five mentees and three mentors, with rules. */
const inputs = people.map(({ waiting, needs, seats, has, fits, forbidden }): Omit<MentoringInput, "aim"> => ({
  mentees: waiting.map((weeks, place) => ({
    id: `a${place}`,
    waiting: weeks,
    musts: (needs[place] ?? []).map((value) => ({ kind: kindOf(value), anyOf: [value] })),
  })),
  mentors: seats.map((free, place) => ({
    id: `b${place}`,
    seats: free,
    has: {
      language: (has[place] ?? []).filter((value) => value !== "physics"),
      subject: (has[place] ?? []).filter((value) => value === "physics"),
    },
  })),
  fitOf: (mentee, mentor) => fits[numberOf(mentee.id) * 3 + numberOf(mentor.id)],
  forbidden: forbidden.map(([a, b]) => [`a${a}`, `b${b}`] as const),
}));

const meetsAll = ({ has }: Mentor, { musts }: Mentee) =>
  musts.every(({ kind, anyOf }) => anyOf.some((value) => has[kind]?.includes(value)));

/** How well two people fit, or undefined where a rule is against it. */
function allowedFit({ fitOf, forbidden }: Omit<MentoringInput, "aim">, mentee: Mentee, mentor: Mentor) {
  const isForbidden = forbidden.some(([a, b]) => a === mentee.id && b === mentor.id);
  return isForbidden || !meetsAll(mentor, mentee) ? undefined : fitOf(mentee, mentor);
}

type Sums = readonly [seated: number, fit: number, waiting: number];

const isMore = (one: Sums, other: Sums) => {
  const place = one.findIndex((value, at) => value !== other[at]);
  return place >= 0 && (one[place] ?? 0) > (other[place] ?? 0);
};

/** The best of all arrangements, found by trying them all. */
function tryAll(input: Omit<MentoringInput, "aim">, place: number, left: readonly number[]): Sums {
  const mentee = input.mentees[place];
  if (!mentee) return [0, 0, 0];
  let most = tryAll(input, place + 1, left);
  for (const [at, mentor] of input.mentors.entries()) {
    const fit = allowedFit(input, mentee, mentor);
    if (fit === undefined || (left[at] ?? 0) === 0) continue;
    const [seated, sum, waiting] = tryAll(input, place + 1, left.with(at, (left[at] ?? 0) - 1));
    const sums: Sums = [seated + 1, sum + fit, waiting + mentee.waiting];
    if (isMore(sums, most)) most = sums;
  }
  return most;
}

/** Pairs who would both rather have each other. */
function blockingPairs(input: MentoringInput, { seats }: MentoringOutcome): string[] {
  const waitingOf = (id: string) => input.mentees.find((mentee) => mentee.id === id)?.waiting ?? 0;
  const mine = (id: string) => seats.find(({ mentee }) => mentee === id);
  return input.mentees.flatMap((mentee) =>
    input.mentors.flatMap((mentor) => {
      const fit = allowedFit(input, mentee, mentor);
      const own = mine(mentee.id);
      if (fit === undefined || (own && own.fit >= fit)) return [];
      const taken = seats.filter((seat) => seat.mentor === mentor.id);
      const wantsToo = taken.some(
        (seat) => seat.fit < fit || (seat.fit === fit && waitingOf(seat.mentee) < mentee.waiting),
      );
      return taken.length < mentor.seats || wantsToo ? [`${mentee.id} ${mentor.id}`] : [];
    }),
  );
}

describe("mentors for mentees", () => {
  it("seat the most, then fit best, then leave those waiting who have waited least", () => {
    fc.assert(
      fc.property(inputs, (some) => {
        const input = { ...some, aim: "best" } as const;
        const { seats, total, best, price } = decide(input);
        const waited = seats.map(({ mentee }) => input.mentees.find(({ id }) => id === mentee)?.waiting ?? 0);
        const sums = [total.seated, total.fit, waited.reduce((sum, weeks) => sum + weeks, 0)];
        const most = tryAll(
          input,
          0,
          input.mentors.map(({ seats: free }) => free),
        );
        expect(sums).toEqual(most);
        expect(best).toEqual(total);
        expect(price).toEqual({ seated: 0, fit: 0 });
      }),
      { numRuns: 600 },
    );
  });

  it("never break a rule, whatever is aimed at, and account for everybody", () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom("best" as const, "stable" as const), (some, aim) => {
        const input = { ...some, aim };
        const { seats, waiting } = decide(input);
        for (const { mentee: a, mentor: b, fit } of seats) {
          const [mentee, mentor] = [input.mentees.find(({ id }) => id === a), input.mentors.find(({ id }) => id === b)];
          expect(mentee && mentor && allowedFit(input, mentee, mentor)).toBe(fit);
        }
        for (const { id, seats: free } of input.mentors)
          expect(seats.filter(({ mentor }) => mentor === id).length).toBeLessThanOrEqual(free);
        const everybody = [...seats, ...waiting].map(({ mentee }) => mentee);
        expect(everybody.sort()).toEqual(input.mentees.map(({ id }) => id));
      }),
      { numRuns: 500 },
    );
  });

  it("leave no two who would both rather have each other where that is aimed at, and say what it costs", () => {
    fc.assert(
      fc.property(inputs, (some) => {
        const input = { ...some, aim: "stable" } as const;
        const outcome = decide(input);
        const { total } = decide({ ...some, aim: "best" });
        expect(blockingPairs(input, outcome)).toEqual([]);
        expect(outcome.best).toEqual(total);
        expect(outcome.price).toEqual({
          seated: total.seated - outcome.total.seated,
          fit: total.fit - outcome.total.fit,
        });
      }),
      { numRuns: 600 },
    );
  });

  it("are the same in whatever order people are listed", () => {
    fc.assert(
      fc.property(inputs, fc.nat(), fc.constantFrom("best" as const, "stable" as const), (input, seed, aim) => {
        const chance = seededChance(seed);
        const mixed = {
          ...input,
          mentees: shuffled(input.mentees, chance),
          mentors: shuffled(input.mentors, chance),
          forbidden: shuffled(input.forbidden, chance),
        };
        expect(decide({ ...mixed, aim })).toEqual(decide({ ...input, aim }));
      }),
      { numRuns: 300 },
    );
  });

  const speaks = (id: string, seats: number, ...language: string[]): Mentor => ({ id, seats, has: { language } });
  const asks = (id: string, waiting: number, ...languages: string[]): Mentee => ({
    id,
    waiting,
    musts: languages.map((language) => ({ kind: "language", anyOf: [language] })),
  });
  const simple = { fitOf: () => 5, forbidden: [], aim: "best" } as const;

  it("cost something when they are stable", () => {
    const fits: Readonly<Record<string, number>> = { "ani budi": 9, "ani citra": 8, "dewi budi": 8 };
    const input = {
      mentees: [asks("ani", 0), asks("dewi", 0)],
      mentors: [speaks("budi", 1), speaks("citra", 1)],
      fitOf: (mentee: Mentee, mentor: Mentor) => fits[`${mentee.id} ${mentor.id}`],
      forbidden: [],
      aim: "stable",
    } as const;
    expect(decide(input)).toMatchObject({
      seats: [{ mentee: "ani", mentor: "budi", fit: 9 }],
      waiting: [{ mentee: "dewi", why: { kind: "taken", mentors: 1 } }],
      price: { seated: 1, fit: 7 },
    });
  });

  it("say that all seats are taken, and that those who waited longer have them", () => {
    const outcome = decide({ ...simple, mentees: [asks("ani", 2), asks("budi", 6)], mentors: [speaks("citra", 1)] });
    expect(outcome.seats).toEqual([{ mentee: "budi", mentor: "citra", fit: 5 }]);
    expect(outcome.waiting).toEqual([{ mentee: "ani", why: { kind: "taken", mentors: 1 } }]);
  });

  it("say which rule keeps somebody waiting, and how many mentors they could have without it", () => {
    const mentors = [speaks("budi", 1, "id"), speaks("citra", 2, "id", "en"), speaks("dewi", 0, "ban")];
    const whyOf = (...languages: string[]) =>
      decide({ ...simple, mentees: [asks("ani", 0, ...languages)], mentors }).waiting[0]?.why;
    const must = (language: string) => ({ kind: "language", anyOf: [language] });
    expect(whyOf("id", "ban")).toEqual({
      kind: "musts",
      helps: [{ must: must("ban"), mentors: 2 }],
      unmet: [must("ban")],
    });
    expect(whyOf("jv", "ban")).toEqual({ kind: "musts", helps: [], unmet: [must("jv"), must("ban")] });
    expect(whyOf("en")).toBeUndefined();
  });

  it("say that everybody who would do is out of the question, or that nobody offers a seat", () => {
    const mentees = [asks("ani", 0)];
    const forbidden = [["ani", "budi"]] as const;
    expect(decide({ ...simple, mentees, mentors: [speaks("budi", 1)], forbidden }).waiting[0]?.why).toEqual({
      kind: "apart",
      mentors: 1,
    });
    expect(decide({ ...simple, mentees, mentors: [speaks("budi", 0)] }).waiting[0]?.why).toEqual({ kind: "noSeats" });
  });

  it.each([
    ["half a week of waiting", { mentees: [asks("ani", 0.5)] }],
    ["waiting that is no number", { mentees: [asks("ani", NaN)] }],
    ["less than no seat", { mentors: [speaks("budi", -1)] }],
    ["two people with one id", { mentees: [asks("ani", 0), asks("ani", 1)] }],
    ["a fit that is no number", { fitOf: () => NaN }],
    ["a fit without end", { fitOf: () => Infinity }],
    ["fits too large to be added up with so much waiting", { mentees: [asks("ani", 2 ** 30)], fitOf: () => 2 ** 30 }],
    ["a forbidden mentee who is not there", { forbidden: [["nobody", "budi"]] }],
    ["a forbidden mentor who is not there", { forbidden: [["ani", "nobody"]] }],
  ] as [string, Partial<MentoringInput>][])("are refused for %s", (_what, wrong) => {
    const input = { ...simple, mentees: [asks("ani", 0)], mentors: [speaks("budi", 1)], ...wrong };
    expect(() => decide(input)).toThrow(RangeError);
  });
});
