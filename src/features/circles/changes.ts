import { Refusal } from "../../refusal.js";
import type { NewDelivery } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { addDays } from "../members/calendar/rules.js";
import { refusalFor } from "../members/fellows.js";
import { leadersOnly } from "./leaders.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { keepPostsTrue } from "./posts.js";
import { nextStep } from "./quiet/rules.js";
import { closeRequests } from "./requests.js";
import { circleAfter, type CircleEvent, type CircleRole, type CircleState } from "./rules.js";
import { memberIdsOf, quietOf, readCircle, stateOf, type CircleRow } from "./stored.js";

/** Days for which news of a circle is worth telling. */
const NEWS_DAYS = 10;

/** News of how a circle stands, by the beginning of their keys: when it stands otherwise, they are out of date. */
const ENDINGS = ["circleFinished", "circleVerdict"] as const;
const OF_A_STATE = ["circleStage", "circlePaused", "circleResumed", "circleEnd", "circleReopened", ...ENDINGS];

/** Who of them was to hear that it is over and has not yet. */
export async function unawareOfEnd(tx: Tx, row: CircleRow): Promise<readonly string[]> {
  const waiting = await tx.delivery.findMany({
    where: {
      OR: ENDINGS.map((kind) => ({ key: { startsWith: `${kind}:${row.id}:` } })),
      ...{ status: { in: ["pending", "leased", "merging"] }, attempts: 0 },
    },
    select: { recipient: true },
  });
  const recipients = new Set(waiting.map(({ recipient }) => recipient));
  return memberIdsOf(row).filter((one) => recipients.has(`room:${row.id}`) || recipients.has(`member:${one}`));
}

/** What is said to whoever presses an old button. */
const BY_STATE = {
  active: "circleActive",
  paused: "circlePaused",
  finished: "circleFinished",
  merged: "circleMerged",
  archived: "circleArchived",
} as const satisfies Record<CircleState, string>;

export function overRefusal(row: Pick<CircleRow, "state">): Refusal {
  return new Refusal(BY_STATE[stateOf(row)]);
}

export interface Mine {
  readonly row: CircleRow;
  readonly role: "facilitator" | "deputy" | "member";
}

/** A circle for somebody in it; nobody else learns more than what is listed. @throws Refusal */
export async function mine(tx: Tx, id: string, memberId: string): Promise<Mine> {
  const row = await readCircle(tx, id);
  if (!row) throw new Refusal("gone");
  if (!memberIdsOf(row).includes(memberId)) throw await refusalFor(tx, memberId, row.networkId, "circleNotIn");
  const role = row.facilitatorId === memberId ? "facilitator" : row.deputyId === memberId ? "deputy" : "member";
  return { row, role };
}

/** The same for the facilitator and the deputy. */
export async function led(tx: Tx, id: string, memberId: string): Promise<Mine> {
  const found = await mine(tx, id, memberId);
  if (found.role === "member") throw await leadersOnly(tx, found.row);
  return found;
}

/** Who acts, as a command knows them. */
export interface Acting {
  readonly memberId: string;
  readonly networkId: string;
  readonly isOrganiser: boolean;
}

export interface Steered {
  readonly row: CircleRow;
  readonly role: "facilitator" | "deputy" | "organiser";
}

/** The same for whoever leads it and for organisers of its network, who need not be in it. @throws Refusal to others */
export async function steered(tx: Tx, id: string, { memberId, networkId, isOrganiser }: Acting): Promise<Steered> {
  const row = await readCircle(tx, id);
  const isLeading = row?.facilitatorId === memberId || row?.deputyId === memberId;
  if (row && isOrganiser && !isLeading && row.networkId === networkId) return { row, role: "organiser" };
  const found = await led(tx, id, memberId);
  return { row: found.row, role: found.role === "facilitator" ? "facilitator" : "deputy" };
}

type Patch = Partial<Pick<CircleRow, "pausedUntil" | "mergedIntoId" | "summary" | "endsOn">>;

/**
 * Something happens to a circle: the state, its home, and what the clock does next. What was about to be asked about the state
 * before is taken back.
 * @throws Refusal that says what happened since, when it can't happen any more
 */
export async function change(
  parts: CirclesParts,
  tx: Tx,
  row: CircleRow,
  { event, by, patch = {} }: { readonly event: CircleEvent; readonly by: CircleRole; readonly patch?: Patch },
): Promise<CircleState> {
  const state = circleAfter(stateOf(row), event, by);
  if (state === undefined) throw overRefusal(row);
  const isOver = state !== "active" && state !== "paused";
  await tx.circle.update({
    where: { id: row.id },
    data: {
      ...{ state, homeAt: parts.now(), endedAt: isOver ? parts.now() : null },
      ...(state === "paused" ? {} : { pausedUntil: null }),
      ...(event === "reopen" ? { endsOn: null, endAskedAt: null } : {}),
      ...patch,
    },
  });
  await takeBack(parts, tx, row.id);
  for (const kind of OF_A_STATE) await parts.outbox.cancel(tx, { startsWith: `${kind}:${row.id}:` }, "rules");
  if (isOver) await parts.meetings.ended(tx, row.id);
  if (isOver) await offerNoMore(parts, tx, row.id);
  if (isOver) await keepPostsTrue(parts, tx, row.id);
  if (isOver) await closeRequests(parts, tx, { circleId: row.id }, "withdrawn");
  if (isOver) await tx.circleVote.deleteMany({ where: { circleId: row.id } });
  if (!isOver) await touch(parts, tx, row.id);
  else await writeStep(parts, tx, row.id);
  return state;
}

/** A circle that is over or full is offered to nobody any more. */
export async function offerNoMore({ outbox }: CirclesParts, tx: Tx, id: string): Promise<void> {
  await outbox.cancel(tx, { startsWith: `circleSuggest:${id}:` }, "rules");
}

/** A sign of life: whatever was told of quiet is forgotten, and what of it is on its way is taken back. */
export async function touch(parts: CirclesParts, tx: Tx, id: string): Promise<void> {
  await tx.circle.update({ where: { id }, data: { lifeAt: parts.now(), quiet: "none", quietAt: null } });
  await tx.circleVote.deleteMany({ where: { circleId: id } });
  await takeBack(parts, tx, id);
  await writeStep(parts, tx, id);
}

/** Questions about quiet that are still on their way. */
async function takeBack(parts: CirclesParts, tx: Tx, id: string): Promise<void> {
  await parts.outbox.cancel(tx, { startsWith: `circleQuiet:${id}:` }, "rules");
}

/** Writes down what the clock does next. */
export async function writeStep(parts: CirclesParts, tx: Tx, id: string): Promise<void> {
  const row = await readCircle(tx, id);
  if (!row) return;
  const { later, startOf } = await paceOf(parts, tx, row.networkId);
  const next = await tx.circleMeeting.findFirst({
    where: { circleId: id, state: "fixed", at: { gt: new Date(parts.now().getTime() - 86_400_000) } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  const step = nextStep(
    {
      state: stateOf(row),
      rhythm: row.rhythm,
      lifeAt: row.lifeAt.getTime(),
      quiet: quietOf(row),
      quietAt: row.quietAt?.getTime(),
      meetingUntil: next?.at ? next.at.getTime() + next.minutes * 60_000 : undefined,
      resumesAt: row.pausedUntil === null ? undefined : startOf(row.pausedUntil),
      endsAt: row.endsOn === null || row.endAskedAt !== null ? undefined : startOf(addDays(row.endsOn, 1)),
    },
    later,
  );
  const data = { step: step?.what ?? null, stepAt: step ? new Date(step.at) : null };
  await tx.circle.update({ where: { id }, data });
}

/** What every message of a circle says of it. */
export interface CircleFacts {
  readonly circleId: string;
  readonly name: string;
  readonly question: string;
}

export function told({ id, name, question }: Pick<CircleRow, "id" | "name" | "question">): CircleFacts {
  return { circleId: id, name, question };
}

interface Letter {
  /** Unique to what happened. */
  readonly key: string;
  readonly notice: string;
  readonly facts?: object;
  /** Somebody waits for it: as important as a match. */
  readonly isAwaited?: boolean;
  /** Now, unless there is a reason to wait. */
  readonly dueAt?: Date;
}

/** To each of these by themselves, through the gate. */
export async function tellEach(
  parts: CirclesParts,
  tx: Tx,
  row: CircleRow,
  memberIds: readonly string[],
  { key, notice, facts = {}, isAwaited = false, dueAt = parts.now() }: Letter,
): Promise<void> {
  await parts.outbox.add(
    tx,
    memberIds.map((memberId): NewDelivery => ({
      ...{ key: `${key}:${memberId}`, networkId: row.networkId, notice, dueAt },
      to: { kind: "member", memberId },
      facts: { ...told(row), ...facts },
      priority: isAwaited ? "match" : "circle",
      proactive: true,
      expiresAt: lasting(parts),
    })),
  );
}

/** To the circle in its home. */
export async function tellCircle(
  parts: Pick<CirclesParts, "outbox" | "now">,
  tx: Tx,
  row: CircleRow,
  { key, notice, facts = {}, isAwaited = false }: Letter,
): Promise<void> {
  const memberIds = memberIdsOf(row);
  if (memberIds.length < 2) return;
  await parts.outbox.add(tx, [
    {
      ...{ key, networkId: row.networkId, notice, dueAt: parts.now() },
      to: { kind: "room", key: row.id, memberIds, orEach: true },
      facts: { ...told(row), ...facts },
      priority: isAwaited ? "match" : "circle",
      proactive: true,
      expiresAt: lasting(parts),
    },
  ]);
}

/** By how the keys begin of what says who has come with a circle that was merged into this one. */
export const welcomedKeys = (circleId: string) => `circleWelcomed:${circleId}:`;

/** Nobody is welcomed who is gone again. */
async function welcomeNoMore(parts: CirclesParts, tx: Tx, circleId: string, goneId: string): Promise<void> {
  const waiting = await tx.delivery.findMany({
    where: { key: { startsWith: welcomedKeys(circleId) }, status: { in: ["pending", "leased"] } },
    select: { key: true, facts: true },
  });
  for (const { key, facts } of waiting) {
    const { newcomers = [] } = facts as { readonly newcomers?: readonly { readonly person: string }[] };
    const others = newcomers.filter(({ person }) => person !== goneId);
    if (others.length === 0) await parts.outbox.cancel(tx, [key], "left");
    else
      await parts.outbox.amend(tx, key, ({ to, facts: told }) => ({
        to,
        facts: { ...(told as object), newcomers: others },
      }));
  }
}

/** Somebody is in a circle no more: nothing that is on its way to it, or to them about it, reaches them. */
export async function tellNoMore(parts: CirclesParts, tx: Tx, row: CircleRow, goneId: string): Promise<void> {
  const memberIds = memberIdsOf(row).filter((memberId) => memberId !== goneId);
  const waiting = await tx.delivery.findMany({
    where: {
      status: { in: ["pending", "leased"] },
      recipient: { in: [`room:${row.id}`, `member:${goneId}`] },
      key: { startsWith: "circle" },
    },
    select: { key: true, recipient: true, facts: true },
  });
  const isAbout = (facts: unknown) => (facts as { readonly circleId?: unknown } | null)?.circleId === row.id;
  const own = waiting.filter(({ recipient, facts }) => recipient === `member:${goneId}` && isAbout(facts));
  await parts.outbox.cancel(
    tx,
    own.map(({ key }) => key),
    "left",
  );
  for (const { key } of waiting.filter(({ recipient }) => recipient === `room:${row.id}`))
    await parts.outbox.amend(tx, key, ({ to, facts }) => ({
      to: to.kind === "room" ? { ...to, memberIds } : to,
      facts: { ...(facts as object) },
    }));
  await welcomeNoMore(parts, tx, row.id, goneId);
}

function lasting({ now }: Pick<CirclesParts, "now">): Date {
  return new Date(now().getTime() + NEWS_DAYS * 86_400_000);
}
