// Invisible characters make one text look like another, or like nothing: bidirectional controls, zero-width characters,
// fillers, tags. Variation selectors and joiners are among them but have their use; joiners are looked at below.
const INVISIBLE = /(?![\u200C\u200D\p{Variation_Selector}])\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFC\u2800]/gu;
// eslint-disable-next-line no-control-regex -- control characters are exactly what is to be removed
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
// Arabic, Persian and Indic scripts need joiners between letters, emoji between pictures; elsewhere they only hide.
const STRAY_JOINER =
  /(?<!\p{Lo}\p{M}*|\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)[\u200C\u200D]|[\u200C\u200D](?![\p{Lo}\p{Extended_Pictographic}])/gu;
const MARK_PILE = /(\p{M}{4})\p{M}+/gu;
const MARK_TOWER = /(\p{M}{8})\p{M}+/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What a person typed, made safe to keep: NFC, without anything invisible; line breaks stay. "" when nothing is seen. */
export function cleanText(text: string): string {
  const clean = text.replace(LONE_SURROGATE, "").replace(LINE_BREAK, "\n").replace(CONTROL, "").replace(INVISIBLE, "");
  const joined = withoutTowers(withoutTowers(clean).replace(STRAY_JOINER, ""));
  const normal = joined.normalize("NFC").replace(MARK_PILE, "$1").trim();
  return VISIBLE.test(normal) ? normal : "";
}

/** For what is to be normalised: that takes time in the square of the height of a pile of combining marks. */
export function withoutTowers(text: string): string {
  return text.replace(MARK_TOWER, "$1");
}

/** A name or label on one line of at most `length` characters (graphemes are not cut). */
export function cleanLine(text: string, length: number): string {
  return shorten(cleanText(text).replace(/\s+/g, " "), length);
}

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** At most `length` UTF-16 units, never through the middle of a character, with "…" when something was left out. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = "";
  for (const { segment } of GRAPHEMES.segment(text.slice(0, length + 64))) {
    if (kept.length + segment.length > length - 1) break;
    kept += segment;
  }
  // Neither a space nor a joiner means anything before the dots.
  return `${kept.replace(/[\s\u200C\u200D]+$/, "")}…`;
}
