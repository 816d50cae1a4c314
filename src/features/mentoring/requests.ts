import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import type { NewDelivery } from "../../outbox/delivery.js";
import { isMuchAsked, requireSettled } from "../members/approach.js";
import { refusalFor } from "../members/fellows.js";
import { topicsFrom, topicsIn } from "../introductions/rules.js";
import { toMember, type RequestFactsTold, type RequestNewsFacts } from "./deliveries.js";
import { begin } from "./beginning.js";
import { hasSeat } from "./offers.js";
import { paceOf, type MentoringParts } from "./parts.js";
import {
  nextRequestStep,
  OPEN_REQUESTS,
  openRequests,
  requestAfter,
  requestStates,
  type Mode,
  type RequestEvent,
  type RequestState,
  type Rhythm,
  type Role,
} from "./rules.js";
import { candidatesFor, type Candidate } from "./seeking.js";
import { rhythmOf } from "./stored.js";

/** What the form holds; topics are a comma-separated list. */
export interface RequestDraft {
  readonly goal: string;
  readonly topics: string;
  readonly level?: string | undefined;
  readonly mode: Mode;
  readonly rhythm: Rhythm;
  readonly isBeginner: boolean;
}

/** Mentors shown to choose from. */
const SHOWN = 3;
/** Days for which news of a request is worth telling. */
const NEWS_DAYS = 7;

export type RequestRow = NonNullable<Awaited<ReturnType<Tx["mentorRequest"]["findUnique"]>>>;
/** What changes about a request. */
type Standing = Partial<Pick<RequestRow, "state" | "mentorId" | "askedAt" | "remindedAt" | "createdAt" | "cohortId">>;
export type Requests = ReturnType<typeof makeRequests>;

/** Somebody looks for a mentor: from the question to a yes, or to nobody. */
export function makeRequests(parts: MentoringParts) {
  const { db, now, outbox } = parts;

  async function read(tx: Tx, id: string): Promise<RequestRow> {
    const row = await tx.mentorRequest.findUnique({ where: { id } });
    if (!row) throw new Refusal("gone");
    return row;
  }

  /** The request of this member, whoever of the two; others learn nothing of it. */
  async function mine(tx: Tx, id: string, memberId: string): Promise<{ row: RequestRow; role: Role }> {
    const row = await read(tx, id);
    if (row.menteeId === memberId) return { row, role: "mentee" };
    if (row.mentorId === memberId) return { row, role: "mentor" };
    const wasAsked = await tx.mentorAsk.count({ where: { requestId: id, mentorId: memberId } });
    throw wasAsked > 0 ? new Refusal("requestMovedOn") : await refusalFor(tx, memberId, row.networkId);
  }

  /** @throws Refusal that says what happened since, when it can't happen any more */
  function afterwards(row: RequestRow, event: RequestEvent, by: Role): RequestState {
    const state = stateOf(row);
    const next = requestAfter(state, event, by);
    if (next !== undefined) return next;
    throw new Refusal(BY_STATE[state]);
  }

  /** Writes a new state and when the clock looks at it next. */
  async function write(tx: Tx, row: RequestRow, data: Standing): Promise<RequestRow> {
    const { later } = await paceOf(parts, tx, row.networkId);
    const changed = { ...row, ...data };
    const step = nextRequestStep(
      {
        state: stateOf(changed),
        createdAt: changed.createdAt.getTime(),
        askedAt: changed.askedAt?.getTime(),
        isReminded: changed.remindedAt !== null,
      },
      now().getTime(),
      later,
    );
    return tx.mentorRequest.update({
      where: { id: row.id },
      data: { ...data, step: step?.what ?? null, stepAt: step ? new Date(step.at) : null },
    });
  }

  /** Asks this mentor; the mentee hears of it when the bot chose. */
  async function put(tx: Tx, row: RequestRow, { mentor, why }: Candidate, news: NewDelivery[]): Promise<void> {
    const { memberId: mentorId } = mentor;
    await tx.mentorAsk.create({ data: { requestId: row.id, mentorId, outcome: "asked", at: now() } });
    await write(tx, row, { state: "asked", mentorId, askedAt: now(), remindedAt: null });
    const facts: RequestFactsTold = {
      ...why,
      requestId: row.id,
      goal: row.goal,
      topics: topicsIn(row.topics),
      rhythm: rhythmOf(row.rhythm),
    };
    const { networkId } = row;
    const key = `mentorRequest:${row.id}:${mentorId}`;
    await outbox.add(tx, [
      toMember(mentorId, { key, networkId, notice: "mentor.request", facts, dueAt: now(), days: NEWS_DAYS }),
      ...news,
    ]);
  }

  function news(
    row: RequestRow,
    notice: "mentor.nowAsked" | "mentor.noneFree" | "mentor.givenUp",
    facts: RequestNewsFacts,
  ) {
    const key = `${notice}:${row.id}:${now().getTime()}`;
    return toMember(row.menteeId, { key, networkId: row.networkId, notice, facts, dueAt: now(), days: NEWS_DAYS });
  }

  /** The first who was not asked for so much today by others. */
  async function firstFree(tx: Tx, candidates: readonly Candidate[]): Promise<Candidate | undefined> {
    for (const one of candidates) if (!(await isMuchAsked(tx, one.mentor.memberId, now()))) return one;
    return undefined;
  }

  /** The next best mentor is asked; where nobody is free the mentee hears so once, and waits. */
  async function findNext(tx: Tx, row: RequestRow, isNext: boolean): Promise<"asked" | "none"> {
    const best = await firstFree(tx, await candidatesFor(parts, tx, row));
    if (best) {
      const facts = { requestId: row.id, why: best.why, isNext };
      await put(tx, row, best, [news(row, "mentor.nowAsked", facts)]);
      return "asked";
    }
    await write(tx, row, { state: "waiting", mentorId: null, askedAt: null });
    // Once for each time that nobody is left, not each day.
    const asked = await tx.mentorAsk.count({ where: { requestId: row.id } });
    const key = `mentor.noneFree:${row.id}:${asked}`;
    await outbox.add(tx, [{ ...news(row, "mentor.noneFree", { requestId: row.id, isNext }), key }]);
    return "none";
  }

  /** Nothing is to be answered any more: what still asks for it is taken back. */
  async function takeBack(tx: Tx, requestId: string, mentorId: string): Promise<void> {
    await outbox.cancel(tx, [`mentorRequest:${requestId}:${mentorId}`], "rules");
    const others = await tx.mentorRequest.count({ where: { mentorId, state: "asked", id: { not: requestId } } });
    if (others === 0) await outbox.cancel(tx, { startsWith: `mentorReminder:${mentorId}:` }, "rules");
  }

  /** A mentor whose seats are all taken can't say yes to others who wait for it: they don't wait in vain. */
  async function letOthersGo(tx: Tx, mentorId: string): Promise<void> {
    if (await hasSeat(tx, mentorId)) return;
    const rows = await tx.mentorRequest.findMany({ where: { mentorId, state: "asked" }, orderBy: { id: "asc" } });
    for (const row of rows) await moveOn(tx, row, "lapsed");
  }

  /** This mentor will not do it, for whatever reason: the next one is asked. */
  async function moveOn(tx: Tx, row: RequestRow, outcome: "declined" | "lapsed"): Promise<void> {
    const { id: requestId, mentorId } = row;
    if (mentorId !== null) {
      await tx.mentorAsk.updateMany({ where: { requestId, mentorId }, data: { outcome, at: now() } });
      await takeBack(tx, requestId, mentorId);
    }
    const waiting = await write(tx, row, { state: "waiting", mentorId: null, askedAt: null, remindedAt: null });
    await findNext(tx, waiting, true);
  }

  return {
    write,
    moveOn,
    findNext,
    news,

    /**
     * Keeps what is looked for, and shows whom to ask. Whoever asks nobody within a day gets the best fit asked. For a
     * cohort that was approved while the form was filled in it is too late: the request goes on like any other.
     */
    async ask(networkId: string, menteeId: string, draft: RequestDraft, cohortId?: string): Promise<RequestRow> {
      return db.transaction(async (tx) => {
        const open = await tx.mentorRequest.count({ where: { menteeId, state: { in: [...openRequests] } } });
        if (open >= OPEN_REQUESTS) throw new Refusal("tooManyRequests");
        const { goal, level, mode, rhythm, isBeginner } = draft;
        const isJoining = cohortId !== undefined && (await isOpenCohort(tx, cohortId));
        const row = await tx.mentorRequest.create({
          data: {
            id: parts.newId(),
            ...{ networkId, menteeId, goal, mode, rhythm, isBeginner },
            topics: topicsFrom(draft.topics, parts.topicKey).map((topic) => ({ ...topic })),
            level: level ?? null,
            cohortId: isJoining ? cohortId : null,
            state: isJoining ? "enrolled" : "waiting",
            createdAt: now(),
          },
        });
        return write(tx, row, {});
      });
    },

    /** The mentee waits for the cohort that is open, in which everybody is put together at once. */
    async enrol(requestId: string, menteeId: string, cohortId: string | undefined): Promise<void> {
      await db.transaction(async (tx) => {
        const { row, role } = await mine(tx, requestId, menteeId);
        const state = afterwards(row, "enrol", role);
        if (cohortId === undefined || !(await isOpenCohort(tx, cohortId))) throw new Refusal("cohortClosed");
        await write(tx, row, { state, cohortId });
      });
    },

    /** The best mentors for a request. */
    async choices(requestId: string, menteeId: string): Promise<readonly Candidate[]> {
      const { row, role } = await mine(db.client, requestId, menteeId);
      if (role !== "mentee") throw new Refusal("notYours");
      afterwards(row, "found", role);
      return (await candidatesFor(parts, db.client, row)).slice(0, SHOWN);
    },

    /** The mentee asks one of them, by the end of the id, or leaves the choice to the bot. Answers with who is asked; undefined: nobody is free. */
    async choose(requestId: string, menteeId: string, mentorEnd: string | undefined): Promise<Candidate | undefined> {
      return db.transaction(async (tx) => {
        const { row, role } = await mine(tx, requestId, menteeId);
        afterwards(row, "found", role);
        await requireSettled(tx, menteeId, now());
        const candidates = await candidatesFor(parts, tx, row);
        const chosen =
          mentorEnd === undefined
            ? await firstFree(tx, candidates)
            : candidates.find(({ mentor }) => mentor.memberId.endsWith(mentorEnd));
        if (mentorEnd === undefined && chosen === undefined) return undefined;
        if (!chosen) throw new Refusal("mentorNotFree");
        if (await isMuchAsked(tx, chosen.mentor.memberId, now())) throw new Refusal("muchAsked");
        await put(tx, row, chosen, []);
        return chosen;
      });
    },

    async withdraw(requestId: string, menteeId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const { row, role } = await mine(tx, requestId, menteeId);
        const state = afterwards(row, "withdraw", role);
        await write(tx, row, { state });
        if (row.mentorId !== null) await takeBack(tx, requestId, row.mentorId);
        for (const notice of ["nowAsked", "noneFree"])
          await outbox.cancel(tx, { startsWith: `mentor.${notice}:${requestId}:` }, "rules");
      });
    },

    /** A seat is taken, and the two have a room. Never more mentees than seats, whoever else accepts just now. */
    async accept(requestId: string, mentorId: string): Promise<{ menteeId: string; mentorshipId: string }> {
      return db.transaction(async (tx) => {
        const { row, role } = await mine(tx, requestId, mentorId);
        const state = afterwards(row, "accept", role);
        const mentorshipId = await begin(
          parts,
          tx,
          { ...row, mentorId },
          { cohortId: row.cohortId, askedBy: mentorId },
        );
        await write(tx, row, { state });
        const where = { requestId, mentorId };
        await tx.mentorAsk.updateMany({ where, data: { outcome: "accepted", at: now() } });
        await takeBack(tx, requestId, mentorId);
        await letOthersGo(tx, mentorId);
        return { menteeId: row.menteeId, mentorshipId };
      });
    },

    /** No reason is asked for, and none is told. */
    async decline(requestId: string, mentorId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const { row, role } = await mine(tx, requestId, mentorId);
        afterwards(row, "decline", role);
        await moveOn(tx, row, "declined");
      });
    },

    /** Requests that wait for this mentor, and those this member has open. */
    async open(
      memberId: string,
    ): Promise<{ readonly toMe: readonly RequestRow[]; readonly mine: readonly RequestRow[] }> {
      const orderBy = [{ createdAt: "asc" }, { id: "asc" }] as const;
      const [toMe, own] = await Promise.all([
        db.client.mentorRequest.findMany({ where: { mentorId: memberId, state: "asked" }, orderBy: [...orderBy] }),
        db.client.mentorRequest.findMany({
          where: { menteeId: memberId, state: { in: [...openRequests] } },
          orderBy: [...orderBy],
        }),
      ]);
      return { toMe, mine: own };
    },
  };
}

/** What is said to whoever presses an old button. */
const BY_STATE = {
  enrolled: "requestEnrolled",
  asked: "requestAsked",
  waiting: "requestMovedOn",
  accepted: "requestAccepted",
  withdrawn: "requestWithdrawn",
  closed: "requestClosed",
} as const satisfies Record<RequestState, string>;

async function isOpenCohort(tx: Tx, id: string): Promise<boolean> {
  return (await tx.mentorCohort.count({ where: { id, state: "open" } })) > 0;
}

export function stateOf({ state }: Pick<RequestRow, "state">): RequestState {
  const known = requestStates.find((one) => one === state);
  if (known === undefined) throw new Error(`a request in the unknown state ${state}`);
  return known;
}
