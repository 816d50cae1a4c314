/** Work that can be paused: it yields its progress between 0 and 1, each time after a few milliseconds at most. */
export type Steps<Result> = Generator<number, Result, undefined>;

/** Runs a piece of work as the part of a larger one between two marks. */
export function* part<Result>(from: number, until: number, work: Steps<Result>): Steps<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + (until - from) * step.value;
  }
}

/** Does work without a pause, for callers who have nothing else to do meanwhile. */
export function drain<Result>(work: Steps<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
