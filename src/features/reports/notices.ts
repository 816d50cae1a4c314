import { fact, note, paragraph, type Block, type Card, type Fact } from "../../chat/card.js";
import type { Context } from "../../chat/command.js";
import { plain, type PersonSpan, type Text } from "../../chat/text.js";
import type words from "../../locales/en/report.json";
import type setupWords from "../../locales/en/setup.json";
import { noticesOf, type KeyIn, type Reader } from "../../outbox/notice.js";
import type { Case, CaseFacts, Reported } from "./rules.js";

type Key = KeyIn<typeof words>;
type Here = Context<unknown, KeyIn<typeof setupWords>>;

const FILE = "report";

interface About {
  readonly about?: PersonSpan | undefined;
  readonly circle?: string | undefined;
  readonly link?: string | null | undefined;
}

/** What it is about, as far as the reporter said so. */
function aboutFacts(say: (key: "about.person" | "about.circle" | "about.link") => Text, shown: About): Fact[] {
  const { about, circle, link } = shown;
  return [
    ...(about === undefined ? [] : [fact(say("about.person"), [about])]),
    ...(circle === undefined ? [] : [fact(say("about.circle"), plain(circle))]),
    ...(link === undefined || link === null ? [] : [fact(say("about.link"), plain(link))]),
  ];
}

interface Row extends Reported {
  readonly aboutId: string | null;
  readonly circle: string | undefined;
  readonly link: string | null;
  readonly text: string;
}

/** Open cases, for an organiser: what was said by whom, and one button for each. `named` are names already known. */
export function casesCard(
  { say, from, button, day, person }: Here,
  cases: readonly Case<Row>[],
  named: ReadonlyMap<string, string>,
): Card {
  const formerly = from("common", "formerMember");
  const called = (memberId: string | null): Text => {
    const name = memberId === null ? undefined : named.get(memberId);
    return memberId === null || name === undefined ? formerly : [person({ memberId, name })];
  };
  const title = say("reports.title");
  if (cases.length === 0) return { title, blocks: [paragraph(say("reports.none"))] };
  const blocks = cases.flatMap(({ first, reports, reporters }): Block[] => {
    const { aboutId, circle, link } = first;
    const name = aboutId === null ? undefined : named.get(aboutId);
    const about = aboutId === null || name === undefined ? undefined : person({ memberId: aboutId, name });
    const facts = aboutFacts((key) => from(FILE, key), { about, circle, link });
    return [
      { kind: "heading", text: say("reports.case", { count: reports.length, people: reporters }) },
      ...(facts.length === 0 ? [] : [{ kind: "facts", facts } as const]),
      ...reports.map(({ reporterId, createdAt, text }) =>
        // Whoever had their data deleted took their words with them.
        paragraph(
          text === ""
            ? say("reports.emptied", { who: called(reporterId), day: day(createdAt) })
            : say("reports.line", { who: called(reporterId), day: day(createdAt), words: text }),
        ),
      ),
      { kind: "buttons", buttons: [button("buttons.closeReport", "closeReport", first.id, "primary")] },
    ];
  });
  return { title, blocks: [...blocks, note(say("reports.note"))] };
}

export const reportNotices = noticesOf<Key>(FILE, {
  case({ about, circle, link, from, words: written, count }: CaseFacts, reader: Reader<Key>): Card {
    const facts = aboutFacts(reader.say, { about: about && reader.person(about), circle, link });
    return {
      title: reader.say("case.title"),
      blocks: [
        ...(facts.length === 0 ? [] : [{ kind: "facts", facts } as const]),
        paragraph(reader.say("case.text", { who: reader.person(from), words: written })),
        ...(count > 1 ? [paragraph(reader.say("case.more", { count }))] : []),
        note(reader.say("case.note")),
      ],
      buttons: [reader.button("buttons.cases", "setup.reports", "", "primary")],
    };
  },

  closed({ at }: { readonly at: string }, reader: Reader<Key>): Card {
    return {
      title: reader.say("closed.title"),
      blocks: [
        paragraph(reader.say("closed.text", { day: reader.day(new Date(at)) })),
        note(reader.say("closed.note")),
      ],
    };
  },
});
