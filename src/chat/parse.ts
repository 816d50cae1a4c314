import type { Command } from "./command.js";
import type { Field, Fields } from "./field.js";
import { withoutTowers } from "./text.js";
import type { Words } from "./words.js";

/** What a typed line means, before its values are read. */
export type Parsed =
  | {
      readonly kind: "entry";
      readonly command: string;
      readonly verb: string;
      readonly raw: Readonly<Record<string, string>>;
    }
  /** The word is no command, or no verb of its command; `near` are those that look like it, the likeliest first. */
  | { readonly kind: "unknown"; readonly word: string; readonly near: readonly NearWord[] };

/** A command, or one of its verbs; the verb is "" where the whole command is meant. */
export interface NearWord {
  readonly command: string;
  readonly verb: string;
}

export interface Parser {
  /** A line such as `meet pause until:2026-12-20`, with or without "/", in any language. */
  line(text: string): Parsed;
  /**
   * The command meant by a plain message such as "STOP", or undefined for ordinary talk. Among others only the whole
   * line counts; in a private conversation ("alone") also a word such as "stop" in a line of a few words, and a phrase
   * such as "no more messages please" in any short line.
   */
  plain(text: string, company?: "alone" | "others"): Parsed | undefined;
}

interface Known {
  readonly command: Command<unknown>;
  readonly verbs: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, string>;
}

/** A text for comparing: without case and accents. */
export function fold(text: string): string {
  return withoutTowers(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Splits "a, b" in the catalogue into words. */
export function wordList(text: string): string[] {
  return text
    .split(",")
    .map(fold)
    .filter((word) => word !== "");
}

/** A message that is longer is no single word such as STOP. */
const MOST_PLAIN = 60;
/** "Tolong berhenti ya" is meant as it is said; a longer line may be about something else. */
const MOST_PLAIN_WORDS = 3;

export function makeParser(commands: readonly Command<unknown>[], words: Words): Parser {
  const byWord = new Map<string, Known>();
  const plainLines = new Map<string, NearWord>();
  const plainWords = new Map<string, NearWord>();
  for (const command of commands) {
    const known = knownOf(command, words);
    for (const word of namesIn(words, command.id, "name", "aliases")) byWord.set(word, known);
    for (const verb of Object.keys(command.entries)) {
      const meant = { command: command.id, verb };
      const key = verb === "" ? "" : `verbs.${verb}.`;
      for (const line of namesIn(words, command.id, `${key}plain`)) plainLines.set(line, meant);
      for (const word of namesIn(words, command.id, `${key}plainWords`)) plainWords.set(spoken(word), meant);
    }
  }
  const said = saidIn(plainWords, namesIn(words, "common", "denials"), namesIn(words, "common", "conditions"));
  return {
    line: (text) => parseLine(text, byWord),
    plain(text, company = "others") {
      if (text.length > MOST_PLAIN) return undefined;
      const line = plainLines.get(fold(text.trim().replace(/^[/"“]+|[.!"”…\s]+$/gu, "")));
      const meant = line ?? (company === "alone" ? said(text) : undefined);
      return meant && { kind: "entry", ...meant, raw: {} };
    },
  };
}

/** Only the words of a line, with a space between them: "Please, don't!" is "please dont". */
function spoken(text: string): string {
  return fold(text)
    .replace(/['’ʼ]/g, "")
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word !== "")
    .join(" ");
}

/**
 * What a short line means by a phrase ("stop sending") or, among a few others, by a word ("stop") that it holds, unless
 * what is around it denies it ("don't stop") or makes it about some messages only ("at night"). A line that begins with
 * "/" is a command and says so itself.
 */
function saidIn(
  known: ReadonlyMap<string, NearWord>,
  denials: readonly string[],
  conditions: readonly string[],
): (text: string) => NearWord | undefined {
  const phrases = [...known.keys()].filter((phrase) => phrase.includes(" ")).sort((a, b) => b.length - a.length);
  const holds = (line: string) => (phrase: string) => line.includes(` ${spoken(phrase)} `);
  return (text) => {
    if (text.trim().startsWith("/")) return undefined;
    const line = ` ${spoken(text)} `;
    const held = phrases.filter(holds(line));
    // "Jangan kirim pesan lagi" has its own "jangan": only what is left over can deny it.
    const rest = held.reduce((left, phrase) => left.replaceAll(` ${phrase} `, " | "), line);
    if (denials.some(holds(rest))) return undefined;
    if (held[0] !== undefined) return conditions.some(holds(rest)) ? undefined : known.get(held[0]);
    const spokenWords = line.trim().split(" ");
    return spokenWords.length > MOST_PLAIN_WORDS ? undefined : spokenWords.flatMap((word) => known.get(word) ?? [])[0];
  };
}

/** Every word under these keys, in all languages, in lower case. */
export function namesIn(words: Words, file: string, ...keys: readonly string[]): string[] {
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
  const [head, ...rest] = tokens;
  const word = head === undefined ? "" : writtenOf(head);
  const known = byWord.get(fold(word));
  if (!known) return { kind: "unknown", word, near: nearest(fold(word), commandWords(byWord)) };
  return parseRest(known, rest);
}

function parseRest({ command, verbs, fields }: Known, tokens: readonly Token[]): Parsed {
  const { verb, rest } = takeVerb(command, verbs, tokens);
  const options = writable(command.entries[verb]?.options ?? {});
  const first = Object.keys(command.entries)[0] ?? "";
  const usual = writable(command.entries[first]?.options ?? {});
  if (isTalk(rest, options, fields) && Object.values(usual)[0]?.kind === "text")
    return { kind: "entry", command: command.id, verb: first, raw: assign(tokens, usual, fields) };
  const stray = rest[0];
  // Nothing was named and the bare command takes nothing: a mistyped verb, not a value.
  if (stray !== undefined && rest.length === tokens.length && verb !== "" && Object.keys(options).length === 0) {
    const word = writtenOf(stray);
    const known = [...verbs].map(([written, id]) => [written, { command: command.id, verb: id }] as const);
    return { kind: "unknown", word, near: nearest(fold(word), known) };
  }
  return { kind: "entry", command: command.id, verb, raw: assign(rest, options, fields) };
}

/** More words than can be meant for the verb before them: "ask help me with fractions" is a question, "ask help on" is not. */
function isTalk(rest: readonly Token[], options: Fields, names: ReadonlyMap<string, string>): boolean {
  if (rest.some(({ name }) => name !== undefined && (names.get(fold(name)) ?? "") in options)) return false;
  const kinds = Object.values(options).map(({ kind }) => kind);
  return rest.length > kinds.length && kinds.every((kind) => kind === "choice" || kind === "yesno");
}

/** What can be typed: a line of words has no files. */
function writable(options: Fields): Fields {
  return Object.fromEntries(Object.entries(options).filter(([, { kind }]) => kind !== "file"));
}

function commandWords(byWord: ReadonlyMap<string, Known>): (readonly [word: string, meant: NearWord])[] {
  return [...byWord].map(([word, { command }]) => [word, { command: command.id, verb: "" }] as const);
}

/** The longest run of words that names a verb; a command with verbs called bare means its first one. */
function takeVerb(
  command: Command<unknown>,
  verbs: ReadonlyMap<string, string>,
  tokens: readonly Token[],
): { verb: string; rest: readonly Token[] } {
  const first = Object.keys(command.entries)[0] ?? "";
  if (first === "") return { verb: "", rest: tokens };
  for (let count = Math.min(MOST_VERB_WORDS, tokens.length); count > 0; count--) {
    const run = tokens.slice(0, count).map(writtenOf);
    const verb = verbs.get(fold(run.join(" "))) ?? verbs.get(fold(run.join("-")));
    if (verb !== undefined) return { verb, rest: tokens.slice(count) };
  }
  return { verb: first, rest: tokens };
}

const MOST_VERB_WORDS = 3;

interface Token {
  /** Without the quotes, and without the name of `name:value`. */
  readonly text: string;
  readonly name?: string;
  readonly quoted: boolean;
}

/** A token as it was written, but for its quotes. */
function writtenOf({ name, text }: Token): string {
  return name === undefined ? text : `${name}:${text}`;
}

const QUOTED = [`"[^"]*"`, `“[^“”]*”`, `„[^„“”]*[“”]`, `«[^«»]*»`, `'[^']*'`, `‘[^‘’]*’`].join("|");
const TOKEN = new RegExp(`(?:([\\p{L}\\p{N}_-]{1,32}):)?(${QUOTED})(?=\\s|$)|(\\S+)`, "gu");

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match): Token => {
    const [, name, quoted, word = ""] = match;
    if (quoted !== undefined)
      return { text: quoted.slice(1, -1), quoted: true, ...(name === undefined ? {} : { name }) };
    const colon = /^([\p{L}\p{N}_-]{1,32}):(?!\/\/)(.*)$/u.exec(word);
    return colon ? { name: colon[1] ?? "", text: colon[2] ?? "", quoted: false } : { text: word, quoted: false };
  });
}

/** Named options first; what is left goes to the unnamed ones in order, the last text field taking all that remains. */
function assign(tokens: readonly Token[], options: Fields, names: ReadonlyMap<string, string>): Record<string, string> {
  const raw: Record<string, string> = {};
  const loose: Token[] = [];
  let open: string | undefined;
  for (const token of tokens) {
    const id = token.name === undefined ? undefined : names.get(fold(token.name));
    if (id !== undefined && id in options) {
      raw[id] = token.text;
      // `topic:lesson study` without quotes goes on until the next named option, `until: 2026-12-20` for one word.
      open = !token.quoted && (isWordy(options[id]) || token.text === "") ? id : undefined;
    } else if (open === undefined) loose.push(token);
    else {
      raw[open] = `${raw[open] ?? ""} ${writtenOf(token)}`.trim();
      if (!isWordy(options[open])) open = undefined;
    }
  }
  spread(loose, options, raw);
  return raw;
}

function isWordy(field: Field | undefined): boolean {
  return field?.kind === "text" || field?.kind === "choices";
}

function spread(loose: Token[], options: Fields, raw: Record<string, string>): void {
  const free = Object.entries(options).filter(([id]) => !(id in raw));
  for (const [index, [id, field]] of free.entries()) {
    const [next] = loose;
    if (next === undefined) return;
    const isLast = index === free.length - 1;
    if (field.kind === "member" && !next.text.startsWith("<@") && !isLast && !field.required) continue;
    const takesAll = isLast || (isWordy(field) && !next.quoted);
    raw[id] = loose
      .splice(0, takesAll ? loose.length : 1)
      .map(writtenOf)
      .join(" ");
  }
}

/** What words that look like this one mean, nearest first. Short words look like many, so they must be nearer. */
function nearest(word: string, known: readonly (readonly [word: string, meant: NearWord])[]): NearWord[] {
  const most = word.length < 5 ? 1 : 2;
  const scored = known
    .map(([other, meant]) => ({
      meant,
      away: (other.startsWith(word) && word.length > 2) || areSwapped(word, other) ? 1 : distance(word, other),
    }))
    .filter(({ away }) => away <= most)
    .sort((a, b) => a.away - b.away)
    .map(({ meant }) => meant);
  return scored
    .filter(
      ({ verb, command }, index) =>
        scored.findIndex((other) => other.verb === verb && other.command === command) === index,
    )
    .slice(0, 3);
}

/** Two neighbouring letters changed places, as fingers do: "iktu" for "ikut". */
function areSwapped(word: string, other: string): boolean {
  const at = word.split("").findIndex((letter, index) => letter !== other[index]);
  const swapped = `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
  return at >= 0 && word.length === other.length && swapped === other;
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
