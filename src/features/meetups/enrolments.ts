import { decideRoundAtOnce } from "../../matching/round.js";
import type { Group } from "../../matching/types.js";
import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { topicsFrom } from "../introductions/rules.js";
import { localDate } from "../members/calendar/rules.js";
import { gather } from "./gathering.js";
import { weekAt, writeMeetings, type MeetingKind } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import { defaults, hash, LATE_FOR, NOW_FOR, weekOf } from "./rules.js";

export interface Wishes {
  readonly size?: string;
  readonly cadenceWeeks?: number;
  readonly topics?: string;
}

/** What a member hears after joining or asking for somebody now. */
export interface JoinOutcome {
  readonly wasIn: boolean;
  /** True when somebody was found at once. */
  readonly matched: boolean;
  readonly nextAt: Date | undefined;
}

/** Whoever is free at this moment is matched from at most so many. */
const FREE_PEOPLE = 60;

export type Enrolments = ReturnType<typeof makeEnrolments>;

export function makeEnrolments(parts: MeetupParts) {
  const { db, now, programmes } = parts;

  /** Matches this member with whoever is free right now; undefined when nobody is. */
  async function matchAtOnce(
    tx: Tx,
    programme: Programme,
    memberId: string,
    kind: MeetingKind,
  ): Promise<Group | undefined> {
    const free = await tx.enrolment.findMany({
      where: { programmeId: programme.id, status: "active", freeUntil: { gt: now() } },
      orderBy: [{ freeUntil: "asc" }, { memberId: "asc" }],
      take: FREE_PEOPLE,
    });
    const me = free.find((enrolment) => enrolment.memberId === memberId);
    if (!me || free.length < 2) return undefined;
    const gathered = await gather(parts, tx, programme, free);
    const seed = hash(`${memberId} ${now().toISOString()}`) >>> 1;
    const best = gathered.people
      .filter((person) => person.id !== memberId)
      .flatMap((person) => {
        const pair = gathered.people.filter(({ id }) => id === memberId || id === person.id);
        return decideRoundAtOnce({ ...gathered, people: pair, restWeeks: programme.restWeeks, seed }).groups;
      })
      .filter((group) => group.repeats.length === 0)
      .sort((a, b) => b.score - a.score)[0];
    if (best) await bring(tx, programme, best, kind, seed);
    return best;
  }

  async function bring(tx: Tx, programme: Programme, group: Group, kind: MeetingKind, seed: number): Promise<void> {
    const running = await programmes.runningRound(programme.id, tx);
    const week = running?.week ?? weekAt(programme, now());
    const portraits = await parts.portraits.of(group.members, tx);
    const enrolled = await tx.enrolment.findMany({
      where: { programmeId: programme.id, memberId: { in: [...group.members] } },
    });
    const draft = {
      id: parts.newId(),
      kind,
      roundId: running?.id ?? null,
      week,
      members: group.members,
      reasons: group.reasons,
      isRepeat: false,
      seed,
      checkInAt: running && running.checkInAt > now() ? running.checkInAt : new Date(now().getTime() + 7 * 86_400_000),
    };
    await writeMeetings(
      parts,
      tx,
      programme,
      [draft],
      portraits,
      new Map(enrolled.map((row) => [row.memberId, row.lastHostedAt])),
    );
    await tx.enrolment.updateMany({
      where: { programmeId: programme.id, memberId: { in: [...group.members] } },
      data: { lastWeek: week, waiting: 0, freeUntil: null },
    });
    await tx.enrolment.updateMany({
      where: { programmeId: programme.id, memberId: { in: [...group.members] }, cadenceWeeks: 0 },
      data: { status: "done" },
    });
  }

  /** A round of this week that is decided but young enough for somebody to come late. */
  async function lateWindow(tx: Tx, programme: Programme): Promise<Date | undefined> {
    const running = await programmes.runningRound(programme.id, tx);
    const until = running ? running.roundAt.getTime() + LATE_FOR : 0;
    return until > now().getTime() ? new Date(until) : undefined;
  }

  async function enrolmentOf(tx: Tx, programme: Programme, memberId: string) {
    const enrolment = await tx.enrolment.findUnique({
      where: { programmeId_memberId: { programmeId: programme.id, memberId } },
    });
    if (enrolment === null || enrolment.status === "left") throw new Refusal("notInMeetup");
    return enrolment;
  }

  async function nextAt(tx: Tx, programme: Programme): Promise<Date | undefined> {
    return (await programmes.nextRound(programme.id, tx))?.roundAt;
  }

  async function enterLate(tx: Tx, programme: Programme, memberId: string, lastWeek: string | null): Promise<boolean> {
    const until = await lateWindow(tx, programme);
    const running = await programmes.runningRound(programme.id, tx);
    if (!until || lastWeek === running?.week) return false;
    await tx.enrolment.updateMany({ where: { programmeId: programme.id, memberId }, data: { freeUntil: until } });
    return (await matchAtOnce(tx, programme, memberId, "late")) !== undefined;
  }

  return {
    matchAtOnce,

    /** Joining is consent. Joining again changes nothing but wakes a paused or resting name. */
    async join(networkId: string, memberId: string, wishes: Wishes = {}): Promise<JoinOutcome> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const where = { programmeId_memberId: { programmeId: programme.id, memberId } };
        const before = await tx.enrolment.findUnique({ where });
        const wasIn = before?.status === "active";
        const create = {
          id: parts.newId(),
          programmeId: programme.id,
          memberId,
          status: "active",
          size: wishes.size ?? defaults.size,
          cadenceWeeks: wishes.cadenceWeeks ?? defaults.cadenceWeeks,
          topics: topicsFrom(wishes.topics, parts.topicKey).map((topic) => ({ ...topic })),
          joinedAt: now(),
        };
        const again = before?.status === "done" ? { cadenceWeeks: defaults.cadenceWeeks } : {};
        await tx.enrolment.upsert({
          where,
          create,
          update: { status: "active", pausedUntil: null, silentRounds: 0, ...again },
        });
        await tx.member.update({ where: { id: memberId }, data: { stoppedAt: null } });
        const matched = !wasIn && (await enterLate(tx, programme, memberId, before?.lastWeek ?? null));
        return { wasIn, matched, nextAt: await nextAt(tx, programme) };
      });
    },

    async leave(networkId: string, memberId: string): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        await tx.enrolment.updateMany({
          where: { programmeId: programme.id, memberId },
          data: { status: "left", freeUntil: null },
        });
      });
    },

    /** Leaves out the next round, once. Answers with its date, or undefined when none is planned. */
    async skip(networkId: string, memberId: string): Promise<Date | undefined> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        const round = await programmes.nextRound(programme.id, tx);
        if (!round) return undefined;
        await tx.enrolment.updateMany({
          where: { programmeId: programme.id, memberId },
          data: { skipWeek: round.week, silentRounds: 0 },
        });
        return round.roundAt;
      });
    },

    /** Takes part again from this local date on. */
    async pause(networkId: string, memberId: string, until: string): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        if (until <= localDate(now().getTime(), programme.table.timeZone)) throw new Refusal("dateInPast");
        const data = { status: "active", pausedUntil: until, freeUntil: null, silentRounds: 0 };
        await tx.enrolment.updateMany({ where: { programmeId: programme.id, memberId }, data });
      });
    },

    async resume(networkId: string, memberId: string): Promise<JoinOutcome> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const enrolment = await enrolmentOf(tx, programme, memberId);
        const data = { status: "active", pausedUntil: null, skipWeek: null, silentRounds: 0 };
        await tx.enrolment.updateMany({ where: { programmeId: programme.id, memberId }, data });
        await tx.member.update({ where: { id: memberId }, data: { stoppedAt: null } });
        const matched = await enterLate(tx, programme, memberId, enrolment.lastWeek);
        return {
          wasIn: enrolment.status === "active" && enrolment.pausedUntil === null,
          matched,
          nextAt: await nextAt(tx, programme),
        };
      });
    },

    async prefer(networkId: string, memberId: string, wishes: Wishes): Promise<void> {
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await enrolmentOf(tx, programme, memberId);
        const { topics, ...columns } = wishes;
        const data =
          topics === undefined
            ? columns
            : { ...columns, topics: topicsFrom(topics, parts.topicKey).map((topic) => ({ ...topic })) };
        await tx.enrolment.updateMany({ where: { programmeId: programme.id, memberId }, data });
      });
    },

    /** Somebody for right now, if somebody else is free too; otherwise the first who comes free. */
    async meetNow(networkId: string, memberId: string): Promise<JoinOutcome> {
      return db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        const enrolment = await enrolmentOf(tx, programme, memberId);
        const freeUntil = new Date(now().getTime() + NOW_FOR);
        await tx.enrolment.update({
          where: { id: enrolment.id },
          data: { freeUntil, status: "active", pausedUntil: null },
        });
        const matched = (await matchAtOnce(tx, programme, memberId, "now")) !== undefined;
        return { wasIn: true, matched, nextAt: await nextAt(tx, programme) };
      });
    },

    /** "I'm in": nothing changes but that the person gave a sign. */
    async confirm(roundId: string, memberId: string): Promise<Date> {
      return db.transaction(async (tx) => {
        const round = await tx.round.findUnique({ where: { id: roundId } });
        if (!round) throw new Refusal("gone");
        if (round.step !== "announce" && round.step !== "decide") throw new Refusal("roundDecided");
        const { count } = await tx.enrolment.updateMany({
          where: { programmeId: round.programmeId, memberId, status: { not: "left" } },
          data: { skipWeek: null, silentRounds: 0, status: "active" },
        });
        if (count === 0) throw new Refusal("notInMeetup");
        return round.roundAt;
      });
    },

    /** "Skip this week" from the heads-up of that very round. */
    async skipRound(roundId: string, memberId: string): Promise<Date> {
      return db.transaction(async (tx) => {
        const round = await tx.round.findUnique({ where: { id: roundId } });
        if (!round) throw new Refusal("gone");
        if (round.step !== "announce" && round.step !== "decide") throw new Refusal("roundDecided");
        const { count } = await tx.enrolment.updateMany({
          where: { programmeId: round.programmeId, memberId, status: { not: "left" } },
          data: { skipWeek: round.week, silentRounds: 0 },
        });
        if (count === 0) throw new Refusal("notInMeetup");
        return round.roundAt;
      });
    },

    /** Everything a member may want to know about the own part in the meet-up. */
    async status(networkId: string, memberId: string) {
      const programme = await programmes.read({ networkId });
      if (!programme) return undefined;
      const enrolment = await db.client.enrolment.findUnique({
        where: { programmeId_memberId: { programmeId: programme.id, memberId } },
      });
      const round = await programmes.nextRound(programme.id);
      const meetings = await db.client.meetingMember.findMany({
        where: {
          memberId,
          meeting: {
            status: "open",
            week: { gte: weekOf(localDate(now().getTime() - 14 * 86_400_000, programme.table.timeZone)) },
          },
        },
        include: { meeting: { include: { members: true } } },
      });
      return {
        enrolment,
        nextRound: round && { at: round.roundAt, week: round.week },
        partners: meetings
          .filter((row) => row.answer === null)
          .map((row) => ({
            meetingId: row.meetingId,
            others: row.meeting.members.map((other) => other.memberId).filter((id) => id !== memberId),
          })),
      };
    },
  };
}
