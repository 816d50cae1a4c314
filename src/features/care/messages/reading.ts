import { isTimeZone, localDate } from "../../members/calendar/rules.js";
import { DAY, type CareParts } from "../parts.js";
import { subjectOf, summed, type Subject, type Summary } from "./rules.js";

const WEEK = 7 * DAY;
const MOST_SHOWN = 10;

/** How one member stands: what is known of them, and what was sent to them unasked. */
export interface Standing {
  readonly lastActiveAt: Date | undefined;
  readonly isDigestMonthly: boolean;
  /** They want no digest at all. */
  readonly isDigestOff: boolean;
  readonly noAsksUntil: Date | undefined;
  /** They answered that they want to be left in peace. */
  readonly isInPeace: boolean;
  /** A local date, until when they take a break from the meet-up. */
  readonly pausedUntil: string | undefined;
  readonly messages: readonly { readonly at: Date; readonly subjects: readonly Subject[] }[];
}

/** What the gate did, for organisers as counts and for each member as their own. Never what was said. */
export function makeMessages({ db: { client }, now }: Pick<CareParts, "db" | "now">) {
  return {
    /** Everything of the last days that nobody asked for. */
    async summary(networkId: string, days: number): Promise<Summary> {
      const rows = await client.delivery.groupBy({
        by: ["status", "reason", "notice"],
        where: { networkId, proactive: true, createdAt: { gte: new Date(now().getTime() - days * DAY) } },
        _count: true,
      });
      return summed(rows.map(({ status, reason, notice, _count: count }) => ({ status, reason, notice, count })));
    },

    async mine(memberId: string): Promise<Standing> {
      const member = await client.member.findUniqueOrThrow({
        where: { id: memberId },
        include: {
          network: { select: { timeZone: true } },
          enrolments: { where: { status: "active", pausedUntil: { not: null } } },
          contacts: {
            where: { at: { gt: new Date(now().getTime() - WEEK) } },
            orderBy: [{ at: "desc" }, { deliveryId: "asc" }],
            take: MOST_SHOWN,
          },
        },
      });
      const ids = member.contacts.map(({ deliveryId }) => deliveryId);
      const sent = await client.delivery.findMany({
        where: { OR: [{ id: { in: ids } }, { mergedInto: { in: ids }, status: "merged" }] },
        select: { id: true, mergedInto: true, notice: true },
        orderBy: [{ priority: "asc" }, { id: "asc" }],
      });
      const { timeZone } = member.network;
      const today = localDate(now().getTime(), isTimeZone(timeZone) ? timeZone : "UTC");
      const until = member.enrolments.map(({ pausedUntil }) => pausedUntil ?? "").find((date) => date > today);
      const { lastActiveAt, noAsksUntil } = member;
      return {
        ...{ lastActiveAt: lastActiveAt ?? undefined, pausedUntil: until },
        ...{ isDigestMonthly: member.digestMonthly, isDigestOff: member.noDigest },
        noAsksUntil: noAsksUntil !== null && noAsksUntil > now() ? noAsksUntil : undefined,
        isInPeace: member.careStage === 3,
        messages: member.contacts.map(({ at, deliveryId }) => {
          const together = sent.filter(({ id, mergedInto }) => id === deliveryId || mergedInto === deliveryId);
          return { at, subjects: [...new Set(together.map(({ notice }) => subjectOf(notice)))] };
        }),
      };
    },
  };
}
