import type { Instants } from "../storage/glance.js";

/** One piece of work that a job has to do at some time, named so that it is done once whoever claims it. */
export interface Work {
  readonly at: Date;
  readonly id: string;
}

/**
 * Something that happens by itself. Work that is not done stays in `upcoming`, so a job that was interrupted, or that
 * came due while the program was down, is simply still there; `run` must be harmless when half of it was done before.
 */
export interface Job {
  readonly name: string;
  /** The next pieces of work in order of time, due or not: `limit` of them, or fewer when there are no more. */
  upcoming(limit: number): Promise<readonly Work[]>;
  /**
   * The rows that say when it has something to do, where that is a column: nothing of `upcoming` is earlier than the
   * earliest instant there. So all jobs are looked over in one question, and only those that may be due are asked.
   */
  readonly instants?: Instants;
  /** Does one piece. Answers with a line for the log: counts, no names. */
  run(work: Work, now: Date): Promise<string>;
  /** The network that waits for the work of this id; undefined when none does any more. Without it, all of them do. */
  networkOf?(workId: string): Promise<string | undefined>;
}

export interface JobReport {
  readonly job: string;
  readonly at: Date;
  readonly result: string;
}

/** Work that failed each time it was tried, and is left alone. */
export interface GivenUp {
  readonly job: string;
  readonly work: Work;
  /** The number under which the log tells more. */
  readonly incident: string;
}
