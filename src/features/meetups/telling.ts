import type { Unmatched } from "../../matching/types.js";
import type { Tx } from "../../storage/database.js";
import { insertMany } from "../../storage/insert.js";
import { addDays, atLocal, localDate, nextOpenDate } from "../members/calendar/rules.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import { LATE_FOR, type UnmatchedFacts } from "./rules.js";

/** Somebody without a meeting this time, and why: a word of `unmatched` in the catalogue. */
export interface LeftOver {
  readonly id: string;
  readonly why: string;
  /** Languages that would have helped. */
  readonly languages?: readonly string[];
}

/**
 * What is said of somebody for whom a round found nobody. That all whom they could meet are kept apart from them is
 * told like any other round that did not work out: nobody learns from it who asked not to meet whom.
 */
export function leftOverOf(unmatched: Unmatched): LeftOver {
  const { id, why } = unmatched;
  if (why === "language") return { id, why, languages: unmatched.languages };
  return { id, why: why === "odd" ? "rules" : why };
}

interface RoundTold {
  readonly id: string;
  readonly headsUpAt: Date;
  readonly roundAt: Date;
  readonly closeAt: Date;
}

/** Nobody is left over in silence: why, and when next. Until then they are free for whoever comes late. */
export async function tellUnmatched(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: RoundTold,
  leftOver: readonly LeftOver[],
): Promise<void> {
  if (leftOver.length === 0) return;
  const ids = leftOver.map(({ id }) => id);
  const next = await parts.programmes.nextRound(programme.id, tx, round.id);
  await tx.enrolment.updateMany({
    where: { programmeId: programme.id, memberId: { in: ids } },
    data: { waiting: { increment: 1 }, freeUntil: new Date(parts.now().getTime() + LATE_FOR) },
  });
  const long = await waitingLong(tx, programme.id, ids);
  await tx.unmatched.deleteMany({ where: { roundId: round.id, memberId: { in: ids } } });
  await insertMany(
    tx,
    "Unmatched",
    leftOver.map(({ id, why }) => ({ roundId: round.id, memberId: id, why })),
  );
  const usual = { dueAt: parts.now(), expiresAt: round.closeAt };
  await parts.outbox.add(
    tx,
    leftOver.map(({ id, why, languages }) => {
      const facts: UnmatchedFacts = {
        why,
        ...(languages === undefined ? {} : { languages }),
        roundAt: round.roundAt.toISOString(),
        nextAt: next?.roundAt.toISOString(),
        ...(long.has(id) && why !== "cancelled" ? { isAgain: true } : {}),
      };
      return {
        key: `unmatched:${round.id}:${id}`,
        networkId: programme.networkId,
        to: { kind: "member", memberId: id },
        notice: "meet.unmatched",
        facts: { ...facts },
        priority: "match",
        proactive: true,
        ...(why === "cancelled" ? cancelledAt(programme, round, next, parts.now()) : usual),
      };
    }),
  );
}

/** Rounds in a row after which somebody is asked whether it should go on. */
const ASKED_AFTER = 2;

async function waitingLong(tx: Tx, programmeId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const where = { programmeId, waiting: { gte: ASKED_AFTER }, memberId: { in: [...ids] } };
  const rows = await tx.enrolment.findMany({ where, select: { memberId: true } });
  return new Set(rows.map(({ memberId }) => memberId));
}

/**
 * That a round was called off is told before the day of the next heads-up, which it must not crowd out; where that
 * can't be, because every day until then is closed, together with it.
 */
function cancelledAt(
  { table }: Programme,
  round: RoundTold,
  next: { readonly headsUpAt: Date; readonly roundAt: Date } | null,
  now: Date,
): { readonly dueAt: Date; readonly expiresAt: Date } {
  if (!next || next.headsUpAt <= now) return { dueAt: now, expiresAt: round.closeAt };
  const dateOf = (at: Date) => localDate(at.getTime(), table.timeZone);
  const today = dateOf(now);
  // Today's message was this round's own heads-up.
  const first = dateOf(round.headsUpAt) === today ? addDays(today, 1) : today;
  const day = dateOf(next.headsUpAt);
  return nextOpenDate(table.calendar, first, table.weekend) < day
    ? { dueAt: now, expiresAt: new Date(atLocal(day, "00:00", table.timeZone)) }
    : { dueAt: next.headsUpAt, expiresAt: next.roundAt };
}
