import type { NewDelivery } from "../../outbox/delivery.js";
import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { hasSeat } from "./offers.js";
import type { MentoringParts } from "./parts.js";
import { writeStep } from "./planning.js";
import type { MentorshipFactsTold } from "./deliveries.js";
import { rhythmOf } from "./stored.js";

/** A request that a mentor takes. */
interface Taken {
  readonly id: string;
  readonly networkId: string;
  readonly menteeId: string;
  readonly mentorId: string;
  readonly goal: string;
  readonly rhythm: string;
}

export interface BeginOptions {
  readonly cohortId: string | null;
  /** Who said yes just now: for this one the room may come at any time. */
  readonly askedBy?: string;
}

/**
 * A mentorship begins: the two hear of each other in a room of their own.
 * @throws Refusal "mentorFull" when all seats are taken. Two who accept at the same instant both count the seats and take
 * one: one of the transactions is then tried again, and sees what the other did.
 */
export async function begin(
  parts: MentoringParts,
  tx: Tx,
  taken: Taken,
  { cohortId, askedBy }: BeginOptions,
): Promise<string> {
  const { networkId, menteeId, mentorId, goal, rhythm } = taken;
  if (!(await hasSeat(tx, mentorId))) throw new Refusal("mentorFull");
  const [id, at] = [parts.newId(), parts.now()];
  await tx.mentorship.create({
    data: {
      ...{ id, networkId, cohortId, mentorId, menteeId, goal, rhythm },
      requestId: taken.id,
      state: "firstTalk",
      startedAt: at,
      lifeAt: at,
      asked: {},
      sides: {
        create: [
          { memberId: mentorId, role: "mentor" },
          { memberId: menteeId, role: "mentee" },
        ],
      },
    },
  });
  await writeStep(parts, tx, id);
  await parts.outbox.add(tx, [roomFor(id, taken, askedBy, at)]);
  return id;
}

function roomFor(id: string, taken: Taken, askedBy: string | undefined, dueAt: Date): NewDelivery {
  const { networkId, menteeId, mentorId, goal } = taken;
  const facts: MentorshipFactsTold = {
    mentorshipId: id,
    mentor: { person: mentorId },
    mentee: { person: menteeId },
    goal,
    rhythm: rhythmOf(taken.rhythm),
  };
  return {
    key: `mentorshipRoom:${id}`,
    networkId,
    to: { kind: "room", key: id, memberIds: [mentorId, menteeId], ...(askedBy === undefined ? {} : { askedBy }) },
    notice: "mentor.start",
    facts: { ...facts },
    priority: "match",
    proactive: true,
    dueAt,
  };
}
