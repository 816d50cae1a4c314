import type { FakeBlock, FakeMessageContent } from "./rules.js";

/** A message as somebody reads it in Slack. */
export interface ReadMessage {
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly string[];
  /** Whom it calls: people by their ids, groups and everybody by their names. */
  readonly pings: readonly string[];
  readonly links: readonly string[];
}

const SIGNS: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export const shown = (text: string) => text.replace(/&(?:amp|lt|gt);/g, (entity) => SIGNS[entity] ?? entity);

export function readMessage({ text, blocks }: FakeMessageContent): ReadMessage {
  const [first] = blocks;
  const title = first?.type === "header" ? shown(first.text.text) : "";
  const body = first?.type === "header" ? blocks.slice(1) : blocks;
  return {
    title,
    text: body
      .map(lineOf)
      .filter((line) => line !== "")
      .join("\n"),
    buttons: buttonsOf(blocks).map((button) => shown(button.text.text)),
    pings: [...blocks.flatMap(richOf).flatMap((part) => (part.type === "user" ? [part.user_id] : [])), ...called(text)],
    links: [...blocks.flatMap(richOf).flatMap((part) => (part.type === "link" ? [part.url] : [])), ...linked(text)],
  };
}

export function buttonsOf(blocks: readonly FakeBlock[]) {
  return blocks.flatMap((block) =>
    block.type === "actions" ? block.elements.map((element) => ({ ...element, block_id: block.block_id ?? "" })) : [],
  );
}

/** Mentions and links in a text that Slack parses. */
const parsed = (blocks: string) => [...blocks.matchAll(/<([^>]+)>/g)].map(([, inside = ""]) => inside);
const called = (text: string) => parsed(text).filter((inside) => /^[@!#]/.test(inside));
const linked = (text: string) => parsed(text).filter((inside) => /^\w+:/.test(inside));

function richOf(block: FakeBlock) {
  if (block.type !== "rich_text") return [];
  return block.elements.flatMap((part) =>
    part.type === "rich_text_list" ? part.elements.flatMap(({ elements }) => elements) : part.elements,
  );
}

function lineOf(block: FakeBlock): string {
  switch (block.type) {
    case "header":
    case "section":
      return shown(block.text.text);
    case "context":
      return block.elements.map(({ text }) => shown(text)).join(" ");
    case "rich_text":
      return block.elements
        .map((part) =>
          part.type === "rich_text_list"
            ? part.elements.map(({ elements }) => `• ${elements.map(inline).join("")}`).join("\n")
            : part.elements.map(inline).join(""),
        )
        .join("")
        .replace(/\n$/, "");
    case "input":
      return shown(block.label.text);
    case "divider":
    case "actions":
      return "";
  }
}

type Inline = ReturnType<typeof richOf>[number];

function inline(part: Inline): string {
  switch (part.type) {
    // Nothing of it is parsed, so what is escaped would be seen so.
    case "text":
      return part.text;
    case "user":
      return `@${part.user_id}`;
    case "channel":
      return `#${part.channel_id}`;
    case "link":
      return part.text ?? part.url;
  }
}
