import type { APIInteraction } from "discord.js";
import { z } from "zod";
import { download } from "../../chat/download.js";
import type { FileProblem, FileRef } from "../../chat/file.js";

const attachment = z.object({
  filename: z.string().default(""),
  url: z.string(),
  size: z.number(),
  content_type: z.string().nullish(),
});

/** A file as Discord tells of it; its address is what it is known by, for about a day. */
export const attachedFile = attachment.transform(({ filename, url, size, content_type: type }): FileRef => ({
  name: filename,
  mediaType: type ?? "",
  size,
  ref: url,
}));

const resolved = z.object({ attachments: z.record(z.string(), attachedFile).default({}) });

export type Attached = Readonly<Record<string, FileRef>>;

/** What came with a command or a form, by Discord's ids. */
export function attachedTo({ data }: Pick<APIInteraction, "data">): Attached {
  const found = data !== undefined && "resolved" in data ? resolved.safeParse(data.resolved).data : undefined;
  return found?.attachments ?? {};
}

/** Where Discord keeps what people attach. */
export const FILE_HOSTS: readonly string[] = ["https://cdn.discordapp.com", "https://media.discordapp.net"];

export interface AttachmentsParts {
  /** Origins such as "https://cdn.discordapp.com": nothing is ever asked of any other. */
  readonly hosts: readonly string[];
  /** For one file, in ms. */
  readonly timeout: number;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

/** Reads what people attached, from Discord's own store of files and nowhere else. */
export function makeAttachments({ hosts, timeout, log }: AttachmentsParts) {
  return {
    async read(ref: string, maxBytes: number): Promise<Uint8Array | FileProblem> {
      const url = addressOf(ref, hosts);
      if (url === undefined) {
        log.warn({}, "a file was asked for that is none of Discord's");
        return "fileGone";
      }
      try {
        return await download(url, { maxBytes, timeout });
      } catch (error) {
        log.warn({ err: error }, "a file could not be had from Discord");
        return "fileGone";
      }
    },
  };
}

/** The address, if it is one of a file in Discord's store. */
function addressOf(ref: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(ref)) return undefined;
  const { origin, username, password, pathname, href } = new URL(ref);
  const isOurs = hosts.includes(origin) && username === "" && password === "";
  return isOurs && /^\/(ephemeral-)?attachments\/\d/.test(pathname) ? href : undefined;
}
