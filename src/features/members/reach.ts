import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import { parseSettings } from "./settings.js";

export interface ReachParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly now: () => Date;
}

/** How long, in ms, somebody whom a private message did not reach is left alone before one is tried again. */
export const LEFT_ALONE = 14 * 86_400_000;
/** After that, in ms, being called into a channel would only confuse. */
const NEWS = 3 * 86_400_000;

interface Reached {
  readonly spaceId: string;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/**
 * Who takes no private messages is remembered and not tried again for a while. Only for a match are they called, once,
 * in the channel of the meet-ups, without saying with whom: that they see privately.
 */
export function makeReach({ db, outbox, now }: ReachParts) {
  const accountsOf = (memberIds: readonly string[], spaceId: string) => ({ spaceId, memberId: { in: [...memberIds] } });

  async function callInto(tx: Tx, delivery: { id: string; networkId: string }, reached: Reached): Promise<void> {
    const { settings } = await tx.network.findUniqueOrThrow({ where: { id: delivery.networkId } });
    const { meetups, introductions } = parseSettings(settings).channels;
    const channelId = meetups ?? introductions;
    if (channelId === undefined) return;
    const dueAt = now();
    await outbox.add(
      tx,
      reached.closed.map((person) => ({
        key: `called:${delivery.id}:${person}`,
        networkId: delivery.networkId,
        to: { kind: "channel", spaceId: reached.spaceId, channelId },
        notice: "my.called",
        facts: { who: { person } },
        priority: "match",
        proactive: true,
        dueAt,
        expiresAt: new Date(dueAt.getTime() + NEWS),
      })),
    );
  }

  return {
    /** They wrote to the bot privately, so it can write to them. */
    async wrote(memberId: string): Promise<void> {
      await db.client.account.updateMany({
        where: { memberId, dmClosedAt: { not: null } },
        data: { dmClosedAt: null },
      });
    },

    async note(
      tx: Tx,
      delivery: { readonly id: string; readonly networkId: string; readonly isMatch: boolean },
      reached: Reached,
    ): Promise<void> {
      const { spaceId, opened, closed } = reached;
      if (opened.length > 0)
        await tx.account.updateMany({ where: accountsOf(opened, spaceId), data: { dmClosedAt: null } });
      if (closed.length === 0) return;
      await tx.account.updateMany({ where: accountsOf(closed, spaceId), data: { dmClosedAt: now() } });
      if (delivery.isMatch) await callInto(tx, delivery, reached);
    },
  };
}

/** Whether no private message gets to this member for the time being, wherever they are. */
export async function isOutOfReach(tx: Tx, memberId: string, now: Date): Promise<boolean> {
  return (await outOfReach(tx, [memberId], now)).has(memberId);
}

/** Those of the members to whom no private message gets for the time being, wherever they are. */
export async function outOfReach(tx: Tx, memberIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const accounts = await tx.account.findMany({
    where: { memberId: { in: [...memberIds] }, leftAt: null, space: { removedAt: null } },
    select: { memberId: true, dmClosedAt: true },
  });
  const isShut = (at: Date | null) => at !== null && now.getTime() - at.getTime() < LEFT_ALONE;
  const reached = new Set(accounts.filter(({ dmClosedAt }) => !isShut(dmClosedAt)).map(({ memberId }) => memberId));
  return new Set(accounts.map(({ memberId }) => memberId).filter((memberId) => !reached.has(memberId)));
}

/** Names of the members whom private messages do not reach. */
export async function unreachedIn({ client }: Database, networkId: string): Promise<readonly string[]> {
  const isClosed = { leftAt: null, dmClosedAt: { not: null }, space: { removedAt: null } };
  const rows = await client.member.findMany({
    where: { networkId, leftAt: null, accounts: { some: isClosed } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}
