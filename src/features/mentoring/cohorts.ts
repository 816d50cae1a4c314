import { Refusal } from "../../refusal.js";
import type { Total } from "../../matching/mentors/types.js";
import type { Tx } from "../../storage/database.js";
import { cohortPeople, type CohortPeople } from "./cohortPeople.js";
import {
  planCohort,
  planIn,
  planText,
  possible,
  weigh,
  type CohortPlan,
  type Fixed,
  type PlannedSeat,
  type Weighed,
} from "./cohortPlan.js";
import { makeCohortPublishing, type CohortRow } from "./cohortPublishing.js";
import { whyFacts, type WhyFacts } from "./deliveries.js";
import { paceOf, type MentoringParts } from "./parts.js";
import type { Requests } from "./requests.js";

/** A seat as the organiser sees it before anything is told. */
export interface CohortSeat extends PlannedSeat {
  /** The organiser put the two together. */
  readonly isFixed: boolean;
  /** What is met and what is only partly met. */
  readonly why: WhyFacts;
}

export interface CohortPreview extends Omit<CohortPlan, "seats"> {
  readonly cohort: CohortRow;
  readonly seats: readonly CohortSeat[];
  /** What the organiser decided and is no longer possible. */
  readonly dropped: readonly Fixed[];
}

/** What an adjustment changes. */
export interface CohortPrice {
  readonly before: Total;
  readonly after: Total;
}

export type CohortAdjusted = CohortPreview & { readonly price: CohortPrice };

/** Many mentees and mentors are put together at once: proposed by the bot, adjusted and approved by an organiser. */
export function makeCohorts(parts: MentoringParts, requests: Requests) {
  const { db, now } = parts;
  const { close, carryOut } = makeCohortPublishing(parts, requests);

  /** The one that is open, or being carried out. */
  async function current(networkId: string, tx: Tx = db.client): Promise<CohortRow | undefined> {
    const where = { networkId, state: { in: ["open", "approved"] } };
    return (await tx.mentorCohort.findFirst({ where, orderBy: [{ createdAt: "desc" }, { id: "asc" }] })) ?? undefined;
  }

  /** @throws Refusal when there is none, or it has been approved */
  async function opened(networkId: string): Promise<CohortRow> {
    const cohort = await current(networkId);
    if (!cohort) throw new Refusal("cohortNone");
    if (cohort.state !== "open") throw new Refusal("cohortDone");
    return cohort;
  }

  /** Long work with pauses, so that others get their turn. */
  async function finish<Result>(steps: Generator<unknown, Result, undefined>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await parts.breathe();
    }
  }

  async function gather(cohort: CohortRow): Promise<{ people: CohortPeople; weighed: Weighed }> {
    const enrolled = await db.client.mentorRequest.findMany({
      where: { cohortId: cohort.id, state: "enrolled" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    if (enrolled.length === 0) throw new Refusal("cohortEmpty");
    const people = await cohortPeople(parts, db.client, cohort.networkId, enrolled);
    return { people, weighed: await finish(weigh(people)) };
  }

  /** Keeps what the organiser is about to see. Whoever approved or adjusted meanwhile isn't overruled. */
  async function keep(cohort: CohortRow, plan: CohortPlan): Promise<CohortRow> {
    const text = planText(plan);
    const where = { id: cohort.id, state: "open", plan: cohort.plan };
    const { count } = await db.client.mentorCohort.updateMany({ where, data: { plan: text } });
    if (count > 0) return { ...cohort, plan: text };
    await opened(cohort.networkId);
    throw new Refusal("busy");
  }

  /** Places everybody around what the organiser decides for this mentee; undefined: nothing any more. */
  async function decide(networkId: string, menteeId: string, decided: Fixed | undefined): Promise<CohortAdjusted> {
    const cohort = await opened(networkId);
    const { people, weighed } = await gather(cohort);
    const before = fixedOf(cohort);
    const others = possible(weighed, before).filter((one) => one.menteeId !== menteeId);
    const after = decided === undefined ? others : [...others, decided];
    if (decided !== undefined) requirePossible(weighed, after, decided);
    const old = await finish(planCohort(weighed, before));
    const plan = await finish(planCohort(weighed, after));
    const earlier = before.filter((one) => one.menteeId !== menteeId);
    const preview = shown(await keep(cohort, plan), plan, people, earlier);
    return { ...preview, price: { before: old.totals, after: plan.totals } };
  }

  return {
    current,
    close,
    carryOut,

    /** @throws Refusal "cohortRunning" while there is another one */
    async open(networkId: string, name: string, closesOn: string): Promise<CohortRow> {
      return db.transaction(async (tx) => {
        if (closesOn < (await paceOf(parts, tx, networkId)).today) throw new Refusal("dateInPast");
        if (await current(networkId, tx)) throw new Refusal("cohortRunning");
        return tx.mentorCohort.create({
          data: { id: parts.newId(), networkId, name, closesOn, state: "open", createdAt: now() },
        });
      });
    },

    /** The one that mentees can join today. */
    async ensureOpen(networkId: string): Promise<CohortRow | undefined> {
      const { today } = await paceOf(parts, db.client, networkId);
      const where = { networkId, state: "open", closesOn: { gte: today } };
      return (await db.client.mentorCohort.findFirst({ where })) ?? undefined;
    },

    /** Nobody is put together; everybody who waited for it is looked for like anybody else. */
    async cancel(networkId: string): Promise<void> {
      const cohort = await opened(networkId);
      const { count } = await db.client.mentorCohort.updateMany({
        where: { id: cohort.id, state: "open" },
        data: { state: "cancelling" },
      });
      if (count === 0) throw new Refusal("cohortDone");
      await carryOut(cohort.id);
    },

    /** Works out who gets whom, as people and offers are now, and keeps it for the approval. */
    async preview(networkId: string): Promise<CohortPreview> {
      const cohort = await opened(networkId);
      const { people, weighed } = await gather(cohort);
      const fixed = fixedOf(cohort);
      const plan = await finish(planCohort(weighed, fixed));
      return shown(await keep(cohort, plan), plan, people, fixed);
    },

    /**
     * The organiser puts a mentee with a mentor, or with nobody; all others are placed anew around it.
     * @throws Refusal when a rule keeps the two apart, or all of the mentor's seats are given by the organiser
     */
    adjust: (networkId: string, menteeId: string, mentorId: string | undefined) =>
      decide(networkId, menteeId, { menteeId, mentorId: mentorId ?? null }),

    /** Takes back what the organiser decided for a mentee. */
    release: (networkId: string, menteeId: string) => decide(networkId, menteeId, undefined),

    /** What the organiser saw is carried out by the job. The second time nothing more happens. */
    async approve(networkId: string, approverId: string): Promise<"approved" | "already"> {
      return db.transaction(async (tx) => {
        const last = await tx.mentorCohort.findFirst({
          where: { networkId, state: { in: ["open", "approved", "done"] } },
          orderBy: [{ createdAt: "desc" }, { id: "asc" }],
        });
        if (!last) throw new Refusal("cohortNone");
        if (last.state !== "open") return "already";
        if (last.plan === null) throw new Refusal("cohortUnseen");
        const { count } = await tx.mentorCohort.updateMany({
          where: { id: last.id, state: "open" },
          data: { state: "approved", approvedBy: approverId, approvedAt: now() },
        });
        return count > 0 ? "approved" : "already";
      });
    },
  };
}

function fixedOf({ plan }: CohortRow): readonly Fixed[] {
  return plan === null ? [] : planIn(plan).fixed;
}

function requirePossible(weighed: Weighed, wanted: readonly Fixed[], { menteeId, mentorId }: Fixed): void {
  if (!weighed.mentees.some((mentee) => mentee.menteeId === menteeId)) throw new Refusal("gone");
  if (mentorId === null) return;
  if (!weighed.mentors.some(({ id }) => id === mentorId)) throw new Refusal("mentorNotFree");
  if (weighed.pointsOf(menteeId, mentorId) === undefined) throw new Refusal("cohortCantPair");
  if (possible(weighed, wanted).length < wanted.length) throw new Refusal("mentorNotFree");
}

function shown(cohort: CohortRow, plan: CohortPlan, { fitOf }: CohortPeople, decided: readonly Fixed[]): CohortPreview {
  const fixed = new Set(plan.fixed.map(({ menteeId }) => menteeId));
  return {
    ...plan,
    cohort,
    seats: plan.seats.flatMap((seat): CohortSeat[] => {
      const fit = fitOf(seat.menteeId, seat.mentorId);
      if (!fit) return [];
      return [{ ...seat, isFixed: fixed.has(seat.menteeId), why: whyFacts(seat.mentorId, seat.menteeId, fit) }];
    }),
    dropped: decided.filter(({ menteeId }) => !fixed.has(menteeId)),
  };
}
