import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { refusalFor } from "../members/fellows.js";
import { toMember, type MentorshipFactsTold } from "./deliveries.js";
import type { MentoringParts } from "./parts.js";
import { mentorshipState, readMentorship, writeStep, type MentorshipRow } from "./planning.js";
import { mentorshipAfter, type MentorshipEvent, type MentorshipState, type Role } from "./rules.js";
import { askedTexts, rhythmOf } from "./stored.js";

/** Days for which a question or news of a mentorship is worth telling. */
const NEWS_DAYS = 10;

/** Questions about silence: any sign of life answers them. The others are for each of the two to answer. */
const OF_SILENCE = ["mentor.askTalked", "mentor.nudge", "mentor.askKeep"];

/** What a change writes besides the state. */
export type Patch = Partial<
  Pick<
    MentorshipRow,
    "goal" | "rhythm" | "channel" | "endsOn" | "agreedAt" | "pausedUntil" | "proposedBy" | "endedAt" | "startedAt"
  >
> & { readonly proposal?: Readonly<Record<string, string>> | null; readonly asked?: Readonly<Record<string, string>> };

/** What is said to whoever presses an old button. */
const BY_STATE = {
  firstTalk: "mentorshipGoesOn",
  fit: "mentorshipGoesOn",
  working: "mentorshipGoesOn",
  asked: "mentorshipGoesOn",
  paused: "mentorshipPaused",
  archived: "mentorshipArchived",
  parted: "mentorshipParted",
  ended: "mentorshipEnded",
} as const satisfies Record<MentorshipState, string>;

/** Whoever of the two; nobody else learns that there is such a mentorship. */
export async function mentorshipOf(
  tx: Tx,
  id: string,
  memberId: string,
): Promise<{ row: MentorshipRow; role: "mentor" | "mentee"; otherId: string }> {
  const row = await readMentorship(tx, id);
  if (!row) throw new Refusal("gone");
  if (row.mentorId === memberId) return { row, role: "mentor", otherId: row.menteeId };
  if (row.menteeId === memberId) return { row, role: "mentee", otherId: row.mentorId };
  throw await refusalFor(tx, memberId, row.networkId);
}

/**
 * Something happens to a mentorship: the state, when it was last alive, and what the clock does next. What was about to be
 * asked and has its answer is taken back: all of it in a new state, else what asked about silence.
 * @throws Refusal that says what happened since, when it can't happen any more
 */
export async function change(
  parts: MentoringParts,
  tx: Tx,
  row: MentorshipRow,
  { event, by, patch = {} }: { readonly event: MentorshipEvent; readonly by: Role; readonly patch?: Patch },
): Promise<MentorshipState> {
  const before = mentorshipState(row);
  const state = mentorshipAfter(before, event, by);
  if (state === undefined) throw new Refusal(BY_STATE[before]);
  const isEnd = state === "ended" || state === "parted";
  // A break that is over begins a new stretch of quiet, whoever ended it.
  const isLife = by !== "clock" || event === "resume";
  const { proposal, asked = afterBreak(parts, row, before, state), ...columns } = patch;
  await tx.mentorship.update({
    where: { id: row.id },
    data: {
      state,
      ...(isLife ? { lifeAt: parts.now() } : {}),
      ...(state === "paused" ? {} : { pausedUntil: null }),
      endedAt: isEnd ? parts.now() : null,
      ...columns,
      ...(proposal === undefined ? {} : { proposal: proposal ?? {} }),
      ...(asked === undefined ? {} : { asked }),
    },
  });
  if (state !== before) await takeBack(parts, tx, row.id);
  else if (isLife) for (const notice of OF_SILENCE) await takeBack(parts, tx, row.id, notice);
  if (isEnd) await parts.outbox.cancel(tx, [`mentorshipRoom:${row.id}`], "rules");
  await writeStep(parts, tx, row.id);
  return state;
}

const BREAKS: ReadonlySet<MentorshipState> = new Set(["paused", "archived", "ended"]);

/** Nobody is asked how it goes on the day they come back to it. */
function afterBreak(parts: MentoringParts, row: MentorshipRow, before: MentorshipState, state: MentorshipState) {
  const isBack = BREAKS.has(before) && state === "working";
  return isBack ? { ...askedTexts(row.asked), pulse: parts.now().toISOString() } : undefined;
}

/** Questions of a mentorship that are still on their way, all of them or one kind of them, to both or to one. */
export async function takeBack(
  parts: MentoringParts,
  tx: Tx,
  id: string,
  ...which: readonly [notice?: string, memberId?: string]
): Promise<void> {
  const startsWith = ["mentorshipAsk", id, ...which, ""].join(":");
  await parts.outbox.cancel(tx, { startsWith }, "rules");
}

export function told(row: MentorshipRow): MentorshipFactsTold {
  return {
    mentorshipId: row.id,
    mentor: { person: row.mentorId },
    mentee: { person: row.menteeId },
    goal: row.goal,
    rhythm: rhythmOf(row.rhythm),
  };
}

/** A question that a sign of life makes needless, to each of these. */
export async function askEach(
  parts: MentoringParts,
  tx: Tx,
  row: MentorshipRow,
  notice: string,
  memberIds: readonly string[],
): Promise<void> {
  await write(parts, tx, row, { notice, memberIds, facts: {}, kind: "mentorshipAsk" });
}

/** News that stays true. */
export async function tellEach(
  parts: MentoringParts,
  tx: Tx,
  row: MentorshipRow,
  notice: string,
  memberIds: readonly string[],
  facts: object = {},
): Promise<void> {
  await write(parts, tx, row, { notice, memberIds, facts, kind: "mentorshipNews" });
}

interface Letter {
  readonly kind: "mentorshipAsk" | "mentorshipNews";
  readonly notice: string;
  readonly memberIds: readonly string[];
  readonly facts: object;
}

async function write(parts: MentoringParts, tx: Tx, row: MentorshipRow, letter: Letter): Promise<void> {
  const { kind, notice, memberIds, facts } = letter;
  const dueAt = parts.now();
  await parts.outbox.add(
    tx,
    memberIds.map((memberId) =>
      toMember(memberId, {
        key: `${kind}:${row.id}:${notice}:${memberId}:${dueAt.getTime()}`,
        networkId: row.networkId,
        notice,
        facts: { ...told(row), ...facts },
        dueAt,
        days: NEWS_DAYS,
      }),
    ),
  );
}
