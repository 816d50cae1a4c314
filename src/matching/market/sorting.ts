import type { Steps } from "../steps.js";

/** So many are sorted, or merged, at a time. */
const A_STEP = 2_048;

/** Sorts in place, as `order.sort` does, with a pause after every few: pieces first, which are then merged two by two. */
export function* sortInSteps(order: Int32Array, compare: (a: number, b: number) => number): Steps<void> {
  const { length } = order;
  for (let from = 0; from < length; from += A_STEP) {
    order.subarray(from, from + A_STEP).sort(compare);
    yield from / length / 2;
  }
  let [source, target]: [Int32Array, Int32Array] = [order, new Int32Array(length)];
  for (let width = A_STEP; width < length; width *= 2) {
    for (let from = 0; from < length; from += 2 * width) {
      const middle = Math.min(from + width, length);
      const end = Math.min(from + 2 * width, length);
      let [left, right] = [from, middle];
      for (let at = from; at < end; at++) {
        const isLeft = right === end || (left < middle && compare(source[left] ?? 0, source[right] ?? 0) <= 0);
        target[at] = source[isLeft ? left++ : right++] ?? 0;
        if (at % A_STEP === 0) yield 0.5;
      }
    }
    [source, target] = [target, source];
  }
  if (source !== order) order.set(source);
}
