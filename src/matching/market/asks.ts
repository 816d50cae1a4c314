import type { Guest, Rules, Topic } from "../guest.js";
import { TOPICAL } from "../score.js";
import { mapInSteps, type Steps } from "../steps.js";

/** Where somebody looks for company: a list of people, and what it is worth at most to meet one of them. */
export interface Ask {
  readonly list: number;
  readonly worth: number;
}

/** Lists of people by what they care about, pursue, offer, seek, speak and are, and who asks in which of them. */
export interface Asks {
  readonly listCount: number;
  /** The lists that each guest is in. */
  readonly lists: readonly (readonly number[])[];
  /** The lists that each guest asks, those that are worth most first. */
  readonly asks: readonly (readonly Ask[])[];
  /** The lists of those who speak a language of each guest. */
  readonly talks: readonly (readonly number[])[];
}

export function* readAsks(guests: readonly Guest[], { weights }: Rules): Steps<Asks> {
  const numbers = new Map<string, number>();
  const list = (kind: string, key: number | string = "") => {
    const name = `${kind} ${key}`;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  const talksOf = ({ languages }: Guest) => languages.map((language) => list("talks", language));
  const topical = TOPICAL.map(({ name, mine, theirs, weight }) => ({ name, mine, theirs, points: weights[weight] }));
  const welcome = weights.newcomerMeetsConnector;

  const lists = yield* mapInSteps(guests, (guest) => [
    // Whom others find by what they care about, offer …
    ...topical.flatMap(({ name, theirs }) => theirs(guest).map(({ order }) => list(name, order))),
    ...talksOf(guest),
    ...(guest.person.newcomer ? [list("newcomer")] : []),
    ...(guest.person.connector ? [list("connector")] : []),
  ]);
  const asks = yield* mapInSteps(guests, (guest) => {
    const asksFor = (name: string, points: number, topics: readonly Topic[]): Ask[] =>
      topics.map(({ order, rarity }) => ({ list: list(name, order), worth: points * rarity }));
    return [
      ...topical.flatMap(({ name, mine, points }) => asksFor(name, points, mine(guest))),
      ...(guest.person.newcomer ? [{ list: list("connector"), worth: welcome }] : []),
      ...(guest.person.connector ? [{ list: list("newcomer"), worth: welcome }] : []),
    ]
      .filter(({ worth }) => worth > 0)
      .sort((a, b) => b.worth - a.worth);
  });
  const talks = yield* mapInSteps(guests, talksOf);
  return { listCount: numbers.size, lists, asks, talks };
}
