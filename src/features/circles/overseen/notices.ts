import { fact, note, type Block, type Button, type Card, type Fact } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { join, plain, type Text } from "../../../chat/text.js";
import type { Say } from "../../../chat/words.js";
import type words from "../../../locales/en/circle.json";
import type { KeyIn } from "../../../outbox/notice.js";
import type { Speaker } from "../../introductions/notices.js";
import type { Stage } from "../cycle/rules.js";
import type { Overseen } from "../overseeing.js";
import type { CircleRecord } from "../rules.js";

type Key = KeyIn<typeof words>;
type Here = Context<unknown, Key>;

/** What a circle can look back on, in figures. */
export function recordBlock(say: Say<Key>, { weeks, people, meetings, products, stages, open }: CircleRecord): Block {
  return {
    kind: "list",
    items: [
      join([say("record.weeks", { count: weeks }), say("record.people", { count: people })], " · "),
      join(
        [say("record.meetings", { count: meetings }), say("record.products", { done: products, all: stages })],
        " · ",
      ),
      ...(open === 0 ? [] : [say("record.open", { count: open })]),
    ],
  };
}

/** How a circle stands, for an organiser who is not in it. */
export function overseenCard(context: Here, overseen: Overseen, speaker: Speaker): Card {
  const { say } = context;
  return {
    title: plain(overseen.row.name),
    blocks: [
      { kind: "facts", facts: factsOf(context, overseen, speaker) },
      recordBlock(say, overseen.record),
      note(say("overseen.note")),
      ...(isGoing(overseen) ? [note(say("overseen.deeds"))] : []),
    ],
    buttons: deeds(context, overseen),
  };
}

function isGoing({ row }: Pick<Overseen, "row">): boolean {
  return row.state === "active" || row.state === "paused";
}

function factsOf({ say, day }: Here, { row, waiting }: Overseen, speaker: Speaker): Fact[] {
  const named = (key: Key, memberId: string | null) =>
    memberId === null ? [] : [fact(say(key), [speaker.person({ person: memberId })])];
  const isAlive = isGoing({ row });
  return [
    fact(say("overseen.state"), stateText(say, day, row)),
    fact(say("status.stage"), say(`stages.${row.stage as Stage}`)),
    fact(say("overseen.members"), plain(String(row.members.length))),
    ...(waiting === 0 ? [] : [fact(say("overseen.waiting"), plain(String(waiting)))]),
    ...named("status.facilitator", row.facilitatorId),
    ...named("status.deputy", row.deputyId),
    fact(say("status.rhythm"), say(`fields.rhythm.choices.${row.rhythm as 7 | 14 | 28}`)),
    ...(isAlive ? [fact(say("overseen.life"), plain(day(row.lifeAt)))] : []),
    ...lastDay({ say, day }, row),
  ];
}

/** The day that is planned, or of what is over the day on which it was. */
export function lastDay(
  { say, day }: Pick<Here, "say" | "day">,
  { endedAt, endsOn }: Pick<Overseen["row"], "endedAt" | "endsOn">,
): readonly Fact[] {
  const last = endedAt ?? endsOn;
  return last === null ? [] : [fact(say("status.ends"), plain(day(last)))];
}

function stateText(say: Here["say"], day: Here["day"], { state, pausedUntil }: Overseen["row"]): Text {
  switch (state) {
    case "active":
    case "finished":
    case "archived":
    case "merged":
      return say(`overseen.states.${state}`);
    default:
      return say("status.paused", { day: pausedUntil === null ? "" : day(pausedUntil) });
  }
}

function deeds({ button }: Here, { row }: Overseen): Button[] {
  if (row.state === "active")
    return [button("buttons.pause", "pause", row.id), button("buttons.finish", "finish", row.id)];
  if (row.state === "paused")
    return [button("buttons.resume", "resume", row.id), button("buttons.finish", "finish", row.id)];
  return row.state === "merged" ? [] : [button("buttons.reopen", "reopen", row.id)];
}
