import type { Tx } from "../../storage/database.js";
import type { PrivacyParts } from "./parts.js";

const count = { _count: { _all: true } } as const;

/**
 * A whole network for its organisers: how it is set up, its calendar, its circles, and counts. No member is in it by name or
 * id, nor anything that one of them wrote for others; what stands on the shelf has an export of its own.
 */
export function makeOverview({ db, now }: PrivacyParts) {
  return {
    async exportNetwork(networkId: string): Promise<Readonly<Record<string, unknown>>> {
      const at = now();
      return db.transaction(async (tx) => {
        const { name, locale, timeZone, settings, createdAt } = await tx.network.findUniqueOrThrow({
          where: { id: networkId },
        });
        return {
          madeAt: at.toISOString(),
          network: { name, locale, timeZone, settings, createdAt },
          ...(await structureOf(tx, networkId)),
          ...(await countsOf(tx, networkId)),
        };
      });
    },
  };
}

/** What organisers and circles have set up. */
async function structureOf(tx: Tx, networkId: string) {
  const where = { networkId };
  return {
    spaces: await tx.space.findMany({ where, select: { platform: true, name: true, createdAt: true } }),
    calendar: await tx.calendarEntry.findMany({
      where,
      orderBy: { from: "asc" },
      select: { kind: true, effect: true, from: true, until: true, name: true },
    }),
    programmes: await tx.programme.findMany({
      where,
      select: {
        ...{ kind: true, status: true, weekday: true, time: true, restWeeks: true, approval: true },
        rounds: { orderBy: { week: "asc" }, select: { week: true, step: true } },
      },
    }),
    cohorts: await tx.mentorCohort.findMany({ where, select: { name: true, state: true, closesOn: true } }),
    circles: await tx.circle.findMany({
      where,
      orderBy: { startedAt: "asc" },
      select: {
        ...{ name: true, question: true, topics: true, access: true, state: true, stage: true, rhythm: true },
        ...{ startedAt: true, endedAt: true },
        _count: { select: { members: true, meetings: true, actions: true } },
      },
    }),
  };
}

/** How many there are of everything else. */
async function countsOf(tx: Tx, networkId: string) {
  const where = { networkId };
  const here = { ...where, leftAt: null };
  return {
    members: {
      here: await tx.member.count({ where: here }),
      ever: await tx.member.count({ where }),
      introduced: await tx.profile.count({ where: { member: here } }),
      roles: await tx.role.groupBy({ by: ["name"], where: { member: here }, ...count }),
    },
    meetings: await tx.meeting.groupBy({ by: ["kind", "status"], where, ...count }),
    mentorships: await tx.mentorship.groupBy({ by: ["state"], where, ...count }),
    mentorRequests: await tx.mentorRequest.groupBy({ by: ["state"], where, ...count }),
    resources: await tx.resource.groupBy({ by: ["kind", "state"], where, ...count }),
    questions: await tx.ask.groupBy({ by: ["state"], where, ...count }),
    activity: await tx.activityMonth.findMany({ where, orderBy: { month: "asc" } }),
    forgotten: await tx.forgetting.groupBy({ by: ["why"], where, ...count }),
  };
}
