import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demoCircles } from "../../../prisma/demo/circles.js";
import { demoPeople } from "../../../prisma/demo/people.js";
import {
  datesUntil,
  productDates,
  smallStep,
  stages,
  type CycleFacts,
} from "../../../src/features/circles/cycle/rules.js";
import {
  nextStep,
  quietDays,
  quiets,
  verdict,
  voteChoices,
  type QuietFacts,
} from "../../../src/features/circles/quiet/rules.js";
import {
  circleAfter,
  circleStates,
  entering,
  likeness,
  mayLeave,
  rhythms,
  size,
  successor,
  accesses,
  type CircleState,
} from "../../../src/features/circles/rules.js";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-24T07:00:00Z");
const later = (from: number, days: number) => from + days * DAY;

describe("the quiet of a circle", () => {
  it.each([
    [7, 10, 17, 24],
    [14, 17, 24, 31],
    [28, 31, 38, 45],
  ])("that meets every %i days is told after %i, %i and %i days", (rhythm, facilitator, circle, vote) => {
    expect(quietDays(rhythm)).toEqual({ facilitator, circle, vote });
  });

  it("is told in its order, a week apart, and ends in a count; any life begins it anew", () => {
    fc.assert(
      fc.property(fc.constantFrom(...rhythms), fc.integer({ min: 0, max: 400 }), (rhythm, age) => {
        const lifeAt = NOW - age * DAY;
        let facts: QuietFacts = {
          ...{ state: "active", rhythm, lifeAt, quiet: "none", quietAt: undefined },
          ...{ meetingUntil: undefined, resumesAt: undefined, endsAt: undefined },
        };
        const steps = quiets.map((quiet, place) => {
          facts = { ...facts, quiet, quietAt: place === 0 ? undefined : facts.quietAt };
          const step = nextStep(facts, later);
          facts = { ...facts, quietAt: step?.at };
          return step;
        });
        expect(steps.map((step) => step?.what)).toEqual(["askFacilitator", "askCircle", "askVote", "countVotes"]);
        const days = quietDays(rhythm);
        const told = [days.facilitator, days.circle, days.vote, days.vote + 7].map((count) => lifeAt + count * DAY);
        expect(steps.map((step) => step?.at)).toEqual(told);
      }),
    );
  });

  it("waits for a meeting that is fixed, stands still in a break, and asks nothing of what is over", () => {
    fc.assert(
      fc.property(fc.constantFrom(...circleStates), fc.integer({ min: 0, max: 60 }), (state, ahead) => {
        const meetingUntil = NOW + ahead * DAY;
        const facts: QuietFacts = {
          ...{ state, rhythm: 7, lifeAt: NOW, quiet: "none", quietAt: undefined, meetingUntil },
          ...{ resumesAt: NOW + 5 * DAY, endsAt: undefined },
        };
        const step = nextStep(facts, later);
        if (state === "active") expect(step?.at).toBe(meetingUntil + 10 * DAY);
        else expect(step?.what).toBe(state === "paused" ? "resume" : undefined);
      }),
    );
  });

  it("is decided by most votes, as soon as nobody can change it any more", () => {
    const votes = fc.array(fc.constantFrom(...voteChoices), { maxLength: 12 });
    fc.assert(
      fc.property(votes, fc.integer({ min: 0, max: 12 }), fc.boolean(), (cast, silent, isOver) => {
        const members = cast.length + silent;
        const what = verdict(cast, members, isOver);
        if (cast.length === 0) {
          expect(what).toBe(isOver ? "archive" : undefined);
          return;
        }
        if (what === undefined) {
          expect(isOver || silent === 0).toBe(false);
          // Then the silent could still bring about something else.
          const outcomes = voteChoices.map((choice) =>
            verdict([...cast, ...Array<typeof choice>(silent).fill(choice)], members, true),
          );
          expect(new Set(outcomes).size).toBeGreaterThan(1);
          return;
        }
        const count = (choice: string) => cast.filter((one) => one === choice).length;
        for (const other of voteChoices) expect(count(what)).toBeGreaterThanOrEqual(count(other));
      }),
    );
  });
});

describe("the inquiry of a circle", () => {
  const facts: fc.Arbitrary<CycleFacts> = fc.record({
    today: fc.constant("2026-12-01"),
    members: fc.integer({ min: 0, max: 12 }),
    least: fc.constant(size.least),
    stage: fc.constantFrom(...stages),
    product: fc.record({ dueOn: fc.constantFrom("2026-11-20", "2026-12-03", "2027-01-10"), isDone: fc.boolean() }),
    nextMeetingOn: fc.option(fc.constantFrom("2026-12-02", "2026-12-20"), { nil: undefined }),
    isPolling: fc.boolean(),
    lacksMinutes: fc.boolean(),
    overdueActions: fc.nat(3),
  });

  it("always has one next small step, and it fits", () => {
    fc.assert(
      fc.property(facts, (now) => {
        const step = smallStep(now);
        if (now.members < size.least) {
          expect(step).toEqual({ kind: "invite", missing: size.least - now.members });
          return;
        }
        if (step.kind === "finish") expect([now.stage, now.product.isDone]).toEqual(["evaluate", true]);
        if (step.kind === "nextStage") expect(now.product.isDone && now.stage !== "evaluate").toBe(true);
        if (step.kind === "product") expect(now.product.isDone).toBe(false);
        if (step.kind === "meet") expect(step.on).toBe(now.nextMeetingOn);
        if (now.lacksMinutes) expect(step.kind).toBe("minutes");
      }),
    );
  });

  it("shares out what is left of the time when its last day is another, in order, and leaves earlier stages alone", () => {
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.integer({ min: 1, max: 112 }), (stage, days) => {
        const endsOn = new Date(Date.parse("2026-11-24") + days * DAY).toISOString().slice(0, 10);
        const dates = datesUntil(endsOn, "2026-11-24", stage);
        expect(dates.map((one) => one.stage)).toEqual(stages.slice(stages.indexOf(stage)));
        const due = dates.map(({ dueOn }) => dueOn);
        expect([...due].sort()).toEqual(due);
        expect(due.at(-1)).toBe(endsOn);
        for (const dueOn of due) expect(dueOn > "2026-11-24").toBe(true);
      }),
    );
    const whole = stages.map((stage) => productDates("2026-11-24", 56)[stage]);
    expect(datesUntil("2027-01-19", "2026-11-24", "reflect").map(({ dueOn }) => dueOn)).toEqual(whole);
  });

  it("has a date for each stage's product, in order, the last on the last day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 28, max: 112 }), (days) => {
        const dates = stages.map((stage) => productDates("2026-11-24", days)[stage]);
        expect([...dates].sort()).toEqual(dates);
        expect(new Set(dates).size).toBe(4);
        expect(Date.parse(dates[3] ?? "") - Date.parse("2026-11-24")).toBe(days * DAY);
      }),
    );
  });
});

describe("coming and going", () => {
  const door = fc.record({
    access: fc.constantFrom(...accesses),
    state: fc.constantFrom(...circleStates),
    members: fc.integer({ min: 0, max: 13 }),
    isIn: fc.boolean(),
    isInvited: fc.boolean(),
    hasAsked: fc.boolean(),
    circles: fc.nat(4),
    requests: fc.nat(4),
  });

  it("never lets anybody into what is over, full or closed to them", () => {
    fc.assert(
      fc.property(door, (one) => {
        const way = entering(one);
        if (way !== "join" && way !== "ask") return;
        expect(["active", "paused"]).toContain(one.state);
        expect(one.members).toBeLessThan(size.most);
        expect(one.isIn).toBe(false);
        if (way === "join") expect(one.isInvited || one.access === "open").toBe(true);
        else expect([one.access, one.hasAsked]).toEqual(["request", false]);
      }),
    );
  });

  it("leaves nobody without a facilitator who is in it", () => {
    const people = fc.uniqueArray(
      fc.record({ memberId: fc.constantFrom("a", "b", "c", "d", "e"), joinedAt: fc.nat(9) }),
      {
        selector: ({ memberId }) => memberId,
      },
    );
    fc.assert(
      fc.property(people, fc.option(fc.constantFrom("a", "b", "c", "z"), { nil: undefined }), (members, deputy) => {
        const next = successor(deputy, members);
        if (members.length === 0) {
          expect(next).toBeUndefined();
          return;
        }
        expect(members.map(({ memberId }) => memberId)).toContain(next);
        if (members.some(({ memberId }) => memberId === deputy)) expect(next).toBe(deputy);
      }),
    );
    expect([mayLeave(true, 2), mayLeave(true, 1), mayLeave(false, 9)]).toEqual([false, true, true]);
  });

  it("what was merged stays so, and what is over comes back by those who lead only", () => {
    const events = ["pause", "resume", "finish", "merge", "archive", "reopen"] as const;
    const roles = ["facilitator", "deputy", "member", "organiser", "circle", "clock"] as const;
    const deed = fc.record({ event: fc.constantFrom(...events), by: fc.constantFrom(...roles) });
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        let state: CircleState = "active";
        for (const { event, by } of deeds) {
          const next = circleAfter(state, event, by);
          if (next === undefined) continue;
          expect(state).not.toBe("merged");
          expect(by).not.toBe("member");
          if (event === "reopen") expect(["facilitator", "deputy", "organiser"]).toContain(by);
          state = next;
        }
      }),
    );
  });

  it("two circles are as alike the one way as the other, and most alike to themselves", () => {
    const aims = fc.record({ topics: fc.array(fc.constantFrom("a", "b", "c")), question: fc.lorem({ maxCount: 8 }) });
    fc.assert(
      fc.property(aims, aims, (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

it("the demo community has four circles in four stages, of people who are there", () => {
  expect(demoCircles.map(({ stage }) => stage)).toEqual([...stages]);
  const keys = new Set(demoPeople.map(({ key }) => key));
  for (const { people } of demoCircles) for (const key of people) expect([...keys]).toContain(key);
});
