import { isTimeZone, localDate } from "../../members/calendar/rules.js";
import type { CareParts } from "../parts.js";
import { LEFT_IN_PEACE } from "../dormant/rules.js";

/** How one member stands: what is known of them, and what rests. */
export interface Standing {
  /** Undefined for whoever was never seen, or is not counted. */
  readonly lastActiveAt: Date | undefined;
  /** A local date, until when they take a break from the meet-up. */
  readonly pausedUntil: string | undefined;
  /** A local date, until when no questions of others come to them. */
  readonly noAsksUntil: string | undefined;
  readonly digest: "off" | "weekly" | "monthly";
  /** They are asked nothing any more: because they wished it, or because they said nothing twice. */
  readonly isInPeace: boolean;
}

/** What members see of themselves: reading along is fine, and nothing about it is secret. */
export function makeStanding({ db: { client }, now }: Pick<CareParts, "db" | "now">) {
  /** @param memberId somebody who is there */
  return async function standing(memberId: string): Promise<Standing> {
    const member = await client.member.findUniqueOrThrow({
      where: { id: memberId },
      include: {
        network: { select: { timeZone: true } },
        enrolments: { where: { status: "active", pausedUntil: { not: null } }, select: { pausedUntil: true } },
      },
    });
    const { timeZone } = member.network;
    // A break begins and ends with the days of the community, wherever its members live.
    const dateOf = (at: Date) => localDate(at.getTime(), isTimeZone(timeZone) ? timeZone : "UTC");
    const today = dateOf(now());
    const { lastActiveAt, noAsksUntil, frozenAt, digestMonthly } = member;
    const isInPeace = member.careStage === LEFT_IN_PEACE;
    const isSilent = member.noDigest || member.stoppedAt !== null || frozenAt !== null;
    return {
      lastActiveAt: frozenAt === null ? (lastActiveAt ?? undefined) : undefined,
      pausedUntil: member.enrolments.map(({ pausedUntil }) => pausedUntil ?? "").find((date) => date > today),
      noAsksUntil: noAsksUntil !== null && noAsksUntil > now() ? dateOf(noAsksUntil) : undefined,
      // Whoever is left in peace gets news only if they wished for it.
      digest: isSilent || (isInPeace && !digestMonthly) ? "off" : digestMonthly ? "monthly" : "weekly",
      isInPeace,
    };
  };
}
