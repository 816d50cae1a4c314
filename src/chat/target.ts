import type { Command, Entry, Manner } from "./command.js";
import { readAtOnce, type Fields, type Vocabulary } from "./field.js";
import type { Invocation } from "./invocation.js";
import type { MessageTold } from "./message.js";
import type { NearWord, Parser } from "./parse.js";

type Raw = Readonly<Record<string, unknown>>;

/** What an invocation leads to: the piece of a command that will answer it. */
export type Target<Services> =
  | {
      readonly kind: "entry";
      readonly command: Command<Services>;
      readonly verb: string;
      readonly raw: Raw;
      /** The form for what was lacking came back. */
      readonly submitted: boolean;
    }
  | { readonly kind: "action"; readonly command: Command<Services>; readonly action: string; readonly subject: string }
  | {
      readonly kind: "form";
      readonly command: Command<Services>;
      readonly form: string;
      readonly subject: string;
      readonly raw: Raw;
    }
  | { readonly kind: "message"; readonly command: Command<Services>; readonly message: MessageTold }
  | { readonly kind: "unknown"; readonly word: string; readonly near: readonly NearWord[] }
  | { readonly kind: "outdated" };

/** A target with something to fill in. */
export type Filled<Services> = Extract<Target<Services>, { kind: "entry" | "form" }>;

export type Commands<Services> = ReadonlyMap<string, Command<Services>>;

export function targetOf<Services>(
  invocation: Invocation,
  commands: Commands<Services>,
  parser: Parser,
): Target<Services> {
  switch (invocation.kind) {
    case "words": {
      const { text, place } = invocation;
      const parsed = parser.plain(text, place.channelId === undefined ? "alone" : "others") ?? parser.line(text);
      return parsed.kind === "unknown" ? parsed : entryTarget(commands, parsed.command, parsed.verb, parsed.raw, false);
    }
    case "command":
      return entryTarget(commands, invocation.command, invocation.verb, invocation.options, false);
    case "action": {
      const [id = "", action = ""] = invocation.action.split(".");
      const command = commands.get(id);
      return command && Object.hasOwn(command.actions, action)
        ? { kind: "action", command, action, subject: invocation.subject }
        : { kind: "outdated" };
    }
    case "message": {
      const command = commands.get(invocation.command);
      return command?.message ? { kind: "message", command, message: invocation.message } : { kind: "outdated" };
    }
    case "form":
      return formTarget(invocation, commands);
  }
}

function entryTarget<Services>(
  commands: Commands<Services>,
  id: string,
  verb: string,
  raw: Raw,
  submitted: boolean,
): Target<Services> {
  const command = commands.get(id);
  return command && Object.hasOwn(command.entries, verb)
    ? { kind: "entry", command, verb, raw, submitted }
    : { kind: "outdated" };
}

function formTarget<Services>(
  invocation: Extract<Invocation, { kind: "form" }>,
  commands: Commands<Services>,
): Target<Services> {
  const [, id = "", separator, name = ""] = /^([^.:]+)([.:])(.*)$/.exec(invocation.form) ?? [];
  const command = commands.get(id);
  const { subject, values: raw } = invocation;
  if (separator === ":") return entryTarget(commands, id, name, raw, true);
  return command && Object.hasOwn(command.forms, name)
    ? { kind: "form", command, form: name, subject, raw }
    : { kind: "outdated" };
}

/** What is to be filled in before the target can answer; nothing for a button. */
export function fieldsOf<Services>(target: Filled<Services>): Fields {
  const { command } = target;
  return (target.kind === "entry" ? command.entries[target.verb]?.options : command.forms[target.form]?.fields) ?? {};
}

/** How the answer will be shown, as far as can be known without looking anybody up. */
export function mannerOfTarget<Services>(
  target: Target<Services>,
  vocabularyOf: (command: string) => Vocabulary,
): Manner {
  switch (target.kind) {
    case "action":
      return target.command.actions[target.action]?.manner ?? "private";
    case "message":
      return target.command.message?.manner ?? "private";
    case "entry":
    case "form": {
      const vocabulary = vocabularyOf(target.command.id);
      const lacks = Object.entries(fieldsOf(target)).some(
        ([id, field]) => !readAtOnce(id, field, target.raw[id], vocabulary).ok,
      );
      return lacks ? "form" : (ownManner(target) ?? "private");
    }
    case "unknown":
    case "outdated":
      return "private";
  }
}

function ownManner<Services>(target: Filled<Services>): Manner | undefined {
  const entry: Pick<Entry<Services>, "manner"> | undefined =
    target.kind === "entry" ? target.command.entries[target.verb] : target.command.forms[target.form];
  return entry?.manner;
}
