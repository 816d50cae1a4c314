import type { Database } from "../../../storage/database.js";
import { lesserShare } from "../rules.js";
import { tallyOf, waits, type Tally, type Wait } from "./rules.js";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

export interface TallyParts {
  readonly db: Database;
  readonly now: () => Date;
}

/** What one member got unasked in the last seven days, and what waits for them. */
export interface OwnTally {
  readonly got: number;
  /** How many of it may be about anything but the weekly meet-up. */
  readonly lesserShare: number;
  readonly waiting: number;
  /** What keeps what waits. */
  readonly why: readonly Wait[];
}

export type Tallies = ReturnType<typeof makeTally>;

/** The account of everything that was sent by itself. Counts only: neither whom it was for nor what it said. */
export function makeTally({ db, now }: TallyParts) {
  return {
    /** Of what was written in a network in so many days. */
    async ofNetwork(networkId: string, days: number): Promise<Tally> {
      const rows = await db.client.delivery.groupBy({
        by: ["notice", "status", "reason", "heldWhy"],
        where: { networkId, proactive: true, createdAt: { gt: new Date(now().getTime() - days * DAY) } },
        _count: { _all: true },
      });
      return tallyOf(rows.map(({ _count, ...row }) => ({ ...row, count: _count._all })));
    },

    /** The most that one person in a network got in the last seven days. */
    async mostToOne(networkId: string): Promise<number> {
      const [most] = await db.client.contact.groupBy({
        by: ["memberId"],
        where: { at: { gt: new Date(now().getTime() - WEEK) }, member: { networkId } },
        _count: { deliveryId: true },
        orderBy: { _count: { deliveryId: "desc" } },
        take: 1,
      });
      return most?._count.deliveryId ?? 0;
    },

    async ofMember(memberId: string, perWeek: number): Promise<OwnTally> {
      const got = await db.client.contact.count({ where: { memberId, at: { gt: new Date(now().getTime() - WEEK) } } });
      const rows = await db.client.delivery.findMany({
        where: { recipient: `member:${memberId}`, status: "pending", proactive: true, dueAt: { lte: now() } },
        select: { heldWhy: true },
      });
      const why = waits.filter((wait) => rows.some(({ heldWhy }) => heldWhy === wait));
      return { got, lesserShare: lesserShare(perWeek), waiting: rows.length, why };
    },
  };
}
