import type { Tx } from "../../storage/database.js";
import { topicsFrom, type Topic } from "../introductions/rules.js";
import { paceOf, type MentoringParts } from "./parts.js";
import { capacities, seated, type Mode, type Rhythm } from "./rules.js";
import { offeringOf } from "./stored.js";

/** What the form holds; topics are a comma-separated list. */
export interface OfferDraft {
  readonly topics: string;
  readonly levels: readonly string[];
  readonly mode: Mode;
  readonly rhythm: Rhythm | "any";
  readonly capacity: number;
  /** A local date from which they take mentees; none, or one that has passed: now. */
  readonly awayUntil?: string | undefined;
}

/** How an offer stands. */
export interface OfferView {
  readonly topics: readonly Topic[];
  readonly levels: readonly string[];
  readonly mode: Mode;
  readonly rhythm: Rhythm | "any";
  readonly capacity: number;
  readonly taken: number;
  readonly awayUntil: string | undefined;
  readonly isOpen: boolean;
}

/** Somebody offers to be a mentor, and takes it back. */
export function makeOffers(parts: MentoringParts) {
  const { db, now } = parts;
  return {
    async offer(networkId: string, memberId: string, draft: OfferDraft): Promise<void> {
      const { topics, levels, mode, rhythm, awayUntil } = draft;
      const capacity = Math.min(capacities.max, Math.max(capacities.min, draft.capacity));
      const data = {
        topics: topicsFrom(topics, parts.topicKey).map((topic) => ({ ...topic })),
        levels: [...levels],
        ...{ mode, rhythm, capacity },
        awayUntil: awayUntil ?? null,
        isOpen: true,
        updatedAt: now(),
      };
      await db.transaction(async (tx) => {
        await tx.mentorOffer.upsert({
          where: { memberId },
          create: { memberId, networkId, createdAt: now(), ...data },
          update: data,
        });
        await lookAgain(tx, networkId, now());
      });
    },

    /** Nobody new is sent; mentorships go on. Whether there was an open offer. */
    async takeBack(memberId: string): Promise<boolean> {
      const where = { memberId, isOpen: true };
      return (await db.client.mentorOffer.updateMany({ where, data: { isOpen: false, updatedAt: now() } })).count > 0;
    },

    async offerOf(memberId: string): Promise<OfferView | undefined> {
      const row = await db.client.mentorOffer.findUnique({ where: { memberId } });
      if (!row) return undefined;
      const { today } = await paceOf(parts, db.client, row.networkId);
      const taken = (await seatsTaken(db.client, [memberId])).get(memberId) ?? 0;
      const isAway = row.awayUntil !== null && row.awayUntil > today;
      return {
        ...offeringOf(row),
        capacity: row.capacity,
        taken,
        awayUntil: isAway ? (row.awayUntil ?? undefined) : undefined,
        isOpen: row.isOpen,
      };
    },
  };
}

/** How many mentees each of these mentors has at the moment; who has none is missing. */
export async function seatsTaken(tx: Tx, mentorIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.mentorship.groupBy({
    by: ["mentorId"],
    where: { mentorId: { in: [...mentorIds] }, state: { in: [...seated] } },
    _count: { id: true },
  });
  return new Map(rows.map(({ mentorId, _count }) => [mentorId, _count.id]));
}

/** Whether a mentor has room for one more. */
export async function hasSeat(tx: Tx, mentorId: string): Promise<boolean> {
  const offer = await tx.mentorOffer.findUnique({ where: { memberId: mentorId } });
  return ((await seatsTaken(tx, [mentorId])).get(mentorId) ?? 0) < (offer?.capacity ?? 0);
}

/** Whoever waits is looked for at once: a seat may be free. A second later, in case they were looked for this instant. */
export async function lookAgain(tx: Tx, networkId: string, at: Date): Promise<void> {
  const soon = new Date(at.getTime() + 1_000);
  const where = { networkId, state: "waiting", step: "look", stepAt: { gt: soon } };
  await tx.mentorRequest.updateMany({ where, data: { stepAt: soon } });
}
