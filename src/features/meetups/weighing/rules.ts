import type { WhyNot } from "../../../matching/explain.js";
import { HIGHEST_WEIGHT, WEIGHTS, weightsOf, type Weights } from "../../../matching/weights.js";

/** What organisers weigh, in the order in which they see it. Goals are left out as long as nobody can tell theirs. */
export const criteria = [
  "sharedTopics",
  "sharedGoals",
  "offerMeetsSeek",
  "sameLevel",
  "differentInstitution",
  "differentRegion",
  "overlap",
  "noOverlap",
  "newcomerMeetsConnector",
  "ownLanguage",
  "timeApart",
  "bridge",
  "waiting",
] as const satisfies readonly (keyof Weights)[];
export type Criterion = (typeof criteria)[number];

/** Points for each criterion that doesn't count what it usually does. */
export type ChangedWeights = Partial<Record<Criterion, number>>;

/** The points that a criterion may count. */
export const weightRange = { min: 0, max: HIGHEST_WEIGHT } as const;

/** What every criterion counts where nobody changed it. */
export const usualWeights: Readonly<Record<Criterion, number>> = WEIGHTS;

/**
 * Weights after a further change. What counts as usual again is not kept, so that it follows the usual.
 * @throws RangeError for a weight that can't be.
 */
export function changeWeights(before: ChangedWeights, change: ChangedWeights): ChangedWeights {
  const weights = weightsOf({ ...before, ...change });
  return Object.fromEntries(
    criteria.filter((name) => weights[name] !== WEIGHTS[name]).map((name) => [name, weights[name]]),
  );
}

/** Why two members don't meet, as an organiser is told. */
export type WhyNotShown = Extract<WhyNot, { kind: "absent" | "together" | "outweighed" }> | { readonly kind: "rule" };

/** Which rule keeps two members apart is told to nobody: one of them may have asked for it. */
export function shownWhyNot(why: WhyNot): WhyNotShown {
  switch (why.kind) {
    case "absent":
    case "together":
    case "outweighed":
      return why;
    case "forbidden":
    case "language":
    case "resting":
      return { kind: "rule" };
  }
}

/** Everybody whom an answer names. */
export function namedIn(why: WhyNotShown): readonly string[] {
  if (why.kind === "absent") return why.ids;
  if (why.kind !== "outweighed") return [];
  return [...why.instead.flatMap(({ id, others }) => [id, ...others]), ...(why.exchange?.groups.flat() ?? [])];
}
