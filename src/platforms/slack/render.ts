import type { types } from "@slack/bolt";
import { cardText, type Block, type Button, type Card, type CardFile, type Fact } from "../../chat/card.js";
import { textOf, type Span, type Text } from "../../chat/text.js";
import { cutWithin, escapeWithin } from "./escape.js";
import { buttonId, LINK } from "./ids.js";
import { limits } from "./limits.js";

/** A message as Slack takes it: blocks to be seen, and a text for notifications and screen readers. */
export interface Drawn {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  /** What must be sent beside it: a message has no place for a file's content. */
  readonly files: readonly CardFile[];
}

/** Platform ids of the members whom a card names. */
export type UserIds = ReadonlyMap<string, string>;

const NOBODY: UserIds = new Map();

/**
 * A card in Block Kit. Texts are rich text, of which nothing is parsed; people are called by an element of their own,
 * and only where the card means to. What is too long ends with "…"; the buttons at the end always stay.
 */
export function drawCard(card: Card, userIds: UserIds = NOBODY, most: number = limits.blocks): Drawn {
  const budget = makeBudget(limits.body);
  const title = card.title === undefined ? [] : header(textOf(card.title), budget);
  const last = actions(card.buttons ?? []);
  const body = card.blocks.flatMap((block) => drawBlock(block, userIds, budget));
  const room = most - title.length - last.length;
  const seen = body.length > room ? [...body.slice(0, room - 1), ...small("…")] : body;
  const blocks = [...title, ...seen, ...last];
  return {
    text: fallback(card),
    blocks: blocks.length === 0 ? small("…") : blocks,
    files: card.blocks.flatMap((block) => (block.kind === "file" ? [block.file] : [])),
  };
}

/** What a notification shows and a screen reader reads: the same words, without any look. */
function fallback({ title, ...card }: Card): string {
  const lines = [title === undefined ? "" : textOf(title), cardText(card)].filter((line) => line.trim() !== "");
  return escapeWithin(lines.join("\n"), limits.fallback) || "…";
}

/** How many characters may still be shown. */
interface Budget {
  /** For a text object: escaped. */
  take(text: string, most: number): string;
  /** For an element of rich text: as it is. */
  takeRich(text: string, most: number): string;
}

function makeBudget(whole: number): Budget {
  let left = whole;
  const taking = (cut: (text: string, most: number) => string) => (text: string, most: number) => {
    const shown = left < 2 ? "" : cut(text, Math.min(most, left));
    // Quotes and line breaks take two characters on their way.
    left -= JSON.stringify(shown).length - 2;
    return shown;
  };
  return { take: taking(escapeWithin), takeRich: taking(cutWithin) };
}

function drawBlock(block: Block, userIds: UserIds, budget: Budget): types.KnownBlock[] {
  switch (block.kind) {
    case "text":
      return rich([section(elements(block.text, userIds, budget))]);
    case "heading":
      return rich([section(elements(block.text, userIds, budget, true))]);
    case "note":
      return small(budget.take(textOf(block.text), limits.text));
    case "list": {
      const items = block.items.map((item) => section(elements(item, userIds, budget)));
      const seen = items.filter((item) => item.elements.length > 0);
      return rich(seen.length === 0 ? [] : [{ type: "rich_text_list", style: "bullet", elements: seen }]);
    }
    case "facts":
      return rich(factSections(block.facts, userIds, budget));
    case "divider":
      return [{ type: "divider" }];
    case "buttons":
      return actions(block.buttons);
    case "file":
      return small(budget.take(`📎 ${block.file.name}`, limits.text));
  }
}

function rich(parts: readonly (types.RichTextSection | types.RichTextList)[]): types.KnownBlock[] {
  const seen = parts.filter(({ elements: inside }) => inside.length > 0);
  return seen.length === 0 ? [] : [{ type: "rich_text", elements: [...seen] }];
}

function section(inside: types.RichTextElement[]): types.RichTextSection {
  return { type: "rich_text_section", elements: inside };
}

/** Each fact is a section of its own, and sections follow each other without a break. */
function factSections(facts: readonly Fact[], userIds: UserIds, budget: Budget): types.RichTextSection[] {
  const lines = facts.map(({ label, value }) => factElements(label, value, userIds, budget));
  const seen = lines.filter((line) => line.length > 0);
  return seen.map((line, index) => section(index < seen.length - 1 ? [...line, words("\n")] : line));
}

function factElements(label: string, value: Text, userIds: UserIds, budget: Budget): types.RichTextElement[] {
  const shown = elements(value, userIds, budget);
  const name = budget.takeRich(label, limits.text);
  if (name === "" || shown.length === 0) return [];
  return [words(name, true), words(": "), ...shown];
}

function elements(text: Text, userIds: UserIds, budget: Budget, bold = false): types.RichTextElement[] {
  return text.flatMap((span) => drawSpan(span, userIds, budget, bold));
}

const CHANNEL = /^[CG][A-Z0-9]+$/;

function drawSpan(span: Span, userIds: UserIds, budget: Budget, bold: boolean): types.RichTextElement[] {
  const userId = span.kind === "person" && span.ping ? userIds.get(span.memberId) : undefined;
  if (userId !== undefined) return [{ type: "user", user_id: userId }];
  if (span.kind === "channel" && CHANNEL.test(span.channelId)) return [{ type: "channel", channel_id: span.channelId }];
  const shown = budget.takeRich(textOf([span]), limits.text);
  return shown === "" ? [] : [words(shown, bold || span.kind === "strong" || (span.kind === "person" && span.ping))];
}

function words(text: string, bold = false): types.RichTextElement {
  return { type: "text", text, ...(bold ? { style: { bold: true } } : {}) };
}

function header(text: string, budget: Budget): types.KnownBlock[] {
  const shown = budget.take(text.replace(/\s+/g, " ").trim(), limits.header);
  return shown === "" ? [] : [{ type: "header", text: plainText(shown) }];
}

function small(text: string): types.KnownBlock[] {
  return text.trim() === "" ? [] : [{ type: "context", elements: [plainText(text)] }];
}

/** Text that is escaped already, and of which not even `:smile:` means anything. */
export function plainText(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

function actions(buttons: readonly Button[]): types.KnownBlock[] {
  const drawn = buttons.flatMap(drawButton);
  const rows = Array.from({ length: Math.ceil(drawn.length / limits.buttons) }, (_, row) =>
    drawn.slice(row * limits.buttons, (row + 1) * limits.buttons),
  );
  return rows.map((row) => ({ type: "actions", elements: row }));
}

function drawButton(button: Button, position: number): types.Button[] {
  const label = button.label.replace(/\s+/g, " ").trim();
  const text = plainText(escapeWithin(label, limits.button) || "…");
  if (button.kind === "link") {
    const isLink = button.url.length <= limits.url && /^https?:\/\/\S+$/.test(button.url) && URL.canParse(button.url);
    return isLink ? [{ type: "button", text, action_id: buttonId(LINK, position), url: button.url }] : [];
  }
  const { action, subject, tone } = button;
  return [
    {
      type: "button",
      text,
      action_id: buttonId(action, position),
      ...(subject === "" ? {} : { value: subject.slice(0, limits.buttonValue) }),
      ...(tone === undefined ? {} : { style: tone }),
    },
  ];
}
