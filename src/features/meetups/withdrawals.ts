import type { Tx } from "../../storage/database.js";
import { helloKey } from "../introductions/rules.js";
import { tellConnector } from "./connections.js";
import { invitationsTo } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import { goOnWithout } from "./reduction.js";
import { LATE_FOR } from "./rules.js";

/** What a member belongs to by taking part in the weekly meet-up, as against being greeted or connected. */
const OF_THE_MEETUP = ["round", "late", "now"] as const;

type MeetingsWhere = NonNullable<NonNullable<Parameters<Tx["meeting"]["findMany"]>[0]>["where"]>;

/** Nobody has been asked yet how it went. */
const toCome = { checkInAt: { not: null } } as const;

/** Why somebody has no meeting after all: a word of `unmatched` in the catalogue. */
type Why = "left" | "away" | "rules";

/**
 * Somebody draws back from people they were brought together with. What is written but not told to everybody yet is
 * taken back, so that nobody is introduced to a person who won't come; whoever is left hears of it. Each of these
 * belongs into the transaction in which the member says so.
 */
export function makeWithdrawals(parts: MeetupParts) {
  const { now, outbox } = parts;

  async function openMeetings(tx: Tx, memberIds: readonly string[], which: MeetingsWhere = {}) {
    return tx.meeting.findMany({
      where: {
        status: "open",
        AND: [which, ...memberIds.map((memberId) => ({ members: { some: { memberId, leftAt: null } } }))],
      },
      include: { members: true },
      orderBy: { id: "asc" },
    });
  }

  async function withdraw(tx: Tx, memberId: string, which: MeetingsWhere = {}): Promise<void> {
    for (const meeting of await openMeetings(tx, [memberId], { ...which, ...toCome })) {
      if (!(await isKnown(tx, meeting))) await drawBack(tx, meeting, memberId, "away");
    }
  }

  /** A trio goes on as a pair; whoever is left alone hears it and comes first next time. */
  async function drawBack(tx: Tx, meeting: WholeMeeting, memberId: string, why: Why): Promise<void> {
    const others = peopleOf(meeting).filter((id) => id !== memberId);
    if (others.length > 1) await goOnWithout(parts, tx, meeting, memberId, others);
    else await breakUp(tx, meeting, others, why);
    // The asker gave nobody up but one: for them it is as for the other.
    if (why === "rules") await tellLeftBehind(tx, meeting, [memberId], why);
    else await forgetWeek(tx, meeting, memberId);
  }

  async function breakUp(tx: Tx, meeting: WholeMeeting, left: readonly string[], why: Why): Promise<void> {
    const { id } = meeting;
    const told = new Set<string>();
    // "Nobody suited" is what somebody reads who knows of no meeting; to others it would be untrue.
    for (const one of left) if (why === "rules" && (await isTold(tx, id, one))) told.add(one);
    await tx.meeting.update({ where: { id }, data: { status: "void", nudgeAt: null, checkInAt: null, closeAt: null } });
    await tx.encounter.updateMany({ where: { meetingId: id }, data: { happened: false } });
    const invited = meeting.members.map(({ memberId }) => memberId);
    await outbox.cancel(tx, [...invitationsTo(id, invited), `nudge:${id}`, `room:${id}`], why);
    if (meeting.kind === "connect" || meeting.kind === "hello") return tellConnector(parts, tx, meeting, "wontHappen");
    for (const one of left) await tellLeftBehind(tx, meeting, [one], told.has(one) ? "away" : why);
  }

  /** Their meeting was none: whoever comes back in the same week may still be matched. */
  async function forgetWeek(tx: Tx, { kind, programmeId, week }: WholeMeeting, memberId: string): Promise<void> {
    if (programmeId === null || !isOfTheMeetup(kind)) return;
    await tx.enrolment.updateMany({ where: { programmeId, memberId, lastWeek: week }, data: { lastWeek: null } });
  }

  async function tellLeftBehind(tx: Tx, meeting: WholeMeeting, ids: readonly string[], why: Why): Promise<void> {
    const { programmeId, kind } = meeting;
    if (!isOfTheMeetup(kind)) return;
    const at = now();
    const next = programmeId === null ? null : await parts.programmes.nextRound(programmeId, tx);
    if (programmeId !== null) {
      const where = { programmeId, memberId: { in: [...ids] } };
      const freeUntil = new Date(at.getTime() + LATE_FOR);
      await tx.enrolment.updateMany({ where, data: { lastWeek: null, waiting: { increment: 1 }, freeUntil } });
      // Who wanted just one meeting has not had it.
      await tx.enrolment.updateMany({ where: { ...where, status: "done" }, data: { status: "active" } });
    }
    await outbox.add(
      tx,
      ids.map((memberId) => ({
        key: `leftBehind:${meeting.id}:${memberId}`,
        networkId: meeting.networkId,
        to: { kind: "member", memberId },
        notice: "meet.unmatched",
        facts: { why, nextAt: next?.roundAt.toISOString() },
        priority: "match",
        proactive: true,
        dueAt: at,
        expiresAt: new Date(at.getTime() + 7 * 86_400_000),
      })),
    );
  }

  /** They know each other's names already: nothing more comes from here that would bring the two together. */
  async function leaveInPeace(tx: Tx, meeting: WholeMeeting, askerId: string): Promise<void> {
    const { id } = meeting;
    const where = { meetingId: id, memberId: askerId };
    await tx.meetingMember.updateMany({ where: { ...where, signAt: null }, data: { signAt: now() } });
    await tx.meetingMember.updateMany({ where, data: { askAgainAt: null } });
    const isPair = peopleOf(meeting).length < 3;
    const shared = isPair ? [`nudge:${id}`, `room:${id}`] : [];
    await outbox.cancel(tx, [`checkIn:${id}:${askerId}`, `askAgain:${id}:${askerId}`, ...shared], "rules");
  }

  return {
    /** Somebody left the network: they take part in nothing more, and nobody waits for them. */
    async left(tx: Tx, memberId: string): Promise<void> {
      await tx.enrolment.updateMany({ where: { memberId }, data: { status: "left", freeUntil: null } });
      const open = await openMeetings(tx, [memberId], toCome);
      await tx.meetingMember.updateMany({ where: { memberId, leftAt: null }, data: { leftAt: now() } });
      for (const meeting of open) {
        const isPair = peopleOf(meeting).length < 3;
        if (isPair || !(await isKnown(tx, meeting))) await drawBack(tx, meeting, memberId, "left");
      }
    },

    /** Somebody said STOP. Whom they know of already they may still meet. */
    stopped: (tx: Tx, memberId: string) => withdraw(tx, memberId),

    /** Somebody no longer takes part in the weekly meet-up. */
    leftMeetup: (tx: Tx, memberId: string) => withdraw(tx, memberId, { kind: { in: [...OF_THE_MEETUP] } }),

    /** Somebody would rather not meet another: a hello on its way, or a meeting that not all know of, is taken back. */
    async keptApart(tx: Tx, askerId: string, otherId: string): Promise<void> {
      await outbox.cancel(tx, [helloKey(askerId, otherId), helloKey(otherId, askerId)], "rules");
      for (const meeting of await openMeetings(tx, [askerId, otherId])) {
        if (await isKnown(tx, meeting)) await leaveInPeace(tx, meeting, askerId);
        else await drawBack(tx, meeting, askerId, "rules");
      }
    },
  };
}

export type WholeMeeting = NonNullable<Awaited<ReturnType<Tx["meeting"]["findUnique"]>>> & {
  readonly members: readonly { readonly memberId: string; readonly leftAt: Date | null }[];
};

/** Who is still there of those who were brought together. */
export function peopleOf(meeting: Pick<WholeMeeting, "members">): readonly string[] {
  return meeting.members.filter(({ leftAt }) => leftAt === null).map(({ memberId }) => memberId);
}

function isOfTheMeetup(kind: string): boolean {
  return OF_THE_MEETUP.some((known) => known === kind);
}

/** No platform can have it: never offered to one, whether it still waits or came to nothing. */
const untouched = { attempts: 0, status: { in: ["pending", "leased", "dropped"] } };

/** Everybody knows of it, or may. */
async function isKnown(tx: Tx, meeting: WholeMeeting): Promise<boolean> {
  const key = { in: [...invitationsTo(meeting.id, peopleOf(meeting))] };
  return (await tx.delivery.count({ where: { key, ...untouched } })) === 0;
}

async function isTold(tx: Tx, meetingId: string, memberId: string): Promise<boolean> {
  const key = { in: [...invitationsTo(meetingId, [memberId])] };
  return (await tx.delivery.count({ where: { key, NOT: untouched } })) > 0;
}
