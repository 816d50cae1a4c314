import type { Command } from "./command.js";
import type { Field, Fields } from "./field.js";
import type { Words } from "./words.js";

/** What a typed line means, before its values are read. */
export type Parsed =
  | {
      readonly kind: "entry";
      readonly command: string;
      readonly verb: string;
      readonly raw: Readonly<Record<string, string>>;
    }
  /** The first word is no command; `near` are command ids whose names look like it. */
  | { readonly kind: "unknown"; readonly word: string; readonly near: readonly string[] };

export interface Parser {
  /** A line such as `meet pause until:2026-12-20`, with or without "/", in any language. */
  line(text: string): Parsed;
  /** The command meant by a whole plain message such as "STOP", or undefined for ordinary talk. */
  plain(text: string): Parsed | undefined;
}

interface Known {
  readonly command: Command<unknown>;
  readonly verbs: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, string>;
}

export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Splits "a, b" in the catalogue into words. */
export function wordList(text: string): string[] {
  return text
    .split(",")
    .map(fold)
    .filter((word) => word !== "");
}

export function makeParser(commands: readonly Command<unknown>[], words: Words): Parser {
  const byWord = new Map<string, Known>();
  const plainLines = new Map<string, { command: string; verb: string }>();
  for (const command of commands) {
    const known = knownOf(command, words);
    for (const word of namesIn(words, command.id, "name", "aliases")) byWord.set(word, known);
    for (const verb of Object.keys(command.entries)) {
      const key = verb === "" ? "plain" : `verbs.${verb}.plain`;
      for (const line of namesIn(words, command.id, key)) plainLines.set(line, { command: command.id, verb });
    }
  }
  return {
    line: (text) => parseLine(text, byWord),
    plain(text) {
      const meant = plainLines.get(fold(text));
      return meant && { kind: "entry", ...meant, raw: {} };
    },
  };
}

function namesIn(words: Words, file: string, ...keys: readonly string[]): string[] {
  return words.locales.flatMap((locale) =>
    keys.flatMap((key) => (words.has(locale, file, key) ? wordList(words.label(locale, file, key)) : [])),
  );
}

function knownOf(command: Command<unknown>, words: Words): Known {
  const verbs = new Map<string, string>();
  const fields = new Map<string, string>();
  for (const [verb, entry] of Object.entries(command.entries)) {
    if (verb !== "")
      for (const word of [fold(verb), ...namesIn(words, command.id, `verbs.${verb}.name`, `verbs.${verb}.aliases`)])
        verbs.set(word, verb);
    for (const id of Object.keys(entry.options)) {
      for (const word of [fold(id), ...namesIn(words, command.id, `fields.${id}.name`)]) fields.set(word, id);
    }
  }
  return { command, verbs, fields };
}

function parseLine(text: string, byWord: ReadonlyMap<string, Known>): Parsed {
  const tokens = tokensOf(text.trim().replace(/^\//, ""));
  const word = fold(tokens[0]?.text ?? "");
  const known = byWord.get(word);
  if (!known) return { kind: "unknown", word: tokens[0]?.text ?? "", near: nearest(word, byWord) };
  const { verb, rest } = takeVerb(known, tokens.slice(1));
  const options = known.command.entries[verb]?.options ?? {};
  return { kind: "entry", command: known.command.id, verb, raw: assign(rest, options, known.fields) };
}

/** The longest run of words that names a verb; a command with verbs called bare means its first one. */
function takeVerb(known: Known, tokens: readonly Token[]): { verb: string; rest: readonly Token[] } {
  const first = Object.keys(known.command.entries)[0] ?? "";
  if (first === "") return { verb: "", rest: tokens };
  for (let count = Math.min(3, tokens.length); count > 0; count--) {
    const run = tokens.slice(0, count);
    const verb =
      known.verbs.get(fold(run.map((token) => token.text).join(" "))) ??
      known.verbs.get(fold(run.map((token) => token.text).join("-")));
    if (verb !== undefined) return { verb, rest: tokens.slice(count) };
  }
  return { verb: first, rest: tokens };
}

interface Token {
  readonly text: string;
  /** Present for `name:value`. */
  readonly name?: string;
  readonly quoted: boolean;
}

const QUOTED = `"[^"]*"|“[^”]*”|'[^']*'(?=\\s|$)`;
const TOKEN = new RegExp(`(?:([\\p{L}\\p{N}_-]+):)?(${QUOTED})(?=\\s|$)|(\\S+)`, "gu");

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match): Token => {
    const [, name, quoted, word = ""] = match;
    if (quoted !== undefined)
      return { text: quoted.slice(1, -1), quoted: true, ...(name === undefined ? {} : { name }) };
    const colon = /^([\p{L}\p{N}_-]+):(?!\/\/)(.*)$/u.exec(word);
    return colon ? { name: colon[1] ?? "", text: colon[2] ?? "", quoted: false } : { text: word, quoted: false };
  });
}

/** Named options first; what is left goes to the unnamed ones in order, the last text field taking all that remains. */
function assign(tokens: readonly Token[], options: Fields, names: ReadonlyMap<string, string>): Record<string, string> {
  const raw: Record<string, string> = {};
  const loose: string[] = [];
  let open: string | undefined;
  for (const token of tokens) {
    const id = token.name === undefined ? undefined : names.get(fold(token.name));
    if (id !== undefined && id in options) {
      raw[id] = token.text;
      open = !token.quoted && isWordy(options[id]) ? id : undefined;
    } else {
      const text = token.name === undefined ? token.text : `${token.name}:${token.text}`;
      // `topic:lesson study` without quotes: a text goes on until the next named option.
      if (open !== undefined) raw[open] = `${raw[open] ?? ""} ${text}`.trim();
      else loose.push(text);
    }
  }
  spread(loose, options, raw);
  return raw;
}

function isWordy(field: Field | undefined): boolean {
  return field?.kind === "text" || field?.kind === "choices";
}

function spread(loose: string[], options: Fields, raw: Record<string, string>): void {
  const free = Object.entries(options).filter(([id]) => !(id in raw));
  for (const [index, [id, field]] of free.entries()) {
    if (loose.length === 0) return;
    const isLast = index === free.length - 1;
    if (field.kind === "member" && !/^<@/.test(loose[0] ?? "") && !isLast && !field.required) continue;
    raw[id] = isLast || isWordy(field) ? loose.splice(0).join(" ") : (loose.shift() ?? "");
  }
}

/** Command ids whose words are at most two edits away, nearest first. */
function nearest(word: string, byWord: ReadonlyMap<string, Known>): string[] {
  const scored = [...byWord.entries()]
    .map(([known, { command }]) => ({
      id: command.id,
      away: known.startsWith(word) && word.length > 2 ? 1 : distance(word, known),
    }))
    .filter(({ away }) => away <= 2)
    .sort((a, b) => a.away - b.away);
  return [...new Set(scored.map(({ id }) => id))].slice(0, 3);
}

/** Levenshtein's edit distance (1966) by the usual row-by-row table; gives up on long words. */
export function distance(a: string, b: string): number {
  if (a.length > 40 || b.length > 40) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
