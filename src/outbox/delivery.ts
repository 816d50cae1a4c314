import type { Tx } from "../storage/database.js";

/** Whom a delivery is for. Features speak of members; the courier finds the platform's own ids. */
export type Recipient =
  | { readonly kind: "member"; readonly memberId: string }
  /** A shared place of a few people, opened when the first message is delivered. */
  | {
      readonly kind: "room";
      readonly key: string;
      readonly memberIds: readonly string[];
      /** Which of them asked for it just now: for this one it may come at any time. */
      readonly askedBy?: string;
      /** Where they share no space, or no room takes it, it goes to each of them alone, as something that nobody asked for. */
      readonly orEach?: true;
    }
  | { readonly kind: "channel"; readonly spaceId: string; readonly channelId: string };

/** What goes first when a person's budget doesn't allow everything: the lower number. */
export const priorities = { match: 0, request: 1, circle: 2, dormancy: 3, digest: 4 } as const;

export type PriorityName = keyof typeof priorities;

export interface NewDelivery {
  /** Unique: the same intention written twice is sent once. */
  readonly key: string;
  readonly networkId: string;
  readonly to: Recipient;
  /** "<feature>.<notice>": which notice makes the card, in the reader's language, when it is delivered. */
  readonly notice: string;
  /** What the notice tells of. Members are { person: "<member id>" }, so that names are those of the day. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly priority: PriorityName;
  /** True when nobody asked for it: the gate decides when, and whether. */
  readonly proactive: boolean;
  readonly dueAt: Date;
  /** After this it would only confuse. */
  readonly expiresAt?: Date;
}

/** Deliveries by their keys, all whose keys begin alike, or what is for these members of these notices. */
export type Which =
  | readonly string[]
  | { readonly startsWith: string }
  | { readonly memberIds: readonly string[]; readonly notices: readonly string[] };

/** A delivery's content as it was stored. */
export interface Written {
  readonly to: Recipient;
  readonly facts: unknown;
}

export type Amendment = Pick<NewDelivery, "to" | "facts">;

/** Written in the transaction of the decision; delivered later. */
export interface Outbox {
  add(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void>;
  /** Takes back what is not sent yet, because it is no longer true. What a platform may have already is not repeated. */
  cancel(tx: Tx, which: Which, reason: string): Promise<void>;
  /** Changes what no platform can have yet: for whom it is, and what it tells. */
  amend(tx: Tx, key: string, change: (written: Written) => Amendment): Promise<void>;
  /** Forgets what came to nothing, so that the same intention may be written anew. */
  forget(tx: Tx, keys: readonly string[]): Promise<void>;
}
