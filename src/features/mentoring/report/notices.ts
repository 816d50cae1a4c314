import { fact, note, type Card } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import type words from "../../../locales/en/cohort.json";
import type { KeyIn } from "../../../outbox/notice.js";
import type { MentoringReport } from "../report.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** What an organiser sees: counts, and what somebody chose to tell. */
export function reportCard({ say, day }: Here, report: MentoringReport, called: ReadonlyMap<string, string>): Card {
  const { mentors, free, seats, open, waiting, going, quiet, ended, sessions, hours, concerns } = report;
  const lines = concerns.map(({ memberId, text, at }) =>
    say("report.concern", { who: called.get(memberId) ?? "", day: day(at), words: text }),
  );
  return {
    title: say("report.title"),
    blocks: [
      {
        kind: "facts",
        facts: [
          fact(say("report.mentors"), say("report.mentorsValue", { mentors, free, seats })),
          fact(say("report.open"), say("report.openValue", { open, waiting })),
          fact(say("report.going"), say("report.goingValue", { going, quiet, ended })),
          fact(say("report.talks"), say("report.talksValue", { sessions, hours })),
        ],
      },
      ...(lines.length > 0 ? [{ kind: "heading", text: say("report.concerns") } as const] : []),
      ...(lines.length > 0 ? [{ kind: "list", items: lines } as const] : []),
      note(say("report.note")),
    ],
  };
}
