/** Draws a whole number from 0 up to, but not including, `below`. */
export type Chance = (below: number) => number;

const TWO_TO_32 = 2 ** 32;
const WARM_UP = 12;

/**
 * Chance that can be replayed: the same seed draws the same numbers on every machine.
 * The generator is sfc32 ("small fast counter") of Chris Doty-Humphrey's PractRand, http://pracrand.sourceforge.net.
 */
export function seededChance(seed: number): Chance {
  const whole = Math.trunc(seed);
  let a = whole >>> 0;
  let b = Math.trunc(whole / TWO_TO_32) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < WARM_UP; i++) next();
  return (below) => Math.floor((next() / TWO_TO_32) * below);
}

/** A copy of `list` in an order drawn by chance (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const result: T[] = [];
  for (const item of list) {
    const place = chance(result.length + 1);
    const moved = result[place];
    if (moved === undefined) result.push(item);
    else {
      result.push(moved);
      result[place] = item;
    }
  }
  return result;
}
