/** A part of an object: some entries of one of its lists or, at the end, all that is no list. */
export type Piece =
  | { readonly list: string; readonly entries: readonly unknown[] }
  | { readonly rest: Readonly<Record<string, unknown>> };

/** Copying so many entries to another thread takes a millisecond or two. */
const ENTRIES = 250;

/**
 * Takes an object with long lists to pieces. A message to another thread is copied as a whole, and nothing else happens
 * meanwhile: twenty thousand people with their history in one message would hold everybody up for half a second.
 */
export function* piecesOf(value: object): Generator<Piece, void, undefined> {
  const rest: Record<string, unknown> = {};
  for (const [key, content] of Object.entries(value) as [string, unknown][]) {
    if (!Array.isArray(content)) {
      rest[key] = content;
      continue;
    }
    yield { list: key, entries: content.slice(0, ENTRIES) };
    for (let from = ENTRIES; from < content.length; from += ENTRIES)
      yield { list: key, entries: content.slice(from, from + ENTRIES) };
  }
  yield { rest };
}

export interface Pile<Whole> {
  /** True with the last piece. */
  add(piece: Piece): boolean;
  /** The object, once all pieces are there. */
  whole(): Whole | undefined;
}

/** Puts the pieces of an object together. */
export function makePile<Whole extends object>(): Pile<Whole> {
  const lists: Record<string, unknown[]> = {};
  let whole: Whole | undefined;
  return {
    add(piece) {
      if ("rest" in piece) {
        whole = { ...piece.rest, ...lists } as Whole;
        return true;
      }
      const list = (lists[piece.list] ??= []);
      for (const entry of piece.entries) list.push(entry);
      return false;
    },
    whole: () => whole,
  };
}
