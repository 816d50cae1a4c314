import { isDuplicate, type Database } from "./database.js";

export interface Mark {
  /** What was kept with it, or undefined. */
  readonly receipt: unknown;
}

/** Keeps for a day what a platform told us and was told, so that the same thing twice is done once. */
export function makeMarks(db: Database, platform: string, now: () => Date) {
  const { client } = db;
  const where = (key: string) => ({ platform_key: { platform, key } });
  return {
    /** Undefined when the mark is set just now, by whoever comes first; else what is known of it. */
    async set(key: string): Promise<Mark | undefined> {
      try {
        await client.platformMark.create({ data: { platform, key, at: now() } });
        return undefined;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const known = await client.platformMark.findUnique({ where: where(key) });
        return { receipt: known?.receipt ?? undefined };
      }
    },

    async keep(key: string, receipt: Readonly<Record<string, string>>): Promise<void> {
      const at = now();
      const create = { platform, key, receipt: { ...receipt }, at };
      await client.platformMark.upsert({ where: where(key), create, update: { receipt: { ...receipt }, at } });
    },

    async remove(key: string): Promise<void> {
      await client.platformMark.deleteMany({ where: { platform, key } });
    },

    /** Answers how many were forgotten. */
    async forgetBefore(at: Date): Promise<number> {
      return (await client.platformMark.deleteMany({ where: { platform, at: { lt: at } } })).count;
    },
  };
}
