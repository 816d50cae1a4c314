import { z } from "zod";
import { canonicalLink } from "../../links/canonical.js";
import { nextCheckAt } from "../../links/pace.js";
import { suspicion } from "../../links/suspicion.js";
import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { readTable } from "../../tables/read.js";
import { writeTable } from "../../tables/write.js";
import { topicsFrom } from "../introductions/rules.js";
import { reminderColumns } from "./calling.js";
import { toMember, type ImportedFacts } from "./deliveries.js";
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
import { claimOf } from "./standing.js";
import { levelsIn, topicsIn } from "./stored.js";
import { nextVersion } from "./version.js";

const handed = z.array(z.object({ line: z.number(), cells: z.array(z.string()) }));
const refusedRows = z.array(z.object({ line: z.number(), why: z.enum(rowProblems), cells: z.array(z.string()) }));
type Refused = z.infer<typeof refusedRows>[number];

/** A table with so few rows is taken at once. */
const AT_ONCE = 50;
/** Rows that a job takes before it looks what else is due. */
const ROWS_A_STEP = 100;
/** ms between two pieces of a long table. */
const PAUSE = 1_000;
const NEWS_DAYS = 7;
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

  type Run = NonNullable<Awaited<ReturnType<Tx["shelfImport"]["findUnique"]>>>;

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
      cells: columns.map((column) => cells[found.get(column) ?? -1] ?? ""),
    }));
  }

  async function put(tx: Tx, run: Run, row: ImportRow): Promise<RowProblem | undefined> {
    const { networkId, memberId } = run;
    if (pupilData(`${row.title}\n${row.about}`, now().getUTCFullYear()).length > 0) return "pupils";
    const link = row.link === undefined ? undefined : canonicalLink(row.link);
    if (row.link !== undefined && link === undefined) return "link";
    if (link !== undefined && suspicion(link.href, parts.isListed) !== undefined) return "link";
    const claim = link === undefined ? null : claimOf(networkId, link.key);
    const same = { networkId, title: row.title, state: { in: ["shown", "held"] } };
    const where = claim === null ? same : { OR: [{ linkKey: claim }, { ...same, link: null }] };
    if ((await tx.resource.count({ where })) > 0) return "known";
    const { endOf } = await paceOf(parts, tx, networkId);
    const { title, about, kind, language, licence, cost, effort, author, deadline = null } = row;
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

  /** One row in one transaction, with the count of it: whatever is interrupted, no row is taken twice. */
  async function takeRow(id: string): Promise<boolean> {
    return db.transaction(async (tx) => {
      const run = await tx.shelfImport.findUnique({ where: { id } });
      const row = run && handed.parse(run.rows)[run.next];
      if (run?.state !== "running" || !row) return false;
      const { today } = await paceOf(parts, tx, run.networkId);
      const read = rowFrom((column) => row.cells[columns.indexOf(column)] ?? "", parts.choiceOf, today);
      const why = read.kind === "refused" ? read.why : await put(tx, run, read.row);
      const refused = refusedRows.parse(run.refused);
      await tx.shelfImport.update({
        where: { id },
        data: {
          next: run.next + 1,
          ...(why === undefined ? { taken: run.taken + 1 } : { refused: [...refused, { ...row, why }] }),
        },
      });
      return true;
    });
  }

  async function finish(id: string, isTold: boolean): Promise<void> {
    await db.transaction(async (tx) => {
      const run = await tx.shelfImport.findUniqueOrThrow({ where: { id } });
      if (run.state !== "running") return;
      // What was handed in is kept no longer than it is needed.
      await tx.shelfImport.update({ where: { id }, data: { state: "done", stepAt: null } });
      if (!isTold) return;
      const { taken, refused, lines, file } = progressOf(run);
      const facts: ImportedFacts = { taken, refused, lines, file };
      await parts.outbox.add(tx, [
        toMember(run.memberId, {
          ...{ key: `imported:${id}`, networkId: run.networkId, notice: "shelf.imported", facts },
          ...{ dueAt: now(), days: NEWS_DAYS, priority: "match" },
        }),
      ]);
    });
  }

  function progressOf(run: Run): Progress {
    const refused = refusedRows.parse(run.refused);
    return {
      ...{ isDone: run.state === "done", next: run.next, of: handed.parse(run.rows).length, taken: run.taken },
      refused: refused.length,
      lines: refused.slice(0, LINES_SHOWN).map(({ line, why }) => ({ line, why })),
      file: refused.length === 0 ? "" : fileOf(refused),
    };
  }

  function fileOf(refused: readonly Refused[]): string {
    return writeTable(
      ["line", "why", ...columns],
      refused.map(({ line, why, cells }) => [String(line), why, ...cells]),
    );
  }

  async function carryOn(id: string, rows: number): Promise<boolean> {
    for (let count = 0; count < rows; count++) {
      if (!(await takeRow(id))) return true;
      await parts.breathe();
    }
    const run = await db.client.shelfImport.findUniqueOrThrow({ where: { id } });
    return run.next >= handed.parse(run.rows).length;
  }

  async function lastOf(networkId: string): Promise<Run | null> {
    return db.client.shelfImport.findFirst({ where: { networkId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
  }

  return {
    /**
     * Takes a table: a short one at once, a long one piece by piece.
     * @throws Refusal for what is no table, and while another one is being taken
     */
    async begin(networkId: string, memberId: string, bytes: Uint8Array): Promise<Progress> {
      const rows = tableIn(bytes);
      const id = parts.newId();
      const isShort = rows.length <= AT_ONCE;
      await db.transaction(async (tx) => {
        const running = await tx.shelfImport.count({ where: { networkId, state: "running" } });
        if (running > 0) throw new Refusal("importRunning");
        await tx.shelfImport.create({
          data: {
            ...{ id, networkId, memberId, state: "running", rows, next: 0, taken: 0, refused: [] },
            // Should the program end in the middle, the job goes on.
            ...{ stepAt: new Date(now().getTime() + PAUSE), createdAt: now() },
          },
        });
      });
      if (isShort && (await carryOn(id, AT_ONCE))) await finish(id, false);
      return progressOf(await db.client.shelfImport.findUniqueOrThrow({ where: { id } }));
    },

    /** The last table's, if there was any. */
    async progress(networkId: string): Promise<Progress | undefined> {
      const run = await lastOf(networkId);
      return run ? progressOf(run) : undefined;
    },

    /** A piece of a long table. */
    async step(id: string): Promise<string> {
      const isDone = await carryOn(id, ROWS_A_STEP);
      if (isDone) await finish(id, true);
      else
        await db.client.shelfImport.updateMany({
          where: { id, state: "running" },
          data: { stepAt: new Date(now().getTime() + PAUSE) },
        });
      return isDone ? "done" : "goes on";
    },

    /** Everything that can be seen on the shelf, as a table that can be taken in again. */
    async table(networkId: string): Promise<string> {
      const rows = await db.client.resource.findMany({
        where: { networkId, state: "shown" },
        include: { sharer: { select: { name: true } } },
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
          ...[row.sharer?.name ?? "", String(row.useful), String(row.uses)],
        ]),
      );
    },
  };
}
