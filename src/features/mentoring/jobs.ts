import type { Job, Work } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";
import type { Clockwork } from "./clockwork.js";

interface Due {
  readonly id: string;
  readonly step: string | null;
  readonly stepAt: Date | null;
}

/** What mentoring does by itself. The rows say what is due; a job only looks and does it. */
export function mentoringJobs({ client }: Database, clockwork: Clockwork): readonly Job[] {
  const next = (limit: number) =>
    ({
      where: { stepAt: { not: null } },
      orderBy: [{ stepAt: "asc" }, { id: "asc" }],
      take: limit,
      select: { id: true, step: true, stepAt: true },
    }) satisfies Parameters<typeof client.mentorship.findMany>[0];
  // Two steps of one row may be due at the same instant, and each is a piece of work of its own.
  const workOf = (rows: readonly Due[]): Work[] =>
    rows.flatMap(({ id, step, stepAt }) => (stepAt ? [{ at: stepAt, id: `${id} ${step ?? ""}` }] : []));
  const rowOf = (workId: string) => ({ id: workId.split(" ")[0] ?? "" });
  return [
    {
      name: "mentor.request",
      instants: { table: "MentorRequest", column: "stepAt" },
      upcoming: async (limit) => workOf(await client.mentorRequest.findMany(next(limit))),
      run: ({ id }, now) => clockwork.request(rowOf(id).id, now),
      networkOf: async (id) =>
        (await client.mentorRequest.findFirst({ where: { ...rowOf(id), stepAt: { not: null } } }))?.networkId,
    },
    {
      name: "mentor.mentorship",
      instants: { table: "Mentorship", column: "stepAt" },
      upcoming: async (limit) => workOf(await client.mentorship.findMany(next(limit))),
      run: ({ id }, now) => clockwork.mentorship(rowOf(id).id, now),
      networkOf: async (id) =>
        (await client.mentorship.findFirst({ where: { ...rowOf(id), stepAt: { not: null } } }))?.networkId,
    },
  ];
}
