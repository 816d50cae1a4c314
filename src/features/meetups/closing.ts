import type { Tx } from "../../storage/database.js";
import { parseSettings } from "../members/settings.js";
import type { MeetupParts } from "./parts.js";
import { withdrawHeadsUps } from "./participation.js";
import type { Programme } from "./programme.js";
import type { Round } from "./round.js";
import { happenedInTheEnd, SILENT_ROUNDS, type ResultFacts } from "./rules.js";

/** Counts what became of a round, lets silent names rest, and tells the channel how many met. */
export async function closeRound(parts: MeetupParts, programme: Programme, round: Round): Promise<string> {
  const meetings = await parts.db.client.meeting.findMany({
    where: { roundId: round.id, status: "open" },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const failures: unknown[] = [];
  for (const { id } of meetings) {
    // One that can't be closed must not keep the others open.
    await parts.db
      .transaction((tx) => closeMeeting(parts, tx, programme, round, id))
      .catch((error: unknown) => failures.push(error));
    await parts.breathe();
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${meetings.length} stay open`);
  return finish(parts, programme, round);
}

async function closeMeeting(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: Round,
  meetingId: string,
): Promise<void> {
  const members = await tx.meetingMember.findMany({ where: { meetingId } });
  const happened = happenedInTheEnd(members.map(({ answer }) => answer));
  const { count } = await tx.meeting.updateMany({
    where: { id: meetingId, status: "open" },
    data: { status: happened === true ? "met" : "closed", nudgeAt: null, checkInAt: null },
  });
  if (count === 0) return;
  await tx.encounter.updateMany({ where: { meetingId }, data: { happened } });
  for (const member of members) {
    if (member.leftAt === null) await countSilence(parts, tx, programme, round, member);
  }
}

/** A name that gave no sign for three rounds rests; the person hears it once, kindly, with one tap to return. */
async function countSilence(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: Round,
  member: { memberId: string; signAt: Date | null; answer: string | null },
): Promise<void> {
  const where = { programmeId: programme.id, memberId: member.memberId };
  if (member.signAt !== null || member.answer !== null) {
    await tx.enrolment.updateMany({ where, data: { silentRounds: 0 } });
    return;
  }
  await tx.enrolment.updateMany({ where, data: { silentRounds: { increment: 1 } } });
  const { count } = await tx.enrolment.updateMany({
    where: { ...where, status: "active", silentRounds: { gte: SILENT_ROUNDS } },
    data: { status: "resting", freeUntil: null },
  });
  if (count === 0) return;
  // Holidays may bring the end of a round and the invitation to the next together: nobody is invited and rests at once.
  await withdrawHeadsUps(parts.outbox, tx, programme, member.memberId);
  await parts.outbox.add(tx, [
    {
      key: `resting:${round.id}:${member.memberId}`,
      networkId: programme.networkId,
      to: { kind: "member", memberId: member.memberId },
      notice: "meet.resting",
      facts: {},
      priority: "dormancy",
      proactive: true,
      dueAt: parts.now(),
      expiresAt: new Date(parts.now().getTime() + 14 * 86_400_000),
    },
  ]);
}

async function resultOf(tx: Tx, roundId: string): Promise<ResultFacts> {
  const statuses = await tx.meeting.groupBy({
    by: ["status"],
    where: { roundId, status: { not: "void" } },
    _count: { id: true },
  });
  const meetings = statuses.reduce((sum, row) => sum + row._count.id, 0);
  return { met: statuses.find((row) => row.status === "met")?._count.id ?? 0, meetings };
}

/** An answer that came late counts for the round it is about; what was told of that one is not told again. */
export async function recount(tx: Tx, roundId: string): Promise<void> {
  const result = await resultOf(tx, roundId);
  await tx.round.updateMany({ where: { id: roundId, step: "done" }, data: { result: { ...result } } });
}

/** The share that met, never who did not. Meetings that nobody could go to don't count. */
async function finish(parts: MeetupParts, programme: Programme, round: Round): Promise<string> {
  return parts.db.transaction(async (tx) => {
    const result = await resultOf(tx, round.id);
    const { met, meetings: total } = result;
    const { count } = await tx.round.updateMany({
      where: { id: round.id, step: "close" },
      data: { step: "done", result: { ...result } },
    });
    const network = await tx.network.findUniqueOrThrow({
      where: { id: programme.networkId },
      include: { spaces: { where: { removedAt: null }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: 1 } },
    });
    const channelId = parseSettings(network.settings).channels.meetups;
    const [space] = network.spaces;
    if (count > 0 && met > 0 && channelId !== undefined && space) {
      await parts.outbox.add(tx, [
        {
          key: `result:${round.id}`,
          networkId: programme.networkId,
          to: { kind: "channel", spaceId: space.id, channelId },
          notice: "meet.result",
          facts: { ...result },
          priority: "digest",
          proactive: true,
          dueAt: parts.now(),
          expiresAt: new Date(parts.now().getTime() + 5 * 86_400_000),
        },
      ]);
    }
    return `${met} of ${total} met`;
  });
}
