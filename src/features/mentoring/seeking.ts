import type { Tx } from "../../storage/database.js";
import type { Portrait } from "../introductions/portraits.js";
import { outOfReach } from "../members/reach.js";
import { whyFacts, type WhyFacts } from "./deliveries.js";
import { fitBetween, type Fit } from "./fit.js";
import { seatsTaken } from "./offers.js";
import { paceOf, type MentoringParts } from "./parts.js";
import { seated } from "./rules.js";
import { offeringOf, wishOf } from "./stored.js";

/** A mentor with a free seat, and how well they fit. */
export interface Candidate {
  readonly mentor: Portrait;
  readonly fit: Fit;
  /** The same, as it is told. */
  readonly why: WhyFacts;
  readonly seats: number;
}

export interface Seeking {
  readonly id: string;
  readonly networkId: string;
  readonly menteeId: string;
  readonly topics: unknown;
  readonly level: string | null;
  readonly mode: string;
  readonly rhythm: string;
  readonly isBeginner: boolean;
}

/** Offers that are open, not away and not full, with the seats that are left. */
export async function freeOffers(parts: MentoringParts, tx: Tx, networkId: string) {
  const { today } = await paceOf(parts, tx, networkId);
  const open = await tx.mentorOffer.findMany({
    where: { networkId, isOpen: true, OR: [{ awayUntil: null }, { awayUntil: { lte: today } }] },
    orderBy: { memberId: "asc" },
  });
  const taken = await seatsTaken(
    tx,
    open.map(({ memberId }) => memberId),
  );
  return open
    .map((offer) => ({ ...offer, seats: offer.capacity - (taken.get(offer.memberId) ?? 0) }))
    .filter(({ seats }) => seats > 0);
}

/**
 * Everybody who can be asked for a request, the best first: with a free seat, within reach of a private message, not asked
 * for it yet, and never somebody
 * whom one of the two would rather not meet, or who assesses the other.
 */
export async function candidatesFor(parts: MentoringParts, tx: Tx, request: Seeking): Promise<readonly Candidate[]> {
  const { menteeId } = request;
  const asked = await tx.mentorAsk.findMany({ where: { requestId: request.id }, select: { mentorId: true } });
  const out = new Set([
    ...asked.map(({ mentorId }) => mentorId),
    ...(await keptApart(tx, menteeId)),
    ...(await mentorsOf(tx, menteeId)),
  ]);
  const offers = (await freeOffers(parts, tx, request.networkId)).filter(({ memberId }) => !out.has(memberId));
  const shut = await outOfReach(
    tx,
    offers.map(({ memberId }) => memberId),
    parts.now(),
  );
  const portraits = await parts.portraits.of([menteeId, ...offers.map(({ memberId }) => memberId)], tx);
  const mentee = portraits.get(menteeId);
  if (!mentee) return [];
  const wish = wishOf(request);
  return offers
    .flatMap((offer): Candidate[] => {
      const mentor = portraits.get(offer.memberId);
      if (!mentor || mentor.hasLeft || mentor.isStopped || shut.has(offer.memberId)) return [];
      const fit = fitBetween(mentee, wish, mentor, offeringOf(offer), parts.now());
      if (!fit) return [];
      return [{ mentor, fit, why: whyFacts(mentor.memberId, menteeId, fit), seats: offer.seats }];
    })
    .sort(
      (a, b) => b.fit.points - a.fit.points || b.seats - a.seats || (a.mentor.memberId < b.mentor.memberId ? -1 : 1),
    );
}

/** Whom this member asked not to meet, who asked not to meet them, and who evaluates whom. */
async function keptApart(tx: Tx, memberId: string): Promise<readonly string[]> {
  const rows = await tx.avoidance.findMany({ where: { OR: [{ memberId }, { otherId: memberId }] } });
  return rows.flatMap((row) => [row.memberId, row.otherId]);
}

/** Those with whom this mentee is together already, or has parted because it was no fit. */
async function mentorsOf(tx: Tx, menteeId: string): Promise<readonly string[]> {
  const rows = await tx.mentorship.findMany({
    where: { menteeId, state: { in: [...seated, "parted"] } },
    select: { mentorId: true },
  });
  return rows.map(({ mentorId }) => mentorId);
}
