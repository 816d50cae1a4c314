import { z } from "zod";
import { withNames, type Directory } from "./field.js";
import { fileRefOf, type FileRef } from "./file.js";
import { cleanLine, cleanText, shorten } from "./text.js";

/** A message on which somebody acted, as a platform tells of it. */
export interface MessageTold {
  /** As it was written; mentions are written <@platform id>. */
  readonly text: string;
  /** Where it can be read again, by those who may. */
  readonly link?: string;
  readonly author?: { readonly externalId: string; readonly name: string };
  readonly files: readonly FileRef[];
  /** How the platform calls those who are mentioned, by their ids; nobody becomes a member by it. */
  readonly called?: Readonly<Record<string, string>>;
}

/** A message on which somebody acted, as a handler sees it. */
export interface MessageSeen {
  /** Without anything invisible, people by name, at most 4,000 characters; "" where it had no words. */
  readonly text: string;
  readonly link?: string;
  /** `memberId` where the network knows whoever wrote it. */
  readonly author?: { readonly name: string; readonly memberId?: string };
  /** At most ten. */
  readonly files: readonly FileRef[];
}

const MOST = { text: 4_000, name: 80, files: 10, link: 500 };

const address = z.url({ protocol: /^https$/ }).max(MOST.link);

export async function seenOf(told: MessageTold, directory: Directory): Promise<MessageSeen> {
  const author = await authorOf(told, directory);
  const link = address.safeParse(told.link).data;
  return {
    text: await textOf(told, directory),
    files: told.files.slice(0, MOST.files).flatMap((file) => fileRefOf(file) ?? []),
    ...(link === undefined ? {} : { link }),
    ...(author === undefined ? {} : { author }),
  };
}

async function textOf({ text, called = {} }: MessageTold, directory: Directory): Promise<string> {
  // Cleaning costs time in proportion to the length.
  const named = await withNames(cleanText(text.slice(0, MOST.text * 4)), directory);
  const whole = named.replace(/<@!?([^>\s]{1,60})>/g, (mention, id: string) =>
    Object.hasOwn(called, id) ? cleanLine(called[id] ?? "", MOST.name) : mention,
  );
  return shorten(whole, MOST.text);
}

async function authorOf({ author }: MessageTold, directory: Directory): Promise<MessageSeen["author"]> {
  if (author === undefined) return undefined;
  const member = await directory.member(`<@${author.externalId}>`);
  const name = member?.name ?? cleanLine(author.name, MOST.name);
  if (name === "") return undefined;
  return { name, ...(member === undefined ? {} : { memberId: member.memberId }) };
}
