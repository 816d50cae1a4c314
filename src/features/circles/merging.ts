import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import {
  change,
  overRefusal,
  steered,
  tellCircle,
  tellEach,
  touch,
  type Acting,
  type Steered,
  welcomedKeys,
} from "./changes.js";
import { hasHome } from "./homes.js";
import { meantBy, type makeLists } from "./lists.js";
import { leadersOf } from "./membership.js";
import type { CirclesParts } from "./parts.js";
import { closeRequests } from "./requests.js";
import { circleAfter, isAlive, size, type CircleRole } from "./rules.js";
import { memberIdsOf, stateOf, WITH_MEMBERS, type CircleRow } from "./stored.js";
import { settled } from "./suggesting.js";

interface Pair {
  readonly row: CircleRow;
  readonly other: CircleRow;
}

/** What a circle can be brought together with. */
export interface MergeWays {
  readonly row: CircleRow;
  /** By this very person, since they lead both or are an organiser. */
  readonly able: readonly CircleRow[];
  /** What asks something alike and is another's: that needs a word with who leads it. */
  readonly alike: readonly CircleRow[];
}

function refusalOf({ row, other }: Pair, by: CircleRole): Refusal | undefined {
  if (row.id === other.id) return new Refusal("circleMergeOther", {}, "into");
  if (circleAfter(stateOf(row), "merge", by) === undefined) return overRefusal(row);
  if (!isAlive(stateOf(other))) return new Refusal("circleMergeOver", { name: other.name }, "into");
  const { size: count } = new Set([...memberIdsOf(row), ...memberIdsOf(other)]);
  return count > size.most ? new Refusal("circleMergeFull", { count, most: size.most }, "into") : undefined;
}

const leads = ({ facilitatorId, deputyId }: CircleRow, memberId: string) =>
  facilitatorId === memberId || deputyId === memberId;

/** Brings circles together: by whoever leads both, or by an organiser. */
export function makeMerging(parts: CirclesParts, lists: ReturnType<typeof makeLists>) {
  const { db } = parts;

  /** Both of them, as somebody who may bring them together sees them. @throws Refusal for whatever stands in the way */
  async function both(tx: Tx, id: string, who: Acting, otherId: string): Promise<Pair & Pick<Steered, "role">> {
    const { row, role } = await steered(tx, id, who);
    const other = await tx.circle.findUnique({ where: { id: otherId }, include: WITH_MEMBERS });
    if (other?.networkId !== row.networkId) throw new Refusal("gone");
    if (!who.isOrganiser && !leads(other, who.memberId))
      throw new Refusal("circleMergeNotLed", { name: other.name }, "into");
    const refusal = refusalOf({ row, other }, role);
    if (refusal) throw refusal;
    return { row, other, role };
  }

  return {
    /** The circle that is meant: one of their own, or any other that they can see. @throws Refusal */
    async named({ memberId, networkId, isOrganiser }: Acting, name: string): Promise<CircleRow> {
      const own = meantBy(await lists.everyOf(memberId), name);
      if (own.length > 0) return lists.only(own, name, "into");
      const seen = isOrganiser ? {} : { isListed: true, state: { in: ["active", "paused"] } };
      const rows = await db.client.circle.findMany({
        where: { networkId, ...seen },
        orderBy: [{ startedAt: "desc" }, { id: "asc" }],
        include: WITH_MEMBERS,
      });
      return lists.only(meantBy(rows, name), name, "into");
    },

    /** The same as it would be done, so that nobody is asked about what can't be. @throws Refusal */
    foresee: async (id: string, who: Acting, otherId: string): Promise<Pair> => both(db.client, id, who, otherId),

    /** What a circle can be brought together with, for whoever leads it and for organisers. @throws Refusal to others */
    async ways(id: string, who: Acting): Promise<MergeWays> {
      const { row, role } = await steered(db.client, id, who);
      if (circleAfter(stateOf(row), "merge", role) === undefined) throw overRefusal(row);
      const canBe = (other: CircleRow) => refusalOf({ row, other }, role) === undefined;
      const own = (await lists.own(who.memberId)).filter((other) => leads(other, who.memberId) && canBe(other));
      const near = (await lists.alikeTo(row)).filter(
        (other) => canBe(other) && own.every(({ id: one }) => one !== other.id),
      );
      return who.isOrganiser ? { row, able: [...own, ...near], alike: [] } : { row, able: own, alike: near };
    },

    /** The circle of a network whose id ends like this. @throws Refusal */
    async ending({ networkId }: Acting, end: string): Promise<string> {
      const found = await db.client.circle.findFirst({
        where: { networkId, id: { endsWith: end } },
        select: { id: true },
      });
      if (end === "" || found === null) throw new Refusal("outdated");
      return found.id;
    },

    /** All people of one circle go on in another; those who are in both count once, what the first one did stays its own. */
    merge: async (id: string, who: Acting, otherId: string): Promise<Pair> =>
      db.transaction(async (tx) => {
        const { row, other, role } = await both(tx, id, who, otherId);
        await mergeInto(parts, tx, { row, other }, role, who.memberId);
        return { row, other };
      }),
  };
}

/** Whoever was there before reads who is new: in their home, or where they have none whoever leads it. */
async function welcome(
  parts: CirclesParts,
  tx: Tx,
  { row, other }: Pair,
  newcomers: readonly string[],
  byId: string,
): Promise<void> {
  if (newcomers.length === 0) return;
  const there = { ...other, members: [...other.members, ...row.members.filter(isOneOf(newcomers))] };
  const facts = { name: row.name, other: other.name, newcomers: newcomers.map((person) => ({ person })) };
  const letter = { key: `${welcomedKeys(other.id)}${parts.newId()}`, notice: "circle.welcomed", facts };
  if (await hasHome(tx, other)) return tellCircle(parts, tx, there, letter);
  const leaders = leadersOf(other).filter((memberId) => memberId !== byId);
  await tellEach(parts, tx, other, leaders, letter);
}

const isOneOf =
  (ids: readonly string[]) =>
  ({ memberId }: { readonly memberId: string | null }) =>
    memberId !== null && ids.includes(memberId);

async function mergeInto(
  parts: CirclesParts,
  tx: Tx,
  { row, other }: Pair,
  by: CircleRole,
  byId: string,
): Promise<void> {
  const there = memberIdsOf(other);
  const newcomers = memberIdsOf(row).filter((memberId) => !there.includes(memberId));
  for (const memberId of newcomers)
    await tx.circleMember.create({
      data: { id: parts.newId(), circleId: other.id, memberId, joinedAt: parts.now() },
    });
  // Whoever waited to be let in is in now.
  await closeRequests(parts, tx, { circleId: other.id, memberId: { in: newcomers } }, "accepted");
  for (const memberId of newcomers) await settled(parts, tx, other.id, memberId);
  await change(parts, tx, row, { event: "merge", by, patch: { mergedIntoId: other.id } });
  await tx.circle.update({ where: { id: other.id }, data: { homeAt: parts.now() } });
  await touch(parts, tx, other.id);
  await welcome(parts, tx, { row, other }, newcomers, byId);
  const facts = { other: other.name, otherId: other.id };
  const key = `circleMerged:${row.id}:${parts.now().getTime()}`;
  const told = memberIdsOf(row).filter((memberId) => memberId !== byId);
  const isNew = (memberId: string) => newcomers.includes(memberId);
  await tellEach(parts, tx, row, told.filter(isNew), { key, notice: "circle.merged", facts });
  const inBoth = told.filter((memberId) => !isNew(memberId));
  await tellEach(parts, tx, row, inBoth, { key, notice: "circle.merged", facts: { ...facts, wasIn: true } });
}
