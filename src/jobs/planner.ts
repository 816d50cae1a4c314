import type { Tx } from "../storage/database.js";
import type { Instants } from "../storage/glance.js";
import type { GivenUp, Job, JobReport, Work } from "./job.js";
import { failureLine, HEARTBEAT, isLastTry, slotOf, type Claim, type Runs } from "./runs.js";

export interface PlannerParts {
  readonly jobs: readonly Job[];
  readonly runs: Runs;
  readonly now: () => Date;
  readonly log: {
    info(facts: Record<string, unknown>, message: string): void;
    error(facts: Record<string, unknown>, message: string): void;
  };
  readonly incident: () => string;
  /** The earliest instant in each of these columns. Without it every job is asked at every look. */
  readonly glance?: (all: readonly Instants[]) => Promise<readonly (Date | undefined)[]>;
  /** Networks for which nothing is done at the moment; their work waits as if the program were down. Nobody's without it. */
  readonly atRest?: () => Promise<ReadonlySet<string>>;
  /** Called with what is about to be given up; what it answers with is done in the transaction that gives it up. */
  readonly onGivenUp?: (what: GivenUp) => Promise<(tx: Tx) => Promise<void>>;
}

export interface Planner {
  /** Runs everything that is due, in order of time, each piece once; answers with what was done. */
  runDue(): Promise<readonly JobReport[]>;
  /** When there is next something to do, for any job or for those named. */
  nextAt(isMeant?: (job: string) => boolean): Promise<Date | undefined>;
  /** Starts nothing new and waits, at most `patience` ms (15,000), for what is running; its lease ends by itself. */
  stop(patience?: number): Promise<void>;
}

/** How many pieces of each job are looked at first; further ones when all of these are done or wait. */
const LOOK_AHEAD = 20;
const PATIENCE = 15_000;
const RETRY_STEP = 60_000;

export function makePlanner(parts: PlannerParts): Planner {
  let stopping = false;
  let running: Promise<readonly JobReport[]> | undefined;

  async function run(): Promise<readonly JobReport[]> {
    const reports: JobReport[] = [];
    while (!stopping) {
      const next = await earliest(parts, parts.jobs);
      if (!next?.work || next.at > parts.now()) break;
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
    async stop(patience = PATIENCE) {
      stopping = true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)));
      await Promise.race([running?.catch(() => []), late]);
      clearTimeout(timer);
    },
  };
}

interface Candidate {
  readonly job: Job;
  /** Undefined where nothing can be due yet, so that nobody asked for it. */
  readonly work: Work | undefined;
  readonly at: Date;
}

/** One question for all whose rows tell it; only who may have something due is asked further. */
async function glanceAt(parts: PlannerParts, jobs: readonly Job[]): Promise<ReadonlyMap<Job, Candidate | undefined>> {
  const told = jobs.flatMap((job) => (job.instants ? [{ job, instants: job.instants }] : []));
  if (!parts.glance || told.length === 0) return new Map();
  const earliest = await parts.glance(told.map(({ instants }) => instants)).catch((error: unknown) => {
    // One column that can't be read must not keep the others from theirs: each is asked by itself.
    parts.log.error({ err: error }, "the jobs could not be looked over at once");
    return undefined;
  });
  const now = parts.now();
  return new Map(
    told.flatMap(({ job }, place) => {
      const at = earliest?.[place];
      if (!earliest || (at !== undefined && at <= now)) return [];
      return [[job, at && { job, work: undefined, at }]];
    }),
  );
}

async function earliest(parts: PlannerParts, jobs: readonly Job[]): Promise<Candidate | undefined> {
  const known = await glanceAt(parts, jobs);
  const candidates = await Promise.all(
    jobs.map(async (job) =>
      known.has(job)
        ? known.get(job)
        : earliestOf(parts, job).catch((error: unknown) => {
            // One job that can't say what it has to do must not keep the others from theirs.
            parts.log.error({ job: job.name, err: error }, "a job can't say what is due");
            return undefined;
          }),
    ),
  );
  return firstOf(candidates.filter((candidate) => candidate !== undefined));
}

/** Of these works, the slots of those whose network rests. */
async function restingIn({ atRest }: PlannerParts, job: Job, due: readonly Work[]): Promise<ReadonlySet<string>> {
  const resting = new Set<string>();
  if (due.length === 0 || !atRest || !job.networkOf) return resting;
  const networks = await atRest();
  if (networks.size === 0) return resting;
  for (const work of due) if (networks.has((await job.networkOf(work.id)) ?? "")) resting.add(slotOf(work));
  return resting;
}

async function earliestOf(parts: PlannerParts, job: Job): Promise<Candidate | undefined> {
  let waiting: readonly Candidate[] = [];
  for (let seen = 0, limit = LOOK_AHEAD; ; limit *= 2) {
    const found = (await job.upcoming(limit)).slice(seen);
    // What is not due yet is not asked about: should it be done all the same, that is found when it is due.
    const isDue = (work: Work) => work.at <= parts.now();
    const resting = await restingIn(parts, job, found.filter(isDue));
    const works = found.filter((work) => !resting.has(slotOf(work)));
    const due = works.filter(isDue);
    const blocked = await parts.runs.blocked(job.name, due.map(slotOf));
    const free = works.find((work) => !blocked.has(slotOf(work)));
    const retried = works.flatMap((work): Candidate[] => {
      const at = blocked.get(slotOf(work));
      return at === undefined ? [] : [{ job, work, at }];
    });
    waiting = [...waiting, ...retried];
    // Works come in order of time: behind a free one there is nothing earlier.
    if (free) return firstOf([...waiting, { job, work: free, at: free.at }]);
    if (seen + found.length < limit) return firstOf(waiting);
    seen = limit;
  }
}

function firstOf(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
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
    const { attempt } = claim;
    parts.log.error(
      { incident, job: job.name, at: work.at, attempt, isDead: isLastTry(claim), err: error },
      "a job failed",
    );
    await putDown(parts, { job: job.name, work, incident }, claim);
    return { job: job.name, at: work.at, result: failureLine(incident) };
  } finally {
    clearInterval(beat);
  }
}

/** To be tried again later, or given up, which organisers hear of. That they can't be told must not keep it going. */
async function putDown(parts: PlannerParts, what: GivenUp, claim: Claim): Promise<void> {
  const { job, incident } = what;
  const line = failureLine(incident);
  const retryAt = new Date(parts.now().getTime() + RETRY_STEP * 2 ** claim.attempt);
  try {
    const tell = isLastTry(claim) ? await parts.onGivenUp?.(what) : undefined;
    await parts.runs.failed(claim, line, retryAt, tell);
  } catch (error) {
    parts.log.error({ incident, job, err: error }, "what failed could not be told");
    await parts.runs.failed(claim, line, retryAt);
  }
}
