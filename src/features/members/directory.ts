import type { Database } from "../../storage/database.js";
import { isTimeZone } from "./calendar/rules.js";
import { LEFT_ALONE } from "./reach.js";
import { calledName, chosenLocale, chosenZone } from "./rules.js";
import { isStill } from "./presence.js";

/** A member as whoever writes to them needs to know them. */
export interface DirectoryEntry {
  readonly memberId: string;
  readonly called: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly hasLeft: boolean;
  /** They said STOP. */
  readonly isStopped: boolean;
  readonly accounts: readonly DirectoryAccount[];
}

export interface DirectoryAccount {
  readonly spaceId: string;
  readonly platform: string;
  /** The space by the platform's own id. */
  readonly place: string;
  readonly userId: string;
  /** A private message did not reach them not long ago. */
  readonly dmClosed: boolean;
  /** The bot was taken out of this space, and may be put back. */
  readonly isAway: boolean;
}

export interface DirectoryParts {
  readonly db: Database;
  readonly now: () => Date;
  readonly nearestLocale: (tag: string | null | undefined) => string | undefined;
}

/** Names, languages and addresses of members, for delivering. */
export function makeDirectory({ db, now, nearestLocale }: DirectoryParts) {
  const isRecent = (at: Date | null, span: number) => at !== null && now().getTime() - at.getTime() < span;
  return {
    async describe(memberIds: readonly string[]): Promise<ReadonlyMap<string, DirectoryEntry>> {
      if (memberIds.length === 0) return new Map();
      const rows = await db.client.member.findMany({
        where: { id: { in: [...memberIds] } },
        // Always in the same order: what goes to several people goes to the first space that they share.
        include: {
          network: true,
          accounts: { where: { leftAt: null }, orderBy: { id: "asc" }, include: { space: true } },
        },
      });
      return new Map(
        rows.map((row) => [
          row.id,
          {
            memberId: row.id,
            called: calledName(row.name, row.address),
            locale: chosenLocale(row, row.network.locale, nearestLocale),
            timeZone: chosenZone(row, row.network.timeZone, isTimeZone),
            hasLeft: row.leftAt !== null,
            isStopped: isStill(row),
            accounts: row.accounts.map((account) => ({
              spaceId: account.spaceId,
              platform: account.space.platform,
              place: account.space.externalId,
              userId: account.externalId,
              dmClosed: isRecent(account.dmClosedAt, LEFT_ALONE),
              isAway: account.space.removedAt !== null,
            })),
          },
        ]),
      );
    },

    /** A space with the language and zone of its network. */
    async space(spaceId: string) {
      const row = await db.client.space.findUnique({ where: { id: spaceId }, include: { network: true } });
      if (!row) return undefined;
      return {
        spaceId: row.id,
        platform: row.platform,
        place: row.externalId,
        locale: nearestLocale(row.network.locale) ?? "en",
        timeZone: isTimeZone(row.network.timeZone) ? row.network.timeZone : "UTC",
        isAway: row.removedAt !== null,
      };
    },

    /** The room's key by the platform's own id of the room. */
    async roomKey(platform: string, place: string, roomId: string): Promise<string | undefined> {
      const space = await db.client.space.findUnique({
        where: { platform_externalId: { platform, externalId: place } },
        select: { id: true },
      });
      if (!space) return undefined;
      const where = { spaceId_externalId: { spaceId: space.id, externalId: roomId } };
      return (await db.client.room.findUnique({ where }))?.key;
    },
  };
}
