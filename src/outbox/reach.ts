import type { Tx } from "../storage/database.js";
import type { Parcel } from "./parcel.js";
import type { Route } from "./route.js";

/** Whom a message reached, or not, in this space: by member ids. */
export interface Reach {
  readonly spaceId: string;
  /** A private message arrived, although they were taken to want none. */
  readonly opened: readonly string[];
  /** They take no private messages, and there was no other place for it. */
  readonly closed: readonly string[];
}

/** Remembers who takes no private messages, and finds another way for what matters. */
export interface ReachKeeper {
  note(tx: Tx, delivery: Pick<Parcel, "id" | "networkId"> & { readonly isMatch: boolean }, reach: Reach): Promise<void>;
}

/** @param unreached those whom it did not reach, by the platform's ids */
export function reachOf({ spaceId, address, readers, userIds }: Route, unreached: readonly string[]): Reach {
  const isClosed = ({ memberId }: { readonly memberId: string }) => unreached.includes(userIds.get(memberId) ?? "");
  const wasClosed = (reader: (typeof readers)[number]) =>
    reader.accounts.some((account) => account.spaceId === spaceId && account.dmClosed);
  const arrived = address.kind === "private" ? readers.filter((reader) => !isClosed(reader) && wasClosed(reader)) : [];
  return {
    spaceId,
    opened: arrived.map(({ memberId }) => memberId),
    closed: readers.filter(isClosed).map(({ memberId }) => memberId),
  };
}
