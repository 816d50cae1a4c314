import type { Fit } from "./fit.js";
import type { Gathering } from "./gathering.js";
import { type Guest, mayMeet, isRepeat, type Topic } from "./guest.js";
import type { Steps } from "./steps.js";

/** Partners worth looking at, for each guest in the guests' order. */
export type Candidates = readonly (readonly Candidate[])[];

/** A partner worth looking at. */
interface Candidate {
  readonly guest: Guest;
  readonly fit: Fit;
}

/** Up to this many people, everybody is everybody's candidate. */
export const ALL_CANDIDATES_PEOPLE = 200;
/** Candidates a person in larger rounds. */
const CANDIDATES = 24;

const BY_TOPIC = 18;
const A_TOPIC = 6;
const PEOPLE_A_STEP = 32;

/**
 * Chooses candidates for some guests: in small rounds all whom one may meet; in larger ones about `CANDIDATES` rested ones, first
 * from the rarest topics shared, offered or sought, then at random among those with a common language.
 */
export function* chooseCandidates(gathering: Gathering, some: readonly Guest[]): Steps<Candidates> {
  const { guests, fitOf } = gathering;
  const everybody = guests.length <= ALL_CANDIDATES_PEOPLE;
  const sources = everybody ? undefined : yield* sourcesOf(guests);
  const result: Candidate[][] = guests.map(() => []);
  for (const guest of some) {
    const partners = sources ? pick(guest, sources, gathering) : guests.filter((other) => mayMeet(guest, other));
    result[guest.order] = partners.map((partner) => ({ guest: partner, fit: fitOf(guest, partner) }));
    if (guest.order % PEOPLE_A_STEP === 0) yield guest.order / guests.length;
  }
  return result;
}

interface Sources {
  readonly caring: ReadonlyMap<Topic, readonly Guest[]>;
  readonly offering: ReadonlyMap<Topic, readonly Guest[]>;
  readonly seeking: ReadonlyMap<Topic, readonly Guest[]>;
  readonly talking: ReadonlyMap<number, readonly Guest[]>;
}

function* sourcesOf(guests: readonly Guest[]): Steps<Sources> {
  const [caring, offering, seeking, talking] = [
    new Map<Topic, Guest[]>(),
    new Map<Topic, Guest[]>(),
    new Map<Topic, Guest[]>(),
    new Map<number, Guest[]>(),
  ];
  for (const guest of guests) {
    file(guest, guest.topics, caring);
    file(guest, guest.offers, offering);
    file(guest, guest.seeks, seeking);
    file(guest, guest.languages, talking);
    if (guest.order % (PEOPLE_A_STEP * 8) === 0) yield 0;
  }
  return { caring, offering, seeking, talking };
}

function file<Key>(guest: Guest, keys: readonly Key[], shelf: Map<Key, Guest[]>): void {
  for (const key of keys) {
    const list = shelf.get(key);
    if (list === undefined) shelf.set(key, [guest]);
    else list.push(guest);
  }
}

function pick(guest: Guest, sources: Sources, { chance, restWeeks }: Gathering): Guest[] {
  const chosen = new Set<Guest>();
  /** Looks at no more than `most` people of a list, from a place drawn by chance, until `enough` are chosen. */
  const takeFrom = (list: readonly Guest[], most: number, enough: number): void => {
    const start = chance(list.length);
    for (let step = 0; step < Math.min(most, list.length) && chosen.size < enough; step++) {
      const other = list[(start + step) % list.length];
      if (other && mayMeet(guest, other) && !isRepeat(guest, other, restWeeks)) chosen.add(other);
    }
  };
  const ways = [
    ...guest.topics.map((topic) => ({ topic, list: sources.caring.get(topic) })),
    ...guest.offers.map((topic) => ({ topic, list: sources.seeking.get(topic) })),
    ...guest.seeks.map((topic) => ({ topic, list: sources.offering.get(topic) })),
  ].sort((a, b) => b.topic.rarity - a.topic.rarity);
  for (const { list } of ways) if (list) takeFrom(list, A_TOPIC, BY_TOPIC);
  const languages = guest.languages.map((language) => sources.talking.get(language) ?? []);
  for (let tries = 0; languages.length > 0 && tries < CANDIDATES; tries++)
    takeFrom(languages[chance(languages.length)] ?? [], 1, CANDIDATES);
  return [...chosen];
}
