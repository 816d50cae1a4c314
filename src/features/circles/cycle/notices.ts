import type { Button } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import type { Text } from "../../../chat/text.js";
import type words from "../../../locales/en/circle.json";
import type { KeyIn } from "../../../outbox/notice.js";
import type { CircleStatus } from "../lists.js";
import { stageAfter, type SmallStep, type Stage } from "./rules.js";

type Here = Context<unknown, KeyIn<typeof words>>;

export const stageKey = (stage: string) => `stages.${stage as Stage}` as const;

/** What a circle does next; whoever waits to be let in comes first. */
export function stepText({ say, day }: Here, { row, step, waiting }: CircleStatus): Text {
  if (row.state === "paused") return say("steps.resume", { day: row.pausedUntil === null ? "" : day(row.pausedUntil) });
  if (waiting.length > 0) return say("steps.waiting", { count: waiting.length });
  return wordsOf(step, say, day, say(stageKey(row.stage)));
}

function wordsOf(step: SmallStep, say: Here["say"], day: Here["day"], stage: Text): Text {
  switch (step.kind) {
    case "invite":
      return say("steps.invite", { count: step.missing });
    case "actions":
      return say("steps.actions", { count: step.count });
    case "product":
      return say(step.isLate ? "steps.productLate" : "steps.product", { stage, day: day(step.dueOn) });
    case "nextStage":
      return say("steps.nextStage", { stage });
    case "meet":
      return say("steps.meet", { day: day(step.on) });
    case "minutes":
    case "answerPoll":
    case "meeting":
    case "finish":
      return say(`steps.${step.kind}`);
  }
}

/** The next step at once, where it is one press; and the next stage as soon as it can begin. */
export function stepButtons(
  { button }: Here,
  { row, step, meetingId, waiting }: CircleStatus,
  leads: boolean,
): Button[] {
  const goesOn = stageAfter(row.stage as Stage) !== undefined;
  const isDone = row.products.some(({ stage, doneAt }) => stage === row.stage && doneAt !== null);
  // To let in who waits comes before.
  const first = waiting.length === 0 ? "primary" : undefined;
  const tone = step.kind === "nextStage" ? "primary" : undefined;
  return [
    ...(step.kind === "invite" ? [button("buttons.invite", "invite", row.id, first)] : []),
    ...(step.kind === "minutes" && meetingId ? [button("buttons.minutes", "meetMinutes", meetingId, "primary")] : []),
    ...(step.kind === "answerPoll" && meetingId ? [button("buttons.times", "meetTimes", meetingId, "primary")] : []),
    ...(isDone && goesOn && leads ? [button("buttons.stage", "stage", row.id, tone)] : []),
    ...(step.kind === "finish" && leads ? [button("buttons.finish", "finish", row.id, "primary")] : []),
  ];
}
