/**
 * What a round is to make as great as it can be: the total of the scores, or the total of their logarithms, which gives
 * those who are hard to match their share: it is worth more to lift a poor pair than a good one (J. F. Nash, "The
 * bargaining problem", Econometrica 18 (1950) 155-162).
 */
export type Aim = "total" | "even";

/** No score is beyond these, whatever the weights. */
export const LEAST_SCORE = -1500;
export const MOST_SCORE = 30_000;

/** A doubled score is worth so much. */
const DOUBLING = 2 ** 12;

/** What a score counts, by its aim; for a score that is no whole number, what the next higher one counts. */
export const valueFor: Readonly<Record<Aim, (score: number) => number>> = {
  total: (score) => Math.ceil(score),
  even: (score) => EVEN[Math.ceil(score) - LEAST_SCORE] ?? -Infinity,
};

// Below 1, where logarithms fall without end, it goes on in a straight line.
const EVEN = Float64Array.from({ length: MOST_SCORE - LEAST_SCORE + 1 }, (_, place) => {
  const score = LEAST_SCORE + place;
  return Math.round(DOUBLING * (score >= 1 ? Math.log2(score) : (score - 1) / Math.LN2));
});
