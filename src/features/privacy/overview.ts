import type { PrivacyParts } from "./parts.js";

/**
 * A whole network for its organisers: how it is set up, its calendar, its circles, and counts. No member is in it by name or
 * id, nor anything that one of them wrote for others; what stands on the shelf has an export of its own.
 */
export function makeOverview({ db, now }: PrivacyParts) {
  return {
    async exportNetwork(networkId: string): Promise<Readonly<Record<string, unknown>>> {
      const at = now();
      return db.transaction(async (tx) => {
        const where = { networkId };
        const here = { ...where, leftAt: null };
        const { name, locale, timeZone, settings, createdAt } = await tx.network.findUniqueOrThrow({
          where: { id: networkId },
        });
        const count = { _count: { _all: true } } as const;
        return {
          madeAt: at.toISOString(),
          network: { name, locale, timeZone, settings, createdAt },
          spaces: await tx.space.findMany({ where, select: { platform: true, name: true, createdAt: true } }),
          members: {
            here: await tx.member.count({ where: here }),
            ever: await tx.member.count({ where }),
            introduced: await tx.profile.count({ where: { member: here } }),
            roles: await tx.role.groupBy({ by: ["name"], where: { member: here }, ...count }),
          },
          calendar: await tx.calendarEntry.findMany({
            where,
            orderBy: { from: "asc" },
            select: { kind: true, effect: true, from: true, until: true, name: true },
          }),
          programmes: await tx.programme.findMany({
            where,
            select: {
              ...{ kind: true, status: true, weekday: true, time: true, restWeeks: true, approval: true },
              rounds: { orderBy: { week: "asc" }, select: { week: true, step: true, result: true } },
            },
          }),
          meetings: await tx.meeting.groupBy({ by: ["kind", "status"], where, ...count }),
          mentorships: await tx.mentorship.groupBy({ by: ["state"], where, ...count }),
          mentorRequests: await tx.mentorRequest.groupBy({ by: ["state"], where, ...count }),
          cohorts: await tx.mentorCohort.findMany({ where, select: { name: true, state: true, closesOn: true } }),
          resources: await tx.resource.groupBy({ by: ["kind", "state"], where, ...count }),
          questions: await tx.ask.groupBy({ by: ["state"], where, ...count }),
          circles: await tx.circle.findMany({
            where,
            orderBy: { startedAt: "asc" },
            select: {
              ...{ name: true, question: true, topics: true, access: true, state: true, stage: true, rhythm: true },
              ...{ startedAt: true, endedAt: true },
              _count: { select: { members: true, meetings: true, actions: true } },
            },
          }),
          activity: await tx.activityMonth.findMany({ where, orderBy: { month: "asc" } }),
          forgotten: await tx.forgetting.groupBy({ by: ["why"], where, ...count }),
        };
      });
    },
  };
}
