import type { Database, Tx } from "../../storage/database.js";
import { changeWeights, type ChangedWeights } from "../meetups/weighing/rules.js";
import { parseSettings, type NetworkSettings } from "./settings.js";

export interface NetworksParts {
  readonly db: Database;
  readonly newId: () => string;
  readonly now: () => Date;
  /** What a new network starts with besides: its calendar. */
  readonly furnish: (networkId: string, timeZone: string, tx: Tx) => Promise<void>;
  /** What follows from another time zone, in the transaction that sets it. */
  readonly rezoned: (tx: Tx, networkId: string) => Promise<void>;
  /** The language and zone of a network that nobody has set up yet. */
  readonly defaults: { readonly locale: string; readonly timeZone: string };
}

/** Where an account lives, in the platform's own ids. */
export interface SpacePlace {
  readonly platform: string;
  readonly spaceId: string;
}

export interface NetworkChange {
  readonly name?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly settings?: {
    readonly gate?: Partial<NetworkSettings["gate"]>;
    readonly channels?: Partial<NetworkSettings["channels"]>;
    readonly weights?: ChangedWeights;
  };
}

/** What organisers decide for everybody. @param changed is called when a network is not what it was */
export function makeNetworks({ db, newId, now, rezoned }: NetworksParts, changed: () => void) {
  return {
    async network(networkId: string) {
      const row = await db.client.network.findUniqueOrThrow({ where: { id: networkId } });
      return { ...row, settings: parseSettings(row.settings) };
    },

    async changeNetwork(networkId: string, by: string, change: NetworkChange): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await tx.network.findUniqueOrThrow({ where: { id: networkId } });
        const { settings, ...columns } = change;
        const merged = mergeSettings(parseSettings(row.settings), settings ?? {});
        await tx.network.update({ where: { id: networkId }, data: { ...columns, settings: merged } });
        if (change.timeZone !== undefined && change.timeZone !== row.timeZone) await rezoned(tx, networkId);
        await tx.auditEntry.create({
          data: {
            id: newId(),
            networkId,
            memberId: by,
            action: "network.change",
            facts: Object.keys(change),
            at: now(),
          },
        });
      });
      changed();
    },
  };
}

function mergeSettings(before: NetworkSettings, change: NonNullable<NetworkChange["settings"]>): NetworkSettings {
  return parseSettings({
    ...before,
    gate: { ...before.gate, ...change.gate },
    channels: { ...before.channels, ...change.channels },
    weights: changeWeights(before.weights, change.weights ?? {}),
  });
}

/** Networks whose deletion was asked for: nothing happens by itself in them, until that is taken back. */
export async function networksAtRest(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.network.findMany({ where: { removedAt: { not: null } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

/** The space, with a new network around it when nobody has been there before. */
export async function findOrMakeSpace(tx: Tx, parts: NetworksParts, place: SpacePlace) {
  const where = { platform_externalId: { platform: place.platform, externalId: place.spaceId } };
  const known = await tx.space.findUnique({ where });
  if (known) return known;
  const network = await tx.network.create({
    data: { id: parts.newId(), name: "Jejaring", ...parts.defaults, settings: {}, createdAt: parts.now() },
  });
  await parts.furnish(network.id, network.timeZone, tx);
  return tx.space.create({
    data: {
      id: parts.newId(),
      networkId: network.id,
      platform: place.platform,
      externalId: place.spaceId,
      name: place.spaceId,
      createdAt: parts.now(),
    },
  });
}
