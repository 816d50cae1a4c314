import { Temporal } from "temporal-polyfill";
import type { SandboxStore } from "./store.js";

/** What happens as time goes by: jobs and deliveries. */
export interface Timeline {
  /** Earliest instant at which something is due. */
  nextAt(): Promise<Date | undefined>;
  /** The same, of what a person wants to look at: neither the nightly housekeeping nor what pretend people do. */
  nextSeenAt(): Promise<Date | undefined>;
  /** Runs all that is due at the clock's present. */
  runDue(): Promise<{ readonly jobs: readonly JobLine[]; readonly delivered: number }>;
}

export interface JobLine {
  readonly job: string;
  readonly at: Date;
  readonly result: string;
}

export interface Journey {
  readonly now: Date;
  readonly jobs: readonly JobLine[];
  readonly delivered: number;
}

/**
 * A clock that runs like the computer's and can be moved forward. How far it is ahead is stored, so time goes on from
 * there after a restart.
 */
export interface SandboxClock {
  now(): Date;
  /** Goes to `to` step by step: stops wherever something is due and lets it happen at its own time. */
  travel(to: Date, timeline: Timeline): Promise<Journey>;
}

/** A community without any pause: a work that is always due again would never let the clock arrive. */
const MOST_STEPS_AT_ONE_INSTANT = 1_000;

export async function openClock(
  store: Pick<SandboxStore, "clockOffset" | "setClockOffset">,
  wallClock: () => Date,
): Promise<SandboxClock> {
  let offset = await store.clockOffset();
  let pinned: number | undefined;
  const current = () => pinned ?? wallClock().getTime() + offset;

  async function stopAt(at: number): Promise<void> {
    pinned = at;
    offset = at - wallClock().getTime();
    await store.setClockOffset(offset);
  }

  return {
    now: () => new Date(current()),
    async travel(to, timeline) {
      const jobs: JobLine[] = [];
      let delivered = 0;
      let stays = 0;
      try {
        for (;;) {
          const next = (await timeline.nextAt())?.getTime();
          if (next === undefined || next > to.getTime()) break;
          const at = Math.max(next, current());
          stays = at === pinned ? stays + 1 : 0;
          if (stays > MOST_STEPS_AT_ONE_INSTANT) throw new Error(`time stands still at ${new Date(at).toISOString()}`);
          if (at !== pinned) await stopAt(at);
          const happened = await timeline.runDue();
          jobs.push(...happened.jobs);
          delivered += happened.delivered;
        }
        await stopAt(Math.max(to.getTime(), current()));
      } finally {
        pinned = undefined;
      }
      return { now: new Date(current()), jobs, delivered };
    },
  };
}

/** "P1D", "PT1H", "P2W", or "14d", "3h", "2w": how far from `now`. Undefined when it is no duration or goes back. */
export function later(now: Date, by: string): Date | undefined {
  const short = /^(\d{1,4})\s*(m|h|d|w)$/i.exec(by.trim());
  const text = short ? shortForm(short[1] ?? "", (short[2] ?? "").toLowerCase()) : by.trim();
  try {
    const duration = Temporal.Duration.from(text);
    const at = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO("UTC").add(duration);
    return duration.sign < 0 ? undefined : new Date(at.epochMilliseconds);
  } catch {
    return undefined;
  }
}

function shortForm(count: string, unit: string): string {
  return unit === "h" || unit === "m" ? `PT${count}${unit.toUpperCase()}` : `P${count}${unit.toUpperCase()}`;
}

/** "2026-12-01T08:30:00Z", with any offset, or a date, which begins at midnight UTC. Undefined when it is neither. */
export function instantOf(written: string): Date | undefined {
  const text = /^\d{4}-\d\d-\d\d$/.test(written) ? `${written}T00:00Z` : written;
  try {
    return new Date(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return undefined;
  }
}
