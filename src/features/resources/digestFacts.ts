import { z } from "zod";
import type { Recipient } from "../../outbox/delivery.js";
import type { DigestFacts } from "./deliveries.js";
import { resourceKinds } from "./rules.js";

// A digest as it waits in the outbox.

const facts = z.object({
  items: z.array(
    z.object({
      resourceId: z.string(),
      title: z.string(),
      kind: z.enum(resourceKinds),
      sharer: z.object({ person: z.string() }).optional(),
      deadlineAt: z.string().optional(),
    }),
  ),
});

const recipient = z.union([
  z.object({ kind: z.literal("member"), memberId: z.string() }),
  z.object({ kind: z.literal("channel"), spaceId: z.string(), channelId: z.string() }),
]);

export function itemsIn(stored: unknown): DigestFacts["items"] {
  return facts.safeParse(stored).data?.items ?? [];
}

export function recipientIn(stored: unknown): Recipient | undefined {
  return recipient.safeParse(stored).data;
}

/**
 * Of one digest for one reader: a member, or the network itself where all read it in a channel.
 * @param date The local day for which it was written
 * @param version Of the shelf when something was taken out of it
 */
export function digestKey(readerId: string, date: string, version?: number): string {
  return ["digest", readerId, date, ...(version === undefined ? [] : [version])].join(":");
}

export function digestKeyOf(key: string): { readonly readerId: string; readonly date: string } {
  const [, readerId = "", date = ""] = key.split(":");
  return { readerId, date };
}
