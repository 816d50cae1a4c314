import { ALL_CANDIDATES_PEOPLE, type Candidates } from "./candidates.js";
import type { Fit } from "./fit.js";
import type { Gathering } from "./gathering.js";
import type { Guest } from "./guest.js";
import { leastPriceOf, priceOf } from "./price.js";
import type { Steps } from "./steps.js";

/** Passes over the guests at most; each ends sooner when nothing changes any more. */
const PASSES = { few: 30, many: 3 };
const LINKS_A_STEP = 64;

/**
 * For each number of others the ways to part them: up to two who stay with the guest and the candidate, and those who
 * make a group of their own, two to four or none. Lists of places.
 */
const SPLITS = Array.from({ length: 7 }, (_, count) =>
  Array.from({ length: 2 ** count }, (_, mask) => {
    const places = Array.from({ length: count }, (_, place) => place);
    const isBeside = (place: number): boolean => ((mask >> place) & 1) === 1;
    return [places.filter(isBeside), places.filter((place) => !isBeside(place))] as const;
  }).filter(([beside, apart]) => beside.length <= 2 && apart.length !== 1 && apart.length <= 4),
);

interface Table {
  readonly members: readonly Guest[];
  readonly price: number;
  /** The pass in which these people came together. */
  readonly since: number;
}

/**
 * Deals the people of two groups anew wherever that is cheaper (2-opt), for every two groups that hold two candidates
 * of each other. No price ever rises, so repeats and bent preferences never become more, and everybody keeps company.
 */
export function* improve(
  groups: readonly (readonly Guest[])[],
  candidates: Candidates,
  { guests, fitOf, groupSize }: Gathering,
): Steps<readonly (readonly Guest[])[]> {
  const tables: (Table | undefined)[] = [];
  const seat = (members: readonly Guest[], since: number): void => {
    const table = { members, price: priceOf(members, fitOf, groupSize), since };
    for (const { order } of members) tables[order] = table;
  };
  for (const [place, group] of groups.entries()) {
    seat(group, 0);
    if (place % LINKS_A_STEP === 0) yield 0;
  }
  const passes = guests.length <= ALL_CANDIDATES_PEOPLE ? PASSES.few : PASSES.many;
  let [changed, links] = [true, 0];
  for (let pass = 1; changed && pass <= passes; pass++) {
    changed = false;
    for (const guest of guests) {
      for (const candidate of candidates[guest.order] ?? []) {
        if (++links % LINKS_A_STEP === 0) yield (pass - 1 + guest.order / guests.length) / passes;
        const [mine, theirs] = [tables[guest.order], tables[candidate.guest.order]];
        if (!mine || !theirs || mine === theirs || Math.max(mine.since, theirs.since) < pass - 1) continue;
        if (isHopeless(mine, theirs, candidate.fit)) continue;
        const deal = cheaperDeal([mine, theirs], [guest, candidate.guest], (members) =>
          priceOf(members, fitOf, groupSize),
        );
        for (const members of deal) seat(members, pass);
        changed ||= deal.length > 0;
      }
    }
  }
  return [...new Set(tables)].flatMap((table) => (table ? [table.members] : []));
}

/**
 * Whether two groups against which nothing grave speaks both score better, for each pair in them, than the two who
 * would come together. Of two cheaper pairs one is always cheaper than the dearer of the old ones, so between pairs
 * nothing is missed by that; between larger groups little is.
 */
function isHopeless(mine: Table, theirs: Table, { score }: Fit): boolean {
  return [mine, theirs].every(({ members, price }) => price < 0 && score <= (-2 * price) / members.length);
}

/** The cheapest way to deal two groups anew with the two guests together, when it is cheaper; else nothing. */
function cheaperDeal(
  [mine, theirs]: readonly [Table, Table],
  [guest, candidate]: readonly [Guest, Guest],
  price: (members: readonly Guest[]) => number,
): readonly (readonly Guest[])[] {
  const others = [...mine.members, ...theirs.members].filter((member) => member !== guest && member !== candidate);
  let [best, lowest]: [readonly (readonly Guest[])[], number] = [[], mine.price + theirs.price];
  for (const [beside, apart] of SPLITS[others.length] ?? []) {
    const deal = [[guest, candidate, ...choose(beside, others)], choose(apart, others)].filter(
      ({ length }) => length > 0,
    );
    let least = deal.reduce((sum, members) => sum + leastPriceOf(members), 0);
    for (const members of deal) if (least < lowest) least += price(members) - leastPriceOf(members);
    if (least < lowest) [best, lowest] = [deal, least];
  }
  return best;
}

function choose(places: readonly number[], members: readonly Guest[]): Guest[] {
  const chosen: Guest[] = [];
  for (const place of places) {
    const member = members[place];
    if (member !== undefined) chosen.push(member);
  }
  return chosen;
}
