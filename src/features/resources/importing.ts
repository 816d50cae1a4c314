import { canonicalLink } from "../../links/canonical.js";
import { nextCheckAt } from "../../links/pace.js";
import { suspicion } from "../../links/suspicion.js";
import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { readTable } from "../../tables/read.js";
import { withoutEscape, writeTable } from "../../tables/write.js";
import { levelsIn, topicsFrom, topicsIn } from "../introductions/rules.js";
import { reminderColumns } from "./calling.js";
import { toMember, type ImportedFacts } from "./deliveries.js";
import { doubtsInWords } from "./doubting.js";
import {
  columns,
  columnsIn,
  rowFrom,
  rowProblems,
  tableLimits,
  type ImportRow,
  type RowProblem,
} from "./importing/rules.js";
import { paceOf, type ResourcesParts } from "./parts.js";
import { pupilData } from "./pupils/rules.js";
import { claimOf, standing } from "./standing.js";

import { nextVersion } from "./version.js";

type Run = NonNullable<Awaited<ReturnType<Tx["shelfImport"]["findUnique"]>>>;
type Pace = Pick<Awaited<ReturnType<typeof paceOf>>, "today" | "endOf"> & { readonly run: Run };

interface HandedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table with so few rows is taken at once. */
const AT_ONCE = 50;
/** Rows that a job takes before it looks what else is due. */
const ROWS_A_STEP = 100;
/** ms after which the job goes on with a table that is taken at once, should that have been interrupted. */
const SPARED = 60_000;
/** ms after which a table that nobody goes on with keeps no other from being taken. */
const ABANDONED = 3_600_000;
const DAY = 86_400_000;
const NEWS_DAYS = 7;
/** Rows that are kept in one statement. */
const INSERTED = 500;
const LINES_SHOWN = 10;

/** How far a table has come. */
export interface Progress {
  readonly isDone: boolean;
  readonly next: number;
  readonly of: number;
  readonly taken: number;
  readonly refused: number;
  /** The first that were refused. */
  readonly lines: readonly { readonly line: number; readonly why: RowProblem }[];
  /** The rows that were refused, as a table; "" when there are none. */
  readonly file: string;
}

const PROBLEMS = {
  empty: "tableEmpty",
  tooLarge: "tableTooLarge",
  tooManyRows: "tableTooManyRows",
  notText: "tableNotText",
  isArchive: "tableIsArchive",
  broken: "tableBroken",
} as const;

/** Whole tables of resources, into the shelf and out of it. */
export function makeImporting(parts: ResourcesParts) {
  const { db, now } = parts;

  /** @throws Refusal for what is no table of resources */
  function tableIn(bytes: Uint8Array) {
    const table = readTable(bytes, tableLimits);
    if (table.kind === "problem")
      throw new Refusal(PROBLEMS[table.why], { line: table.line ?? 1, rows: tableLimits.rows });
    const found = columnsIn(table.columns);
    if (found === undefined) throw new Refusal("tableNoTitle");
    if (table.rows.length === 0) throw new Refusal("tableEmpty");
    return table.rows.map(({ line, cells }) => ({
      line,
      cells: columns.map((column) => withoutEscape(cells[found.get(column) ?? -1] ?? "")),
    }));
  }

  async function put(tx: Tx, run: Run, row: ImportRow, endOf: (date: string) => Date): Promise<RowProblem | undefined> {
    const { networkId, memberId } = run;
    if (pupilData(`${row.title}\n${row.about}`, now().getUTCFullYear()).length > 0) return "pupils";
    const link = row.link === undefined ? undefined : canonicalLink(row.link);
    if (row.link !== undefined && link === undefined) return "link";
    if (link !== undefined && suspicion(link.href, parts.isListed) !== undefined) return "link";
    if (doubtsInWords(row, parts.isListed).length > 0) return "link";
    const removed = { networkId, link: link?.href ?? null, state: "removed" };
    if (link !== undefined && (await tx.resource.count({ where: removed })) > 0) return "removed";
    const claim = link === undefined ? null : claimOf(networkId, link.key);
    const { title, about, kind, language, licence, cost, effort, author, deadline = null } = row;
    const keys = link === undefined ? [] : [link.key];
    if ((await standing(tx, networkId, { keys, title })) !== undefined) return "known";
    await tx.resource.create({
      data: {
        id: parts.newId(),
        ...{ networkId, sharerId: memberId, state: "shown", title, about, kind, language },
        ...{ licence: licence ?? null, cost: cost ?? null, effort: effort ?? null, author: author ?? null },
        ...{ link: link?.href ?? null, linkDomain: link?.domain ?? null, linkKey: claim },
        topics: topicsFrom(row.topics, parts.topicKey).map((topic) => ({ ...topic })),
        levels: [...row.levels],
        audience: [...row.audience],
        ...{ deadline, deadlineAt: deadline === null ? null : endOf(deadline), doubts: [] },
        checkAt: claim === null ? null : nextCheckAt(claim, now(), undefined),
        ...(await reminderColumns(parts, tx, { networkId, deadline })),
        version: await nextVersion(tx, networkId),
        ...{ createdAt: now(), sharedAt: now(), changedAt: now() },
      },
    });
    return undefined;
  }

  /**
   * One row in one transaction, with the count of it: whatever is interrupted, no row is taken twice. False when somebody
   * else has taken it.
   */
  async function takeRow({ run, endOf, today }: Pace, { line, cells }: HandedRow): Promise<boolean> {
    const read = rowFrom((column) => cells[columns.indexOf(column)] ?? "", parts.choiceOf, today);
    const importId = run.id;
    return db.transaction(async (tx) => {
      const { count } = await tx.shelfImportRow.deleteMany({ where: { importId, line, why: null } });
      if (count === 0) return false;
      const why = read.kind === "refused" ? read.why : await put(tx, run, read.row, endOf);
      if (why !== undefined) await tx.shelfImportRow.create({ data: { importId, line, cells: [...cells], why } });
      const data = why === undefined ? { taken: { increment: 1 } } : { refused: { increment: 1 } };
      await tx.shelfImport.update({ where: { id: importId }, data });
      return true;
    });
  }

  /** So many rows at most. Answers whether that was all. */
  async function carryOn(id: string, most: number): Promise<boolean> {
    const run = await db.client.shelfImport.findUnique({ where: { id } });
    if (run?.state !== "running") return true;
    const pace = { run, ...(await paceOf(parts, db.client, run.networkId)) };
    const waiting = { importId: id, why: null };
    for (const row of await db.client.shelfImportRow.findMany({
      where: waiting,
      orderBy: { line: "asc" },
      take: most,
    })) {
      if (!(await takeRow(pace, { line: row.line, cells: cellsIn(row.cells) }))) return false;
      await parts.breathe();
    }
    return (await db.client.shelfImportRow.count({ where: waiting })) === 0;
  }

  async function finish(id: string, isTold: boolean): Promise<void> {
    const run = await db.client.shelfImport.findUniqueOrThrow({ where: { id } });
    const { memberId, networkId } = run;
    const locale = isTold ? (await parts.portraits.of([memberId])).get(memberId)?.locale : undefined;
    const progress = locale === undefined ? undefined : await progressOf(run, locale);
    await db.transaction(async (tx) => {
      // It stays for a while, for whoever asks how it went.
      const { count } = await tx.shelfImport.updateMany({ where: { id, state: "running" }, data: over() });
      if (count === 0 || !progress) return;
      // Without the rows themselves: messages are kept longer than what was handed in.
      const { taken, refused, lines } = progress;
      const facts: ImportedFacts = { taken, refused, lines };
      await parts.outbox.add(tx, [
        toMember(memberId, {
          ...{ key: `imported:${id}`, networkId, notice: "shelf.imported", facts },
          ...{ dueAt: now(), days: NEWS_DAYS, priority: "request" },
        }),
      ]);
    });
  }

  function over() {
    return { state: "done", stepAt: new Date(now().getTime() + NEWS_DAYS * DAY) };
  }

  async function progressOf(run: Run, locale: string): Promise<Progress> {
    const { id: importId, state, total, taken, refused } = run;
    const rows = await db.client.shelfImportRow.findMany({
      where: { importId, why: { not: null } },
      orderBy: { line: "asc" },
    });
    const lines = rows.flatMap(({ line, why, cells }) => {
      const known = rowProblems.find((problem) => problem === why);
      return known === undefined ? [] : [{ line, why: known, cells: cellsIn(cells) }];
    });
    return {
      ...{ isDone: state === "done", next: taken + refused, of: total, taken, refused },
      lines: lines.slice(0, LINES_SHOWN).map(({ line, why }) => ({ line, why })),
      file: lines.length === 0 ? "" : fileOf(lines, locale),
    };
  }

  /** Mended, it can be handed in again: the first two columns are none of a resource. */
  function fileOf(refused: readonly (HandedRow & { readonly why: RowProblem })[], locale: string): string {
    return writeTable(
      ["line", "why", ...columns],
      refused.map(({ line, why, cells }) => [String(line), parts.whyNot(locale, why), ...cells]),
    );
  }

  async function lastOf(networkId: string): Promise<Run | null> {
    return db.client.shelfImport.findFirst({ where: { networkId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
  }

  return {
    /**
     * Takes a table: a short one at once, a long one piece by piece.
     * @throws Refusal for what is no table, and while another one is being taken
     */
    async begin(networkId: string, memberId: string, bytes: Uint8Array, locale: string): Promise<Progress> {
      const rows = tableIn(bytes);
      const id = parts.newId();
      const isShort = rows.length <= AT_ONCE;
      await db.transaction(async (tx) => {
        const running = { networkId, state: "running" };
        await tx.shelfImport.updateMany({
          where: { ...running, stepAt: { lt: new Date(now().getTime() - ABANDONED) } },
          data: over(),
        });
        if ((await tx.shelfImport.count({ where: running })) > 0) throw new Refusal("importRunning");
        await tx.shelfImport.create({
          data: {
            ...{ id, networkId, memberId, state: "running", total: rows.length, taken: 0, refused: 0 },
            // Should the program end in the middle, the job goes on.
            ...{ stepAt: new Date(now().getTime() + (isShort ? SPARED : 0)), createdAt: now() },
          },
        });
        for (let start = 0; start < rows.length; start += INSERTED)
          await tx.shelfImportRow.createMany({
            data: rows.slice(start, start + INSERTED).map((row) => ({ importId: id, ...row })),
          });
      });
      if (isShort && (await carryOn(id, AT_ONCE))) await finish(id, false);
      return progressOf(await db.client.shelfImport.findUniqueOrThrow({ where: { id } }), locale);
    },

    /** The last table's, if there was any. */
    async progress(networkId: string, locale: string): Promise<Progress | undefined> {
      const run = await lastOf(networkId);
      return run ? progressOf(run, locale) : undefined;
    },

    /** A piece of a long table; what was handed in is forgotten a week after. */
    async step(id: string): Promise<string> {
      const { count } = await db.client.shelfImport.deleteMany({
        where: { id, state: "done", stepAt: { lte: now() } },
      });
      if (count > 0) return "forgotten";
      const isDone = await carryOn(id, ROWS_A_STEP);
      if (isDone) await finish(id, true);
      else
        await db.client.shelfImport.updateMany({
          where: { id, state: "running" },
          // At once, after what else is due by now.
          data: { stepAt: now() },
        });
      return isDone ? "done" : "goes on";
    },

    /** Everything that can be seen on the shelf, as a table that can be taken in again. */
    async table(networkId: string): Promise<string> {
      const rows = await db.client.resource.findMany({
        where: { networkId, state: "shown" },
        include: { sharer: { select: { name: true, leftAt: true } } },
        orderBy: [{ sharedAt: "asc" }, { id: "asc" }],
      });
      return writeTable(
        [...columns, "shared by", "useful", "used"],
        rows.map((row) => [
          ...[row.title, row.about, row.kind, row.link ?? ""],
          topicsIn(row.topics)
            .map(({ label }) => label)
            .join(", "),
          levelsIn(row.levels).join(", "),
          (Array.isArray(row.audience) ? row.audience : []).join(", "),
          ...[row.language, row.licence ?? "", row.cost ?? "", row.effort ?? "", row.author ?? "", row.deadline ?? ""],
          ...[row.sharer?.leftAt === null ? row.sharer.name : "", String(row.useful), String(row.uses)],
        ]),
      );
    },
  };
}

function cellsIn(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? stored.map(String) : [];
}
