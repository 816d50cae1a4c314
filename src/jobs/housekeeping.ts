import { cronJob } from "./cron.js";
import type { Job } from "./job.js";
import type { Runs } from "./runs.js";

export interface HousekeepingParts {
  readonly runs: Runs;
  readonly now: () => Date;
  readonly timeZone: string;
  /** Copies the database and answers with what was done; missing where the database has its own backups. */
  readonly backUp: ((now: Date) => Promise<string>) | undefined;
  /** Lets go of what the features have kept long enough, and answers with what it was. */
  readonly letGo?: () => Promise<string>;
}

/** How the names of these jobs begin. */
export const HOUSEKEEPING = "house.";

const DAY = 86_400_000;
/** Runs older than this keep nothing from running twice any more, in days. */
const RUNS_KEPT = 60;

/** What the house does for itself, at night. */
export function housekeeping({ runs, now, timeZone, backUp, letGo }: HousekeepingParts): readonly Job[] {
  const nightly = (name: string, schedule: string, run: (at: Date) => Promise<string>): Job =>
    cronJob({ name, schedule, timeZone, missed: "once", tolerance: DAY, now, lastSlot: runs.lastSlot, run });
  return [
    ...(backUp ? [nightly(`${HOUSEKEEPING}back-up`, "10 2 * * *", backUp)] : []),
    nightly(`${HOUSEKEEPING}tidy`, "40 2 * * *", async (at) => {
      const forgotten = await runs.forgetBefore(new Date(at.getTime() - RUNS_KEPT * DAY));
      const old = await letGo?.();
      return [`${forgotten} old runs forgotten`, ...(old === undefined ? [] : [old])].join("; ");
    }),
  ];
}
