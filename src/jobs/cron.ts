import { CronExpressionParser } from "cron-parser";
import type { Job, Work } from "./job.js";

export interface CronJobParts {
  readonly name: string;
  /** Five fields, "30 3 * * *". */
  readonly schedule: string;
  readonly timeZone: string;
  /** What happens with slots that passed while the program was down: the last one once, or none. */
  readonly missed: "once" | "skip";
  /** A slot older than this, in ms, counts as missed. */
  readonly tolerance: number;
  readonly now: () => Date;
  /** The last slot that anybody ran, from the runs. */
  readonly lastSlot: (job: string) => Promise<string | undefined>;
  readonly run: (now: Date) => Promise<string>;
}

/** A job by the clock. The library computes the slots, also over daylight saving; the database knows which are done. */
export function cronJob(parts: CronJobParts): Job {
  return {
    name: parts.name,
    async upcoming(): Promise<readonly Work[]> {
      const last = await parts.lastSlot(parts.name);
      return [
        { at: nextSlot(parts, last === undefined ? undefined : new Date(last.split(" ")[0] ?? last)), id: parts.name },
      ];
    },
    run: (_work, now) => parts.run(now),
  };
}

/**
 * The slot to run next: the one after the last run. When that is long past, the latest slot stands for all that were
 * missed ("once"), or the next one to come ("skip"). A clock set back finds its slots done and waits.
 */
export function nextSlot(
  parts: Pick<CronJobParts, "schedule" | "timeZone" | "missed" | "tolerance" | "now">,
  last: Date | undefined,
): Date {
  const now = parts.now();
  const options = { tz: parts.timeZone };
  const after = (at: Date) =>
    CronExpressionParser.parse(parts.schedule, { ...options, currentDate: at })
      .next()
      .toDate();
  // A new program starts with the next slot; there is nothing to catch up with.
  if (last === undefined) return after(now);
  const next = after(last);
  if (next.getTime() >= now.getTime() - parts.tolerance) return next;
  if (parts.missed === "skip") return after(now);
  const latest = CronExpressionParser.parse(parts.schedule, { ...options, currentDate: new Date(now.getTime() + 1) })
    .prev()
    .toDate();
  return latest > last ? latest : next;
}
