import type { Database } from "../../storage/database.js";
import type { RoleName } from "./rules.js";
import type { Care } from "./withdrawals.js";

interface RolesParts {
  readonly db: Database;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly care: Pick<Care, "appointed">;
}

/** What members are besides members. @param changed is called when somebody is not what they were */
export function makeRoles({ db, newId, now, care }: RolesParts, changed: () => void) {
  return {
    async isOrganiser(memberId: string): Promise<boolean> {
      return (await db.client.role.count({ where: { memberId, name: "organiser" } })) > 0;
    },

    async giveRole(memberId: string, name: RoleName): Promise<void> {
      const where = { memberId_name: { memberId, name } };
      await db.client.role.upsert({ where, create: { memberId, name }, update: {} });
      changed();
    },

    /** An organiser gives a role, or takes it; that is written down. */
    async changeRole(
      networkId: string,
      by: string,
      { memberId, role, isGiven }: { readonly memberId: string; readonly role: RoleName; readonly isGiven: boolean },
    ): Promise<void> {
      const action = isGiven ? "role.give" : "role.take";
      await db.transaction(async (tx) => {
        const { count } = await tx.role.deleteMany({ where: { memberId, name: role } });
        if (isGiven) await tx.role.create({ data: { memberId, name: role } });
        const entry = { id: newId(), networkId, memberId: by, action, facts: { memberId, role }, at: now() };
        await tx.auditEntry.create({ data: entry });
        if (isGiven !== count > 0) await care.appointed(tx, { networkId, memberId, by, role, isGiven });
      });
      changed();
    },
  };
}
