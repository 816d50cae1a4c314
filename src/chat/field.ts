import { z } from "zod";
import { cleanLine, cleanText } from "./text.js";
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
  | (Base & { readonly kind: "channel" });

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
            : string;

/** What `run` receives: required fields are there, the others may be missing. */
export type Values<FS extends Fields> = {
  readonly [K in keyof FS as FS[K] extends { required: true } ? K : never]: ValueOf<FS[K]>;
} & {
  readonly [K in keyof FS as FS[K] extends { required: true } ? never : K]?: ValueOf<FS[K]>;
};

/** Finds people and channels by what a platform or a person wrote. */
export interface Lookup {
  member(written: string): Promise<MemberRef | undefined>;
  channel(written: string): Promise<ChannelRef | undefined>;
  /** The value of a choice by its value or its label in any language. */
  choice(fieldId: string, choices: readonly string[], written: string): string | undefined;
  /** A language we speak, by its tag or its name. */
  language(written: string): string | undefined;
  /** yes or no in any language. */
  yesno(written: string): boolean | undefined;
}

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
  | "notChannel"
  | "notYesNo"
  | "notLanguage"
  | "notZone";

export type Read<T> =
  { readonly ok: true; readonly value: T | undefined } | { readonly ok: false; readonly problem: Problem };

const DEFAULT_MAX = { short: 200, long: 2_000 };

const date = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const url = z.url({ protocol: /^https?$/ }).max(2_000);

/** The most characters a text field takes. */
export function maxLength(field: Extract<Field, { kind: "text" }>): number {
  return field.max ?? (field.long ? DEFAULT_MAX.long : DEFAULT_MAX.short);
}

/** Reads what was written for a field; platforms hand in strings, numbers, booleans or lists of strings. */
export async function readField(id: string, field: Field, raw: unknown, lookup: Lookup): Promise<Read<unknown>> {
  if (isEmpty(raw)) return field.required ? { ok: false, problem: "missing" } : { ok: true, value: undefined };
  switch (field.kind) {
    case "text":
      return readText(field, raw);
    case "whole":
      return readWhole(field, raw);
    case "yesno":
      return found(typeof raw === "boolean" ? raw : lookup.yesno(written(raw)), "notYesNo");
    case "date":
      return found(date.safeParse(written(raw)).data, "notDate");
    case "time":
      return found(time.safeParse(written(raw).replace(".", ":").padStart(5, "0")).data, "notTime");
    case "url":
      return found(url.safeParse(written(raw)).data, "notUrl");
    case "choice":
      return found(lookup.choice(id, field.choices, written(raw)), "notChoice");
    case "choices":
      return readChoices(id, field, raw, lookup);
    case "language":
      return found(lookup.language(written(raw)), "notLanguage");
    case "timeZone":
      return found(zoneNamed(written(raw)), "notZone");
    case "member":
      return found(await lookup.member(written(raw)), "notMember");
    case "channel":
      return found(await lookup.channel(written(raw)), "notChannel");
  }
}

function isEmpty(raw: unknown): boolean {
  return (
    raw === undefined ||
    raw === null ||
    (typeof raw === "string" && raw.trim() === "") ||
    (Array.isArray(raw) && raw.length === 0)
  );
}

/** Some clients send the chosen entry itself instead of its value. */
function written(raw: unknown): string {
  if (typeof raw === "string") return raw.trim();
  if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
  const entry = z.object({ value: z.string() }).safeParse(raw);
  return entry.success ? entry.data.value : "";
}

function found<T>(value: T | undefined, problem: Problem): Read<T> {
  return value === undefined ? { ok: false, problem } : { ok: true, value };
}

function readText(field: Extract<Field, { kind: "text" }>, raw: unknown): Read<string> {
  const max = maxLength(field);
  const typed = written(raw);
  // Cleaning costs time in proportion to the length, so what is far too long is refused first.
  if (typed.length > max * 4) return { ok: false, problem: "tooLong" };
  const clean = field.long ? cleanText(typed) : cleanLine(typed, typed.length + 1);
  if (clean.length > max) return { ok: false, problem: "tooLong" };
  if (clean === "") return field.required ? { ok: false, problem: "missing" } : { ok: true, value: undefined };
  return { ok: true, value: clean };
}

function readWhole(field: Extract<Field, { kind: "whole" }>, raw: unknown): Read<number> {
  const value = /^[+-]?\d{1,15}$/.test(written(raw)) ? Number(written(raw)) : NaN;
  return found(value >= field.min && value <= field.max ? value : undefined, "notWhole");
}

function readChoices(
  id: string,
  field: Extract<Field, { kind: "choices" }>,
  raw: unknown,
  lookup: Lookup,
): Read<string[]> {
  const parts: unknown[] = Array.isArray(raw) ? raw : written(raw).split(/[,;]/);
  const values = parts.filter((part) => !isEmpty(part)).map((part) => lookup.choice(id, field.choices, written(part)));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length
    ? { ok: true, value: [...new Set(known)] }
    : { ok: false, problem: "notChoice" };
}
