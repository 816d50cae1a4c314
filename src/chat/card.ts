import { plain, textOf, type Text } from "./text.js";

/** What the bot shows: plain data that every platform draws in its own way. */
export interface Card {
  readonly title?: Text;
  readonly blocks: readonly Block[];
  readonly buttons?: readonly Button[];
}

export type Block =
  | { readonly kind: "text"; readonly text: Text }
  /** Small print: why this message came, how to get less. */
  | { readonly kind: "note"; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly Text[] }
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  | { readonly kind: "heading"; readonly text: Text }
  | { readonly kind: "divider" }
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  | { readonly kind: "file"; readonly file: CardFile };

export interface Fact {
  readonly label: string;
  readonly value: Text;
}

/** A small file that comes with the card, such as a calendar entry. */
export interface CardFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
  /** How `content` is written when it is no text. */
  readonly encoding?: "base64";
}

/** What the file holds. */
export function contentOf({ content, encoding }: CardFile): Buffer<ArrayBuffer> {
  return Buffer.from(content, encoding ?? "utf8");
}

export type Button =
  | {
      readonly kind: "action";
      readonly label: string;
      /** "<command>.<action>", e.g. "meet.skip". */
      readonly action: string;
      /** A short id, see `MOST_SUBJECT`, that the action looks up when it is pressed, also after a restart. */
      readonly subject: string;
      readonly tone?: "primary" | "danger";
    }
  | { readonly kind: "link"; readonly label: string; readonly url: string };

/** The most characters of a button's subject; the narrowest platform takes hardly more beside its own. */
export const MOST_SUBJECT = 60;

/** Enough of an id to tell a few things apart, where a subject names two. */
export function endOf(id: string): string {
  return id.slice(-12);
}

/** A button that does something. @throws RangeError where no platform could carry the subject */
export function actionButton(
  label: string,
  action: string,
  subject: string,
  tone?: "primary" | "danger",
): Extract<Button, { kind: "action" }> {
  if (subject.length > MOST_SUBJECT) throw new RangeError(`the subject of ${action} is too long: ${subject}`);
  return { kind: "action", label, action, subject, ...(tone === undefined ? {} : { tone }) };
}

/** Every button of a card, in the order in which they are seen. */
export function buttonsOf(card: Card): readonly Button[] {
  return [...card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : [])), ...(card.buttons ?? [])];
}

export function textCard(text: Text): Card {
  return { blocks: [{ kind: "text", text }] };
}

/** Several cards as one message: each under its own heading, with its own buttons below it. */
export function mergeCards(cards: readonly Card[]): Card {
  const [first, ...rest] = cards;
  if (first === undefined) return { blocks: [] };
  if (rest.length === 0) return first;
  const title = first.title;
  return {
    ...(title === undefined ? {} : { title }),
    blocks: [...body(first), ...rest.flatMap((card): Block[] => [{ kind: "divider" }, ...headed(card), ...body(card)])],
  };
}

function headed(card: Card): Block[] {
  return card.title === undefined ? [] : [{ kind: "heading", text: card.title }];
}

function body(card: Card): Block[] {
  const buttons = card.buttons ?? [];
  return [...card.blocks, ...(buttons.length === 0 ? [] : [{ kind: "buttons", buttons } as const])];
}

/**
 * One card for readers of different languages: the same message once in each, and one set of buttons with both
 * labels, since a button means the same in any language. The cards must have been made by the same notice.
 */
export function joinLanguages(cards: readonly Card[]): Card {
  const [first, ...rest] = cards;
  if (first === undefined || rest.length === 0) return first ?? { blocks: [] };
  // A file is the same for readers of all languages, unless it was worded for each.
  const files = new Set<string>();
  const isNew = (block: Block) => {
    if (block.kind !== "file") return true;
    const key = JSON.stringify(block.file);
    return !files.has(key) && files.add(key).has(key);
  };
  const withoutButtons = cards.map(({ title, blocks }): Card => {
    const once = { blocks: blocks.filter(isNew) };
    return title === undefined ? once : { title, ...once };
  });
  const buttons = (first.buttons ?? []).map((button, index): Button => {
    const labels = [button.label, ...rest.map((card) => card.buttons?.[index]?.label ?? button.label)];
    return { ...button, label: [...new Set(labels)].join(" · ") };
  });
  return { ...mergeCards(withoutButtons), buttons };
}

/** The card with each of its texts changed, wherever it stands; labels of buttons and facts are not texts. */
export function withTexts(card: Card, change: (text: Text) => Text): Card {
  const blocks = card.blocks.map((block): Block => {
    switch (block.kind) {
      case "text":
      case "note":
      case "heading":
        return { ...block, text: change(block.text) };
      case "list":
        return { ...block, items: block.items.map(change) };
      case "facts":
        return { ...block, facts: block.facts.map(({ label, value }) => ({ label, value: change(value) })) };
      case "divider":
      case "buttons":
      case "file":
        return block;
    }
  });
  return { ...card, ...(card.title === undefined ? {} : { title: change(card.title) }), blocks };
}

/** The card's body as plain lines, without title and buttons. */
export function cardText(card: Card): string {
  return card.blocks
    .map(blockText)
    .filter((line) => line !== "")
    .join("\n");
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "text":
    case "note":
    case "heading":
      return textOf(block.text);
    case "list":
      return block.items.map((item) => `• ${textOf(item)}`).join("\n");
    case "facts":
      return block.facts.map((fact) => `${fact.label}: ${textOf(fact.value)}`).join("\n");
    case "file":
      return block.file.name;
    case "divider":
      return "—";
    case "buttons":
      return "";
  }
}

export function note(text: Text): Block {
  return { kind: "note", text };
}

export function paragraph(text: Text | string): Block {
  return { kind: "text", text: typeof text === "string" ? plain(text) : text };
}

export function fact(label: Text, value: Text): Fact {
  return { label: textOf(label), value };
}
