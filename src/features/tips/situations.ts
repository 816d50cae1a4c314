import { z } from "zod";
import type { Tx } from "../../storage/database.js";
import { topicsIn, type Topic } from "../introductions/rules.js";
import { openRequests, seated } from "../mentoring/rules.js";
import { bonds, type Situation, type Tie } from "./rules.js";

const DAY = 86_400_000;
/** Days for which a match is this one, and a meeting or an ending is fresh. */
const FRESH_DAYS = { match: 14, met: 21, over: 30 } as const;
/** Ties of one kind that are looked at; tips name two people at most. */
const MOST_TIES = 5;

/** Where a member is just now, and with whom they have to do: nobody who left or from whom they are kept apart. */
export async function situationOf(tx: Tx, memberId: string, now: Date): Promise<Situation> {
  const isIntroduced = (await tx.profile.count({ where: { memberId } })) > 0;
  const ties = [
    ...(await meetingTies(tx, memberId, now)),
    ...(await requestTies(tx, memberId)),
    ...(await mentorshipTies(tx, memberId, now)),
    ...(await circleTies(tx, memberId, now)),
  ];
  const here = await peopleHere(tx, memberId, [...new Set(ties.flatMap(({ people }) => people))]);
  const told = ties.map((tie): Tie => ({ ...tie, people: tie.people.filter((id) => here.has(id)) }));
  // A request waits for a mentor; everything else is with somebody.
  const shared = told.filter(({ bond, people }) => bond === "asking" || people.length > 0);
  return { isIntroduced, ties: bonds.flatMap((bond) => shared.filter((tie) => tie.bond === bond)) };
}

async function peopleHere(tx: Tx, memberId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.member.findMany({ where: { id: { in: [...ids] }, leftAt: null }, select: { id: true } });
  const apart = await tx.avoidance.findMany({ where: { OR: [{ memberId }, { otherId: memberId }] } });
  const kept = new Set(apart.flatMap((row) => [row.memberId, row.otherId]));
  return new Set(rows.map(({ id }) => id).filter((id) => id !== memberId && !kept.has(id)));
}

function since(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY);
}

/** Those who were brought together with the member: to be met, or met already. */
async function meetingTies(tx: Tx, memberId: string, now: Date): Promise<readonly Tie[]> {
  const rows = await tx.meetingMember.findMany({
    where: {
      ...{ memberId, leftAt: null },
      meeting: { status: { in: ["open", "met", "closed"] }, createdAt: { gt: since(now, FRESH_DAYS.met) } },
    },
    include: { meeting: { include: { members: { where: { leftAt: null }, orderBy: { memberId: "asc" } } } } },
    orderBy: [{ meeting: { createdAt: "desc" } }, { meetingId: "asc" }],
    take: MOST_TIES,
  });
  return rows.flatMap(({ answer, meeting }): Tie[] => {
    const hasMet = answer === "met" || answer === "some" || (answer === null && meeting.status === "met");
    const isOpen = meeting.status === "open" && answer !== "wontHappen";
    if (!hasMet && (!isOpen || meeting.createdAt <= since(now, FRESH_DAYS.match))) return [];
    const people = meeting.members.map((one) => one.memberId).filter((id) => id !== memberId);
    const topic = meeting.topic === null ? sharedTopic(meeting.reasons) : { key: meeting.topic, label: meeting.topic };
    return [{ bond: hasMet ? "met" : "match", id: meeting.id, people, topic }];
  });
}

const reason = z.object({ topics: z.unknown().optional(), goals: z.unknown().optional() });

/** The first topic among the reasons for which people were brought together. */
function sharedTopic(stored: unknown): Topic | undefined {
  const reasons = z.array(reason).safeParse(stored).data ?? [];
  return reasons.flatMap(({ topics, goals }) => [...topicsIn(topics), ...topicsIn(goals)])[0];
}

async function requestTies(tx: Tx, memberId: string): Promise<readonly Tie[]> {
  const rows = await tx.mentorRequest.findMany({
    where: { menteeId: memberId, state: { in: [...openRequests] } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: MOST_TIES,
  });
  return rows.map(({ id, state, mentorId, topics }) => ({
    ...{ bond: "asking", id, topic: topicsIn(topics)[0] },
    people: state === "asked" && mentorId !== null ? [mentorId] : [],
  }));
}

async function mentorshipTies(tx: Tx, memberId: string, now: Date): Promise<readonly Tie[]> {
  const rows = await tx.mentorship.findMany({
    where: {
      AND: [
        { OR: [{ mentorId: memberId }, { menteeId: memberId }] },
        { OR: [{ state: { in: [...seated] } }, { state: "ended", endedAt: { gt: since(now, FRESH_DAYS.over) } }] },
      ],
    },
    orderBy: [{ lifeAt: "desc" }, { id: "asc" }],
    take: MOST_TIES,
  });
  const requests = await tx.mentorRequest.findMany({
    where: { id: { in: rows.flatMap(({ requestId }) => requestId ?? []) } },
    select: { id: true, topics: true },
  });
  const topics = new Map(requests.map((row) => [row.id, topicsIn(row.topics)[0]]));
  return rows.map(({ id, state, mentorId, menteeId, requestId }) => ({
    ...{ bond: state === "ended" ? "over" : "mentoring", id, topic: topics.get(requestId ?? "") },
    people: [mentorId === memberId ? menteeId : mentorId],
  }));
}

/** Its facilitator first, then those who have been in it longest. */
async function circleTies(tx: Tx, memberId: string, now: Date): Promise<readonly Tie[]> {
  const rows = await tx.circle.findMany({
    where: {
      members: { some: { memberId, leftAt: null } },
      OR: [
        { state: { in: ["active", "paused"] } },
        { state: "finished", endedAt: { gt: since(now, FRESH_DAYS.over) } },
      ],
    },
    include: { members: { where: { leftAt: null }, orderBy: [{ joinedAt: "asc" }, { id: "asc" }] } },
    orderBy: [{ lifeAt: "desc" }, { id: "asc" }],
    take: MOST_TIES,
  });
  return rows.map(({ id, state, facilitatorId, members, topics }) => {
    const ids = members.flatMap((one) => one.memberId ?? []);
    const people = [...new Set([...(facilitatorId === null ? [] : [facilitatorId]), ...ids])];
    return { bond: state === "finished" ? "over" : "circle", id, people, topic: topicsIn(topics)[0] };
  });
}
