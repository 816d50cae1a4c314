import { z } from "zod";
import { fileBytes, fileRefOf, type FileProblem, type FileRef } from "./file.js";
import { cleanLine, cleanText, shorten } from "./text.js";
import { zoneNamed } from "./when.js";

interface Base {
  readonly required?: boolean;
}

/**
 * One thing that a person fills in. The same notion serves a slash command's option and a form's input; its name,
 * label, hint and choices come from the catalogue (`fields.<id>…`).
 */
export type Field =
  | (Base & { readonly kind: "text"; readonly long?: boolean; readonly max?: number })
  | (Base & { readonly kind: "whole"; readonly min: number; readonly max: number })
  | (Base & { readonly kind: "yesno" })
  /** A local date, "2026-12-20". */
  | (Base & { readonly kind: "date" })
  /** A local time of day, "15:30". */
  | (Base & { readonly kind: "time" })
  | (Base & { readonly kind: "url" })
  | (Base & { readonly kind: "choice"; readonly choices: readonly string[] })
  | (Base & { readonly kind: "choices"; readonly choices: readonly string[] })
  /** One of the languages the bot speaks. */
  | (Base & { readonly kind: "language" })
  /** An IANA zone, also by its Indonesian name (WIB, WITA, WIT). */
  | (Base & { readonly kind: "timeZone" })
  | (Base & { readonly kind: "member" })
  | (Base & { readonly kind: "channel" })
  /** One file of at most `maxBytes`: 5 MB unless told otherwise. A typed line has none. */
  | (Base & { readonly kind: "file"; readonly maxBytes?: number });

export type Fields = Readonly<Record<string, Field>>;

/** A member that a person pointed at. */
export interface MemberRef {
  readonly memberId: string;
  readonly name: string;
}

/** A channel of the space, by the platform's own id. */
export interface ChannelRef {
  readonly externalId: string;
  readonly name: string;
}

type ValueOf<F extends Field> = F extends { kind: "choice"; choices: readonly (infer C)[] }
  ? C
  : F extends { kind: "choices"; choices: readonly (infer C)[] }
    ? readonly C[]
    : F extends { kind: "whole" }
      ? number
      : F extends { kind: "yesno" }
        ? boolean
        : F extends { kind: "member" }
          ? MemberRef
          : F extends { kind: "channel" }
            ? ChannelRef
            : F extends { kind: "file" }
              ? FileRef
              : string;

/** What `run` receives: required fields are there, the others may be missing. */
export type Values<FS extends Fields> = {
  readonly [K in keyof FS as FS[K] extends { required: true } ? K : never]: ValueOf<FS[K]>;
} & {
  readonly [K in keyof FS as FS[K] extends { required: true } ? never : K]?: ValueOf<FS[K]>;
};

/** What words mean, in any language; known without asking anybody. */
export interface Vocabulary {
  /** The value of a choice by its value or its label. */
  choice(fieldId: string, choices: readonly string[], written: string): string | undefined;
  /** A language we speak, by its tag or its name. */
  language(written: string): string | undefined;
  yesno(written: string): boolean | undefined;
  /** How many days from today "besok" or "tomorrow" is; "yesterday" is -1. */
  daysAhead(written: string): number | undefined;
}

/** Finds people and channels by what a platform (`<@id>`, `<#id>`) or a person wrote, and knows their day. */
export interface Directory {
  /** The date on the calendar of whoever wrote, "2026-11-24". */
  readonly today: string;
  member(written: string): Promise<MemberRef | undefined>;
  /** Whether this is an app and no person. */
  isBot?(written: string): boolean;
  /** A problem where the bot could write nothing. */
  channel(written: string): Promise<ChannelRef | ChannelProblem | undefined>;
}

/** Why the bot can't write in a channel: it was never invited there, it may not, or nobody can. */
export type ChannelProblem = "notInChannel" | "mayNotWrite" | "channelArchived";

/** Why a value was not taken: a sentence in `common.json` under `problems`. */
export type Problem =
  | "missing"
  | "notWhole"
  | "tooLong"
  | "notDate"
  | "notTime"
  | "notUrl"
  | "notChoice"
  | "notMember"
  | "aBot"
  | "notChannel"
  | ChannelProblem
  | "notYesNo"
  | "notLanguage"
  | "notZone"
  | "notFile"
  | FileProblem;

export type Read<T> =
  { readonly ok: true; readonly value: T | undefined } | { readonly ok: false; readonly problem: Problem };

const DEFAULT_MAX = { short: 200, long: 2_000 };
/** No name, date or label is longer; what is may be an attempt to keep us busy. */
const MOST = { word: 200, list: 2_000, mentions: 10 };

// The day comes first where the year comes last: "20/12/2026" is how Indonesians write it.
const date = z.preprocess(
  (text) =>
    typeof text === "string"
      ? text.replace(
          /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/,
          (_, day: string, _mark, month: string, year: string) =>
            `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
        )
      : text,
  z.iso.date(),
);
// "9.30" is how Indonesians write it, "9:30" how others do.
const time = z
  .string()
  .regex(/^([01]?\d|2[0-3])[:.][0-5]\d$/)
  .transform((clock) => clock.replace(".", ":").padStart(5, "0"));
// Normalised, so that what was checked is what a reader's browser opens.
const url = z.url({ protocol: /^https?$/, normalize: true }).refine((link) => !/^https?:\/\/[^/?#]*@/.test(link));

/** The most characters a text field takes. */
export function maxLength(field: Extract<Field, { kind: "text" }>): number {
  return field.max ?? (field.long ? DEFAULT_MAX.long : DEFAULT_MAX.short);
}

/** The most bytes of a file. */
export function maxSize({ maxBytes }: Extract<Field, { kind: "file" }>): number {
  return maxBytes ?? fileBytes.usual;
}

/** Reads what was written for a field; platforms hand in strings, numbers, booleans, lists of strings or a file. */
export async function readField(
  id: string,
  field: Field,
  raw: unknown,
  vocabulary: Vocabulary,
  directory: Directory,
): Promise<Read<unknown>> {
  const read = readAtOnce(id, field, raw, vocabulary);
  if (!read.ok || typeof read.value !== "string") return read;
  if (field.kind === "date") {
    const ahead = vocabulary.daysAhead(read.value);
    return ahead === undefined ? read : { ok: true, value: daysAfter(directory.today, ahead) };
  }
  if (field.kind === "text")
    return { ok: true, value: shorten(await withNames(read.value, directory), maxLength(field)) };
  if (field.kind === "member" && directory.isBot?.(read.value) === true) return { ok: false, problem: "aBot" };
  if (field.kind === "member") return found(await directory.member(read.value), "notMember");
  if (field.kind !== "channel") return read;
  const channel = await directory.channel(read.value);
  return typeof channel === "string" ? { ok: false, problem: channel } : found(channel, "notChannel");
}

const MENTION = /<@!?[^>\s]{1,60}>/g;

/** People whom a text mentions, by name: a platform's id says nothing to a reader. */
export async function withNames(text: string, { member }: Pick<Directory, "member">): Promise<string> {
  const mentions = [...new Set(text.match(MENTION))].slice(0, MOST.mentions);
  const named = await Promise.all(mentions.map(async (mention) => [mention, await member(mention)] as const));
  const names = new Map(named);
  return text.replace(MENTION, (mention) => names.get(mention)?.name ?? mention);
}

/** The same without looking anybody up: a member, a channel or a word such as "tomorrow" counts as read. */
export function readAtOnce(id: string, field: Field, raw: unknown, vocabulary: Vocabulary): Read<unknown> {
  if (isEmpty(raw)) return nothing(field);
  switch (field.kind) {
    case "text":
      return readText(field, raw);
    case "whole":
      return readWhole(field, raw);
    case "yesno":
      return found(typeof raw === "boolean" ? raw : vocabulary.yesno(written(raw)), "notYesNo");
    case "date":
      return readDate(written(raw), vocabulary);
    case "time":
      return found(time.safeParse(written(raw)).data, "notTime");
    case "url":
      return found(url.safeParse(written(raw, MOST.list)).data, "notUrl");
    case "choice":
      return found(vocabulary.choice(id, field.choices, written(raw)), "notChoice");
    case "choices":
      return readChoices(id, field, raw, vocabulary);
    case "language":
      return found(vocabulary.language(written(raw)), "notLanguage");
    case "timeZone":
      return found(zoneNamed(written(raw)), "notZone");
    case "member":
    case "channel":
      return { ok: true, value: written(raw) };
    case "file":
      return readFileRef(field, raw);
  }
}

function isEmpty(raw: unknown): boolean {
  return isBlank(raw) || (Array.isArray(raw) && raw.every(isBlank));
}

function isBlank(raw: unknown): boolean {
  return raw === undefined || raw === null || (typeof raw === "string" && raw.trim() === "");
}

function nothing(field: Field): Read<never> {
  return field.required ? { ok: false, problem: "missing" } : { ok: true, value: undefined };
}

/** The text of a value; "" when it is none or longer than `most`. Some clients send the chosen entry, not its value. */
function written(raw: unknown, most: number = MOST.word): string {
  const entry = z.object({ value: z.string() }).safeParse(raw);
  const value = entry.success ? entry.data.value : raw;
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const text = isPlain ? String(value).trim() : "";
  return text.length > most ? "" : text;
}

function found<T>(value: T | undefined, problem: Problem): Read<T> {
  return value === undefined ? { ok: false, problem } : { ok: true, value };
}

function readText(field: Extract<Field, { kind: "text" }>, raw: unknown): Read<string> {
  const max = maxLength(field);
  const typed = written(raw, Infinity);
  // Cleaning costs time in proportion to the length, so what is far too long is refused first.
  if (typed.length > max * 4) return { ok: false, problem: "tooLong" };
  const clean = field.long ? cleanText(typed) : cleanLine(typed, typed.length + 1);
  if (clean.length > max) return { ok: false, problem: "tooLong" };
  return clean === "" ? nothing(field) : { ok: true, value: clean };
}

/** Only what a platform's decoder made is a file: nothing that somebody typed is ever taken for one. */
function readFileRef(field: Extract<Field, { kind: "file" }>, raw: unknown): Read<FileRef> {
  const file = fileRefOf(raw);
  return file !== undefined && file.size > maxSize(field)
    ? { ok: false, problem: "fileTooLarge" }
    : found(file, "notFile");
}

function readDate(typed: string, vocabulary: Vocabulary): Read<string> {
  const isWord = vocabulary.daysAhead(typed) !== undefined;
  return found(isWord ? typed : date.safeParse(typed).data, "notDate");
}

function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function readWhole(field: Extract<Field, { kind: "whole" }>, raw: unknown): Read<number> {
  const value = /^[+-]?\d{1,15}$/.test(written(raw)) ? Number(written(raw)) : NaN;
  return found(value >= field.min && value <= field.max ? value : undefined, "notWhole");
}

function readChoices(
  id: string,
  field: Extract<Field, { kind: "choices" }>,
  raw: unknown,
  vocabulary: Vocabulary,
): Read<string[]> {
  const parts: readonly unknown[] = Array.isArray(raw) ? raw : written(raw, MOST.list).split(/[,;]/);
  const filled = parts.filter((part) => !isBlank(part));
  if (filled.length === 0) return nothing(field);
  // So many more than there are to choose from are no mistake of a person.
  if (filled.length > field.choices.length * 2) return { ok: false, problem: "notChoice" };
  const values = filled.map((part) => vocabulary.choice(id, field.choices, written(part)));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length
    ? { ok: true, value: [...new Set(known)] }
    : { ok: false, problem: "notChoice" };
}
