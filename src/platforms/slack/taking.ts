import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { download } from "../../chat/download.js";
import type { FileProblem, FileRef } from "../../chat/file.js";
import { failureOf } from "./failures.js";

/** A file as a form or a message tells of it; its content is asked for by its id. */
const slackFile = z
  .object({
    id: z.string(),
    name: z.string().nullish(),
    title: z.string().nullish(),
    mimetype: z.string().nullish(),
    size: z.number().nullish(),
  })
  .transform(({ id, name, title, mimetype, size }): FileRef => ({
    name: name ?? title ?? "",
    mediaType: mimetype ?? "",
    size: size ?? 0,
    ref: id,
  }));

/** Files of which at least the id is told; what was deleted, or lies elsewhere, is found out when it is asked for. */
export function filesAmong(raw: readonly unknown[]): readonly FileRef[] {
  return raw.flatMap((file) => slackFile.safeParse(file).data ?? []);
}

export interface TakingParts {
  readonly client: Pick<WebClient, "files">;
  readonly botToken: string;
  /** Where Slack keeps files, "https://files.slack.com": the token is shown to nobody else. */
  readonly filesUrl: string;
  /** For one file, in ms. */
  readonly timeout: number;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

const info = z.object({
  file: z.object({ size: z.number().default(0), url_private: z.string().optional(), mimetype: z.string().optional() }),
});

export type Taking = ReturnType<typeof makeTaking>;

/**
 * Reads files that people handed over: by their ids, so that it is Slack that says where they lie, and only as far as
 * the bot may see them (docs.slack.dev/reference/objects/file-object).
 */
export function makeTaking({ client, botToken, filesUrl, timeout, log }: TakingParts) {
  async function addressOf(id: string, maxBytes: number): Promise<URL | FileProblem> {
    const { file } = info.parse(await client.files.info({ file: id }));
    if (file.size > maxBytes) return "fileTooLarge";
    const { url_private: written = "" } = file;
    const url = URL.canParse(written) ? new URL(written) : undefined;
    return url?.origin === new URL(filesUrl).origin ? url : "fileGone";
  }

  return {
    async read(ref: string, maxBytes: number): Promise<Uint8Array | FileProblem> {
      if (!/^F[A-Z0-9]{1,30}$/.test(ref)) return "fileGone";
      try {
        const url = await addressOf(ref, maxBytes);
        if (!(url instanceof URL)) return url;
        return await download(url.href, { headers: { authorization: `Bearer ${botToken}` }, maxBytes, timeout });
      } catch (error) {
        const failure = failureOf(error);
        const lacks = failure.kind === "refused" && failure.code === "missing_scope";
        const cure = lacks ? ": the app needs the scope files:read" : "";
        log.warn({ err: error }, `a file could not be had from Slack${cure}`);
        return "fileGone";
      }
    },
  };
}
