import { openWorld, type Speaker, type World, type WorldOptions } from "../../support/conversation.js";

export interface Companion {
  readonly name: string;
  readonly locale?: string;
  readonly timeZone?: string;
}

/** A circle on one question, whose first member facilitates it and whose second is the deputy. */
export interface CircleTown {
  readonly world: World;
  readonly circleId: string;
  readonly people: readonly Speaker[];
  readonly memberIds: readonly string[];
  /** Somebody leaves the circle, as the circle's own part has them do. */
  leaves(memberId: string): Promise<void>;
  /** Everything of this network that was written for later, as "notice → whom". */
  written(): Promise<readonly string[]>;
}

/** A month before the clock of most tests begins. */
const STARTED = new Date("2026-11-01T03:00:00Z");

const USUAL: readonly Companion[] = [{ name: "Ani" }, { name: "Budi" }, { name: "Citra" }];

export async function openCircleTown(
  companions: readonly Companion[] = USUAL,
  options: WorldOptions = {},
): Promise<CircleTown> {
  const world = await openWorld(options);
  const { client } = world.db;
  const people: Speaker[] = [];
  for (const { name, locale = "en", timeZone } of companions) {
    const one = await world.member(name, { locale, ...(timeZone === undefined ? {} : { timeZone }) });
    await one.says("/help");
    people.push(one);
  }
  const rows = await Promise.all(companions.map(({ name }) => client.member.findFirstOrThrow({ where: { name } })));
  const memberIds = rows.map(({ id }) => id);
  const circleId = await foundCircle(world, { name: "Numerasi", memberIds });
  return {
    ...{ world, circleId, people, memberIds },
    async leaves(memberId) {
      await world.db.transaction(async (tx) => {
        const leftAt = world.clock.now();
        await tx.circleMember.updateMany({ where: { circleId, memberId, leftAt: null }, data: { leftAt } });
        await world.program.services.circles.meetings.withdrawals.left(tx, circleId, memberId);
      });
    },
    async written() {
      const all = await client.delivery.findMany({
        where: { notice: { startsWith: "circleMeetings." } },
        orderBy: { id: "asc" },
      });
      return all.map(({ notice, recipient }) => `${notice.replace("circleMeetings.", "")} → ${recipient}`);
    },
  };
}

interface Founding {
  readonly name: string;
  readonly memberIds: readonly string[];
  readonly id?: string;
}

/** The rows of a circle. */
export async function foundCircle(
  { db: { client } }: Pick<World, "db">,
  { name, memberIds, id = "circle-1" }: Founding,
): Promise<string> {
  const [facilitatorId = null, deputyId = null] = memberIds;
  const { networkId } = await client.member.findUniqueOrThrow({ where: { id: facilitatorId ?? "" } });
  await client.circle.create({
    data: {
      ...{ id, networkId, name, facilitatorId, deputyId, question: "How do pupils learn to estimate?" },
      ...{ topics: [], access: "open", isListed: true, state: "active", stage: "plan", rhythm: 14 },
      ...{ agreements: "", quiet: "none", stageAt: STARTED, startedAt: STARTED, lifeAt: STARTED },
    },
  });
  await client.circleMember.createMany({
    data: memberIds.map((memberId, place) => ({
      id: `${id}-seat-${place}`,
      circleId: id,
      memberId,
      joinedAt: STARTED,
    })),
  });
  return id;
}
