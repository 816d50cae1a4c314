import { canTalk, type Guest } from "./guest.js";
import type { Unmatched } from "./types.js";

/** So many languages that would help are named. */
const LANGUAGES = 3;

/** Why nobody was found for those left over, and what would help, in the order of their ids. */
export function explainLeft(left: readonly Guest[], guests: readonly Guest[]): readonly Unmatched[] {
  const speakers = new Map<number, Guest[]>();
  for (const guest of guests) for (const language of guest.languages) add(speakers, language, guest);
  const atHome = countNames(guests.flatMap(({ person }) => [...new Set(person.languages)]));
  return left
    .map((guest): Unmatched => ({ id: guest.person.id, ...whyAlone(guest, guests, speakers, atHome) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Everything of `Unmatched` but the id. */
type Why = Unmatched extends infer One ? (One extends Unmatched ? Omit<One, "id"> : never) : never;

function whyAlone(
  guest: Guest,
  guests: readonly Guest[],
  speakers: ReadonlyMap<number, readonly Guest[]>,
  atHome: ReadonlyMap<string, number>,
): Why {
  if (guests.length === 1) return { why: "alone" };
  const kept = new Set<Guest>();
  for (const language of guest.languages) {
    for (const other of speakers.get(language) ?? []) {
      if (other === guest || !canTalk(guest, other)) continue;
      if (!guest.forbidden.has(other)) return { why: "odd" };
      kept.add(other);
    }
  }
  if (kept.size > 0) return { why: "rules", forbidden: kept.size };
  const mine = guest.person.languages;
  const useful = [...atHome].filter(([language]) => !mine.includes(language));
  useful.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return { why: "language", languages: useful.slice(0, LANGUAGES).map(([language]) => language) };
}

function countNames(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function add(lists: Map<number, Guest[]>, key: number, guest: Guest): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [guest]);
  else list.push(guest);
}
