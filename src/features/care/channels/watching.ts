import { Refusal } from "../../../refusal.js";
import { organisersIn } from "../../members/organisers.js";
import type { Tx } from "../../../storage/database.js";
import { paceOf, type CareParts } from "../parts.js";
import type { QuietChannelFacts } from "./deliveries.js";
import { isNews, starterFor, tellAt, type WatchedFacts } from "./rules.js";

/** For how long, in ms, another program's change to what is watched may go unnoticed here. */
const REMEMBERED = 60_000;
/** Open days for which it is worth telling. */
const WORTH_DAYS = 7;

export interface HeardAt {
  readonly platform: string;
  /** Both by the platform's own ids. */
  readonly spaceId: string;
  readonly channelId: string;
}

interface Known extends Pick<WatchedFacts, "lifeAt" | "toldAt"> {
  readonly id: string;
}

const keyOf = ({ platform, spaceId, channelId }: HeardAt) => `${platform} ${spaceId} ${channelId}`;

/** Channels that organisers want to hear of when they grow quiet. Counted, never read. */
export function makeWatching(parts: CareParts) {
  const { db, now, outbox } = parts;
  let known: { readonly all: Map<string, Known>; readonly at: number } | undefined;

  async function watched(): Promise<Map<string, Known>> {
    const at = now().getTime();
    if (known && Math.abs(at - known.at) < REMEMBERED) return known.all;
    const rows = await db.client.watchedChannel.findMany();
    const all = new Map(rows.map((row) => [keyOf(row), { id: row.id, ...factsOf(row) }]));
    known = { all, at };
    return all;
  }

  async function laterIn(tx: Tx, networkId: string) {
    return (await paceOf(parts, tx, networkId)).later;
  }

  return {
    /** Watches a channel from now on. `spaceId` is the member's own place. */
    async watch(networkId: string, spaceId: string, channel: { externalId: string; name: string }, quietDays: number) {
      await db.transaction(async (tx) => {
        const space = await tx.space.findUniqueOrThrow({ where: { id: spaceId } });
        const at = now();
        const place = { platform: space.platform, spaceId: space.externalId, channelId: channel.externalId };
        const facts = { lifeAt: at.getTime(), toldAt: undefined, quietDays };
        const stepAt = new Date(tellAt(facts, await laterIn(tx, networkId)) ?? at);
        const data = { name: channel.name, quietDays, lastActiveAt: at, toldAt: null, stepAt };
        await tx.watchedChannel.upsert({
          where: { platform_spaceId_channelId: place },
          create: { id: parts.newId(), networkId, ...place, ...data, createdAt: at },
          update: data,
        });
      });
      known = undefined;
    },

    /** @throws Refusal when it was not watched */
    async unwatch(networkId: string, channelId: string): Promise<void> {
      const { count } = await db.client.watchedChannel.deleteMany({ where: { networkId, channelId } });
      known = undefined;
      if (count === 0) throw new Refusal("notWatched");
    },

    async list(networkId: string) {
      const rows = await db.client.watchedChannel.findMany({
        where: { networkId },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      });
      return rows.map(({ channelId, name, quietDays, lastActiveAt }) => ({ channelId, name, quietDays, lastActiveAt }));
    },

    /** Somebody wrote, or reacted, in a channel. */
    async heard(place: HeardAt): Promise<void> {
      const all = await watched();
      const one = all.get(keyOf(place));
      const at = now();
      if (!one || !isNews(one, at.getTime())) return;
      all.set(keyOf(place), { id: one.id, lifeAt: at.getTime(), toldAt: undefined });
      await db.transaction(async (tx) => {
        const row = await tx.watchedChannel.findUnique({ where: { id: one.id } });
        if (!row || row.lastActiveAt >= at) return;
        const facts = { lifeAt: at.getTime(), toldAt: undefined, quietDays: row.quietDays };
        const stepAt = new Date(tellAt(facts, await laterIn(tx, row.networkId)) ?? at);
        await tx.watchedChannel.update({ where: { id: row.id }, data: { lastActiveAt: at, toldAt: null, stepAt } });
      });
    },

    /** Tells organisers once; again only after it has lived. */
    async step(id: string, at: Date): Promise<string> {
      const told = await db.transaction(async (tx) => {
        const row = await tx.watchedChannel.findUnique({ where: { id } });
        if (!row || row.stepAt > at) return false;
        // A break may have been written into the calendar since.
        const later = await laterIn(tx, row.networkId);
        const due = tellAt({ ...factsOf(row), quietDays: row.quietDays }, later);
        if (due === undefined) return false;
        if (due > at.getTime()) {
          await tx.watchedChannel.update({ where: { id }, data: { stepAt: new Date(due) } });
          return false;
        }
        const dueAt = now();
        await tx.watchedChannel.update({ where: { id }, data: { toldAt: dueAt } });
        const { channelId, name, quietDays: days, lastActiveAt, networkId } = row;
        const facts: QuietChannelFacts = { channelId, name, days, starter: starterFor(lastActiveAt.getTime()) };
        const organisers = await organisersIn(tx, networkId);
        await outbox.add(
          tx,
          organisers.map(({ memberId }) => ({
            ...{
              key: `quietChannel:${id}:${lastActiveAt.getTime()}:${memberId}`,
              networkId,
              notice: "care.quietChannel",
            },
            ...{ to: { kind: "member", memberId } as const, facts: { ...facts }, priority: "dormancy" as const },
            ...{ proactive: true, dueAt, expiresAt: new Date(later(dueAt.getTime(), WORTH_DAYS)) },
          })),
        );
        return true;
      });
      known = undefined;
      return told ? "told" : "nothing to do";
    },
  };
}

function factsOf({ lastActiveAt, toldAt }: { readonly lastActiveAt: Date; readonly toldAt: Date | null }) {
  return { lifeAt: lastActiveAt.getTime(), toldAt: toldAt?.getTime() };
}
