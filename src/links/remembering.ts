import type { Look } from "./look.js";

/** ms for which an answer is given again: what was there is there for a while, what failed may do better soon. */
const KEPT = { page: 86_400_000, file: 86_400_000, gone: 600_000, unseen: 600_000 } as const;
/** Links; the one that was looked at longest ago makes room. */
const MOST = 2_000;

interface Remembered {
  readonly at: number;
  readonly look: Promise<Look>;
  /** Undefined while it is being looked at. */
  kind?: Look["kind"];
}

/** Looks once at what many want to see, and once at what one wants to see many times. */
export function rememberLooks(look: (href: string) => Promise<Look>, now: () => Date): (href: string) => Promise<Look> {
  const seen = new Map<string, Remembered>();
  const isFresh = ({ at, kind }: Remembered): boolean => {
    const age = now().getTime() - at;
    return kind === undefined || (age >= 0 && age < KEPT[kind]);
  };
  return (href) => {
    const known = seen.get(href);
    if (known && isFresh(known)) return known.look;
    const asked: Remembered = { at: now().getTime(), look: look(href) };
    seen.delete(href);
    seen.set(href, asked);
    for (const oldest of seen.keys()) {
      if (seen.size <= MOST) break;
      seen.delete(oldest);
    }
    return asked.look.then(
      (found) => {
        asked.kind = found.kind;
        return found;
      },
      (fault: unknown) => {
        seen.delete(href);
        throw fault;
      },
    );
  };
}
