import { levelsIn, topicsIn } from "../introductions/rules.js";
import { makeSearchIndex, type SearchIndex } from "../../search/searchIndex.js";
import type { ResourcesParts } from "./parts.js";
import { isOpportunity, worthOf, type ResourceKind } from "./rules.js";
import { kindOf, type ResourceRow } from "./stored.js";

/** What narrows a search; what is missing doesn't. */
export interface Wanted {
  readonly text?: string | undefined;
  readonly kinds?: readonly ResourceKind[] | undefined;
  readonly level?: string | undefined;
  readonly language?: string | undefined;
}

export interface Page {
  readonly rows: readonly ResourceRow[];
  readonly total: number;
  /** Nothing has all the words; these have most of them. */
  readonly isPartial: boolean;
  /** The words as they were probably meant. */
  readonly corrected: string | undefined;
}

/** What is kept of a resource for narrowing and listing. */
interface Listed {
  readonly kind: ResourceKind;
  readonly levels: readonly string[];
  readonly language: string;
  readonly deadlineAt: number | undefined;
  readonly sharedAt: number;
}

interface Catalogue {
  readonly index: SearchIndex;
  readonly listed: Map<string, Listed>;
  /** Of the shelf, as far as it has been read. */
  version: number;
  /** One reader at a time brings it up to date. */
  reading: Promise<void>;
  usedAt: number;
}

/** Rows read at once, and how many are put into the index before others get their turn. */
const CHUNK = 500;
const PUT_A_STEP = 25;
/** Resources of all networks that are kept in memory; the network that was asked for longest ago makes room. */
const MOST_IN_MEMORY = 150_000;

/**
 * Finds what is on the shelf by words, in an index in memory for each network. It is read when somebody asks for the first
 * time, and each question first reads what has changed since, here or in another program on the same database.
 */
export function makeFinding(parts: ResourcesParts) {
  const { db, now } = parts;
  const catalogues = new Map<string, Catalogue>();
  let uses = 0;

  async function catalogueOf(networkId: string): Promise<Catalogue> {
    const known = catalogues.get(networkId);
    const catalogue: Catalogue = known ?? {
      ...{ index: makeSearchIndex(), listed: new Map(), version: 0, usedAt: 0 },
      reading: Promise.resolve(),
    };
    if (!known) catalogues.set(networkId, catalogue);
    catalogue.usedAt = ++uses;
    const before = catalogue.reading;
    const reading = before.then(() => catchUp(networkId, catalogue));
    // Whoever comes next is not to fail because this one did.
    catalogue.reading = reading.catch(() => undefined);
    await reading;
    makeRoom(networkId);
    return catalogue;
  }

  async function catchUp(networkId: string, catalogue: Catalogue): Promise<void> {
    for (;;) {
      const rows = await db.client.resource.findMany({
        where: { networkId, version: { gt: catalogue.version } },
        orderBy: [{ version: "asc" }, { id: "asc" }],
        take: CHUNK,
      });
      for (const [place, row] of rows.entries()) {
        take(catalogue, row);
        if (place % PUT_A_STEP === PUT_A_STEP - 1) await parts.breathe();
      }
      const last = rows.at(-1);
      if (last === undefined) return;
      // A change of several rows has one number: all of them are read before it counts as seen.
      const more = rows.length === CHUNK ? await restOf(networkId, last) : [];
      for (const row of more) take(catalogue, row);
      catalogue.version = last.version;
      if (rows.length < CHUNK) return;
    }
  }

  async function restOf(networkId: string, { version, id }: ResourceRow): Promise<readonly ResourceRow[]> {
    return db.client.resource.findMany({ where: { networkId, version, id: { gt: id } }, orderBy: { id: "asc" } });
  }

  function take({ index, listed }: Catalogue, row: ResourceRow): void {
    if (row.state !== "shown") {
      listed.delete(row.id);
      index.remove(row.id);
      return;
    }
    const topics = topicsIn(row.topics);
    const sharedAt = (row.sharedAt ?? row.createdAt).getTime();
    listed.set(row.id, {
      ...{ kind: kindOf(row.kind), levels: levelsIn(row.levels), language: row.language, sharedAt },
      deadlineAt: row.deadlineAt?.getTime(),
    });
    index.put({
      id: row.id,
      title: row.title,
      topics: topics.flatMap((topic) => parts.topicNames(topic)),
      text: [row.about, row.author ?? "", row.linkDomain ?? ""].join("\n"),
      ...(row.language === "other" ? {} : { language: row.language }),
      boost: worthOf({ useful: row.useful, uses: row.uses, saves: row.saves, sharedAt }, now().getTime()),
    });
  }

  function makeRoom(kept: string): void {
    const inAll = () => [...catalogues.values()].reduce((sum, { listed }) => sum + listed.size, 0);
    while (catalogues.size > 1 && inAll() > MOST_IN_MEMORY) {
      const others = [...catalogues].filter(([networkId]) => networkId !== kept);
      const oldest = others.reduce((a, b) => (a[1].usedAt < b[1].usedAt ? a : b));
      catalogues.delete(oldest[0]);
    }
  }

  /** In the order of the ids; what was taken back a moment ago is left out. */
  async function rowsOf(ids: readonly string[]): Promise<readonly ResourceRow[]> {
    const rows = await db.client.resource.findMany({ where: { id: { in: [...ids] }, state: "shown" } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  function sightOf({ listed }: Catalogue, wanted: Wanted): (id: string) => boolean {
    const at = now().getTime();
    const { kinds, level, language } = wanted;
    return (id) => {
      const one = listed.get(id);
      if (!one || (one.deadlineAt !== undefined && one.deadlineAt <= at)) return false;
      return (
        (kinds === undefined || kinds.includes(one.kind)) &&
        // What is for no level in particular is for all.
        (level === undefined || one.levels.length === 0 || one.levels.includes(level)) &&
        (language === undefined || one.language === language)
      );
    };
  }

  return {
    /** The best for these words; without words the newest, of opportunities those that end first. */
    async search(networkId: string, wanted: Wanted, most: number, offset = 0): Promise<Page> {
      const catalogue = await catalogueOf(networkId);
      const where = sightOf(catalogue, wanted);
      const text = wanted.text?.trim() ?? "";
      if (text === "") {
        const ids = [...catalogue.listed]
          .filter(([id]) => where(id))
          .sort(inOrder)
          .map(([id]) => id);
        const rows = await rowsOf(ids.slice(offset, offset + most));
        return { rows, total: ids.length, isPartial: false, corrected: undefined };
      }
      const found = catalogue.index.search({ text, where, most, offset });
      const rows = await rowsOf(found.hits.map(({ id }) => id));
      return { rows, total: found.total, isPartial: found.partial, corrected: found.corrected };
    },

    /** What is like it. */
    async like(networkId: string, id: string, most: number): Promise<readonly ResourceRow[]> {
      const catalogue = await catalogueOf(networkId);
      const hits = catalogue.index.like(id, { where: sightOf(catalogue, {}), most });
      return rowsOf(hits.map((hit) => hit.id));
    },
  };
}

function inOrder([idA, a]: readonly [string, Listed], [idB, b]: readonly [string, Listed]): number {
  if (isOpportunity(a.kind) && isOpportunity(b.kind))
    return (a.deadlineAt ?? Infinity) - (b.deadlineAt ?? Infinity) || (idA < idB ? -1 : 1);
  return b.sharedAt - a.sharedAt || (idA < idB ? -1 : 1);
}
