import type { Tx } from "../../../storage/database.js";
import { announce, change, closingOf, told } from "./changes.js";
import { keysOf, toHome, type NoTimeFacts, type PollFacts } from "./deliveries.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { expectAtOnce } from "./attendance.js";
import { readMeeting, type MeetingRow } from "./reading.js";
import { NOTICE, pollWinner, type MeetingRole } from "./rules.js";
import { answersIn, optionsIn } from "./stored.js";

/** For so long, in ms, it is worth telling that no time was found. */
const NO_TIME = 7 * 86_400_000;

/** Asks a circle which of the instants suit. */
export async function askPoll(
  parts: MeetingsParts,
  tx: Tx,
  row: MeetingRow,
  memberIds: readonly string[],
): Promise<void> {
  const closesAt = new Date((await closingOf(parts, tx, row)) ?? 0);
  const options = optionsIn(row.options).map((at) => new Date(at).toISOString());
  const facts: PollFacts = { ...(await told(parts, tx, row, memberIds)), options, closesAt: closesAt.toISOString() };
  const { calm } = await paceOf(parts, tx, row.circle.networkId);
  const dueAt = calm(closesAt.getTime() - NOTICE);
  const letter = { notice: "poll", facts, turn: 0, dueAt, expiresAt: closesAt } as const;
  await parts.outbox.add(tx, [toHome(row, memberIds, letter)]);
}

interface Choice {
  readonly at: Date;
  readonly by: MeetingRole;
  /** Who chose it; nobody when the poll did. */
  readonly byId?: string;
}

/** The poll has its time. */
export async function fixAt(
  parts: MeetingsParts,
  tx: Tx,
  row: MeetingRow,
  memberIds: readonly string[],
  { at, by, byId }: Choice,
): Promise<MeetingRow> {
  await change(parts, tx, row, { event: "fix", by, set: { at, sequence: row.sequence + 1 } });
  const place = optionsIn(row.options).indexOf(at.getTime());
  const suited = answersIn(row.answers).filter(({ suits }) => suits.includes(place));
  await expectAtOnce(
    parts,
    tx,
    row.id,
    memberIds.filter((id) => suited.some(({ memberId }) => memberId === id)),
  );
  const fixed = (await readMeeting(tx, row.id)) ?? row;
  await announce(parts, tx, fixed, memberIds, { notice: "fixed", byId });
  return fixed;
}

/** A poll is over: the time that suits most is fixed, or the circle hears that there is none. */
export async function decide(
  parts: MeetingsParts,
  tx: Tx,
  row: MeetingRow,
  memberIds: readonly string[],
): Promise<MeetingRow> {
  const options = optionsIn(row.options);
  const { facilitatorId, deputyId } = row.circle;
  const winner = pollWinner({
    options,
    answers: answersIn(row.answers).filter(({ memberId }) => memberIds.includes(memberId)),
    facilitatorId: facilitatorId ?? undefined,
    members: memberIds.length,
    now: parts.now().getTime(),
  });
  const at = winner === undefined ? undefined : options[winner];
  if (at !== undefined) return fixAt(parts, tx, row, memberIds, { at: new Date(at), by: "clock" });
  const given = await change(parts, tx, row, { event: "cancel", by: "clock" });
  await parts.outbox.cancel(tx, { startsWith: keysOf(row.id) }, "rules");
  const leadId = [facilitatorId, deputyId].find((id) => id !== null && memberIds.includes(id));
  const facts: NoTimeFacts = {
    ...(await told(parts, tx, given, memberIds)),
    circleId: row.circleId,
    ...(leadId === undefined || leadId === null ? {} : { lead: { person: leadId } }),
  };
  const dueAt = (await paceOf(parts, tx, row.circle.networkId)).calm(Infinity);
  const expiresAt = new Date(dueAt.getTime() + NO_TIME);
  await parts.outbox.add(tx, [toHome(given, memberIds, { notice: "noTime", facts, turn: 0, dueAt, expiresAt })]);
  return given;
}
