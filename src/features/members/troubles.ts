import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import { localDate } from "./calendar/rules.js";
import type { SpacePlace } from "./networks.js";
import { channelUses, type ChannelGoneFacts, type ChannelUse, type TroubleFacts } from "./rules.js";
import { parseSettings } from "./settings.js";

export interface TroublesParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly now: () => Date;
}

/** After that, in ms, organisers have seen it themselves. */
const NEWS = 7 * 86_400_000;

/** What organisers need to hear of, since only they can mend it: each trouble once a day. */
export function makeTroubles({ db, outbox, now }: TroublesParts) {
  async function spaceAt(tx: Tx, { platform, spaceId }: SpacePlace) {
    const where = { platform_externalId: { platform, externalId: spaceId } };
    return tx.space.findUnique({ where, include: { network: true } });
  }

  type Space = NonNullable<Awaited<ReturnType<typeof spaceAt>>>;

  async function tell(
    tx: Tx,
    { id, network }: Space,
    trouble: { readonly key: string; readonly notice: string; readonly facts: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const organisers = await tx.member.findMany({
      where: {
        networkId: network.id,
        leftAt: null,
        roles: { some: { name: { in: ["organiser", "platformOrganiser"] } } },
      },
      select: { id: true },
    });
    const dueAt = now();
    const today = localDate(dueAt.getTime(), network.timeZone);
    await outbox.add(
      tx,
      organisers.map(({ id: memberId }) => ({
        key: `${trouble.key}:${id}:${today}:${memberId}`,
        networkId: network.id,
        to: { kind: "member", memberId },
        notice: trouble.notice,
        facts: trouble.facts,
        priority: "request",
        proactive: true,
        dueAt,
        expiresAt: new Date(dueAt.getTime() + NEWS),
      })),
    );
  }

  /** Introductions are for members, so none is shown to people from outside, nor one that waits already. */
  async function fallSilent(tx: Tx, { id, network }: Space, channelId: string, uses: readonly ChannelUse[]) {
    const { channels, ...settings } = parseSettings(network.settings);
    const kept = Object.fromEntries(Object.entries(channels).filter(([use]) => !uses.some((gone) => gone === use)));
    await tx.network.update({ where: { id: network.id }, data: { settings: { ...settings, channels: kept } } });
    // The outbox's name of a channel.
    const waiting = await tx.delivery.findMany({
      where: { recipient: `channel:${id}:${channelId}`, status: { in: ["pending", "leased"] } },
      select: { key: true },
    });
    const keys = waiting.map(({ key }) => key);
    await outbox.cancel(tx, keys, "channelShared");
  }

  return {
    /** A platform doesn't let the bot do something. `channel`: its name, where one is meant. */
    async tell(place: SpacePlace, what: TroubleFacts["what"], channel = ""): Promise<void> {
      const facts: TroubleFacts = { what, channel };
      await db.transaction(async (tx) => {
        const space = await spaceAt(tx, place);
        if (!space) return;
        await tell(tx, space, { key: `trouble:${what}:${channel}`, notice: "setup.trouble", facts: { ...facts } });
      });
    },

    /**
     * A channel can't be written to any more, or strangers read it: then nothing is shown there until organisers choose
     * it again. Told only when it is in use.
     */
    async channelGone(
      { channelId, ...place }: SpacePlace & { readonly channelId?: string },
      why: ChannelGoneFacts["why"],
    ): Promise<void> {
      await db.transaction(async (tx) => {
        const space = await spaceAt(tx, place);
        if (!space || channelId === undefined) return;
        const { channels } = parseSettings(space.network.settings);
        const uses = channelUses.filter((use) => channels[use] === channelId);
        if (uses.length === 0) return;
        if (why === "shared") await fallSilent(tx, space, channelId, uses);
        const facts: ChannelGoneFacts = { uses, why };
        const key = `channelGone:${channelId}:${why}`;
        await tell(tx, space, { key, notice: "setup.channelGone", facts: { ...facts } });
      });
    },
  };
}
