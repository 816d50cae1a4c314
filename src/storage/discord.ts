import { createHash } from "node:crypto";
import { z } from "zod";
import type { DiscordStore } from "../platforms/discord/store.js";
import type { Database } from "./database.js";
import { makeMarks } from "./marks.js";

const PLATFORM = "discord";
/** How long a form that is being filled in, and the memory of an event or a session, are kept, in ms. */
const KEPT = 86_400_000;
/** How long a private conversation need not be opened again, in ms. */
const CONVERSATION = "conversation:";
const CONVERSATION_KEPT = 30 * 86_400_000;

const channels = z.object({
  channels: z.object({ meetups: z.string().optional(), introductions: z.string().optional() }).optional(),
});

const markOf = (key: string) => ({ platform_key: { platform: PLATFORM, key } });

/** What must not be begun too often: private conversations, and sessions. */
function countsIn(
  db: Database,
  now: () => Date,
): Pick<
  DiscordStore,
  "conversation" | "keepConversation" | "forgetConversation" | "conversationsSince" | "sessionsOf" | "noteSession"
> {
  const { client } = db;
  const marks = makeMarks(db, PLATFORM, now);
  /** Of the person only a trace stays, from which nobody can be told. */
  const conversationKey = (userId: string) => `${CONVERSATION}${createHash("sha256").update(userId).digest("hex")}`;
  const sessionKey = (shardId: number) => `session:${shardId}:`;
  return {
    async conversation(userId) {
      const mark = await client.platformMark.findUnique({ where: markOf(conversationKey(userId)) });
      return mark === null || mark.at <= now() ? undefined : z.string().safeParse(mark.receipt).data;
    },
    async keepConversation(userId, channelId) {
      const at = new Date(now().getTime() + CONVERSATION_KEPT);
      const mark = { receipt: channelId, at };
      const create = { platform: PLATFORM, key: conversationKey(userId), ...mark };
      await client.platformMark.upsert({ where: markOf(create.key), create, update: mark });
    },
    forgetConversation: (userId) => marks.remove(conversationKey(userId)),
    async conversationsSince(since) {
      const at = { gt: new Date(since.getTime() + CONVERSATION_KEPT) };
      const where = { platform: PLATFORM, key: { startsWith: CONVERSATION }, at };
      const rows = await client.platformMark.findMany({ where, select: { at: true }, orderBy: { at: "asc" } });
      return rows.map((row) => new Date(row.at.getTime() - CONVERSATION_KEPT));
    },

    async sessionsOf(shardId) {
      const since = { gt: new Date(now().getTime() - KEPT) };
      const where = { platform: PLATFORM, key: { startsWith: sessionKey(shardId) }, at: since };
      return (await client.platformMark.findMany({ where, select: { at: true } })).map(({ at }) => at);
    },
    async noteSession(shardId) {
      const key = `${sessionKey(shardId)}${now().toISOString()}`;
      // Another one may have begun at the very same moment.
      for (let same = 0; (await marks.set(`${key}:${same}`)) !== undefined; same++);
    },
  };
}

/** What the Discord adapter remembers, in the program's own database. @param now real time */
export function discordStore(db: Database, now: () => Date): DiscordStore & { sweep(): Promise<number> } {
  const { client } = db;
  const marks = makeMarks(db, PLATFORM, now);
  const spaceOf = (spaceId: string) => ({ platform_externalId: { platform: PLATFORM, externalId: spaceId } });
  const draftKey = (token: string) => `draft:${token}`;

  async function idOf(spaceId: string): Promise<string | undefined> {
    return (await client.space.findUnique({ where: spaceOf(spaceId), select: { id: true } }))?.id;
  }

  return {
    firstTime: async (eventId) => (await marks.set(`event:${eventId}`)) === undefined,

    async draft(token) {
      const mark = await client.platformMark.findUnique({ where: markOf(draftKey(token)) });
      return mark === null || now().getTime() - mark.at.getTime() > KEPT ? undefined : (mark.receipt ?? undefined);
    },
    async keepDraft(token, draft) {
      const receipt: object = z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(draft)));
      const at = now();
      const create = { platform: PLATFORM, key: draftKey(token), receipt, at };
      await client.platformMark.upsert({ where: markOf(draftKey(token)), create, update: { receipt, at } });
    },
    forgetDraft: (token) => marks.remove(draftKey(token)),

    async room(spaceId, key) {
      const id = await idOf(spaceId);
      if (id === undefined) return undefined;
      return (await client.room.findUnique({ where: { key_spaceId: { key, spaceId: id } } }))?.externalId;
    },
    async isRoom(spaceId, threadId) {
      const id = await idOf(spaceId);
      if (id === undefined) return false;
      const where = { spaceId_externalId: { spaceId: id, externalId: threadId } };
      return (await client.room.findUnique({ where })) !== null;
    },
    async keepRoom(spaceId, key, threadId) {
      const id = await idOf(spaceId);
      if (id === undefined) return;
      await client.room.upsert({
        where: { key_spaceId: { key, spaceId: id } },
        create: { key, spaceId: id, externalId: threadId, createdAt: now() },
        update: { externalId: threadId },
      });
    },

    async meetupChannel(spaceId) {
      const space = await client.space.findUnique({ where: spaceOf(spaceId), include: { network: true } });
      const chosen = channels.safeParse(space?.network.settings).data?.channels;
      return chosen?.meetups ?? chosen?.introductions;
    },

    async homeOf(userId) {
      const account = await client.account.findFirst({
        where: { externalId: userId, leftAt: null, space: { platform: PLATFORM, removedAt: null } },
        orderBy: [{ member: { lastActiveAt: { sort: "desc", nulls: "last" } } }, { id: "asc" }],
        select: { space: { select: { externalId: true } } },
      });
      return account?.space.externalId;
    },

    async participants(spaceId) {
      const meets = { some: { leftAt: null, meeting: { status: "open" } } };
      const takesPart = { OR: [{ enrolments: { some: { status: { not: "left" } } } }, { meetings: meets }] };
      const accounts = await client.account.findMany({
        where: {
          leftAt: null,
          space: { platform: PLATFORM, externalId: spaceId },
          member: { leftAt: null, ...takesPart },
        },
        select: { externalId: true },
        orderBy: { id: "asc" },
      });
      return accounts.map(({ externalId }) => externalId);
    },

    async spaceIsHere(spaceId, name) {
      const where = { platform: PLATFORM, externalId: spaceId };
      await client.space.updateMany({ where, data: { name, removedAt: null } });
    },
    async spaceIsGone(spaceId) {
      const where = { platform: PLATFORM, externalId: spaceId, removedAt: null };
      await client.space.updateMany({ where, data: { removedAt: now() } });
    },

    ...countsIn(db, now),

    sweep: () => marks.forgetBefore(new Date(now().getTime() - KEPT)),
  };
}
