import { canonicalLink } from "../../links/canonical.js";
import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { levelsIn, topicsFrom, topicsIn } from "../introductions/rules.js";
import { silence, standingColumns, standing } from "./standing.js";
import { keepFile, languageOf, linkOf, taken, throwAway, wordsOf, type Shared } from "./offered.js";
import { reminderColumns } from "./calling.js";
import { doubtsAbout, doubtsInWords, doubtsOf } from "./doubting.js";
import { paceOf, type ResourcesParts } from "./parts.js";
import { needsFaceReminder, pupilData, type PupilDatum } from "./pupils/rules.js";
import { DRAFT_DAYS, isOpportunity, likelyKind, resourceAfter, SHARED_A_DAY, type ResourceKind } from "./rules.js";
import { audienceIn, kindOf, stateOf, type ResourceRow } from "./stored.js";
import { nextVersion } from "./version.js";
import { tellWaiting } from "./waiting.js";

/** A draft, and what its owner should know before others see it. */
export interface Draft {
  readonly row: ResourceRow;
  readonly pupils: readonly PupilDatum[];
  readonly hasFaces: boolean;
  /** The file's name, where there is one. */
  readonly fileName: string | undefined;
  /** An opportunity has no last day yet. */
  readonly needsDeadline: boolean;
}

/** Either a draft to look at, or what stands on the shelf already. */
export type Begun =
  | {
      readonly kind: "draft";
      readonly draft: Draft;
      /** There is a link, and what it leads to could not be seen. */
      readonly isUnseen: boolean;
    }
  | { readonly kind: "known"; readonly resourceId: string };

/** What can be said of a resource by hand; what is missing stays, and null takes it away. Topics are a comma-separated list. */
export interface Changes {
  readonly title?: string;
  readonly about?: string;
  readonly kind?: ResourceKind;
  readonly topics?: string;
  readonly levels?: readonly string[];
  readonly audience?: readonly string[];
  readonly language?: string;
  readonly licence?: string | null;
  readonly cost?: string | null;
  readonly effort?: string | null;
  readonly author?: string | null;
  /** A local date. */
  readonly deadline?: string | null;
}

const DAY = 86_400_000;
/** Drafts of one member that are kept; the oldest makes room. */
const DRAFTS = 10;
const TOPICS_SUGGESTED = 2;

/** From "here is something" to its place on the shelf. */
export function makeSharing(parts: ResourcesParts) {
  const { db, now } = parts;

  /** @throws Refusal "gone" for what is none of this member's */
  async function own(tx: Tx, id: string, memberId: string): Promise<ResourceRow> {
    const row = await tx.resource.findUnique({ where: { id } });
    if (row?.sharerId !== memberId) throw new Refusal("gone");
    return row;
  }

  async function draftOf(tx: Tx, row: ResourceRow): Promise<Draft> {
    const file =
      row.fileId === null ? null : await tx.storedFile.findUnique({ where: { id: row.fileId }, select: FILE });
    return {
      row,
      pupils: [...new Set(pupilData(`${row.title}\n${row.about}`, now().getUTCFullYear()).map(({ kind }) => kind))],
      hasFaces: file !== null && needsFaceReminder(file.mediaType),
      fileName: file?.name,
      needsDeadline: isOpportunity(kindOf(row.kind)) && row.deadline === null,
    };
  }

  /** What was shown and has got a doubtful link by a change waits for an organiser again. */
  async function holdAgain(tx: Tx, before: ResourceRow, row: ResourceRow): Promise<ResourceRow> {
    const known = doubtsInWords(before, parts.isListed);
    const doubts = doubtsInWords(row, parts.isListed).filter((doubt) => !known.includes(doubt));
    const state = doubts.length > 0 && row.state === "shown" ? resourceAfter("shown", "hold", "bot") : undefined;
    if (state === undefined) return row;
    await silence(parts, tx, row, row.version);
    await tellWaiting(parts, tx, row.networkId);
    return tx.resource.update({ where: { id: row.id }, data: { state, doubts } });
  }

  async function requireModest(tx: Tx, memberId: string): Promise<void> {
    const since = { gt: new Date(now().getTime() - DAY) };
    const shared = await tx.resource.count({ where: { sharerId: memberId, sharedAt: since } });
    const tables = await tx.shelfImport.findMany({ where: { memberId, createdAt: since }, select: { taken: true } });
    const inTables = tables.reduce((sum, { taken }) => sum + taken, 0);
    if (shared - inTables >= SHARED_A_DAY) throw new Refusal("sharedEnough", { count: SHARED_A_DAY });
  }

  /** Older drafts of this member make room; their files go with them. */
  async function clear(tx: Tx, memberId: string): Promise<void> {
    const old = await tx.resource.findMany({
      where: { sharerId: memberId, state: "draft" },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      skip: DRAFTS - 1,
    });
    await throwAway(tx, old);
  }

  return {
    /**
     * Looks at what somebody wants to share, and keeps it as a draft for them to look at.
     * @throws Refusal for a link nobody could open, a file that is not what it says, and when there is nothing
     */
    async begin(networkId: string, memberId: string, shared: Shared): Promise<Begun> {
      const given = linkOf(shared);
      const looked = given === undefined ? undefined : await parts.look(given.href);
      const ended = looked?.kind === "page" ? canonicalLink(looked.href) : undefined;
      const link = ended ?? given;
      const file = shared.file === undefined ? undefined : await taken(parts, shared.file);
      const words = wordsOf(shared, looked, link);
      if (link === undefined && file === undefined && words.title === "") throw new Refusal("nothingToShare");
      const keys = [given, ended].flatMap((one) => one?.key ?? []);
      const portrait = (await parts.portraits.of([memberId])).get(memberId);
      return db.transaction(async (tx): Promise<Begun> => {
        const title = file === undefined ? words.title : undefined;
        const there = await standing(tx, networkId, { keys, title, sharerId: memberId });
        if (there !== undefined) return { kind: "known", resourceId: there };
        await clear(tx, memberId);
        const fileId = file && (await keepFile(parts, tx, networkId, memberId, file));
        const row = await tx.resource.create({
          data: {
            id: parts.newId(),
            ...{ networkId, sharerId: memberId, state: "draft", version: 0 },
            kind: shared.kind ?? likelyKind(link?.domain, file?.mediaType),
            title: words.title === "" ? (file?.name ?? link?.domain ?? "") : words.title,
            about: words.about,
            author: shared.author ?? null,
            link: link?.href ?? null,
            linkDomain: link?.domain ?? null,
            fileId: fileId ?? null,
            topics: (portrait?.topics.subject ?? []).slice(0, TOPICS_SUGGESTED).map((topic) => ({ ...topic })),
            levels: portrait?.level === undefined ? [] : [portrait.level],
            audience: [],
            language: languageOf(looked, portrait?.locale),
            doubts: doubtsOf([given, ended], parts.isListed),
            createdAt: now(),
            changedAt: now(),
          },
        });
        const isUnseen = looked !== undefined && looked.kind !== "page" && looked.kind !== "file";
        return { kind: "draft", draft: await draftOf(tx, row), isUnseen };
      });
    },

    /** A member's own resource in whatever state, with what its owner should know of it. */
    async draft(id: string, memberId: string): Promise<Draft> {
      return draftOf(db.client, await own(db.client, id, memberId));
    },

    /**
     * Puts it on the shelf, or before an organiser where there is a doubt. Whoever shared the same meanwhile was first.
     * @throws Refusal when it has no last day and needs one, when that is over, and after too many on one day
     */
    async publish(id: string, memberId: string): Promise<Begun & { readonly isHeld: boolean }> {
      return db.transaction(async (tx) => {
        const row = await own(tx, id, memberId);
        if (stateOf(row) === "shown" || stateOf(row) === "held") throw new Refusal("sharedAlready");
        await requireModest(tx, memberId);
        await requireDeadline(parts, tx, row);
        const key = row.link === null ? undefined : canonicalLink(row.link)?.key;
        const there = await standing(tx, row.networkId, {
          keys: key === undefined ? [] : [key],
          ...{ title: row.fileId === null ? row.title : undefined, sharerId: memberId },
          // The same page is the next time's from now on.
          except: row.renewsId ?? undefined,
        });
        if (there !== undefined) return { kind: "known", resourceId: there, isHeld: false };
        if (row.renewsId !== null) await tx.resource.update({ where: { id: row.renewsId }, data: { linkKey: null } });
        const doubts = await doubtsAbout(parts, tx, row);
        const isHeld = doubts.length > 0;
        const before = stateOf(row);
        const state = isHeld ? resourceAfter(before, "hold", "bot") : resourceAfter(before, "publish", "sharer");
        if (state === undefined) throw new Refusal("resourceRemoved");
        const fresh = await tx.resource.update({
          where: { id },
          data: {
            ...{ state, doubts: [...doubts], sharedAt: now(), changedAt: now() },
            ...(await standingColumns(parts, tx, row)),
            version: await nextVersion(tx, row.networkId),
          },
        });
        if (isHeld) await tellWaiting(parts, tx, row.networkId);
        return { kind: "draft", draft: await draftOf(tx, fresh), isHeld, isUnseen: false };
      });
    },

    /** @throws Refusal when the last day is over, or an opportunity has none */
    async edit(id: string, memberId: string, changes: Changes): Promise<Draft> {
      return db.transaction(async (tx) => {
        const row = await own(tx, id, memberId);
        if (stateOf(row) === "removed") throw new Refusal("resourceRemoved");
        const { today, endOf } = await paceOf(parts, tx, row.networkId);
        const { deadline = row.deadline, kind = kindOf(row.kind) } = changes;
        if (deadline !== null && deadline !== row.deadline && deadline < today)
          throw new Refusal("dateInPast", {}, "deadline");
        // A draft may still lack it: what else was filled in is not lost.
        if (isOpportunity(kind) && deadline === null && isOut(row)) throw new Refusal("deadlineNeeded", {}, "deadline");
        const { topics, levels, audience, ...columns } = changes;
        const fresh = await tx.resource.update({
          where: { id },
          data: {
            ...columns,
            ...(topics === undefined
              ? {}
              : { topics: topicsFrom(topics, parts.topicKey).map((topic) => ({ ...topic })) }),
            ...(levels === undefined ? {} : { levels: [...levels] }),
            ...(audience === undefined ? {} : { audience: [...audience] }),
            deadline,
            deadlineAt: deadline === null ? null : endOf(deadline),
            changedAt: now(),
            version: stateOf(row) === "draft" ? 0 : await nextVersion(tx, row.networkId),
            ...(isOut(row) ? await reminderColumns(parts, tx, { ...row, deadline }) : {}),
          },
        });
        if (fresh.deadline !== row.deadline) await parts.outbox.cancel(tx, { startsWith: `deadline:${id}:` }, "rules");
        return draftOf(tx, await holdAgain(tx, row, fresh));
      });
    },

    /** With what its form begins. */
    async initial(id: string, memberId: string, form: "edit" | "more"): Promise<Readonly<Record<string, unknown>>> {
      return initialOf(await own(db.client, id, memberId), form);
    },

    /** Takes it back: a draft is thrown away, what was shared is seen by nobody else any more. Answers whether it was a draft. */
    async withdraw(id: string, memberId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const row = await own(tx, id, memberId);
        if (stateOf(row) === "draft") {
          await throwAway(tx, [row]);
          return true;
        }
        const state = resourceAfter(stateOf(row), "withdraw", "sharer");
        if (state === undefined) throw new Refusal(row.state === "removed" ? "resourceRemoved" : "resourceWithdrawn");
        const version = await nextVersion(tx, row.networkId);
        const data = { state, linkKey: null, checkAt: null, remindAt: null, version, changedAt: now() };
        await tx.resource.update({ where: { id }, data });
        await silence(parts, tx, row, version);
        return false;
      });
    },

    /** The same call for the next time: a draft with everything but the last day, linked to the earlier one. */
    async renew(id: string, memberId: string): Promise<Draft> {
      return db.transaction(async (tx) => {
        const row = await own(tx, id, memberId);
        if (!isOpportunity(kindOf(row.kind)) || stateOf(row) !== "shown") throw new Refusal("gone");
        if (row.deadlineAt !== null && row.deadlineAt > now()) throw new Refusal("stillOpen");
        await clear(tx, memberId);
        const { title, about, kind, author, link, linkDomain, fileId, language, licence, cost, effort, networkId } =
          row;
        const fresh = await tx.resource.create({
          data: {
            id: parts.newId(),
            ...{ title, about, kind, author, link, linkDomain, fileId, language, licence, cost, effort, networkId },
            ...{ sharerId: memberId, state: "draft", version: 0, renewsId: id, createdAt: now(), changedAt: now() },
            topics: row.topics ?? [],
            levels: row.levels ?? [],
            audience: row.audience ?? [],
            doubts: row.doubts ?? [],
          },
        });
        return draftOf(tx, fresh);
      });
    },

    /** Drafts that nobody finished. */
    async forgetDrafts(): Promise<number> {
      return db.transaction(async (tx) => {
        const until = new Date(now().getTime() - DRAFT_DAYS * DAY);
        const old = await tx.resource.findMany({ where: { state: "draft", changedAt: { lt: until } }, take: 500 });
        await throwAway(tx, old);
        return old.length;
      });
    },
  };
}

const FILE = { name: true, mediaType: true } as const;

/** Others see it, or will when an organiser has looked. */
function isOut(row: ResourceRow): boolean {
  return stateOf(row) === "shown" || stateOf(row) === "held";
}

async function requireDeadline(parts: ResourcesParts, tx: Tx, row: ResourceRow): Promise<void> {
  if (!isOpportunity(kindOf(row.kind))) return;
  if (row.deadline === null) throw new Refusal("deadlineNeeded");
  const { today } = await paceOf(parts, tx, row.networkId);
  if (row.deadline < today) throw new Refusal("deadlineOver");
}

function initialOf(row: ResourceRow, form: "edit" | "more"): Readonly<Record<string, unknown>> {
  const { title, kind, about, deadline, language, licence, cost, effort, author } = row;
  const topics = topicsIn(row.topics)
    .map(({ label }) => label)
    .join(", ");
  const said: Readonly<Record<string, unknown>> =
    form === "edit"
      ? { title, kind, about, topics, deadline }
      : { levels: levelsIn(row.levels), audience: audienceIn(row.audience), language, licence, cost, effort, author };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}
