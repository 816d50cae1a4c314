import { fact, type Fact } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { plain, type Text } from "../../../chat/text.js";
import type { Facts } from "../../../chat/words.js";
import type words from "../../../locales/en/care.json";
import type { KeyIn } from "../../../outbox/notice.js";
import type { Standing } from "./reading.js";

type Here = Pick<Context<unknown, never>, "from" | "day">;

const DIGESTS = {
  off: "standing.digestOff",
  weekly: "standing.digestWeekly",
  monthly: "standing.digestMonthly",
} as const;

/** About oneself: when one was last seen, and what rests. */
export function standingFacts(standing: Standing, { from, day }: Here): readonly Fact[] {
  const { lastActiveAt, pausedUntil, noAsksUntil, digest, isInPeace } = standing;
  const say = (key: KeyIn<typeof words>, facts?: Facts): Text => from("care", key, facts);
  const resting = (until: string) => say("standing.until", { day: day(until) });
  return [
    ...(lastActiveAt === undefined ? [] : [fact(say("standing.seen"), plain(day(lastActiveAt)))]),
    ...(pausedUntil === undefined ? [] : [fact(say("standing.meetups"), resting(pausedUntil))]),
    ...(noAsksUntil === undefined ? [] : [fact(say("standing.asks"), resting(noAsksUntil))]),
    fact(say("standing.digest"), say(DIGESTS[digest])),
    ...(isInPeace ? [fact(say("standing.peace"), say("standing.peaceValue"))] : []),
  ];
}
