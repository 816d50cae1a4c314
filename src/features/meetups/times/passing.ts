import type { NewDelivery } from "../../../outbox/delivery.js";
import type { ProposedFacts, TakenFacts, TimesNews } from "./rules.js";

interface Passing {
  readonly meeting: { readonly id: string; readonly networkId: string; readonly sequence: number };
  /** Who proposed or took the time, and who is to hear of it. */
  readonly by: string;
  readonly to: readonly string[];
  /** Everybody's time zones. */
  readonly zones: readonly string[];
  readonly now: Date;
}

/** The same times proposed twice are told once. They go out at once: like what is said in a room, somebody says it. */
export function deliveriesOf({ meeting, by, to, zones, now }: Passing, news: TimesNews): readonly NewDelivery[] {
  const about = { meetingId: meeting.id, by: { person: by }, zones };
  const told = news.kind === "proposed" ? proposed(about, news) : taken(about, news, meeting.sequence);
  return to.map((memberId) => ({
    key: `${told.key}:${memberId}`,
    networkId: meeting.networkId,
    to: { kind: "member", memberId },
    notice: told.notice,
    facts: { ...told.facts },
    priority: "match",
    proactive: false,
    dueAt: now,
    ...(told.last === undefined ? {} : { expiresAt: told.last }),
  }));
}

type About = Pick<ProposedFacts, "meetingId" | "by" | "zones">;

function proposed(about: About, { slots }: Extract<TimesNews, { kind: "proposed" }>) {
  const facts: ProposedFacts = { ...about, slots: slots.map((at) => at.toISOString()) };
  const key = `times:${about.meetingId}:${slots[0]?.getTime() ?? "none"}`;
  return { key, notice: "meet.timesProposed", facts, last: slots.at(-1) };
}

function taken(about: About, { at, calendar }: Extract<TimesNews, { kind: "taken" }>, sequence: number) {
  const facts: TakenFacts = { ...about, at: at.toISOString(), calendar };
  return { key: `taken:${about.meetingId}:${sequence}`, notice: "meet.timeTaken", facts, last: at };
}
