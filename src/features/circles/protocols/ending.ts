import type { Tx } from "../../../storage/database.js";
import type { MeetingsParts } from "../meetings/parts.js";
import { end, protocolIn } from "./rules.js";

/** Every key of what is told of a meeting's protocol begins so. */
export function protocolKeys(meetingId: string): string {
  return `circleProtocol:${meetingId}:`;
}

/** The protocol of a meeting is over with it: no step is told any more, nor what is on its way. Harmless where there is none. */
export async function endProtocol(
  { outbox, now }: Pick<MeetingsParts, "outbox" | "now">,
  tx: Tx,
  { id, protocol }: { readonly id: string; readonly protocol: unknown },
): Promise<void> {
  const run = protocol === null ? undefined : protocolIn(protocol);
  if (!run) return;
  const ended = JSON.parse(JSON.stringify(end(run, now()))) as object;
  await tx.circleMeeting.update({ where: { id }, data: { protocol: ended, protocolAt: null } });
  await outbox.cancel(tx, { startsWith: protocolKeys(id) }, "rules");
}
