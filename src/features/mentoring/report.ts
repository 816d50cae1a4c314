import type { MentoringParts } from "./parts.js";
import { freeOffers } from "./seeking.js";
import { openRequests, seated } from "./rules.js";

/** Counts and states, and what people chose to tell the organisers. Nothing that was written to the other one. */
export interface MentoringReport {
  readonly mentors: number;
  /** Seats in all open offers, and those still free now. */
  readonly seats: number;
  readonly free: number;
  readonly open: number;
  readonly waiting: number;
  readonly going: number;
  readonly quiet: number;
  readonly ended: number;
  readonly sessions: number;
  readonly hours: number;
  readonly concerns: readonly { readonly memberId: string; readonly text: string; readonly at: Date }[];
}

const CONCERNS_SHOWN = 10;

/** What an organiser sees of the whole network's mentoring; of concerns, those that are not about themselves. */
export async function reportOf(parts: MentoringParts, networkId: string, readerId: string): Promise<MentoringReport> {
  const { client } = parts.db;
  const offers = await client.mentorOffer.aggregate({
    where: { networkId, isOpen: true },
    _count: { memberId: true },
    _sum: { capacity: true },
  });
  const free = await freeOffers(parts, client, networkId);
  const count = (states: readonly string[]) =>
    client.mentorship.count({ where: { networkId, state: { in: [...states] } } });
  const requests = (states: readonly string[]) =>
    client.mentorRequest.count({ where: { networkId, state: { in: [...states] } } });
  const talks = await client.mentoringSession.aggregate({
    where: { mentorship: { networkId } },
    _count: { id: true },
    _sum: { minutes: true },
  });
  const concerns = await concernsFor(parts, networkId, readerId);
  return {
    mentors: offers._count.memberId,
    seats: offers._sum.capacity ?? 0,
    free: free.reduce((sum, { seats }) => sum + seats, 0),
    open: await requests(openRequests),
    waiting: await requests(["waiting"]),
    going: await count(seated),
    quiet: await count(["asked"]),
    ended: await count(["ended"]),
    sessions: talks._count.id,
    hours: Math.round((talks._sum.minutes ?? 0) / 60),
    concerns,
  };
}

/** The latest, without those of the reader's own mentorships. */
async function concernsFor({ db: { client } }: MentoringParts, networkId: string, readerId: string) {
  const own = await client.mentorship.findMany({
    where: { OR: [{ mentorId: readerId }, { menteeId: readerId }] },
    select: { id: true },
  });
  return client.mentoringConcern.findMany({
    where: { networkId, mentorshipId: { notIn: own.map(({ id }) => id) } },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    take: CONCERNS_SHOWN,
    select: { memberId: true, text: true, at: true },
  });
}
