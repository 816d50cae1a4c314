import { z } from "zod";
import type { Receipt } from "../chat/port.js";
import type { SlackStore } from "../platforms/slack/store.js";
import type { Database } from "./database.js";
import { makeMarks } from "./marks.js";

/** How long, in ms, an open conversation is remembered that is not used any more. */
const CONVERSATIONS = 60 * 86_400_000;

const receipt = z.object({ messageId: z.string(), roomId: z.string().optional() });

const conversation = z.object({ channelId: z.string() });

/** Marks that outlive the day: open conversations, and channels that are known to be shared. */
const KEPT = "slack.kept";

/** What the Slack adapter remembers, in the program's own database. @param now real time */
export function slackStore(db: Database, now: () => Date): SlackStore & { forgetBefore(at: Date): Promise<number> } {
  const marks = makeMarks(db, "slack", now);
  const kept = makeMarks(db, KEPT, now);
  const sending = (nonce: string) => `send:${nonce}`;
  const spaceAt = (place: string) =>
    db.client.space.findUnique({
      where: { platform_externalId: { platform: "slack", externalId: place } },
      select: { id: true },
    });
  return {
    firstTime: async (eventId) => (await marks.set(eventId)) === undefined,
    async forgetBefore(at) {
      const forgotten = await kept.forgetBefore(new Date(at.getTime() - CONVERSATIONS));
      return forgotten + (await marks.forgetBefore(at));
    },
    sendings: {
      async begin(nonce) {
        const known = await marks.set(sending(nonce));
        if (known === undefined) return "new";
        const arrived = receipt.safeParse(known.receipt).data;
        return arrived ? receiptOf(arrived) : "begun";
      },
      done: (nonce, { messageId, roomId }) =>
        marks.keep(sending(nonce), { messageId, ...(roomId === undefined ? {} : { roomId }) }),
      undo: (nonce) => marks.remove(sending(nonce)),
    },
    directs: {
      async find(key) {
        const where = { platform_key: { platform: KEPT, key: `direct:${key}` } };
        const known = await db.client.platformMark.findUnique({ where });
        const channelId = conversation.safeParse(known?.receipt).data?.channelId;
        // What is in use is remembered for another while.
        if (channelId !== undefined) await kept.keep(`direct:${key}`, { channelId });
        return channelId;
      },
      keep: (key, channelId) => kept.keep(`direct:${key}`, { channelId }),
      forget: (key) => kept.remove(`direct:${key}`),
    },
    async isShared(channelId, isShared) {
      const key = `shared:${channelId}`;
      if (!isShared) {
        await kept.remove(key);
        return "no";
      }
      const isNews = (await kept.set(key)) === undefined;
      if (!isNews) await kept.keep(key, {});
      return isNews ? "news" : "known";
    },
    async knownPeople(place) {
      const space = await spaceAt(place);
      if (!space) return [];
      const where = { spaceId: space.id, leftAt: null };
      const accounts = await db.client.account.findMany({ where, select: { externalId: true } });
      return accounts.map(({ externalId }) => externalId);
    },
    async room(place, key) {
      const space = await spaceAt(place);
      if (!space) return undefined;
      return (await db.client.room.findUnique({ where: { key_spaceId: { key, spaceId: space.id } } }))?.externalId;
    },
    async keepRoom(place, key, externalId) {
      const space = await spaceAt(place);
      if (!space) return;
      const row = { key, spaceId: space.id };
      const create = { ...row, externalId, createdAt: now() };
      await db.client.room.upsert({ where: { key_spaceId: row }, create, update: { externalId } });
    },
    async latestRoom(place, conversationId) {
      const space = await spaceAt(place);
      if (!space) return undefined;
      const room = await db.client.room.findFirst({
        where: { spaceId: space.id, externalId: { startsWith: `${conversationId}~` } },
        orderBy: { createdAt: "desc" },
        select: { externalId: true },
      });
      return room?.externalId;
    },
  };
}

function receiptOf({ messageId, roomId }: z.infer<typeof receipt>): Receipt {
  return { messageId, ...(roomId === undefined ? {} : { roomId }) };
}
