import { isDuplicate, type Database } from "../storage/database.js";
import type { Work } from "./job.js";

export interface RunsParts {
  readonly db: Database;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Real time, for leases. */
  readonly wallClock: () => Date;
}

/** How long a claimed run belongs to its program, in ms, and how often it says that it is still alive. */
export const RUN_LEASE = 60_000;
export const HEARTBEAT = 20_000;
/** After so many failures the work is left alone and organisers are told. */
export const MAX_ATTEMPTS = 5;

export interface Claim {
  readonly job: string;
  readonly slot: string;
  readonly token: string;
  readonly attempt: number;
}

export function slotOf(work: Work): string {
  return `${work.at.toISOString()} ${work.id}`;
}

export type Runs = ReturnType<typeof makeRuns>;

/** Who runs which slot: one row a (job, slot), claimed with a lease. */
export function makeRuns({ db, newId, now, wallClock }: RunsParts) {
  const lease = () => new Date(wallClock().getTime() + RUN_LEASE);
  return {
    /** The slots among these that can't be run now: done, given up, leased to another, or waiting for their next try. */
    async blocked(job: string, slots: readonly string[]): Promise<ReadonlyMap<string, Date | undefined>> {
      const rows = await db.client.jobRun.findMany({ where: { job, slot: { in: [...slots] } } });
      const at = now();
      const wall = wallClock();
      return new Map(
        rows
          .filter((row) => {
            if (row.status === "done" || row.status === "dead") return true;
            if (row.status === "failed") return row.retryAt !== null && row.retryAt > at;
            return row.leaseUntil !== null && row.leaseUntil > wall;
          })
          .map((row) => [row.slot, row.status === "failed" ? (row.retryAt ?? undefined) : undefined]),
      );
    },

    /** True for exactly one of all programs. */
    async claim(job: string, slot: string): Promise<Claim | undefined> {
      const token = newId();
      const base = { leaseToken: token, leaseUntil: lease(), startedAt: now() };
      try {
        await db.client.jobRun.create({ data: { job, slot, status: "running", ...base } });
        return { job, slot, token, attempt: 1 };
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const { count } = await db.client.jobRun.updateMany({
        where: {
          job,
          slot,
          OR: [{ status: "failed" }, { status: "running", leaseUntil: { lt: wallClock() } }],
        },
        data: { status: "running", attempts: { increment: 1 }, ...base },
      });
      if (count === 0) return undefined;
      const row = await db.client.jobRun.findUniqueOrThrow({ where: { job_slot: { job, slot } } });
      return { job, slot, token, attempt: row.attempts };
    },

    async heartbeat(claim: Claim): Promise<void> {
      await db.client.jobRun.updateMany({ where: mine(claim), data: { leaseUntil: lease() } });
    },

    async done(claim: Claim, result: string): Promise<void> {
      await db.client.jobRun.updateMany({
        where: mine(claim),
        data: { status: "done", result, finishedAt: now(), leaseToken: null, leaseUntil: null, retryAt: null },
      });
    },

    /** Tried again later, a little later each time; in the end given up. True when it was given up. */
    async failed(claim: Claim, reason: string, retryAt: Date): Promise<boolean> {
      const isDead = claim.attempt >= MAX_ATTEMPTS;
      await db.client.jobRun.updateMany({
        where: mine(claim),
        data: {
          status: isDead ? "dead" : "failed",
          result: reason,
          retryAt: isDead ? null : retryAt,
          leaseToken: null,
          leaseUntil: null,
        },
      });
      return isDead;
    },

    /** After a crash of the only program on this database: what it was running is free again. */
    async takeOverAll(): Promise<void> {
      await db.client.jobRun.updateMany({ where: { status: "running" }, data: { leaseUntil: new Date(0) } });
    },

    async lastSlot(job: string): Promise<string | undefined> {
      const row = await db.client.jobRun.findFirst({
        where: { job },
        orderBy: { slot: "desc" },
        select: { slot: true },
      });
      return row?.slot;
    },

    /** Old rows are no longer needed to keep a slot from running twice. */
    async forgetBefore(at: Date): Promise<number> {
      const { count } = await db.client.jobRun.deleteMany({
        where: { status: { in: ["done", "dead"] }, startedAt: { lt: at } },
      });
      return count;
    },
  };
}

function mine(claim: Claim) {
  return { job: claim.job, slot: claim.slot, status: "running", leaseToken: claim.token };
}
