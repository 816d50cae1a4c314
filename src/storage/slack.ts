import { z } from "zod";
import type { Receipt } from "../chat/port.js";
import type { SlackStore } from "../platforms/slack/store.js";
import type { Database } from "./database.js";
import { makeMarks } from "./marks.js";

const receipt = z.object({ messageId: z.string(), roomId: z.string().optional() });

/** What the Slack adapter remembers, in the program's own database. @param now real time */
export function slackStore(db: Database, now: () => Date): SlackStore & { forgetBefore(at: Date): Promise<number> } {
  const marks = makeMarks(db, "slack", now);
  const sending = (nonce: string) => `send:${nonce}`;
  return {
    firstTime: async (eventId) => (await marks.set(eventId)) === undefined,
    forgetBefore: marks.forgetBefore,
    sendings: {
      async begin(nonce) {
        const known = await marks.set(sending(nonce));
        if (known === undefined) return "new";
        const kept = receipt.safeParse(known.receipt).data;
        return kept ? receiptOf(kept) : "begun";
      },
      done: (nonce, { messageId, roomId }) =>
        marks.keep(sending(nonce), { messageId, ...(roomId === undefined ? {} : { roomId }) }),
      undo: (nonce) => marks.remove(sending(nonce)),
    },
    async latestRoom(place, conversationId) {
      const space = await db.client.space.findUnique({
        where: { platform_externalId: { platform: "slack", externalId: place } },
        select: { id: true },
      });
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
