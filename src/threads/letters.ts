import type { Piece } from "./pieces.js";

/** What the program writes to a thread that decides: what to decide from, piece by piece, then what is wanted. */
export type ToThread =
  | { readonly kind: "input"; readonly piece: Piece }
  | { readonly kind: "outcome"; readonly piece: Piece }
  | { readonly kind: "decide" }
  | { readonly kind: "whyNot"; readonly a: string; readonly b: string }
  /** The last piece of the answer was taken: the next one, please. */
  | { readonly kind: "next" };

/** What the thread writes back. Only one letter at a time is under way, so that the reader chooses the pace. */
export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly piece: Piece }
  | { readonly kind: "failed"; readonly error: unknown };
