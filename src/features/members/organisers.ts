import type { Tx } from "../../storage/database.js";

/** The organisers of a network, or of all of them, whoever made them so; each with their network. */
export async function organisersIn(tx: Tx, networkId?: string) {
  const rows = await tx.role.findMany({
    distinct: ["memberId"],
    where: {
      name: { in: ["organiser", "platformOrganiser"] },
      member: { leftAt: null, ...(networkId === undefined ? {} : { networkId }) },
    },
    select: { memberId: true, member: { select: { networkId: true } } },
    orderBy: { memberId: "asc" },
  });
  return rows.map(({ memberId, member }) => ({ memberId, networkId: member.networkId }));
}
