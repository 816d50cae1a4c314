import type { Tx } from "../../storage/database.js";
import { tableOf } from "../../storage/table.js";
import { renameWithin, wipeDeleted } from "../../storage/traces.js";
import { Refusal } from "../../refusal.js";
import { organisersIn } from "../members/organisers.js";
import { census, models } from "./census/rules.js";
import type { PrivacyParts } from "./parts.js";
import { daysBefore, NETWORK_KEPT_DAYS } from "./rules.js";

/** To the other organisers: who asked for it, and until when it can be taken back; or who took it back. */
export interface RemovalFacts {
  readonly by: { readonly person: string };
  readonly until?: string;
}

type RemovalNotice = "setup.networkEnding" | "setup.networkKept";

export type Removal = ReturnType<typeof makeRemoval>;

/** Organisers end a network: the bot is quiet in it at once, and a month later nothing of it is left. */
export function makeRemoval(parts: PrivacyParts) {
  const { db, now, newId, changed } = parts;

  /** Letters about the end that no platform has yet are taken back. Answers whose they were: they need not hear more. */
  async function unsay(tx: Tx, networkId: string): Promise<readonly string[]> {
    const startsWith = `${"setup.networkEnding" satisfies RemovalNotice}:${networkId}:`;
    const where = { key: { startsWith }, status: "pending", attempts: 0 };
    const rows = await tx.delivery.findMany({ where, select: { recipient: true } });
    await parts.outbox.cancel(tx, { startsWith }, "rules");
    return rows.map(({ recipient }) => recipient);
  }

  /** A network is nobody's alone: who else organises it hears of it at once. */
  async function tellOthers(tx: Tx, networkId: string, by: string, notice: RemovalNotice, facts: RemovalFacts) {
    const unheard = notice === "setup.networkKept" ? await unsay(tx, networkId) : [];
    const others = (await organisersIn(tx, networkId)).filter(
      ({ memberId }) => memberId !== by && !unheard.includes(`member:${memberId}`),
    );
    await parts.outbox.add(
      tx,
      others.map(({ memberId }) => ({
        ...{ key: `${notice}:${networkId}:${now().getTime()}:${memberId}`, networkId, notice, facts: { ...facts } },
        ...{ to: { kind: "member", memberId } as const, priority: "request" as const, proactive: false, dueAt: now() },
      })),
    );
  }

  async function write(networkId: string, by: string, removedAt: Date | null): Promise<void> {
    const action = removedAt === null ? "network.keep" : "network.remove";
    const notice = removedAt === null ? "setup.networkKept" : "setup.networkEnding";
    const until = removedAt === null ? {} : { until: daysBefore(removedAt, -NETWORK_KEPT_DAYS).toISOString() };
    await db.transaction(async (tx) => {
      await tx.network.update({ where: { id: networkId }, data: { removedAt } });
      await tellOthers(tx, networkId, by, notice, { by: { person: by }, ...until });
      await tx.auditEntry.create({
        data: { id: newId(), networkId, memberId: by, action, facts: {}, at: now() },
      });
    });
    changed();
  }

  async function eraseIn(tx: Tx, networkId: string): Promise<number> {
    const spaces = await tx.space.findMany({ where: { networkId }, select: { id: true } });
    // What jobs did for it says so in the names of their runs.
    await renameWithin(tx, db.kind, { table: "JobRun", columns: ["slot"] }, networkId, newId());
    let rows = (await tx.room.deleteMany({ where: { spaceId: { in: spaces.map(({ id }) => id) } } })).count;
    for (const model of models) {
      if (KEPT.has(model) || census[model]?.fields["networkId"] === undefined) continue;
      rows += (await tableOf(tx, model).deleteMany({ where: { networkId } })).count;
    }
    rows += (await tx.network.deleteMany({ where: { id: networkId } })).count;
    await tx.forgetting.create({ data: { id: newId(), networkId: newId(), at: now(), why: "network", rows } });
    return rows;
  }

  /** False also when that can't be said: what was written down holds then. */
  const isThere = (id: string) =>
    db.client.network.count({ where: { id } }).then(
      (count) => count > 0,
      () => false,
    );

  /** Everything of it goes, unless it is not (any more) what `where` says; false then. */
  async function erase(networkId: string, where: object = {}): Promise<boolean> {
    const isNews = await parts.suppression.add("network", networkId);
    let rows: number | undefined;
    try {
      rows = await db.transaction(async (tx) => {
        const isMeant = (await tx.network.count({ where: { id: networkId, ...where } })) > 0;
        return isMeant ? eraseIn(tx, networkId) : undefined;
      });
    } finally {
      if (isNews && rows === undefined && (await isThere(networkId)))
        await parts.suppression.takeBack("network", networkId);
    }
    if (rows === undefined) return false;
    parts.log.info({ rows }, "a network was erased");
    changed();
    await wipeDeleted(db);
    return true;
  }

  return {
    /**
     * From now on the bot is quiet. Answers until when it can be taken back.
     * @throws Refusal "notTheName" when `name` is not the network's
     */
    async remove(networkId: string, by: string, name: string): Promise<Date> {
      const network = await db.client.network.findUniqueOrThrow({ where: { id: networkId } });
      if (sameWords(name) !== sameWords(network.name)) throw new Refusal("notTheName", {}, "network");
      const at = network.removedAt ?? now();
      if (network.removedAt === null) await write(networkId, by, at);
      return daysBefore(at, -NETWORK_KEPT_DAYS);
    },

    /** False when nobody had asked for it. */
    async takeBack(networkId: string, by: string): Promise<boolean> {
      const { removedAt } = await db.client.network.findUniqueOrThrow({ where: { id: networkId } });
      if (removedAt !== null) await write(networkId, by, null);
      return removedAt !== null;
    },

    /** Until when it can be taken back; undefined when nobody asked for it. */
    async removedUntil(networkId: string): Promise<Date | undefined> {
      const { removedAt } = await db.client.network.findUniqueOrThrow({ where: { id: networkId } });
      return removedAt === null ? undefined : daysBefore(removedAt, -NETWORK_KEPT_DAYS);
    },

    /** When the next one is erased. */
    async next(): Promise<{ readonly at: Date } | undefined> {
      const row = await db.client.network.findFirst({
        where: { removedAt: { not: null } },
        orderBy: { removedAt: "asc" },
        select: { removedAt: true },
      });
      return row?.removedAt ? { at: daysBefore(row.removedAt, -NETWORK_KEPT_DAYS) } : undefined;
    },

    /** Those whose month is over. Answers with a line for the log. */
    async eraseDue(): Promise<string> {
      const due = { removedAt: { lte: daysBefore(now(), NETWORK_KEPT_DAYS) } };
      const rows = await db.client.network.findMany({ where: due, select: { id: true } });
      let count = 0;
      // Somebody may take it back while others are erased.
      for (const { id } of rows) if (await erase(id, due)) count++;
      return `${count} networks erased`;
    },

    erase,
  };
}

/** Goes last, or tells of nobody. */
const KEPT: ReadonlySet<string> = new Set(["Network", "Forgetting", "Space"]);

function sameWords(name: string): string {
  return name.trim().replace(/\s+/g, " ").toLowerCase();
}
