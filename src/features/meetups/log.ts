import type { ReasonFact } from "../introductions/rules.js";
import type { MeetupParts } from "./parts.js";
import { planOf, withoutPlan } from "./round.js";
import type { RoundShown } from "./rules.js";

/**
 * A round as it was held: the same people, history and seed give the same groups. Whether people met is theirs to
 * tell, and is not in here.
 */
export interface RoundLog extends RoundShown {
  readonly roundAt: Date;
}

/** Of the latest rounds so many may have lapsed, because nobody approved them, before none is shown. */
const LOOKED_AT = 8;

/** The last round whose groups were told; undefined before the first. */
export async function lastRound(parts: MeetupParts, networkId: string): Promise<RoundLog | undefined> {
  const { client } = parts.db;
  const rounds = await client.round.findMany({
    where: { programme: { networkId }, step: { in: ["close", "done"] }, plan: { not: null } },
    orderBy: { week: "desc" },
    take: LOOKED_AT,
    omit: withoutPlan,
  });
  const round = rounds.find(({ result }) => !(typeof result === "object" && result !== null && "lapsed" in result));
  if (!round) return undefined;
  const { seed, total, method } = await planOf(client, round, parts.breathe);
  const meetings = await client.meeting.findMany({
    where: { roundId: round.id },
    orderBy: { id: "asc" },
    select: { reasons: true, members: { orderBy: { memberId: "asc" }, select: { memberId: true } } },
  });
  const groups = meetings.map(({ members, reasons }) => ({
    members: members.map(({ memberId }) => memberId),
    reasons: reasons as unknown as ReasonFact[],
  }));
  const found = new Set(groups.flatMap(({ members }) => members));
  const rows = await client.unmatched.findMany({ where: { roundId: round.id }, orderBy: { memberId: "asc" } });
  // For some of them somebody came later.
  const unmatched = rows
    .filter(({ memberId }) => !found.has(memberId))
    .map(({ memberId, why }) => ({ id: memberId, why }));
  const portraits = await parts.portraits.of([...found, ...unmatched.map(({ id }) => id)]);
  const names = new Map([...portraits.values()].map(({ memberId, called }) => [memberId, called]));
  return { roundAt: round.roundAt, seed, total, method, groups, unmatched, names };
}
