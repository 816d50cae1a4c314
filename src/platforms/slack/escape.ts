import { shorten } from "../../chat/text.js";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Slack reads `<…>` as mentions and links, and `&…;` as characters, in every text object
 * (docs.slack.dev/messaging/formatting-message-text#escaping). After this nothing in the text means anything.
 *
 * Not for the text elements of rich text: mentions, links and channels are elements of their own there
 * (docs.slack.dev/reference/block-kit/blocks/rich-text-block), nothing is parsed, and it is written nowhere that `&amp;`
 * would be read as `&`. Unescaped they are right either way, but for somebody who types `&lt;` and means it.
 */
export function escape(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
}

const SIGNS: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => SIGNS[entity] ?? entity);
}

/** After a sentence, where something was left out. */
const MARK = " …";

/** At most `most` characters, cut where a sentence or at least a word ends. */
export function cutWithin(text: string, most: number): string {
  return text.length <= most ? text : atSentence(text, most - MARK.length);
}

/** Escaped, and then at most `most` characters, cut where a sentence or at least a word ends. */
export function escapeWithin(text: string, most: number): string {
  const whole = escape(text);
  if (whole.length <= most) return whole;
  // Each sign may become five characters, so the room for the rest is found by halving.
  let [fits, tooMuch] = [0, text.length];
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (escape(text.slice(0, middle)).length <= most - MARK.length) fits = middle;
    else tooMuch = middle;
  }
  return escape(atSentence(text, fits));
}

/** At most `most` characters, ending with a sentence where one ends in the second half, else with a word. */
function atSentence(text: string, most: number): string {
  const kept = shorten(text, most).replace(/…$/, "");
  const sentence = Math.max(...[". ", "! ", "? ", ".\n", "!\n", "?\n"].map((end) => kept.lastIndexOf(end)));
  if (sentence > kept.length / 2) return `${kept.slice(0, sentence + 1)}${MARK}`;
  const word = kept.lastIndexOf(" ");
  return `${word > kept.length / 2 ? kept.slice(0, word) : kept}…`;
}
