import type { NewDelivery } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { networksAtRest } from "../members/networks.js";
import { tellConnector } from "./connections.js";
import { invitationsTo } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import { withoutPlan } from "./round.js";
import { CLOSE_AFTER, happenedFrom, happenedInTheEnd, hash, NUDGE_AFTER } from "./rules.js";
import { tellUnmatched } from "./telling.js";

const CHUNK = 100;

export type Questions = ReturnType<typeof makeQuestions>;

/** What is asked by itself after a match: the nudge, the check-in, the second ask, the end of a connection. */
export function makeQuestions(parts: MeetupParts) {
  const { db, now } = parts;

  /** Meeting after meeting, in pieces; one that fails doesn't keep the others from their turn. */
  async function each(due: MeetingsDue, perform: (meeting: MeetingWithMembers) => Promise<void>): Promise<number> {
    const failures: unknown[] = [];
    let looked = 0;
    const resting = await networksAtRest(db.client);
    const where = resting.size === 0 ? due : { ...due, networkId: { notIn: [...resting] } };
    for (let after = ""; ;) {
      const meetings = await db.client.meeting.findMany({
        where: { ...where, id: { gt: after } },
        include: { members: true },
        orderBy: { id: "asc" },
        take: CHUNK,
      });
      for (const meeting of meetings) await perform(meeting).catch((error: unknown) => failures.push(error));
      looked += meetings.length;
      const last = meetings.at(-1);
      if (!last || meetings.length < CHUNK) break;
      after = last.id;
      await parts.breathe();
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${looked} meetings failed`);
    return looked;
  }

  async function nudgeOne(meeting: MeetingWithMembers): Promise<boolean> {
    const isQuiet = meeting.members.every(({ signAt, answer }) => signAt === null && answer === null);
    const hasRoom = (await db.client.room.count({ where: { key: meeting.id } })) > 0;
    const later = new Date(now().getTime() + NUDGE_AFTER / 2);
    // Whose first message is still on its way has not been silent.
    const isPostponed = isQuiet && !hasRoom && meeting.checkInAt !== null && later < meeting.checkInAt;
    await db.transaction(async (tx) => {
      await tx.meeting.updateMany({ where: { id: meeting.id }, data: { nudgeAt: isPostponed ? later : null } });
      if (isQuiet && hasRoom) await parts.outbox.add(tx, [nudgeFor(parts, meeting)]);
    });
    return isQuiet && hasRoom;
  }

  async function checkInOne(meeting: MeetingWithMembers): Promise<number> {
    const isKnown = happenedFrom(meeting.members.map(({ answer }) => answer)) !== null;
    return db.transaction(async (tx) => {
      const apart = await keptApart(tx, meeting);
      const silent = isKnown
        ? []
        : peopleIn(meeting).filter(({ memberId, answer }) => answer === null && !apart.has(memberId));
      await tx.meeting.update({ where: { id: meeting.id }, data: { checkInAt: null, nudgeAt: null } });
      if (meeting.status !== "open") return 0;
      if (silent.length > 0 && !(await wereTold(tx, meeting))) return callOff(tx, meeting);
      await parts.outbox.add(
        tx,
        silent.map(({ memberId }) => question(meeting, memberId, "checkIn", now())),
      );
      return silent.length;
    });
  }

  /** Nobody is asked about a meeting that no message told of in time: they hear that it was called off. */
  async function callOff(tx: Tx, meeting: MeetingWithMembers): Promise<number> {
    const ids = peopleIn(meeting).map(({ memberId }) => memberId);
    await tx.meeting.update({ where: { id: meeting.id }, data: { status: "void" } });
    await tx.encounter.updateMany({ where: { meetingId: meeting.id }, data: { happened: false } });
    await parts.outbox.cancel(tx, invitationsTo(meeting.id, ids), "late");
    const round =
      meeting.roundId === null
        ? null
        : await tx.round.findUnique({ where: { id: meeting.roundId }, omit: withoutPlan });
    const programme = round && (await parts.programmes.read({ id: round.programmeId }, tx));
    if (!round || !programme) return 0;
    const ours = { programmeId: programme.id, memberId: { in: ids }, lastWeek: meeting.week };
    await tx.enrolment.updateMany({ where: ours, data: { lastWeek: null } });
    const leftOver = ids.map((id) => ({ id, why: "cancelled" }));
    await tellUnmatched(parts, tx, programme, round, leftOver);
    return 0;
  }

  async function askAgainIn(meeting: MeetingWithMembers, at: Date): Promise<number> {
    const isOpen = meeting.status === "open" && happenedFrom(meeting.members.map(({ answer }) => answer)) === null;
    const due = meeting.members.filter(({ askAgainAt }) => askAgainAt !== null && askAgainAt <= at);
    const waiting = isOpen ? due.filter(({ answer, leftAt }) => answer === "notYet" && leftAt === null) : [];
    return db.transaction(async (tx) => {
      const apart = await keptApart(tx, meeting);
      const asked = waiting.filter(({ memberId }) => !apart.has(memberId));
      const ids = due.map(({ memberId }) => memberId);
      await tx.meetingMember.updateMany({
        where: { meetingId: meeting.id, memberId: { in: ids } },
        data: { askAgainAt: null },
      });
      await parts.outbox.add(
        tx,
        asked.map(({ memberId }) => question(meeting, memberId, "askAgain", now())),
      );
      return asked.length;
    });
  }

  async function closeConnection(meeting: MeetingWithMembers): Promise<void> {
    const happened = happenedInTheEnd(meeting.members.map(({ answer }) => answer));
    await db.transaction(async (tx) => {
      const status = happened === true ? "met" : "closed";
      await tx.meeting.update({
        where: { id: meeting.id },
        data: { closeAt: null, nudgeAt: null, checkInAt: null, ...(meeting.status === "open" ? { status } : {}) },
      });
      if (meeting.status === "open")
        await tx.encounter.updateMany({ where: { meetingId: meeting.id }, data: { happened } });
      await tellConnector(parts, tx, meeting, happened === null ? "unknown" : happened ? "met" : "wontHappen");
    });
  }

  return {
    /** One nudge to each pair that gave no sign. */
    async nudge(at: Date): Promise<string> {
      let nudged = 0;
      const looked = await each({ nudgeAt: { lte: at } }, async (meeting) => {
        if (await nudgeOne(meeting)) nudged++;
      });
      return `${nudged} of ${looked} nudged`;
    },

    /** Asks each person once whether they met, unless it is known. */
    async checkIn(at: Date): Promise<string> {
      let asked = 0;
      const looked = await each({ checkInAt: { lte: at } }, async (meeting) => {
        asked += await checkInOne(meeting);
      });
      return `${asked} asked about ${looked} meetings`;
    },

    /** "Not yet" is asked once more. */
    async askAgain(at: Date): Promise<string> {
      let asked = 0;
      await each({ members: { some: { askAgainAt: { lte: at } } } }, async (meeting) => {
        asked += await askAgainIn(meeting, at);
      });
      return `${asked} asked again`;
    },

    /** The end of a meeting that belongs to no round, and of whoever waits to hear of it. */
    async closeConnections(at: Date): Promise<string> {
      const looked = await each({ closeAt: { lte: at } }, closeConnection);
      return `${looked} connections closed`;
    },
  };
}

type MeetingsDue = NonNullable<NonNullable<Parameters<Tx["meeting"]["findMany"]>[0]>["where"]>;

/** Something that told of the meeting has arrived, or may have. */
async function wereTold(tx: Tx, { id, members }: MeetingWithMembers): Promise<boolean> {
  const keys = invitationsTo(
    id,
    members.map(({ memberId }) => memberId),
  );
  const arrived = { in: ["sent", "merged", "maybeSent"] };
  return (await tx.delivery.count({ where: { key: { in: [...keys] }, status: arrived } })) > 0;
}

/** Whoever asked not to meet another of them any more: they are asked nothing about it. */
async function keptApart(tx: Tx, meeting: MeetingWithMembers): Promise<ReadonlySet<string>> {
  const ids = peopleIn(meeting).map(({ memberId }) => memberId);
  const asked = await tx.avoidance.findMany({ where: { memberId: { in: ids }, otherId: { in: ids } } });
  return new Set(asked.map(({ memberId }) => memberId));
}

function peopleIn({ members }: MeetingWithMembers) {
  return members.filter(({ leftAt }) => leftAt === null);
}

interface MeetingWithMembers {
  readonly id: string;
  readonly networkId: string;
  readonly roundId: string | null;
  readonly kind: string;
  readonly week: string;
  readonly status: string;
  readonly checkInAt: Date | null;
  readonly connectorId: string | null;
  readonly members: readonly {
    readonly memberId: string;
    readonly signAt: Date | null;
    readonly answer: string | null;
    readonly askAgainAt: Date | null;
    readonly leftAt: Date | null;
  }[];
}

function nudgeFor(parts: MeetupParts, meeting: MeetingWithMembers): NewDelivery {
  const icebreaker = parts.icebreakers[hash(`${meeting.id} nudge`) % parts.icebreakers.length] ?? "";
  return {
    key: `nudge:${meeting.id}`,
    networkId: meeting.networkId,
    to: { kind: "room", key: meeting.id, memberIds: peopleIn(meeting).map(({ memberId }) => memberId) },
    notice: "meet.nudge",
    facts: { meetingId: meeting.id, icebreaker },
    priority: "request",
    proactive: true,
    dueAt: parts.now(),
    ...(meeting.checkInAt === null ? {} : { expiresAt: meeting.checkInAt }),
  };
}

function question(
  meeting: MeetingWithMembers,
  memberId: string,
  notice: "checkIn" | "askAgain",
  now: Date,
): NewDelivery {
  const others = peopleIn(meeting).filter((member) => member.memberId !== memberId);
  return {
    key: `${notice}:${meeting.id}:${memberId}`,
    networkId: meeting.networkId,
    to: { kind: "member", memberId },
    notice: `meet.${notice}`,
    facts: { meetingId: meeting.id, kind: meeting.kind, others: others.map((other) => ({ person: other.memberId })) },
    // Also the second time: whoever said "not yet" was told that it will be asked.
    priority: "match",
    proactive: true,
    dueAt: now,
    expiresAt: new Date(now.getTime() + CLOSE_AFTER),
  };
}
