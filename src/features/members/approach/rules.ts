const DAY = 86_400_000;

/** So many requests of other people reach one person in a day, over all features. */
export const REQUESTS_A_DAY = 2;
/** A request that would have to wait longer than this, in ms, is not taken: whoever asks hears that kindly. */
export const LONGEST_WAIT = 3 * DAY;

/**
 * The first moment, from now on, at which one more request may go to somebody: at most REQUESTS_A_DAY of them in any 24
 * hours. `others` are the moments of those before, also of those that still wait; all in ms.
 */
export function nextOpening(others: readonly number[], now: number): number {
  const fits = (at: number) => {
    const all = [...others, at];
    // Also none that waits already gets crowded by this one.
    return all
      .filter((end) => end >= at && end - at < DAY)
      .every((end) => all.filter((one) => one > end - DAY && one <= end).length <= REQUESTS_A_DAY);
  };
  const ends = others.map((other) => other + DAY).filter((end) => end > now);
  return [now, ...ends.toSorted((a, b) => a - b)].find(fits) ?? now;
}

/** So many who join within so short a time (ms) are no class that was told of it, but more likely a machine. */
export const RUSH = { people: 20, within: 10 * 60_000 } as const;
/** How long, in ms, whoever came with a rush approaches nobody. */
export const QUARANTINE = DAY;
/** A community that is so young (ms) begins with many at once. */
export const FOUNDING = 3 * DAY;

/** Whether uncommonly many are joining. `joins` are the moments of the latest joins in ms, in any order. */
export function isRush(joins: readonly number[], now: number): boolean {
  return joins.filter((at) => at <= now && now - at < RUSH.within).length >= RUSH.people;
}

/** Whether somebody who joined at `joinedAt` came with a rush, however it began before or went on after. */
export function cameInRush(joins: readonly number[], joinedAt: number): boolean {
  const near = joins.filter((at) => Math.abs(at - joinedAt) < RUSH.within);
  return near.some((end) => end >= joinedAt && isRush(near, end));
}

/** Those of the joins (moments in ms) that came with a rush; as `cameInRush` says it of each, for thousands at once. */
export function joinsInRush(joins: readonly number[]): readonly number[] {
  const sorted = joins.toSorted((a, b) => a - b);
  const found = new Set<number>();
  let first = 0;
  // The first of the sorted joins that was not looked at yet.
  let next = 0;
  sorted.forEach((end, index) => {
    while (end - (sorted[first] ?? end) >= RUSH.within) first++;
    // Of several at the same moment the last one has all of them before it.
    if (sorted[index + 1] === end || index - first + 1 < RUSH.people) return;
    for (next = Math.max(next, first); next <= index; next++) found.add(next);
  });
  return sorted.filter((_, index) => found.has(index));
}

/** Whether a newcomer has to wait before they approach anybody. */
export function isQuarantined(
  {
    joinedAt,
    foundedAt,
    joins,
  }: { readonly joinedAt: number; readonly foundedAt: number; readonly joins: readonly number[] },
  now: number,
): boolean {
  if (now - joinedAt >= QUARANTINE || joinedAt - foundedAt < FOUNDING) return false;
  return cameInRush(joins, joinedAt);
}
