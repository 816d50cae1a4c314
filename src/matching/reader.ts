import type { Guest, Stretch, Topic } from "./guest.js";
import { giftsOf, wishesOf } from "./score.js";
import { type Ties, tiesOf } from "./ties.js";
import type { Person } from "./types.js";

const MINUTES_A_DAY = 1440;

/** A guest whom nobody has been told about yet. */
export type Arriving = Guest & {
  readonly forbidden: Set<Guest>;
  readonly met: Map<Guest, number>;
  ties: Ties;
};

/**
 * Reads people into guests. What many of them have alike (words, languages, hours) they share, so that two of them are
 * compared at a glance and the memory of all of them stays small.
 * @param topics By their keys
 */
export function makeReader(topics: ReadonlyMap<string, Topic>): (person: Person, order: number) => Arriving {
  const codes = new Map<string, number>();
  /** From 1. */
  const codeOf = (word: string): number => {
    const code = codes.get(word) ?? codes.size + 1;
    codes.set(word, code);
    return code;
  };
  const codesOf = (words: readonly string[]): readonly number[] => [...new Set(words)].map(codeOf);
  const topicsOf = (keys: readonly string[]): readonly Topic[] =>
    [...new Set(keys)].flatMap((key) => topics.get(key) ?? []).sort((a, b) => a.order - b.order);
  const shared = makeShelf<readonly number[]>();
  const hours = makeShelf<readonly Stretch[]>();

  return (person, order) => {
    const { level, institution, region, newcomer, connector, waiting } = person;
    const lists = {
      topics: topicsOf(person.topics),
      goals: topicsOf(person.goals ?? []),
      offers: topicsOf(person.offers),
      seeks: topicsOf(person.seeks),
    };
    return {
      person,
      order,
      languages: shared(codesOf([...person.languages, ...(person.willing ?? [])])),
      atEase: shared(codesOf(person.languages)),
      ...lists,
      wishes: wishesOf(lists),
      gifts: giftsOf(lists),
      level: level === undefined ? 0 : codeOf(level),
      institution: institution === undefined ? 0 : codeOf(institution),
      region: region === undefined ? 0 : codeOf(region),
      newcomer,
      connector,
      waiting,
      free: hours(stretchesOf(person)),
      forbidden: new Set(),
      met: new Map(),
      ties: tiesOf(order, new Map()),
    };
  };
}

/** Gives the first of all values that are alike. */
function makeShelf<Value>(): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const name = JSON.stringify(value);
    const first = known.get(name) ?? value;
    known.set(name, first);
    return first;
  };
}

/** @throws RangeError for a number that is not finite or is negative. */
export function requireMeasure(value: number, what: string): void {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${what} must be 0 or more, not ${value}.`);
}

function stretchesOf({ id, free }: Person): readonly Stretch[] {
  const result: { from: number; until: number }[] = [];
  for (const [from, until] of [...free].sort(([a], [b]) => a - b)) {
    requireMeasure(from, `free of ${id}`);
    requireMeasure(until, `free of ${id}`);
    const end = Math.min(until, MINUTES_A_DAY);
    const last = result.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, end);
    else if (from < end) result.push({ from, until: end });
  }
  return result;
}
