import { Refusal } from "../refusal.js";
import { askAgain, calledIn, formOf } from "./asking.js";
import { textCard, type Button, type Card } from "./card.js";
import type { Actor, Answer, Command, Context, Manner } from "./command.js";
import { contextOf } from "./context.js";
import { courtesyOf } from "./courtesy.js";
import { readField, type ChannelProblem, type Directory, type MemberRef, type Problem } from "./field.js";
import { sizeName } from "./file.js";
import { fieldHolding, FileFault, fileReader, type ReadFile } from "./handing.js";
import type { Invocation, PersonSeen, Place, Response } from "./invocation.js";
import { seenOf } from "./message.js";
import type { Pace } from "./pace.js";
import { pacedOf } from "./pacing.js";
import type { NearWord, Parser } from "./parse.js";
import { fieldsOf, mannerOfTarget, targetOf, type Commands, type Filled, type Target } from "./target.js";
import { cleanLine, cleanText, plain, textOf } from "./text.js";
import { vocabularyOf } from "./vocabulary.js";
import { SOURCE, type Words } from "./words.js";

/** What the kernel needs to know of people; the members feature gives it. */
export interface People {
  /** The member behind an account, made on first sight. */
  arrive(place: Place, person: PersonSeen): Promise<Actor>;
  /** By a platform's id (`<@id>`) or by name within the network. */
  find(actor: Actor, written: string): Promise<MemberRef | undefined>;
  /** Counts what the member did. */
  count(actor: Actor, what: "commands" | "buttons"): Promise<void>;
}

export interface AnsweringParts<Services> {
  readonly commands: readonly Command<Services>[];
  readonly words: Words;
  readonly services: Services;
  readonly people: People;
  /** Why the bot can't write in a channel that somebody named, as far as the platform can tell. */
  readonly channelProblem?: (place: Place, channelId: string) => Promise<ChannelProblem | undefined>;
  readonly readFile?: ReadFile;
  /** Without it nobody is ever asked to wait. */
  readonly pace?: Pace;
  readonly now: () => Date;
  /** A number that a person can tell an organiser, and that is in the log. */
  readonly incident: () => string;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
}

export interface Answering {
  mannerOf(invocation: Invocation): Manner;
  handle(invocation: Invocation): Promise<Response>;
  localeOf(place: Place, person: PersonSeen): Promise<string>;
}

type Known<Services> = Exclude<Target<Services>, { kind: "unknown" | "outdated" }>;

/** So much of an unknown word is said back: enough to recognise it. */
const MOST_ECHOED = 24;

export function makeAnswering<Services>(parts: AnsweringParts<Services>, parser: Parser): Answering {
  const { words } = parts;
  const commands = new Map(parts.commands.map((command) => [command.id, command]));
  return {
    mannerOf: (invocation) =>
      mannerOfTarget(targetOf(invocation, commands, parser), (command) => vocabularyOf(words, command)),
    async localeOf(place, person) {
      const hint = words.nearest(person.locale) ?? SOURCE;
      return parts.people.arrive(place, person).then(
        ({ locale }) => locale,
        () => hint,
      );
    },
    async handle(invocation) {
      let locale = words.nearest(invocation.person.locale) ?? SOURCE;
      const paced = pacedOf(parts.pace, parser, invocation);
      if (paced === "silence") return { kind: "nothing" };
      try {
        const actor = await parts.people.arrive(invocation.place, invocation.person);
        locale = actor.locale;
        if (paced !== "go") throw new Refusal(paced);
        const target = courteous(targetOf(invocation, commands, parser), invocation, words);
        if (invocation.unasked !== true)
          await parts.people.count(actor, invocation.kind === "action" ? "buttons" : "commands");
        const bots = await meet(parts.people, invocation);
        const { place } = invocation;
        return await answer(parts, commands, target, contextFor(parts, actor, target, place), { bots, place });
      } catch (error) {
        return privately(noCard(parts, locale, error, invocation));
      }
    },
  };
}

/** Lets whoever was named be found; that is all it does for them. Answers with the apps among them. */
async function meet(people: People, { place, named = [] }: Invocation): Promise<ReadonlySet<string>> {
  for (const { isBot, ...person } of named) if (isBot !== true) await people.arrive(place, person);
  return new Set(named.flatMap(({ externalId, isBot }) => (isBot === true ? [externalId] : [])));
}

interface Courtesy {
  readonly kind: "courtesy";
  readonly answer: "greeted" | "thanked";
}

/**
 * "Halo" in a private conversation is no unknown word; among others it is said to them. Neither is a message of
 * characters that nobody sees: it is taken for a hello.
 */
function courteous<Services>(
  target: Target<Services>,
  invocation: Invocation,
  words: Words,
): Target<Services> | Courtesy {
  if (target.kind !== "unknown" || invocation.kind !== "words" || invocation.place.channelId !== undefined)
    return target;
  const isBlank = target.word !== "" && cleanText(invocation.text) === "";
  const answer = isBlank ? "greeted" : courtesyOf(invocation.text, words);
  return answer === undefined ? target : { kind: "courtesy", answer };
}

async function answer<Services>(
  parts: AnsweringParts<Services>,
  commands: Commands<Services>,
  target: Target<Services> | Courtesy,
  context: Context<Services>,
  around: Around,
): Promise<Response> {
  if (target.kind === "unknown") {
    const hasHelp = commands.has("help");
    return privately(unknownCard(parts.words, context, target.word, target.near, hasHelp));
  }
  if (target.kind === "courtesy") {
    const card = textCard(context.from("common", target.answer));
    return privately(target.answer === "greeted" && commands.has("help") ? withHelp(card, parts.words, context) : card);
  }
  if (target.kind === "outdated") throw new Refusal("outdated");
  if (target.command.organisersOnly && !context.actor.isOrganiser) throw new Refusal("organisersOnly");
  if (target.kind === "action") {
    const action = target.command.actions[target.action];
    if (!action) throw new Refusal("outdated");
    return shown(parts, target, action.manner, context, await action.run(context, target.subject));
  }
  if (target.kind === "message") {
    const { message } = target.command;
    if (!message) throw new Refusal("outdated");
    const seen = await seenOf(target.message, directoryOf(parts, context.actor, context.today, around));
    return shown(parts, target, message.manner, context, await message.run(context, seen));
  }
  const { values, problems } = await readAll(parts, target, context, around);
  const again = (why: Readonly<Record<string, Problem>>): Response => ({
    kind: "form",
    form: askAgain(parts.words, context.locale, target, values, why),
  });
  if (Object.keys(problems).length > 0) return again(problems);
  try {
    return await carriedOut(parts, target, context, values);
  } catch (error) {
    return wrongAt(parts.words, context.locale, target, again, error);
  }
}

/** What is wrong with one field is said there; whatever else went wrong is thrown on. */
function wrongAt<Services>(
  words: Words,
  locale: string,
  target: Filled<Services>,
  again: (why: Readonly<Record<string, Problem>>) => Response,
  error: unknown,
): Response {
  if (error instanceof Refusal && error.field !== undefined && error.field in fieldsOf(target))
    return refusedAt(words, locale, again({}), error);
  const field = error instanceof FileFault ? fieldHolding(target, error.file) : undefined;
  if (!(error instanceof FileFault) || field === undefined) throw error;
  return again({ [field.id]: error.problem });
}

/** The form once more, with a "no" at the field that it is about: nothing that was typed is lost. */
function refusedAt(words: Words, locale: string, again: Response, { code, facts, field }: Refusal): Response {
  if (again.kind !== "form") return again;
  const problem = textOf(words.say(locale, "refusals", code, facts));
  const fields = again.form.fields.map((view) => (view.id === field ? { ...view, problem } : view));
  return { ...again, form: { ...again.form, fields } };
}

async function carriedOut<Services>(
  parts: AnsweringParts<Services>,
  target: Filled<Services>,
  context: Context<Services>,
  values: Readonly<Record<string, unknown>>,
): Promise<Response> {
  if (target.kind === "entry") {
    const entry = target.command.entries[target.verb];
    if (!entry) throw new Refusal("outdated");
    return shown(parts, target, entry.manner, context, await entry.run(context, values));
  }
  const form = target.command.forms[target.form];
  if (!form) throw new Refusal("outdated");
  return shown(parts, target, form.manner, context, await form.run(context, values, target.subject));
}

function contextFor<Services>(
  { words, services, now, readFile }: AnsweringParts<Services>,
  actor: Actor,
  target: Target<Services> | Courtesy,
  place: Place,
): Context<Services> {
  const { channelId } = place;
  const file = "command" in target ? target.command.id : "common";
  const reader = fileReader(readFile, place, target.kind === "courtesy" ? undefined : target);
  return contextOf({ words, services, actor, channelId, now: now(), file, readFile: reader });
}

function shown<Services>(
  parts: AnsweringParts<Services>,
  target: Known<Services>,
  manner: Manner,
  { locale, channelId }: Context<Services>,
  result: Answer,
): Response {
  if (result.kind === "form") {
    // A platform that was promised something else could not open it any more.
    if (manner !== "form")
      throw new Error(
        `commands/${target.command.id}.ts: ${nameOf(target)} may not answer with a form, since its manner is "${manner}"`,
      );
    return { kind: "form", form: formOf(parts.words, locale, target.command, result) };
  }
  const isPublic = manner === "public" && result.only !== "private" && channelId !== undefined;
  return {
    kind: "reply",
    card: result.card,
    visibility: isPublic ? "public" : "private",
    replaces: manner === "replace",
  };
}

function nameOf<Services>(target: Known<Services>): string {
  switch (target.kind) {
    case "entry":
      return target.verb === "" ? "its entry" : `the verb "${target.verb}"`;
    case "action":
      return `the action "${target.action}"`;
    case "message":
      return "what it does with a message";
    case "form":
      return `the form "${target.form}"`;
  }
}

async function readAll<Services>(
  parts: AnsweringParts<Services>,
  target: Filled<Services>,
  { actor, today }: Context<Services>,
  around: Around,
) {
  const vocabulary = vocabularyOf(parts.words, target.command.id);
  const directory = directoryOf(parts, actor, today, around);
  const values: Record<string, unknown> = {};
  const problems: Record<string, Problem> = {};
  for (const [id, field] of Object.entries(fieldsOf(target))) {
    const read = await readField(id, field, target.raw[id], vocabulary, directory);
    if (!read.ok) problems[id] = read.problem;
    else if (read.value !== undefined) values[id] = read.value;
  }
  return { values, problems };
}

/** Where it was asked, and which of those who were named are apps. */
interface Around {
  readonly place: Place;
  readonly bots: ReadonlySet<string>;
}

function directoryOf<Services>(
  { people, channelProblem }: AnsweringParts<Services>,
  actor: Actor,
  today: string,
  { place, bots }: Around,
): Directory {
  return {
    today,
    member: (written) => people.find(actor, written),
    isBot: (written) => bots.has(MENTIONED.exec(written)?.[1] ?? ""),
    async channel(written) {
      const externalId = CHANNEL.exec(written)?.[1];
      if (externalId === undefined) return undefined;
      return (await channelProblem?.(place, externalId)) ?? { externalId, name: externalId };
    },
  };
}

/** Platforms write a person as <@id>, some with a name behind it. */
const MENTIONED = /^<@!?([^>|]+)/;

/** Platforms write a channel as <#id>; whatever else was typed is the name of none. */
const CHANNEL = /^<#([^>|]+)(\|[^>]*)?>$/;

function privately(card: Card): Response {
  return { kind: "reply", card, visibility: "private", replaces: false };
}

function unknownCard<Services>(
  words: Words,
  context: Context<Services>,
  word: string,
  near: readonly NearWord[],
  hasHelp: boolean,
): Card {
  const { locale } = context;
  const echoed = cleanLine(word, MOST_ECHOED);
  const names = near.map(({ command, verb }) => `/${calledIn(words, locale, command, verb)}`).join(", ");
  const key = echoed === "" ? "unknown.empty" : names === "" ? "unknown.word" : "unknown.near";
  const card = textCard(context.from("common", key, { word: echoed, names: plain(names) }));
  return hasHelp ? withHelp(card, words, context) : card;
}

function withHelp<Services>(card: Card, words: Words, { locale }: Context<Services>): Card {
  const label = words.label(locale, "common", "unknown.help");
  const help: Button = { kind: "action", label, action: "help.show", subject: "" };
  return { ...card, buttons: [help] };
}

/** A "no" in words, or else an apology. */
function noCard<Services>(
  parts: AnsweringParts<Services>,
  locale: string,
  error: unknown,
  invocation: Invocation,
): Card {
  if (error instanceof Refusal) return textCard(parts.words.say(locale, "refusals", error.code, error.facts));
  if (!(error instanceof FileFault)) return apology(parts, locale, error, invocation);
  const facts = { max: sizeName(locale, error.maxBytes) };
  return textCard(parts.words.say(locale, "common", `problems.${error.problem}`, facts));
}

function apology<Services>(
  parts: AnsweringParts<Services>,
  locale: string,
  error: unknown,
  invocation: Invocation,
): Card {
  const incident = parts.incident();
  parts.log.error(
    { incident, err: error, kind: invocation.kind, platform: invocation.place.platform },
    "an answer failed",
  );
  return textCard(parts.words.say(locale, "common", "apology", { incident }));
}
