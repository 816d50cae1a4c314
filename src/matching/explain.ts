import type { FitOf } from "./fit.js";
import { gather } from "./gathering.js";
import { canTalk, type Guest, isRepeat, type Rules } from "./guest.js";
import { type Burden, burdenOf } from "./price.js";
import { PLAIN, scoreGroup, TOPICAL, topicalPoints } from "./score.js";
import { part, type Steps } from "./steps.js";
import type { RoundInput, RoundOutcome } from "./types.js";
import type { Weights } from "./weights.js";

/** What a criterion gives two people. */
interface Counted {
  /** By the name of its weight: what is lost for want of free hours in common is `noOverlap`. */
  readonly criterion: keyof Weights;
  readonly points: number;
}

/** Why two people were not put together, the gravest first. */
export type WhyNot =
  /** These of them did not take part. */
  | { readonly kind: "absent"; readonly ids: readonly string[] }
  /** They were. */
  | { readonly kind: "together"; readonly score: number; readonly counted: readonly Counted[] }
  | { readonly kind: "forbidden" }
  /** The languages in which each of them can meet. */
  | { readonly kind: "language"; readonly languages: readonly (readonly string[])[] }
  /** They met so few weeks ago, and rest for `restWeeks`. */
  | { readonly kind: "resting"; readonly weeksAgo: number; readonly restWeeks: number }
  | {
      readonly kind: "outweighed";
      readonly score: number;
      /** What counts for and against the two, what weighs most first; what counts nothing is left out. */
      readonly counted: readonly Counted[];
      /** What each of them got instead; nothing where somebody was left over. */
      readonly instead: readonly { readonly id: string; readonly others: readonly string[]; readonly score: number }[];
      /** The cheapest exchange of seats that would bring them together; absent where each breaks something graver. */
      readonly exchange?: Exchange;
    };

/** The groups that two would become, and what their scores would lose by it, added up. */
interface Exchange {
  readonly groups: readonly (readonly string[])[];
  readonly loss: number;
}

/**
 * Why a round did not put two people together. Hard rules come before the rest that people have between two meetings,
 * and that before scores.
 * @param outcome What was decided from `input`
 * @throws RangeError for two ids that are the same, and for an input that can't be decided.
 */
export function* whyNot(input: RoundInput, outcome: RoundOutcome, idA: string, idB: string): Steps<WhyNot> {
  if (idA === idB) throw new RangeError(`Why not these two needs two people, not ${idA} twice.`);
  const gathering = yield* part(0, 1, gather(input));
  const guests = new Map(gathering.guests.map((guest) => [guest.person.id, guest]));
  const [a, b] = [guests.get(idA), guests.get(idB)];
  if (a === undefined || b === undefined) return { kind: "absent", ids: [idA, idB].filter((id) => !guests.has(id)) };
  const counted = countPoints(a, b, gathering);
  const score = scoreGroup([a, b], gathering);
  const tableOf = (guest: Guest): readonly Guest[] => {
    const group = outcome.groups.find(({ members }) => members.includes(guest.person.id));
    return group?.members.flatMap((id) => guests.get(id) ?? []) ?? [guest];
  };
  const [mine, theirs] = [tableOf(a), tableOf(b)];
  if (mine.includes(b)) return { kind: "together", score, counted };
  const rule = ruleAgainst(a, b, gathering.restWeeks);
  if (rule !== undefined) return rule;
  const exchange = cheapestExchange({ guest: a, table: mine }, { guest: b, table: theirs }, gathering.fitOf);
  const instead = [mine, theirs].map((table, place) => {
    const { id } = (place === 0 ? a : b).person;
    const others = table.map(({ person }) => person.id).filter((other) => other !== id);
    return { id, others, score: table.length > 1 ? scoreGroup(table, gathering) : 0 };
  });
  return { kind: "outweighed", score, counted, instead, ...(exchange === undefined ? {} : { exchange }) };
}

function ruleAgainst(a: Guest, b: Guest, restWeeks: number): WhyNot | undefined {
  if (a.forbidden.has(b)) return { kind: "forbidden" };
  if (!canTalk(a, b)) {
    const languagesOf = ({ person }: Guest) => [...new Set([...person.languages, ...(person.willing ?? [])])];
    return { kind: "language", languages: [languagesOf(a), languagesOf(b)] };
  }
  return isRepeat(a, b, restWeeks) ? { kind: "resting", weeksAgo: a.met.get(b) ?? 0, restWeeks } : undefined;
}

function countPoints(a: Guest, b: Guest, rules: Rules): readonly Counted[] {
  const sums = new Map<keyof Weights, number>();
  const count = (name: keyof Weights, points: number) => sums.set(name, (sums.get(name) ?? 0) + points);
  for (const criterion of TOPICAL) count(criterion.weight, topicalPoints(criterion, a, b, rules));
  for (const { weight, points } of PLAIN) {
    const given = points(a, b, rules);
    count(weight === "overlap" && given < 0 ? "noOverlap" : weight, given);
  }
  return [...sums]
    .map(([criterion, points]) => ({ criterion, points }))
    .filter(({ points }) => points !== 0)
    .sort((one, other) => Math.abs(other.points) - Math.abs(one.points));
}

interface Seat {
  readonly guest: Guest;
  /** Those who sit there, the guest among them. */
  readonly table: readonly Guest[];
}

/** One of the two changes places with somebody at the other's table, in whichever way costs least. */
function cheapestExchange(one: Seat, other: Seat, fitOf: FitOf): Exchange | undefined {
  const before = burdenOfAll([one.table, other.table], fitOf);
  let best: Exchange | undefined;
  for (const [mover, host] of [
    [one, other],
    [other, one],
  ] as const) {
    for (const leaver of host.table) {
      if (leaver === host.guest) continue;
      const groups = [swap(mover.table, mover.guest, leaver), swap(host.table, leaver, mover.guest)];
      const after = burdenOfAll(groups, fitOf);
      if (before === undefined || after === undefined || isGraver(after, before)) continue;
      const loss = before.score - after.score;
      if (best === undefined || loss < best.loss)
        best = { groups: groups.map((members) => members.map(({ person }) => person.id).sort()), loss };
    }
  }
  return best;
}

function swap(table: readonly Guest[], leaver: Guest, comer: Guest): readonly Guest[] {
  return table.map((guest) => (guest === leaver ? comer : guest));
}

/** What is to be said against and for several groups; nothing when one of them breaks a hard rule. */
function burdenOfAll(groups: readonly (readonly Guest[])[], fitOf: FitOf): Burden | undefined {
  const total = { repeats: 0, recency: 0, bent: 0, score: 0 };
  for (const members of groups.filter(({ length }) => length > 1)) {
    const burden = burdenOf(members, fitOf);
    if (burden === undefined) return undefined;
    total.repeats += burden.repeats;
    total.recency += burden.recency;
    total.bent += burden.bent;
    total.score += burden.score;
  }
  return total;
}

/** Whether one is graver than the other in anything that outweighs scores. */
function isGraver(one: Burden, other: Burden): boolean {
  return one.repeats > other.repeats || one.recency > other.recency || one.bent > other.bent;
}
