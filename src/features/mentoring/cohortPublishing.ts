import type { Job } from "../../jobs/job.js";
import type { Database, Tx } from "../../storage/database.js";
import { addDays, atLocal, isTimeZone } from "../members/calendar/rules.js";
import { organisersIn } from "../members/organisers.js";
import { begin } from "./beginning.js";
import { cohortPeople, type CohortPeople } from "./cohortPeople.js";
import { planIn, type PlannedSeat } from "./cohortPlan.js";
import { toMember, type CohortWaitingFacts } from "./deliveries.js";
import type { MentoringParts } from "./parts.js";
import { stateOf, type RequestRow, type Requests } from "./requests.js";
import { requestAfter } from "./rules.js";

/** Seats given, or requests let go, in one transaction: small enough that commands in between hardly notice. */
export const COHORT_PIECE = 25;
/** Days for which it is worth telling that a request waits. */
const NEWS_DAYS = 7;

export type CohortRow = NonNullable<Awaited<ReturnType<Tx["mentorCohort"]["findUnique"]>>>;

/** What is still to be carried out after each of these, and where it ends. */
const ENDS = { approved: "done", cancelling: "cancelled" } as const;
export type Unfinished = keyof typeof ENDS;

export type CohortPublishing = ReturnType<typeof makeCohortPublishing>;

/** What was approved, or called off, is carried out piece by piece: whoever is interrupted goes on where it stopped. */
export function makeCohortPublishing(parts: MentoringParts, requests: Requests) {
  const { db, now, outbox } = parts;

  /** Somebody may have left, drawn back or asked not to meet since: such a seat stays empty, and the request waits. */
  async function seat(tx: Tx, row: RequestRow, { mentorId, menteeId }: PlannedSeat, people: CohortPeople) {
    const state = requestAfter(stateOf(row), "assign", "organiser");
    const isApart = people.apart.some(([one, other]) => one === menteeId && other === mentorId);
    const isHere = people.mentors.some(({ id }) => id === mentorId);
    if (state === undefined || isApart || !isHere || people.pointsOf(menteeId, mentorId) === undefined) return false;
    await begin(parts, tx, { ...row, mentorId }, { cohortId: row.cohortId });
    await requests.write(tx, row, { state, mentorId });
    await tx.mentorAsk.create({ data: { requestId: row.id, mentorId, outcome: "accepted", at: now() } });
    return true;
  }

  async function seatPiece(cohort: CohortRow, piece: readonly PlannedSeat[], start: number): Promise<void> {
    await db.transaction(async (tx) => {
      // Whoever moves the counter writes the piece; a second program finds it moved.
      const { count } = await tx.mentorCohort.updateMany({
        where: { id: cohort.id, state: "approved", published: start },
        data: { published: start + piece.length },
      });
      if (count === 0) return;
      const rows = await tx.mentorRequest.findMany({
        where: { id: { in: piece.map(({ requestId }) => requestId) }, cohortId: cohort.id, state: "enrolled" },
      });
      const mentorIds = new Set(piece.map(({ mentorId }) => mentorId));
      const people = await cohortPeople(parts, tx, cohort.networkId, rows, mentorIds);
      const left = new Map(people.mentors.map(({ id, seats }) => [id, seats]));
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      for (const planned of piece) {
        const row = rowOf.get(planned.requestId);
        const seats = left.get(planned.mentorId) ?? 0;
        if (!row || seats < 1) continue;
        if (await seat(tx, row, planned, people)) left.set(planned.mentorId, seats - 1);
      }
    });
  }

  function waitingNews(cohort: CohortRow, { id, menteeId }: RequestRow) {
    const facts: CohortWaitingFacts = { requestId: id, cohort: cohort.name };
    const { networkId } = cohort;
    const key = `mentor.cohortWaiting:${id}`;
    return toMember(menteeId, { key, networkId, notice: "mentor.cohortWaiting", facts, dueAt: now(), days: NEWS_DAYS });
  }

  /** Some of those without a seat go on by themselves; when there are none left, the cohort is over. */
  async function letGo(cohort: CohortRow, state: Unfinished): Promise<boolean> {
    return db.transaction(async (tx) => {
      const rows = await tx.mentorRequest.findMany({
        where: { cohortId: cohort.id, state: "enrolled" },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: COHORT_PIECE,
      });
      if (rows.length === 0) {
        await tx.mentorCohort.updateMany({ where: { id: cohort.id, state }, data: { state: ENDS[state] } });
        return false;
      }
      for (const row of rows) {
        const next = requestAfter(stateOf(row), "none", "organiser");
        // The search begins now: the weeks until the cohort came are not taken from the time in which a mentor is sought.
        if (next !== undefined) await requests.write(tx, row, { state: next, createdAt: now() });
      }
      if (state === "approved")
        await outbox.add(
          tx,
          rows.map((row) => waitingNews(cohort, row)),
        );
      return true;
    });
  }

  return {
    /** Mentees can't join any more: organisers hear once that it is their turn, so that nobody waits for nothing. */
    async close(id: string): Promise<string> {
      return db.transaction(async (tx) => {
        const where = { id, state: "open", closedAt: null };
        const { count } = await tx.mentorCohort.updateMany({ where, data: { closedAt: now() } });
        const cohort = count > 0 ? await tx.mentorCohort.findUnique({ where: { id } }) : null;
        if (!cohort) return "nothing left to do";
        const { networkId, name } = cohort;
        const mentees = await tx.mentorRequest.count({ where: { cohortId: id, state: "enrolled" } });
        const told = { networkId, notice: "cohort.closed", facts: { name, mentees }, dueAt: now(), days: NEWS_DAYS };
        const organisers = await organisersIn(tx, networkId);
        await outbox.add(
          tx,
          organisers.map(({ memberId }) => toMember(memberId, { ...told, key: `cohortClosed:${id}:${memberId}` })),
        );
        return `${mentees} mentees wait for the assignment`;
      });
    },

    /** Harmless when it was done before, in part or wholly. */
    async carryOut(id: string): Promise<string> {
      const cohort = await db.client.mentorCohort.findUnique({ where: { id } });
      const state = unfinishedIn(cohort?.state);
      if (!cohort || state === undefined) return "nothing left to do";
      const seats = state === "approved" && cohort.plan !== null ? planIn(cohort.plan).seats : [];
      for (let start = cohort.published; start < seats.length; start += COHORT_PIECE) {
        await seatPiece(cohort, seats.slice(start, start + COHORT_PIECE), start);
        await parts.breathe();
      }
      while (await letGo(cohort, state)) await parts.breathe();
      return state === "approved" ? `${seats.length} seats given` : "all let go";
    },
  };
}

function unfinishedIn(state: string | undefined): Unfinished | undefined {
  return state === "approved" || state === "cancelling" ? state : undefined;
}

async function zonesOf(tx: Tx, rows: readonly CohortRow[]): Promise<ReadonlyMap<string, string>> {
  if (rows.length === 0) return new Map();
  const networks = await tx.network.findMany({
    where: { id: { in: rows.map(({ networkId }) => networkId) } },
    select: { id: true, timeZone: true },
  });
  return new Map(networks.map(({ id, timeZone }) => [id, isTimeZone(timeZone) ? timeZone : "UTC"]));
}

/** What cohorts do by themselves. */
export function cohortJobs(
  { client }: Database,
  { close, carryOut }: Pick<CohortPublishing, "close" | "carryOut">,
): readonly Job[] {
  const unfinished = { state: { in: Object.keys(ENDS) } };
  const closing = { state: "open", closedAt: null };
  return [
    {
      name: "mentor.cohort",
      instants: {
        table: "MentorCohort",
        column: "createdAt",
        where: `"state" IN ('${Object.keys(ENDS).join("', '")}')`,
      },
      async upcoming(take) {
        const rows = await client.mentorCohort.findMany({
          where: unfinished,
          orderBy: [{ approvedAt: "asc" }, { id: "asc" }],
          take,
        });
        return rows.map(({ id, approvedAt, createdAt }) => ({ id, at: approvedAt ?? createdAt }));
      },
      run: ({ id }) => carryOut(id),
      networkOf: async (id) => (await client.mentorCohort.findFirst({ where: { id, ...unfinished } }))?.networkId,
    },
    {
      name: "mentor.cohort-close",
      instants: { table: "MentorCohort", column: "createdAt", where: `"state" = 'open' AND "closedAt" IS NULL` },
      async upcoming(take) {
        const rows = await client.mentorCohort.findMany({
          where: closing,
          orderBy: [{ closesOn: "asc" }, { id: "asc" }],
          take,
        });
        const zones = await zonesOf(client, rows);
        return rows.map(({ id, networkId, closesOn }) => ({
          id,
          at: new Date(atLocal(addDays(closesOn, 1), "00:00", zones.get(networkId) ?? "UTC")),
        }));
      },
      run: ({ id }) => close(id),
      networkOf: async (id) => (await client.mentorCohort.findFirst({ where: { id, ...closing } }))?.networkId,
    },
  ];
}
