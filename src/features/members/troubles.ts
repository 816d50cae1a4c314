import type { Outbox } from "../../outbox/delivery.js";
import type { Database } from "../../storage/database.js";
import { localDate } from "./calendar/rules.js";
import type { ChannelGoneFacts, ChannelUse } from "./rules.js";
import { parseSettings } from "./settings.js";

export interface TroublesParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly now: () => Date;
}

/** A channel by the platform's own ids. */
interface ChannelPlace {
  readonly platform: string;
  readonly spaceId: string;
  readonly channelId?: string;
}

/** After that, in ms, organisers have seen it themselves. */
const NEWS = 7 * 86_400_000;

/** What organisers need to hear of, since only they can mend it. */
export function makeTroubles({ db, outbox, now }: TroublesParts) {
  return {
    /** A channel can't be written to any more, or strangers read it. Told once a day, and only when it is in use. */
    async channelGone({ platform, spaceId, channelId }: ChannelPlace, why: ChannelGoneFacts["why"]): Promise<void> {
      const where = { platform_externalId: { platform, externalId: spaceId } };
      const space = await db.client.space.findUnique({ where, include: { network: true } });
      if (!space) return;
      const { id: networkId, settings, timeZone } = space.network;
      const { introductions, meetups } = parseSettings(settings).channels;
      const named = [["introductions", introductions] as const, ["meetups", meetups] as const];
      const uses = named.flatMap(([use, channel]): ChannelUse[] => (channel === channelId ? [use] : []));
      if (channelId === undefined || uses.length === 0) return;
      const organisers = await db.client.member.findMany({
        where: { networkId, leftAt: null, roles: { some: { name: { in: ["organiser", "platformOrganiser"] } } } },
        select: { id: true },
      });
      const at = now();
      const expiresAt = new Date(at.getTime() + NEWS);
      const facts: ChannelGoneFacts = { uses, why };
      const key = `channelGone:${space.id}:${channelId}:${why}:${localDate(at.getTime(), timeZone)}`;
      await db.transaction((tx) =>
        outbox.add(
          tx,
          organisers.map(({ id: memberId }) => ({
            key: `${key}:${memberId}`,
            networkId,
            to: { kind: "member", memberId } as const,
            notice: "setup.channelGone",
            facts: { ...facts },
            priority: "request" as const,
            proactive: true,
            dueAt: at,
            expiresAt,
          })),
        ),
      );
    },
  };
}
