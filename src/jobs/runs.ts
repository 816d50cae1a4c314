import { isDuplicate, type Database, type Tx } from "../storage/database.js";
import { databaseNow } from "../storage/leases.js";
import type { GivenUp, Work } from "./job.js";

export interface RunsParts {
  readonly db: Database;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Real time, for leases, where no database clock is common to all programs. */
  readonly wallClock: () => Date;
}

/** How long a claimed run belongs to its program, in ms, and how often it says that it is still alive. */
export const RUN_LEASE = 60_000;
export const HEARTBEAT = 20_000;
/** After so many failures the work is left alone and organisers are told. */
export const MAX_ATTEMPTS = 5;

/** Should this one fail too, the work is given up. */
export function isLastTry(claim: Claim): boolean {
  return claim.attempt >= MAX_ATTEMPTS;
}

export interface Claim {
  readonly job: string;
  readonly slot: string;
  readonly token: string;
  readonly attempt: number;
}

export function slotOf(work: Work): string {
  return `${work.at.toISOString()} ${work.id}`;
}

function workOf(slot: string): Work {
  const space = slot.indexOf(" ");
  return { at: new Date(slot.slice(0, space)), id: slot.slice(space + 1) };
}

/** How a failure is written down, so that its incident can be read from it. */
export function failureLine(incident: string): string {
  return `failed, incident ${incident}`;
}

function incidentIn(line: string | null): string {
  return /incident (\S+)$/.exec(line ?? "")?.[1] ?? "";
}

export type Runs = ReturnType<typeof makeRuns>;

/** Who runs which slot: one row a (job, slot), claimed with a lease. */
export function makeRuns({ db, newId, now, wallClock }: RunsParts) {
  const wall = () => databaseNow(db.client, db.kind, wallClock());
  const leaseFrom = (at: Date) => new Date(at.getTime() + RUN_LEASE);
  return {
    /** The slots among these that can't be run now: done, given up, leased to another, or waiting for their next try. */
    async blocked(job: string, slots: readonly string[]): Promise<ReadonlyMap<string, Date | undefined>> {
      if (slots.length === 0) return new Map();
      const rows = await db.client.jobRun.findMany({ where: { job, slot: { in: [...slots] } } });
      if (rows.length === 0) return new Map();
      const at = now();
      const leasesEnd = await wall();
      return new Map(
        rows
          .filter((row) => {
            if (row.status === "done" || row.status === "dead") return true;
            if (row.status === "failed") return row.retryAt !== null && row.retryAt > at;
            return row.leaseUntil !== null && row.leaseUntil > leasesEnd;
          })
          .map((row) => [row.slot, row.status === "failed" ? (row.retryAt ?? undefined) : undefined]),
      );
    },

    /** True for exactly one of all programs. */
    async claim(job: string, slot: string): Promise<Claim | undefined> {
      const token = newId();
      const [at, leasesEnd] = [now(), await wall()];
      const base = { leaseToken: token, leaseUntil: leaseFrom(leasesEnd), startedAt: at };
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
          OR: [
            { status: "failed", OR: [{ retryAt: null }, { retryAt: { lte: at } }] },
            { status: "running", leaseUntil: { lt: leasesEnd } },
          ],
        },
        data: { status: "running", attempts: { increment: 1 }, ...base },
      });
      if (count === 0) return undefined;
      const row = await db.client.jobRun.findUniqueOrThrow({ where: { job_slot: { job, slot } } });
      return { job, slot, token, attempt: row.attempts };
    },

    async heartbeat(claim: Claim): Promise<void> {
      await db.client.jobRun.updateMany({ where: mine(claim), data: { leaseUntil: leaseFrom(await wall()) } });
    },

    async done(claim: Claim, result: string): Promise<void> {
      await db.client.jobRun.updateMany({
        where: mine(claim),
        data: { status: "done", result, finishedAt: now(), leaseToken: null, leaseUntil: null, retryAt: null },
      });
    },

    /**
     * Tried again later, a little later each time; in the end given up. True when it was given up; then `tell` says so
     * in the same transaction, unless somebody else has the work by now.
     */
    async failed(
      claim: Claim,
      reason: string,
      retryAt: Date,
      tell: (tx: Tx) => Promise<void> = () => Promise.resolve(),
    ): Promise<boolean> {
      const isDead = isLastTry(claim);
      const free = { leaseToken: null, leaseUntil: null };
      const data = { status: isDead ? "dead" : "failed", result: reason, retryAt: isDead ? null : retryAt, ...free };
      await db.transaction(async (tx) => {
        const { count } = await tx.jobRun.updateMany({ where: mine(claim), data });
        if (isDead && count > 0) await tell(tx);
      });
      return isDead;
    },

    /** What was given up and has not been done since, the longest first; of one job and work only the first time. */
    async givenUp(tx: Tx = db.client): Promise<readonly GivenUp[]> {
      const dead = await tx.jobRun.findMany({ where: { status: "dead" }, orderBy: [{ slot: "asc" }, { job: "asc" }] });
      const found = new Map<string, GivenUp>();
      for (const { job, slot, result } of dead) {
        const work = workOf(slot);
        const later = { slot: { gt: slot, endsWith: ` ${work.id}` } };
        const isDone = (await tx.jobRun.count({ where: { job, status: "done", ...later } })) > 0;
        const key = `${job} ${work.id}`;
        if (!isDone && !found.has(key)) found.set(key, { job, work, incident: incidentIn(result) });
      }
      return [...found.values()];
    },

    /** After a crash of the only program on this database: what it was running is free again. */
    async takeOverAll(): Promise<void> {
      await db.client.jobRun.updateMany({ where: { status: "running" }, data: { leaseUntil: new Date(0) } });
    },

    /**
     * The last slot of a job by the clock that is over (a crashed or failed one is not) and not after `notAfter`. A job
     * that was never seen before begins to count now, which is written down: it must not begin anew at each start.
     */
    async lastSlot(job: string, notAfter: Date): Promise<Date> {
      const over = { job, status: { in: ["done", "dead"] }, slot: { lt: slotOf({ at: notAfter, id: "~" }) } };
      const last = await db.client.jobRun.findFirst({ where: over, orderBy: { slot: "desc" }, select: { slot: true } });
      if (last) return new Date(last.slot.split(" ")[0] ?? "");
      const at = now();
      const slot = slotOf({ at, id: job });
      const first = { status: "done", startedAt: at, finishedAt: at, result: "begins to count" };
      await db.client.jobRun.upsert({
        where: { job_slot: { job, slot } },
        create: { job, slot, ...first },
        update: {},
      });
      return at;
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
