import { maxLength, maxSize, type Field, type Fields, type Problem } from "./field.js";
import { fileRefOf, sizeName } from "./file.js";
import { cleanLine, shorten, textOf } from "./text.js";
import type { Facts, Words } from "./words.js";

/** A form in the reader's language, ready to be drawn. */
export interface FormView {
  /** "<command>.<form>", or "<command>:<verb>" for a command that lacked what it needs. */
  readonly id: string;
  readonly subject: string;
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly FieldView[];
}

export interface FieldView {
  readonly id: string;
  readonly kind: Field["kind"];
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  readonly long?: boolean;
  readonly max?: number;
  /** Of a file. */
  readonly maxBytes?: number;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Of a file, the one that was handed over already: it counts unless another takes its place. */
  readonly value?: unknown;
  /** What was wrong with the value, when the form comes back. */
  readonly problem?: string;
}

export interface FormParts {
  readonly words: Words;
  readonly locale: string;
  readonly command: string;
  readonly fields: Fields;
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems?: Readonly<Record<string, Problem>>;
}

export function fieldViews({ words, locale, command, fields, values, problems = {} }: FormParts): FieldView[] {
  return Object.entries(fields).map(([id, field]) => {
    const problem = problems[id];
    const hint = hintFor(words, locale, command, id, field, values[id]);
    return {
      id,
      kind: field.kind,
      label: words.label(locale, command, `fields.${id}.label`),
      required: field.required ?? false,
      ...(hint === undefined ? {} : { hint }),
      ...(field.kind === "text" ? { long: field.long ?? false, max: maxLength(field) } : {}),
      ...(field.kind === "file" ? { maxBytes: maxSize(field) } : {}),
      ...("choices" in field ? { choices: choicesOf(words, locale, command, id, field.choices) } : {}),
      ...(field.kind === "language" ? { choices: languagesOf(words) } : {}),
      ...(field.kind === "yesno" ? { choices: yesAndNo(words, locale) } : {}),
      ...(values[id] === undefined ? {} : { value: values[id] }),
      ...(problem === undefined ? {} : { problem: problemText(words, locale, problem, field) }),
    };
  });
}

/** So much of a file's name is said in a hint. */
const MOST_NAME = 40;

/** The field's own hint; a file says what was chosen before, or else how large it may be. */
function hintFor(
  words: Words,
  locale: string,
  command: string,
  id: string,
  field: Field,
  value: unknown,
): string | undefined {
  const kept = field.kind === "file" ? fileRefOf(value) : undefined;
  const say = (key: string, facts: Facts) => textOf(words.say(locale, "common", key, facts));
  if (kept !== undefined) return say("file.kept", { name: cleanLine(kept.name, MOST_NAME) });
  const key = `fields.${id}.hint`;
  if (words.has(locale, command, key)) return words.label(locale, command, key);
  return field.kind === "file" ? say("file.limit", { max: sizeName(locale, maxSize(field)) }) : undefined;
}

/** A choice without a label of its own (a time zone's name) is its own label. */
export function choiceLabel(words: Words, locale: string, command: string, fieldId: string, value: string): string {
  const key = `fields.${fieldId}.choices.${value}`;
  return words.has(locale, command, key) ? words.label(locale, command, key) : value;
}

function choicesOf(words: Words, locale: string, command: string, id: string, choices: readonly string[]) {
  return choices.map((value) => ({ value, label: shorten(choiceLabel(words, locale, command, id, value), 75) }));
}

/** "Indonesia" for its readers, "English" for theirs: a language is offered in its own words. */
export function languageName(locale: string, inLocale = locale): string {
  return new Intl.DisplayNames(inLocale, { type: "language" }).of(locale) ?? locale;
}

function languagesOf(words: Words) {
  return words.locales.map((locale) => ({ value: locale, label: languageName(locale) }));
}

/** The first of the words that mean it: "ya" and "tidak". */
function yesAndNo(words: Words, locale: string) {
  return (["yes", "no"] as const).map((value) => {
    const [first = value] = words.label(locale, "common", value).split(",");
    return { value, label: first.trim() };
  });
}

function problemText(words: Words, locale: string, problem: Problem, field: Field): string {
  const facts =
    field.kind === "whole"
      ? { min: field.min, max: field.max }
      : field.kind === "text"
        ? { max: maxLength(field) }
        : field.kind === "file"
          ? { max: sizeName(locale, maxSize(field)) }
          : {};
  return textOf(words.say(locale, "common", `problems.${problem}`, facts));
}
