/** Work that can be paused: it yields its progress between 0 and 1, each time after a few milliseconds at most. */
export type Steps<Result> = Generator<number, Result, undefined>;

const ITEMS_A_STEP = 512;

/** Runs a piece of work as the part of a larger one between two marks. */
export function* part<Result>(from: number, until: number, work: Steps<Result>): Steps<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + (until - from) * step.value;
  }
}

/** Does work without a pause, for callers who have nothing else to do meanwhile. */
export function drain<Result>(work: Generator<unknown, Result, undefined>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** What `map` does, with a pause after every few items. */
export function* mapInSteps<Item, Result>(
  items: readonly Item[],
  read: (item: Item, place: number) => Result,
): Steps<Result[]> {
  const results: Result[] = [];
  for (const [place, item] of items.entries()) {
    results.push(read(item, place));
    if (results.length % ITEMS_A_STEP === 0) yield results.length / items.length;
  }
  return results;
}
