import { describe, expect, it } from "vitest";
import { decideRoundAtOnce } from "../../src/matching/round.js";
import { HIGHEST_WEIGHT, WEIGHTS, weightsOf } from "../../src/matching/weights.js";
import { crowd, round } from "./people.js";

describe("Weights", () => {
  it("are the usual ones but for what is changed", () => {
    expect(weightsOf()).toEqual(WEIGHTS);
    expect(weightsOf({ sameLevel: 0, bridge: HIGHEST_WEIGHT })).toEqual({
      ...WEIGHTS,
      sameLevel: 0,
      bridge: HIGHEST_WEIGHT,
    });
  });

  it.each([NaN, -1, Infinity, HIGHEST_WEIGHT + 1])("of %d points are refused, by name", (weight) => {
    expect(() => weightsOf({ sharedTopics: weight })).toThrow(/^The weight sharedTopics must be from 0 to 1000, not /);
    expect(() => weightsOf({ sharedTopics: weight })).toThrow(RangeError);
    expect(() => decideRoundAtOnce(round(crowd(2), { weights: { sharedTopics: weight } }))).toThrow(RangeError);
  });

  it.each(["colour", "toString"])("that there are not, such as %s, are refused", (name) => {
    const changes: object = { [name]: 1 };
    expect(() => weightsOf(changes)).toThrow(new RangeError(`There is no weight called ${name}.`));
  });

  it("decide who meets whom", () => {
    const people = crowd(4, (place) => ({ topics: [`topic-${place % 2}`], level: `level-${Math.floor(place / 2)}` }));
    const meets = (weights: Partial<typeof WEIGHTS>) =>
      decideRoundAtOnce(round(people, { weights })).groups.map(({ members }) => members.join("-"));
    expect(meets({ sharedTopics: 100, sameLevel: 0 })).toEqual(["p00-p02", "p01-p03"]);
    expect(meets({ sharedTopics: 0, sameLevel: 100 })).toEqual(["p00-p01", "p02-p03"]);
  });
});
