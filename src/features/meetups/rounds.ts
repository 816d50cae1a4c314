import { decideRound } from "../../matching/round.js";
import type { RoundOutcome } from "../../matching/types.js";
import type { NewDelivery } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import { localDate } from "../members/calendar/rules.js";
import { parseSettings } from "../members/settings.js";
import { gather } from "./gathering.js";
import { writeMeetings } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import {
  happenedInTheEnd,
  LATE_FOR,
  SILENT_ROUNDS,
  takesPart,
  TOO_LATE_BEFORE,
  type HeadsUpFacts,
  type ResultFacts,
} from "./rules.js";

export type Round = NonNullable<Awaited<ReturnType<Database["client"]["round"]["findUnique"]>>>;

/** A decided round as it is kept: the log that tells who, why and why not. */
export type Plan = RoundOutcome;

const ANNOUNCE_CHUNK = 200;
/** Meetings written in one transaction: small enough that commands in between hardly notice. */
const PUBLISH_CHUNK = 40;
/** A preview waits this long for an organiser. */
const APPROVAL_PATIENCE = 48 * 3_600_000;

export type Rounds = ReturnType<typeof makeRounds>;

export function makeRounds(parts: MeetupParts) {
  const { db, now, programmes } = parts;

  async function programmeOf(round: Round): Promise<Programme> {
    const programme = await programmes.read({ id: round.programmeId });
    if (!programme) throw new Error("a round without a programme");
    return programme;
  }

  async function taking(programme: Programme, round: Round, date: string) {
    const rows = await db.client.enrolment.findMany({
      where: { programmeId: programme.id, status: "active", member: { leftAt: null, stoppedAt: null } },
      orderBy: { memberId: "asc" },
    });
    return rows.filter((row) => takesPart(row, round.week, date));
  }

  async function decide(programme: Programme, round: Round): Promise<RoundOutcome> {
    const enrolled = await taking(programme, round, localDate(round.roundAt.getTime(), programme.table.timeZone));
    const gathered = await gather(parts, db.client, programme, enrolled);
    const steps = decideRound({ ...gathered, restWeeks: programme.restWeeks, seed: round.seed });
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await parts.breathe();
    }
  }

  /** The program slept through a round, and its week is over: whoever waits for it is told, and the next one is planned. */
  async function miss(programme: Programme, round: Round, waiting: readonly string[]): Promise<string> {
    await db.transaction(async (tx) => {
      const { count } = await tx.round.updateMany({
        where: { id: round.id, step: round.step },
        data: { step: "done", result: { missed: true } },
      });
      if (count === 0) return;
      await programmes.planNext(tx, programme);
      await tellUnmatched(
        parts,
        tx,
        programme,
        round,
        waiting.map((id) => ({ id, why: "cancelled" })),
      );
    });
    return `missed; ${waiting.length} told`;
  }

  return {
    /** Tells everybody who takes part that the round is near. Interrupted, it goes on where it was: keys are unique. */
    async announce(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      if (isTooLate(round, now())) return miss(programme, round, []);
      const enrolled = await taking(programme, round, localDate(round.roundAt.getTime(), programme.table.timeZone));
      // Slept through: the round itself is due already, and asking whether it suits would come too late.
      const told = round.roundAt > now() ? enrolled : [];
      for (let start = 0; start < told.length; start += ANNOUNCE_CHUNK) {
        const chunk = told.slice(start, start + ANNOUNCE_CHUNK);
        await db.transaction((tx) =>
          parts.outbox.add(
            tx,
            chunk.map((row) => headsUp(programme, round, row, now())),
          ),
        );
        await parts.breathe();
      }
      await db.transaction(async (tx) => {
        const data = { step: "decide", stepAt: round.roundAt };
        await tx.round.updateMany({ where: { id: round.id, step: "announce" }, data });
        await programmes.planNext(tx, programme);
      });
      return `${told.length} of ${enrolled.length} told`;
    },

    /** Decides the groups and keeps the decision, so that whatever happens next, it is this one that is carried out. */
    async decide(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      if (isTooLate(round, now())) {
        const enrolled = await taking(programme, round, localDate(round.roundAt.getTime(), programme.table.timeZone));
        return miss(
          programme,
          round,
          enrolled.map(({ memberId }) => memberId),
        );
      }
      const plan = await decide(programme, round);
      const needsApproval = programme.approval === "preview";
      await db.client.round.updateMany({
        where: { id: round.id, step: "decide" },
        data: {
          plan: JSON.parse(JSON.stringify(plan)) as never,
          step: needsApproval ? "approve" : "publish",
          stepAt: needsApproval ? new Date(now().getTime() + APPROVAL_PATIENCE) : now(),
        },
      });
      if (needsApproval) await askOrganisers(parts, programme, round, plan);
      return `${plan.groups.length} groups, ${plan.unmatched.length} without anyone, ${plan.method}`;
    },

    /** Nobody approved in time: people are told that there is no round, so that nobody waits. */
    async lapse(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      const plan = round.plan as unknown as Plan;
      const ids = [...plan.groups.flatMap(({ members }) => members), ...plan.unmatched.map(({ id }) => id)];
      await db.transaction(async (tx) => {
        const { count } = await tx.round.updateMany({
          where: { id: round.id, step: "approve" },
          data: { step: "done" },
        });
        if (count > 0)
          await tellUnmatched(
            parts,
            tx,
            programme,
            round,
            ids.map((id) => ({ id, why: "cancelled" })),
          );
      });
      return `not approved; ${ids.length} told`;
    },

    /** Writes meetings and messages piece by piece; `published` says how far it came. */
    async publish(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      const plan = round.plan as unknown as Plan;
      for (let start = round.published; start < plan.groups.length; start += PUBLISH_CHUNK) {
        await publishChunk(parts, programme, round, plan, start);
        await parts.breathe();
      }
      await db.transaction(async (tx) => {
        const { count } = await tx.round.updateMany({
          where: { id: round.id, step: "publish" },
          data: { step: "close", stepAt: round.closeAt },
        });
        if (count > 0) await tellUnmatched(parts, tx, programme, round, plan.unmatched);
      });
      return `${plan.groups.length} groups told`;
    },

    /** Counts what became of the round, lets silent names rest, and tells the channel how many met. */
    async close(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      const meetings = await db.client.meeting.findMany({
        where: { roundId: round.id, status: "open" },
        include: { members: true },
      });
      for (const meeting of meetings) {
        const happened = happenedInTheEnd(meeting.members.map(({ answer }) => answer));
        await db.transaction(async (tx) => {
          const { count } = await tx.meeting.updateMany({
            where: { id: meeting.id, status: "open" },
            data: { status: happened === true ? "met" : "closed" },
          });
          if (count === 0) return;
          await tx.encounter.updateMany({ where: { meetingId: meeting.id }, data: { happened } });
          for (const member of meeting.members) await countSilence(parts, tx, programme, round, member);
        });
        await parts.breathe();
      }
      return finish(parts, programme, round);
    },

    /** What the next round would be, without writing anything. */
    async preview(networkId: string): Promise<{ plan: Plan; roundAt: Date; isWaiting: boolean } | undefined> {
      const programme = await programmes.read({ networkId });
      const round = programme && (await programmes.nextRound(programme.id));
      if (!programme || !round) return undefined;
      const kept = round.step === "approve" ? (round.plan as unknown as Plan) : undefined;
      return { plan: kept ?? (await decide(programme, round)), roundAt: round.roundAt, isWaiting: kept !== undefined };
    },

    /** An organiser agrees to the round that waits. False when none waits (any more). */
    async approve(networkId: string): Promise<boolean> {
      const programme = await programmes.read({ networkId });
      if (!programme) return false;
      const { count } = await db.client.round.updateMany({
        where: { programmeId: programme.id, step: "approve" },
        data: { step: "publish", stepAt: now() },
      });
      return count > 0;
    },
  };
}

function isTooLate(round: Round, now: Date): boolean {
  return now.getTime() > round.checkInAt.getTime() - TOO_LATE_BEFORE;
}

function headsUp(
  programme: Programme,
  round: Round,
  row: { memberId: string; cadenceWeeks: number },
  now: Date,
): NewDelivery {
  const facts: HeadsUpFacts = { roundId: round.id, roundAt: round.roundAt.toISOString(), weeks: row.cadenceWeeks };
  return {
    key: `headsup:${round.id}:${row.memberId}`,
    networkId: programme.networkId,
    to: { kind: "member", memberId: row.memberId },
    notice: "meet.headsUp",
    facts: { ...facts },
    priority: "match",
    proactive: true,
    dueAt: now,
    expiresAt: round.roundAt,
  };
}

async function publishChunk(
  parts: MeetupParts,
  programme: Programme,
  round: Round,
  plan: Plan,
  start: number,
): Promise<void> {
  const groups = plan.groups.slice(start, start + PUBLISH_CHUNK);
  const ids = groups.flatMap(({ members }) => members);
  const portraits = await parts.portraits.of(ids);
  await parts.db.transaction(async (tx) => {
    // Whoever moves the counter writes the piece; a second program finds it moved.
    const { count } = await tx.round.updateMany({
      where: { id: round.id, step: "publish", published: start },
      data: { published: start + groups.length },
    });
    if (count === 0) return;
    const enrolled = await tx.enrolment.findMany({ where: { programmeId: programme.id, memberId: { in: ids } } });
    const drafts = groups.map((group, index) => ({
      id: `${round.id}-${start + index}`,
      kind: "round" as const,
      roundId: round.id,
      week: round.week,
      members: group.members,
      reasons: group.reasons,
      isRepeat: group.repeats.length > 0,
      seed: round.seed,
      checkInAt: round.checkInAt,
    }));
    await writeMeetings(
      parts,
      tx,
      programme,
      drafts,
      portraits,
      new Map(enrolled.map((row) => [row.memberId, row.lastHostedAt])),
    );
    const mine = { programmeId: programme.id, memberId: { in: ids } };
    await tx.enrolment.updateMany({ where: mine, data: { lastWeek: round.week, waiting: 0, freeUntil: null } });
    await tx.enrolment.updateMany({ where: { ...mine, cadenceWeeks: 0 }, data: { status: "done" } });
    await tx.roundPlace.createMany({
      data: ids.map((memberId) => ({ roundId: round.id, memberId, outcome: "matched" })),
    });
  });
}

/** Nobody is left over in silence: why, and when next. Until then they are free for whoever comes late. */
async function tellUnmatched(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: Round,
  unmatched: readonly { readonly id: string; readonly why: string }[],
): Promise<void> {
  if (unmatched.length === 0) return;
  const ids = unmatched.map(({ id }) => id);
  const next = await parts.programmes.nextRound(programme.id, tx);
  await tx.enrolment.updateMany({
    where: { programmeId: programme.id, memberId: { in: ids } },
    data: { waiting: { increment: 1 }, freeUntil: new Date(parts.now().getTime() + LATE_FOR) },
  });
  await tx.roundPlace.createMany({
    data: unmatched.map(({ id, why }) => ({ roundId: round.id, memberId: id, outcome: why })),
  });
  await parts.outbox.add(
    tx,
    unmatched.map(({ id, why }) => ({
      key: `unmatched:${round.id}:${id}`,
      networkId: programme.networkId,
      to: { kind: "member", memberId: id },
      notice: "meet.unmatched",
      facts: { why, nextAt: next?.roundAt.toISOString() },
      priority: "match",
      proactive: true,
      dueAt: parts.now(),
      expiresAt: round.closeAt,
    })),
  );
}

async function askOrganisers(parts: MeetupParts, programme: Programme, round: Round, plan: Plan): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const organisers = await tx.role.findMany({
      distinct: ["memberId"],
      where: {
        name: { in: ["organiser", "platformOrganiser"] },
        member: { networkId: programme.networkId, leftAt: null },
      },
    });
    await parts.outbox.add(
      tx,
      organisers.map(({ memberId }) => ({
        key: `approve:${round.id}:${memberId}`,
        networkId: programme.networkId,
        to: { kind: "member", memberId },
        notice: "meet.approval",
        facts: { groups: plan.groups.length, unmatched: plan.unmatched.length },
        priority: "request",
        proactive: true,
        dueAt: parts.now(),
        expiresAt: new Date(parts.now().getTime() + APPROVAL_PATIENCE),
      })),
    );
  });
}

/** A name that gave no sign for three rounds rests; the person hears it once, kindly, with one tap to return. */
async function countSilence(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: Round,
  member: { memberId: string; signAt: Date | null; answer: string | null },
): Promise<void> {
  const where = { programmeId: programme.id, memberId: member.memberId };
  if (member.signAt !== null || member.answer !== null) {
    await tx.enrolment.updateMany({ where, data: { silentRounds: 0 } });
    return;
  }
  await tx.enrolment.updateMany({ where, data: { silentRounds: { increment: 1 } } });
  const { count } = await tx.enrolment.updateMany({
    where: { ...where, status: "active", silentRounds: { gte: SILENT_ROUNDS } },
    data: { status: "resting", freeUntil: null },
  });
  if (count === 0) return;
  await parts.outbox.add(tx, [
    {
      key: `resting:${round.id}:${member.memberId}`,
      networkId: programme.networkId,
      to: { kind: "member", memberId: member.memberId },
      notice: "meet.resting",
      facts: {},
      priority: "dormancy",
      proactive: true,
      dueAt: parts.now(),
      expiresAt: new Date(parts.now().getTime() + 14 * 86_400_000),
    },
  ]);
}

/** The share that met, never who did not. */
async function finish(parts: MeetupParts, programme: Programme, round: Round): Promise<string> {
  return parts.db.transaction(async (tx) => {
    const statuses = await tx.meeting.groupBy({ by: ["status"], where: { roundId: round.id }, _count: { id: true } });
    const total = statuses.reduce((sum, row) => sum + row._count.id, 0);
    const met = statuses.find((row) => row.status === "met")?._count.id ?? 0;
    const result: ResultFacts = { met, meetings: total };
    const { count } = await tx.round.updateMany({
      where: { id: round.id, step: "close" },
      data: { step: "done", result: { ...result } },
    });
    const network = await tx.network.findUniqueOrThrow({
      where: { id: programme.networkId },
      include: { spaces: true },
    });
    const channelId = parseSettings(network.settings).channels.meetups;
    const space = network.spaces.find(({ removedAt }) => removedAt === null);
    if (count > 0 && met > 0 && channelId !== undefined && space) {
      await parts.outbox.add(tx, [
        {
          key: `result:${round.id}`,
          networkId: programme.networkId,
          to: { kind: "channel", spaceId: space.id, channelId },
          notice: "meet.result",
          facts: { ...result },
          priority: "digest",
          proactive: true,
          dueAt: parts.now(),
          expiresAt: new Date(parts.now().getTime() + 5 * 86_400_000),
        },
      ]);
    }
    return `${met} of ${total} met`;
  });
}
