import type { Card } from "../../chat/card.js";

/** A pretend person of the sandbox. */
export interface SandboxPerson {
  readonly id: string;
  readonly name: string;
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
  readonly isOrganiser: boolean;
}

/** Where people write: a channel for all, a room for a few, the private conversation of one with the bot. */
export interface SandboxPlace {
  readonly id: string;
  readonly kind: "channel" | "room" | "dm";
  readonly name: string;
  /** Ids of the people; empty for a channel, which is everybody's. */
  readonly members: readonly string[];
  /** Of a room: a group's own, with a name of its own. */
  readonly isHome?: boolean;
  /** Of a room: it was put away. It can be read and not written in. */
  readonly isArchived?: boolean;
}

export interface NewMessage {
  readonly id: string;
  /** The delivery it came from; the same one twice is one message. */
  readonly nonce?: string;
  readonly placeId: string;
  /** Only this person sees it. */
  readonly onlyFor?: string;
  /** A person; missing for the bot. */
  readonly authorId?: string;
  readonly proactive: boolean;
  readonly card: Card;
  readonly at: Date;
}

export interface SandboxMessage extends NewMessage {
  readonly seq: number;
}

/** What the sandbox remembers, as a real platform would. */
export interface SandboxStore {
  people(): Promise<readonly SandboxPerson[]>;
  /** Also brings back somebody who had left. */
  addPerson(person: SandboxPerson, at: Date): Promise<void>;
  /** False when there is no such person (any more). */
  removePerson(id: string, at: Date): Promise<boolean>;
  places(): Promise<readonly SandboxPlace[]>;
  /** The place opened for this key, or the given one, now opened for it. */
  openPlace(place: SandboxPlace, key: string | undefined, at: Date): Promise<SandboxPlace>;
  /** Makes a room what it is to be as a group's own. */
  changeRoom(id: string, to: Required<Pick<SandboxPlace, "name" | "members" | "isArchived">>): Promise<void>;
  /** Answers with the message, or with the one that the same nonce made before. */
  post(message: NewMessage): Promise<SandboxMessage>;
  replace(id: string, card: Card): Promise<SandboxMessage | undefined>;
  message(id: string): Promise<SandboxMessage | undefined>;
  /** In order, those after `since` that this person may see; only the `last` so many when given. */
  messages(
    personId: string,
    places: readonly string[],
    since: number,
    last?: number,
  ): Promise<readonly SandboxMessage[]>;
  clockOffset(): Promise<number>;
  setClockOffset(ms: number): Promise<void>;
}
