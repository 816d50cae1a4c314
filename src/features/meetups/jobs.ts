import type { Job } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";
import type { Instants } from "../../storage/glance.js";
import { networksAtRest } from "../members/networks.js";
import type { Programmes } from "./programme.js";
import type { Questions } from "./questions.js";
import { withoutPlan, type Round } from "./round.js";
import type { Rounds } from "./rounds.js";

export interface MeetupJobsParts {
  readonly db: Database;
  readonly rounds: Rounds;
  readonly programmes: Programmes;
  readonly questions: Questions;
}

/** The next instants at which something of a kind is due, each once. @param where which meetings are meant */
type NextInstants = (limit: number, where?: MeetingsWhere) => Promise<readonly (Date | null)[]>;
interface MeetingsWhere {
  readonly networkId?: { readonly notIn: string[] };
}

/** What the meet-up does by itself. The rows say what is due; a job only looks and does it. */
export function meetupJobs({ db, rounds, questions, programmes }: MeetupJobsParts): readonly Job[] {
  const roundsAt = roundSteps(db);
  const roundJob = (name: string, step: string, perform: (round: Round) => Promise<string>): Job => ({
    name: `meet.${name}`,
    instants: { table: "Round", column: "stepAt", where: `"step" = '${step}'` },
    async upcoming(limit) {
      return (await roundsAt(step, limit)).map(({ id, stepAt }) => ({ at: stepAt, id }));
    },
    async run({ id }, now) {
      const round = await db.client.round.findUnique({ where: { id }, omit: withoutPlan });
      // Done or moved since it was looked up.
      return round?.step === step && round.stepAt <= now ? perform(round) : "nothing left to do";
    },
    async networkOf(id) {
      const include = { programme: { select: { networkId: true } } };
      return (await db.client.round.findFirst({ where: { id, step }, include }))?.programme.networkId;
    },
  });
  const timedJob = (
    name: string,
    instants: Instants,
    next: NextInstants,
    perform: (at: Date) => Promise<string>,
  ): Job => ({
    name: `meet.${name}`,
    instants,
    async upcoming(limit) {
      // Everything of one instant is one piece of work.
      const all = await next(limit);
      const resting = all.length === 0 ? new Set<string>() : await networksAtRest(db.client);
      const instants = resting.size === 0 ? all : await next(limit, { networkId: { notIn: [...resting] } });
      // What is left out while networks rest is a piece of its own when they are back, also at an instant that is done.
      const id = [name, ...[...resting].sort()].join(" ");
      return instants.flatMap((at) => (at ? [{ at, id }] : []));
    },
    run: ({ at }) => perform(at),
  });
  const planJob: Job = {
    name: "meet.plan",
    // Normally the next round is written when the last one is announced; this finds programmes without one: new ones,
    // and those whose calendar left no open week until somebody changed it.
    async upcoming(take) {
      const waiting = await db.client.programme.findMany({
        where: { status: "active", rounds: { none: { step: "announce" } } },
        orderBy: { createdAt: "asc" },
        select: { id: true, createdAt: true },
        take,
      });
      // Mostly none, and then there is nothing more to ask.
      if (waiting.length === 0) return [];
      const lasts = await db.client.round.findMany({
        where: { programmeId: { in: waiting.map(({ id }) => id) } },
        orderBy: { week: "asc" },
        select: { programmeId: true, week: true, createdAt: true },
      });
      const lastOf = new Map(lasts.map((round) => [round.programmeId, round]));
      return waiting.map(({ id, createdAt }) => {
        const last = lastOf.get(id);
        return { at: last?.createdAt ?? createdAt, id: `${id} ${last?.week ?? ""}` };
      });
    },
    async run({ id }) {
      const programme = await programmes.read({ id: id.split(" ")[0] ?? "" });
      if (programme) await db.transaction((tx) => programmes.planNext(tx, programme));
      return "looked for the next open week";
    },
    async networkOf(id) {
      const where = { id: id.split(" ")[0] ?? "", status: "active", rounds: { none: { step: "announce" } } };
      return (await db.client.programme.findFirst({ where }))?.networkId;
    },
  };
  return [
    planJob,
    roundJob("announce", "announce", rounds.announce),
    roundJob("decide", "decide", rounds.decide),
    roundJob("lapse", "approve", rounds.lapse),
    roundJob("publish", "publish", rounds.publish),
    timedJob("nudge", { table: "Meeting", column: "nudgeAt" }, nudges(db), questions.nudge),
    timedJob("check-in", { table: "Meeting", column: "checkInAt" }, checkIns(db), questions.checkIn),
    timedJob("ask-again", { table: "MeetingMember", column: "askAgainAt" }, secondAsks(db), questions.askAgain),
    timedJob("close-connections", { table: "Meeting", column: "closeAt" }, connections(db), questions.closeConnections),
    roundJob("close", "close", rounds.close),
  ];
}

/** The next rounds at a step. The five jobs of a round ask at the same moment, and mostly one look answers them all. */
function roundSteps({ client }: Database) {
  const read = (where: { step: string | { not: string } }, take: number) =>
    client.round.findMany({
      where,
      orderBy: [{ stepAt: "asc" }, { id: "asc" }],
      take,
      select: { id: true, step: true, stepAt: true },
    });
  const looks = new Map<number, ReturnType<typeof read>>();
  return async (step: string, limit: number) => {
    const look = looks.get(limit) ?? read({ step: { not: "done" } }, limit);
    looks.set(limit, look);
    const open = await look.finally(() => looks.delete(limit));
    return open.length < limit ? open.filter((round) => round.step === step) : read({ step }, limit);
  };
}

function nudges({ client }: Database): NextInstants {
  return async (take, meant) => {
    const where = { ...meant, nudgeAt: { not: null } };
    const rows = await client.meeting.groupBy({ by: ["nudgeAt"], where, orderBy: { nudgeAt: "asc" }, take });
    return rows.map(({ nudgeAt }) => nudgeAt);
  };
}

function checkIns({ client }: Database): NextInstants {
  return async (take, meant) => {
    const where = { ...meant, checkInAt: { not: null } };
    const rows = await client.meeting.groupBy({ by: ["checkInAt"], where, orderBy: { checkInAt: "asc" }, take });
    return rows.map(({ checkInAt }) => checkInAt);
  };
}

function secondAsks({ client }: Database): NextInstants {
  return async (take, meant) => {
    const where = { askAgainAt: { not: null }, ...(meant ? { meeting: meant } : {}) };
    const rows = await client.meetingMember.groupBy({
      by: ["askAgainAt"],
      where,
      orderBy: { askAgainAt: "asc" },
      take,
    });
    return rows.map(({ askAgainAt }) => askAgainAt);
  };
}

function connections({ client }: Database): NextInstants {
  return async (take, meant) => {
    const where = { ...meant, closeAt: { not: null } };
    const rows = await client.meeting.groupBy({ by: ["closeAt"], where, orderBy: { closeAt: "asc" }, take });
    return rows.map(({ closeAt }) => closeAt);
  };
}
