export { cleanLine, cleanText, shorten, withoutTowers } from "../clean.js";

/**
 * Text as the kernel knows it: spans, never markup. A platform's renderer escapes `text` and decides what strong, a
 * person and a channel look like there, so what a member typed can never format, link or ping.
 */
export type Span =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  | PersonSpan
  | ChannelSpan;

/** A member, by name. `ping` is true only where the platform should call the person's attention. */
export interface PersonSpan {
  readonly kind: "person";
  readonly memberId: string;
  readonly name: string;
  readonly ping: boolean;
}

/** A channel of the space where it is read, by the platform's own id: a platform draws it as its own mention. */
export interface ChannelSpan {
  readonly kind: "channel";
  readonly channelId: string;
  /** For places that know no mentions; the id where nobody has looked the name up. */
  readonly name: string;
}

export type Text = readonly Span[];

export type WrittenSpan = Extract<Span, { readonly text: string }>;

/** Words, as against whom or what a platform may draw in a way of its own. */
export function isWritten(span: Span): span is WrittenSpan {
  return span.kind === "plain" || span.kind === "strong";
}

export function plain(text: string): Text {
  return [{ kind: "plain", text }];
}

export function strong(text: string): Text {
  return [{ kind: "strong", text }];
}

export function person(member: { readonly memberId: string; readonly name: string }, ping = false): PersonSpan {
  return { kind: "person", memberId: member.memberId, name: member.name, ping };
}

export function channel(channelId: string, name = channelId): ChannelSpan {
  return { kind: "channel", channelId, name };
}

export function join(parts: readonly Text[], separator: string): Text {
  return parts.flatMap((part, index) => (index === 0 ? part : [...plain(separator), ...part]));
}

/** How dates, numbers and lists are written in a language: English as most teachers in Asia learn it. */
export function styleOf(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}

/** "a, b and c" in the reader's language, whatever a, b and c are. */
export function listing(locale: string, parts: readonly Text[]): Text {
  const format = new Intl.ListFormat(styleOf(locale), { type: "conjunction" });
  const marks = parts.map((_, index) => String(index));
  return format
    .formatToParts(marks)
    .flatMap((piece) => (piece.type === "element" ? (parts[Number(piece.value)] ?? []) : plain(piece.value)));
}

/** The words without any look: for notifications, screen readers and plain-text places. */
export function textOf(text: Text): string {
  return text.map(wordsOf).join("");
}

function wordsOf(span: Span): string {
  switch (span.kind) {
    case "person":
      return span.name;
    case "channel":
      return `#${span.name}`;
    case "plain":
    case "strong":
      return span.text;
  }
}
