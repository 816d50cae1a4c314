import type { Job } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";
import type { Programmes } from "./programme.js";
import type { Questions } from "./questions.js";
import type { Round, Rounds } from "./rounds.js";

export interface MeetupJobsParts {
  readonly db: Database;
  readonly rounds: Rounds;
  readonly programmes: Programmes;
  readonly questions: Questions;
}

type NextInstants = (limit: number) => Promise<readonly (Date | null)[]>;

/** What the meet-up does by itself. The rows say what is due; a job only looks and does it. */
export function meetupJobs({ db, rounds, questions, programmes }: MeetupJobsParts): readonly Job[] {
  const roundJob = (name: string, step: string, perform: (round: Round) => Promise<string>): Job => ({
    name: `meet.${name}`,
    async upcoming(limit) {
      const due = await db.client.round.findMany({
        where: { step },
        orderBy: [{ stepAt: "asc" }, { id: "asc" }],
        take: limit,
        select: { id: true, stepAt: true },
      });
      return due.map(({ id, stepAt }) => ({ at: stepAt, id }));
    },
    async run({ id }) {
      const round = await db.client.round.findUnique({ where: { id } });
      return round?.step === step ? perform(round) : "nothing left to do";
    },
  });
  const timedJob = (name: string, next: NextInstants, perform: (at: Date) => Promise<string>): Job => ({
    name: `meet.${name}`,
    async upcoming(limit) {
      // Everything of one instant is one piece of work.
      const instants = new Set((await next(limit)).flatMap((at) => (at ? [at.getTime()] : [])));
      return [...instants].map((at) => ({ at: new Date(at), id: name }));
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
        include: { rounds: { orderBy: { week: "desc" }, take: 1 } },
        take,
      });
      return waiting.map(({ id, createdAt, rounds: [last] }) => ({
        at: last?.createdAt ?? createdAt,
        id: `${id} ${last?.week ?? ""}`,
      }));
    },
    async run({ id }) {
      const programme = await programmes.read({ id: id.split(" ")[0] ?? "" });
      if (programme) await db.transaction((tx) => programmes.planNext(tx, programme));
      return "looked for the next open week";
    },
  };
  return [
    planJob,
    roundJob("announce", "announce", rounds.announce),
    roundJob("decide", "decide", rounds.decide),
    roundJob("lapse", "approve", rounds.lapse),
    roundJob("publish", "publish", rounds.publish),
    timedJob("nudge", meetingsBy(db, "nudgeAt"), questions.nudge),
    timedJob("check-in", meetingsBy(db, "checkInAt"), questions.checkIn),
    timedJob("ask-again", membersToAskAgain(db), questions.askAgain),
    timedJob("close-connections", meetingsBy(db, "closeAt"), questions.closeConnections),
    roundJob("close", "close", rounds.close),
  ];
}

function meetingsBy(db: Database, column: "nudgeAt" | "checkInAt" | "closeAt"): NextInstants {
  return async (take) => {
    const rows = await db.client.meeting.findMany({
      where: { [column]: { not: null } },
      orderBy: { [column]: "asc" },
      take,
      select: { nudgeAt: true, checkInAt: true, closeAt: true },
    });
    return rows.map((row) => row[column]);
  };
}

function membersToAskAgain(db: Database): NextInstants {
  return async (take) => {
    const rows = await db.client.meetingMember.findMany({
      where: { askAgainAt: { not: null } },
      orderBy: { askAgainAt: "asc" },
      take,
      select: { askAgainAt: true },
    });
    return rows.map(({ askAgainAt }) => askAgainAt);
  };
}
