import type { Card } from "../chat/card.js";
import type { NewMessage, SandboxMessage, SandboxPlace, SandboxStore } from "../platforms/sandbox/store.js";
import { isDuplicate, type Database } from "./database.js";

interface MessageRow {
  readonly seq: number;
  readonly id: string;
  readonly nonce: string | null;
  readonly placeId: string;
  readonly onlyFor: string | null;
  readonly authorId: string | null;
  readonly proactive: boolean;
  readonly card: unknown;
  readonly at: Date;
}

/** The kind of a room that was put away. */
const ARCHIVED = "archive";
/** The kind of a room that a group keeps as its own, by a name of its own. */
const HOME = "home";

/** The sandbox's memory in the program's own database, so that it survives a restart like everything else. */
export function sandboxStore(db: Database): SandboxStore {
  const { client } = db;
  return {
    async people() {
      const rows = await client.sandboxMember.findMany({
        where: { leftAt: null },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        locale: row.locale ?? undefined,
        timeZone: row.timeZone ?? undefined,
        isOrganiser: row.isOrganiser,
      }));
    },
    async addPerson({ id, name, locale, timeZone, isOrganiser }, at) {
      const data = { name, locale: locale ?? null, timeZone: timeZone ?? null, isOrganiser, leftAt: null };
      await client.sandboxMember.upsert({ where: { id }, create: { id, ...data, createdAt: at }, update: data });
    },
    async removePerson(id, at) {
      const { count } = await client.sandboxMember.updateMany({ where: { id, leftAt: null }, data: { leftAt: at } });
      return count === 1;
    },
    async places() {
      return (await client.sandboxPlace.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] })).map(placeOf);
    },
    async openPlace(place, key, at) {
      const where = key === undefined ? { id: place.id } : { key };
      const known = await client.sandboxPlace.findFirst({ where });
      if (known) return placeOf(known);
      const data = {
        id: place.id,
        kind: place.kind,
        name: place.name,
        members: [...place.members],
        key: key ?? null,
        createdAt: at,
      };
      try {
        return placeOf(await client.sandboxPlace.create({ data }));
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        return placeOf(await client.sandboxPlace.findFirstOrThrow({ where }));
      }
    },
    async changeRoom(id, { name, members, isArchived }) {
      const kind = isArchived ? ARCHIVED : HOME;
      await client.sandboxPlace.updateMany({
        where: { id, kind: { in: ["room", HOME, ARCHIVED] } },
        data: { name, members: [...members], kind },
      });
    },
    async post(message) {
      if (message.nonce !== undefined) {
        const known = await client.sandboxMessage.findUnique({ where: { nonce: message.nonce } });
        if (known) return messageOf(known);
      }
      try {
        return messageOf(await client.sandboxMessage.create({ data: rowOf(message) }));
      } catch (error) {
        if (!isDuplicate(error) || message.nonce === undefined) throw error;
        return messageOf(await client.sandboxMessage.findUniqueOrThrow({ where: { nonce: message.nonce } }));
      }
    },
    async replace(id, card) {
      const { count } = await client.sandboxMessage.updateMany({ where: { id }, data: { card: stored(card) } });
      return count === 0 ? undefined : messageOf(await client.sandboxMessage.findUniqueOrThrow({ where: { id } }));
    },
    async message(id) {
      const row = await client.sandboxMessage.findUnique({ where: { id } });
      return row ? messageOf(row) : undefined;
    },
    async messages(personId, places, since, last) {
      const rows = await client.sandboxMessage.findMany({
        where: { seq: { gt: since }, placeId: { in: [...places] }, OR: [{ onlyFor: null }, { onlyFor: personId }] },
        orderBy: { seq: "desc" },
        ...(last === undefined ? {} : { take: last }),
      });
      return rows.reverse().map(messageOf);
    },
    async clockOffset() {
      return (await client.sandboxClock.findUnique({ where: { id: 1 } }))?.offsetMs ?? 0;
    },
    async setClockOffset(offsetMs) {
      await client.sandboxClock.upsert({ where: { id: 1 }, create: { id: 1, offsetMs }, update: { offsetMs } });
    },
  };
}

function placeOf(row: { id: string; kind: string; name: string; members: unknown }): SandboxPlace {
  const isArchived = row.kind === ARCHIVED;
  const isHome = isArchived || row.kind === HOME;
  const kind = isHome ? "room" : row.kind === "channel" || row.kind === "room" ? row.kind : "dm";
  const members = Array.isArray(row.members) ? row.members.filter((id) => typeof id === "string") : [];
  const more = { ...(isHome ? { isHome } : {}), ...(isArchived ? { isArchived } : {}) };
  return { id: row.id, kind, name: row.name, members, ...more };
}

function rowOf(message: NewMessage) {
  return {
    id: message.id,
    nonce: message.nonce ?? null,
    placeId: message.placeId,
    onlyFor: message.onlyFor ?? null,
    authorId: message.authorId ?? null,
    proactive: message.proactive,
    card: stored(message.card),
    at: message.at,
  };
}

/** A card is plain JSON already; this only tells the compiler. */
function stored(card: Card): never {
  return JSON.parse(JSON.stringify(card)) as never;
}

function messageOf(row: MessageRow): SandboxMessage {
  return {
    seq: row.seq,
    id: row.id,
    ...(row.nonce === null ? {} : { nonce: row.nonce }),
    placeId: row.placeId,
    ...(row.onlyFor === null ? {} : { onlyFor: row.onlyFor }),
    ...(row.authorId === null ? {} : { authorId: row.authorId }),
    proactive: row.proactive,
    card: row.card as Card,
    at: row.at,
  };
}
