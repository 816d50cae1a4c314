import { Refusal } from "../../../refusal.js";
import { localTime } from "../../members/calendar/rules.js";
import { leadersOnly } from "../leaders.js";
import { closingOf, requireAble } from "./changes.js";
import { paceOf, type MeetingsParts } from "./parts.js";
import { circleOf, meetingOf, membersAt, requireGoingOn, type MeetingRow } from "./reading.js";
import { LENGTH, type MeetingEvent } from "./rules.js";
import { answersIn, optionsIn } from "./stored.js";
import { suggestedInstants } from "./times/rules.js";

const LISTED = { upcoming: 5, past: 3, dated: 100 } as const;
/** The hour that is suggested to a circle that has not met yet. */
const USUAL_TIME = "15:30";

const whole = { circle: true, answers: true, attendance: { orderBy: { id: "asc" } } } as const;

/** A meeting with what one reader may do and has said. */
export interface MeetingView {
  readonly row: MeetingRow;
  readonly isLead: boolean;
  /** When its poll is over. */
  readonly closesAt: Date | undefined;
  readonly options: readonly {
    readonly at: Date;
    /** Whom it suits, of those who are in the circle. */
    readonly suits: readonly string[];
    readonly isMine: boolean;
  }[];
  readonly hasAnswered: boolean;
  /** Who is in the circle and has not answered the poll. */
  readonly silent: readonly string[];
}

export interface Dated {
  readonly id: string;
  readonly at: Date;
  readonly hasBegun: boolean;
}

/** Meetings as people look at them. Nothing is written. */
export function makeViews(parts: MeetingsParts) {
  const { db, now } = parts;

  async function view(id: string, memberId: string): Promise<MeetingView> {
    const { row, role, memberIds } = await meetingOf(parts, db.client, id, memberId);
    const closesAt = await closingOf(parts, db.client, row);
    const answers = answersIn(row.answers).filter((answer) => memberIds.includes(answer.memberId));
    const options = optionsIn(row.options).map((at, place) => {
      const suits = answers.filter((answer) => answer.suits.includes(place)).map((answer) => answer.memberId);
      return { at: new Date(at), suits, isMine: suits.includes(memberId) };
    });
    return {
      ...{ row, options, isLead: role === "lead" },
      closesAt: closesAt === undefined ? undefined : new Date(closesAt),
      hasAnswered: answers.some((answer) => answer.memberId === memberId),
      silent: memberIds.filter((one) => answers.every((answer) => answer.memberId !== one)),
    };
  }

  /** The same for whoever is about to do something; @throws Refusal where they can't */
  async function able(id: string, memberId: string, event: MeetingEvent) {
    const { row, role } = await meetingOf(parts, db.client, id, memberId);
    await requireAble(db.client, row, event, role);
    return { row };
  }

  async function upcoming(circleId: string) {
    return db.client.circleMeeting.findFirst({
      where: { circleId, state: "fixed", at: { gt: now() } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { id: true },
    });
  }

  async function lastOf(circleId: string): Promise<MeetingRow | null> {
    return db.client.circleMeeting.findFirst({
      where: { circleId, state: { in: ["fixed", "held"] }, at: { lte: now() } },
      include: whole,
      orderBy: [{ at: "desc" }, { id: "asc" }],
    });
  }

  async function lastBegun(circleId: string, memberId: string): Promise<MeetingRow> {
    await circleOf(parts, db.client, circleId, memberId);
    const row = await lastOf(circleId);
    if (!row) throw new Refusal("circleNoMeeting");
    return row;
  }

  return {
    view,

    /** A poll that can still be answered. */
    async poll(id: string, memberId: string): Promise<MeetingView> {
      await able(id, memberId, "answer");
      return view(id, memberId);
    },

    movable: (id: string, memberId: string) => able(id, memberId, "move"),

    /** A meeting whose minutes can be written. */
    async writable(id: string, memberId: string) {
      const { row } = await able(id, memberId, "write");
      if (row.at === null || row.at > now()) throw new Refusal("circleMeetingAhead");
      return { row };
    },

    /** The meeting that minutes are about: the last one that has begun. */
    lastBegun,

    /** Every meeting that has a time, latest first, for choosing one by its day. */
    async dated(circleId: string, memberId: string): Promise<readonly Dated[]> {
      await circleOf(parts, db.client, circleId, memberId);
      const rows = await db.client.circleMeeting.findMany({
        where: { circleId, state: { in: ["fixed", "held"] }, at: { not: null } },
        orderBy: [{ at: "desc" }, { id: "asc" }],
        take: LISTED.dated,
        select: { id: true, at: true },
      });
      return rows.flatMap(({ id, at }) => (at === null ? [] : [{ id, at, hasBegun: at <= now() }]));
    },

    /** The meeting that a protocol is for: the next one, or else the last one that has begun. Its id. */
    async nearest(circleId: string, memberId: string): Promise<string> {
      const { circle } = await circleOf(parts, db.client, circleId, memberId);
      const next = await db.client.circleMeeting.findFirst({
        where: { circleId: circle.id, state: "fixed" },
        orderBy: [{ at: "asc" }, { id: "asc" }],
      });
      if (next) return next.id;
      const last = await lastOf(circleId);
      if (!last) throw new Refusal("circleNoMeetingYet");
      return last.id;
    },

    /** What is to come, soonest first, and what was, latest first. */
    async list(circleId: string, memberId: string) {
      const { circle, role } = await circleOf(parts, db.client, circleId, memberId);
      const found = (state: string, from: "asc" | "desc", take: number) =>
        db.client.circleMeeting.findMany({
          where: { circleId, state },
          include: whole,
          orderBy: [{ at: from }, { createdAt: from }, { id: from }],
          take,
        });
      const [polling, fixed, past] = await Promise.all([
        found("polling", "asc", LISTED.upcoming),
        found("fixed", "asc", LISTED.upcoming),
        found("held", "desc", LISTED.past),
      ]);
      return { circle, isLead: role === "lead", upcoming: [...polling, ...fixed], past };
    },

    /** With what a proposal begins: open days of the next turn, the hour, length and place of the last meeting. */
    async suggestion(circleId: string, memberId: string, timeZone: string) {
      const { circle, role } = await circleOf(parts, db.client, circleId, memberId);
      requireGoingOn(circle);
      if (role !== "lead") throw await leadersOnly(db.client, circle);
      const { calendar, weekend } = await paceOf(parts, db.client, circle.networkId);
      const last = await db.client.circleMeeting.findFirst({
        where: { circleId, state: { in: ["fixed", "held"] }, at: { not: null } },
        orderBy: [{ at: "desc" }, { id: "asc" }],
      });
      const from = last?.at?.getTime() ?? now().getTime();
      const time = last?.at ? localTime(last.at.getTime(), timeZone) : USUAL_TIME;
      const habit = { from, now: now().getTime(), time, timeZone, weekend, calendar };
      // A circle that has not met yet begins as soon as people can be asked.
      const instants = suggestedInstants({ ...habit, rhythm: last ? circle.rhythm : 0 });
      return { circle, instants, minutes: last?.minutes ?? LENGTH.usual, place: last?.place ?? "" };
    },

    /**
     * Who was or will be there. `unsaid`: of whom nothing is known, of those who may come or, once it has begun, who were
     * in the circle then. `next`: another meeting that is to come.
     */
    async attendance(id: string, memberId: string) {
      const { row, role, memberIds } = await meetingOf(parts, db.client, id, memberId);
      const people = row.attendance.flatMap((one) =>
        one.memberId === null ? [] : [{ memberId: one.memberId, state: one.state }],
      );
      const hasBegun = row.at !== null && row.at <= now();
      // An "expected" from before it began was a plan, and is no word of what happened.
      const isSaid = ({ state }: { readonly state: string }) => !hasBegun || state !== "expected";
      const said = new Set(people.filter(isSaid).map((one) => one.memberId));
      const there = row.at === null || !hasBegun ? memberIds : await membersAt(db.client, row.circleId, row.at);
      const unsaid = there.filter((one) => !said.has(one));
      const next = hasBegun ? await upcoming(row.circleId) : null;
      return { row, people, hasBegun, unsaid, next, isLead: role === "lead" };
    },

    /** Minutes as they are, with what people said they would do. */
    async minutes(id: string, memberId: string) {
      const { row } = await meetingOf(parts, db.client, id, memberId);
      const actions = await db.client.circleAction.findMany({
        where: { meetingId: id },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      });
      return { row, actions };
    },
  };
}
