import { z } from "zod";
import type { Recipient } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { invitationsTo, pairsIn } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import { chooseHost, hash } from "./rules.js";

interface Meeting {
  readonly id: string;
  readonly programmeId: string | null;
  readonly hostId: string;
  readonly reasons: unknown;
}

const personFact = z.object({ person: z.string() });
const reasonFacts = z.array(
  z.looseObject({
    giver: personFact.optional(),
    taker: personFact.optional(),
    newcomer: personFact.optional(),
    connector: personFact.optional(),
  }),
);

/** What an invitation tells of its people, as it was written; the rest of it stays as it is. */
const invitation = z.looseObject({
  participants: z.array(z.looseObject({ who: personFact, timeZone: z.string() })),
  reasons: reasonFacts,
  host: personFact,
  isRepeat: z.boolean(),
  window: z.unknown().optional(),
});

/**
 * One of a group is out before everybody was told: the others go on, and what they will read is about them alone.
 * What somebody has read already stays.
 */
export async function goOnWithout(
  parts: MeetupParts,
  tx: Tx,
  meeting: Meeting,
  goneId: string,
  others: readonly string[],
): Promise<void> {
  const { id } = meeting;
  await tx.meetingMember.deleteMany({ where: { meetingId: id, memberId: goneId } });
  await tx.encounter.deleteMany({ where: { meetingId: id, OR: [{ aId: goneId }, { bId: goneId }] } });
  const hostId = meeting.hostId === goneId ? await newHost(parts, tx, meeting, others) : meeting.hostId;
  const reasons = reasonsWithout(reasonFacts.parse(meeting.reasons), goneId);
  await tx.meeting.update({ where: { id }, data: { hostId, reasons: reasons as never[] } });
  const haveMet = await anyHaveMet(tx, id, others);
  const [roomKey = "", ...ownKeys] = invitationsTo(id, others);
  const gone = invitationsTo(id, [goneId]).filter((key) => key !== roomKey);
  await parts.outbox.cancel(tx, gone, "away");
  for (const key of [roomKey, ...ownKeys]) {
    await parts.outbox.amend(tx, key, ({ to, facts }) => ({
      to: recipientWithout(to, goneId),
      facts: factsWithout(facts, goneId, hostId, haveMet),
    }));
  }
}

function factsWithout(facts: unknown, goneId: string, hostId: string, haveMet: boolean): Record<string, unknown> {
  const told = invitation.parse(facts);
  const participants = told.participants.filter(({ who }) => who.person !== goneId);
  const zones = new Set(participants.map(({ timeZone }) => timeZone));
  return {
    ...told,
    participants,
    reasons: reasonsWithout(told.reasons, goneId),
    host: { person: hostId },
    isRepeat: told.isRepeat && haveMet,
    // Hours that suit all of a group suit each part of it; on one clock they need no telling.
    window: zones.size > 1 ? told.window : undefined,
  };
}

function reasonsWithout(reasons: z.infer<typeof reasonFacts>, goneId: string) {
  return reasons.filter(({ giver, taker, newcomer, connector }) =>
    [giver, taker, newcomer, connector].every((fact) => fact?.person !== goneId),
  );
}

function recipientWithout(to: Recipient, goneId: string): Recipient {
  return to.kind === "room" ? { ...to, memberIds: to.memberIds.filter((memberId) => memberId !== goneId) } : to;
}

/** Whoever hosted least recently among those who are left. */
async function newHost(
  { now }: MeetupParts,
  tx: Tx,
  { id, programmeId }: Meeting,
  others: readonly string[],
): Promise<string> {
  const where = { programmeId: programmeId ?? "", memberId: { in: [...others] } };
  const rows = await tx.enrolment.findMany({ where, select: { memberId: true, lastHostedAt: true } });
  const hostedAt = new Map(rows.map(({ memberId, lastHostedAt }) => [memberId, lastHostedAt]));
  const hostId = chooseHost(
    others.map((memberId) => ({ memberId, lastHostedAt: hostedAt.get(memberId) ?? null })),
    hash(id) >>> 1,
  );
  await tx.enrolment.updateMany({ where: { ...where, memberId: hostId }, data: { lastHostedAt: now() } });
  return hostId;
}

async function anyHaveMet(tx: Tx, meetingId: string, people: readonly string[]): Promise<boolean> {
  const pairs = pairsIn(people).map(([aId, bId]) => ({ aId, bId }));
  const before = { meetingId: { not: meetingId } };
  const count = await tx.encounter.count({
    where: { ...before, AND: [{ OR: pairs }, { OR: [{ happened: null }, { happened: true }] }] },
  });
  return count > 0;
}
