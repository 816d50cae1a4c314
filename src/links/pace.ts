const DAY = 24 * 60 * 60_000;
/** A link is checked once in so many days. */
const PERIOD = 30;

/**
 * When a link is to be checked next. The first time is spread over 30 days by its key, so that what was shared at once
 * is not checked at once; from then on every 30 days.
 * @param checkedAt the last time, undefined when it never was
 */
export function nextCheckAt(key: string, sharedAt: Date, checkedAt: Date | undefined): Date {
  if (checkedAt !== undefined) return new Date(checkedAt.getTime() + PERIOD * DAY);
  return new Date(sharedAt.getTime() + DAY + share(key) * (PERIOD - 1) * DAY);
}

/**
 * The same for the same text, 0 ≤ share < 1: FNV-1a, 32 bits (Fowler, Noll and Vo), over UTF-16 units, and then the
 * finalizer of MurmurHash3 (Appleby), without which the last letters hardly reach the upper bits.
 */
function share(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}
