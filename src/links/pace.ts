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

/** Between two requests to one domain, in ms, and how many domains are asked at once. */
const PAUSE = 5_000;
const AT_ONCE = 3;

/**
 * Does the work for each link: those of one domain one after another with a pause in between, at most three domains at
 * once. Rejects with the first failure, and begins nothing more then.
 * @param sleep in ms; rejects when it is time to stop
 */
export async function politely<L extends { readonly domain: string }>(
  links: readonly L[],
  work: (link: L) => Promise<void>,
  sleep: (duration: number) => Promise<void>,
): Promise<void> {
  const waiting = [...byDomain(links).values()];
  let hasFailed = false;
  const visitor = async (): Promise<void> => {
    for (let domain = waiting.shift(); domain !== undefined; domain = waiting.shift()) {
      for (const [index, link] of domain.entries()) {
        if (index > 0) await sleep(PAUSE);
        if (hasFailed) return;
        await work(link);
      }
    }
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      visitor().catch((error: unknown) => {
        hasFailed = true;
        throw error;
      }),
    ),
  );
}

function byDomain<L extends { readonly domain: string }>(links: readonly L[]): Map<string, L[]> {
  const groups = new Map<string, L[]>();
  for (const link of links) groups.set(link.domain, [...(groups.get(link.domain) ?? []), link]);
  return groups;
}
