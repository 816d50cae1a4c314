import type { CirclesParts } from "./parts.js";
import { isAlive } from "./rules.js";
import { memberIdsOf, readCircle, stateOf } from "./stored.js";

/** What a circle's home is to be, and what came of it; see src/outbox/homes.ts. */
export interface HomeKeeper {
  keep(
    networkId: string,
    home: { key: string; name: string; memberIds: readonly string[]; isOpen: boolean },
  ): Promise<{ readonly problem?: string | undefined; readonly unreached: readonly string[] }>;
}

const AGAIN = 3_600_000;

/** Makes a circle's home what it should be: opened, with the right people in it, named, or put away. */
export function makeHomework({ db, now }: CirclesParts, keeper: HomeKeeper) {
  return async function keepHome(id: string, at: Date): Promise<string> {
    const row = await readCircle(db.client, id);
    const asked = row?.homeAt ?? undefined;
    if (!row || asked === undefined || asked > at) return "nothing to do";
    const memberIds = memberIdsOf(row);
    const isOpen = isAlive(stateOf(row));
    const { problem, unreached } = await keeper.keep(row.networkId, { key: id, name: row.name, memberIds, isOpen });
    // Whoever came or went meanwhile has asked for another look.
    const where = { id, homeAt: asked };
    const data = {
      homeAt: problem === "passing" ? new Date(now().getTime() + AGAIN) : null,
      homeProblem: problem ?? null,
    };
    await db.client.circle.updateMany({ where, data });
    return problem ?? (unreached.length > 0 ? `${unreached.length} could not be brought in` : "as it should be");
  };
}
