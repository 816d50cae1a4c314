import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { toMember } from "./deliveries.js";
import type { ResourcesParts } from "./parts.js";
import { pupilData } from "./pupils/rules.js";
import { REMINDER_DAYS, REPORTS_TO_HOLD, resourceAfter, type ReportReason, type ResourceState } from "./rules.js";
import { doubtsIn, stateOf, type ResourceRow } from "./stored.js";
import { silence, standingColumns } from "./standing.js";
import { nextVersion } from "./version.js";
import { tellWaiting } from "./waiting.js";

/** How it went in somebody's class. */
export interface Use {
  readonly memberId: string | undefined;
  readonly group: string;
  readonly change: string;
  readonly at: Date;
}

/** A resource as one member sees it. */
export interface Seen {
  readonly row: ResourceRow;
  readonly isOwn: boolean;
  readonly isSaved: boolean;
  readonly isUseful: boolean;
  /** They told how it went. */
  readonly hasUsed: boolean;
  readonly uses: readonly Use[];
  readonly file: { readonly name: string; readonly size: number; readonly mediaType: string } | undefined;
  /** The same call of an earlier time, or of the next one. */
  readonly earlierId: string | undefined;
  readonly laterId: string | undefined;
}

/** What somebody tells; `isSure`: they have looked whether a pupil can be recognised by it. */
export type UseDraft = Pick<Use, "group" | "change"> & { readonly isSure: boolean };

/** Uses that are shown with a resource. */
const USES_SHOWN = 3;
/** Days for which it is worth telling that somebody used what one shared. */
const NEWS_DAYS = 14;

/** Some of a list, and how many it has. */
export interface Some {
  readonly rows: readonly ResourceRow[];
  readonly total: number;
}

const WHY_NOT = {
  held: "resourceHeld",
  withdrawn: "resourceWithdrawn",
  removed: "resourceRemoved",
  draft: "gone",
} as const;

/** What people do with what stands on the shelf. */
export function makeShelf(parts: ResourcesParts) {
  const { db, now } = parts;

  /** @throws Refusal for what this member can't see, which says why as far as they may know */
  async function visible(tx: Tx, id: string, memberId: string): Promise<ResourceRow> {
    const row = await tx.resource.findUnique({ where: { id } });
    const reader = await tx.member.findUnique({ where: { id: memberId }, select: { networkId: true } });
    if (!row || row.networkId !== reader?.networkId) throw new Refusal("gone");
    const state = stateOf(row);
    if (state === "shown") return row;
    if (row.sharerId === memberId && state !== "removed") return row;
    throw new Refusal(WHY_NOT[state]);
  }

  async function marksOf(tx: Tx, resourceId: string, memberId: string): Promise<ReadonlySet<string>> {
    const rows = await tx.resourceMark.findMany({ where: { resourceId, memberId }, select: { kind: true } });
    return new Set(rows.map(({ kind }) => kind));
  }

  /** Counts again what is counted, and lets every index know. */
  async function recount(tx: Tx, { id, networkId }: ResourceRow): Promise<void> {
    const count = (kind: string) => tx.resourceMark.count({ where: { resourceId: id, kind } });
    const saves = await count("save");
    const useful = await count("useful");
    const uses = await tx.resourceUse.count({ where: { resourceId: id } });
    const version = await nextVersion(tx, networkId);
    await tx.resource.update({ where: { id }, data: { saves, useful, uses, version } });
  }

  /** Nobody but an organiser sees it until one has looked. */
  async function holdWhereManyReport(tx: Tx, row: ResourceRow): Promise<void> {
    const open = await tx.resourceReport.count({ where: { resourceId: row.id, outcome: "open" } });
    const state = resourceAfter(stateOf(row), "hold", "bot");
    if (open < REPORTS_TO_HOLD || stateOf(row) !== "shown" || state === undefined) return;
    const doubts = [...new Set([...doubtsIn(row.doubts), "reports" as const])];
    const version = await nextVersion(tx, row.networkId);
    await tx.resource.update({ where: { id: row.id }, data: { state, doubts, version } });
    await silence(parts, tx, row, version);
  }

  /** What follows from a decision besides the state. */
  async function standing(tx: Tx, row: ResourceRow, state: ResourceState) {
    if (state === "removed") return { linkKey: null, checkAt: null, remindAt: null };
    if (stateOf(row) === "removed") return standingColumns(parts, tx, row);
    // What nobody has seen yet is new now; what was only reported is not.
    const isNew = stateOf(row) === "held" && !doubtsIn(row.doubts).includes("reports");
    return isNew ? { sharedAt: now() } : {};
  }

  return {
    async see(id: string, memberId: string): Promise<Seen> {
      const row = await visible(db.client, id, memberId);
      const marks = await marksOf(db.client, id, memberId);
      const uses = await db.client.resourceUse.findMany({
        where: { resourceId: id },
        orderBy: [{ at: "desc" }, { id: "asc" }],
        take: USES_SHOWN,
      });
      const file =
        row.fileId === null
          ? null
          : await db.client.storedFile.findUnique({
              where: { id: row.fileId },
              select: { name: true, size: true, mediaType: true },
            });
      const later = await db.client.resource.findFirst({
        where: { renewsId: id, state: "shown" },
        select: { id: true },
      });
      const earlier =
        row.renewsId === null
          ? null
          : await db.client.resource.findFirst({ where: { id: row.renewsId, state: "shown" }, select: { id: true } });
      return {
        row,
        isOwn: row.sharerId === memberId,
        isSaved: marks.has("save"),
        isUseful: marks.has("useful"),
        hasUsed: (await db.client.resourceUse.count({ where: { resourceId: id, memberId } })) > 0,
        uses: uses.map(({ memberId: by, group, change, at }) => ({ memberId: by ?? undefined, group, change, at })),
        file: file ?? undefined,
        earlierId: earlier?.id,
        laterId: later?.id,
      };
    },

    /** The file itself, for whoever may see the resource; an organiser of its network sees also what waits. */
    async file(
      id: string,
      memberId: string,
      organiserOf?: string,
    ): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
      const row =
        organiserOf === undefined
          ? await visible(db.client, id, memberId)
          : await db.client.resource.findFirst({ where: { id, networkId: organiserOf, state: { not: "draft" } } });
      if (!row) throw new Refusal("gone");
      const file = row.fileId === null ? null : await db.client.storedFile.findUnique({ where: { id: row.fileId } });
      if (!file) throw new Refusal("gone");
      return file;
    },

    /** Saves it, or says that it is useful; the second time takes it back. Answers whether it is marked now. */
    async mark(id: string, memberId: string, kind: "save" | "useful"): Promise<boolean> {
      return db.transaction(async (tx) => {
        const row = await visible(tx, id, memberId);
        if (kind === "useful" && row.sharerId === memberId) throw new Refusal("ownMark");
        const isMarked = (await marksOf(tx, id, memberId)).has(kind);
        if (isMarked) await tx.resourceMark.deleteMany({ where: { resourceId: id, memberId, kind } });
        else await tx.resourceMark.create({ data: { resourceId: id, memberId, kind, at: now() } });
        await recount(tx, row);
        if (kind === "save" && isMarked)
          await parts.outbox.cancel(
            tx,
            REMINDER_DAYS.map((days) => `deadline:${id}:${row.deadline}:${days}:${memberId}`),
            "rules",
          );
        return !isMarked;
      });
    },

    /** Says how it went; whoever shared it hears of it. */
    async use(id: string, memberId: string, { group, change, isSure }: UseDraft): Promise<void> {
      const looksLikePupil = pupilData(`${group}\n${change}`, now().getUTCFullYear()).length > 0;
      if (looksLikePupil && !isSure) throw new Refusal("pupilInUse", {}, "change");
      await db.transaction(async (tx) => {
        const row = await visible(tx, id, memberId);
        const useId = parts.newId();
        await tx.resourceUse.create({ data: { id: useId, resourceId: id, memberId, group, change, at: now() } });
        await recount(tx, row);
        if (row.sharerId === null || row.sharerId === memberId) return;
        const facts = { resourceId: id, title: row.title, who: { person: memberId }, group, change };
        await parts.outbox.add(tx, [
          toMember(row.sharerId, {
            ...{ key: `resourceUsed:${useId}`, networkId: row.networkId, notice: "resources.used", facts },
            ...{ dueAt: now(), days: NEWS_DAYS, priority: "digest" },
          }),
        ]);
      });
    },

    /** Takes back what this member told of how it went. */
    async unuse(id: string, memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await visible(tx, id, memberId);
        const told = await tx.resourceUse.findMany({ where: { resourceId: id, memberId }, select: { id: true } });
        await tx.resourceUse.deleteMany({ where: { resourceId: id, memberId } });
        const keys = told.map((use) => `resourceUsed:${use.id}`);
        await parts.outbox.cancel(tx, keys, "rules");
        await recount(tx, row);
      });
    },

    /** Tells the organisers that something is wrong with it, once a member. Nobody else learns who. */
    async report(id: string, memberId: string, reason: ReportReason, words: string | undefined): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await visible(tx, id, memberId);
        if (row.sharerId === memberId) throw new Refusal("ownReport");
        const said = { reason, words: words ?? null, outcome: "open", at: now() };
        await tx.resourceReport.upsert({
          where: { resourceId_memberId: { resourceId: id, memberId } },
          create: { resourceId: id, memberId, ...said },
          update: said,
        });
        await holdWhereManyReport(tx, row);
        await tellWaiting(parts, tx, row.networkId);
      });
    },

    /** What an organiser decided about it: it can be seen, or not. Open reports are answered by it. */
    async decide(
      id: string,
      networkId: string,
      organiserId: string,
      event: "release" | "remove",
    ): Promise<ResourceRow> {
      return db.transaction(async (tx) => {
        const row = await tx.resource.findUnique({ where: { id } });
        if (row?.networkId !== networkId) throw new Refusal("gone");
        const isKept = event === "release" && stateOf(row) === "shown";
        const state = isKept ? "shown" : resourceAfter(stateOf(row), event, "organiser");
        if (state === undefined) throw new Refusal(stateOf(row) === "withdrawn" ? "resourceWithdrawn" : "gone");
        const version = await nextVersion(tx, networkId);
        const doubts = event === "release" ? [] : doubtsIn(row.doubts).map(String);
        const data = { state, version, doubts, changedAt: now(), ...(await standing(tx, row, state)) };
        const fresh = await tx.resource.update({ where: { id }, data });
        const outcome = event === "release" ? "kept" : "removed";
        await tx.resourceReport.updateMany({ where: { resourceId: id, outcome: "open" }, data: { outcome } });
        if (state === "removed") await silence(parts, tx, row, version);
        await tx.auditEntry.create({
          data: {
            ...{ id: parts.newId(), networkId, memberId: organiserId, at: now() },
            ...{ action: `resource.${event}`, facts: { resourceId: id } },
          },
        });
        if (!isKept && row.sharerId !== null && row.sharerId !== organiserId) {
          const facts = { resourceId: id, title: row.title, outcome };
          await parts.outbox.add(tx, [
            toMember(row.sharerId, {
              ...{ key: `resourceDecided:${id}:${now().getTime()}`, networkId, notice: "resources.decided", facts },
              ...{ dueAt: now(), days: NEWS_DAYS, priority: "request" },
            }),
          ]);
        }
        return fresh;
      });
    },

    /** Whether this member wants to hear once a week of what is new. */
    async digest(memberId: string, isWanted: boolean): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.member.update({ where: { id: memberId }, data: { noDigest: !isWanted } });
        if (!isWanted) await parts.outbox.cancel(tx, { startsWith: `digest:${memberId}:` }, "rules");
      });
    },

    /** What waits for an organiser, the oldest first: held, or shown and reported. */
    async queue(networkId: string, most: number) {
      return db.client.resource.findMany({
        where: {
          networkId,
          OR: [{ state: "held" }, { state: "shown", reports: { some: { outcome: "open" } } }],
        },
        include: {
          reports: { where: { outcome: "open" }, orderBy: { at: "asc" } },
          file: { select: { name: true } },
        },
        orderBy: [{ sharedAt: "asc" }, { id: "asc" }],
        take: most,
      });
    },

    /** A member's own, the newest first. */
    async own(memberId: string, most: number, skip = 0): Promise<Some> {
      const where = { sharerId: memberId, state: { in: ["draft", "shown", "held", "withdrawn"] } };
      const rows = await db.client.resource.findMany({
        where,
        orderBy: [{ changedAt: "desc" }, { id: "asc" }],
        ...{ take: most, skip },
      });
      return { rows, total: await db.client.resource.count({ where }) };
    },

    /** What a member saved, the last saved first. */
    async saved(memberId: string, most: number, skip = 0): Promise<Some> {
      const where = { memberId, kind: "save", resource: { state: "shown" } };
      const marks = await db.client.resourceMark.findMany({
        where,
        orderBy: [{ at: "desc" }, { resourceId: "asc" }],
        include: { resource: true },
        ...{ take: most, skip },
      });
      return { rows: marks.map(({ resource }) => resource), total: await db.client.resourceMark.count({ where }) };
    },
  };
}
