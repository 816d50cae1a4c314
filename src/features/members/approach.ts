import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { FOUNDING, isQuarantined, joinsInRush, LONGEST_WAIT, nextOpening, QUARANTINE, RUSH } from "./approach/rules.js";
import { parseSettings } from "./settings.js";

/** What one person gets because another wants something of them, whichever feature it comes from. */
export const REQUESTS = ["introduce.hello", "mentor.request", "circle.invited", "care.buddyAsk"] as const;

const DAY = 86_400_000;

/** The moments, in ms, at which requests of people went to this member lately or are to go. */
async function requestsTo(tx: Tx, memberId: string, now: Date): Promise<readonly number[]> {
  const since = { gt: new Date(now.getTime() - DAY) };
  const rows = await tx.delivery.findMany({
    where: {
      recipient: `member:${memberId}`,
      notice: { in: [...REQUESTS] },
      status: { notIn: ["dropped", "dead"] },
      dueAt: since,
    },
    select: { dueAt: true },
  });
  const where = { kind: "connect", createdAt: since, members: { some: { memberId } } };
  const brought = await tx.meeting.findMany({ where, select: { createdAt: true } });
  return [...rows.map(({ dueAt }) => dueAt), ...brought.map(({ createdAt }) => createdAt)].map((at) => at.getTime());
}

/**
 * When a request may go to this member: now, or when those before it have had their day.
 * @throws Refusal when too many wait already
 */
export async function openingFor(tx: Tx, memberId: string, now: Date): Promise<Date> {
  const at = nextOpening(await requestsTo(tx, memberId, now), now.getTime());
  if (at - now.getTime() > LONGEST_WAIT) throw new Refusal("muchAsked");
  return new Date(at);
}

/** Whether nothing more may be asked of this member just now. */
export async function isMuchAsked(tx: Tx, memberId: string, now: Date): Promise<boolean> {
  return nextOpening(await requestsTo(tx, memberId, now), now.getTime()) > now.getTime();
}

/** @throws Refusal when this member came with uncommonly many others, not a day ago */
export async function requireSettled(tx: Tx, memberId: string, now: Date): Promise<void> {
  if ((await cameAmong(tx, memberId, now)) !== undefined) throw new Refusal("newAmongMany");
}

/** How many uncommonly many came about when this member did, not a day ago; undefined when nothing was uncommon. */
export async function cameAmong(tx: Tx, memberId: string, now: Date): Promise<number | undefined> {
  const member = await tx.member.findUnique({
    where: { id: memberId },
    select: { createdAt: true, networkId: true, network: { select: { createdAt: true, settings: true } } },
  });
  if (!member || now.getTime() - member.createdAt.getTime() >= QUARANTINE) return undefined;
  const joinedAt = member.createdAt.getTime();
  const admitted = admittedIn(member.network.settings);
  if (joinedAt <= admitted) return undefined;
  const around = { gt: new Date(Math.max(joinedAt - RUSH.within, admitted)), lt: new Date(joinedAt + RUSH.within) };
  const rows = await tx.member.findMany({
    where: { networkId: member.networkId, createdAt: around },
    select: { createdAt: true },
    take: 1_000,
  });
  const joins = rows.map(({ createdAt }) => createdAt.getTime());
  const foundedAt = member.network.createdAt.getTime();
  return isQuarantined({ joinedAt, foundedAt, joins }, now.getTime()) ? joins.length : undefined;
}

/** Until when, in ms, organisers said that whoever joined was expected. */
function admittedIn(settings: unknown): number {
  const { admittedUntil } = parseSettings(settings);
  return admittedUntil === undefined ? 0 : Date.parse(admittedUntil) || 0;
}

/**
 * Whoever joined until now was expected, however many came at once, and counts for no rush of others. Answers how many
 * had to wait until this moment; where nobody did, nothing is changed.
 */
export async function admitAll(tx: Tx, networkId: string, now: Date): Promise<number> {
  const network = await tx.network.findUniqueOrThrow({ where: { id: networkId } });
  const since = Math.max(now.getTime() - QUARANTINE - RUSH.within, admittedIn(network.settings));
  const rows = await tx.member.findMany({
    where: { networkId, createdAt: { gt: new Date(since), lte: now } },
    select: { createdAt: true },
  });
  const from = Math.max(now.getTime() - QUARANTINE + 1, network.createdAt.getTime() + FOUNDING);
  const waiting = joinsInRush(rows.map(({ createdAt }) => createdAt.getTime())).filter((joinedAt) => joinedAt >= from);
  if (waiting.length === 0) return 0;
  const settings = { ...parseSettings(network.settings), admittedUntil: now.toISOString() };
  await tx.network.update({ where: { id: networkId }, data: { settings } });
  return waiting.length;
}

/** Whom this member asked not to meet, and who asked not to meet this member: neither is shown the other. */
export async function hiddenFrom(tx: Tx, memberId: string): Promise<readonly string[]> {
  const rows = await tx.avoidance.findMany({
    where: { kind: "doNotMeet", OR: [{ memberId }, { otherId: memberId }] },
    select: { memberId: true, otherId: true },
  });
  return rows.map((row) => (row.memberId === memberId ? row.otherId : row.memberId));
}
