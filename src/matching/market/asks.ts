import type { Guest, Topic } from "../guest.js";
import { mapInSteps, type Steps } from "../steps.js";
import { NEWCOMER_MEETS_CONNECTOR, OFFER_MEETS_SEEK, SHARED_TOPIC } from "../score.js";

/** Where somebody looks for company: a list of people, and what it is worth at most to meet one of them. */
export interface Ask {
  readonly list: number;
  readonly worth: number;
}

/** Lists of people by what they care about, offer, seek, speak and are, and who asks in which of them. */
export interface Asks {
  readonly listCount: number;
  /** The lists that each guest is in. */
  readonly lists: readonly (readonly number[])[];
  /** The lists that each guest asks, those that are worth most first. */
  readonly asks: readonly (readonly Ask[])[];
  /** The lists of those who speak a language of each guest. */
  readonly talks: readonly (readonly number[])[];
}

export function* readAsks(guests: readonly Guest[]): Steps<Asks> {
  const numbers = new Map<string, number>();
  const list = (kind: string, key: number | string = "") => {
    const name = `${kind} ${key}`;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  const listsFor = (kind: string, topics: readonly Topic[]) => topics.map(({ order }) => list(kind, order));
  const asksFor = (kind: string, topics: readonly Topic[], points: number): Ask[] =>
    topics.map(({ order, rarity }) => ({ list: list(kind, order), worth: points * rarity }));
  const talksOf = ({ languages }: Guest) => languages.map((language) => list("talks", language));

  const lists = yield* mapInSteps(guests, (guest) => [
    ...listsFor("cares", guest.topics),
    ...listsFor("offers", guest.offers),
    ...listsFor("seeks", guest.seeks),
    ...talksOf(guest),
    ...(guest.person.newcomer ? [list("newcomer")] : []),
    ...(guest.person.connector ? [list("connector")] : []),
  ]);
  const asks = yield* mapInSteps(guests, ({ topics, offers, seeks, person }) => {
    const welcome = { worth: NEWCOMER_MEETS_CONNECTOR };
    return [
      ...asksFor("cares", topics, SHARED_TOPIC),
      ...asksFor("seeks", offers, OFFER_MEETS_SEEK),
      ...asksFor("offers", seeks, OFFER_MEETS_SEEK),
      ...(person.newcomer ? [{ list: list("connector"), ...welcome }] : []),
      ...(person.connector ? [{ list: list("newcomer"), ...welcome }] : []),
    ].sort((a, b) => b.worth - a.worth);
  });
  const talks = yield* mapInSteps(guests, talksOf);
  return { listCount: numbers.size, lists, asks, talks };
}
