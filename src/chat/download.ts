import type { FileProblem } from "./file.js";

export interface DownloadParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** What is longer is not read to its end. */
  readonly maxBytes: number;
  /** For all of it, in ms. */
  readonly timeout: number;
}

/**
 * What stands at an address that a platform itself named; the caller has made sure of that. Nobody is followed
 * elsewhere. Throws when the network fails or the time is over.
 */
export async function download(
  url: string,
  { headers = {}, maxBytes, timeout }: DownloadParts,
): Promise<Uint8Array | FileProblem> {
  const answer = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(timeout) });
  const announced = Number(answer.headers.get("content-length") ?? 0);
  if (!answer.ok || announced > maxBytes) {
    await answer.body?.cancel();
    return answer.ok ? "fileTooLarge" : "fileGone";
  }
  const body: AsyncIterable<Uint8Array> | undefined = answer.body ?? undefined;
  if (body === undefined) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  // What was announced may be packed, or not be true. Leaving the loop ends the transfer.
  for await (const piece of body) {
    size += piece.length;
    if (size > maxBytes) return "fileTooLarge";
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
