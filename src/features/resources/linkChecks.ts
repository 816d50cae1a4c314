import { toMember, type LinkGoneFacts } from "./deliveries.js";
import type { ResourcesParts } from "./parts.js";

const DAY = 86_400_000;
/** Days until a link is looked at again, by what was found. */
const AGAIN = { works: 30, unsure: 7, gone: 3 } as const;
/** So often in a row it must be gone before anybody is told: pages come back. */
const TOLD_AFTER = 2;
const NEWS_DAYS = 14;
/** Between two requests to one domain, in ms. */
const PAUSE = 60_000;

/** Looks once in a while whether links still lead somewhere, and tells whoever shared one that doesn't, once. */
export function makeLinkChecks(parts: ResourcesParts) {
  const { db, now } = parts;
  /** When each domain was asked last. */
  const asked = new Map<string, number>();

  function isTooSoon(domain: string): boolean {
    const at = now().getTime();
    for (const [known, then] of asked) if (at - then >= PAUSE || then > at) asked.delete(known);
    return asked.has(domain);
  }

  return {
    async check(id: string, at: Date): Promise<string> {
      const row = await db.client.resource.findUnique({ where: { id } });
      const { link, checkAt } = row ?? { link: null, checkAt: null };
      if (!row || link === null || checkAt === null || checkAt > at) return "nothing to do";
      const domain = row.linkDomain ?? "";
      const where = { id, link, checkAt };
      if (row.state !== "shown") {
        await db.client.resource.updateMany({
          where,
          data: { checkAt: new Date(now().getTime() + AGAIN.unsure * DAY) },
        });
        return "not shown at the moment";
      }
      if (isTooSoon(domain)) {
        await db.client.resource.updateMany({ where, data: { checkAt: new Date(now().getTime() + PAUSE) } });
        return "a moment later";
      }
      asked.set(domain, now().getTime());
      const found = await parts.checkLink(link);
      const linkGone = found === "gone" ? row.linkGone + 1 : found === "works" ? 0 : row.linkGone;
      const isKnown = linkGone >= TOLD_AFTER;
      const days = isKnown ? AGAIN.works : AGAIN[found];
      await db.transaction(async (tx) => {
        const { count } = await tx.resource.updateMany({
          where,
          data: {
            linkGone,
            linkState: isKnown ? "gone" : found === "gone" ? "unsure" : found,
            checkAt: new Date(now().getTime() + days * DAY),
          },
        });
        if (count === 0 || found !== "gone" || linkGone !== TOLD_AFTER || row.sharerId === null) return;
        const facts: LinkGoneFacts = { resourceId: id, title: row.title, domain };
        await parts.outbox.add(tx, [
          toMember(row.sharerId, {
            ...{ key: `linkGone:${id}:${now().getTime()}`, networkId: row.networkId, notice: "shelf.linkGone", facts },
            ...{ dueAt: now(), days: NEWS_DAYS, priority: "request" },
          }),
        ]);
      });
      return found;
    },
  };
}
