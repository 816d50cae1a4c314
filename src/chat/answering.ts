import { Refusal } from "../refusal.js";
import { formView, type Bot, type BotParts, type Invocation, type Response } from "./bot.js";
import { textCard, type Button } from "./card.js";
import type { Actor, Answer, Command, Context, Manner } from "./command.js";
import { readField, type Fields, type Lookup, type Problem } from "./field.js";
import { choiceLabel, fieldViews, languageName } from "./form.js";
import { fold, wordList, type Parser } from "./parse.js";
import { cleanLine, person, plain, shorten, textOf } from "./text.js";
import { clockTime, dateName, dayName } from "./when.js";

/** What an invocation leads to: the piece of a command that will answer it. */
type Target<Services> =
  | {
      kind: "entry";
      command: Command<Services>;
      verb: string;
      raw: Readonly<Record<string, unknown>>;
      submitted: boolean;
    }
  | { kind: "action"; command: Command<Services>; action: string; subject: string }
  | { kind: "form"; command: Command<Services>; form: string; subject: string; raw: Readonly<Record<string, unknown>> }
  | { kind: "unknown"; word: string; near: readonly string[] }
  | { kind: "outdated" };

export function makeAnswering<Services>(parts: BotParts<Services>, parser: Parser): Pick<Bot, "mannerOf" | "handle"> {
  const byId = new Map(parts.commands.map((command) => [command.id, command]));
  return {
    mannerOf: (invocation) => mannerOfTarget(targetOf(invocation, byId, parser)),
    async handle(invocation) {
      let locale = parts.words.nearest(invocation.person.locale) ?? "en";
      try {
        const seen = { ...invocation.person, name: cleanLine(invocation.person.name, 80) };
        const actor = await parts.people.arrive(invocation.place, seen);
        locale = actor.locale;
        const target = targetOf(invocation, byId, parser);
        await parts.people.count(actor, invocation.kind === "action" ? "buttons" : "commands");
        return await answer(parts, target, contextOf(parts, actor, invocation, target));
      } catch (error) {
        return privately(
          error instanceof Refusal ? refusalCard(parts, locale, error) : apology(parts, locale, error, invocation),
        );
      }
    },
  };
}

function targetOf<Services>(
  invocation: Invocation,
  byId: ReadonlyMap<string, Command<Services>>,
  parser: Parser,
): Target<Services> {
  switch (invocation.kind) {
    case "words": {
      const parsed = parser.plain(invocation.text) ?? parser.line(invocation.text);
      const command = parsed.kind === "entry" ? byId.get(parsed.command) : undefined;
      if (parsed.kind === "unknown") return parsed;
      return command
        ? { kind: "entry", command, verb: parsed.verb, raw: parsed.raw, submitted: false }
        : { kind: "outdated" };
    }
    case "command": {
      const command = byId.get(invocation.command);
      if (!command || !(invocation.verb in command.entries)) return { kind: "outdated" };
      return { kind: "entry", command, verb: invocation.verb, raw: invocation.options, submitted: false };
    }
    case "action": {
      const [id = "", action = ""] = invocation.action.split(".");
      const command = byId.get(id);
      return command && action in command.actions
        ? { kind: "action", command, action, subject: invocation.subject }
        : { kind: "outdated" };
    }
    case "form":
      return formTarget(invocation, byId);
  }
}

function formTarget<Services>(
  invocation: Extract<Invocation, { kind: "form" }>,
  byId: ReadonlyMap<string, Command<Services>>,
): Target<Services> {
  const [, id = "", separator, name = ""] = /^([^.:]+)([.:])(.*)$/.exec(invocation.form) ?? [];
  const command = byId.get(id);
  const raw = invocation.values;
  if (command && separator === ":" && name in command.entries)
    return { kind: "entry", command, verb: name, raw, submitted: true };
  if (command && separator === "." && name in command.forms)
    return { kind: "form", command, form: name, subject: invocation.subject, raw };
  return { kind: "outdated" };
}

function mannerOfTarget<Services>(target: Target<Services>): Manner {
  switch (target.kind) {
    case "entry": {
      const entry = target.command.entries[target.verb];
      const lacks = Object.entries(entry?.options ?? {}).some(
        ([id, field]) => field.required && target.raw[id] === undefined,
      );
      return lacks && !target.submitted ? "form" : (entry?.manner ?? "private");
    }
    case "action":
      return target.command.actions[target.action]?.manner ?? "private";
    case "form":
      return target.command.forms[target.form]?.manner ?? "private";
    case "unknown":
    case "outdated":
      return "private";
  }
}

async function answer<Services>(
  parts: BotParts<Services>,
  target: Target<Services>,
  context: Context<Services>,
): Promise<Response> {
  if (target.kind === "unknown") return privately(unknownCard(parts, context, target.word, target.near));
  if (target.kind === "outdated") throw new Refusal("outdated");
  const { command } = target;
  if (command.organisersOnly && !context.actor.isOrganiser) throw new Refusal("organisersOnly");
  const manner = mannerOfTarget(target);
  if (target.kind === "action") {
    const action = command.actions[target.action];
    if (!action) throw new Refusal("outdated");
    return shown(parts, command, context, manner, await action.run(context, target.subject));
  }
  const fields = target.kind === "entry" ? command.entries[target.verb]?.options : command.forms[target.form]?.fields;
  const { values, problems } = await readAll(fields ?? {}, target.raw, lookupFor(parts, command, context.actor));
  if (Object.keys(problems).length > 0) return askAgain(parts, context, target, values, problems);
  const result =
    target.kind === "entry"
      ? await command.entries[target.verb]?.run(context, values)
      : await command.forms[target.form]?.run(context, values, target.subject);
  if (!result) throw new Refusal("outdated");
  return shown(parts, command, context, manner, result);
}

function shown<Services>(
  parts: BotParts<Services>,
  command: Command<Services>,
  context: Context<Services>,
  manner: Manner,
  result: Answer,
): Response {
  if (result.kind === "form") return { kind: "form", form: formView(parts, context.locale, command, result) };
  const isPublic = manner === "public" && result.only !== "private" && context.channelId !== undefined;
  return {
    kind: "reply",
    card: result.card,
    visibility: isPublic ? "public" : "private",
    replaces: manner === "replace",
  };
}

async function readAll(fields: Fields, raw: Readonly<Record<string, unknown>>, lookup: Lookup) {
  const values: Record<string, unknown> = {};
  const problems: Record<string, Problem> = {};
  for (const [id, field] of Object.entries(fields)) {
    const read = await readField(id, field, raw[id], lookup);
    if (!read.ok) problems[id] = read.problem;
    else if (read.value !== undefined) values[id] = read.value;
  }
  return { values, problems };
}

/** The form again, with everything that was typed and a sentence at each field that needs another look. */
function askAgain<Services>(
  parts: BotParts<Services>,
  context: Context<Services>,
  target: Extract<Target<Services>, { kind: "entry" | "form" }>,
  values: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, Problem>>,
): Response {
  const { words } = parts;
  const { command, raw } = target;
  const { locale } = context;
  const isEntry = target.kind === "entry";
  const fields = (isEntry ? command.entries[target.verb]?.options : command.forms[target.form]?.fields) ?? {};
  // A command that merely lacked something has made no mistake yet.
  const shownProblems = isEntry && !target.submitted ? withoutMissing(problems) : problems;
  const name = isEntry
    ? ["name", ...(target.verb === "" ? [] : [`verbs.${target.verb}.name`])]
    : [`forms.${target.form}.title`];
  const title = name.map((key) => words.label(locale, command.id, key)).join(" ");
  return {
    kind: "form",
    form: {
      id: isEntry ? `${command.id}:${target.verb}` : `${command.id}.${target.form}`,
      subject: isEntry ? "" : target.subject,
      title: isEntry ? title.charAt(0).toUpperCase() + title.slice(1) : title,
      submit: isEntry
        ? words.label(locale, "common", "submit")
        : words.label(locale, command.id, `forms.${target.form}.submit`),
      fields: fieldViews({
        words,
        locale,
        command: command.id,
        fields,
        values: { ...raw, ...scalars(values) },
        problems: shownProblems,
      }),
    },
  };
}

function withoutMissing(problems: Readonly<Record<string, Problem>>): Record<string, Problem> {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== "missing"));
}

/** Members and channels go back as they were written. */
function scalars(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value !== "object" || Array.isArray(value)),
  );
}

function lookupFor<Services>(parts: BotParts<Services>, command: Command<Services>, actor: Actor): Lookup {
  const { words } = parts;
  return {
    member: (written) => parts.people.find(actor, written),
    channel(written) {
      const externalId = /^<#([^>|]+)/.exec(written)?.[1] ?? written.replace(/^#/, "");
      return Promise.resolve(externalId === "" ? undefined : { externalId, name: externalId });
    },
    choice(fieldId, choices, written) {
      const wanted = fold(written);
      return choices.find(
        (value) =>
          fold(value) === wanted ||
          words.locales.some((locale) => fold(choiceLabel(words, locale, command.id, fieldId, value)) === wanted),
      );
    },
    language(written) {
      const wanted = fold(written);
      const byName = words.locales.find((locale) =>
        [locale, ...words.locales].some((speaker) => fold(languageName(locale, speaker)) === wanted),
      );
      return byName ?? words.locales.find((locale) => locale === words.nearest(written));
    },
    yesno(written) {
      const wanted = fold(written);
      const says = (key: string) =>
        words.locales.some((locale) => wordList(words.label(locale, "common", key)).includes(wanted));
      return says("yes") ? true : says("no") ? false : undefined;
    },
  };
}

function contextOf<Services>(
  parts: BotParts<Services>,
  actor: Actor,
  invocation: Invocation,
  target: Target<Services>,
): Context<Services> {
  const { words, services } = parts;
  const { locale, timeZone } = actor;
  const file = "command" in target ? target.command.id : "common";
  return {
    actor,
    channelId: invocation.place.channelId,
    locale,
    now: parts.now(),
    services,
    say: (key, facts) => words.say(locale, file, String(key), facts),
    from: (other, key, facts) => words.say(locale, other, key, facts),
    button: (key, action, subject = "", tone, facts): Button => ({
      kind: "action",
      label: shorten(textOf(words.say(locale, file, String(key), facts)), 75),
      action: action.includes(".") ? action : `${file}.${action}`,
      subject,
      ...(tone === undefined ? {} : { tone }),
    }),
    person: (member) => person(member),
    day: (at) => (typeof at === "string" ? dateName(locale, at) : dayName(locale, timeZone, at)),
    time: (at) => clockTime(locale, timeZone, at),
  };
}

function privately(card: Extract<Response, { kind: "reply" }>["card"]): Response {
  return { kind: "reply", card, visibility: "private", replaces: false };
}

function refusalCard<Services>(parts: BotParts<Services>, locale: string, refusal: Refusal) {
  return textCard(parts.words.say(locale, "refusals", refusal.code, refusal.facts));
}

function unknownCard<Services>(
  parts: BotParts<Services>,
  context: Context<Services>,
  word: string,
  near: readonly string[],
) {
  const names = near.map((id) => `/${parts.words.label(context.locale, id, "name")}`).join(", ");
  const key = word === "" ? "unknown.empty" : names === "" ? "unknown.word" : "unknown.near";
  const card = textCard(context.from("common", key, { word: cleanLine(word, 40), names: plain(names) }));
  return {
    ...card,
    buttons: [
      {
        kind: "action",
        label: parts.words.label(context.locale, "common", "unknown.help"),
        action: "help.show",
        subject: "",
      } as const,
    ],
  };
}

function apology<Services>(parts: BotParts<Services>, locale: string, error: unknown, invocation: Invocation) {
  const incident = parts.incident();
  parts.log.error(
    { incident, err: error, kind: invocation.kind, platform: invocation.place.platform },
    "an answer failed",
  );
  return textCard(parts.words.say(locale, "common", "apology", { incident }));
}
