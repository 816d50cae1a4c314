import type { Job, Work } from "../../jobs/job.js";
import type { ResourcesParts } from "./parts.js";
import { DRAFT_DAYS } from "./rules.js";

const DAY = 86_400_000;
/** Before everything: a shelf whose first digest is not planned yet. */
const UNPLANNED = new Date(0);

interface Deeds {
  readonly remind: (id: string, at: Date) => Promise<string>;
  readonly check: (id: string, at: Date) => Promise<string>;
  readonly digest: (networkId: string, at: Date) => Promise<string>;
  readonly forgetDrafts: () => Promise<number>;
  readonly importStep: (id: string) => Promise<string>;
}

/** What the shelf does by itself. The rows say what is due; a job only looks and does it. */
export function resourceJobs(
  { db: { client }, now }: Pick<ResourcesParts, "db" | "now">,
  { remind, check, digest, forgetDrafts, importStep }: Deeds,
): readonly Job[] {
  const rowJob = (
    name: string,
    column: "remindAt" | "checkAt",
    run: (id: string, at: Date) => Promise<string>,
  ): Job => ({
    name,
    instants: { table: "Resource", column },
    async upcoming(limit) {
      const rows = await client.resource.findMany({
        where: { [column]: { not: null } },
        orderBy: [{ [column]: "asc" }, { id: "asc" }],
        take: limit,
        select: { id: true, remindAt: true, checkAt: true },
      });
      return rows.flatMap((row): Work[] => {
        const at = row[column];
        return at ? [{ at, id: row.id }] : [];
      });
    },
    run: ({ id }, now) => run(id, now),
    networkOf: async (id) =>
      (await client.resource.findFirst({ where: { id, [column]: { not: null } }, select: { networkId: true } }))
        ?.networkId,
  });
  return [
    rowJob("shelf.deadline", "remindAt", remind),
    rowJob("shelf.check", "checkAt", check),
    {
      name: "shelf.digest",
      async upcoming(limit) {
        const unplanned = await client.shelf.findMany({
          where: { digestAt: null },
          orderBy: { networkId: "asc" },
          take: limit,
        });
        const planned = await client.shelf.findMany({
          where: { digestAt: { not: null } },
          orderBy: [{ digestAt: "asc" }, { networkId: "asc" }],
          take: limit,
        });
        return [...unplanned, ...planned]
          .slice(0, limit)
          .map(({ networkId, digestAt }) => ({ at: digestAt ? eachDay(digestAt, now()) : UNPLANNED, id: networkId }));
      },
      run: ({ id }, now) => digest(id, now),
      networkOf: async (id) => (await client.shelf.findUnique({ where: { networkId: id } }))?.networkId,
    },
    {
      name: "shelf.import",
      instants: { table: "ShelfImport", column: "stepAt" },
      async upcoming(limit) {
        const rows = await client.shelfImport.findMany({
          where: { stepAt: { not: null } },
          orderBy: [{ stepAt: "asc" }, { id: "asc" }],
          take: limit,
          select: { id: true, taken: true, refused: true, stepAt: true },
        });
        // Two pieces of one table may be due at the same instant, and each is a piece of work of its own.
        return rows.flatMap(({ id, taken, refused, stepAt }): Work[] =>
          stepAt ? [{ at: stepAt, id: `${id} ${taken + refused}` }] : [],
        );
      },
      run: ({ id }) => importStep(rowIn(id)),
      networkOf: async (id) =>
        (
          await client.shelfImport.findFirst({
            where: { id: rowIn(id), stepAt: { not: null } },
            select: { networkId: true },
          })
        )?.networkId,
    },
    {
      name: "shelf.drafts",
      instants: { table: "Resource", column: "changedAt", where: `"state" = 'draft'` },
      async upcoming() {
        const oldest = await client.resource.findFirst({
          where: { state: "draft" },
          orderBy: [{ changedAt: "asc" }, { id: "asc" }],
        });
        return oldest ? [{ at: new Date(oldest.changedAt.getTime() + DRAFT_DAYS * DAY + 1), id: oldest.id }] : [];
      },
      run: async () => `${await forgetDrafts()} thrown away`,
      networkOf: async (id) =>
        (await client.resource.findFirst({ where: { id, state: "draft" }, select: { networkId: true } }))?.networkId,
    },
  ];
}

function rowIn(workId: string): string {
  return workId.split(" ")[0] ?? "";
}

/** What was given up is tried again a day later: one bad hour must not end what comes every week. */
function eachDay(at: Date, now: Date): Date {
  const late = Math.floor((now.getTime() - at.getTime()) / DAY);
  return late <= 0 ? at : new Date(at.getTime() + late * DAY);
}
