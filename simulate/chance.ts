/** A number from 0 up to, but not including, 1, that belongs to what it is about. */
export type Draw = (...about: readonly (string | number)[]) => number;

/**
 * Chance without an order: the same question always draws the same number, whatever else was asked before. So two years
 * of one seed differ only where something different happened to somebody, and can be compared.
 */
export function drawsOf(seed: number): Draw {
  return (...about) => mixed(`${seed}|${about.join("|")}`) / 2 ** 32;
}

/** One of the list, which must not be empty. */
export function oneOf<T>(list: readonly [T, ...T[]], drawn: number): T {
  return list[Math.floor(drawn * list.length)] ?? list[0];
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv), its bits then spread as MurmurHash3 finishes its own. */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
