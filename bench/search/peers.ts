import { pathToFileURL } from "node:url";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import MiniSearch from "minisearch";
import pg from "pg";
import { makeSearchIndex } from "../../src/search/searchIndex.js";
import { tokensOf } from "../../src/search/tokens.js";
import { root } from "../world.js";
import type * as Starter from "../../scripts/throwaway-postgresql.mjs";
import type { MadeUp } from "./corpus.js";

/** It is not compiled and so lies beside the compiled tree. */
const STARTER = pathToFileURL(join(root, "../scripts/throwaway-postgresql.mjs")).href;

/** Something that finds entries. Each is given the same: title before topics before text, and any of the words where none has all. */
export interface Peer {
  readonly name: string;
  fill(entries: readonly MadeUp[]): Promise<void> | void;
  /** Ids, best first. */
  search(text: string, most: number, group?: number): Promise<string[]> | string[];
  /** Bytes that it says it takes; for want of it the memory of this process tells. */
  bytes?(): Promise<number> | number;
  close?(): Promise<void> | void;
}

export function ours(): Peer {
  const index = makeSearchIndex();
  const groups = new Map<string, number>();
  return {
    name: "Jejaring",
    fill(entries) {
      for (const { entry, group } of entries) {
        groups.set(entry.id, group);
        index.put(entry);
      }
    },
    search(text, most, group) {
      const where = group === undefined ? undefined : (id: string) => groups.get(id) === group;
      return index.search({ text, most, where }).hits.map(({ id }) => id);
    },
  };
}

/** As its own pages recommend: prefixes, a fifth of a word may differ. */
export function miniSearch(): Peer {
  const groups = new Map<string, number>();
  const index = new MiniSearch({
    fields: ["title", "topics", "text"],
    searchOptions: { boost: { title: 4, topics: 2.5 }, prefix: true, fuzzy: 0.2 },
  });
  return {
    name: "MiniSearch",
    fill(entries) {
      for (const { entry, group } of entries) {
        groups.set(entry.id, group);
        index.add({ ...entry, topics: entry.topics.join(" ") });
      }
    },
    search(text, most, group) {
      const filter =
        group === undefined ? {} : { filter: (hit: { id: unknown }) => groups.get(String(hit.id)) === group };
      const all = index.search(text, { combineWith: "AND", ...filter });
      const found = all.length > 0 ? all : index.search(text, { combineWith: "OR", ...filter });
      return found.slice(0, most).map(({ id }) => String(id));
    },
  };
}

/** SQLite's FTS5 in memory. Its tokenizer "unicode61" has whole words, "trigram" every three letters. */
export function fts5(tokenizer: "unicode61" | "trigram"): Peer {
  const db = new Sqlite(":memory:");
  db.exec(
    `CREATE VIRTUAL TABLE entry USING fts5(id UNINDEXED, grp UNINDEXED, title, topics, text, tokenize = '${tokenizer}')`,
  );
  const find = db.prepare<[string, number, number, number], { id: string }>(
    `SELECT id FROM entry WHERE entry MATCH ? AND (? < 0 OR grp = ?) ORDER BY bm25(entry, 0, 0, 4, 2.5, 1) LIMIT ?`,
  );
  const wordsOf = (text: string) =>
    tokensOf(text)
      .map((token) => token.text)
      .filter(({ length }) => tokenizer === "unicode61" || length >= 3)
      .map((word) => `"${word}"`);
  return {
    name: `FTS5 ${tokenizer}`,
    fill(entries) {
      const insert = db.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?)");
      db.transaction(() => {
        for (const { entry, group } of entries)
          insert.run(entry.id, group, entry.title, entry.topics.join("; "), entry.text);
      })();
    },
    search(text, most, group = -1) {
      const words = wordsOf(text);
      if (words.length === 0) return [];
      const all = find.all(words.join(" AND "), group, group, most);
      const found = all.length > 0 ? all : find.all(words.join(" OR "), group, group, most);
      return found.map(({ id }) => id);
    },
    bytes: () => Number(db.pragma("page_count", { simple: true })) * Number(db.pragma("page_size", { simple: true })),
    close: () => void db.close(),
  };
}

export interface PostgresqlServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The server of DATABASE_URL, or one of our own as long as we live; undefined where there is no PostgreSQL. */
export async function openServer(): Promise<PostgresqlServer | undefined> {
  const url = process.env["DATABASE_URL"];
  if (url?.startsWith("postgres") === true) return { url, close: () => Promise.resolve() };
  const { findPostgresql, startThrowawayPostgresql } = (await import(STARTER)) as typeof Starter;
  if (findPostgresql() === undefined) return undefined;
  const server = await startThrowawayPostgresql();
  return { url: server.url, close: () => server.stop() };
}

const SCHEMA = "search_bench";

/** PostgreSQL's full-text search: `simple` has whole words, `indonesian` stems them by Tala's rules. */
export async function postgresqlText(url: string, configuration: "simple" | "indonesian"): Promise<Peer> {
  const client = await openSchema(url);
  const part = (column: string, weight: string) => `setweight(to_tsvector('${configuration}', ${column}), '${weight}')`;
  await client.query(`CREATE TABLE entry (id text PRIMARY KEY, grp int, title text, topics text, text text,
    words tsvector GENERATED ALWAYS AS (${part("title", "A")} || ${part("topics", "B")} || ${part("text", "D")}) STORED)`);
  const ask = async (query: string, text: string, most: number, group: number) => {
    const { rows } = await client.query<{ id: string }>({
      text: `SELECT id FROM entry, (SELECT ${query} AS query) AS asked WHERE words @@ query AND ($3 < 0 OR grp = $3)
        ORDER BY ts_rank('{0.25, 0.4, 0.625, 1}', words, query) DESC, id LIMIT $2`,
      values: [text, most, group],
    });
    return rows.map(({ id }) => id);
  };
  const all = `plainto_tsquery('${configuration}', $1)`;
  return {
    name: `PostgreSQL ${configuration}`,
    fill: (entries) => fillTable(client, entries, "CREATE INDEX ON entry USING gin (words)"),
    async search(text, most, group = -1) {
      const found = await ask(all, text, most, group);
      return found.length > 0 ? found : ask(`replace(${all}::text, '&', '|')::tsquery`, text, most, group);
    },
    bytes: () => sizeOf(client),
    close: () => closeSchema(client),
  };
}

/** The extension pg_trgm: how many three-letter pieces a part of the entry shares with the query. */
export async function postgresqlTrigrams(url: string): Promise<Peer> {
  const client = await openSchema(url);
  await client.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public`);
  await client.query(`CREATE TABLE entry (id text PRIMARY KEY, grp int, title text, topics text, text text,
    whole text GENERATED ALWAYS AS (title || ' ' || topics || ' ' || text) STORED)`);
  return {
    name: "PostgreSQL pg_trgm",
    fill: (entries) => fillTable(client, entries, "CREATE INDEX ON entry USING gin (whole gin_trgm_ops)"),
    async search(text, most, group = -1) {
      const { rows } = await client.query<{ id: string }>({
        name: "trigrams",
        text: `SELECT id FROM entry WHERE $1 <% whole AND ($3 < 0 OR grp = $3)
          ORDER BY word_similarity($1, title) * 3 + word_similarity($1, whole) DESC, id LIMIT $2`,
        values: [text, most, group],
      });
      return rows.map(({ id }) => id);
    },
    bytes: () => sizeOf(client),
    close: () => closeSchema(client),
  };
}

async function openSchema(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA}; SET search_path TO ${SCHEMA}, public`,
  );
  return client;
}

async function closeSchema(client: pg.Client): Promise<void> {
  await client.query(`DROP SCHEMA ${SCHEMA} CASCADE`);
  await client.end();
}

async function fillTable(client: pg.Client, entries: readonly MadeUp[], index: string): Promise<void> {
  for (let from = 0; from < entries.length; from += 1_000) {
    const some = entries.slice(from, from + 1_000);
    await client.query(
      `INSERT INTO entry (id, grp, title, topics, text)
        SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[])`,
      [
        some.map(({ entry }) => entry.id),
        some.map(({ group }) => group),
        some.map(({ entry }) => entry.title),
        some.map(({ entry }) => entry.topics.join("; ")),
        some.map(({ entry }) => entry.text),
      ],
    );
  }
  await client.query(`${index}; ANALYZE entry`);
}

async function sizeOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>("SELECT pg_total_relation_size('entry') AS bytes");
  return Number(rows[0]?.bytes ?? 0);
}
