import type { RoundInput } from "../src/matching/types.js";

/** What is wrong with an arrangement, judged by the input alone. */
export interface Verdict {
  /** Pairs who must not meet, and groups without a language in common. */
  readonly violations: number;
  /** Pairs who meet again before their rest is over. */
  readonly repeats: number;
  /** People who are neither in a group nor said to be without one, or in several. */
  readonly lost: number;
  /** Groups by how many people are in them. */
  readonly sizes: Readonly<Record<number, number>>;
}

interface Arranged {
  readonly groups: readonly { readonly members: readonly string[] }[];
  readonly unmatched: readonly { readonly id: string }[];
}

export function judge({ people, forbidden, met, restWeeks }: RoundInput, { groups, unmatched }: Arranged): Verdict {
  const keyOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const never = new Set(forbidden.map(([a, b]) => keyOf(a, b)));
  const recent = new Set(met.filter(({ weeksAgo }) => weeksAgo < restWeeks).map(({ a, b }) => keyOf(a, b)));
  const languages = new Map(people.map(({ id, languages: spoken }) => [id, spoken]));
  const seen = new Map<string, number>(people.map(({ id }) => [id, 0]));
  const sizes: Record<number, number> = {};
  let [violations, repeats] = [0, 0];
  for (const { members } of groups) {
    sizes[members.length] = (sizes[members.length] ?? 0) + 1;
    const [first = [], ...others] = members.map((id) => languages.get(id) ?? []);
    if (!first.some((language) => others.every((spoken) => spoken.includes(language)))) violations++;
    for (const [place, a] of members.entries()) {
      seen.set(a, (seen.get(a) ?? 0) + 1);
      for (const b of members.slice(place + 1)) {
        if (never.has(keyOf(a, b))) violations++;
        if (recent.has(keyOf(a, b))) repeats++;
      }
    }
  }
  for (const { id } of unmatched) seen.set(id, (seen.get(id) ?? 0) + 1);
  return { violations, repeats, lost: [...seen.values()].filter((times) => times !== 1).length, sizes };
}
