import type { Answer, Command } from "./command.js";
import type { Fields, Problem } from "./field.js";
import { fileRefOf } from "./file.js";
import { fieldViews, type FormView } from "./form.js";
import { fieldsOf, type Filled } from "./target.js";
import type { Words } from "./words.js";

type Values = Readonly<Record<string, unknown>>;
type Problems = Readonly<Record<string, Problem>>;

/** "temu jeda": a command, or one of its verbs, as its readers call it. */
export function calledIn(words: Words, locale: string, command: string, verb: string): string {
  const keys = ["name", ...(verb === "" ? [] : [`verbs.${verb}.name`])];
  return keys.map((key) => words.label(locale, command, key)).join(" ");
}

/** The form that a handler answered with. */
export function formOf<Services>(
  words: Words,
  locale: string,
  command: Command<Services>,
  answer: Extract<Answer, { kind: "form" }>,
): FormView {
  const form = command.forms[answer.form];
  if (!form) throw new Error(`commands/${command.id}.ts answers with a form "${answer.form}" that it does not have`);
  return {
    id: `${command.id}.${answer.form}`,
    subject: answer.subject ?? "",
    title: words.label(locale, command.id, `forms.${answer.form}.title`),
    submit: words.label(locale, command.id, `forms.${answer.form}.submit`),
    fields: fieldViews({ words, locale, command: command.id, fields: form.fields, values: answer.initial ?? {} }),
  };
}

/** The form again, with everything that was typed and a sentence at each field that needs another look. */
export function askAgain<Services>(
  words: Words,
  locale: string,
  target: Filled<Services>,
  values: Values,
  problems: Problems,
): FormView {
  const command = target.command.id;
  const fields = fieldsOf(target);
  const parts = { words, locale, command, fields, values: typedBack(fields, target.raw, values, problems) };
  if (target.kind === "form") {
    return {
      id: `${command}.${target.form}`,
      subject: target.subject,
      title: words.label(locale, command, `forms.${target.form}.title`),
      submit: words.label(locale, command, `forms.${target.form}.submit`),
      fields: fieldViews({ ...parts, problems }),
    };
  }
  return {
    id: `${command}:${target.verb}`,
    subject: "",
    title: `/${calledIn(words, locale, command, target.verb)}`,
    submit: words.label(locale, "common", "submit"),
    // A command that merely lacked something has made no mistake yet.
    fields: fieldViews({ ...parts, problems: target.submitted ? problems : withoutMissing(problems) }),
  };
}

function withoutMissing(problems: Problems): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== "missing"));
}

/** No form gives back more; what goes beyond is cut off. */
const MOST = { characters: 8_000, entries: 100, entry: 200 };

/** What a form can show of what was read or, where that failed or was a person or a channel, of what was typed. */
function typedBack(fields: Fields, raw: Values, values: Values, problems: Problems): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([id, { kind }]) => [
      id,
      // A file that can't be used must not be taken for one that is there.
      kind === "file"
        ? problems[id] === undefined
          ? fileRefOf(values[id])
          : undefined
        : (shownIn(values[id]) ?? shownIn(raw[id])),
    ]),
  );
}

function shownIn(value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, MOST.characters);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (!Array.isArray(value)) return undefined;
  const entries = value.filter((entry) => typeof entry === "string").slice(0, MOST.entries);
  return entries.map((entry) => entry.slice(0, MOST.entry));
}
