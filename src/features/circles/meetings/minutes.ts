import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { noteActions } from "./actions.js";
import { change, told } from "./changes.js";
import { toHome, type MinutesFacts } from "./deliveries.js";
import type { ActionDraft } from "./forms/rules.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { meetingOf, type Found, type MeetingRow } from "./reading.js";

/** For so long, in ms, minutes are worth telling. */
const WORTH = 7 * 86_400_000;

export interface MinutesDraft {
  readonly notes: string;
  readonly actions: readonly ActionDraft[];
}

/** What a circle keeps of a meeting. */
export function makeMinutes(parts: MeetingsParts) {
  const { db, now, outbox } = parts;

  async function factsOf(tx: Tx, row: MeetingRow, memberIds: readonly string[]): Promise<MinutesFacts> {
    const rows = await tx.circleAction.findMany({
      where: { meetingId: row.id, ownerId: { not: null }, droppedAt: null },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const actions = rows.flatMap(({ ownerId, text, dueOn }) =>
      ownerId === null ? [] : [{ owner: { person: ownerId }, text, dueOn }],
    );
    return { ...(await told(parts, tx, row, memberIds)), notes: row.notes ?? "", actions };
  }

  /** A circle hears of its minutes once; what is on its way tells what they are by then. */
  async function publish(tx: Tx, row: MeetingRow, { memberIds }: Found): Promise<void> {
    const facts = await factsOf(tx, row, memberIds);
    const dueAt = (await paceOf(parts, tx, row.circle.networkId)).calm(Infinity);
    const expiresAt = new Date(dueAt.getTime() + WORTH);
    const delivery = toHome(row, memberIds, { notice: "minutes", facts, turn: 0, dueAt, expiresAt });
    // Where they share no place it is on its way to each of them.
    const keys = [delivery.key, ...memberIds.map((memberId) => `${delivery.key}:${memberId}`)];
    for (const key of keys) await outbox.amend(tx, key, ({ to }) => ({ to, facts: delivery.facts }));
    await outbox.add(tx, [delivery]);
  }

  return {
    /** Anybody of the circle writes what was decided and who does what; writing again changes the notes and adds to the rest. */
    write: (id: string, memberId: string, { notes, actions }: MinutesDraft): Promise<{ readonly isFirst: boolean }> =>
      db.transaction(async (tx) => {
        const found = await meetingOf(parts, tx, id, memberId);
        const { row, role, memberIds } = found;
        const set = { notes, notesAt: now() };
        const written = await change(parts, tx, row, { event: "write", by: role, set });
        if (row.at === null || row.at > now()) throw new Refusal("circleMeetingAhead");
        await noteActions(parts, tx, { row, memberId, memberIds }, actions);
        await parts.touch(tx, row.circleId);
        await publish(tx, written, found);
        return { isFirst: row.notes === null };
      }),
  };
}
