import type { Card } from "../src/chat/card.js";
import type { Address, Envelope, PlatformAdapter } from "../src/chat/port.js";

/** The pretend platform's name, and the one space on it. */
export const PLATFORM = "simulated";
export const SPACE = "school-year";

/** What was delivered, before anybody looked at it. */
export interface Arrival {
  readonly at: number;
  /** The id of the delivery. */
  readonly nonce: string;
  readonly card: Card;
  readonly proactive: boolean;
  readonly place: Address["kind"];
  /** The room or channel; undefined in a private conversation. */
  readonly channelId: string | undefined;
  readonly to: readonly string[];
}

export interface Stage {
  readonly adapter: PlatformAdapter;
  /** Everything that arrived since the last look, in order. */
  take(): readonly Arrival[];
}

/** A platform on which every message arrives at once, everybody can be written to, and nothing is lost. */
export function makeStage(now: () => number): Stage {
  let arrivals: Arrival[] = [];
  const homes = new Set<string>();
  /** A group's own place is one that people look at by themselves, as a channel is. */
  const placeOf = (address: Address) =>
    address.kind === "room" && homes.has(address.roomId ?? "") ? "channel" : address.kind;
  const adapter: PlatformAdapter = {
    platform: PLATFORM,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    deliver({ address, card, nonce, proactive }: Envelope) {
      const channelId = channelOf(address);
      arrivals.push({ at: now(), nonce, card, proactive, place: placeOf(address), channelId, to: readersOf(address) });
      return Promise.resolve({
        messageId: nonce,
        ...(address.kind === "room" && channelId !== undefined ? { roomId: channelId } : {}),
      });
    },
    keepHome({ key, roomId = `room-${key}` }) {
      homes.add(roomId);
      return Promise.resolve({ roomId, unreached: [] });
    },
  };
  return {
    adapter,
    take() {
      const taken = arrivals;
      arrivals = [];
      return taken;
    },
  };
}

function channelOf(address: Address): string | undefined {
  switch (address.kind) {
    case "private":
      return undefined;
    case "channel":
      return address.channelId;
    case "room":
      return address.roomId ?? `room-${address.key}`;
  }
}

function readersOf(address: Address): readonly string[] {
  if (address.kind === "private") return [address.userId];
  return address.kind === "room" ? address.userIds : [];
}
