import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Guest } from "../../src/matching/guest.js";
import {
  AMPLE_MINUTES,
  DIFFERENT_INSTITUTION,
  DIFFERENT_REGION,
  differentInstitution,
  differentRegion,
  LONG_TIME_WEEKS,
  NEWCOMER_MEETS_CONNECTOR,
  newcomerMeetsConnector,
  NO_OVERLAP,
  OFFER_MEETS_SEEK,
  offerMeetsSeek,
  OVERLAP,
  overlap,
  SAME_LEVEL,
  sameLevel,
  scoreGroup,
  scorePair,
  SHARED_TOPIC,
  sharedTopics,
  TIME_APART,
  timeApart,
  TOPICS_THAT_COUNT,
  WAITING,
  waiting,
  WAITING_THAT_COUNTS,
} from "../../src/matching/score.js";
import type { Person, RoundInput } from "../../src/matching/types.js";
import { anyRound, crowd, gathered, person, round, twos } from "./people.js";

/** Two guests made as the test says, among `others` of whom nothing is known. */
function couple(first: Partial<Person>, second: Partial<Person>, changes: Partial<RoundInput> = {}): [Guest, Guest] {
  const { guests } = gathered(round([person("a", first), person("b", second), ...crowd(6)], changes));
  const [a, b] = ["a", "b"].map((id) => guests.find((guest) => guest.person.id === id));
  if (a === undefined || b === undefined) throw new Error("The two are in the round.");
  return [a, b];
}

describe("Shared topics", () => {
  it("count more the rarer they are", () => {
    const everyone = crowd(20, (place) => ({ topics: place < 2 ? ["rare", "common"] : ["common"] }));
    const { guests } = gathered(round(everyone));
    const rare = guests.filter(({ topics }) => topics.length === 2);
    const common = guests.filter(({ topics }) => topics.length === 1);
    const worth = ([a, b]: readonly Guest[]): number => (a && b ? sharedTopics(a, b) : NaN);
    expect(worth(common)).toBeGreaterThan(0);
    expect(worth(rare)).toBeGreaterThan(3 * worth(common));
    expect(worth(rare)).toBeLessThan(2 * SHARED_TOPIC);
  });

  it("count nothing when there are none, and a list that names one twice counts it once", () => {
    expect(sharedTopics(...couple({ topics: ["x", "y"] }, { topics: ["z"] }))).toBe(0);
    const once = sharedTopics(...couple({ topics: ["x"] }, { topics: ["x", "z"] }));
    expect(sharedTopics(...couple({ topics: ["x", "x"] }, { topics: ["z", "x", "x"] }))).toBe(once);
  });

  it("are enough at some point", () => {
    const many = Array.from({ length: 30 }, (_, place) => `topic-${place}`);
    expect(sharedTopics(...couple({ topics: many }, { topics: many }))).toBe(SHARED_TOPIC * TOPICS_THAT_COUNT);
  });
});

describe("An offer", () => {
  it("counts where it meets a wish, in its own direction only", () => {
    const [giver, taker] = couple({ offers: ["maths", "music"] }, { seeks: ["maths"] });
    expect(offerMeetsSeek(giver, taker)).toBeGreaterThan(OFFER_MEETS_SEEK / 2);
    expect(offerMeetsSeek(taker, giver)).toBe(0);
  });

  it("counts for the pair in both directions", () => {
    const one = scorePair(...couple({ offers: ["maths"] }, { seeks: ["maths"] }), 12);
    const other = scorePair(...couple({ seeks: ["maths"] }, { offers: ["maths"] }), 12);
    const both = scorePair(...couple({ offers: ["maths"], seeks: ["art"] }, { seeks: ["maths"], offers: ["art"] }), 12);
    expect(other).toBe(one);
    const none = scorePair(...couple({}, {}), 12);
    expect(Math.abs(both - none - 2 * (one - none))).toBeLessThanOrEqual(1);
  });
});

describe("Level, institution and region", () => {
  it("count where the level is the same", () => {
    expect(sameLevel(...couple({ level: "phase-f" }, { level: "phase-f" }))).toBe(SAME_LEVEL);
    expect(sameLevel(...couple({ level: "phase-f" }, { level: "phase-a" }))).toBe(0);
    expect(sameLevel(...couple({}, {}))).toBe(0);
  });

  it("count where the institutions differ and both are known", () => {
    expect(differentInstitution(...couple({ institution: "x" }, { institution: "y" }))).toBe(DIFFERENT_INSTITUTION);
    expect(differentInstitution(...couple({ institution: "x" }, { institution: "x" }))).toBe(0);
    expect(differentInstitution(...couple({ institution: "x" }, {}))).toBe(0);
  });

  it("count where the regions differ and both are known", () => {
    expect(differentRegion(...couple({ region: "x" }, { region: "y" }))).toBe(DIFFERENT_REGION);
    expect(differentRegion(...couple({ region: "x" }, { region: "x" }))).toBe(0);
    expect(differentRegion(...couple({}, { region: "x" }))).toBe(0);
  });
});

describe("Free minutes in common", () => {
  it("count in proportion, until they are ample", () => {
    const worth = (minutes: number): number =>
      overlap(...couple({ free: [[600, 1200]] }, { free: [[0, 600 + minutes]] }));
    expect(worth(AMPLE_MINUTES / 4)).toBe(OVERLAP / 4);
    expect(worth(AMPLE_MINUTES)).toBe(OVERLAP);
    expect(worth(AMPLE_MINUTES * 3)).toBe(OVERLAP);
  });

  it("are missed badly where there are none, and not at all where hours are not known", () => {
    expect(overlap(...couple({ free: [[0, 60]] }, { free: [[60, 120]] }))).toBe(NO_OVERLAP);
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
    expect(overlap(...couple(messy, { free: [[0, 1440]] }))).toBe(OVERLAP * (70 / AMPLE_MINUTES));
  });

  it("outweigh a pair's common level, schools and regions", () => {
    const near = { level: "f", institution: "x", region: "x", free: [[0, 60]] as const };
    const far = { level: "f", institution: "y", region: "y", free: [[600, 700]] as const };
    expect(scorePair(...couple(near, far), 12)).toBeLessThan(0);
  });
});

describe("A newcomer", () => {
  it("counts with a connector, whichever of the two it is", () => {
    expect(newcomerMeetsConnector(...couple({ newcomer: true }, { connector: true }))).toBe(NEWCOMER_MEETS_CONNECTOR);
    expect(newcomerMeetsConnector(...couple({ connector: true }, { newcomer: true }))).toBe(NEWCOMER_MEETS_CONNECTOR);
    expect(newcomerMeetsConnector(...couple({ newcomer: true }, { newcomer: true }))).toBe(0);
    expect(newcomerMeetsConnector(...couple({ newcomer: true, connector: true }, {}))).toBe(0);
  });
});

describe("Time apart", () => {
  it("counts fully for strangers, nothing inside the rest, and more and more after it", () => {
    const worth = (weeksAgo: number): number =>
      timeApart(...couple({}, {}, { met: [{ a: "b", b: "a", weeksAgo }] }), 12);
    expect(timeApart(...couple({}, {}), 12)).toBe(TIME_APART);
    expect(worth(3)).toBe(0);
    expect(worth(12)).toBe(0);
    expect(worth(12 + LONG_TIME_WEEKS / 2)).toBe(TIME_APART / 2);
    expect(worth(500)).toBe(TIME_APART);
  });
});

describe("Waiting", () => {
  it("counts for both, up to a bound", () => {
    expect(waiting(...couple({ waiting: 1 }, { waiting: 2 }))).toBe(3 * WAITING);
    expect(waiting(...couple({ waiting: 100 }, {}))).toBe(WAITING_THAT_COUNTS * WAITING);
  });
});

describe("Every score", () => {
  it("is a whole, bounded number, and the same from both sides", () => {
    fc.assert(
      fc.property(anyRound(8), (input) => {
        for (const [a, b] of twos(gathered(input).guests)) {
          const score = scorePair(a, b, input.restWeeks);
          expect(Number.isInteger(score)).toBe(true);
          expect(Math.abs(score)).toBeLessThan(1000);
          expect(scorePair(b, a, input.restWeeks)).toBe(score);
        }
      }),
    );
  });

  it("of a group counts each person as a pair would", () => {
    const { guests } = gathered(round(crowd(4)));
    const pair = scoreGroup(guests.slice(0, 2), 12);
    expect(pair).toBe(TIME_APART);
    expect(scoreGroup(guests.slice(0, 3), 12)).toBe(1.5 * pair);
    expect(scoreGroup(guests, 12)).toBe(2 * pair);
  });
});
