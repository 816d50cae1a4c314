import { isWritten, type PersonSpan, type Span, type Text } from "../../chat/text.js";

/** Whom the platform knows a member as, for calling them. */
export type UserIds = ReadonlyMap<string, string>;

// What stands anywhere and means something: emphasis, code, spoilers, mentions, masked links, headings.
const ANYWHERE = /[\\*_~`|<>[\]@#]/g;
// "https://" makes a link by itself.
const SCHEME = /:(?=\/\/)/g;
// "- item", "+ item", "1. item" at the beginning of a line.
const BULLET = /^(\s*)([-+])/gm;
const NUMBER = /^(\s*\d+)\./gm;
// Escaping and `allowed_mentions` make it inert already; the space of no width keeps it so where it is copied.
const EVERYBODY = /\\@(?=everyone|here)/gi;

/** Text that Discord shows exactly as it is: it can't format, link or call anybody. */
export function escapeText(text: string): string {
  return text
    .replace(ANYWHERE, "\\$&")
    .replace(SCHEME, "\\:")
    .replace(BULLET, "$1\\$2")
    .replace(NUMBER, "$1\\.")
    .replace(EVERYBODY, "\\@\u200B");
}

/** The same on one line, for headings and the entries of a list. */
export function oneLine(markdown: string): string {
  return markdown.replace(/\s*\n\s*/g, " ").trim();
}

export function markdownOf(text: Text, userIds: UserIds): string {
  return joined(text)
    .map((span) => spanMarkdown(span, userIds))
    .join("");
}

/** An id of Discord's. */
const SNOWFLAKE = /^\d{15,22}$/;

export function spanMarkdown(span: Span, userIds: UserIds): string {
  switch (span.kind) {
    case "plain":
      return escapeText(span.text);
    case "strong":
      return strongMarkdown(span.text);
    case "person":
      return calledId(span, userIds) === undefined ? escapeText(span.name) : `<@${calledId(span, userIds) ?? ""}>`;
    case "channel":
      return SNOWFLAKE.test(span.channelId) ? `<#${span.channelId}>` : escapeText(`#${span.name}`);
  }
}

/** Emphasis must not begin or end with a space, and must not be empty. */
function strongMarkdown(text: string): string {
  const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return inner === "" ? escapeText(text) : `${before}**${escapeText(inner)}**${after}`;
}

/** The platform's id of a person whose attention is to be called. */
export function calledId(span: PersonSpan, userIds: UserIds): string | undefined {
  return span.ping ? userIds.get(span.memberId) : undefined;
}

/** Neighbours of the same look become one again, since Discord does not read `**a****b**` as emphasis. */
export function joined(spans: readonly Span[]): Text {
  const whole: Span[] = [];
  for (const span of spans) {
    const last = whole.at(-1);
    if (isWritten(span) && span.text === "") continue;
    if (last !== undefined && isWritten(last) && isWritten(span) && span.kind === last.kind)
      whole[whole.length - 1] = { kind: last.kind, text: last.text + span.text };
    else whole.push(span);
  }
  return whole;
}
