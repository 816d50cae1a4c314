/** What each criterion of a score counts, in points; 0 leaves it out. `score.ts` says what each one means. */
export interface Weights {
  /** For a shared topic that is as rare as can be. */
  readonly sharedTopics: number;
  /** For a shared goal that is as rare as can be. */
  readonly sharedGoals: number;
  /** For an offer that meets a wish, in one direction, for a topic as rare as can be. */
  readonly offerMeetsSeek: number;
  readonly sameLevel: number;
  readonly differentInstitution: number;
  readonly differentRegion: number;
  /** For ample free time in common. */
  readonly overlap: number;
  /** Lost where both told their free hours and have none in common. */
  readonly noOverlap: number;
  readonly newcomerMeetsConnector: number;
  /** For a language in which both are at ease. */
  readonly ownLanguage: number;
  /** For never having met. */
  readonly timeApart: number;
  /** For having neither met nor met the same people. */
  readonly bridge: number;
  /** For each round that one of the two waited. */
  readonly waiting: number;
}

/**
 * The weights of a round that asks for no others. A shared subject of medium rarity and a level in common weigh about
 * the same; what one can give the other weighs most; having no free hour in common outweighs nearly everything.
 */
export const WEIGHTS: Weights = {
  sharedTopics: 60,
  sharedGoals: 50,
  offerMeetsSeek: 80,
  sameLevel: 30,
  differentInstitution: 25,
  differentRegion: 10,
  overlap: 40,
  noOverlap: 200,
  newcomerMeetsConnector: 50,
  ownLanguage: 15,
  timeApart: 30,
  bridge: 15,
  waiting: 10,
};

/** No weight is higher, so that no sum of scores can outweigh a graver matter (see `price.ts`). */
export const HIGHEST_WEIGHT = 1000;

/**
 * The usual weights with some of them changed.
 * @throws RangeError for a weight that does not exist, and for one that is not a number from 0 to `HIGHEST_WEIGHT`.
 */
export function weightsOf(changes: Partial<Weights> = {}): Weights {
  for (const [name, weight] of Object.entries(changes)) {
    if (!Object.hasOwn(WEIGHTS, name)) throw new RangeError(`There is no weight called ${name}.`);
    if (!(weight >= 0 && weight <= HIGHEST_WEIGHT))
      throw new RangeError(`The weight ${name} must be from 0 to ${HIGHEST_WEIGHT}, not ${weight}.`);
  }
  return { ...WEIGHTS, ...changes };
}
