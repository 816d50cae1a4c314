import { fact, note, paragraph, type Block, type Card } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { join, listing, plain, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/shelf.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import { resourceFacts, type ShelfSpeaker } from "../cards/notices.js";
import type { DeadlineFacts, DigestFacts, ImportedFacts, LinkGoneFacts } from "../deliveries.js";
import { reportReasons } from "../rules.js";
import type { ResourceRow } from "../stored.js";
import { doubtsIn, stateOf } from "../stored/rules.js";

type Key = KeyIn<typeof words>;
type R = Reader<Key>;
type Here = Context<unknown, Key>;

const FILE = "shelf";

/** A last day is told by its last minute. */
function lastMinute(deadlineAt: string): Date {
  return new Date(Date.parse(deadlineAt) - 60_000);
}

function kindText({ from }: Pick<R, "from">, kind: string): Text {
  return from("resources", `kinds.${kind}`);
}

interface Queued extends ResourceRow {
  readonly reports: readonly { readonly reason: string; readonly words: string | null }[];
  readonly file: { readonly name: string } | null;
}

/** What waits for an organiser: why, where a link really leads, and what people said, never who. */
export function queueCard({ say, button, locale, from }: Here, rows: readonly Queued[], speaker: ShelfSpeaker): Card {
  const items = rows.flatMap((row): Block[] => {
    const doubts = doubtsIn(row.doubts).map((doubt) => from("resources", `doubts.${doubt}`));
    const reasons = row.reports.map(({ reason, words: said }) => {
      const known = reportReasons.find((one) => one === reason) ?? "other";
      const label = from("resources", `fields.reason.choices.${known}`);
      return said === null ? label : join([label, plain(said)], ": ");
    });
    const isHeld = stateOf(row) === "held";
    return [
      { kind: "heading", text: plain(row.title) },
      ...(row.about === "" ? [] : [paragraph(row.about.slice(0, 400))]),
      {
        kind: "facts",
        facts: [
          ...resourceFacts(row, speaker, row.file?.name),
          ...(row.link === null ? [] : [fact(say("queue.address"), plain(row.link))]),
        ],
      },
      ...(doubts.length === 0 ? [] : [paragraph(say("queue.doubts", { doubts: listing(locale, doubts) }))]),
      ...(reasons.length === 0 ? [] : [paragraph(say("queue.reports", { reasons: join(reasons, "; ") }))]),
      {
        kind: "buttons",
        buttons: [
          ...(row.file === null ? [] : [button("buttons.file", "file", row.id)]),
          button(isHeld ? "buttons.show" : "buttons.keep", "show", row.id, "primary"),
          button("buttons.remove", "remove", row.id, "danger"),
        ],
      },
    ];
  });
  const title = say("queue.title");
  return items.length === 0 ? { title, blocks: [paragraph(say("queue.none"))] } : { title, blocks: items };
}

export const shelfNotices = noticesOf<Key>(FILE, {
  deadline({ resourceId, title, kind, days, deadlineAt }: DeadlineFacts, reader: R): Card {
    const last = lastMinute(deadlineAt);
    return {
      title: reader.say("deadline.title", { title }),
      blocks: [
        paragraph(
          reader.say(days === 1 ? "deadline.last" : "deadline.week", {
            kind: kindText(reader, kind),
            day: reader.day(last),
            time: reader.time(last),
          }),
        ),
        note(reader.say("deadline.note")),
      ],
      buttons: [reader.button("buttons.open", "resources.open", resourceId, "primary")],
    };
  },

  linkGone: ({ resourceId, title, domain }: LinkGoneFacts, reader: R): Card => ({
    title: reader.say("linkGone.title", { title }),
    blocks: [paragraph(reader.say("linkGone.text", { domain })), note(reader.say("linkGone.note"))],
    buttons: [
      reader.button("buttons.open", "resources.open", resourceId, "primary"),
      reader.button("buttons.withdraw", "share.withdraw", resourceId),
    ],
  }),

  digest: ({ items }: DigestFacts, reader: R): Card => ({
    // In a channel all read it, and what was chosen is not about anybody.
    title: reader.say(reader.memberId === undefined ? "digest.titleAll" : "digest.title"),
    blocks: [
      ...items.flatMap(({ resourceId, title, kind, sharer, deadlineAt }): Block[] => {
        const facts = { title, kind: kindText(reader, kind), by: sharer === undefined ? "" : reader.person(sharer) };
        const line = reader.say(sharer === undefined ? "digest.line" : "digest.lineBy", facts);
        const until =
          deadlineAt === undefined ? [] : [reader.say("digest.until", { day: reader.day(lastMinute(deadlineAt)) })];
        return [
          paragraph(join([line, ...until], " · ")),
          { kind: "buttons", buttons: [reader.button("buttons.open", "resources.open", resourceId)] },
        ];
      }),
      note(reader.say(reader.memberId === undefined ? "digest.noteAll" : "digest.note")),
    ],
    ...(reader.memberId === undefined ? {} : { buttons: [reader.button("buttons.less", "resources.digestOff", "")] }),
  }),

  imported: (facts: ImportedFacts, reader: R): Card => ({
    title: reader.say("imported.title"),
    blocks: importedBlocks({ ...facts, file: "" }, reader.say),
    ...(facts.refused > 0 ? { buttons: [reader.button("buttons.refused", "shelf.progress", "")] } : {}),
  }),

  waiting: (_facts: object, reader: R): Card => ({
    title: reader.say("waiting.title"),
    blocks: [paragraph(reader.say("waiting.text")), note(reader.say("waiting.note"))],
    buttons: [reader.button("buttons.queue", "shelf.queue", "", "primary")],
  }),
});

/** How many rows became resources, and why the others did not: the first in words, all of them as a table. */
export function importedBlocks(
  { taken, refused, lines, file }: ImportedFacts & { readonly file: string },
  say: Here["say"],
): Block[] {
  const items = lines.map(({ line, why }) => say("imported.line", { line, why: say(`rows.${why}`) }));
  return [
    paragraph(say("imported.taken", { count: taken })),
    ...(refused === 0
      ? []
      : [
          paragraph(say(file === "" ? "imported.refusedLater" : "imported.refused", { count: refused })),
          { kind: "list", items } as const,
        ]),
    ...(file === ""
      ? []
      : [{ kind: "file", file: { name: "refused.csv", mediaType: "text/csv", content: file } } as const]),
  ];
}
