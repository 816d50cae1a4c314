import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Guest, Rules } from "../../src/matching/guest.js";
import {
  AMPLE_MINUTES,
  bridge,
  CLOSE_KNIT,
  differentInstitution,
  differentRegion,
  LONG_TIME_WEEKS,
  newcomerMeetsConnector,
  overlap,
  ownLanguage,
  PLAIN,
  sameLevel,
  scoreGroup,
  scorePair,
  timeApart,
  TOPICAL,
  topicalPoints,
  TOPICS_THAT_COUNT,
  waiting,
  WAITING_THAT_COUNTS,
} from "../../src/matching/score.js";
import { FULL_TIE, inCommon, STRONGEST_TIES } from "../../src/matching/ties.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { WEIGHTS } from "../../src/matching/weights.js";
import { anyRound, crowd, gathered, nameOf, person, round, twos } from "./people.js";

/** Two guests made as the test says, among `others` of whom nothing is known, and the rules of their round. */
function couple(
  first: Partial<Person>,
  second: Partial<Person>,
  changes: Partial<RoundInput> = {},
): [Guest, Guest, Rules] {
  const gathering = gathered(round([person("a", first), person("b", second), ...crowd(6)], changes));
  const [a, b] = ["a", "b"].map((id) => gathering.guests.find((guest) => guest.person.id === id));
  if (a === undefined || b === undefined) throw new Error("The two are in the round.");
  return [a, b, gathering];
}

/** What a criterion about lists gives the first of two. */
function worthBy(name: string): (a: Guest, b: Guest, rules: Rules) => number {
  const criterion = TOPICAL.find((one) => one.name === name);
  if (criterion === undefined) throw new Error(`${name} is a criterion.`);
  return (a, b, rules) => topicalPoints(criterion, a, b, rules);
}

describe.each([
  { list: "topics" as const, worthOf: worthBy("sharedTopics"), weight: WEIGHTS.sharedTopics },
  { list: "goals" as const, worthOf: worthBy("sharedGoals"), weight: WEIGHTS.sharedGoals },
])("Shared $list", ({ list, worthOf, weight }) => {
  it("count more the rarer they are", () => {
    const everyone = crowd(20, (place) => ({ [list]: place < 2 ? ["rare", "common"] : ["common"] }));
    const gathering = gathered(round(everyone));
    const rare = gathering.guests.filter((guest) => guest[list].length === 2);
    const common = gathering.guests.filter((guest) => guest[list].length === 1);
    const worth = ([a, b]: readonly Guest[]): number => (a && b ? worthOf(a, b, gathering) : NaN);
    expect(worth(common)).toBeGreaterThan(0);
    expect(worth(rare)).toBeGreaterThan(3 * worth(common));
    expect(worth(rare)).toBeLessThan(2 * weight);
  });

  it("count nothing when there are none, and a list that names one twice counts it once", () => {
    expect(worthOf(...couple({ [list]: ["x", "y"] }, { [list]: ["z"] }))).toBe(0);
    const once = worthOf(...couple({ [list]: ["x"] }, { [list]: ["x", "z"] }));
    expect(once).toBeGreaterThan(0);
    expect(worthOf(...couple({ [list]: ["x", "x"] }, { [list]: ["z", "x", "x"] }))).toBe(once);
  });

  it("are enough at some point", () => {
    const many = Array.from({ length: 30 }, (_, place) => `key-${place}`);
    expect(worthOf(...couple({ [list]: many }, { [list]: many }))).toBe(weight * TOPICS_THAT_COUNT);
  });
});

describe("A goal", () => {
  it("is none of the topics", () => {
    const [a, b, rules] = couple({ goals: ["maths"] }, { topics: ["maths"] });
    expect(TOPICAL.map(({ name }) => worthBy(name)(a, b, rules))).toEqual([0, 0, 0, 0]);
  });
});

describe("An offer", () => {
  it("counts where it meets a wish, in its own direction only", () => {
    const [giver, taker, rules] = couple({ offers: ["maths", "music"] }, { seeks: ["maths"] });
    const [given, sought] = [worthBy("offerMeetsSeek"), worthBy("seekMeetsOffer")];
    expect(given(giver, taker, rules)).toBeGreaterThan(WEIGHTS.offerMeetsSeek / 2);
    expect(given(taker, giver, rules)).toBe(0);
    expect(sought(taker, giver, rules)).toBe(given(giver, taker, rules));
  });

  it("counts for the pair in both directions", () => {
    const one = scorePair(...couple({ offers: ["maths"] }, { seeks: ["maths"] }));
    const other = scorePair(...couple({ seeks: ["maths"] }, { offers: ["maths"] }));
    const both = scorePair(...couple({ offers: ["maths"], seeks: ["art"] }, { seeks: ["maths"], offers: ["art"] }));
    expect(other).toBe(one);
    const none = scorePair(...couple({}, {}));
    expect(Math.abs(both - none - 2 * (one - none))).toBeLessThanOrEqual(1);
  });
});

describe("Level, institution and region", () => {
  it("count where the level is the same", () => {
    expect(sameLevel(...couple({ level: "phase-f" }, { level: "phase-f" }))).toBe(WEIGHTS.sameLevel);
    expect(sameLevel(...couple({ level: "phase-f" }, { level: "phase-a" }))).toBe(0);
    expect(sameLevel(...couple({}, {}))).toBe(0);
  });

  it.each([
    { field: "institution", worthOf: differentInstitution, weight: WEIGHTS.differentInstitution },
    { field: "region", worthOf: differentRegion, weight: WEIGHTS.differentRegion },
  ])("count where the $field differs and is known of both", ({ field, worthOf, weight }) => {
    expect(worthOf(...couple({ [field]: "x" }, { [field]: "y" }))).toBe(weight);
    expect(worthOf(...couple({ [field]: "x" }, { [field]: "x" }))).toBe(0);
    expect(worthOf(...couple({ [field]: "x" }, {}))).toBe(0);
    expect(worthOf(...couple({}, {}))).toBe(0);
  });
});

describe("Free minutes in common", () => {
  it("count in proportion, until they are ample", () => {
    const worth = (minutes: number): number =>
      overlap(...couple({ free: [[600, 1200]] }, { free: [[0, 600 + minutes]] }));
    expect(worth(AMPLE_MINUTES / 4)).toBe(WEIGHTS.overlap / 4);
    expect(worth(AMPLE_MINUTES)).toBe(WEIGHTS.overlap);
    expect(worth(AMPLE_MINUTES * 3)).toBe(WEIGHTS.overlap);
  });

  it("are missed badly where there are none, and not at all where hours are not known", () => {
    expect(overlap(...couple({ free: [[0, 60]] }, { free: [[60, 120]] }))).toBe(-WEIGHTS.noOverlap);
    expect(overlap(...couple({ free: [[0, 60]] }, {}))).toBe(0);
  });

  it("count once where stretches overlap, and not beyond the day", () => {
    const messy: Partial<Person> = {
      free: [
        [30, 60],
        [0, 40],
        [0, 10],
        [1430, 1500],
        [90, 80],
      ],
    };
    expect(overlap(...couple(messy, { free: [[0, 1440]] }))).toBe(WEIGHTS.overlap * (70 / AMPLE_MINUTES));
  });

  it("outweigh a pair's common level, schools and regions", () => {
    const near = { level: "f", institution: "x", region: "x", free: [[0, 60]] as const };
    const far = { level: "f", institution: "y", region: "y", free: [[600, 700]] as const };
    expect(scorePair(...couple(near, far))).toBeLessThan(0);
  });
});

describe("A newcomer", () => {
  it("counts with a connector, whichever of the two it is", () => {
    const weight = WEIGHTS.newcomerMeetsConnector;
    expect(newcomerMeetsConnector(...couple({ newcomer: true }, { connector: true }))).toBe(weight);
    expect(newcomerMeetsConnector(...couple({ connector: true }, { newcomer: true }))).toBe(weight);
    expect(newcomerMeetsConnector(...couple({ newcomer: true }, { newcomer: true }))).toBe(0);
    expect(newcomerMeetsConnector(...couple({ newcomer: true, connector: true }, {}))).toBe(0);
  });
});

describe("A language of one's own", () => {
  it("counts where both are at ease in one, not where one of them is only willing", () => {
    const weight = WEIGHTS.ownLanguage;
    expect(ownLanguage(...couple({ languages: ["jv", "en"] }, { languages: ["id", "en"] }))).toBe(weight);
    expect(ownLanguage(...couple({ languages: ["id"], willing: ["en"] }, { languages: ["en"] }))).toBe(0);
    expect(ownLanguage(...couple({ languages: ["en"] }, { languages: ["id"], willing: ["en"] }))).toBe(0);
    expect(ownLanguage(...couple({ willing: ["id"] }, { languages: ["id"], willing: ["id"] }))).toBe(weight);
  });
});

describe("Time apart", () => {
  it("counts fully for strangers, nothing inside the rest, and more and more after it", () => {
    const worth = (weeksAgo: number): number => timeApart(...couple({}, {}, { met: [{ a: "b", b: "a", weeksAgo }] }));
    expect(timeApart(...couple({}, {}))).toBe(WEIGHTS.timeApart);
    expect(worth(3)).toBe(0);
    expect(worth(12)).toBe(0);
    expect(worth(12 + LONG_TIME_WEEKS / 2)).toBe(WEIGHTS.timeApart / 2);
    expect(worth(500)).toBe(WEIGHTS.timeApart);
  });

  it("begins at the latest of several meetings", () => {
    const met = [30, 14, 90].map((weeksAgo) => ({ a: "a", b: "b", weeksAgo }));
    expect(timeApart(...couple({}, {}, { met }))).toBe(timeApart(...couple({}, {}, { met: met.slice(1, 2) })));
  });
});

describe("A bridge", () => {
  const meeting = (a: string, b: string, weeksAgo: number) => ({ a, b, weeksAgo });
  /** What it is worth that a and b meet, who both met so many of the others so many weeks ago. */
  const worth = (others: number, weeksAgo: number): number =>
    bridge(
      ...couple({}, {}, { met: crowd(others).flatMap(({ id }) => ["a", "b"].map((me) => meeting(me, id, weeksAgo))) }),
    );
  const worthAfter = (...weeks: readonly number[]): number =>
    bridge(...couple({}, {}, { met: weeks.map((weeksAgo) => meeting("a", "b", weeksAgo)) }));

  it("counts fully between people who have met nobody in common", () => {
    expect(bridge(...couple({}, {}))).toBe(WEIGHTS.bridge);
    const [mine, theirs] = [nameOf(1), nameOf(2)];
    const met = [meeting("a", mine, 0), meeting("b", theirs, 0), meeting(mine, theirs, 0)];
    expect(bridge(...couple({}, {}, { met }))).toBe(WEIGHTS.bridge);
  });

  it("counts less the more they have, and nothing between people of one circle", () => {
    expect(worth(1, 0)).toBe(WEIGHTS.bridge * (1 - 1 / CLOSE_KNIT));
    expect(worth(2, 0)).toBeLessThan(worth(1, 0));
    expect(worth(CLOSE_KNIT, 0)).toBe(0);
    expect(worth(6, 0)).toBe(0);
  });

  it("counts more where ties have grown weak", () => {
    expect(worth(2, 26)).toBe(worth(1, 0));
    expect(worth(6, 1000)).toBe(WEIGHTS.bridge);
  });

  it("goes by the weaker of the two ties with somebody", () => {
    const [one] = crowd(1).map(({ id }) => id);
    const met = [meeting("a", one ?? "", 0), meeting("b", one ?? "", 26)];
    expect(bridge(...couple({}, {}, { met }))).toBe(worth(1, 26));
  });

  it("counts less the oftener and the later the two have met", () => {
    expect(worthAfter(0)).toBe(WEIGHTS.bridge * (1 - 2 / CLOSE_KNIT));
    expect(worthAfter(26)).toBeGreaterThan(worthAfter(0));
    expect(worthAfter(26, 52)).toBeLessThan(worthAfter(26));
    expect(worthAfter(26, 26, 26, 26)).toBe(worthAfter(0));
  });

  it("forgets the weakest ties of people with very many", () => {
    const recent = crowd(20).map(({ id }) => meeting("a", id, 1));
    const old = [meeting("a", "b", 2)];
    const people = [person("a"), person("b"), ...crowd(20)];
    const gathering = gathered(round(people, { met: [...old, ...recent] }));
    const me = gathering.guests.find(({ person: { id } }) => id === "a");
    const other = gathering.guests.find(({ person: { id } }) => id === "b");
    expect(me?.ties).toHaveLength(STRONGEST_TIES);
    expect(me && other && inCommon(me.ties, other.ties)).toBeGreaterThan(0);
    expect(me && inCommon(me.ties, me.ties)).toBeGreaterThan(FULL_TIE);
  });
});

describe("Waiting", () => {
  it("counts for both, up to a bound", () => {
    expect(waiting(...couple({ waiting: 1 }, { waiting: 2 }))).toBe(3 * WEIGHTS.waiting);
    expect(waiting(...couple({ waiting: 100 }, {}))).toBe(WAITING_THAT_COUNTS * WEIGHTS.waiting);
  });
});

describe("Every criterion", () => {
  it("counts what its weight says, and nothing where that is 0", () => {
    const rich: Partial<Person> = {
      topics: ["x"],
      goals: ["y"],
      offers: ["z"],
      seeks: ["z"],
      level: "f",
      free: [[0, 500]],
    };
    const [first, second] = [
      { ...rich, institution: "p", region: "q", connector: true, waiting: 1 },
      { ...rich, institution: "r", region: "s", newcomer: true },
    ];
    const plainScore = scorePair(...couple(first, second));
    for (const { weight } of [...TOPICAL, ...PLAIN]) {
      const scored = (points: number) => scorePair(...couple(first, second, { weights: { [weight]: points } }));
      expect(scored(WEIGHTS[weight])).toBe(plainScore);
      expect(scored(0)).toBeLessThan(plainScore);
      expect(Math.abs(scored(0) + scored(200) - 2 * scored(100))).toBeLessThanOrEqual(2);
    }
  });

  it("leaves out what is lost without hours in common, where that weighs nothing", () => {
    const first: Partial<Person> = { free: [[0, 60]] };
    const second: Partial<Person> = { free: [[100, 160]] };
    const gentle = scorePair(...couple(first, second, { weights: { noOverlap: 0 } }));
    expect(gentle - scorePair(...couple(first, second))).toBe(WEIGHTS.noOverlap);
  });

  it("gives the same from both sides, and nobody more than the most that it says", () => {
    fc.assert(
      fc.property(anyRound(8), (input) => {
        const gathering = gathered(input);
        for (const [a, b] of twos(gathering.guests)) {
          for (const { points, most } of PLAIN) {
            const worth = points(a, b, gathering);
            expect(points(b, a, gathering)).toBe(worth);
            expect(worth).toBeLessThanOrEqual(Math.min(most(a, gathering), most(b, gathering)));
          }
        }
      }),
    );
  });

  it("is in one of the two lists, from which a score can be added up", () => {
    fc.assert(
      fc.property(anyRound(8), (input) => {
        const gathering = gathered(input);
        for (const [a, b] of twos(gathering.guests)) {
          const topical = TOPICAL.map((criterion) => topicalPoints(criterion, a, b, gathering));
          const plain = PLAIN.map(({ points }) => points(a, b, gathering));
          const sum = [...topical, ...plain].reduce((total, points) => total + points, 0);
          expect(Math.abs(scorePair(a, b, gathering) - sum)).toBeLessThan(0.5 + 1e-6);
        }
      }),
    );
  });
});

describe("Every score", () => {
  it("is a whole, bounded number, and the same from both sides", () => {
    fc.assert(
      fc.property(anyRound(8), (input) => {
        const gathering = gathered(input);
        for (const [a, b] of twos(gathering.guests)) {
          const score = scorePair(a, b, gathering);
          expect(Number.isInteger(score)).toBe(true);
          expect(Math.abs(score)).toBeLessThan(28_001);
          expect(scorePair(b, a, gathering)).toBe(score);
        }
      }),
    );
  });

  it("of a group counts each person as a pair would", () => {
    const gathering = gathered(round(crowd(4)));
    const { guests } = gathering;
    const pair = scoreGroup(guests.slice(0, 2), gathering);
    expect(pair).toBe(WEIGHTS.timeApart + WEIGHTS.ownLanguage + WEIGHTS.bridge);
    expect(scoreGroup(guests.slice(0, 3), gathering)).toBe(1.5 * pair);
    expect(scoreGroup(guests, gathering)).toBe(2 * pair);
  });
});
