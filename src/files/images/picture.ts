/** A picture without what it told about place, time, camera and author; or why it can't be one. */
export type Cleaned =
  | { readonly kind: "cleaned"; readonly bytes: Uint8Array }
  | { readonly kind: "refused"; readonly why: "mismatch" | "bomb" };

export const notOne: Cleaned = { kind: "refused", why: "mismatch" };

/** More than the largest cameras take; unpacked it would be half a gigabyte. */
const MOST_PIXELS = 120_000_000;

/** The pieces as one picture, unless it has no extent or too much of it. */
export function joined(pieces: readonly Uint8Array[], width: number, height: number): Cleaned {
  if (width <= 0 || height <= 0) return notOne;
  if (width * height > MOST_PIXELS) return { kind: "refused", why: "bomb" };
  return { kind: "cleaned", bytes: new Uint8Array(Buffer.concat(pieces)) };
}

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
