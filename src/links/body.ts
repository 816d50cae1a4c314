import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** Of what arrives, and once more of what that becomes when it is unpacked, in bytes. */
export const LONGEST_BODY = 512 * 1_024;

// A body that was cut is unpacked as far as it goes.
const toTheEnd = { finishFlush: constants.Z_SYNC_FLUSH };
const UNPACK: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(toTheEnd),
  "x-gzip": () => createGunzip(toTheEnd),
  deflate: () => createInflate(toTheEnd),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/**
 * The body, unpacked and at most 512 KB of it; no more than a few pieces are in memory at once, however far it would
 * unpack. Throws when the connection is cut, or when it is packed in a way that nobody asked for.
 */
export async function* bodyOf(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  const packing = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const unpack = packing === "identity" || packing === "" ? undefined : UNPACK[packing];
  if (unpack === undefined && packing !== "identity" && packing !== "") throw new Error("packed in an unknown way");
  yield* atMost(unpack === undefined ? response : pipeline(response, atMost, unpack(), () => undefined));
}

async function* atMost(source: Readable | IncomingMessage): AsyncGenerator<Uint8Array> {
  let left = LONGEST_BODY;
  for await (const piece of source as AsyncIterable<Uint8Array>) {
    yield piece.subarray(0, left);
    left -= piece.byteLength;
    if (left <= 0) return;
  }
}
