import { CronExpressionParser } from "cron-parser";
import { Temporal } from "temporal-polyfill";
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
  /** The last slot that is over and not after `notAfter`; for a job that was never seen before, the present. */
  readonly lastSlot: (job: string, notAfter: Date) => Promise<Date>;
  readonly run: (now: Date) => Promise<string>;
}

/** A job by the clock. The schedule says which slots there are, the database which of them are over. */
export function cronJob(parts: CronJobParts): Job {
  /** What comes after the last slot: asked for at each look, and reading a schedule takes longer than the look. */
  let known: { readonly last: number; readonly next: Date } | undefined;
  return {
    name: parts.name,
    async upcoming(): Promise<readonly Work[]> {
      // Slots done in a future that turned out to be a clock gone wrong don't count.
      const last = await parts.lastSlot(parts.name, new Date(parts.now().getTime() + parts.tolerance));
      if (known?.last !== last.getTime()) known = { last: last.getTime(), next: slotAfter(parts, last) };
      return [{ at: nextSlot(parts, last, known.next), id: parts.name }];
    },
    run: (_work, now) => parts.run(now),
  };
}

/**
 * The slot to run next: the one after the last that is over. When that is long past, the latest slot stands for all
 * that were missed ("once"), or the next one to come ("skip"). A clock set back finds its slots done and waits.
 */
export function nextSlot(
  parts: Pick<CronJobParts, "schedule" | "timeZone" | "missed" | "tolerance" | "now">,
  last: Date,
  next = slotAfter(parts, last),
): Date {
  const now = parts.now();
  if (next.getTime() >= now.getTime() - parts.tolerance) return next;
  if (parts.missed === "skip") return slotAfter(parts, now);
  const latest = slotUpTo(parts, now);
  return latest > last ? latest : next;
}

interface Slots {
  readonly schedule: string;
  readonly timeZone: string;
}

const DAY = 86_400_000;

/**
 * The schedule is read on a wall clock without daylight saving, and what it shows is then looked up in the zone: a time
 * that is skipped there is as much later as was skipped, one that comes twice is taken the first time, and each is one
 * slot. cron-parser's own zones lose a time that a gap skips when they search backwards, find two for one that comes
 * twice, and fail on a gap of half an hour.
 */
function slotAfter({ schedule, timeZone }: Slots, at: Date): Date {
  const slots = CronExpressionParser.parse(schedule, { tz: "UTC", currentDate: wallOf(at.getTime() - DAY, timeZone) });
  for (;;) {
    const slot = instantOf(slots.next().toDate(), timeZone);
    if (slot > at) return slot;
  }
}

/** The last slot that is not later. */
function slotUpTo({ schedule, timeZone }: Slots, at: Date): Date {
  const slots = CronExpressionParser.parse(schedule, { tz: "UTC", currentDate: wallOf(at.getTime() + DAY, timeZone) });
  for (;;) {
    const slot = instantOf(slots.prev().toDate(), timeZone);
    if (slot <= at) return slot;
  }
}

/** What the zone's wall clock shows, as if it were UTC. */
function wallOf(at: number, timeZone: string): Date {
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return new Date(wall.toZonedDateTime("UTC").epochMilliseconds);
}

function instantOf(wall: Date, timeZone: string): Date {
  const plain = Temporal.Instant.fromEpochMilliseconds(wall.getTime()).toZonedDateTimeISO("UTC").toPlainDateTime();
  return new Date(plain.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds);
}
