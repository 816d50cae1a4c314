// When a channel that organisers watch is quiet. Pure; instants are ms since 1970.
import type { Later } from "../dormant/rules.js";

export interface WatchedFacts {
  readonly lifeAt: number;
  /** When organisers were told of this quiet. */
  readonly toldAt: number | undefined;
  readonly quietDays: number;
}

export const watchDays = { min: 3, max: 90 } as const;
/** What organisers are given to begin with, as words of the catalogue. */
export const starters = ["s1", "s2", "s3", "s4", "s5", "s6"] as const;
export type Starter = (typeof starters)[number];

/** Among many words each would be written down for nothing: once in an hour is enough, in ms. */
const HOUR = 3_600_000;

/** When organisers are to be told; undefined while they know and it has not lived since. */
export function tellAt({ lifeAt, toldAt, quietDays }: WatchedFacts, later: Later): number | undefined {
  return toldAt !== undefined && toldAt >= lifeAt ? undefined : later(lifeAt, quietDays);
}

/** Whether a word at `at` is worth writing down. */
export function isNews({ lifeAt, toldAt }: Pick<WatchedFacts, "lifeAt" | "toldAt">, at: number): boolean {
  return at - lifeAt >= HOUR || (toldAt !== undefined && toldAt >= lifeAt && at > toldAt);
}

/** Another idea each time, and the same for the same quiet. */
export function starterFor(quietSince: number): Starter {
  return starters[Math.floor(quietSince / HOUR) % starters.length] ?? "s1";
}
