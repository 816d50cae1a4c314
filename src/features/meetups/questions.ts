import type { NewDelivery } from "../../outbox/delivery.js";
import { tellConnector } from "./connections.js";
import type { MeetupParts } from "./parts.js";
import { CLOSE_AFTER, happenedFrom, happenedInTheEnd, hash, NUDGE_AFTER } from "./rules.js";

const CHUNK = 100;

export type Questions = ReturnType<typeof makeQuestions>;

/** What is asked by itself after a match: the nudge, the check-in, the second ask, the end of a connection. */
export function makeQuestions(parts: MeetupParts) {
  const { db, now } = parts;

  /** Piece after piece until nothing of this kind is due; the answer is how many rows it was. */
  async function each<Row>(find: () => Promise<readonly Row[]>, perform: (row: Row) => Promise<void>): Promise<number> {
    for (let looked = 0; ;) {
      const rows = await find();
      for (const row of rows) await perform(row);
      looked += rows.length;
      if (rows.length < CHUNK) return looked;
      await parts.breathe();
    }
  }

  const meetingsDue = (column: "nudgeAt" | "checkInAt" | "closeAt", at: Date) => () =>
    db.client.meeting.findMany({
      where: { [column]: { lte: at } },
      include: { members: true },
      orderBy: [{ [column]: "asc" }, { id: "asc" }],
      take: CHUNK,
    });

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
    const silent = isKnown ? [] : meeting.members.filter(({ answer }) => answer === null);
    const questions = silent.map(({ memberId }) => question(meeting, memberId, "checkIn", now()));
    await db.transaction(async (tx) => {
      await tx.meeting.updateMany({ where: { id: meeting.id }, data: { checkInAt: null, nudgeAt: null } });
      await parts.outbox.add(tx, questions);
    });
    return questions.length;
  }

  return {
    /** One nudge to each pair that gave no sign. */
    async nudge(at: Date): Promise<string> {
      let nudged = 0;
      const looked = await each(meetingsDue("nudgeAt", at), async (meeting) => {
        if (await nudgeOne(meeting)) nudged++;
      });
      return `${nudged} of ${looked} nudged`;
    },

    /** Asks each person once whether they met, unless it is known. */
    async checkIn(at: Date): Promise<string> {
      let asked = 0;
      const looked = await each(meetingsDue("checkInAt", at), async (meeting) => {
        asked += await checkInOne(meeting);
      });
      return `${asked} asked about ${looked} meetings`;
    },

    /** "Not yet" is asked once more. */
    async askAgain(at: Date): Promise<string> {
      const find = () =>
        db.client.meetingMember.findMany({
          where: { askAgainAt: { lte: at } },
          include: { meeting: { include: { members: true } } },
          orderBy: [{ askAgainAt: "asc" }, { memberId: "asc" }],
          take: CHUNK,
        });
      const looked = await each(find, async ({ meeting, meetingId, memberId, answer }) => {
        const isKnown = happenedFrom(meeting.members.map((member) => member.answer)) !== null;
        await db.transaction(async (tx) => {
          const where = { meetingId_memberId: { meetingId, memberId } };
          await tx.meetingMember.update({ where, data: { askAgainAt: null } });
          if (!isKnown && answer === "notYet")
            await parts.outbox.add(tx, [question(meeting, memberId, "askAgain", now())]);
        });
      });
      return `${looked} asked again`;
    },

    /** The end of a connection that nobody said anything about. */
    async closeConnections(at: Date): Promise<string> {
      const looked = await each(meetingsDue("closeAt", at), async (meeting) => {
        const happened = happenedInTheEnd(meeting.members.map(({ answer }) => answer));
        await db.transaction(async (tx) => {
          const data = { closeAt: null, status: happened === true ? "met" : "closed" };
          await tx.meeting.update({ where: { id: meeting.id }, data });
          await tellConnector(parts, tx, meeting, happened === null ? "unknown" : happened ? "met" : "wontHappen");
        });
      });
      return `${looked} connections closed`;
    },
  };
}

interface MeetingWithMembers {
  readonly id: string;
  readonly networkId: string;
  readonly checkInAt: Date | null;
  readonly connectorId: string | null;
  readonly members: readonly {
    readonly memberId: string;
    readonly signAt: Date | null;
    readonly answer: string | null;
  }[];
}

function nudgeFor(parts: MeetupParts, meeting: MeetingWithMembers): NewDelivery {
  const icebreaker = parts.icebreakers[hash(`${meeting.id} nudge`) % parts.icebreakers.length] ?? "";
  return {
    key: `nudge:${meeting.id}`,
    networkId: meeting.networkId,
    to: { kind: "room", key: meeting.id, memberIds: meeting.members.map(({ memberId }) => memberId) },
    notice: "meet.nudge",
    facts: { meetingId: meeting.id, icebreaker },
    priority: "request",
    proactive: true,
    dueAt: parts.now(),
    ...(meeting.checkInAt === null ? {} : { expiresAt: meeting.checkInAt }),
  };
}

function question(
  meeting: Pick<MeetingWithMembers, "id" | "networkId" | "members">,
  memberId: string,
  notice: "checkIn" | "askAgain",
  now: Date,
): NewDelivery {
  const others = meeting.members.filter((member) => member.memberId !== memberId);
  return {
    key: `${notice}:${meeting.id}:${memberId}`,
    networkId: meeting.networkId,
    to: { kind: "member", memberId },
    notice: `meet.${notice}`,
    facts: { meetingId: meeting.id, others: others.map((other) => ({ person: other.memberId })) },
    priority: notice === "checkIn" ? "match" : "request",
    proactive: true,
    dueAt: now,
    expiresAt: new Date(now.getTime() + CLOSE_AFTER),
  };
}
