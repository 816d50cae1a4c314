import type { Job } from "../../../jobs/job.js";
import type { Database } from "../../../storage/database.js";
import type { Clockwork } from "./clockwork.js";

/** What meetings, and what was decided in them, do by themselves. The rows say what is due; a job only looks and does it. */
export function meetingJobs(
  { client }: Database,
  clockwork: Clockwork,
  actions: { readonly remind: (id: string, at: Date) => Promise<string> },
): readonly Job[] {
  const due = { stepAt: { not: null } } as const;
  const order = { orderBy: [{ stepAt: "asc" as const }, { id: "asc" as const }] };
  const rowOf = (workId: string) => ({ id: workId.split(" ")[0] ?? "" });
  const network = { circle: { select: { networkId: true } } } as const;
  return [
    {
      name: "circle.meeting",
      instants: { table: "CircleMeeting", column: "stepAt" },
      async upcoming(limit) {
        const select = { id: true, step: true, stepAt: true };
        const rows = await client.circleMeeting.findMany({ where: due, ...order, take: limit, select });
        // Two steps of one meeting may be due at the same instant, and each is a piece of work of its own.
        return rows.flatMap(({ id, step, stepAt }) => (stepAt ? [{ at: stepAt, id: `${id} ${step ?? ""}` }] : []));
      },
      run: ({ id }, now) => clockwork.step(rowOf(id).id, now),
      networkOf: async (id) =>
        (await client.circleMeeting.findFirst({ where: { ...rowOf(id), ...due }, select: network }))?.circle.networkId,
    },
    {
      name: "circle.action",
      instants: { table: "CircleAction", column: "stepAt" },
      async upcoming(limit) {
        const rows = await client.circleAction.findMany({ where: due, ...order, take: limit });
        return rows.flatMap(({ id, stepAt }) => (stepAt ? [{ at: stepAt, id }] : []));
      },
      run: ({ id }, now) => actions.remind(id, now),
      networkOf: async (id) =>
        (await client.circleAction.findFirst({ where: { id, ...due }, select: network }))?.circle.networkId,
    },
  ];
}
