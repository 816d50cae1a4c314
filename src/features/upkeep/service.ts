import { organisersIn } from "../members/organisers.js";
import type { GivenUp, Job } from "../../jobs/job.js";
import type { Outbox } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { taskOf, type TroubleFacts } from "./rules.js";

export interface UpkeepParts {
  readonly outbox: Outbox;
  readonly now: () => Date;
  readonly jobs: readonly Job[];
  /** What was given up and has not been done since. */
  readonly givenUp: (tx?: Tx) => Promise<readonly GivenUp[]>;
}

/** How long, in ms, the message is worth delivering. */
const WORTH_TELLING = 14 * 86_400_000;

export type Upkeep = ReturnType<typeof makeUpkeep>;

/** What organisers are told of the machinery: only what it could not do by itself. */
export function makeUpkeep({ outbox, now, jobs, givenUp }: UpkeepParts) {
  /** Whose organisers are concerned: one network's, those of all (`undefined`), or nobody's any more (`null`). */
  async function networkOf({ job, work }: GivenUp): Promise<string | undefined | null> {
    const found = jobs.find(({ name }) => name === job);
    return found?.networkOf ? ((await found.networkOf(work.id)) ?? null) : undefined;
  }

  async function tell(tx: Tx, what: GivenUp, networkId: string | undefined): Promise<void> {
    const { job, work, incident } = what;
    // Every night's failure of the same task is one trouble, told once until it has worked again.
    const known = await givenUp(tx);
    const isKnown = known.some(
      (other) => other.job === job && other.work.id === work.id && other.incident !== incident,
    );
    if (isKnown) return;
    const facts: TroubleFacts = { task: taskOf(job), incident };
    const dueAt = now();
    const organisers = await organisersIn(tx, networkId);
    await outbox.add(
      tx,
      organisers.map(({ memberId, networkId: own }) => ({
        key: `trouble:${job}:${work.at.toISOString()}:${work.id}:${memberId}`,
        networkId: own,
        to: { kind: "member", memberId },
        notice: "upkeep.trouble",
        facts: { ...facts },
        priority: "request",
        proactive: true,
        dueAt,
        expiresAt: new Date(dueAt.getTime() + WORTH_TELLING),
      })),
    );
  }

  return {
    /** Finds out whom it concerns; what it answers with tells them, each once, in the transaction that gives it up. */
    async giveUp(what: GivenUp): Promise<(tx: Tx) => Promise<void>> {
      const networkId = await networkOf(what);
      return (tx) => (networkId === null ? Promise.resolve() : tell(tx, what, networkId));
    },

    /** What needs a look in this network, the oldest first. */
    async troubles(networkId: string): Promise<readonly TroubleFacts[]> {
      const facts: TroubleFacts[] = [];
      for (const what of await givenUp()) {
        const concerned = await networkOf(what);
        if (concerned === undefined || concerned === networkId)
          facts.push({ task: taskOf(what.job), incident: what.incident });
      }
      return facts;
    },
  };
}
