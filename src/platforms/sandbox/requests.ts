import { z } from "zod";
import { shorten } from "../../chat/text.js";

/** Every field says what it expects; a request that doesn't fit is answered with those words. */
const text = z.string().describe("a text");
const member = z.string().describe("the id of a member");
const channel = z.string().nullish().describe("the id or the name of a place, or left out");

export const personBody = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional()
    .describe("up to 40 letters, digits, _ and -, or left out"),
  name: z.string().min(1).max(200).describe("a text of 1 to 200 characters"),
  locale: z.string().max(20).nullish().describe('a language such as "id", or left out'),
  timeZone: z.string().max(60).nullish().describe('a time zone such as "Asia/Jakarta", or left out'),
  isOrganiser: z.boolean().optional().describe("true or false, or left out"),
});

export const sayBody = z.object({ as: member, channel, text });

export const pressBody = z.object({
  as: member,
  message: z.string().describe("the id of a message"),
  button: z
    .union([z.string(), z.number().int().min(0)])
    .describe("the label of a button, or its position as a whole number from 0"),
});

export const actBody = z.object({
  as: member,
  message: z.string().describe("the id of a message"),
  command: z.string().describe("the id of a command that acts on messages"),
});

export const submitBody = z.object({
  as: member,
  form: z.string().describe("the form as it came with the answer that opened it"),
  values: z
    .record(z.string(), z.unknown())
    .describe('an object with the fields that are filled in; a file is {"name", "mediaType", "base64"}'),
  channel,
});

export const clockBody = z.object({
  to: z.string().optional().describe('an instant such as "2026-12-01T08:30:00Z", or "next"'),
  by: z
    .union([z.string(), z.number().min(0)])
    .optional()
    .describe('a duration such as "P1D", "PT1H" or "14d", or a number of milliseconds'),
});

export const messagesQuery = z.object({
  as: member.optional(),
  since: z.coerce.number().int().min(0).default(0).describe("a whole number from 0"),
  /** Only the latest so many. */
  last: z.coerce.number().int().min(1).optional().describe("a whole number from 1"),
});

/** What was asked for, or one sentence on what is wrong with it. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function readRequest<S extends z.ZodObject>(schema: S, given: unknown): Read<z.output<S>> {
  const result = schema.safeParse(given);
  if (result.success) return { ok: true, value: result.data };
  const [name] = result.error.issues[0]?.path ?? [];
  if (name === undefined) return { ok: false, problem: "The body must be a JSON object." };
  const field: unknown = schema.shape[String(name)];
  const expected = (field instanceof z.ZodType ? field.description : undefined) ?? "something else";
  return { ok: false, problem: `"${String(name)}" must be ${expected}${found(given, name)}.` };
}

const MOST_SHOWN = 40;

function found(given: unknown, name: PropertyKey): string {
  const value: unknown = typeof given === "object" && given !== null ? Reflect.get(given, name) : undefined;
  return value === undefined ? "; it is missing" : `; it is ${shorten(JSON.stringify(value), MOST_SHOWN)}`;
}
