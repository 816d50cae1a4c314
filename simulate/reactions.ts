import { buttonsOf } from "../src/chat/card.js";
import { introduce } from "./arrivals.js";
import { CHOICES, FIRST_BUTTON, pull, type Choice } from "./behaviour.js";
import type { Meetings } from "./meetings.js";
import type { Life, Seen, Town } from "./town.js";

/** A message as one of its readers meets it. */
export interface Reading {
  readonly life: Life;
  readonly notice: string;
  readonly seen: Seen;
  /** Tells this message from others of its name. */
  readonly key: string;
  /** The meeting it is about, if it is about one. */
  readonly meetingId: string | undefined;
}

/** Questions of the meet-up that are answered by what happened, not by chance. */
const ABOUT_MEETING: ReadonlySet<string> = new Set(["meet.checkIn", "meet.askAgain"]);
/** Read, and nothing to do about it: the meeting itself takes its course elsewhere. */
const ONLY_READ: ReadonlySet<string> = new Set([
  "meet.match",
  "meet.matchApart",
  "meet.nudge",
  "meet.result",
  "care.returned",
  "care.appointed",
]);

/** Who is here answers as they are; who is away may be brought back by it. */
export function react(town: Town, meetings: Meetings, reading: Reading): void {
  const { life } = reading;
  if (life.presence === "here") answer(town, meetings, reading);
  else if (life.presence === "away") mayReturn(town, reading);
}

function answer(town: Town, meetings: Meetings, reading: Reading): void {
  const { life, notice, key, meetingId, seen } = reading;
  const { answers, hours } = life.manner;
  if (ONLY_READ.has(notice) || town.draw("answers", key, life.who.id) >= answers) return;
  if (ABOUT_MEETING.has(notice) && meetingId !== undefined) {
    town.later(life, hours, key, async () => {
      const said = meetings.answerOf(meetingId, life);
      await town.press(life, seen, said);
      if (said === "meet.notYet") meetings.tryAgain(meetingId, life);
    });
    return;
  }
  const action = choiceOn(town, reading);
  if (action !== undefined) town.later(life, hours, key, () => pressOn(town, reading, action));
}

/** @param action "" for the first button, whatever it is */
async function pressOn(town: Town, { life, seen }: Reading, action: string): Promise<void> {
  if (action === "introduce.edit") await introduce(town, life, () => town.press(life, seen, action));
  else await town.press(life, seen, action === "" ? undefined : action);
}

/** What is known of a message, as far as it has these buttons; undefined for one that nobody here knows. */
function choicesOn({ notice, seen }: Reading): readonly Choice[] | undefined {
  const there = new Set(buttonsOf(seen.card).flatMap((button) => (button.kind === "action" ? [button.action] : [])));
  return CHOICES[notice]?.filter(({ action }) => there.has(action));
}

/** The button to press; "" for the first, undefined for none. */
function choiceOn({ draw }: Town, reading: Reading): string | undefined {
  const choices = choicesOn(reading);
  let left = draw("chooses", reading.key, reading.life.who.id);
  if (choices === undefined) return left < FIRST_BUTTON ? "" : undefined;
  for (const { action, weight } of choices) {
    if (left < weight) return action;
    left -= weight;
  }
  return undefined;
}

function mayReturn(town: Town, reading: Reading): void {
  const { life, notice, key } = reading;
  if (town.draw("returns", key, life.who.id) >= pull(notice) * life.manner.heeds) return;
  town.returns(life, notice);
  town.later(life, life.manner.hours, key, async () => {
    const [choice] = choicesOn(reading) ?? [{ action: "" }];
    const isAnswered = !ONLY_READ.has(notice) && !ABOUT_MEETING.has(notice) && choice !== undefined;
    if (isAnswered) await pressOn(town, reading, choice.action);
    if (choice?.action !== "meet.resume") await resume(town, life, key);
  });
}

/** Whoever comes back may find that their name rests; most then type the command. */
const TYPES_RESUME = 0.7;

export async function resume(town: Town, life: Life, key: string): Promise<void> {
  if (!life.isInMeetup || town.draw("resumes", key, life.who.id) >= TYPES_RESUME) return;
  await town.type(life, life.who.locale === "id" ? "/temu lanjut" : "/meet resume");
}
