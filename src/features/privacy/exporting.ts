import { tableOf } from "../../storage/table.js";
import { census, models } from "./census/rules.js";
import type { Holding } from "./holdings/rules.js";
import type { PrivacyParts } from "./parts.js";
import { exportedRow, type ExportedData, type ExportedRow } from "./portrait/rules.js";

/** Shared files are handed over with the rest as long as they have room in this many bytes; of others only the name. */
const MOST_FILE_BYTES = 4_000_000;

/** Hands members everything that is kept about them. */
export function makeExporting({ db, now }: PrivacyParts) {
  const underWay = new Map<string, Promise<ExportedData>>();

  /** Read in one transaction: nothing changes between the first table and the last. */
  function gather(memberId: string): Promise<ExportedData> {
    const at = now();
    return db.transaction(async (tx) => {
      const tables: Record<string, readonly ExportedRow[]> = {};
      for (const model of models) {
        const holding = census[model];
        const { exported } = holding ?? {};
        if (holding === undefined || exported === undefined) continue;
        const rows = await tableOf(tx, model).findMany({ where: exported(memberId) });
        if (rows.length > 0) tables[model] = readable(rows, holding, memberId);
      }
      return { madeAt: at.toISOString(), tables };
    });
  }

  return {
    /** Two who ask at once, or somebody who is in a hurry, wait for the same work. */
    async export(memberId: string): Promise<ExportedData> {
      const known = underWay.get(memberId);
      if (known) return known;
      const work = gather(memberId).finally(() => underWay.delete(memberId));
      underWay.set(memberId, work);
      return work;
    },
  };
}

function readable(
  rows: readonly Readonly<Record<string, unknown>>[],
  holding: Holding,
  memberId: string,
): readonly ExportedRow[] {
  let room = MOST_FILE_BYTES;
  return rows.map((row) => {
    const bytes = row["bytes"] instanceof Uint8Array ? row["bytes"] : undefined;
    const hasRoom = bytes !== undefined && bytes.length <= room;
    if (hasRoom) room -= bytes.length;
    const file = bytes === undefined ? {} : { bytes: hasRoom ? Buffer.from(bytes).toString("base64") : null };
    return exportedRow({ ...row, ...file }, holding, memberId);
  });
}
