import { EXACT_PEOPLE, searchExactly } from "./exact.js";
import { gather } from "./gathering.js";
import { type Guest, isRepeat, pairsOf, type Rules } from "./guest.js";
import { reasonsFor } from "./reasons.js";
import { scoreGroup } from "./score.js";
import { searchWidely } from "./search.js";
import { drain, part, type Steps } from "./steps.js";
import type { Group, Progress, RoundInput, RoundOutcome } from "./types.js";
import { explainLeft } from "./unmatched.js";

const PROGRESS = 1000;
const GROUPS_A_STEP = 16;

/**
 * Decides who meets whom in a round. In this order: forbidden pairs and people without a common language never meet;
 * as few people as possible are left over, and of those who must be, the ones who waited least; as few pairs as
 * possible meet again within `restWeeks`, and of those that must, the ones that met longest ago; company of the
 * preferred size; the highest sum of scores. Rounds of up to 12 people get the best arrangement there is, and so do larger
 * ones where everybody can have a rested partner and nobody wants a group; others get a good one (see `searchWidely`).
 *
 * The same people, rules, history and seed give the same outcome, in whatever order they are listed.
 * Yields every few milliseconds, so that the caller can let others have their turn.
 * @throws RangeError for a number that is not finite or is negative (the seed alone may be), for a weight that there is
 * not or that is too high, and for two people with the same id.
 */
export function* decideRound(input: RoundInput): Generator<Progress, RoundOutcome, undefined> {
  const work = decide(input);
  for (let done = 0; ;) {
    const step = work.next();
    if (step.done === true) return step.value;
    done = Math.max(done, Math.min(PROGRESS, Math.round(PROGRESS * step.value)));
    yield { done, of: PROGRESS };
  }
}

/** Decides a round without a pause, for callers who have nothing else to do meanwhile. */
export function decideRoundAtOnce(input: RoundInput): RoundOutcome {
  return drain(decideRound(input));
}

function* decide(input: RoundInput): Steps<RoundOutcome> {
  const gathering = yield* part(0, 0.1, gather(input));
  const search = gathering.guests.length <= EXACT_PEOPLE ? searchExactly : searchWidely;
  const arrangement = yield* part(0.1, 0.97, search(gathering));
  const groups: Group[] = [];
  for (const members of arrangement.groups) {
    groups.push(groupOf(members, gathering));
    if (groups.length % GROUPS_A_STEP === 0) yield 0.97;
  }
  yield 1;
  groups.sort((a, b) => compare(a.members[0], b.members[0]));
  const scores = groups.map(({ score }) => score);
  return {
    groups,
    unmatched: explainLeft(arrangement.left, gathering.guests),
    seed: input.seed,
    total: scores.reduce((sum, score) => sum + score, 0),
    ...(scores.length > 0 ? { worst: scores.reduce((least, score) => Math.min(least, score)) } : {}),
    ...(arrangement.bound === undefined ? {} : { bound: arrangement.bound }),
    method: arrangement.isBest ? "exact" : "heuristic",
  };
}

function groupOf(some: readonly Guest[], rules: Rules): Group {
  const members = [...some].sort((a, b) => compare(a.person.id, b.person.id));
  return {
    members: members.map(({ person }) => person.id),
    score: scoreGroup(members, rules),
    reasons: reasonsFor(members, rules),
    repeats: pairsOf(members)
      .filter(([a, b]) => isRepeat(a, b, rules.restWeeks))
      .map(([a, b]) => ({ a: a.person.id, b: b.person.id, weeksAgo: a.met.get(b) ?? 0 })),
  };
}

function compare(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
