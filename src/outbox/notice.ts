import { actionButton, type Button, type Card } from "../chat/card.js";
import type { PersonSpan, Text } from "../chat/text.js";
import { person, plain } from "../chat/text.js";
import { clockTime, dateName, dayName } from "../chat/when.js";
import type { Facts, KeysOf, Words } from "../chat/words.js";

/** A member in the facts of a delivery; the name is looked up when it is delivered. */
export interface PersonFact {
  readonly person: string;
}

/** Who will read it, and the means to speak to them. */
export interface Reader<Key extends string = string> {
  readonly memberId: string | undefined;
  readonly locale: string;
  readonly timeZone: string;
  readonly say: (key: Key, facts?: Facts) => Text;
  readonly label: (key: Key) => string;
  readonly button: (key: Key, action: string, subject: string, tone?: "primary" | "danger") => Button;
  readonly person: (fact: PersonFact, ping?: boolean) => PersonSpan;
  /** A topic by its key in the reader's language, or as its owner wrote it. */
  readonly topic: (topic: { readonly key: string; readonly label: string }) => Text;
  /** A sentence of another file, for words that are shared. */
  readonly from: (file: string, key: string, facts?: Facts) => Text;
  readonly has: (file: string, key: string) => boolean;
  readonly day: (at: Date | string) => string;
  readonly time: (at: Date, timeZone?: string) => string;
}

/** Makes the card of a delivery. Pure: the same facts and reader, the same card. */
export type Notice = (facts: never, reader: Reader) => Card;

/** "<feature>.<notice>" → how it is worded. */
export type Notices = ReadonlyMap<string, { readonly file: string; readonly make: Notice }>;

/** Names a feature's notices, each worded by `src/locales/<language>/<file>.json`. */
export function noticesOf<Key extends string>(
  file: string,
  notices: Readonly<Record<string, (facts: never, reader: Reader<Key>) => Card>>,
): Notices {
  return new Map(Object.entries(notices).map(([name, make]) => [`${file}.${name}`, { file, make: make }]));
}

export type KeyIn<Catalogue> = KeysOf<Catalogue>;

export interface Audience {
  readonly memberId: string | undefined;
  readonly locale: string;
  readonly timeZone: string;
}

export function readerFor(words: Words, file: string, audience: Audience, names: ReadonlyMap<string, string>): Reader {
  const { locale, timeZone } = audience;
  return {
    ...audience,
    say: (key, facts) => words.say(locale, file, key, facts),
    label: (key) => words.label(locale, file, key),
    button: (key, action, subject, tone) => actionButton(words.label(locale, file, key), action, subject, tone),
    person: ({ person: memberId }, ping = false) =>
      person({ memberId, name: names.get(memberId) ?? words.label(locale, "common", "formerMember") }, ping),
    topic: ({ key, label }) => plain(words.has(locale, "topics", key) ? words.label(locale, "topics", key) : label),
    from: (other, key, facts) => words.say(locale, other, key, facts),
    has: (other, key) => words.has(locale, other, key),
    day: (at) => (typeof at === "string" ? dateName(locale, at) : dayName(locale, timeZone, at)),
    time: (at, zone = timeZone) => clockTime(locale, zone, at),
  };
}

/**
 * One audience a language, in the order in which a message says it: the language of most readers first, so that most
 * read at once; where as many read another, the community's own, and else that of whoever comes first.
 */
export function languagesOf(audiences: readonly Audience[], own: string | undefined): readonly Audience[] {
  const byLocale = new Map<string, { readonly audience: Audience; readonly readers: number }>();
  for (const audience of audiences) {
    const known = byLocale.get(audience.locale);
    byLocale.set(audience.locale, { audience: known?.audience ?? audience, readers: (known?.readers ?? 0) + 1 });
  }
  const isOwn = (locale: string) => Number(locale === own);
  return [...byLocale.values()]
    .sort((a, b) => b.readers - a.readers || isOwn(b.audience.locale) - isOwn(a.audience.locale))
    .map(({ audience }) => audience);
}

/** Every { person: id } in the facts, wherever it stands. */
export function peopleIn(facts: unknown): string[] {
  if (Array.isArray(facts)) return facts.flatMap(peopleIn);
  if (typeof facts !== "object" || facts === null) return [];
  if ("person" in facts && typeof facts.person === "string") return [facts.person];
  return Object.values(facts).flatMap(peopleIn);
}
