import type { Mentor } from "../../matching/mentors/types.js";
import type { Tx } from "../../storage/database.js";
import type { Portrait } from "../introductions/portraits.js";
import type { CohortFacts, CohortMentee } from "./cohortPlan.js";
import { fitBetween, type Fit } from "./fit.js";
import type { MentoringParts } from "./parts.js";
import type { RequestRow } from "./requests.js";
import { seated } from "./rules.js";
import { freeOffers } from "./seeking.js";
import { offeringOf, wishOf } from "./stored.js";

const WEEK = 7 * 86_400_000;

/** The people of a cohort as the plan sees them, and why two of them fit. */
export interface CohortPeople extends CohortFacts {
  /** Only how well two fit: who must not be put together is in `apart`. */
  readonly fitOf: (menteeId: string, mentorId: string) => Fit | undefined;
}

/**
 * Those who are still here, as they are now.
 * @param mentorIds All who offer seats, where it isn't said
 */
export async function cohortPeople(
  parts: MentoringParts,
  tx: Tx,
  networkId: string,
  requests: readonly RequestRow[],
  mentorIds?: ReadonlySet<string>,
): Promise<CohortPeople> {
  const offers = (await freeOffers(parts, tx, networkId)).filter(({ memberId }) => mentorIds?.has(memberId) ?? true);
  const offerOf = new Map(offers.map((offer) => [offer.memberId, offeringOf(offer)]));
  const portraits = await parts.portraits.of(
    [...new Set([...requests.map(({ menteeId }) => menteeId), ...offerOf.keys()])],
    tx,
  );
  const here = requests.filter(({ menteeId }) => portraits.get(menteeId)?.hasLeft === false);
  const first = new Map<string, RequestRow>();
  for (const request of here) if (!first.has(request.menteeId)) first.set(request.menteeId, request);
  const others = here.filter((request) => first.get(request.menteeId) !== request);
  const mentors = offers.flatMap(({ memberId, seats }): Mentor[] => {
    const portrait = portraits.get(memberId);
    const mode = offerOf.get(memberId)?.mode ?? "either";
    if (!portrait || portrait.hasLeft || portrait.isStopped) return [];
    return [{ id: memberId, seats, has: { language: portrait.languages, mode: modesIn(mode) } }];
  });
  const giving = new Set(mentors.map(({ id }) => id));
  return {
    mentees: [...first.values()].flatMap((request) => menteeOf(request, portraits, parts.now())),
    others: others.map(({ id, menteeId }) => ({ requestId: id, menteeId })),
    mentors,
    apart: (await apartOf(tx, [...first.keys()])).filter(([, mentorId]) => giving.has(mentorId)),
    ...fitsOf(first, portraits, offerOf, parts.now()),
  };
}

/** Wishes and offers are read once: they are compared with each other a hundred thousand times. */
function fitsOf(
  first: ReadonlyMap<string, RequestRow>,
  portraits: ReadonlyMap<string, Portrait>,
  offerOf: ReadonlyMap<string, ReturnType<typeof offeringOf>>,
  now: Date,
): Pick<CohortPeople, "fitOf" | "pointsOf"> {
  const wishes = new Map([...first].map(([menteeId, request]) => [menteeId, wishOf(request)]));
  const fitOf = (menteeId: string, mentorId: string): Fit | undefined => {
    const [mentee, mentor] = [portraits.get(menteeId), portraits.get(mentorId)];
    const [wish, offer] = [wishes.get(menteeId), offerOf.get(mentorId)];
    return mentee && mentor && wish && offer ? fitBetween(mentee, wish, mentor, offer, now) : undefined;
  };
  return { fitOf, pointsOf: (menteeId, mentorId) => fitOf(menteeId, mentorId)?.points };
}

/** What `fitBetween` asks for without exception is named, so that whoever waits learns which of it stands in the way. */
function menteeOf(request: RequestRow, portraits: ReadonlyMap<string, Portrait>, now: Date): CohortMentee[] {
  const portrait = portraits.get(request.menteeId);
  if (!portrait) return [];
  const { mode } = wishOf(request);
  const musts = [
    { kind: "language", anyOf: portrait.languages },
    ...(mode === "either" ? [] : [{ kind: "mode", anyOf: [mode] }]),
  ];
  const weeks = Math.max(0, Math.floor((now.getTime() - request.createdAt.getTime()) / WEEK));
  return [{ requestId: request.id, menteeId: request.menteeId, waiting: weeks, musts }];
}

function modesIn(mode: string): readonly string[] {
  return mode === "either" ? ["online", "inPerson"] : [mode];
}

/**
 * Mentees and those with whom they must not be put together: one of the two asked for it, they have each other already, or
 * a request of the same mentee waits for this mentor's answer.
 */
async function apartOf(tx: Tx, menteeIds: readonly string[]): Promise<(readonly [string, string])[]> {
  const ids = [...menteeIds];
  const select = { memberId: true, otherId: true };
  const asked = await tx.avoidance.findMany({ where: { memberId: { in: ids } }, select });
  const theirs = await tx.avoidance.findMany({ where: { otherId: { in: ids } }, select });
  const together = await tx.mentorship.findMany({
    where: { menteeId: { in: ids }, state: { in: [...seated, "parted"] } },
    select: { menteeId: true, mentorId: true },
  });
  const pending = await tx.mentorRequest.findMany({
    where: { menteeId: { in: ids }, state: "asked" },
    select: { menteeId: true, mentorId: true },
  });
  return [
    ...asked.map(({ memberId, otherId }) => [memberId, otherId] as const),
    ...theirs.map(({ memberId, otherId }) => [otherId, memberId] as const),
    ...together.map(({ menteeId, mentorId }) => [menteeId, mentorId] as const),
    ...pending.flatMap(({ menteeId, mentorId }) => (mentorId === null ? [] : [[menteeId, mentorId] as const])),
  ];
}
