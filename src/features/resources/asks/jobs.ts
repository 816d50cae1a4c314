import type { Job } from "../../../jobs/job.js";
import type { Database } from "../../../storage/database.js";
import type { Clockwork } from "./clockwork.js";

/** What questions do by themselves. The rows say what is due; the job only looks and does it. */
export function askJobs({ client }: Database, clockwork: Clockwork): readonly Job[] {
  const rowOf = (workId: string) => ({ id: workId.split(" ")[0] ?? "" });
  return [
    {
      name: "ask.step",
      instants: { table: "Ask", column: "stepAt" },
      async upcoming(limit) {
        const rows = await client.ask.findMany({
          where: { stepAt: { not: null } },
          orderBy: [{ stepAt: "asc" }, { id: "asc" }],
          take: limit,
          select: { id: true, step: true, stepAt: true },
        });
        // Two steps of one question may be due at the same instant, and each is a piece of work of its own.
        return rows.flatMap(({ id, step, stepAt }) => (stepAt ? [{ at: stepAt, id: `${id} ${step ?? ""}` }] : []));
      },
      run: ({ id }, now) => clockwork.step(rowOf(id).id, now),
      networkOf: async (id) =>
        (await client.ask.findFirst({ where: { ...rowOf(id), stepAt: { not: null } } }))?.networkId,
    },
  ];
}
