import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Portrait } from "../../../src/features/introductions/portraits.js";
import type { Topic } from "../../../src/features/introductions/rules.js";
import {
  commonMode,
  type Fit,
  fitBetween,
  type Offering,
  POINTS,
  type ShortFact,
  type Wish,
} from "../../../src/features/mentoring/fit.js";
import { modes, rhythms } from "../../../src/features/mentoring/rules.js";

const now = new Date("2026-03-03T03:00:00Z");

function topic(key: string): Topic {
  return { key, label: key.toUpperCase() };
}

const [physics, maths, reading, essays, rubrics] = ["physics", "maths", "reading", "essays", "rubrics"].map(topic) as [
  Topic,
  Topic,
  Topic,
  Topic,
  Topic,
];

/** Somebody about whom little is known, awake from 7 to 19 in Jakarta. */
function portrait(memberId: string, changes: Partial<Portrait> = {}): Portrait {
  return {
    memberId,
    name: memberId,
    called: memberId,
    address: undefined,
    hasLeft: false,
    isStopped: false,
    locale: "id",
    timeZone: "Asia/Jakarta",
    languages: ["id"],
    role: "teacher",
    level: undefined,
    institution: undefined,
    region: undefined,
    line: undefined,
    topics: { subject: [], offer: [], seek: [] },
    joinedAt: new Date("2025-01-01T00:00:00Z"),
    quietFrom: "19:00",
    quietUntil: "07:00",
    ...changes,
  };
}

function knowing(subject: readonly Topic[], offer: readonly Topic[] = []): Pick<Portrait, "topics"> {
  return { topics: { subject, offer, seek: [] } };
}

/** Two between whom only what can't be missing is met: a language and a way to talk. */
interface Two {
  readonly mentee?: Partial<Portrait>;
  readonly wish?: Partial<Wish>;
  readonly mentor?: Partial<Portrait>;
  readonly offering?: Partial<Offering>;
}

function fitOfTwo({ mentee, wish, mentor, offering }: Two): Fit | undefined {
  return fitBetween(
    portrait("mentee", mentee),
    { topics: [], level: undefined, mode: "online", rhythm: "weekly", isBeginner: false, ...wish },
    // The mentor's day begins when the mentee's ends, so that no hour is common unless a test says so.
    portrait("mentor", { quietFrom: "07:00", quietUntil: "19:00", ...mentor }),
    { topics: [], levels: [], mode: "online", rhythm: "monthly", ...offering },
    now,
  );
}

function fit(two: Two): Fit {
  const found = fitOfTwo(two);
  if (!found) throw new Error("these two can't be together");
  return found;
}

/** What only these two lack. */
const least = POINTS.ownLanguage + POINTS.mode;
const otherRhythm: ShortFact = { kind: "otherRhythm", rhythm: "monthly" };
const noHours: ShortFact = { kind: "fewHours", hours: 0 };

describe("two are never brought together", () => {
  const school = { institution: "SMAN 1 Malang" };

  it.each(["schoolLeader", "supervisor"])("when one is the other's %s", (role) => {
    const leader = { role, ...school };
    // Capitals and signs make no other school.
    const teacher = { role: "teacher", institution: " sman 1, MALANG" };
    expect(fitOfTwo({ mentee: teacher, mentor: leader })).toBeUndefined();
    expect(fitOfTwo({ mentee: leader, mentor: teacher })).toBeUndefined();
    expect(fitOfTwo({ mentee: { role: "teacher", institution: "SMAN 2 Malang" }, mentor: leader })).toBeDefined();
    expect(fitOfTwo({ mentee: { role: "teacher" }, mentor: { role } })).toBeDefined();
    expect(fitOfTwo({ mentee: leader, mentor: { role: "schoolLeader", ...school } })).toBeDefined();
  });

  it("without a language that both speak", () => {
    expect(fitOfTwo({ mentee: { languages: ["id", "jv"] }, mentor: { languages: ["en", "ar"] } })).toBeUndefined();
    expect(fitOfTwo({ mentee: { languages: [] } })).toBeUndefined();
    expect(fitOfTwo({ mentee: { languages: ["id", "en"] }, mentor: { languages: ["en"] } })).toBeDefined();
  });

  it("without a way to talk that suits both", () => {
    expect(fitOfTwo({ wish: { mode: "online" }, offering: { mode: "inPerson" } })).toBeUndefined();
    expect(fitOfTwo({ wish: { mode: "inPerson" }, offering: { mode: "online" } })).toBeUndefined();
    expect(fitOfTwo({ wish: { mode: "either" }, offering: { mode: "inPerson" } })).toBeDefined();
  });

  it("when they are one person", () => {
    expect(fitOfTwo({ mentor: { memberId: "mentee" } })).toBeUndefined();
  });
});

describe("a way to talk", () => {
  it.each([
    ["online", "online", "online"],
    ["inPerson", "inPerson", "inPerson"],
    ["online", "inPerson", undefined],
    ["either", "online", "online"],
    ["either", "inPerson", "inPerson"],
    ["either", "either", "either"],
  ] as const)("for %s and %s is %s, whoever of the two wants what", (one, other, common) => {
    expect(commonMode(one, other)).toBe(common);
    expect(commonMode(other, one)).toBe(common);
  });
});

describe("points", () => {
  it("for two without anything else are for language and way to talk alone", () => {
    expect(fit({})).toEqual({
      points: least,
      met: [
        { kind: "mode", mode: "online" },
        { kind: "language", language: "id" },
      ],
      short: [otherRhythm, noHours],
    });
  });

  it("name the first language of the mentee that both speak", () => {
    const { met } = fit({ mentee: { languages: ["jv", "en", "id"] }, mentor: { languages: ["id", "en"] } });
    expect(met).toContainEqual({ kind: "language", language: "en" });
  });

  it.each<readonly [string, Two, number]>([
    ["an only topic that is offered", { wish: { topics: [essays] }, offering: { topics: [essays] } }, POINTS.topics],
    ["one the mentor offers to all", { wish: { topics: [essays] }, mentor: knowing([], [essays]) }, POINTS.topics],
    ["one the mentor teaches", { wish: { topics: [essays] }, mentor: knowing([essays]) }, POINTS.topics],
    ["one topic of two", { wish: { topics: [essays, maths] }, offering: { topics: [essays] } }, POINTS.topics / 2],
    ["one topic of three", { wish: { topics: [essays, maths, reading] }, offering: { topics: [maths] } }, 20],
    ["another topic", { wish: { topics: [essays] }, offering: { topics: [maths] } }, 0],
    ["topics nobody asked for", { offering: { topics: [maths, essays] } }, 0],
    ["the same subject", { mentee: knowing([physics]), mentor: knowing([physics]) }, POINTS.subject],
    [
      "two same subjects, which are no more than one",
      { mentee: knowing([physics, maths]), mentor: knowing([maths, physics]) },
      POINTS.subject,
    ],
    [
      "the same subject of a beginner",
      { mentee: knowing([physics]), wish: { isBeginner: true }, mentor: knowing([physics]) },
      POINTS.subjectOfBeginner,
    ],
    ["another subject", { mentee: knowing([physics]), mentor: knowing([maths]) }, 0],
    ["the mentee's phase", { mentee: { level: "primary" }, offering: { levels: ["primary"] } }, POINTS.level],
    ["the phase that is wished", { wish: { level: "adult" }, offering: { levels: ["early", "adult"] } }, POINTS.level],
    [
      "the wished phase rather than the mentee's own",
      { mentee: { level: "primary" }, wish: { level: "adult" }, offering: { levels: ["primary"] } },
      0,
    ],
    [
      "the phase at which the mentor teaches, where none is offered",
      { wish: { level: "adult" }, mentor: { level: "adult" } },
      POINTS.level,
    ],
    [
      "the offered phases rather than the mentor's own",
      { wish: { level: "adult" }, mentor: { level: "adult" }, offering: { levels: ["early"] } },
      0,
    ],
    [
      "the phase of a beginner",
      { wish: { level: "adult", isBeginner: true }, offering: { levels: ["adult"] } },
      POINTS.levelOfBeginner,
    ],
    ["the same rhythm", { wish: { rhythm: "monthly" } }, POINTS.rhythm],
    ["any rhythm", { offering: { rhythm: "any" } }, POINTS.rhythm],
    ["one common hour", { mentor: { quietFrom: "08:00" } }, POINTS.hour],
    ["nearly two common hours", { mentor: { quietFrom: "08:59" } }, POINTS.hour],
    ["three common hours", { mentor: { quietFrom: "10:00" } }, 3 * POINTS.hour],
    ["four common hours", { mentor: { quietFrom: "11:00" } }, 4 * POINTS.hour],
    ["a whole common day, which is no more", { mentor: { quietFrom: "19:00", quietUntil: "07:00" } }, 4 * POINTS.hour],
    [
      "hours that are common in another zone",
      { mentor: { timeZone: "Asia/Jayapura", quietFrom: "12:00", quietUntil: "07:00" } },
      3 * POINTS.hour,
    ],
    ["another school", { mentee: { institution: "A" }, mentor: { institution: "B" } }, POINTS.otherSchool],
    ["the same school", { mentee: { institution: "SMA 1" }, mentor: { institution: "SMA 1" } }, 0],
    ["the same school, written otherwise", { mentee: { institution: "SMA 1" }, mentor: { institution: "sma-1 " } }, 0],
    ["a school that is not known", { mentee: { institution: "SMA 1" } }, 0],
    ["a school that is blank", { mentee: { institution: "SMA 1" }, mentor: { institution: " " } }, 0],
  ])("for %s", (_what, two, points) => {
    expect(fit(two).points - least).toBe(points);
  });

  it("put the subject and phase of a beginner before all topics, and of others after them", () => {
    const mentee = { level: "primary", ...knowing([physics]) };
    const alike: Two = { mentee, mentor: { level: "primary", ...knowing([physics]) } };
    const topical: Two = { mentee, mentor: { level: "adult", ...knowing([maths], [essays]) } };
    const wish = { topics: [essays] };
    const beginner = { ...wish, isBeginner: true };
    expect(fit({ ...alike, wish: beginner }).points).toBeGreaterThan(fit({ ...topical, wish: beginner }).points);
    expect(fit({ ...alike, wish }).points).toBeLessThan(fit({ ...topical, wish }).points);
  });
});

describe("what is told", () => {
  const mentee = { level: "primary", institution: "A", ...knowing([physics, maths]) };
  const whole: Two = {
    mentee,
    wish: { topics: [essays, reading] },
    mentor: { quietFrom: "12:30", institution: "B", ...knowing([maths, physics]) },
    offering: { topics: [reading, essays], levels: ["primary"], rhythm: "any" },
  };

  it("of two who fit in everything is all of it, what weighs most first, and nothing that is short", () => {
    expect(fit(whole)).toEqual({
      points: 60 + 20 + 20 + 16 + 12 + 8 + 6 + 5,
      met: [
        { kind: "topics", topics: [essays, reading] },
        { kind: "subject", topics: [physics, maths] },
        { kind: "level", level: "primary" },
        { kind: "hours", hours: 5 },
        { kind: "rhythm", rhythm: "weekly" },
        { kind: "mode", mode: "online" },
        { kind: "language", language: "id" },
        { kind: "otherSchool" },
      ],
      short: [],
    });
  });

  it("puts topics of which few are met behind what weighs more", () => {
    const wish = { topics: [essays, reading, rubrics, topic("games")] };
    const { met, short } = fit({ ...whole, wish, offering: { ...whole.offering, topics: [reading] } });
    // 15 of 60 points are less than the hours' 16.
    expect(met.map(({ kind }) => kind).slice(0, 5)).toEqual(["subject", "level", "hours", "topics", "rhythm"]);
    expect(met).toContainEqual({ kind: "topics", topics: [reading] });
    expect(short).toEqual([{ kind: "noTopics", topics: [essays, rubrics, topic("games")] }]);
  });

  it("calls four hours enough", () => {
    const { met, short } = fit({ ...whole, mentor: { ...whole.mentor, quietFrom: "11:00" } });
    expect(met).toContainEqual({ kind: "hours", hours: 4 });
    expect(short).toEqual([]);
  });

  it("names a subject that was asked for once only", () => {
    const { met, points } = fit({ mentee, wish: { topics: [physics] }, mentor: knowing([physics, maths]) });
    expect(met).toContainEqual({ kind: "topics", topics: [physics] });
    expect(met).toContainEqual({ kind: "subject", topics: [maths] });
    expect(fit({ mentee, wish: { topics: [physics] }, mentor: knowing([physics]) })).toMatchObject({
      points,
      met: [{ kind: "topics" }, { kind: "mode" }, { kind: "language" }],
    });
  });

  const shorts: readonly (readonly [string, Two, ShortFact])[] = [
    ["topics", { wish: { topics: [essays, rubrics] } }, { kind: "noTopics", topics: [rubrics] }],
    ["phase", { wish: { topics: [essays], level: "adult" } }, { kind: "otherLevel" }],
    ["rhythm", { offering: { ...whole.offering, rhythm: "monthly" } }, otherRhythm],
    ["hours", { mentor: { ...whole.mentor, quietFrom: "10:59" } }, { kind: "fewHours", hours: 3 }],
  ];

  it.each(shorts)("of %s alone that are short is exactly that", (_what, changes, short) => {
    expect(fit({ ...whole, ...changes }).short).toEqual([short]);
  });

  it("of all that is short is each, and none of it as met", () => {
    const { met, short } = fit({ mentee, wish: { topics: [essays] }, offering: { levels: ["adult"] } });
    expect(short).toEqual([{ kind: "noTopics", topics: [essays] }, { kind: "otherLevel" }, otherRhythm, noHours]);
    expect(met.map(({ kind }) => kind)).toEqual(["mode", "language"]);
  });
});

const all = [physics, maths, reading, essays, rubrics];
const someTopics = fc.subarray(all).chain((some) => fc.shuffledSubarray(some, { minLength: some.length }));
const anyTime = fc.integer({ min: 0, max: 47 }).map((half) => {
  const hour = String(Math.floor(half / 2)).padStart(2, "0");
  return `${hour}:${half % 2 === 0 ? "00" : "30"}`;
});
const anyLevel = fc.constantFrom("early", "primary", "adult", undefined);

function anyPerson(): fc.Arbitrary<Partial<Portrait>> {
  return fc.record({
    languages: fc.shuffledSubarray(["id", "en", "jv"]),
    role: fc.constantFrom("teacher", "schoolLeader", undefined),
    level: anyLevel,
    institution: fc.constantFrom("SMA 1", "sma-1", "SMA 2", " ", undefined),
    topics: fc.record({ subject: someTopics, offer: someTopics, seek: someTopics }),
    timeZone: fc.constantFrom("Asia/Jakarta", "Asia/Jayapura", "America/New_York", "UTC"),
    quietFrom: anyTime,
    quietUntil: anyTime,
  });
}

const anyTwo = fc.record({
  mentee: anyPerson(),
  mentor: anyPerson(),
  wish: fc.record({
    topics: someTopics,
    level: anyLevel,
    mode: fc.constantFrom(...modes),
    rhythm: fc.constantFrom(...rhythms),
    isBeginner: fc.boolean(),
  }),
  offering: fc.record({
    topics: someTopics,
    levels: fc.subarray(["early", "primary", "adult"]),
    mode: fc.constantFrom(...modes),
    rhythm: fc.constantFrom(...rhythms, "any" as const),
  }),
});

/** The most that each kind of fact can bring. */
function mostOf(kind: string, isBeginner: boolean): number {
  const most: Readonly<Record<string, number>> = {
    topics: POINTS.topics,
    subject: isBeginner ? POINTS.subjectOfBeginner : POINTS.subject,
    level: isBeginner ? POINTS.levelOfBeginner : POINTS.level,
    rhythm: POINTS.rhythm,
    mode: POINTS.mode,
    hours: 4 * POINTS.hour,
    language: POINTS.ownLanguage,
    otherSchool: POINTS.otherSchool,
  };
  return most[kind] ?? NaN;
}

const kinds = ["topics", "subject", "level", "rhythm", "mode", "hours", "language", "otherSchool"];

describe("any two", () => {
  it("get whole points, no less than the least and no more than all that can be met", () => {
    fc.assert(
      fc.property(anyTwo, (two) => {
        const found = fitOfTwo(two);
        if (!found) return;
        const most = kinds.reduce((sum, kind) => sum + mostOf(kind, two.wish.isBeginner), 0);
        expect(Number.isInteger(found.points)).toBe(true);
        expect(found.points).toBeGreaterThanOrEqual(least);
        expect(found.points).toBeLessThanOrEqual(most);
      }),
      { numRuns: 500 },
    );
  });

  it("hear each thing once, as met or as short", () => {
    fc.assert(
      fc.property(anyTwo, (two) => {
        const found = fitOfTwo(two);
        if (!found) return;
        const told = found.met.map(({ kind }) => kind);
        expect(new Set(told).size).toBe(told.length);
        const missing = new Set(found.short.map(({ kind }) => kind));
        expect(missing.size).toBe(found.short.length);
        expect(told.includes("level") && missing.has("otherLevel")).toBe(false);
        expect(told.includes("rhythm")).toBe(!missing.has("otherRhythm"));
        expect(told.includes("hours")).toBe(!missing.has("fewHours"));
        const topics = [...found.met, ...found.short].flatMap((fact) =>
          fact.kind === "topics" || fact.kind === "noTopics" ? fact.topics : [],
        );
        expect(topics.map(({ key }) => key).sort()).toEqual(two.wish.topics.map(({ key }) => key).sort());
      }),
      { numRuns: 500 },
    );
  });

  it("fit as well in whatever order their topics are written", () => {
    const anyOrder = anyTwo.chain((two) =>
      fc.record({
        two: fc.constant(two),
        wished: fc.shuffledSubarray(two.wish.topics, { minLength: two.wish.topics.length }),
        offered: fc.shuffledSubarray(two.offering.topics, { minLength: two.offering.topics.length }),
      }),
    );
    fc.assert(
      fc.property(anyOrder, ({ two, wished, offered }) => {
        const wish = { ...two.wish, topics: wished };
        const offering = { ...two.offering, topics: offered };
        expect(fitOfTwo({ ...two, wish, offering })?.points).toBe(fitOfTwo(two)?.points);
      }),
      { numRuns: 300 },
    );
  });

  it("fit no worse when the mentor offers one topic more, and better when it is one that was missed", () => {
    fc.assert(
      fc.property(anyTwo, fc.constantFrom(...all), (two, more) => {
        const before = fitOfTwo(two);
        const after = fitOfTwo({ ...two, offering: { ...two.offering, topics: [...two.offering.topics, more] } });
        expect(after === undefined).toBe(before === undefined);
        if (!before || !after) return;
        const missed = before.short.some(
          (fact) => fact.kind === "noTopics" && fact.topics.some(({ key }) => key === more.key),
        );
        if (missed) expect(after.points).toBeGreaterThan(before.points);
        else expect(after).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it("can be together or not, whoever of the two is the mentor", () => {
    fc.assert(
      fc.property(anyTwo, (two) => {
        const turned = {
          mentee: two.mentor,
          mentor: two.mentee,
          wish: { ...two.wish, mode: two.offering.mode },
          offering: { ...two.offering, mode: two.wish.mode },
        };
        expect(fitOfTwo(turned) === undefined).toBe(fitOfTwo(two) === undefined);
      }),
      { numRuns: 300 },
    );
  });
});
