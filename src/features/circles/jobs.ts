import type { Job } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";
import type { makeClockwork } from "./clockwork.js";

/** What circles do by themselves. The rows say what is due; a job only looks and does it. */
export function circleJobs(
  { client }: Database,
  clockwork: ReturnType<typeof makeClockwork>,
  keepHome: (id: string, at: Date) => Promise<string>,
): readonly Job[] {
  const networkOf = async (id: string) => (await client.circle.findUnique({ where: { id } }))?.networkId;
  return [
    {
      name: "circle.step",
      instants: { table: "Circle", column: "stepAt" },
      async upcoming(limit) {
        const rows = await client.circle.findMany({
          where: { stepAt: { not: null } },
          orderBy: [{ stepAt: "asc" }, { id: "asc" }],
          take: limit,
          select: { id: true, step: true, stepAt: true },
        });
        // Two steps of one row may be due at the same instant, and each is a piece of work of its own.
        return rows.flatMap(({ id, step, stepAt }) => (stepAt ? [{ at: stepAt, id: `${id} ${step ?? ""}` }] : []));
      },
      run: ({ id }, now) => clockwork.step(id.split(" ")[0] ?? "", now),
      networkOf: (id) => networkOf(id.split(" ")[0] ?? ""),
    },
    {
      name: "circle.home",
      instants: { table: "Circle", column: "homeAt" },
      async upcoming(limit) {
        const rows = await client.circle.findMany({
          where: { homeAt: { not: null } },
          orderBy: [{ homeAt: "asc" }, { id: "asc" }],
          take: limit,
          select: { id: true, homeAt: true },
        });
        return rows.flatMap(({ id, homeAt }) => (homeAt ? [{ at: homeAt, id }] : []));
      },
      run: ({ id }, now) => keepHome(id, now),
      networkOf,
    },
  ];
}
