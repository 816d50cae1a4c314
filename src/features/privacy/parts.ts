import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";

/** What is kept outside the database of who was forgotten, so that an older copy of it brings nobody back. */
export interface Suppression {
  /** Before it is done: whoever was written down is forgotten at the next start at the latest. False when they were written down already. */
  add(kind: SuppressedKind, id: string): Promise<boolean>;
  /** It was not done after all. */
  takeBack(kind: SuppressedKind, id: string): Promise<void>;
  has(kind: SuppressedKind, id: string): boolean;
  /** Nobody was ever written down. */
  isEmpty(): boolean;
}

/** all: a member with what they gave to everybody; rest: without it. */
export type SuppressedKind = "all" | "rest" | "network";

export interface PrivacyParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly withdrawals: {
    left(tx: Tx, memberId: string): Promise<void>;
    stopped(tx: Tx, memberId: string): Promise<void>;
  };
  readonly suppression: Suppression;
  /** What is kept in memory about members is read anew. */
  readonly changed: () => void;
  readonly log: { info(facts: Record<string, unknown>, message: string): void };
}
