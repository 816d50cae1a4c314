import type { Bot } from "../../chat/bot.js";
import type { Block, Card } from "../../chat/card.js";
import type { Response } from "../../chat/invocation.js";
import { isWritten, type Span, type Text } from "../../chat/text.js";

/** Rewrites how commands are called in what is shown. */
export interface Wording {
  card(card: Card): Card;
  response(response: Response): Response;
}

/** In Slack all commands are words behind one: "/meet join" is typed as "/jejaring meet join". */
export function makeWording({ commands, words }: Pick<Bot, "commands" | "words">): Wording {
  const names = commands.flatMap(({ id }) => words.locales.map((locale) => words.label(locale, id, "name")));
  const called = new RegExp(`(?<![\\p{L}\\p{N}/<])/(?=(?:${names.join("|")})(?![\\p{L}\\p{N}_-]))`, "gu");
  const inText = (text: string) => (names.length === 0 ? text : text.replace(called, "/jejaring "));

  const inSpan = (span: Span): Span => (isWritten(span) ? { ...span, text: inText(span.text) } : span);
  const inSpans = (text: Text): Text => joined(text).map(inSpan);

  function inBlock(block: Block): Block {
    switch (block.kind) {
      case "text":
      case "note":
      case "heading":
        return { ...block, text: inSpans(block.text) };
      case "list":
        return { ...block, items: block.items.map(inSpans) };
      case "facts":
        return { ...block, facts: block.facts.map(({ label, value }) => ({ label, value: inSpans(value) })) };
      case "divider":
      case "buttons":
      case "file":
        return block;
    }
  }

  const card = ({ title, blocks, buttons }: Card): Card => ({
    ...(title === undefined ? {} : { title: inSpans(title) }),
    blocks: blocks.map(inBlock),
    ...(buttons === undefined ? {} : { buttons }),
  });

  return {
    card,
    response: (response) => (response.kind === "reply" ? { ...response, card: card(response.card) } : response),
  };
}

/** A command's name may have been put in behind its "/". */
function joined(text: Text): Text {
  return text.reduce<Span[]>((spans, span) => {
    const last = spans.at(-1);
    const isMore = last !== undefined && isWritten(last) && isWritten(span) && last.kind === span.kind;
    return isMore ? [...spans.slice(0, -1), { ...last, text: last.text + span.text }] : [...spans, span];
  }, []);
}
