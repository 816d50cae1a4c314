import type { PersonSeen, Place } from "../../chat/invocation.js";
import { DeliveryError, type Envelope, type Home, type HomeReport } from "../../chat/port.js";
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
    case "room": {
      const place = await roomFor({ store, newId, now }, address);
      if (place.isArchived === true) await store.changeRoom(place.id, { ...place, isArchived: false });
      return place;
    }
  }
}

/** The room of this key, opened when there is none. */
function roomFor(
  { store, newId, now }: PlacesParts,
  { key, name, userIds }: Pick<Home, "key" | "name" | "userIds">,
): Promise<SandboxPlace> {
  return store.openPlace({ id: newId(), kind: "room", name: nameOf(name), members: userIds }, key, now());
}

const nameOf = (name: string) => cleanLine(name, 80) || "Jejaring";

/** Makes a group's room what it is to be. Whoever left the sandbox is not in it. */
export async function keepRoom(parts: PlacesParts, home: Home): Promise<HomeReport> {
  const { key, name, userIds, isOpen } = home;
  const here = new Set((await parts.store.people()).map(({ id }) => id));
  const members = [...new Set(userIds)].filter((id) => here.has(id));
  const unreached = userIds.filter((id) => !here.has(id));
  const isThere = (place: SandboxPlace) => place.id === home.roomId;
  const known = (await parts.store.places()).find(isThere);
  // Nothing is opened only to be put away.
  if (!isOpen && known === undefined) return { roomId: undefined, unreached: [] };
  const room = known ?? (await roomFor(parts, { key, name, userIds: members }));
  await parts.store.changeRoom(room.id, { name: nameOf(name), members, isArchived: !isOpen });
  return { roomId: room.id, unreached };
}
