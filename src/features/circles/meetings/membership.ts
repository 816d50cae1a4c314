import type { MeetingsParts } from "./parts.js";

/** What meetings have to know of circles. */
export function circlesIn(now: () => Date): Pick<MeetingsParts, "touch" | "membersOf"> {
  return {
    async touch(tx, id) {
      await tx.circle.update({ where: { id }, data: { lifeAt: now() } });
    },
    async membersOf(tx, circleId) {
      const rows = await tx.circleMember.findMany({ where: { circleId, leftAt: null }, orderBy: { id: "asc" } });
      return rows.flatMap(({ memberId }) => memberId ?? []);
    },
  };
}
