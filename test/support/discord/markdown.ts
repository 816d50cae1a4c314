/** What a reader of Discord sees of a text, and what it does besides being read. */
export interface Read {
  readonly text: string;
  /** Where one gets by tapping. */
  readonly links: readonly string[];
  /** What formats although it is not the renderer's own emphasis at a whole span: a sign of something not escaped. */
  readonly formats: readonly string[];
}

const PREFIX = /^(#{1,3} |-# |>>> |> |[-*+] |\d+\. )/;
const TOKENS = ["****", "***", "**", "__", "~~", "||", "```", "``", "`", "*", "_"] as const;

/** Reads Discord's Markdown: a backslash before a sign makes it a plain sign. Bold, headings and lists are ours. */
export function readMarkdown(markdown: string): Read {
  const links: string[] = [];
  const formats: string[] = [];
  const lines = markdown.split("\n").map((line) => {
    const prefix = PREFIX.exec(line)?.[0] ?? "";
    if (prefix.startsWith(">")) formats.push(prefix.trim());
    return readLine(line.slice(prefix.length), links, formats);
  });
  return { text: lines.join("\n"), links, formats };
}

function readLine(line: string, links: string[], formats: string[]): string {
  let text = "";
  let rest = line;
  while (rest !== "") {
    const escaped = /^\\([^0-9A-Za-z\s])/u.exec(rest);
    const special =
      /^<(@[!&]?|#|a?:\w+:|t:|\/[^:>]+:|id:)[^>]*>/.exec(rest) ??
      /^\[[^\]]*\]\([^)]*\)/.exec(rest) ??
      /^<?https?:\/\/[^\s>]+>?/.exec(rest);
    const token = TOKENS.find((sign) => rest.startsWith(sign));
    if (escaped) {
      text += escaped[1] ?? "";
      rest = rest.slice(escaped[0].length);
    } else if (special) {
      if (!special[0].startsWith("<@")) links.push(special[0]);
      text += special[0];
      rest = rest.slice(special[0].length);
    } else if (token !== undefined) {
      if (token !== "**") formats.push(token);
      rest = rest.slice(token.length);
    } else {
      const [character = ""] = rest;
      text += character;
      rest = rest.slice(character.length);
    }
  }
  // A space without width is there to keep "everyone" from being called where the text is copied; nobody sees it.
  return text.replaceAll("\u200B", "");
}

/** Whom a text calls, as Discord's server looks for it: signs before it don't matter, what is allowed does. */
export function callsIn(
  markdown: string,
  allowed: { readonly parse: readonly string[]; readonly users: readonly string[] },
): string[] {
  const users = [...markdown.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? "");
  const roles = [...markdown.matchAll(/<@&(\d+)>/g)].map((match) => match[1] ?? "");
  const all = [...markdown.matchAll(/@(everyone|here)/g)].map((match) => match[0]);
  return [
    ...users.filter((id) => allowed.parse.includes("users") || allowed.users.includes(id)),
    ...(allowed.parse.includes("roles") ? roles : []),
    ...(allowed.parse.includes("everyone") ? all : []),
  ];
}
