import type { Tx } from "../../storage/database.js";
import type { CirclesParts } from "./parts.js";
import { tellCircle } from "./changes.js";
import { organisersIn } from "../members/organisers.js";
import { forbiddenIn, lookAgainAt, rightFor, type Right } from "./homes/rules.js";
import { isAlive } from "./rules.js";
import { memberIdsOf, readCircle, stateOf, type CircleRow } from "./stored.js";

/** What a circle's home is to be; see src/outbox/homes.ts. */
interface Home {
  readonly key: string;
  readonly name: string;
  readonly memberIds: readonly string[];
  readonly formerIds: readonly string[];
  readonly isOpen: boolean;
}

/** Makes homes what they are to be. Rejects when the platform is away or not well: then it is done again later. */
export interface HomeKeeper {
  keep(
    networkId: string,
    home: Home,
    /** What is to be written when it was opened just now, in the transaction that keeps where it is. */
    opened: (tx: Tx) => Promise<void>,
  ): Promise<{
    readonly problem?: string | undefined;
    readonly platform?: string | undefined;
    readonly unreached: readonly string[];
  }>;
}

/** ms until it is tried again where the platform was away. */
const AGAIN = 3_600_000;
/** A place of one is none. */
const LEAST = 2;

/** Makes a circle's home what it should be: opened, with the right people in it, named, or put away. */
export function makeHomework(parts: Pick<CirclesParts, "db" | "outbox" | "now">, keeper: HomeKeeper) {
  const { db, now } = parts;

  /** What the place is for and what comes first, so that it doesn't open in silence. */
  async function begin(tx: Tx, row: CircleRow): Promise<void> {
    const key = `circleHome:${row.id}:${now().getTime()}`;
    await tellCircle(parts, tx, row, { key, notice: "circle.opened", facts: { stage: row.stage } });
  }

  return async function keepHome(id: string, at: Date): Promise<string> {
    const row = await readCircle(db.client, id);
    const asked = row?.homeAt ?? undefined;
    if (!row || asked === undefined || asked > at) return "nothing to do";
    const memberIds = memberIdsOf(row);
    // Whoever came or went meanwhile has asked for another look.
    const settle = (data: { homeAt: Date | null; homeProblem?: string | null }, tx: Tx = db.client) =>
      tx.circle.updateMany({ where: { id, homeAt: asked }, data });
    if (!isAlive(stateOf(row)) && (await isExpected(db.client, id, at))) {
      await settle({ homeAt: new Date(now().getTime() + AGAIN) });
      return "something is still to be told there";
    }
    const isKnown = (await db.client.room.count({ where: { key: id } })) > 0;
    if (!isKnown && memberIds.length < LEAST) {
      await settle({ homeAt: null });
      return "nobody to share it yet";
    }
    const home = { key: id, name: row.name, memberIds, formerIds: await formerOf(db.client, id, memberIds) };
    try {
      const isOpen = isAlive(stateOf(row));
      const begun = (tx: Tx) => begin(tx, row);
      const { problem, platform, unreached } = await keeper.keep(row.networkId, { ...home, isOpen }, begun);
      const again = lookAgainAt(problem, isOpen, now().getTime());
      await db.transaction(async (tx) => {
        await settle({ homeAt: again === undefined ? null : new Date(again), homeProblem: problem ?? null }, tx);
        await tellOrganisers(parts, tx, row, platform, rightFor(platform, problem));
      });
      return problem ?? (unreached.length > 0 ? `${unreached.length} could not be brought in` : "as it should be");
    } catch (error) {
      await settle({ homeAt: new Date(now().getTime() + AGAIN) });
      return `again later: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}

/** ms for which it is worth telling; after that organisers have seen it themselves. */
const NEWS = 14 * 86_400_000;

/** Whether all of them have a place of their own, in which a line disturbs nobody. */
export async function hasHome(tx: Tx, { id, homeProblem }: CircleRow): Promise<boolean> {
  const forbidden = forbiddenIn(homeProblem);
  if (homeProblem === "noCommonSpace" || forbidden === "mayNotOpen" || forbidden === "tooMany") return false;
  return (await tx.room.count({ where: { key: id } })) > 0;
}

/** Each right that is missing on a platform is told once to each organiser, however many circles lack it. */
async function tellOrganisers(
  { outbox, now }: Pick<CirclesParts, "outbox" | "now">,
  tx: Tx,
  { networkId, name }: CircleRow,
  platform: string | undefined,
  right: Right | undefined,
): Promise<void> {
  if (platform === undefined || right === undefined) return;
  const dueAt = now();
  const organisers = await organisersIn(tx, networkId);
  await outbox.add(
    tx,
    organisers.map(({ memberId }) => ({
      key: `homeTrouble:${platform}:${right}:${memberId}`,
      networkId,
      to: { kind: "member", memberId },
      notice: "circleHomes.trouble",
      facts: { name, right },
      priority: "request",
      proactive: true,
      dueAt,
      expiresAt: new Date(dueAt.getTime() + NEWS),
    })),
  );
}

/** Whether a message to the home is on its way: in a place that is put away nobody can say anything any more. */
async function isExpected(tx: Tx, circleId: string, at: Date): Promise<boolean> {
  const waiting = await tx.delivery.count({
    where: {
      ...{ recipient: `room:${circleId}`, status: { in: ["pending", "leased", "merging"] } },
      OR: [{ expiresAt: null }, { expiresAt: { gt: at } }],
    },
  });
  return waiting > 0;
}

async function formerOf(tx: Tx, circleId: string, present: readonly string[]): Promise<readonly string[]> {
  const gone = await tx.circleMember.findMany({
    where: { circleId, leftAt: { not: null } },
    select: { memberId: true },
  });
  return [...new Set(gone.flatMap(({ memberId }) => memberId ?? []))].filter((memberId) => !present.includes(memberId));
}
