import {
  actionButton,
  fact,
  note,
  paragraph,
  type Block,
  type Button,
  type Card,
  type Fact,
} from "../../../chat/card.js";
import { join, listing, person, plain, textOf, type Text } from "../../../chat/text.js";
import type { Facts } from "../../../chat/words.js";
import type words from "../../../locales/en/resources.json";
import { noticesOf, type KeyIn, type Reader } from "../../../outbox/notice.js";
import { levelsIn, topicsIn, type Topic } from "../../introductions/rules.js";
import type { DecidedFacts, UsedFacts } from "../deliveries.js";
import { isOpportunity } from "../rules.js";
import type { Seen } from "../shelf.js";
import type { ResourceRow } from "../stored.js";
import { audienceIn, doubtsIn, kindOf, stateOf } from "../stored/rules.js";

type R = Reader<KeyIn<typeof words>>;

const FILE = "resources";

/** What putting a resource into words takes; the file of the words is always this one. */
export interface ShelfSpeaker {
  readonly locale: string;
  readonly timeZone: string;
  readonly now: Date;
  readonly from: (file: string, key: string, facts?: Facts) => Text;
  readonly day: (at: Date | string) => string;
  readonly time: (at: Date) => string;
  readonly topic: (topic: Topic) => Text;
  /** What people are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

const DAY = 86_400_000;
/** Of a long description, what a list or a card has room for. */
const ABOUT_SHOWN = 900;

const say = (speaker: ShelfSpeaker, key: KeyIn<typeof words>, facts?: Facts): Text => speaker.from(FILE, key, facts);

/** A button of the members' commands on the shelf. */
export function shelfButton(
  speaker: Pick<ShelfSpeaker, "from">,
  key: KeyIn<typeof words>,
  action: string,
  subject: string,
  facts?: Facts,
): Button {
  return actionButton(textOf(speaker.from(FILE, key, facts)), action, subject);
}

function who(speaker: ShelfSpeaker, memberId: string | null | undefined): Text {
  const name = memberId === null || memberId === undefined ? undefined : speaker.names.get(memberId);
  if (memberId === null || memberId === undefined || name === undefined) return speaker.from("common", "formerMember");
  return [person({ memberId, name })];
}

/** Until when it counts, in the reader's own time and in days that are left. */
function untilText(speaker: ShelfSpeaker, deadlineAt: Date): Text {
  const left = Math.ceil((deadlineAt.getTime() - speaker.now.getTime()) / DAY);
  // The end of a day is the last minute of it.
  const last = new Date(deadlineAt.getTime() - 60_000);
  if (left <= 0) return say(speaker, "untilPast", { day: speaker.day(last) });
  const inDays = left === 1 ? say(speaker, "leftToday") : say(speaker, "leftDays", { count: left - 1 });
  return say(speaker, "untilSoon", { day: speaker.day(last), time: speaker.time(last), left: inDays });
}

/** What is known of a resource, a line each; what nobody said is left out. */
export function resourceFacts(row: ResourceRow, speaker: ShelfSpeaker, fileName?: string): Fact[] {
  const named = (group: "levels" | "audience", values: readonly string[]) =>
    listing(
      speaker.locale,
      values.map((value) => speaker.from(FILE, `${group}.${value}`)),
    );
  const topics = topicsIn(row.topics);
  const levels = levelsIn(row.levels);
  const audience = audienceIn(row.audience);
  const line = (key: KeyIn<typeof words>, value: Text) => fact(say(speaker, key), value);
  const chosen = (group: "licences" | "costs" | "efforts", value: string | null) =>
    value === null ? undefined : speaker.from(FILE, `${group}.${value}`);
  const optional: [KeyIn<typeof words>, Text | undefined][] = [
    ["facts.licence", chosen("licences", row.licence)],
    ["facts.cost", chosen("costs", row.cost)],
    ["facts.effort", chosen("efforts", row.effort)],
    ["facts.author", row.author === null ? undefined : plain(row.author)],
    ["facts.link", row.linkDomain === null ? undefined : plain(row.linkDomain)],
    ["facts.file", fileName === undefined ? undefined : plain(fileName)],
  ];
  return [
    line("facts.kind", speaker.from(FILE, `kinds.${kindOf(row.kind)}`)),
    ...(row.deadlineAt === null
      ? []
      : [
          line(
            isOpportunity(kindOf(row.kind)) ? "facts.deadline" : "facts.eventDay",
            untilText(speaker, row.deadlineAt),
          ),
        ]),
    ...(topics.length === 0 ? [] : [line("facts.topics", listing(speaker.locale, topics.map(speaker.topic)))]),
    ...(levels.length === 0 ? [] : [line("facts.levels", named("levels", levels))]),
    ...(audience.length === 0 ? [] : [line("facts.audience", named("audience", audience))]),
    line("facts.language", speaker.from(FILE, `languages.${row.language}`)),
    ...optional.flatMap(([key, value]) => (value === undefined ? [] : [line(key, value)])),
  ];
}

/** One or two lines of a list. */
function summaryOf(row: ResourceRow, speaker: ShelfSpeaker): Text {
  const facts = { kind: speaker.from(FILE, `kinds.${kindOf(row.kind)}`), by: who(speaker, row.sharerId) };
  const about =
    row.linkDomain === null
      ? say(speaker, "list.about", facts)
      : say(speaker, "list.aboutLink", { ...facts, domain: row.linkDomain });
  if (row.deadlineAt === null) return about;
  const day = speaker.day(new Date(row.deadlineAt.getTime() - 60_000));
  return join([about, say(speaker, "list.until", { day })], " · ");
}

/** Resources one below the other, each with a button that opens it. `buttons` may add to each one's. */
export function resourceBlocks(
  rows: readonly ResourceRow[],
  speaker: ShelfSpeaker,
  buttons: (row: ResourceRow, number: number) => readonly Button[] = () => [],
): Block[] {
  return rows.flatMap((row, place): Block[] => [
    paragraph(join([say(speaker, "list.line", { title: row.title }), summaryOf(row, speaker)], "\n")),
    {
      kind: "buttons",
      buttons: [
        shelfButton(speaker, "buttons.openOne", "resources.open", row.id, { number: place + 1 }),
        ...buttons(row, place + 1),
      ],
    },
  ]);
}

function stateNotes(row: ResourceRow, speaker: ShelfSpeaker): Block[] {
  const state = stateOf(row);
  const doubts = doubtsIn(row.doubts).map((doubt) => say(speaker, `doubts.${doubt}`));
  return [
    ...(state === "held" ? [note(say(speaker, "held", { doubts: listing(speaker.locale, doubts) }))] : []),
    ...(state === "withdrawn" ? [note(say(speaker, "withdrawn"))] : []),
    ...(state === "draft" ? [note(say(speaker, "draft"))] : []),
    ...(row.linkState === "gone" ? [note(say(speaker, "linkGone"))] : []),
  ];
}

function usesOf({ uses }: Seen, speaker: ShelfSpeaker): Block[] {
  if (uses.length === 0) return [];
  const items = uses.map(({ memberId, group, change }) =>
    say(speaker, "use", { who: who(speaker, memberId), group, change }),
  );
  return [
    { kind: "heading", text: say(speaker, "usesTitle") },
    { kind: "list", items },
  ];
}

/** A resource with everything that is known of it and can be done with it. */
export function resourceCard(seen: Seen, speaker: ShelfSpeaker): Card {
  const { row, file } = seen;
  const facts = [
    ...resourceFacts(row, speaker, file?.name),
    fact(say(speaker, "facts.sharer"), who(speaker, row.sharerId)),
    ...(row.useful + row.uses > 0
      ? [fact(say(speaker, "facts.said"), say(speaker, "counts", { useful: row.useful, uses: row.uses }))]
      : []),
  ];
  return {
    title: plain(row.title),
    blocks: [
      ...(row.about === "" ? [] : [paragraph(shown(row.about))]),
      { kind: "facts", facts },
      ...stateNotes(row, speaker),
      ...usesOf(seen, speaker),
      ...rowsOfButtons(waysTo(seen, speaker), waysOn(seen, speaker)),
    ],
    buttons: deeds(seen, speaker),
  };
}

function rowsOfButtons(...rows: readonly (readonly Button[])[]): Block[] {
  return rows.flatMap((buttons): Block[] => (buttons.length === 0 ? [] : [{ kind: "buttons", buttons }]));
}

/** To the thing itself. */
function waysTo({ row, file }: Seen, speaker: ShelfSpeaker): Button[] {
  return [
    ...(row.link === null ? [] : [{ kind: "link", label: labelIn(speaker, "visit", FILE), url: row.link } as const]),
    ...(file === undefined ? [] : [shelfButton(speaker, "buttons.file", "resources.file", row.id)]),
  ];
}

/** To others. */
function waysOn({ row, earlierId, laterId }: Seen, speaker: ShelfSpeaker): Button[] {
  if (stateOf(row) !== "shown") return [];
  const open = (key: "buttons.earlier" | "buttons.later", id: string | undefined) =>
    id === undefined ? [] : [shelfButton(speaker, key, "resources.open", id)];
  return [
    shelfButton(speaker, "buttons.like", "resources.like", row.id),
    shelfButton(speaker, "buttons.collect", "resources.collect", row.id),
    ...open("buttons.earlier", earlierId),
    ...open("buttons.later", laterId),
  ];
}

/** What this reader can do about it. */
function deeds({ row, isOwn, isSaved, isUseful, hasUsed }: Seen, speaker: ShelfSpeaker): Button[] {
  const { id } = row;
  const state = stateOf(row);
  const act = (key: KeyIn<typeof words>, action: string) => shelfButton(speaker, key, `resources.${action}`, id);
  const save = state === "shown" ? [act(isSaved ? "buttons.unsave" : "buttons.save", "save")] : [];
  if (!isOwn)
    return [
      ...save,
      act(isUseful ? "buttons.unuseful" : "buttons.useful", "useful"),
      hasUsed ? act("buttons.unuse", "unuse") : act("buttons.use", "use"),
      act("buttons.report", "report"),
    ];
  const own = (key: string, action = key) => shareButton(speaker, key, action, id);
  const isOut = state === "shown" || state === "held";
  return [
    ...save,
    own("edit"),
    own("more"),
    isOut ? own("withdraw") : own(state === "draft" ? "publish" : "again", "publish"),
    ...(state === "draft" ? [own("discard", "withdraw")] : []),
    ...(state === "shown" && isOpportunity(kindOf(row.kind)) && isOver(row, speaker.now) ? [own("renew")] : []),
  ];
}

function shareButton(speaker: ShelfSpeaker, key: string, action: string, subject: string): Button {
  return actionButton(labelIn(speaker, key), `share.${action}`, subject);
}

function labelIn({ from }: ShelfSpeaker, key: string, file = "share"): string {
  return textOf(from(file, `buttons.${key}`));
}

function isOver({ deadlineAt }: ResourceRow, now: Date): boolean {
  return deadlineAt !== null && deadlineAt <= now;
}

function shown(about: string): string {
  return about.length <= ABOUT_SHOWN ? about : `${about.slice(0, ABOUT_SHOWN).replace(/\s+\S*$/, "")}…`;
}

export const resourceNotices = noticesOf<KeyIn<typeof words>>(FILE, {
  used({ resourceId, title, who: by, group, change }: UsedFacts, reader: R): Card {
    return {
      title: reader.say("used.title", { who: [reader.person(by)], title }),
      blocks: [paragraph(reader.say("used.text", { group, change })), note(reader.say("used.note"))],
      buttons: [reader.button("buttons.open", "resources.open", resourceId)],
    };
  },

  decided({ resourceId, title, outcome }: DecidedFacts, reader: R): Card {
    const isKept = outcome === "kept";
    return {
      title: reader.say(isKept ? "decided.kept" : "decided.removed", { title }),
      blocks: [
        paragraph(reader.say(isKept ? "decided.keptText" : "decided.removedText")),
        note(reader.say("decided.note")),
      ],
      ...(isKept ? { buttons: [reader.button("buttons.open", "resources.open", resourceId)] } : {}),
    };
  },
});
