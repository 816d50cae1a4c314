import { Refusal } from "../../refusal.js";
import { steered, type Acting } from "./changes.js";
import { meantBy, type AskedAt, type makeLists } from "./lists.js";
import type { CirclesParts } from "./parts.js";
import { recordOf } from "./record.js";
import type { CircleRecord } from "./rules.js";
import { memberIdsOf, WITH_MEMBERS, type CircleRow } from "./stored.js";

/** How a circle stands for an organiser who is not in it: state and counts, and nothing of what is said or written there. */
export interface Overseen {
  readonly row: CircleRow;
  readonly record: CircleRecord;
  /** How many wait to be let in. */
  readonly waiting: number;
}

/** Circles as organisers of a network look after them. */
export function makeOverseeing(parts: CirclesParts, lists: ReturnType<typeof makeLists>) {
  const { db, now } = parts;
  return {
    /**
     * The circle that is meant by a name: one of their own, or for an organiser any of the network. An organiser who is in
     * none is asked which. @throws Refusal
     */
    async named(who: Acting, name: string | undefined, place?: AskedAt): Promise<CircleRow> {
      if (!who.isOrganiser) return lists.named(who.memberId, name, place);
      if (name === undefined) {
        const isInOne = (await lists.own(who.memberId)).length > 0;
        if (isInOne) return lists.named(who.memberId, name, place);
        throw new Refusal("circleWhich", {}, "circle");
      }
      const own = await lists.everyOf(who.memberId);
      const found = meantBy(own, name);
      if (found.length > 0) return lists.only(found, name);
      const all = await db.client.circle.findMany({
        where: { networkId: who.networkId },
        orderBy: [{ startedAt: "desc" }, { id: "asc" }],
        include: WITH_MEMBERS,
      });
      return lists.only(meantBy(all, name), name);
    },

    /** Undefined for whoever is in it: they see all of it. @throws Refusal to those who are neither */
    async sight(id: string, who: Acting): Promise<Overseen | undefined> {
      const tx = db.client;
      const row = await tx.circle.findUnique({ where: { id }, include: WITH_MEMBERS });
      if (!who.isOrganiser || (row && memberIdsOf(row).includes(who.memberId))) return undefined;
      const seen = await steered(tx, id, who);
      const waiting = await tx.circleRequest.count({ where: { circleId: id, kind: "ask", state: "open" } });
      return { row: seen.row, record: await recordOf(tx, seen.row, now()), waiting };
    },
  };
}
