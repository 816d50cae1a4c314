import type { Bot } from "./bot.js";
import type { Card } from "./card.js";
import type { ChannelProblem } from "./field.js";
import type { FileProblem } from "./file.js";

/** Where a delivery goes, in the platform's own ids. */
export type Address =
  | { readonly kind: "private"; readonly spaceId: string; readonly userId: string }
  | { readonly kind: "channel"; readonly spaceId: string; readonly channelId: string }
  /** A shared place of a few people. It is opened when `roomId` is not known yet; `key` finds it again. */
  | {
      readonly kind: "room";
      readonly spaceId: string;
      readonly key: string;
      readonly roomId: string | undefined;
      readonly userIds: readonly string[];
      readonly name: string;
    };

export interface Envelope {
  readonly address: Address;
  readonly card: Card;
  /** Sending the same nonce twice shows one message, where the platform can. */
  readonly nonce: string;
  readonly proactive: boolean;
  /** Platform ids of the members whom the card names. */
  readonly userIds: ReadonlyMap<string, string>;
}

export interface Receipt {
  readonly messageId: string;
  readonly roomId?: string;
  /** Those of a room to whom it could not be shown, by the platform's ids: they take no private messages. */
  readonly unreached?: readonly string[];
}

/** The lasting place of a group, as it is to be. The bot is in it besides, and is never taken out. */
export interface Home {
  readonly spaceId: string;
  /** By which the group is known here; deliveries to a room with this key go there. */
  readonly key: string;
  /** As it was told last; undefined when it is not known yet. */
  readonly roomId: string | undefined;
  readonly name: string;
  /** Exactly these are in it; nobody else is. */
  readonly userIds: readonly string[];
  /** Who may be in it from earlier. Only platforms that don't tell who is in a place need them. */
  readonly formerIds: readonly string[];
  /** False: it is put away, with everything that was said in it. */
  readonly isOpen: boolean;
}

/** What a platform does not let the bot do until somebody there changes its permissions; "tooMany": places of this kind. */
export type HomeProblem =
  "mayNotOpen" | "tooMany" | "mayNotInvite" | "mayNotRemove" | "mayNotRename" | "mayNotArchive" | "mayNotReopen";

export interface HomeReport {
  /** Undefined when there is none. Another than before when what was put away can't be had back: a new one was opened. */
  readonly roomId: string | undefined;
  /** Who is to be in it and can't be brought in, by the platform's ids: they left, or may not see it. */
  readonly unreached: readonly string[];
  /** The gravest, when there are several; everything else was done all the same. */
  readonly problem?: HomeProblem;
}

/**
 * A place where people are. It translates in, calls the bot, translates out, and delivers what the courier brings.
 * `deliver` throws DeliveryError; anything else thrown counts as a passing failure.
 */
export interface PlatformAdapter {
  readonly platform: string;
  start(bot: Bot): Promise<void>;
  /** Takes nothing new, finishes what is under way. */
  stop(): Promise<void>;
  deliver(envelope: Envelope): Promise<Receipt>;
  /**
   * Makes a group's home what it is to be. Doing it twice changes nothing the second time, and what was begun before the
   * program died is found again. Throws DeliveryError where it is to be tried again.
   */
  keepHome?(home: Home): Promise<HomeReport>;
  /** Why the bot could not write in this channel by itself; undefined when it could, or that can't be told. */
  channelProblem?(spaceId: string, channelId: string): Promise<ChannelProblem | undefined>;
  /**
   * The content of a file that this platform itself told of, or why it can't be had. Whatever `ref` holds, nothing is
   * asked but the platform's own store of files, and never more than `maxBytes` are read.
   */
  readFile?(spaceId: string, ref: string, maxBytes: number): Promise<Uint8Array | FileProblem>;
}

/**
 * Why a delivery failed.
 * retry: passing (a network fault, 5xx, 429 with `retryAfter` in ms); closed: the person takes no private messages;
 * gone: channel, room or person is not there; refused: the platform will never take it; unsure: it may have arrived.
 */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly kind: "retry" | "closed" | "gone" | "refused" | "unsure";
  readonly retryAfter: number | undefined;

  constructor(kind: DeliveryError["kind"], message: string, retryAfter?: number) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}
