import type { PersonSeen, Place } from "../../chat/invocation.js";
import { DeliveryError, type Envelope } from "../../chat/port.js";
import { cleanLine } from "../../chat/text.js";
import { SPACE } from "./decode.js";
import type { SandboxPerson, SandboxPlace, SandboxStore } from "./store.js";

/** A person as a platform tells of one. */
export function personSeen({ id, name, locale, timeZone, isOrganiser }: SandboxPerson): PersonSeen {
  return {
    externalId: id,
    name,
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timeZone }),
    isOrganiser,
  };
}

export function placeSeen(place: SandboxPlace | undefined): Place {
  const isShared = place !== undefined && place.kind !== "dm";
  return { platform: "sandbox", spaceId: SPACE, ...(isShared ? { channelId: place.id } : {}) };
}

export interface PlacesParts {
  readonly store: SandboxStore;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** The place of an address; a room is opened when it is first written to, and found again by its key. */
export async function placeAt({ store, newId, now }: PlacesParts, { address }: Envelope): Promise<SandboxPlace> {
  switch (address.kind) {
    case "private": {
      const isHere = (await store.people()).some(({ id }) => id === address.userId);
      if (!isHere) throw new DeliveryError("gone", "this member has left the sandbox");
      return store.openPlace(
        { id: `dm-${address.userId}`, kind: "dm", name: "Jejaring", members: [address.userId] },
        undefined,
        now(),
      );
    }
    case "channel": {
      const place = (await store.places()).find(({ id, kind }) => kind === "channel" && id === address.channelId);
      if (!place) throw new DeliveryError("gone", "this channel is not there any more");
      return place;
    }
    case "room":
      return store.openPlace(
        { id: newId(), kind: "room", name: cleanLine(address.name, 80), members: address.userIds },
        address.key,
        now(),
      );
  }
}
