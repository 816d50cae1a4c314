import { bestOf } from "./best.js";
import { rarity, saturated } from "./ranking.js";
import type { Hit, SearchQuery } from "./search.js";
import type { Filed, Shelves } from "./shelf.js";
import { isStem, isTopic, isWord, type Term } from "./terms.js";

/** By so many of its terms an entry is compared: the rarest, where those that name it count more. */
const MOST_TERMS = 30;
const NAMED = 2;
const TOPIC = 1.5;
/** Of what an entry has in common with itself, another must have so much. */
const LEAST = 0.12;

interface Trait {
  readonly term: Term;
  readonly weight: number;
}

/** Entries that have topics and rare words in common with one, most alike first. */
export function likenesses(id: string, shelves: Shelves, among: Pick<SearchQuery, "where" | "most">): readonly Hit[] {
  const filed = shelves.find(id);
  if (filed === undefined) return [];
  const likeness = new Float64Array(shelves.slots);
  const seen: number[] = [];
  const meanLength = shelves.words / Math.max(1, shelves.size);
  for (const { term, weight } of traitsOf(filed, shelves.size))
    for (let index = 0; index < term.count; index++) {
      const posting = shelves.numbers[term.start + index] ?? 0;
      const slot = posting >>> 8;
      const before = likeness[slot] ?? 0;
      if (before === 0) seen.push(slot);
      likeness[slot] = before + weight * saturated(posting, shelves.lengthOf(slot), meanLength);
    }
  const least = LEAST * (likeness[filed.slot] ?? 0);
  const others = seen.filter(
    (slot) => slot !== filed.slot && (likeness[slot] ?? 0) >= least && (among.where?.(shelves.idAt(slot)) ?? true),
  );
  const order = (a: number, b: number) =>
    (likeness[b] ?? 0) - (likeness[a] ?? 0) || (shelves.idAt(a) < shelves.idAt(b) ? -1 : 1);
  const best = bestOf(others, Math.max(0, Math.trunc(among.most) || 0), order);
  return best.map((slot) => ({ id: shelves.idAt(slot), score: likeness[slot] ?? 0 }));
}

/** What others may share with it. A word that more than half of all have tells nothing. */
function traitsOf({ terms, named }: Filed, size: number): readonly Trait[] {
  const traits = terms.flatMap((term, index) => {
    const kind = isTopic(term.text) ? TOPIC : isWord(term.text) || isStem(term.text) ? 1 : 0;
    if (kind === 0 || term.count < 2 || (size > 10 && term.count > size / 2)) return [];
    return [{ term, weight: kind * (index < named ? NAMED : 1) * rarity(term.count, size) }];
  });
  return bestOf(traits, MOST_TERMS, (a, b) => b.weight - a.weight || (a.term.text < b.term.text ? -1 : 1));
}
