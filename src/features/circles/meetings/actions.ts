import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { addDays, addOpenTime, atLocal, localDate } from "../../members/calendar/rules.js";
import { toOwner, type ActionFacts, type AssignedFacts } from "./deliveries.js";
import type { ActionDraft } from "./forms/rules.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { circleOf, isOver, type MeetingRow } from "./reading.js";
import { ACTION, actionState, nextActionReminder, type ActionState } from "./rules.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** In ms: so far apart at least are two reminders of the same thing. */
const APART = 3 * DAY;
/** Days for which it is worth telling that something was noted for somebody, or is due. */
const WORTH = { assigned: 7, due: 5 } as const;
const MOST_LISTED = 30;
/** So many that are settled are listed below the open ones, for so many days: somebody may have been too quick. */
const SETTLED = { most: 5, days: 30 } as const;

export type ActionRow = NonNullable<Awaited<ReturnType<typeof readAction>>>;

export async function readAction(tx: Tx, id: string) {
  return tx.circleAction.findUnique({ where: { id }, include: { circle: true } });
}

function factsOf({ id, text, dueOn, circle }: ActionRow): ActionFacts {
  return { actionId: id, circle: circle.name, text, dueOn };
}

/** When its owner is reminded next; null when it is settled, when nobody owns it any more, and after the last reminder. */
async function reminderAt(parts: MeetingsParts, tx: Tx, row: ActionRow, after: number): Promise<Date | null> {
  const { ownerId, dueOn, circle } = row;
  if (actionState(row) !== "open" || ownerId === null || isOver(circle)) return null;
  const { calendar } = await paceOf(parts, tx, circle.networkId);
  const timeZone = (await parts.portraits.of([ownerId], tx)).get(ownerId)?.timeZone ?? "UTC";
  const due = atLocal(dueOn, "00:00", timeZone);
  const morningOf = (days: number) =>
    atLocal(localDate(addOpenTime(calendar, due, days * DAY, timeZone), timeZone), ACTION.morning, timeZone);
  const at = nextActionReminder(after, morningOf);
  return at === undefined ? null : new Date(at);
}

/**
 * The owner's morning after a break of the circle (`until`: a local date; tomorrow without one), moved out of pauses; null
 * where nobody owns it.
 */
export async function afterBreak(parts: MeetingsParts, tx: Tx, row: ActionRow, until?: string): Promise<Date | null> {
  const { ownerId, circle } = row;
  if (ownerId === null) return null;
  const { calendar, timeZone: communitys } = await paceOf(parts, tx, circle.networkId);
  const timeZone = (await parts.portraits.of([ownerId], tx)).get(ownerId)?.timeZone ?? "UTC";
  const day = until ?? addDays(localDate(parts.now().getTime(), timeZone), 1);
  const open = addOpenTime(calendar, atLocal(day, "00:00", timeZone), 0, timeZone);
  const morning = atLocal(localDate(open, timeZone), ACTION.morning, timeZone);
  // Where the owner's day begins earlier than the community's, the break is not over yet.
  const end = until === undefined ? 0 : atLocal(until, "00:00", communitys) + 60_000;
  return new Date(Math.max(morning, end));
}

/** @param after the instant, in ms, after which the next reminder may come; now unless told otherwise */
export async function writeReminder(
  parts: MeetingsParts,
  tx: Tx,
  row: ActionRow,
  after: number = parts.now().getTime(),
): Promise<void> {
  await tx.circleAction.update({ where: { id: row.id }, data: { stepAt: await reminderAt(parts, tx, row, after) } });
}

/**
 * Notes what people said they would do; what was noted already, as by a form that is sent twice, is not noted again. Whoever
 * gets something from another hears of it.
 * @throws Refusal, at its field, for somebody who is not in the circle, a day that has passed, and a name or a day for nothing
 */
export async function noteActions(
  parts: MeetingsParts,
  tx: Tx,
  {
    row,
    memberId,
    memberIds,
  }: { readonly row: MeetingRow; readonly memberId: string; readonly memberIds: readonly string[] },
  drafts: readonly ActionDraft[],
): Promise<void> {
  const { circle, circleId, id: meetingId } = row;
  const { today } = await paceOf(parts, tx, circle.networkId);
  for (const { text, ownerId = memberId, dueOn = addDays(today, circle.rhythm), row: place = 1 } of drafts) {
    if (text === "") throw new Refusal("circleActionEmpty", {}, `action${place}`);
    if (!memberIds.includes(ownerId)) throw new Refusal("circleOwnerOutside", {}, `owner${place}`);
    if (dueOn < today) throw new Refusal("dateInPast", {}, `due${place}`);
    if ((await tx.circleAction.count({ where: { meetingId, ownerId, text } })) > 0) continue;
    const id = parts.newId();
    await tx.circleAction.create({
      data: { id, circleId, meetingId, ownerId, text, dueOn, createdAt: parts.now() },
    });
    const made = await readAction(tx, id);
    if (!made) continue;
    await writeReminder(parts, tx, made);
    if (ownerId === memberId) continue;
    const facts: AssignedFacts = { ...factsOf(made), by: { person: memberId } };
    const dueAt = parts.now();
    const expiresAt = new Date(dueAt.getTime() + WORTH.assigned * DAY);
    const owner = { id, ownerId, networkId: circle.networkId };
    await parts.outbox.add(tx, [toOwner(owner, { notice: "assigned", facts, dueAt, expiresAt })]);
  }
}

/** What people said they would do, as they look at it. */
export function makeActions(parts: MeetingsParts) {
  const { db, now, outbox } = parts;
  return {
    /**
     * The owner, the facilitator or the deputy says that it is done, no longer needed, or still to be done after all; once
     * more changes nothing.
     */
    settle: (id: string, memberId: string, state: ActionState): Promise<{ readonly text: string }> =>
      db.transaction(async (tx) => {
        const row = await readAction(tx, id);
        if (!row) throw new Refusal("gone");
        const { role } = await circleOf(parts, tx, row.circleId, memberId);
        if (row.ownerId !== memberId && role !== "lead") throw new Refusal("notYours");
        if (actionState(row) === state) return { text: row.text };
        const data = { doneAt: state === "done" ? now() : null, droppedAt: state === "dropped" ? now() : null };
        await tx.circleAction.update({ where: { id }, data });
        await writeReminder(parts, tx, { ...row, ...data });
        await outbox.cancel(tx, { startsWith: `circleAction:${id}:` }, "rules");
        if (!isOver(row.circle)) await parts.touch(tx, row.circleId);
        return { text: row.text };
      }),

    /** What is still to be done in a circle, what is due first before the rest; and what was settled lately. */
    async open(circleId: string, memberId: string) {
      const { circle, role } = await circleOf(parts, db.client, circleId, memberId);
      const rows = await db.client.circleAction.findMany({
        where: { circleId, doneAt: null, droppedAt: null },
        orderBy: [{ dueOn: "asc" }, { id: "asc" }],
        take: MOST_LISTED,
      });
      const lately = { gte: new Date(now().getTime() - SETTLED.days * DAY) };
      const settled = await db.client.circleAction.findMany({
        where: { circleId, OR: [{ doneAt: lately }, { droppedAt: lately }] },
      });
      const settledAt = ({ doneAt, droppedAt }: (typeof settled)[number]) => (doneAt ?? droppedAt)?.getTime() ?? 0;
      const latest = settled.sort((a, b) => settledAt(b) - settledAt(a)).slice(0, SETTLED.most);
      const actions = [...rows, ...latest].map((row) => ({ ...row, isMine: row.ownerId === memberId }));
      return { circle, isLead: role === "lead", actions };
    },

    /** Reminds an owner, if there is still something to be done. */
    remind: (id: string, at: Date): Promise<string> =>
      db.transaction(async (tx) => {
        const row = await readAction(tx, id);
        if (!row?.stepAt || row.stepAt > at) return "nothing to do";
        const { ownerId, circle, circleId } = row;
        const isThere = ownerId !== null && (await parts.membersOf(tx, circleId)).includes(ownerId);
        if (!isThere || actionState(row) !== "open" || isOver(circle)) {
          await tx.circleAction.update({ where: { id }, data: { stepAt: null } });
          return "nobody to remind";
        }
        // A circle that pauses asks nobody for anything: it comes after the break, and so do those that follow.
        if (circle.state === "paused") {
          const after = await afterBreak(parts, tx, row, circle.pausedUntil ?? undefined);
          const soonest = now().getTime() + HOUR;
          const stepAt = after && new Date(Math.max(after.getTime(), soonest));
          await tx.circleAction.update({ where: { id }, data: { stepAt } });
          return "after the break";
        }
        // One that a break held back takes the place of what would follow at its heels.
        await writeReminder(parts, tx, row, now().getTime() + APART);
        const dueAt = now();
        const expiresAt = new Date(dueAt.getTime() + WORTH.due * DAY);
        const owner = { id, ownerId, networkId: circle.networkId };
        await outbox.add(tx, [toOwner(owner, { notice: "due", facts: factsOf(row), dueAt, expiresAt })]);
        return "reminded";
      }),
  };
}
