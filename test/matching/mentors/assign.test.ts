import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Chance, seededChance, shuffled } from "../../../src/matching/chance.js";
import { assign, type Assigned } from "../../../src/matching/mentors/assign.js";
import { type FitEdge, type Fits, fitsBy, fitsOf } from "../../../src/matching/mentors/fits.js";
import { drain } from "../../../src/matching/steps.js";

/** [how many have a seat, the sum of their fits] */
type Total = readonly [seated: number, weight: number];

const isMore = ([count, weight]: Total, [most, heaviest]: Total) =>
  count > most || (count === most && weight > heaviest);

/** What everybody fits everybody, -Infinity where they can't be together. */
function tableOf({ mentees, capacities, read }: Fits): number[][] {
  const [to, weight] = [new Int32Array(capacities.length), new Float64Array(capacities.length)];
  return Array.from({ length: mentees }, (_, mentee) => {
    const row = Array.from(capacities, () => -Infinity);
    for (let at = 0, count = read(mentee, to, weight); at < count; at++) row[to[at] ?? 0] = weight[at] ?? 0;
    return row;
  });
}

/** The best of all arrangements, found by trying them all. */
function tryAll(table: readonly (readonly number[])[], mentee: number, left: readonly number[]): Total {
  const row = table[mentee];
  if (!row) return [0, 0];
  let most = tryAll(table, mentee + 1, left);
  for (const [mentor, seats] of left.entries()) {
    const value = row[mentor] ?? -Infinity;
    if (seats === 0 || value === -Infinity) continue;
    const [count, sum] = tryAll(table, mentee + 1, left.with(mentor, seats - 1));
    if (isMore([count + 1, sum + value], most)) most = [count + 1, sum + value];
  }
  return most;
}

/** What is wrong with an answer or its proof: where nothing is, duality says that no other arrangement is better. */
function flawsOf(fits: Fits, { mentor, seated, weight, certificate }: Assigned): string[] {
  const { contested, gain, price, unseated, bound } = certificate;
  const table = tableOf(fits);
  const taken = fits.capacities.map((_, j) => mentor.filter((seat) => seat === j).length);
  const flaws: string[] = [];
  let [sum, ceiling, bottled] = [0, 0, 0];
  for (const [mentee, row] of table.entries()) {
    const mine = mentor[mentee] ?? -1;
    const own = gain[mentee] ?? NaN;
    ceiling += own;
    if (mine >= 0) sum += row[mine] ?? -Infinity;
    if (!(own >= unseated) || (mine < 0 && own !== unseated)) flaws.push(`gain of mentee ${mentee}`);
    for (const [j, value] of row.entries())
      if (value > own + (price[j] ?? NaN)) flaws.push(`mentee ${mentee} would rather have ${j}`);
    const open = row.filter((value, j) => value > -Infinity && (fits.capacities[j] ?? 0) > 0 && contested[j] !== 1);
    if (open.length === 0) bottled++;
  }
  for (const [j, seats] of fits.capacities.entries()) {
    if (seats === 0) continue;
    ceiling += seats * (price[j] ?? NaN);
    if (contested[j] === 1) bottled -= seats;
    if (!((price[j] ?? NaN) >= 0) || ((taken[j] ?? 0) < seats && price[j] !== 0)) flaws.push(`price of ${j}`);
  }
  for (const [j, count] of taken.entries()) if (count > (fits.capacities[j] ?? 0)) flaws.push(`too many with ${j}`);
  const waiting = fits.mentees - seated;
  if (waiting > 0) ceiling -= unseated * waiting;
  if (mentor.filter((seat) => seat >= 0).length !== seated) flaws.push("count");
  if (waiting > Math.max(0, bottled)) flaws.push(`${waiting} wait, and only ${bottled} must`);
  if (sum !== weight || ceiling !== weight || bound !== weight) flaws.push(`${sum} of ${weight}, ${ceiling}, ${bound}`);
  return flaws;
}

const weights = fc.oneof(fc.integer({ min: -5, max: 20 }), fc.integer({ min: -1_000, max: 1_000_000 }), fc.nat(1));
const problems = fc.record({
  edges: fc.array(fc.tuple(fc.nat(5), fc.nat(3), weights), { maxLength: 24 }),
  capacities: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
});

describe("seats with mentors", () => {
  it("are as many and fit as well as the best of all ways to give them, and prove it", () => {
    fc.assert(
      fc.property(problems, ({ edges, capacities }) => {
        const fits = fitsOf(6, capacities, edges);
        const answer = drain(assign(fits));
        expect([answer.seated, answer.weight]).toEqual(tryAll(tableOf(fits), 0, capacities));
        expect(flawsOf(fits, answer)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are the same whether fits are listed or looked up", () => {
    fc.assert(
      fc.property(problems, ({ edges, capacities }) => {
        const listed = fitsOf(6, capacities, edges);
        const table = tableOf(listed);
        const lookedUp = fitsBy(6, capacities, (mentee, mentor) => table[mentee]?.[mentor] ?? -Infinity);
        expect(drain(assign(lookedUp)).weight).toBe(drain(assign(listed)).weight);
      }),
    );
  });

  it("fit as well however people are numbered", () => {
    fc.assert(
      fc.property(problems, fc.nat(), ({ edges, capacities }, seed) => {
        const chance = seededChance(seed);
        const [mentees, mentors] = [shuffled([0, 1, 2, 3, 4, 5], chance), shuffled([0, 1, 2, 3], chance)];
        const renamed = edges.map(([a, b, weight]): FitEdge => [mentees[a] ?? 0, mentors[b] ?? 0, weight]);
        const moved = capacities.map((_, j) => capacities[mentors.indexOf(j)] ?? 0);
        const [one, other] = [drain(assign(fitsOf(6, capacities, edges))), drain(assign(fitsOf(6, moved, renamed)))];
        expect([other.seated, other.weight]).toEqual([one.seated, one.weight]);
      }),
    );
  });

  /** Fits of every mentee with every mentor; what decides them is drawn once. */
  function everybody(mentees: number, capacities: readonly number[], kind: "few values" | "popularity" | "interests") {
    const chance = seededChance(3);
    const draw = (count: number) => Array.from({ length: count }, () => chance(10));
    const some = (count: number) => Array.from({ length: count }, () => draw(4));
    const [asked, given, popularity] = [some(mentees), some(capacities.length), draw(capacities.length)];
    const table = asked.map((wishes) =>
      given.map((offers, j) => {
        if (kind === "few values") return chance(4) - 2;
        if (kind === "popularity") return 100 * (popularity[j] ?? 0) + chance(500);
        return wishes.reduce((sum, wish, topic) => sum + wish * (offers[topic] ?? 0), 0);
      }),
    );
    return fitsBy(mentees, capacities, (mentee, mentor) => table[mentee]?.[mentor] ?? 0);
  }
  const seats = (mentors: number, most: number, chance: Chance) => Array.from({ length: mentors }, () => chance(most));

  it.each(["few values", "popularity", "interests"] as const)(
    "prove that they are the best where everybody could have everybody, with %s",
    (kind) => {
      for (const most of [3, 4, 6, 40]) {
        const fits = everybody(300, seats(200, most, seededChance(most)), kind);
        expect(flawsOf(fits, drain(assign(fits)))).toEqual([]);
      }
    },
  );

  it.each([2, 5, 70])("prove that they are the best where each mentee could have about %i mentors", (each) => {
    const chance = seededChance(each);
    const edges = Array.from({ length: 400 * each }, (_, at): FitEdge => [at % 400, chance(200), chance(1_000) - 100]);
    for (const most of [3, 5, 30]) {
      const fits = fitsOf(400, seats(200, most, chance), edges);
      expect(flawsOf(fits, drain(assign(fits)))).toEqual([]);
    }
  });

  it("are nobody's where there are no mentees, no mentors, no seats or no fits", () => {
    for (const fits of [fitsOf(0, [1, 2], []), fitsOf(2, [], []), fitsOf(1, [0], [[0, 0, 5]]), fitsOf(3, [1, 1], [])])
      expect(drain(assign(fits))).toMatchObject({ seated: 0, weight: 0, certificate: { bound: 0 } });
  });

  it("are worked out in short steps that go forward", () => {
    const steps = [...assign(everybody(2_000, seats(600, 5, seededChance(1)), "interests"))];
    expect(steps.length).toBeGreaterThan(10);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(Math.max(...steps)).toBeLessThanOrEqual(1);
  });

  it.each([
    ["half a mentee", 0.5, [1], []],
    ["half a seat", 1, [0.5], []],
    ["less than no seat", 1, [-1], []],
    ["a mentor who is not there", 1, [1], [[0, 1, 1]]],
    ["a mentee who is not there", 1, [1], [[1, 0, 1]]],
    ["a fit that is no number", 1, [1], [[0, 0, NaN]]],
  ] as [string, number, number[], FitEdge[]][])("are refused for %s", (_what, mentees, capacities, edges) => {
    expect(() => fitsOf(mentees, capacities, edges)).toThrow(RangeError);
  });

  it("are refused for fits that are no whole numbers when they are looked up, or too far apart for exact sums", () => {
    for (const fit of [NaN, 0.5, Infinity])
      expect(() => drain(assign(fitsBy(1, [1], () => fit)))).toThrow("must be a whole number");
    const far = Array.from({ length: 2_000 }, (_, mentee): FitEdge => [mentee, 0, (-1) ** mentee * 2 ** 40]);
    expect(() => drain(assign(fitsOf(2_000, [1], far)))).toThrow("too far apart");
  });
});
