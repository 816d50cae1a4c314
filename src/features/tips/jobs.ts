import type { Job } from "../../jobs/job.js";
import type { Database } from "../../storage/database.js";
import { RESTS } from "./practice/rules.js";

/** What tips do by themselves. The rows say what is due; the job only looks and does it. */
export function tipsJob({ client }: Database, step: (memberId: string, at: Date) => Promise<string>): Job {
  return {
    name: "tips.step",
    instants: { table: "Practice", column: "stepAt", where: `"everyWeeks" > ${RESTS}` },
    async upcoming(limit) {
      const rows = await client.practice.findMany({
        where: { everyWeeks: { gt: RESTS } },
        orderBy: [{ stepAt: "asc" }, { memberId: "asc" }],
        take: limit,
        select: { memberId: true, stepAt: true },
      });
      return rows.map(({ memberId, stepAt }) => ({ at: stepAt, id: memberId }));
    },
    run: ({ id }, now) => step(id, now),
    async networkOf(id) {
      const row = await client.practice.findFirst({
        where: { memberId: id, everyWeeks: { gt: RESTS } },
        select: { member: { select: { networkId: true } } },
      });
      return row?.member.networkId;
    },
  };
}
