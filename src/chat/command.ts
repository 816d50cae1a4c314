import type { Block, Button, Card } from "./card.js";
import type { Fields, MemberRef, Values } from "./field.js";
import type { FileRef } from "./file.js";
import type { MessageSeen } from "./message.js";
import type { Facts, Say } from "./words.js";
import type { PersonSpan, Text } from "./text.js";

/**
 * How an answer is shown, declared beforehand because some platforms must be told before the work begins:
 * only to the person, to everybody in the place, in place of the message whose button was pressed, or as a form.
 */
export type Manner = "private" | "public" | "replace" | "form";

/** Who speaks: a member of the network, as this space knows the person. */
export interface Actor extends MemberRef {
  readonly accountId: string;
  readonly networkId: string;
  readonly spaceId: string;
  readonly isOrganiser: boolean;
  readonly locale: string;
  readonly timeZone: string;
}

/** Where and by whom a handler was called, and what it needs to answer. */
export interface Context<Services, Key extends string = string> {
  readonly actor: Actor;
  /** The platform's id of the channel, when it was not a private conversation. */
  readonly channelId: string | undefined;
  readonly locale: string;
  readonly now: Date;
  /** The date on the actor's calendar, "2026-11-24". */
  readonly today: string;
  readonly services: Services;
  /** A sentence of this command's file. */
  readonly say: Say<Key>;
  /** A sentence of another file, for words that several share. */
  readonly from: (file: string, key: string, facts?: Facts) => Text;
  readonly button: (key: Key, action: string, subject?: string, tone?: "primary" | "danger", facts?: Facts) => Button;
  readonly person: (member: MemberRef) => PersonSpan;
  readonly day: (at: Date | string) => string;
  readonly time: (at: Date) => string;
  /**
   * The content of a file that somebody handed over, at most as much as its field takes. Read it before anything is
   * changed: when it can't be had, the person is told and the handler does not go on. It takes as long as the network
   * does, so a handler whose manner is "form" has no time for it.
   */
  readonly readFile: (file: FileRef) => Promise<Uint8Array>;
}

/** What a handler returns. `only` narrows a public manner for this once. */
export interface Reply {
  readonly kind: "reply";
  readonly card: Card;
  readonly only?: "private";
}

export function reply(...blocks: readonly Block[]): Reply {
  return { kind: "reply", card: { blocks } };
}

/** Only a handler whose manner is "form" may answer with one. */
export type Answer =
  | Reply
  | {
      readonly kind: "form";
      readonly form: string;
      readonly subject?: string;
      readonly initial?: Readonly<Record<string, unknown>>;
    };

/** What a person can call: options and what is done with them. */
export interface Entry<Services> {
  readonly manner: Manner;
  readonly options: Fields;
  run(context: Context<Services>, options: Readonly<Record<string, unknown>>): Promise<Answer> | Answer;
}

/** What a button of the command does. */
export interface Action<Services> {
  readonly manner: Manner;
  run(context: Context<Services>, subject: string): Promise<Answer> | Answer;
}

/** What the command does with a message on which it is called. */
export interface MessageAction<Services> {
  readonly manner: "private" | "form";
  run(context: Context<Services>, message: MessageSeen): Promise<Answer> | Answer;
}

/** A form of the command and what is done when it comes back. */
export interface Form<Services> {
  readonly manner: Manner;
  readonly fields: Fields;
  run(context: Context<Services>, values: Readonly<Record<string, unknown>>, subject: string): Promise<Answer> | Answer;
}

/** One slash command on every platform, in every language. Its words are in src/locales/<language>/<id>.json. */
export interface Command<Services> {
  readonly id: string;
  readonly organisersOnly: boolean;
  /** By name of the verb; a command without verbs has one entry named "". */
  readonly entries: Readonly<Record<string, Entry<Services>>>;
  /** How its verbs are told where all of them are listed: each in one group, or none at all. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly actions: Readonly<Record<string, Action<Services>>>;
  readonly forms: Readonly<Record<string, Form<Services>>>;
  readonly message?: MessageAction<Services>;
}

type AnswerIn<M extends Manner> = M extends "form" ? Answer : Reply;

type Run<Services, Key extends string, M extends Manner, Args extends unknown[]> = (
  context: Context<Services, Key>,
  ...args: Args
) => Promise<AnswerIn<M>> | AnswerIn<M>;

/** The pieces of a command file, typed by its words. See commands/README.md. */
export interface Kit<Services, Key extends string> {
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- without options there are no values
  entry<const M extends Manner, const FS extends Fields = Record<never, never>>(entry: {
    readonly manner: M;
    readonly options?: FS;
    readonly run: Run<Services, Key, M, [options: Values<FS>]>;
  }): Entry<Services>;
  action<const M extends Manner>(action: {
    readonly manner: M;
    readonly run: Run<Services, Key, M, [subject: string]>;
  }): Action<Services>;
  form<const M extends Exclude<Manner, "form">, const FS extends Fields>(form: {
    readonly manner: M;
    readonly fields: FS;
    readonly run: Run<Services, Key, M, [values: Values<FS>, subject: string]>;
  }): Form<Services>;
  /** What can be done with anybody's message, from the menu that it has: its label is `message.name`. */
  message<const M extends MessageAction<Services>["manner"]>(message: {
    readonly manner: M;
    readonly run: Run<Services, Key, M, [message: MessageSeen]>;
  }): MessageAction<Services>;
  command(command: {
    readonly id: string;
    readonly organisersOnly?: boolean;
    /** A command with one thing to do … */
    readonly entry?: Entry<Services>;
    /** … or with several; the first is what the bare word does where platforms allow it. */
    readonly verbs?: Readonly<Record<string, Entry<Services>>>;
    /** Where there are many: each verb in one group, in the order in which one comes to it. */
    readonly groups?: Readonly<Record<string, readonly string[]>>;
    readonly actions?: Readonly<Record<string, Action<Services>>>;
    readonly forms?: Readonly<Record<string, Form<Services>>>;
    readonly message?: MessageAction<Services>;
  }): Command<Services>;
}

/**
 * The identity functions behind a command file. Here a handler's own value types are forgotten; the kernel gives them
 * back by reading every value with the very same fields.
 */
export function kitFor<Services, Key extends string>(): Kit<Services, Key> {
  return {
    entry: ({ manner, options, run }) => ({ manner, options: options ?? {}, run }),
    action: ({ manner, run }) => ({ manner, run }),
    form: ({ manner, fields, run }) => ({ manner, fields, run }),
    message: ({ manner, run }) => ({ manner, run }),
    command: ({ id, organisersOnly, entry, verbs, groups, actions, forms, message }) => ({
      id,
      organisersOnly: organisersOnly ?? false,
      entries: verbs ?? (entry ? { "": entry } : {}),
      groups: groups ?? {},
      actions: actions ?? {},
      forms: forms ?? {},
      ...(message === undefined ? {} : { message }),
    }),
  };
}
