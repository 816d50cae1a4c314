import type { Guest } from "./guest.js";
import type { Steps } from "./steps.js";

const PEOPLE_A_STEP = 512;

/** Parts the guests so that no two of different parts have a common language. */
export function* islandsOf(guests: readonly Guest[]): Steps<readonly (readonly Guest[])[]> {
  const nearer = new Map<number, number>();
  const findIsland = (language: number): number => {
    for (let at = language; ;) {
      const next = nearer.get(at);
      if (next === undefined) return at;
      at = next;
    }
  };
  for (const { languages, order } of guests) {
    const roots = new Set(languages.map(findIsland));
    const [first, ...others] = roots;
    if (first !== undefined) for (const other of others) nearer.set(other, first);
    if (order % PEOPLE_A_STEP === 0) yield 0;
  }
  const islands = new Map<number, Guest[]>();
  for (const guest of guests) {
    const [language] = guest.languages;
    const key = language === undefined ? -1 - guest.order : findIsland(language);
    const island = islands.get(key);
    if (island === undefined) islands.set(key, [guest]);
    else island.push(guest);
    if (guest.order % PEOPLE_A_STEP === 0) yield 0;
  }
  return [...islands.values()];
}
