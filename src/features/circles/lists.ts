import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { topicsIn, type Topic } from "../introductions/rules.js";
import { localDate } from "../members/calendar/rules.js";
import { mine, type Mine } from "./changes.js";
import { smallStep, type SmallStep, type Stage } from "./cycle/rules.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { forbiddenIn, type CircleHome } from "./homes/rules.js";
import { recordOf } from "./record.js";
import { ALIKE, isAlive, likeness, size, type Access, type CircleRecord } from "./rules.js";
import { accessOf, memberIdsOf, stageOf, stateOf, WITH_MEMBERS, type CircleRow } from "./stored.js";

/** A circle as somebody sees it who may join. */
export interface CircleLine {
  readonly id: string;
  readonly name: string;
  readonly question: string;
  readonly access: Access;
  readonly stage: Stage;
  readonly members: number;
  readonly isIn: boolean;
  readonly isInvited: boolean;
  readonly hasAsked: boolean;
  /** What it and this member's introduction have in common. */
  readonly shared: readonly Topic[];
}

/** Everything that a circle's card tells to somebody in it. */
export interface CircleStatus extends Mine {
  readonly step: SmallStep;
  readonly home: CircleHome;
  /** The one that the next step is about: the last one where it lacks minutes, else the next. */
  readonly meetingId: string | undefined;
  readonly alike: readonly { readonly id: string; readonly name: string }[];
  /** Who waits to be let in; for those who lead it. */
  readonly waiting: readonly { readonly id: string; readonly memberId: string }[];
  /** Of one that is over. */
  readonly record: CircleRecord | undefined;
  /** The name of the one that it has joined. */
  readonly mergedInto: string | undefined;
}

/** Where somebody asks: one of our spaces, and there the platform's id of the channel or room. */
export interface AskedAt {
  readonly spaceId: string;
  readonly channelId: string | undefined;
}

const ALIKE_SHOWN = 2;

/** What is meant by a name: the whole of it, then its beginning, then a part; and what lives before what is over. */
export function meantBy(rows: readonly CircleRow[], name: string): readonly CircleRow[] {
  const key = name.toLowerCase().trim();
  const living = rows.filter((row) => isAlive(stateOf(row)));
  const fitting = (some: readonly CircleRow[], how: "startsWith" | "includes") =>
    some.filter((row) => row.name.toLowerCase()[how](key));
  const exact = [...living, ...rows].find((row) => row.name.toLowerCase() === key);
  const ways = [fitting(living, "startsWith"), fitting(living, "includes"), fitting(rows, "startsWith")];
  if (exact) return [exact];
  return [...ways, fitting(rows, "includes")].find((some) => some.length > 0) ?? [];
}

const namesOf = (rows: readonly CircleRow[]) => rows.map(({ name }) => name).join(", ");

/** Looking at circles. */
export function makeLists(parts: CirclesParts) {
  const { db } = parts;

  async function alive(tx: Tx, networkId: string): Promise<readonly CircleRow[]> {
    return tx.circle.findMany({
      where: { networkId, state: { in: ["active", "paused"] } },
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      include: WITH_MEMBERS,
    });
  }

  /** Those on the list that ask something alike, the most alike first. */
  async function alikeTo(row: CircleRow, tx: Tx = db.client): Promise<readonly CircleRow[]> {
    const aims = (one: CircleRow) => ({ topics: topicsIn(one.topics).map(({ key }) => key), question: one.question });
    return (await alive(tx, row.networkId))
      .filter((other) => other.id !== row.id && other.isListed)
      .map((other) => ({ other, like: likeness(aims(row), aims(other)) }))
      .filter(({ like }) => like >= ALIKE)
      .sort((a, b) => b.like - a.like || (a.other.id < b.other.id ? -1 : 1))
      .map(({ other }) => other);
  }

  async function stepOf(tx: Tx, row: CircleRow) {
    const { today, timeZone } = await paceOf(parts, tx, row.networkId);
    const meetings = await tx.circleMeeting.findMany({
      where: { circleId: row.id, state: { in: ["polling", "fixed", "held"] } },
      orderBy: [{ at: "asc" }, { createdAt: "asc" }],
    });
    const next = meetings.find(({ state }) => state === "fixed") ?? meetings.find(({ state }) => state === "polling");
    const last = meetings.filter(({ state }) => state === "held").at(-1);
    const product = row.products.find(({ stage }) => stage === row.stage);
    const overdueActions = await tx.circleAction.count({
      where: { circleId: row.id, doneAt: null, droppedAt: null, dueOn: { lte: today } },
    });
    const step = smallStep({
      ...{ today, members: memberIdsOf(row).length, least: size.least, stage: stageOf(row), overdueActions },
      product: { dueOn: product?.dueOn ?? today, isDone: (product?.doneAt ?? null) !== null },
      nextMeetingOn: next?.state === "fixed" && next.at ? localDate(next.at.getTime(), timeZone) : undefined,
      isPolling: next?.state === "polling",
      lacksMinutes: last?.notes === null,
    });
    return { step, meetingId: (step.kind === "minutes" ? last : next)?.id };
  }

  async function homeOf(tx: Tx, { id, homeProblem }: CircleRow): Promise<CircleHome> {
    const room = await tx.room.findFirst({ where: { key: id }, orderBy: { createdAt: "desc" } });
    const space = room && (await tx.space.findUnique({ where: { id: room.spaceId } }));
    const isApart = homeProblem === "noCommonSpace";
    const forbidden = forbiddenIn(homeProblem);
    // A conversation of a few people, which takes its place, is no home.
    const hasNone = isApart || forbidden === "mayNotOpen" || forbidden === "tooMany";
    return { space: hasNone ? undefined : space?.name, isApart, forbidden };
  }

  async function everyOf(memberId: string): Promise<readonly CircleRow[]> {
    return db.client.circle.findMany({
      where: { members: { some: { memberId, leftAt: null } } },
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      include: WITH_MEMBERS,
    });
  }

  /** Which of these has its home there. */
  async function homeAt(rows: readonly CircleRow[], place: AskedAt | undefined): Promise<CircleRow | undefined> {
    if (place?.channelId === undefined) return undefined;
    const where = { key: { in: rows.map(({ id }) => id) }, spaceId: place.spaceId, externalId: place.channelId };
    const room = await db.client.room.findFirst({ where });
    return rows.find(({ id }) => id === room?.key);
  }

  /** Whether a circle that everybody in the network of this member can see goes by that name. */
  async function isListed(memberId: string, name: string): Promise<boolean> {
    const member = await db.client.member.findUnique({ where: { id: memberId }, select: { networkId: true } });
    const listed = (member ? await alive(db.client, member.networkId) : []).filter((row) => row.isListed);
    return meantBy(listed, name).length > 0;
  }

  /** Of several none is guessed. @throws Refusal */
  function only(fitting: readonly CircleRow[], name: string, field = "circle"): CircleRow {
    const [found, other] = fitting;
    if (found === undefined) throw new Refusal("circleUnknown", { name }, field);
    if (other !== undefined) throw new Refusal("circleSeveral", { names: namesOf(fitting) }, field);
    return found;
  }

  /** What somebody can see of a network's circles, with how they were asked or have asked to join. */
  async function seenBy(networkId: string, memberId: string) {
    const open = await db.client.circleRequest.findMany({ where: { memberId, state: "open" } });
    const kindOf = (id: string) => open.find(({ circleId }) => circleId === id)?.kind;
    const rows = (await alive(db.client, networkId)).filter(
      (row) => row.isListed || kindOf(row.id) === "invite" || memberIdsOf(row).includes(memberId),
    );
    return { rows, kindOf };
  }

  return {
    /** The one of these that goes by a name. @throws Refusal */
    async inSight(networkId: string, memberId: string, name: string): Promise<string> {
      const { rows } = await seenBy(networkId, memberId);
      const found = meantBy(rows, name);
      if (found.length === 0) {
        // What everybody could see is no secret when it is over.
        const listed = await db.client.circle.findMany({
          where: { networkId, isListed: true },
          include: WITH_MEMBERS,
        });
        if (meantBy(listed, name).length > 0) throw new Refusal("circleOver", {}, "circle");
      }
      return only(found, name).id;
    },

    /** Those that can be seen, the ones that fit this member first; the ones they are invited to also when they aren't listed. */
    async browse(networkId: string, memberId: string): Promise<readonly CircleLine[]> {
      const tx = db.client;
      const interests = new Set(
        (await tx.profileTopic.findMany({ where: { memberId }, select: { key: true } })).map(({ key }) => key),
      );
      const { rows, kindOf } = await seenBy(networkId, memberId);
      return rows
        .map((row) => ({
          ...{ id: row.id, name: row.name, question: row.question, access: accessOf(row), stage: stageOf(row) },
          members: memberIdsOf(row).length,
          isIn: memberIdsOf(row).includes(memberId),
          isInvited: kindOf(row.id) === "invite",
          hasAsked: kindOf(row.id) === "ask",
          shared: topicsIn(row.topics).filter(({ key }) => interests.has(key)),
        }))
        .sort((a, b) => Number(b.isInvited) - Number(a.isInvited) || b.shared.length - a.shared.length);
    },

    async status(id: string, memberId: string): Promise<CircleStatus> {
      const tx = db.client;
      const found = await mine(tx, id, memberId);
      const { row, role } = found;
      const waiting =
        role === "member"
          ? []
          : await tx.circleRequest.findMany({
              where: { circleId: id, kind: "ask", state: "open" },
              orderBy: [{ at: "asc" }, { id: "asc" }],
              select: { id: true, memberId: true },
            });
      const alike = (await alikeTo(row, tx))
        .slice(0, ALIKE_SHOWN)
        .map(({ id: otherId, name }) => ({ id: otherId, name }));
      const record = isAlive(stateOf(row)) ? undefined : await recordOf(tx, row, parts.now());
      const where = { id: row.mergedIntoId ?? "" };
      const mergedInto = (await tx.circle.findUnique({ where, select: { name: true } }))?.name;
      return { ...found, ...(await stepOf(tx, row)), home: await homeOf(tx, row), alike, waiting, record, mergedInto };
    },

    everyOf,
    only,
    alikeTo,

    /**
     * The circle of this member that is meant by a part of its name, or without one that of the place where it is asked, or
     * the only one; those that are over only by their name.
     * @throws Refusal where there is none, or several and no name
     */
    async named(memberId: string, name: string | undefined, place?: AskedAt, field = "circle"): Promise<CircleRow> {
      const all = await everyOf(memberId);
      if (name !== undefined) {
        const found = meantBy(all, name);
        if (found.length === 0 && (await isListed(memberId, name))) throw new Refusal("circleNotIn", {}, field);
        return only(found, name, field);
      }
      const living = all.filter((row) => isAlive(stateOf(row)));
      const [first, another] = living;
      if (first === undefined) throw new Refusal("circleNone");
      const here = another === undefined ? undefined : await homeAt(living, place);
      if (here !== undefined) return here;
      if (another !== undefined) throw new Refusal("circleOneOnly", { names: namesOf(living) }, "circle");
      return first;
    },

    /** The circles of a member that live. */
    async own(memberId: string): Promise<readonly CircleRow[]> {
      return db.client.circle.findMany({
        where: { state: { in: ["active", "paused"] }, members: { some: { memberId, leftAt: null } } },
        orderBy: [{ startedAt: "desc" }, { id: "asc" }],
        include: WITH_MEMBERS,
      });
    },
  };
}
