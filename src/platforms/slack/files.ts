import type { WebClient } from "@slack/web-api";
import { contentOf, type CardFile } from "../../chat/card.js";
import { DeliveryError } from "../../chat/port.js";
import { deliveryError, failureOf } from "./failures.js";
import { limits } from "./limits.js";
import { persist, type AnswerWaits } from "./persistence.js";

export interface FilesParts {
  readonly client: Pick<WebClient, "files">;
  readonly waits: AnswerWaits;
  /** For one request, in ms. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Files {
  /** Shows the files in a conversation. Answers with the names of those that Slack did not take. */
  attach(channelId: string, files: readonly CardFile[]): Promise<readonly string[]>;
}

/** Sends files in Slack's three steps (docs.slack.dev/messaging/working-with-files), each tried again for a while. */
export function makeFiles({ client, waits, timeout, signal, log }: FilesParts): Files {
  /** Of the first two steps nobody sees anything, so they are repeated whatever became of them. */
  const unseen = <T>(step: () => Promise<T>) =>
    persist(waits, signal, () =>
      step().catch((error: unknown) => {
        const reason = reasonOf(error);
        const isUnsure = reason instanceof DeliveryError && reason.kind === "unsure";
        throw isUnsure ? new DeliveryError("retry", reason.message) : reason;
      }),
    );

  async function send(channelId: string, { name }: CardFile, bytes: Buffer<ArrayBuffer>): Promise<void> {
    const { file_id: id, upload_url: url } = await unseen(() =>
      client.files.getUploadURLExternal({ filename: name, length: bytes.length }),
    );
    if (id === undefined || url === undefined) throw new Error("Slack named no place for a file");
    await unseen(() => upload(url, bytes));
    const files: [{ id: string; title: string }] = [{ id, title: name }];
    await persist(waits, signal, () =>
      client.files.completeUploadExternal({ files, channel_id: channelId }).catch((error: unknown) => {
        throw reasonOf(error);
      }),
    );
  }

  async function upload(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
    const answer = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(timeout) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`a file's content was answered with status ${answer.status}`);
  }

  return {
    async attach(channelId, files) {
      const failed: string[] = [];
      for (const file of files) {
        const bytes = contentOf(file);
        if (bytes.length > limits.file) {
          failed.push(file.name);
          continue;
        }
        try {
          await send(channelId, file, bytes);
        } catch (error) {
          const cure = isScopeMissing(error) ? "the app needs the scope files:write" : "Slack did not take it";
          log.warn({ err: error, file: file.name }, `a file was not sent: ${cure}`);
          // Of what may be there nobody is told that it is not.
          if (!(error instanceof DeliveryError && error.kind === "unsure")) failed.push(file.name);
        }
      }
      return failed;
    },
  };
}

/** Waiting for a permission is in vain: only an organiser can give it. */
function reasonOf(error: unknown): unknown {
  return isScopeMissing(error) ? error : deliveryError(failureOf(error));
}

function isScopeMissing(error: unknown): boolean {
  const failure = failureOf(error);
  return failure.kind === "refused" && failure.code === "missing_scope";
}
