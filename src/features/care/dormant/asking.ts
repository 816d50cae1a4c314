import type { NewDelivery } from "../../../outbox/delivery.js";
import { countFromArrival, dormantMembers, networksDue, type NetworkDue } from "../../../storage/dormancy.js";
import { LEFT_ALONE } from "../../members/reach.js";
import { DAY, paceOf, type CareParts, type Pace } from "../parts.js";
import { askKey, type LastFacts, type ProposedFacts, type StillFacts } from "./deliveries.js";
import { makeProposing, type Quiet } from "./finding.js";
import { ASK_DAYS, ASKED_A_DAY, cutOff, LEFT_IN_PEACE, QUIET_DAYS, READING_DAYS } from "./rules.js";

/** Members who are seen to in one transaction. */
const CHUNK = 250;

/** What one of them is to be asked, at the stage at which they were found. */
interface Question {
  readonly stage: 0 | 1;
  readonly one: Quiet;
  readonly letter: NewDelivery;
}

/** Writes questions down, as soon as there are `least` of them. */
type Write = (questions: readonly Question[], least?: number) => Promise<void>;

/** Once a day: who grew quiet is asked, in each network as its calendar has it. */
export function makeAsking(parts: CareParts) {
  const { db, outbox, now } = parts;

  /** Those of them who are still as quiet; only they are written to. */
  async function ask(questions: readonly Question[]): Promise<void> {
    await db.transaction(async (tx) => {
      // By their ids alone: beside a stage, which most members share, SQLite would go by that instead.
      const rows = await tx.member.findMany({
        where: { id: { in: questions.map(({ one }) => one.id) } },
        select: { id: true, careStage: true, lastActiveAt: true },
      });
      const found = new Map(rows.map((row) => [row.id, row]));
      const still = questions.filter(({ stage, one: { id, lastActiveAt } }) => {
        const row = found.get(id);
        return row?.careStage === stage && row.lastActiveAt?.getTime() === lastActiveAt.getTime();
      });
      for (const stage of [0, 1] as const) {
        const ids = still.flatMap((question) => (question.stage === stage ? [question.one.id] : []));
        const data = { careStage: stage + 1, careAt: now(), careAnswer: null };
        if (ids.length > 0) await tx.member.updateMany({ where: { id: { in: ids } }, data });
      }
      await outbox.add(
        tx,
        still.map(({ letter: one }) => one),
      );
    });
    await parts.breathe();
  }

  function letter(networkId: string, one: Quiet, proposed: ProposedFacts | undefined, times: 1 | 2, pace: Pace) {
    const { id: memberId, lastActiveAt } = one;
    const dueAt = now();
    const you = { person: memberId };
    const facts: StillFacts | LastFacts = times === 1 ? { you, proposed } : { you };
    return {
      ...{ key: askKey(proposed, memberId, times, lastActiveAt.getTime()), networkId, dueAt },
      ...{ to: { kind: "member", memberId } as const, notice: times === 1 ? "care.still" : "care.last" },
      ...{ facts: { ...facts }, priority: "dormancy" as const, proactive: true },
      expiresAt: new Date(pace.later(dueAt.getTime(), ASK_DAYS)),
    };
  }

  async function quietOnes(networkId: string, stage: 0 | 1, pace: Pace): Promise<readonly Quiet[]> {
    const at = now().getTime();
    const rows = await dormantMembers(db.client, {
      ...{ networkId, stage, limit: ASKED_A_DAY },
      until: new Date(cutOff(pace.later, at, QUIET_DAYS)),
      shutSince: new Date(at - LEFT_ALONE),
      readersUntil: new Date(cutOff(pace.later, at, READING_DAYS)),
    });
    return rows.map(({ id, lastActiveAt, createdAt }) => ({ id, lastActiveAt: lastActiveAt ?? createdAt }));
  }

  /** What those who grew quiet in a network are to be asked; `write` is called with each handful of questions. */
  async function askAll(networkId: string, stage: 0 | 1, pace: Pace, write: Write): Promise<number> {
    const quiet = await quietOnes(networkId, stage, pace);
    if (quiet.length === 0) return 0;
    const proposing = makeProposing(parts, { networkId, today: pace.today });
    const seenSince = new Date(now().getTime() - QUIET_DAYS * DAY);
    for (let start = 0; start < quiet.length; start += CHUNK) {
      const chunk = quiet.slice(start, start + CHUNK);
      const proposed = stage === 0 ? await proposing.forAll(chunk, seenSince) : new Map<string, ProposedFacts>();
      const times = stage === 0 ? 1 : 2;
      await write(
        chunk.map((one) => ({ stage, one, letter: letter(networkId, one, proposed.get(one.id), times, pace) })),
      );
    }
    return quiet.length;
  }

  /** Whose pause is over begins anew; who said nothing to the last question is left in peace. */
  async function settle(networkId: string, pace: Pace): Promise<void> {
    const at = now();
    await db.client.member.updateMany({
      where: { networkId, careStage: 2, careAnswer: "pause", careAt: { lte: at } },
      // From here on they count anew; when they were last seen stays what it is.
      data: { careStage: 0, careAnswer: null, careAt: at },
    });
    await db.client.member.updateMany({
      where: { networkId, careStage: 2, careAt: { lte: new Date(cutOff(pace.later, at.getTime(), QUIET_DAYS)) } },
      data: { careStage: LEFT_IN_PEACE, careAt: at },
    });
  }

  async function seeTo({ id, isQuiet, isUncounted, isAsked, isAskedTwice }: NetworkDue, write: Write): Promise<number> {
    const pace = await paceOf(parts, db.client, id);
    // In a break nobody is expected, and nothing runs out.
    if (pace.isPaused) return 0;
    if (isAskedTwice) await settle(id, pace);
    if (isUncounted) await countFromArrival(db.client, id);
    const last = isAsked ? await askAll(id, 1, pace, write) : 0;
    return last + (isQuiet || isUncounted ? await askAll(id, 0, pace, write) : 0);
  }

  return {
    /** Interrupted, it goes on the next time: who was asked is written down with the question. */
    async day(): Promise<string> {
      await parts.flush();
      let asked = 0;
      const failures: unknown[] = [];
      // Small networks are written together: each transaction waits for the disk once.
      let waiting: readonly Question[] = [];
      const write: Write = async (questions, least = CHUNK) => {
        waiting = [...waiting, ...questions];
        if (waiting.length < least) return;
        const full = waiting;
        waiting = [];
        await ask(full);
      };
      for (const network of await networksDue(db.client, new Date(now().getTime() - QUIET_DAYS * DAY))) {
        // One network that is in disorder must not keep the others from being asked.
        asked += await seeTo(network, write).catch((error: unknown) => (failures.push(error), 0));
        await parts.breathe();
      }
      await write([], 1);
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} networks failed`);
      return `${asked} asked`;
    },
  };
}
