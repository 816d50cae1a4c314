import type { Job } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";

type Step = (id: string, at: Date) => Promise<string>;

/** What care does by itself at a time of its own; the daily look at who grew quiet comes by the clock. */
export function careJobs({ client }: Database, receive: Step, watch: Step): readonly Job[] {
  return [
    {
      name: "care.welcome",
      instants: { table: "Welcome", column: "stepAt" },
      async upcoming(limit) {
        const rows = await client.welcome.findMany({
          where: { stepAt: { not: null } },
          orderBy: [{ stepAt: "asc" }, { memberId: "asc" }],
          take: limit,
          select: { memberId: true, step: true, stepAt: true },
        });
        // Two steps of one welcome may be due at the same instant, and each is a piece of work of its own.
        return rows.flatMap(({ memberId, step, stepAt }) =>
          stepAt ? [{ at: stepAt, id: `${memberId} ${step}` }] : [],
        );
      },
      run: ({ id }, now) => receive(id.split(" ")[0] ?? "", now),
      networkOf: async (id) =>
        (await client.member.findUnique({ where: { id: id.split(" ")[0] ?? "" }, select: { networkId: true } }))
          ?.networkId,
    },
    {
      name: "care.channel",
      instants: { table: "WatchedChannel", column: "stepAt", where: `"toldAt" IS NULL` },
      async upcoming(limit) {
        const rows = await client.watchedChannel.findMany({
          where: { toldAt: null },
          orderBy: [{ stepAt: "asc" }, { id: "asc" }],
          take: limit,
          select: { id: true, stepAt: true },
        });
        return rows.map(({ id, stepAt }) => ({ at: stepAt, id }));
      },
      run: ({ id }, now) => watch(id, now),
      networkOf: async (id) => (await client.watchedChannel.findUnique({ where: { id } }))?.networkId,
    },
  ];
}
