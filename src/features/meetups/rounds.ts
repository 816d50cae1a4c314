import { decideRound } from "../../matching/round.js";
import { whyNot } from "../../matching/explain.js";
import type { RoundInput } from "../../matching/types.js";
import type { NewDelivery } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { isPaused, localDate } from "../members/calendar/rules.js";
import { closeRound } from "./closing.js";
import { gather } from "./gathering.js";
import { makeMatchmaking } from "./matchmaking.js";
import type { MeetupParts } from "./parts.js";
import { dateOf, headsUpKey, taking } from "./participation.js";
import type { Programme } from "./programme.js";
import { publishChunk, PUBLISH_CHUNK } from "./publishing.js";
import { approve, isTooLate, movedTo, planOf, planText, unchanged, type Plan, type Round } from "./round.js";
import type { HeadsUpFacts } from "./rules.js";
import { leftOverOf, tellUnmatched } from "./telling.js";
import { shownWhyNot, type WhyNotShown } from "./weighing/rules.js";

const ANNOUNCE_CHUNK = 200;
/** A preview waits this long for an organiser. */
const APPROVAL_PATIENCE = 48 * 3_600_000;

export type Rounds = ReturnType<typeof makeRounds>;

export function makeRounds(parts: MeetupParts) {
  const { db, now, programmes, decide = decideRound } = parts;
  const { bringLate } = makeMatchmaking(parts);

  async function programmeOf(round: Round): Promise<Programme> {
    const programme = await programmes.read({ id: round.programmeId });
    if (!programme) throw new Error("a round without a programme");
    return programme;
  }

  async function inputOf(programme: Programme, round: Round): Promise<RoundInput> {
    const enrolled = await taking(db.client, programme, round);
    const gathered = await gather(parts, db.client, programme, enrolled, round.week);
    const { restWeeks, weights } = programme;
    return { ...gathered, restWeeks, weights, seed: round.seed };
  }

  /** Long work with pauses, so that others get their turn. */
  async function finish<Result>(steps: Generator<unknown, Result, undefined>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await parts.breathe();
    }
  }

  /** The program slept through a round, or woke up in a pause: whoever waits is told, and the next one is planned. */
  async function miss(programme: Programme, round: Round, waiting: readonly string[]): Promise<string> {
    await db.transaction(async (tx) => {
      const data = { step: "done", result: { missed: true } };
      const { count } = await tx.round.updateMany({ where: unchanged(round), data });
      if (count === 0) return;
      await programmes.planNext(tx, programme);
      const leftOver = waiting.map((id) => ({ id, why: "cancelled" }));
      await tellUnmatched(parts, tx, programme, round, leftOver);
    });
    return `missed; ${waiting.length} told`;
  }

  /** False when the round is no longer the one that these people would hear of. */
  async function tell(programme: Programme, round: Round, rows: readonly Taker[]): Promise<boolean> {
    return db.transaction(async (tx) => {
      // Holds the round, so that nobody moves it between this and the commit.
      const { count } = await tx.round.updateMany({ where: unchanged(round), data: { step: round.step } });
      if (count === 0) return false;
      await parts.outbox.add(
        tx,
        rows.map((row) => headsUp(programme, round, row, now())),
      );
      return true;
    });
  }

  /** The round that comes next; `kept` is its decision where it waits for an organiser. */
  async function nextOf(networkId: string) {
    const programme = await programmes.read({ networkId });
    const round = programme && (await programmes.nextRound(programme.id));
    if (!programme || !round) return undefined;
    return { programme, round, kept: round.step === "approve" ? planOf(round) : undefined };
  }

  return {
    /** Tells everybody who takes part that the round is near. Interrupted, it goes on where it was: keys are unique. */
    async announce(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      if (isTooLate(round, now())) return miss(programme, round, []);
      const enrolled = await taking(db.client, programme, round);
      // Slept through: the round itself is due already, and asking whether it suits would come too late.
      const told = round.roundAt > now() ? enrolled : [];
      for (let start = 0; start < told.length; start += ANNOUNCE_CHUNK) {
        const isStill = await tell(programme, round, told.slice(start, start + ANNOUNCE_CHUNK));
        if (!isStill) return "changed meanwhile";
        await parts.breathe();
      }
      await db.transaction(async (tx) => {
        const data = { step: "decide", stepAt: round.roundAt };
        const { count } = await tx.round.updateMany({ where: unchanged(round), data });
        if (count > 0) await programmes.planNext(tx, programme);
      });
      return `${told.length} of ${enrolled.length} told`;
    },

    /** Decides the groups and keeps the decision, so that whatever happens next, it is this one that is carried out. */
    async decide(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      if (isTooLate(round, now()) || isAsleep(programme, round, now())) {
        const enrolled = await taking(db.client, programme, round);
        return miss(
          programme,
          round,
          enrolled.map(({ memberId }) => memberId),
        );
      }
      const plan = await finish(decide(await inputOf(programme, round)));
      const needsApproval = programme.approval === "preview";
      const data = {
        plan: planText(plan),
        step: needsApproval ? "approve" : "publish",
        stepAt: needsApproval ? new Date(now().getTime() + APPROVAL_PATIENCE) : now(),
      };
      const isDecided = await db.transaction(async (tx) => {
        const { count } = await tx.round.updateMany({ where: unchanged(round), data });
        if (count > 0 && needsApproval) await askOrganisers(parts, tx, programme, round, plan);
        return count > 0;
      });
      if (!isDecided) return "changed meanwhile";
      return `${plan.groups.length} groups, ${plan.unmatched.length} without anyone, ${plan.method}`;
    },

    /** Nobody approved in time: people are told that there is no round, so that nobody waits. */
    async lapse(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      const { groups, unmatched } = planOf(round);
      const ids = [...groups.flatMap(({ members }) => members), ...unmatched.map(({ id }) => id)];
      const planned = ids.map((id) => ({ id, why: "cancelled" }));
      const leftOver = await stillTaking(db.client, programme, round, planned);
      await db.transaction(async (tx) => {
        const { count } = await tx.round.updateMany({
          where: unchanged(round),
          data: { step: "done", result: { lapsed: true } },
        });
        if (count > 0) await tellUnmatched(parts, tx, programme, round, leftOver);
      });
      return `not approved; ${leftOver.length} told`;
    },

    /** Writes meetings and messages piece by piece; `published` says how far it came. */
    async publish(round: Round): Promise<string> {
      const programme = await programmeOf(round);
      const { groups, unmatched } = planOf(round);
      for (let start = round.published; start < groups.length; start += PUBLISH_CHUNK) {
        await publishChunk(parts, programme, round, groups, start);
        await parts.breathe();
      }
      await db.transaction(async (tx) => {
        const data = { step: "close", stepAt: round.closeAt };
        const { count } = await tx.round.updateMany({ where: { id: round.id, step: "publish" }, data });
        if (count === 0) return;
        const leftOver = await stillTaking(tx, programme, round, unmatched.map(leftOverOf));
        await tellUnmatched(parts, tx, programme, round, leftOver);
      });
      const planned = [...groups.flatMap(({ members }) => members), ...unmatched.map(({ id }) => id)];
      await bringLate(programme, new Set(planned));
      return `${groups.length} groups told`;
    },

    async close(round: Round): Promise<string> {
      return closeRound(parts, await programmeOf(round), round);
    },

    /** What the next round would be, without writing anything. */
    async preview(networkId: string): Promise<{ plan: Plan; roundAt: Date; isWaiting: boolean } | undefined> {
      const next = await nextOf(networkId);
      if (!next) return undefined;
      const { programme, round, kept } = next;
      const plan = kept ?? (await finish(decide(await inputOf(programme, round))));
      return { plan, roundAt: round.roundAt, isWaiting: kept !== undefined };
    },

    /** Why the next round, as it would be or as it waits, does not bring two members together. */
    async whyNot(networkId: string, a: string, b: string): Promise<{ why: WhyNotShown; roundAt: Date } | undefined> {
      const next = await nextOf(networkId);
      if (!next) return undefined;
      const { programme, round, kept } = next;
      const input = await inputOf(programme, round);
      const plan = kept ?? (await finish(decide(input)));
      const why = await finish(whyNot(kept ? onlyPlanned(input, kept) : input, plan, a, b));
      return { why: shownWhyNot(why), roundAt: round.roundAt };
    },

    /** An organiser agrees to the round that waits. False when none waits (any more). */
    async approve(networkId: string): Promise<boolean> {
      const programme = await programmes.read({ networkId });
      if (!programme) return false;
      return approve(db.client, programme.id, now());
    },
  };
}

/** Whoever came after the decision has no part in it. */
function onlyPlanned(input: RoundInput, { groups, unmatched }: Plan): RoundInput {
  const planned = new Set([...groups.flatMap(({ members }) => members), ...unmatched.map(({ id }) => id)]);
  return { ...input, people: input.people.filter(({ id }) => planned.has(id)) };
}

/** A pause was written into the calendar, and nobody planned the round anew. An organiser's own date wins. */
function isAsleep({ table }: Programme, round: Round, now: Date): boolean {
  const today = localDate(now.getTime(), table.timeZone);
  return isPaused(table.calendar, today) && movedTo(round) !== today;
}

/** Those of these people who still take part. */
async function stillTaking<One extends { readonly id: string }>(
  tx: Tx,
  programme: Programme,
  round: Round,
  people: readonly One[],
): Promise<readonly One[]> {
  if (people.length === 0) return [];
  const still = new Set((await taking(tx, programme, round)).map(({ memberId }) => memberId));
  return people.filter(({ id }) => still.has(id));
}

interface Taker {
  readonly memberId: string;
  readonly cadenceWeeks: number;
}

function headsUp(programme: Programme, round: Round, row: Taker, now: Date): NewDelivery {
  const facts: HeadsUpFacts = { roundId: round.id, roundAt: round.roundAt.toISOString(), weeks: row.cadenceWeeks };
  return {
    key: headsUpKey(round, dateOf(round, programme.table), row.memberId),
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

async function askOrganisers(
  parts: MeetupParts,
  tx: Tx,
  programme: Programme,
  round: Round,
  plan: Plan,
): Promise<void> {
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
      // A round that was moved is decided, and asked about, again.
      key: `approve:${round.id}:${round.roundAt.toISOString()}:${memberId}`,
      networkId: programme.networkId,
      to: { kind: "member", memberId },
      notice: "meet.approval",
      facts: { groups: plan.groups.length, unmatched: plan.unmatched.length },
      // Whether everybody's match goes out depends on it.
      priority: "match",
      proactive: true,
      dueAt: parts.now(),
      expiresAt: new Date(parts.now().getTime() + APPROVAL_PATIENCE),
    })),
  );
}
