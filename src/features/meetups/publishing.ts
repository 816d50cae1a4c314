import type { Group, Reason } from "../../matching/types.js";
import type { Tx } from "../../storage/database.js";
import { areAssessed, type Portrait } from "../introductions/portraits.js";
import { pairOf } from "../members/rules.js";
import { writeMeetings } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import { dateOf, takesPart } from "./participation.js";
import type { Programme } from "./programme.js";
import type { Round } from "./round.js";
import { tellUnmatched, type LeftOver } from "./telling.js";
import { isOpen } from "../members/presence.js";

/** Meetings written in one transaction: whoever wants to write something meanwhile waits for some hundredths of a second. */
export const PUBLISH_CHUNK = 15;

/** What is still true of a group that was decided a while ago. */
interface Standing {
  readonly place: number;
  readonly group: Group;
  readonly leftOver: readonly LeftOver[];
}

/**
 * Writes the groups from `start` on, as many as fit in one transaction. Between the decision and this moment, which
 * may be two days with an approval, people may have left, skipped or asked not to meet somebody.
 */
export async function publishChunk(
  parts: MeetupParts,
  programme: Programme,
  round: Round,
  groups: readonly Group[],
  start: number,
): Promise<void> {
  const chunk = groups.slice(start, start + PUBLISH_CHUNK);
  const portraits = await parts.portraits.of(chunk.flatMap(({ members }) => members));
  await parts.db.transaction(async (tx) => {
    // Whoever moves the counter writes the piece; a second program finds it moved.
    const { count } = await tx.round.updateMany({
      where: { id: round.id, step: "publish", published: start },
      data: { published: start + chunk.length },
    });
    if (count === 0) return;
    const standings = await standingOf(tx, programme, round, chunk, start, portraits);
    const meeting = standings.filter(({ group }) => group.members.length > 1);
    await write(parts, tx, programme, round, meeting, portraits);
    await tellUnmatched(
      parts,
      tx,
      programme,
      round,
      standings.flatMap(({ leftOver }) => leftOver),
    );
  });
}

async function write(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: Round,
  standings: readonly Standing[],
  portraits: ReadonlyMap<string, Portrait>,
): Promise<void> {
  const ids = standings.flatMap(({ group }) => group.members);
  const mine = { programmeId: programme.id, memberId: { in: ids } };
  const enrolled = await tx.enrolment.findMany({ where: mine, select: { memberId: true, lastHostedAt: true } });
  const hostedAt = new Map(enrolled.map((row) => [row.memberId, row.lastHostedAt]));
  const drafts = standings.map(({ place, group }) => ({
    id: `${round.id}-${place}`,
    kind: "round" as const,
    roundId: round.id,
    week: round.week,
    members: group.members,
    reasons: group.reasons,
    isRepeat: group.repeats.length > 0,
    seed: round.seed,
    checkInAt: round.checkInAt,
  }));
  const at = minuteFor(round, parts.now());
  await writeMeetings({ ...parts, now: () => at }, tx, programme, drafts, portraits, hostedAt);
  await tx.enrolment.updateMany({ where: mine, data: { lastWeek: round.week, waiting: 0, freeUntil: null } });
  await tx.enrolment.updateMany({ where: { ...mine, cadenceWeeks: 0 }, data: { status: "done" } });
}

/** The same for many pieces: what is to be asked about their meetings later is then one piece of work. */
function minuteFor({ stepAt }: Round, now: Date): Date {
  return new Date(Math.max(stepAt.getTime(), now.getTime() - (now.getTime() % 60_000)));
}

async function standingOf(
  tx: Tx,
  programme: Programme,
  round: Round,
  groups: readonly Group[],
  start: number,
  portraits: ReadonlyMap<string, Portrait>,
): Promise<readonly Standing[]> {
  const ids = groups.flatMap(({ members }) => members);
  const rows = await tx.enrolment.findMany({
    where: { programmeId: programme.id, memberId: { in: ids } },
    include: { member: { select: { leftAt: true, stoppedAt: true, frozenAt: true } } },
  });
  const date = dateOf(round, programme.table);
  const isHere = rows.filter(({ member }) => isOpen(member));
  const still = new Set(isHere.filter((row) => takesPart(row, round.week, date)).map(({ memberId }) => memberId));
  const gone = new Set(rows.filter(({ member }) => member.leftAt !== null).map(({ memberId }) => memberId));
  const asked = await tx.avoidance.findMany({ where: { memberId: { in: ids }, otherId: { in: ids } } });
  const apart = new Set(asked.map(({ memberId, otherId }) => pairOf(memberId, otherId).join(" ")));
  const mayMeet = (a: string, b: string): boolean => {
    const [first, second] = [portraits.get(a), portraits.get(b)];
    return !apart.has(pairOf(a, b).join(" ")) && !(first && second && areAssessed(first, second));
  };
  return groups.map((group, index) => {
    const members: string[] = [];
    for (const id of group.members) {
      if (still.has(id) && members.every((other) => mayMeet(other, id))) members.push(id);
    }
    const meeting = members.length > 1 ? members : [];
    const why = group.members.some((id) => gone.has(id)) ? "left" : "rules";
    const leftOver = group.members.filter((id) => still.has(id) && !meeting.includes(id)).map((id) => ({ id, why }));
    return { place: start + index, group: reduced(group, meeting), leftOver };
  });
}

/** The group with only these members, and what is true of them alone. */
function reduced(group: Group, members: readonly string[]): Group {
  if (members.length === group.members.length) return group;
  const isHere = (id: string) => members.includes(id);
  return {
    ...group,
    members,
    reasons: group.reasons.filter((reason) => peopleOf(reason).every(isHere)),
    repeats: group.repeats.filter(({ a, b }) => isHere(a) && isHere(b)),
  };
}

function peopleOf(reason: Reason): readonly string[] {
  switch (reason.kind) {
    case "offerMeetsSeek":
      return [reason.giver, reason.taker];
    case "newcomer":
      return [reason.newcomer, reason.connector];
    case "sharedTopics":
    case "sharedGoals":
    case "sameLevel":
    case "differentInstitution":
    case "differentRegion":
    case "overlap":
    case "bridge":
    case "longTime":
    case "partlyNew":
    case "fresh":
      return [];
  }
}
