import type { Tx } from "../../storage/database.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import { LATE_FOR, type UnmatchedFacts } from "./rules.js";

/** Somebody without a meeting this time, and why: a word of `unmatched` in the catalogue. */
export interface LeftOver {
  readonly id: string;
  readonly why: string;
}

interface RoundToTell {
  readonly id: string;
  readonly closeAt: Date;
}

/** Nobody is left over in silence: why, and when next. Until then they are free for whoever comes late. */
export async function tellUnmatched(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: RoundToTell,
  leftOver: readonly LeftOver[],
): Promise<void> {
  if (leftOver.length === 0) return;
  const ids = leftOver.map(({ id }) => id);
  const next = await parts.programmes.nextRound(programme.id, tx);
  await tx.enrolment.updateMany({
    where: { programmeId: programme.id, memberId: { in: ids } },
    data: { waiting: { increment: 1 }, freeUntil: new Date(parts.now().getTime() + LATE_FOR) },
  });
  await tx.roundPlace.deleteMany({ where: { roundId: round.id, memberId: { in: ids } } });
  await tx.roundPlace.createMany({
    data: leftOver.map(({ id, why }) => ({ roundId: round.id, memberId: id, outcome: why })),
  });
  await parts.outbox.add(
    tx,
    leftOver.map(({ id, why }) => {
      const facts: UnmatchedFacts = { why, nextAt: next?.roundAt.toISOString() };
      return {
        key: `unmatched:${round.id}:${id}`,
        networkId: programme.networkId,
        to: { kind: "member", memberId: id },
        notice: "meet.unmatched",
        facts: { ...facts },
        priority: "match",
        proactive: true,
        dueAt: parts.now(),
        expiresAt: worthUntil(round, why, next),
      };
    }),
  );
}

/** What could not be told before the next round is near is told by that one's heads-up. */
function worthUntil(round: RoundToTell, why: string, next: { readonly headsUpAt: Date } | null): Date {
  return why === "cancelled" && next && next.headsUpAt < round.closeAt ? next.headsUpAt : round.closeAt;
}
