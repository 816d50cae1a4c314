import type { Tx } from "../../storage/database.js";
import { NO_JSON, tableOf } from "../../storage/table.js";
import { rowsWith, wipeDeleted } from "../../storage/traces.js";
import { silence } from "../resources/standing.js";
import { nextVersion } from "../resources/version.js";
import { census, models } from "./census/rules.js";
import type { Step } from "./holdings/rules.js";
import type { PrivacyParts } from "./parts.js";
import { isReworded, withoutPerson, type ForgettingReason, type Gone, type Thoroughness } from "./rules.js";
import { columnsOf, renameEverywhere } from "./traces.js";

/** How much was deleted or written over. */
export interface Forgotten {
  readonly rows: number;
}

type MemberRow = NonNullable<Awaited<ReturnType<Tx["member"]["findUnique"]>>>;

const ALIVE = ["pending", "leased", "merging"];

/**
 * Forgets people: what is theirs goes, and their row stays with another id and without a name, so that the past can be
 * counted. All in one transaction: whoever is half forgotten could neither come back nor ask again.
 */
export function makeForgetting(parts: PrivacyParts) {
  const { db, now, newId, outbox } = parts;

  /** What they wrote, and the ids of their rows: by these it is found wherever it was copied. */
  async function traceOf(tx: Tx, { id }: MemberRow, what: Thoroughness) {
    const wrote = new Set<string>();
    const ids = new Set<string>([id]);
    for (const model of models) {
      const { exported, fields } = census[model] ?? {};
      if (exported === undefined || model === "Delivery") continue;
      const texts = columnsOf(model, "text", ...(what === "all" ? (["given"] as const) : [])).filter(
        (one) => one !== "bytes",
      );
      const isOwnWork = texts.length > 0 && fields?.["id"] === "own" && !SHARED_ROWS.has(model);
      if (texts.length === 0) continue;
      const select = Object.fromEntries([...texts, ...(isOwnWork ? ["id"] : [])].map((column) => [column, true]));
      for (const row of await tableOf(tx, model).findMany({ where: exported(id), select })) {
        if (isOwnWork && typeof row["id"] === "string") ids.add(row["id"]);
        for (const column of texts) textsIn(row[column]).forEach((text) => wrote.add(text));
      }
    }
    return { wrote, ids: [...ids] };
  }

  const mentions = (tx: Tx, networkId: string, ids: readonly string[]) =>
    rowsWith(tx, db.kind, { table: "Delivery", columns: ["key", "to", "facts"] }, ids, { networkId });

  /** Messages that name them, or tell of what goes: those that wait are taken back or worded anew, the others emptied. */
  async function settleMessages(tx: Tx, ids: ReadonlySet<string>, known: ReadonlySet<string>, gone: Gone) {
    const rows = await tx.delivery.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, key: true, notice: true, status: true, to: true, facts: true, attempts: true },
    });
    const untrue = rows.filter(
      ({ id, notice, status }) => known.has(id) && ALIVE.includes(status) && !isReworded(notice),
    );
    const untrueIds = new Set(untrue.map(({ id }) => id));
    await outbox.cancel(
      tx,
      untrue.map(({ key }) => key),
      "forgotten",
    );
    for (const { id, status, to, facts, attempts } of rows) {
      const isAlive = ALIVE.includes(status) && !untrueIds.has(id);
      // A courier that has claimed it carries the old words: it finds its lease gone, and it is claimed anew.
      const free = isAlive && status === "leased" && attempts === 0;
      await tx.delivery.update({
        where: { id },
        data: {
          to: withoutPerson(to, gone) as object,
          facts: isAlive ? (withoutPerson(facts, gone) as object) : {},
          ...(free ? { status: "pending", leaseToken: null, leaseUntil: null } : {}),
        },
      });
    }
  }

  /** What stood on the shelf is found no more, also by programs that keep it in memory. */
  async function clearShelf(tx: Tx, { id, networkId }: MemberRow): Promise<void> {
    const rows = await tx.resource.findMany({ where: { sharerId: id, state: { in: ["shown", "held"] } } });
    if (rows.length === 0) return;
    const version = await nextVersion(tx, networkId);
    for (const row of rows) await silence(parts, tx, row, version);
    await tx.resource.updateMany({ where: { sharerId: id }, data: { version } });
  }

  async function erase(tx: Tx, member: MemberRow, why: ForgettingReason, what: Thoroughness): Promise<Forgotten> {
    const { id, networkId } = member;
    const { wrote, ids } = await traceOf(tx, member, what);
    const gone: Gone = { before: id, after: newId(), wrote };
    const known = await mentions(tx, networkId, ids);
    if (member.leftAt === null) await parts.withdrawals.left(tx, id);
    if (what === "all") await clearShelf(tx, member);
    let rows = 0;
    for (const [model, step] of stepsFor(what)) rows += await take(tx, model, step, id);
    await settleMessages(tx, await mentions(tx, networkId, ids), known, gone);
    const at = now();
    await tx.member.update({ where: { id }, data: { leftAt: member.leftAt ?? at, forgottenAt: at } });
    await renameEverywhere(parts, tx, gone);
    await tx.forgetting.create({ data: { id: newId(), networkId, at, why, rows } });
    return { rows };
  }

  /** False also when that can't be said: what was written down holds then. */
  const isThere = (id: string) =>
    db.client.member.count({ where: { id, forgottenAt: null } }).then(
      (count) => count > 0,
      () => false,
    );

  return {
    /**
     * Undefined when there is nobody (any more) by this id, or when they were to be forgotten because they left and are back.
     * @throws Refusal "busy" or "storageFull"; then everything is as it was
     */
    async forget(memberId: string, why: ForgettingReason, what: Thoroughness): Promise<Forgotten | undefined> {
      const isNews = await parts.suppression.add(what, memberId);
      let done: Forgotten | undefined;
      try {
        done = await db.transaction(async (tx) => {
          const member = await tx.member.findUnique({ where: { id: memberId } });
          const isMeant = member?.forgottenAt === null && (why !== "left" || member.leftAt !== null);
          return isMeant ? erase(tx, member, why, what) : undefined;
        });
      } finally {
        // Somebody else may have done it at the same moment.
        if (isNews && done === undefined && (await isThere(memberId))) await parts.suppression.takeBack(what, memberId);
      }
      parts.changed();
      if (!done) return undefined;
      await wipeDeleted(db);
      parts.log.info({ why, rows: done.rows }, "a member was forgotten");
      return done;
    },
  };
}

export type Forgetting = ReturnType<typeof makeForgetting>;

/** Rows of which several people are part: messages about them tell of the others as well. */
const SHARED_ROWS: ReadonlySet<string> = new Set(["Meeting", "Mentorship", "Circle"]);

function* stepsFor(what: Thoroughness): Generator<readonly [string, Step]> {
  for (const model of models)
    for (const step of census[model]?.steps ?? [])
      if (step.when === undefined || step.when === what) yield [model, step];
}

async function take(tx: Tx, model: string, { rows, then, emptied = [] }: Step, memberId: string): Promise<number> {
  const table = tableOf(tx, model);
  const where = rows(memberId);
  if (then === "delete") return (await table.deleteMany({ where })).count;
  const empty = Object.fromEntries(emptied.map((column) => [column, NO_JSON]));
  return (await table.updateMany({ where, data: { ...then, ...empty } })).count;
}

/** The texts in a value, whole: those of JSON as well. Too short ones would be found everywhere. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.length > 2 ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}
