import { createHash } from "node:crypto";
import { z } from "zod";
import { limits } from "./limits.js";

/**
 * The ids that Slack keeps for us in messages and views. They begin with a version: what an older or newer program
 * wrote and this one can't read is answered with "please open it anew".
 */
const VERSION = "v1";

/** Every id, whatever it means: what is of another version comes here too, and is told so. */
export const ANYTHING = /^/;

/** A button whose press only opens its link. */
export const LINK = "link";
/** A button that asks again what its value holds, now that a form can be opened. */
export const AGAIN = "again";

/** The id must be unique within its block, so the position is part of it. */
export function buttonId(action: string, position: number): string {
  return `${VERSION}:${action}:${position}`;
}

/** The action of a button, or undefined when this program does not know what it means. */
export function readButtonId(id: string): string | undefined {
  return /^v1:([^:]+):\d+$/.exec(id)?.[1];
}

const FORM = `${VERSION}:form`;
const CARD = `${VERSION}:card`;

export const viewIds = { form: FORM, card: CARD } as const;

const origin = z.object({
  /** The form and what it is about. */
  form: z.string(),
  subject: z.string(),
  /** Where it was asked for; missing in a private conversation and on the Home tab. */
  channel: z.string().optional(),
  /** It was the person's conversation with the bot, where an answer may stay. */
  ours: z.boolean().optional(),
  /** Answers there for half an hour, also where the bot itself may not write. */
  respond: z.string().optional(),
  /** Files that are there already, by their fields: Slack's form can't show them as chosen. */
  files: z.record(z.string(), z.unknown()).optional(),
});

/** What an open form remembers of where it came from. */
export type FormOrigin = z.infer<typeof origin>;

export function writeOrigin(from: FormOrigin): string {
  const { form, subject, files } = from;
  const essential: FormOrigin = { form, subject, ...(files === undefined ? {} : { files }) };
  // What is not essential goes first; then the subject, which is a row's id and never so long.
  for (const kept of [from, essential]) {
    const written = JSON.stringify(kept);
    if (written.length <= limits.metadata) return written;
  }
  for (let room = subject.length; ; room = Math.floor(room / 2)) {
    const written = JSON.stringify({ form, subject: subject.slice(0, room) });
    if (written.length <= limits.metadata || room === 0) return written;
  }
}

/** What `writeOrigin` wrote, or undefined when the view is no form of this version. */
export function readOrigin(callbackId: string, metadata: string): FormOrigin | undefined {
  if (callbackId !== FORM) return undefined;
  try {
    return origin.safeParse(JSON.parse(metadata)).data;
  } catch {
    return undefined;
  }
}

const FIELD = "f:";

export const inputId = "value";

export function fieldBlockId(field: string): string {
  return `${FIELD}${field}`;
}

export function readFieldBlockId(id: string): string | undefined {
  return id.startsWith(FIELD) ? id.slice(FIELD.length) : undefined;
}

const markOf = (key: string) => createHash("sha256").update(key).digest("hex").slice(0, 12);

/**
 * Slack has one group conversation for the same people, however often they are brought together. So a room's id is the
 * conversation and a mark of what it was opened for.
 */
export function roomId(key: string, conversation: string): string {
  return `${conversation}~${markOf(key)}`;
}

const HOME = "home-";

/** The room that is a channel of the bot's own. */
export function homeId(key: string, channel: string): string {
  return `${channel}~${HOME}${markOf(key)}`;
}

export function isHome(room: string): boolean {
  return room.split("~", 2)[1]?.startsWith(HOME) === true;
}

export function conversationOf(room: string): string {
  return room.split("~", 1)[0] ?? room;
}
