import {
  ButtonStyle,
  ComponentType,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIContainerComponent,
} from "discord.js";
import type { Block, Button, Card, CardFile } from "../../chat/card.js";
import { isWritten, shorten, type Span, type Text } from "../../chat/text.js";
import { writeCustomId } from "./ids.js";
import { limits, MOST_MESSAGES } from "./limits.js";
import { calledId, markdownOf, oneLine, spanMarkdown, type UserIds } from "./markup.js";
import { divide } from "./pieces.js";

/** One message of Discord: its components, what is attached, and exactly whom it may call. */
export interface RenderedMessage {
  readonly components: readonly [APIContainerComponent];
  readonly files: readonly CardFile[];
  readonly calls: readonly string[];
}

export interface RenderParts {
  /** The members whom the card may name, by what Discord knows them as. */
  readonly userIds: UserIds;
  /** The server a private message is about; its buttons carry it, since nothing else there says. */
  readonly spaceId: string | undefined;
}

/** Part of a message that is not divided any more. */
type Chunk =
  | { readonly kind: "text"; readonly markdown: string; readonly calls: readonly string[] }
  | { readonly kind: "divider" }
  | { readonly kind: "buttons"; readonly row: readonly APIButtonComponent[] }
  | { readonly kind: "file"; readonly file: CardFile };

/** The bar at the side of every card. */
const ACCENT = 0x1f7a6d;
/** A longer text is divided, so that a page can be filled. */
const MOST_TEXT = 1_800;
const NO_USERS: UserIds = new Map();

/**
 * A card as Discord's own components, in one message or, where it is too long for that, in several: nothing is ever
 * too long to be taken, and nothing is lost below five messages.
 */
export function renderCard(
  card: Card,
  parts: RenderParts = { userIds: NO_USERS, spaceId: undefined },
): readonly RenderedMessage[] {
  const drawButtons = buttonDrawer(parts.spaceId);
  const title = card.title === undefined ? [] : textChunks(card.title, parts.userIds, { before: "## ", line: true });
  const body = [...title, ...card.blocks.flatMap((block) => blockChunks(block, parts.userIds, drawButtons))];
  const last = drawButtons(card.buttons ?? []);
  const chunks = body.length + last.length === 0 ? [dots] : withOwnNames([...body, ...last]);
  return cutOff(paginate(chunks, sizeOf(last)), last).map(messageOf);
}

/** A short card with one button that is not an action of a command: it opens a kept form. */
export function renderOffer(card: Card, label: string, customId: string): RenderedMessage {
  const [message] = renderCard(card);
  const { components, ...rest } = message ?? { components: [], files: [], calls: [] };
  const button: APIButtonComponent = {
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    label: shorten(label, limits.buttonLabel),
    custom_id: customId,
  };
  const row: APIActionRowComponent<APIButtonComponent> = { type: ComponentType.ActionRow, components: [button] };
  const above = components[0]?.components ?? [];
  return {
    ...rest,
    components: [{ type: ComponentType.Container, accent_color: ACCENT, components: [...above, row] }],
  };
}

const dots: Chunk = { kind: "text", markdown: "…", calls: [] };

interface Look {
  readonly before?: string;
  readonly after?: string;
  /** Put before each line. */
  readonly each?: string;
  /** Line breaks become spaces. */
  readonly line?: boolean;
}

function textChunks(text: Text, userIds: UserIds, { before = "", after = "", each = "", line }: Look): Chunk[] {
  const shown = (span: Span) => spanMarkdown(span, userIds).length + (each === "" ? 0 : lineBreaks(span) * each.length);
  return divide(text, MOST_TEXT, shown).flatMap((piece): Chunk[] => {
    const markdown = markdownOf(piece, userIds);
    if (markdown.trim() === "") return [];
    const lined = line === true ? oneLine(markdown) : markdown.replace(/\n(?=[^\n])/g, `\n${each}`);
    const calls = piece.flatMap((span) => (span.kind === "person" ? (calledId(span, userIds) ?? []) : []));
    return [{ kind: "text", markdown: `${before}${each}${lined}${after}`, calls }];
  });
}

function lineBreaks(span: Span): number {
  return isWritten(span) ? span.text.split("\n").length - 1 : 0;
}

type DrawButtons = (buttons: readonly Button[]) => Chunk[];

function blockChunks(block: Block, userIds: UserIds, drawButtons: DrawButtons): Chunk[] {
  switch (block.kind) {
    case "text":
      return textChunks(block.text, userIds, {});
    case "note":
      return textChunks(block.text, userIds, { each: "-# " });
    case "heading":
      return textChunks(block.text, userIds, { before: "### ", line: true });
    case "list":
      return together(block.items.flatMap((item) => textChunks(item, userIds, { before: "- ", line: true })));
    case "facts":
      return together(
        block.facts.flatMap(({ label, value }) => {
          const name: Span = { kind: "strong", text: label };
          return textChunks([name, { kind: "plain", text: ": " }, ...value], userIds, { line: true });
        }),
      );
    case "divider":
      return [{ kind: "divider" }];
    case "buttons":
      return drawButtons(block.buttons);
    case "file":
      return [{ kind: "file", file: block.file }];
  }
}

/**
 * A message shows a file by its name, which Discord takes in plain letters only; two files of one name would be one.
 * https://docs.discord.com/developers/reference#editing-message-attachments-using-attachments-within-embeds
 */
function withOwnNames(chunks: readonly Chunk[]): readonly Chunk[] {
  const taken = new Set<string>();
  return chunks.map((chunk) => {
    if (chunk.kind !== "file") return chunk;
    const { file } = chunk;
    const plainName = file.name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^\w.-]+/g, "_");
    const name = taken.has(plainName) ? `${taken.size + 1}_${plainName}` : plainName;
    taken.add(name);
    return { ...chunk, file: { ...file, name } };
  });
}

/** Short lines that belong together share a component, as far as they fit in one. */
function together(chunks: readonly Chunk[]): Chunk[] {
  const joined: Chunk[] = [];
  for (const chunk of chunks) {
    const before = joined.at(-1);
    if (before?.kind !== "text" || chunk.kind !== "text" || before.markdown.length + chunk.markdown.length > MOST_TEXT)
      joined.push(chunk);
    else
      joined[joined.length - 1] = {
        kind: "text",
        markdown: `${before.markdown}\n${chunk.markdown}`,
        calls: [...before.calls, ...chunk.calls],
      };
  }
  return joined;
}

/** Draws rows of buttons; a button that does the same as one before gets an id of its own. */
function buttonDrawer(spaceId: string | undefined): DrawButtons {
  const copies = new Map<string, number>();
  const draw = (button: Button): APIButtonComponent[] => {
    const label = shorten(button.label.trim() === "" ? "…" : button.label, limits.buttonLabel);
    if (button.kind === "link") {
      const isGood = button.url.length <= limits.url && /^https?:\/\//.test(button.url);
      return isGood ? [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url: button.url }] : [];
    }
    const { action, subject } = button;
    const same = `${action} ${subject}`;
    const copy = copies.get(same) ?? 0;
    copies.set(same, copy + 1);
    const custom_id = writeCustomId({ kind: "action", spaceId, action, subject }, copy);
    return [{ type: ComponentType.Button, style: styleOf(button.tone), label, custom_id }];
  };
  return (buttons) => rowsOf(buttons.flatMap(draw)).map((row) => ({ kind: "buttons", row }));
}

function styleOf(tone: "primary" | "danger" | undefined): APIButtonComponentWithCustomId["style"] {
  if (tone === "primary") return ButtonStyle.Primary;
  return tone === "danger" ? ButtonStyle.Danger : ButtonStyle.Secondary;
}

function rowsOf<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / limits.buttonsInRow);
  return Array.from({ length: count }, (_, row) =>
    items.slice(row * limits.buttonsInRow, (row + 1) * limits.buttonsInRow),
  );
}

interface Size {
  readonly text: number;
  readonly components: number;
}

function sizeOf(chunks: readonly Chunk[]): Size {
  return chunks.reduce<Size>(
    (sum, chunk) => ({
      text: sum.text + (chunk.kind === "text" ? chunk.markdown.length : 0),
      components: sum.components + (chunk.kind === "buttons" ? 1 + chunk.row.length : 1),
    }),
    { text: 0, components: 0 },
  );
}

/** As few messages as can hold the chunks; each keeps room for what the last one may have to end with. */
function paginate(chunks: readonly Chunk[], end: Size): readonly Chunk[][] {
  const most: Size = { text: limits.messageText - 1, components: limits.components - 2 - end.components };
  const pages: Chunk[][] = [[]];
  for (const chunk of chunks) {
    const page = pages.at(-1) ?? [];
    const { text, components } = sizeOf([...page, chunk]);
    if (page.length > 0 && (text > most.text || components > Math.max(most.components, 8))) pages.push([chunk]);
    else page.push(chunk);
  }
  return pages;
}

function cutOff(pages: readonly Chunk[][], last: readonly Chunk[]): readonly Chunk[][] {
  if (pages.length <= MOST_MESSAGES) return pages;
  const kept = pages.slice(0, MOST_MESSAGES);
  return kept.map((page, index) => (index === MOST_MESSAGES - 1 ? [...page, dots, ...last] : page));
}

function messageOf(page: readonly Chunk[]): RenderedMessage {
  const components = page.map(componentOf);
  return {
    components: [{ type: ComponentType.Container, accent_color: ACCENT, components }],
    files: page.flatMap((chunk) => (chunk.kind === "file" ? [chunk.file] : [])),
    calls: [...new Set(page.flatMap((chunk) => (chunk.kind === "text" ? chunk.calls : [])))],
  };
}

function componentOf(chunk: Chunk): APIComponentInContainer {
  switch (chunk.kind) {
    case "text":
      return { type: ComponentType.TextDisplay, content: chunk.markdown };
    case "divider":
      return { type: ComponentType.Separator };
    case "buttons": {
      const row: APIActionRowComponent<APIButtonComponent> = {
        type: ComponentType.ActionRow,
        components: [...chunk.row],
      };
      return row;
    }
    case "file":
      return { type: ComponentType.File, file: { url: `attachment://${chunk.file.name}` } };
  }
}
