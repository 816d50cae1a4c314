import type { Job } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";
import type { Clockwork } from "./clockwork.js";

/** What mentoring does by itself. The rows say what is due; a job only looks and does it. */
export function mentoringJobs({ client }: Database, clockwork: Clockwork): readonly Job[] {
  const due = (limit: number) =>
    ({
      where: { stepAt: { not: null } },
      orderBy: [{ stepAt: "asc" }, { id: "asc" }],
      take: limit,
      select: { id: true, stepAt: true },
    }) satisfies Parameters<typeof client.mentorship.findMany>[0];
  const workOf = (rows: readonly { readonly id: string; readonly stepAt: Date | null }[]) =>
    rows.flatMap(({ id, stepAt }) => (stepAt ? [{ at: stepAt, id }] : []));
  return [
    {
      name: "mentor.request",
      upcoming: async (limit) => workOf(await client.mentorRequest.findMany(due(limit))),
      run: ({ id }, now) => clockwork.request(id, now),
      networkOf: async (id) =>
        (await client.mentorRequest.findFirst({ where: { id, stepAt: { not: null } } }))?.networkId,
    },
    {
      name: "mentor.mentorship",
      upcoming: async (limit) => workOf(await client.mentorship.findMany(due(limit))),
      run: ({ id }, now) => clockwork.mentorship(id, now),
      networkOf: async (id) => (await client.mentorship.findFirst({ where: { id, stepAt: { not: null } } }))?.networkId,
    },
  ];
}
