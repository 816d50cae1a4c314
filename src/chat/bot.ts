import type { Card } from "./card.js";
import type { Actor, Answer, Command, Manner } from "./command.js";
import type { MemberRef } from "./field.js";
import { fieldViews, type FormView } from "./form.js";
import { makeAnswering } from "./answering.js";
import { makeParser } from "./parse.js";
import type { Words } from "./words.js";

/** Where something happened, in the platform's own ids. `channelId` is missing in a private conversation. */
export interface Place {
  readonly platform: string;
  readonly spaceId: string;
  readonly channelId?: string;
}

/** What a platform knows of the person. Hints never win over what the person chose. */
export interface PersonSeen {
  readonly externalId: string;
  readonly name: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly isOrganiser?: boolean;
}

interface Origin {
  readonly place: Place;
  readonly person: PersonSeen;
}

/** Something a person did that wants an answer. */
export type Invocation = Origin &
  (
    | {
        readonly kind: "command";
        readonly command: string;
        readonly verb: string;
        readonly options: Readonly<Record<string, unknown>>;
      }
    /** A typed line; mentions are written <@platform id>. */
    | { readonly kind: "words"; readonly text: string }
    | { readonly kind: "action"; readonly action: string; readonly subject: string }
    | {
        readonly kind: "form";
        readonly form: string;
        readonly subject: string;
        readonly values: Readonly<Record<string, unknown>>;
      }
  );

/** Something that happened and wants no answer. Counted, never read. */
export type Observation = Origin & { readonly kind: "joined" | "left" | "message" | "reaction" };

/** What the adapter shows. */
export type Response =
  | {
      readonly kind: "reply";
      readonly card: Card;
      readonly visibility: "private" | "public";
      readonly replaces: boolean;
    }
  | { readonly kind: "form"; readonly form: FormView };

export interface Bot {
  readonly commands: readonly Command<never>[];
  readonly words: Words;
  /** How the answer to this will be shown; known before any work is done. */
  mannerOf(invocation: Invocation): Manner;
  /** Answers always: a refusal in words, or an apology with an incident number. Never rejects. */
  handle(invocation: Invocation): Promise<Response>;
  /** Tells what happened. Never rejects. */
  observe(observation: Observation): Promise<void>;
  /** Whether a plain private message is a command in itself, such as STOP. */
  isPlainCommand(text: string): boolean;
}

/** What the kernel needs to know of people; the members feature gives it. */
export interface People {
  /** The member behind an account, made on first sight. */
  arrive(place: Place, person: PersonSeen): Promise<Actor>;
  /** By a platform's id (`<@id>`) or by name within the network. */
  find(actor: Actor, written: string): Promise<MemberRef | undefined>;
  /** Counts what the member did. */
  count(actor: Actor, what: "commands" | "buttons"): Promise<void>;
}

export interface BotParts<Services> {
  readonly commands: readonly Command<Services>[];
  readonly words: Words;
  readonly services: Services;
  readonly people: People;
  readonly observers: readonly ((observation: Observation) => Promise<void>)[];
  readonly now: () => Date;
  /** A number that a person can tell an organiser, and that is in the log. */
  readonly incident: () => string;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
}

export function makeBot<Services>(parts: BotParts<Services>): Bot {
  const parser = makeParser(parts.commands, parts.words);
  const answering = makeAnswering(parts, parser);
  return {
    commands: parts.commands,
    words: parts.words,
    mannerOf: answering.mannerOf,
    handle: answering.handle,
    async observe(observation) {
      for (const observer of parts.observers) {
        try {
          await observer(observation);
        } catch (error) {
          parts.log.error({ incident: parts.incident(), err: error, kind: observation.kind }, "an observation failed");
        }
      }
    },
    isPlainCommand: (text) => parser.plain(text) !== undefined,
  };
}

/** The form view behind an answer of kind "form", or behind an entry that lacks something. */
export function formView<Services>(
  parts: Pick<BotParts<Services>, "words">,
  locale: string,
  command: Command<Services>,
  answer: Extract<Answer, { kind: "form" }>,
): FormView {
  const form = command.forms[answer.form];
  if (!form) throw new Error(`commands/${command.id}.ts answers with a form "${answer.form}" that it does not have`);
  return {
    id: `${command.id}.${answer.form}`,
    subject: answer.subject ?? "",
    title: parts.words.label(locale, command.id, `forms.${answer.form}.title`),
    submit: parts.words.label(locale, command.id, `forms.${answer.form}.submit`),
    fields: fieldViews({
      words: parts.words,
      locale,
      command: command.id,
      fields: form.fields,
      values: answer.initial ?? {},
    }),
  };
}
