import type { Job, JobReport, Work } from "./job.js";
import { HEARTBEAT, slotOf, type Claim, type Runs } from "./runs.js";

export interface PlannerParts {
  readonly jobs: readonly Job[];
  readonly runs: Runs;
  readonly now: () => Date;
  readonly log: {
    info(facts: Record<string, unknown>, message: string): void;
    error(facts: Record<string, unknown>, message: string): void;
  };
  readonly incident: () => string;
}

export interface Planner {
  /** Runs everything that is due, in order of time, each piece once; answers with what was done. */
  runDue(): Promise<readonly JobReport[]>;
  /** When there is next something to do, for any job or for those named. */
  nextAt(isMeant?: (job: string) => boolean): Promise<Date | undefined>;
  /** Starts nothing new and waits for what is running. */
  stop(): Promise<void>;
}

/** How many pieces of each job are looked at, so that one that always fails doesn't hide the others. */
const LOOK_AHEAD = 20;
const RETRY_STEP = 60_000;

export function makePlanner(parts: PlannerParts): Planner {
  let stopping = false;
  let running: Promise<readonly JobReport[]> | undefined;

  async function run(): Promise<readonly JobReport[]> {
    const reports: JobReport[] = [];
    while (!stopping) {
      const next = await earliest(parts, parts.jobs);
      if (!next || next.at > parts.now()) break;
      const claim = await parts.runs.claim(next.job.name, slotOf(next.work));
      // Somebody else was faster; the slot is blocked now, so the next look finds another one.
      if (claim) reports.push(await perform(parts, next.job, next.work, claim));
    }
    return reports;
  }

  return {
    async runDue() {
      await running?.catch(() => []);
      running ??= run().finally(() => (running = undefined));
      return running;
    },
    async nextAt(isMeant = () => true) {
      const meant = parts.jobs.filter(({ name }) => isMeant(name));
      return (await earliest(parts, meant))?.at;
    },
    async stop() {
      stopping = true;
      await running?.catch(() => []);
    },
  };
}

interface Candidate {
  readonly job: Job;
  readonly work: Work;
  readonly at: Date;
}

async function earliest(parts: PlannerParts, jobs: readonly Job[]): Promise<Candidate | undefined> {
  const candidates = await Promise.all(jobs.map((job) => earliestOf(parts, job)));
  return candidates.filter((candidate) => candidate !== undefined).sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}

async function earliestOf(parts: PlannerParts, job: Job): Promise<Candidate | undefined> {
  const works = await job.upcoming(LOOK_AHEAD);
  if (works.length === 0) return undefined;
  const blocked = await parts.runs.blocked(job.name, works.map(slotOf));
  return works
    .map((work): Candidate | undefined => {
      const slot = slotOf(work);
      if (!blocked.has(slot)) return { job, work, at: work.at };
      const retryAt = blocked.get(slot);
      return retryAt === undefined ? undefined : { job, work, at: retryAt };
    })
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}

async function perform(parts: PlannerParts, job: Job, work: Work, claim: Claim): Promise<JobReport> {
  const beat = setInterval(() => void parts.runs.heartbeat(claim).catch(() => undefined), HEARTBEAT);
  try {
    const result = await job.run(work, parts.now());
    await parts.runs.done(claim, result);
    parts.log.info({ job: job.name, at: work.at, result }, "job done");
    return { job: job.name, at: work.at, result };
  } catch (error) {
    const incident = parts.incident();
    const retryAt = new Date(parts.now().getTime() + RETRY_STEP * 2 ** claim.attempt);
    const isDead = await parts.runs.failed(claim, `failed, incident ${incident}`, retryAt);
    parts.log.error(
      { incident, job: job.name, at: work.at, attempt: claim.attempt, isDead, err: error },
      "a job failed",
    );
    return { job: job.name, at: work.at, result: `failed, incident ${incident}` };
  } finally {
    clearInterval(beat);
  }
}
