import type { Database } from "../../storage/database.js";
import type { Outbox } from "../../outbox/delivery.js";
import type { TroubleFacts } from "./rules.js";
import type { SpacePlace } from "./networks.js";

export interface TroublesParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly now: () => Date;
}

/** A trouble that nobody looked at for so long, in ms, is old news. */
const FRESH = 2 * 86_400_000;

/** Tells organisers what a platform doesn't let the bot do, and what they can change: each trouble once a day. */
export function makeTroubles({ db, outbox, now }: TroublesParts) {
  return {
    async tell(place: SpacePlace, what: TroubleFacts["what"], channel: string | undefined): Promise<void> {
      const at = now();
      const facts: TroubleFacts = { what, channel: channel ?? "" };
      await db.transaction(async (tx) => {
        const where = { platform_externalId: { platform: place.platform, externalId: place.spaceId } };
        const space = await tx.space.findUnique({ where, select: { networkId: true } });
        if (!space) return;
        const organisers = await tx.role.findMany({
          where: {
            name: { in: ["organiser", "platformOrganiser"] },
            member: { networkId: space.networkId, leftAt: null },
          },
          distinct: ["memberId"],
          select: { memberId: true },
        });
        await outbox.add(
          tx,
          organisers.map(({ memberId }) => ({
            key: `trouble:${place.spaceId}:${what}:${facts.channel}:${dateOf(at)}:${memberId}`,
            networkId: space.networkId,
            to: { kind: "member", memberId },
            notice: "setup.trouble",
            facts: { ...facts },
            priority: "request",
            proactive: true,
            dueAt: at,
            expiresAt: new Date(at.getTime() + FRESH),
          })),
        );
      });
    },
  };
}

const dateOf = (at: Date) => at.toISOString().slice(0, "2026-11-24".length);
