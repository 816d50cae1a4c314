import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addOpenTime, type CalendarEntry } from "../../../src/features/members/calendar/rules.js";
import {
  type Later,
  type MentorshipEvent,
  mentorshipAfter,
  type MentorshipFacts,
  type MentorshipState,
  mentorshipStates,
  nextRequestStep,
  nextStep,
  type Question,
  questions,
  quietDays,
  REQUEST_DAYS,
  requestAfter,
  type RequestState,
  rhythms,
  type Role,
  type Step,
  usualEnd,
} from "../../../src/features/mentoring/rules.js";

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5, 3);
const zone = "Asia/Jakarta";

function pause(from: string, until: string): CalendarEntry {
  return { kind: "break", from, until, effect: "pause" };
}

const calendars: readonly (readonly CalendarEntry[])[] = [
  [],
  [pause("2026-01-19", "2026-01-25"), pause("2026-03-14", "2026-03-28"), pause("2026-06-22", "2026-07-12")],
  // A holiday every fortnight, and a break that begins before everything.
  [
    pause("2025-12-20", "2026-01-11"),
    ...Array.from({ length: 20 }, (_, place) => {
      const date = new Date(start + (14 * place + 20) * day).toISOString().slice(0, 10);
      return pause(date, date);
    }),
  ],
];

function laterIn(calendar: readonly CalendarEntry[]): Later {
  return (from, days) => addOpenTime(calendar, from, days * day, zone);
}

const anyLater = fc.constantFrom(...calendars).map(laterIn);
const anyInstant = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => start + (hours * day) / 24);
const anyRhythm = fc.constantFrom(...rhythms);

/** Whatever may be stored of two, sensible or not. */
function anyFacts(states: readonly MentorshipState[]): fc.Arbitrary<MentorshipFacts> {
  return fc.record({
    state: fc.constantFrom(...states),
    rhythm: anyRhythm,
    startedAt: fc.constant(start),
    lifeAt: anyInstant,
    endsAt: fc.option(anyInstant, { nil: undefined }),
    pausedUntil: fc.option(anyInstant, { nil: undefined }),
    isAgreed: fc.boolean(),
    isFit: fc.boolean(),
    keepAskedAt: fc.option(anyInstant, { nil: undefined }),
    sessions: fc.nat({ max: 4 }),
    asked: fc
      .array(fc.tuple(fc.constantFrom(...questions), anyInstant), { maxLength: 6 })
      .map((pairs): MentorshipFacts["asked"] => Object.fromEntries(pairs)),
  });
}

function isQuestion(what: Step["what"]): what is Question {
  return questions.some((known) => known === what);
}

describe("whatever is known of two", () => {
  it("something comes next while they are together, so that nobody waits in silence", () => {
    fc.assert(
      fc.property(anyFacts(["firstTalk", "fit", "working", "asked"]), anyLater, (facts, later) => {
        expect(nextStep(facts, later)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it("the clock plans nothing but what it may do", () => {
    fc.assert(
      fc.property(anyFacts(mentorshipStates), anyLater, (facts, later) => {
        const step = nextStep(facts, later);
        if (!step || isQuestion(step.what)) return;
        expect(mentorshipAfter(facts.state, step.what, "clock")).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it("no question but the pulse and the nudge is asked again", () => {
    fc.assert(
      fc.property(anyFacts(mentorshipStates), anyLater, (facts, later) => {
        const step = nextStep(facts, later);
        if (!step || !isQuestion(step.what) || step.what === "pulse") return;
        const before = facts.asked[step.what];
        if (step.what === "nudge") expect(before === undefined || before < facts.lifeAt).toBe(true);
        else expect(before).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("quiet is noticed when exactly so many days are open", () => {
    fc.assert(
      fc.property(anyRhythm, anyInstant, anyLater, (rhythm, lifeAt, later) => {
        const lifeless: MentorshipFacts = {
          ...{ state: "working", rhythm, startedAt: start, lifeAt, endsAt: undefined, pausedUntil: undefined },
          // The pulse was asked as late as it could be, and is out of the way.
          ...{ isAgreed: false, isFit: true, keepAskedAt: undefined, sessions: 0, asked: { pulse: lifeAt } },
        };
        const days = quietDays(rhythm);
        expect(nextStep(lifeless, later)).toEqual({ what: "nudge", at: later(lifeAt, days.nudge) });
        const nudged: MentorshipFacts = { ...lifeless, asked: { pulse: lifeAt, nudge: lifeAt } };
        expect(nextStep(nudged, later)).toEqual({ what: "askKeep", at: later(lifeAt, days.askKeep) });
        const asked: MentorshipFacts = { ...nudged, state: "asked" };
        expect(nextStep(asked, later)).toEqual({ what: "archive", at: later(lifeAt, days.archive) });
      }),
      { numRuns: 100 },
    );
  });
});

/** Something that one of the two does, so many days after what was done before. */
interface Deed {
  readonly after: number;
  readonly by: Role;
  readonly event: MentorshipEvent;
  /** Days of a pause, or until an agreed end. */
  readonly days: number;
  readonly agrees: boolean;
}

const anyDeed: fc.Arbitrary<Deed> = fc.record({
  after: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 120 })),
  by: fc.constantFrom("mentor", "mentee"),
  // Talking is what happens most.
  event: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("talked", "session", "sign", "fits") },
    { weight: 2, arbitrary: fc.constantFrom("pause", "reopen") },
    { weight: 1, arbitrary: fc.constantFrom("unfit", "finish", "leave") },
  ),
  days: fc.integer({ min: 1, max: 100 }),
  agrees: fc.boolean(),
});

/** What the clock did, and when the two had last been alive. */
interface Done extends Step {
  readonly lifeAt: number;
  readonly from: MentorshipState;
  readonly before: MentorshipFacts;
}

interface Life {
  readonly facts: MentorshipFacts;
  readonly done: readonly Done[];
  /** When the last thing happened that one of the two did. */
  readonly lastDeed: number;
}

/** More steps than these and the clock goes in circles. */
const TOO_MANY = 40;

/** The life of two with a clock that is never late. What they can't do any more they don't. */
function live(rhythm: MentorshipFacts["rhythm"], deeds: readonly Deed[], later: Later): Life {
  let facts: MentorshipFacts = {
    ...{ state: "firstTalk", rhythm, startedAt: start, lifeAt: start, endsAt: undefined, pausedUntil: undefined },
    ...{ isAgreed: false, isFit: false, keepAskedAt: undefined, sessions: 0, asked: {} },
  };
  const done: Done[] = [];

  function clockUntil(until: number, from: number): void {
    let now = from;
    for (let steps = 0; ; steps++) {
      const step = nextStep(facts, later);
      if (!step || step.at > until) return;
      if (steps > TOO_MANY) expect.fail("the clock never comes to rest");
      now = Math.max(now, step.at);
      done.push({ what: step.what, at: now, lifeAt: facts.lifeAt, from: facts.state, before: facts });
      facts = afterStep(facts, step.what, now);
    }
  }

  let at = start;
  let lastDeed = start;
  for (const deed of deeds) {
    const then = at + deed.after * day;
    clockUntil(then, at);
    at = then;
    const next = afterDeed(facts, deed, at);
    if (!next) continue;
    facts = next;
    lastDeed = at;
  }
  clockUntil(Infinity, at);
  return { facts, done, lastDeed };
}

function afterStep(facts: MentorshipFacts, what: Step["what"], now: number): MentorshipFacts {
  if (isQuestion(what)) return { ...facts, asked: { ...facts.asked, [what]: now } };
  const state = mentorshipAfter(facts.state, what, "clock");
  if (state === undefined) return expect.fail(`the clock may not ${what} when it is ${facts.state}`);
  if (what === "askKeep") return { ...facts, state, keepAskedAt: now };
  return what === "resume" ? { ...facts, state, lifeAt: now, pausedUntil: undefined } : { ...facts, state };
}

function afterDeed(facts: MentorshipFacts, { by, event, days, agrees }: Deed, now: number) {
  const state = mentorshipAfter(facts.state, event, by);
  if (state === undefined) return undefined;
  const pausedUntil = state === "paused" ? now + days * day : undefined;
  const next: MentorshipFacts = { ...facts, state, lifeAt: now, pausedUntil };
  if (event === "fits") return { ...next, isFit: true };
  if (event === "session") return { ...next, sessions: facts.sessions + 1 };
  if (event === "reopen" && facts.state === "ended") return { ...next, endsAt: undefined, isAgreed: false, asked: {} };
  if (event !== "sign" || !agrees || state !== "working") return next;
  // A new agreement has an end of its own, which is asked about again.
  const asked = Object.fromEntries(Object.entries(facts.asked).filter(([question]) => question !== "ending"));
  return { ...next, isAgreed: true, endsAt: now + days * day, asked };
}

const anyLife = fc
  .tuple(anyRhythm, fc.array(anyDeed, { maxLength: 12 }), anyLater)
  .map(([rhythm, deeds, later]) => ({ ...live(rhythm, deeds, later), later, rhythm }));

function assertOfLives(check: (life: ReturnType<typeof live> & { later: Later }) => void): void {
  fc.assert(fc.property(anyLife, check), { numRuns: 150 });
}

/** What was done, gathered by what two of them have in common. */
function counted(done: readonly Done[], keyOf: (one: Done) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of done) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

describe("the life of any two", () => {
  it("comes to an end when neither does anything any more", () => {
    assertOfLives(({ facts, done, lastDeed, later }) => {
      expect(["archived", "parted", "ended"]).toContain(facts.state);
      // A fit that nobody answers, a pause, and the longest quiet, one after the other.
      const longest = later(later(lastDeed, 14) + 100 * day, quietDays("monthly").archive);
      for (const { at } of done) expect(at).toBeLessThanOrEqual(Math.max(longest, lastDeed));
    });
  });

  it("has one nudge and one question whether to go on at most in each stretch of quiet", () => {
    assertOfLives(({ done }) => {
      const quiet = done.filter(({ what }) => what === "nudge" || what === "askKeep" || what === "archive");
      for (const count of counted(quiet, ({ what, lifeAt }) => `${what} ${lifeAt}`).values()) expect(count).toBe(1);
    });
  });

  it("rests only after a nudge, a question, and so many open days without a word", () => {
    assertOfLives(({ done, later }) => {
      for (const [place, { what, at, lifeAt, before }] of done.entries()) {
        if (what !== "archive") continue;
        const days = quietDays(before.rhythm);
        expect(at).toBe(later(lifeAt, days.archive));
        const stretch = done.slice(0, place).filter((one) => one.lifeAt === lifeAt);
        expect(stretch.at(-1)).toMatchObject({ what: "askKeep" });
        const nudge = stretch.find((one) => one.what === "nudge");
        expect(nudge?.at).toBe(later(lifeAt, days.nudge));
      }
    });
  });

  it("has each of the other questions once for each beginning or agreement", () => {
    assertOfLives(({ done }) => {
      for (const { what, before } of done) {
        if (!isQuestion(what) || what === "pulse" || what === "nudge") continue;
        expect(before.asked[what]).toBeUndefined();
      }
    });
  });

  it("has pulses 30 days after its beginning at the earliest, and 60 days apart", () => {
    assertOfLives(({ done, later }) => {
      for (const { at, what, before } of done) {
        if (what !== "pulse") continue;
        const { pulse } = before.asked;
        expect(at).toBeGreaterThanOrEqual(pulse === undefined ? later(start, 30) : later(pulse, 60));
      }
    });
  });

  it("is asked for the fit, asked again 7 days later, and taken to fit 14 days later", () => {
    assertOfLives(({ done, later }) => {
      for (const { what, at, before } of done) {
        const { fit } = before.asked;
        if (what === "fit") expect(at).toBe(before.lifeAt);
        if (what === "fitAgain") expect(at).toBe(later(fit ?? NaN, 7));
        if (what === "lapseFit") expect(at).toBe(later(fit ?? NaN, 14));
        if (what === "lapseFit") expect(before.asked.fitAgain).toBeDefined();
      }
    });
  });

  it("is asked for an agreement only when two talked twice and have none", () => {
    assertOfLives(({ done }) => {
      for (const { what, before } of done) {
        if (what === "agreement") expect([before.isAgreed, before.sessions >= 2]).toEqual([false, true]);
      }
    });
  });

  it("is never over without a question that had 14 open days for its answer", () => {
    assertOfLives(({ done, later }) => {
      for (const { what, at, before } of done) {
        if (what === "ending") expect(at).toBeGreaterThanOrEqual(before.endsAt ?? NaN);
        if (what !== "expire") continue;
        expect(at).toBe(later(Math.max(before.asked.ending ?? NaN, before.lifeAt), 14));
      }
    });
  });

  it("wakes from a pause on its date, and is asked nothing before", () => {
    assertOfLives(({ done }) => {
      for (const { what, at, from, before } of done) {
        if (from === "paused") expect([what, at]).toEqual(["resume", before.pausedUntil]);
      }
    });
  });

  it("really has all of this in it", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyLife, ({ facts, done }) => {
        for (const { what } of done) seen.add(what);
        seen.add(facts.state);
      }),
      { numRuns: 200, seed: 7 },
    );
    const clock = ["askKeep", "archive", "resume", "lapseFit", "expire"];
    expect([...seen].sort()).toEqual([...questions, ...clock, "archived", "parted", "ended"].sort());
  });
});

describe("the life of any request", () => {
  /** On each visit of the clock: whether a free mentor is found, and what the mentor who is asked does in time. */
  const anyVisits = fc.array(
    fc.record({ found: fc.boolean(), answer: fc.constantFrom("accept", "decline", "silence", "silence") }),
    { maxLength: 30 },
  );

  it("comes to an end, and no mentor has it longer than a week", () => {
    fc.assert(
      fc.property(anyVisits, anyLater, (visits, later) => {
        let state: RequestState = "waiting";
        let [now, askedAt, isReminded] = [start, undefined as number | undefined, false];
        const go = (event: Parameters<typeof requestAfter>[1], by: Role) => {
          state = requestAfter(state, event, by) ?? expect.fail(`nobody may ${event} when it is ${state}`);
        };
        const left = [...visits];
        const step = () => nextRequestStep({ state, createdAt: start, askedAt, isReminded }, now, later);
        for (let next = step(), steps = 0; next; next = step(), steps++) {
          if (steps > 500) expect.fail("it is never over");
          expect(next.at).toBeGreaterThanOrEqual(now);
          now = next.at;
          switch (next.what) {
            case "remind":
              expect(now).toBe(later(askedAt ?? NaN, REQUEST_DAYS.remind));
              isReminded = true;
              break;
            case "lapse":
              expect(now).toBe(later(askedAt ?? NaN, REQUEST_DAYS.lapse));
              expect(isReminded).toBe(true);
              go("lapse", "clock");
              [askedAt, isReminded] = [undefined, false];
              break;
            case "look": {
              const visit = left.shift();
              go(visit?.found === true ? "found" : "none", "clock");
              if (visit?.found !== true) break;
              [askedAt, isReminded] = [now, false];
              if (visit.answer === "silence") break;
              go(visit.answer, "mentor");
              askedAt = undefined;
              break;
            }
            case "giveUp":
              expect(now).toBeGreaterThanOrEqual(later(start, REQUEST_DAYS.giveUp));
              go("giveUp", "clock");
          }
        }
        expect(["accepted", "closed"]).toContain(state);
        // Nobody is kept longer than the last mentor may take, who was asked on the last day.
        expect(now).toBeLessThanOrEqual(later(later(start, REQUEST_DAYS.giveUp), REQUEST_DAYS.lapse) + day);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the usual end", () => {
  it("is on the same day three months later, or on the last of a month that has no such day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), (days) => {
        const today = new Date(Date.UTC(2026, 0, 1) + days * day).toISOString().slice(0, 10);
        const end = usualEnd(today);
        const monthsOf = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
        expect(monthsOf(end) - monthsOf(today)).toBe(3);
        const dayAfter = new Date(Date.parse(`${end}T00:00:00Z`) + day).toISOString().slice(8, 10);
        expect(
          end.slice(8) === today.slice(8) || (end < `${end.slice(0, 8)}${today.slice(8)}` && dayAfter === "01"),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
