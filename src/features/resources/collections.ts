import { Refusal } from "../../refusal.js";
import type { ResourcesParts } from "./parts.js";
import { pupilData } from "./pupils/rules.js";
import type { ResourceRow } from "./stored.js";

export interface CollectionLine {
  readonly id: string;
  readonly title: string;
  readonly byId: string | undefined;
  readonly count: number;
}

/** Things in one collection, and collections of one member. */
export const collectionLimits = { items: 50, ofOne: 20 } as const;

/** Things that belong together, put together by somebody for all. */
export function makeCollections({ db, now, newId }: ResourcesParts) {
  return {
    /** This member's own first, then those of others with something in them; the newest first. */
    async list(networkId: string, memberId: string, most: number, skip = 0) {
      const found = await db.client.collection.findMany({
        where: { networkId, OR: [{ items: { some: { resource: { state: "shown" } } } }, { byId: memberId }] },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
        select: { id: true, byId: true },
      });
      const ids = [...found.filter(({ byId }) => byId === memberId), ...found.filter(({ byId }) => byId !== memberId)]
        .slice(skip, skip + most)
        .map(({ id }) => id);
      const rows = await db.client.collection.findMany({
        where: { id: { in: ids } },
        include: { items: { where: { resource: { state: "shown" } }, select: { resourceId: true } } },
      });
      const byId = new Map(rows.map((row) => [row.id, row]));
      const lines = ids.flatMap((id): CollectionLine[] => {
        const row = byId.get(id);
        return row ? [{ id, title: row.title, byId: row.byId ?? undefined, count: row.items.length }] : [];
      });
      return { lines, total: found.length };
    },

    async open(
      id: string,
      networkId: string,
    ): Promise<{ readonly title: string; readonly byId: string | undefined; readonly rows: readonly ResourceRow[] }> {
      const row = await db.client.collection.findUnique({
        where: { id },
        include: {
          items: { where: { resource: { state: "shown" } }, orderBy: { at: "asc" }, include: { resource: true } },
        },
      });
      if (row?.networkId !== networkId) throw new Refusal("gone");
      return { title: row.title, byId: row.byId ?? undefined, rows: row.items.map(({ resource }) => resource) };
    },

    /** Puts a resource into this member's collection of that name, which is begun where there is none. */
    async put(networkId: string, memberId: string, resourceId: string, title: string): Promise<CollectionLine> {
      if (pupilData(title, now().getUTCFullYear()).length > 0) throw new Refusal("pupilInTitle", {}, "collection");
      return db.transaction(async (tx) => {
        const resource = await tx.resource.findUnique({ where: { id: resourceId } });
        if (resource?.networkId !== networkId || resource.state !== "shown") throw new Refusal("gone");
        const mine = await tx.collection.findMany({ where: { networkId, byId: memberId } });
        const written = title.toLowerCase();
        const known = mine.find((one) => one.title.toLowerCase() === written);
        if (!known && mine.length >= collectionLimits.ofOne)
          throw new Refusal("tooManyCollections", { count: collectionLimits.ofOne });
        const row =
          known ??
          (await tx.collection.create({ data: { id: newId(), networkId, byId: memberId, title, createdAt: now() } }));
        const key = { collectionId_resourceId: { collectionId: row.id, resourceId } };
        const isIn = (await tx.collectionItem.findUnique({ where: key })) !== null;
        const shown = { collectionId: row.id, resource: { state: "shown" } };
        const count = await tx.collectionItem.count({ where: shown });
        if (!isIn && count >= collectionLimits.items)
          throw new Refusal("collectionFull", { count: collectionLimits.items });
        if (!isIn) await tx.collectionItem.create({ data: { collectionId: row.id, resourceId, at: now() } });
        return { id: row.id, title: row.title, byId: memberId, count: isIn ? count : count + 1 };
      });
    },

    /** Takes a resource, by the end of its id, out of one's own collection; the last one takes the collection with it. */
    async takeOut(id: string, memberId: string, resourceEnd: string): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await tx.collection.findUnique({ where: { id } });
        if (row?.byId !== memberId || resourceEnd === "") throw new Refusal("gone");
        await tx.collectionItem.deleteMany({ where: { collectionId: id, resourceId: { endsWith: resourceEnd } } });
        if ((await tx.collectionItem.count({ where: { collectionId: id } })) === 0)
          await tx.collection.delete({ where: { id } });
      });
    },
  };
}
