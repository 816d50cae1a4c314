import { isWritten, type Span, type Text } from "../../chat/text.js";
import { joined } from "./markup.js";

const SENTENCES = new Intl.Segmenter(undefined, { granularity: "sentence" });
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * The text in pieces of which none is longer than `most` when shown, divided between sentences, or between characters
 * where a single sentence is too long. `shown` tells how long a span becomes.
 */
export function divide(text: Text, most: number, shown: (span: Span) => number): readonly Text[] {
  if (total(text, shown) <= most) return [text];
  const pieces: Span[][] = [];
  let current: Span[] = [];
  let length = 0;
  const add = (span: Span): void => {
    const size = shown(span);
    if (length + size > most && current.length > 0) {
      pieces.push(current);
      [current, length] = [[], 0];
    }
    current.push(span);
    length += size;
  };
  for (const span of text) {
    for (const sentence of partsOf(span, SENTENCES)) {
      if (shown(sentence) <= most) add(sentence);
      else for (const character of partsOf(sentence, GRAPHEMES)) add(character);
    }
  }
  if (current.length > 0) pieces.push(current);
  return pieces.map(joined);
}

function total(text: Text, shown: (span: Span) => number): number {
  return text.reduce((sum, span) => sum + shown(span), 0);
}

function partsOf(span: Span, segmenter: Intl.Segmenter): readonly Span[] {
  if (!isWritten(span)) return [span];
  return [...segmenter.segment(span.text)].map(({ segment }) => ({ kind: span.kind, text: segment }));
}
