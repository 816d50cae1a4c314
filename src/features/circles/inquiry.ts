import { Refusal } from "../../refusal.js";
import { change, led, mine, overRefusal, tellCircle, tellEach, touch } from "./changes.js";
import { addDays } from "../members/calendar/rules.js";
import { stageAfter, type Stage } from "./cycle/rules.js";
import { paceOf, type CirclesParts } from "./parts.js";
import { verdict, voteChoices, type VoteChoice } from "./quiet/rules.js";
import { isAlive } from "./rules.js";
import { memberIdsOf, readCircle, stageOf, stateOf, type CircleRow } from "./stored.js";
import { recordOf } from "./record.js";
import { moveDates, tellTerms } from "./terms.js";

/** Days that a circle can go on when its last one has come. */
const MORE_DAYS = 42;

/** The work of a circle: products, stages, and what it decides about its quiet. */
export function makeInquiry(parts: CirclesParts) {
  const { db, now } = parts;

  /** What all of them decided about their quiet. Undefined while some can still change it. */
  async function decided(id: string, isOver: boolean): Promise<VoteChoice | "archive" | undefined> {
    return db.transaction(async (tx) => {
      const row = await readCircle(tx, id);
      if (!row || stateOf(row) !== "active" || row.quiet !== "vote") return undefined;
      const there = memberIdsOf(row);
      const votes = (await tx.circleVote.findMany({ where: { circleId: id } })).filter(({ memberId }) =>
        there.includes(memberId),
      );
      const known = votes.flatMap(({ choice }) => voteChoices.find((one) => one === choice) ?? []);
      const what = verdict(known, there.length, isOver);
      if (what === undefined) return undefined;
      const key = `circleVerdict:${id}:${now().getTime()}`;
      if (what === "keep" || what === "merge") {
        await touch(parts, tx, id);
        // Whoever is alone in it has just said so.
        if (what === "keep" && there.length === 1) return what;
        await tellCircle(parts, tx, row, { key, notice: what === "keep" ? "circle.kept" : "circle.toMerge" });
        return what;
      }
      await change(parts, tx, row, { event: what === "finish" ? "finish" : "archive", by: "circle" });
      const record = await recordOf(tx, row, now());
      // Where they have a home it is told there, once for all of them: nobody was waiting for it.
      if (what === "archive" && there.length > 1)
        await tellCircle(parts, tx, row, { key, notice: "circle.archived", facts: { record } });
      else
        await tellEach(parts, tx, row, there, {
          ...{ key, notice: what === "finish" ? "circle.finished" : "circle.archived", facts: { record } },
        });
      return what;
    });
  }

  return {
    decided,

    /** What came out of a stage; the last word counts. */
    async bring(
      id: string,
      memberId: string,
      stage: Stage,
      text: string,
      link: string | undefined,
    ): Promise<CircleRow> {
      return db.transaction(async (tx) => {
        const { row } = await mine(tx, id, memberId);
        if (!isAlive(stateOf(row))) throw overRefusal(row);
        const where = { circleId_stage: { circleId: id, stage } };
        await tx.circleProduct.update({ where, data: { text, link: link ?? null, doneAt: now(), byId: memberId } });
        await touch(parts, tx, id);
        return row;
      });
    },

    /** On to the next stage, when this one has brought its product. */
    async moveOn(id: string, memberId: string): Promise<{ row: CircleRow; stage: Stage }> {
      return db.transaction(async (tx) => {
        const { row } = await led(tx, id, memberId);
        if (stateOf(row) !== "active") throw overRefusal(row);
        const before = stageOf(row);
        const stage = stageAfter(before);
        const product = row.products.find((one) => one.stage === before);
        if ((product?.doneAt ?? null) === null) throw new Refusal("circleProductFirst");
        if (stage === undefined) throw new Refusal("circleLastStage");
        await tx.circle.update({ where: { id }, data: { stage, stageAt: now() } });
        await touch(parts, tx, id);
        // What was to be told of the stage before is over.
        await parts.outbox.cancel(tx, { startsWith: `circleStage:${id}:` }, "rules");
        const key = `circleStage:${id}:${stage}:${now().getTime()}`;
        await tellCircle(parts, tx, row, { key, notice: "circle.stage", facts: { stage } });
        return { row, stage };
      });
    },

    /** Asks the circle a question that fits its stage, in its home; the same once a day. Whoever is alone in it asks nobody. */
    async starter(id: string, memberId: string): Promise<{ row: CircleRow; isAsked: boolean }> {
      return db.transaction(async (tx) => {
        const { row } = await led(tx, id, memberId);
        if (stateOf(row) !== "active") throw overRefusal(row);
        await touch(parts, tx, id);
        const { today } = await paceOf(parts, tx, row.networkId);
        const key = `circleStarter:${id}:${row.stage}:${today}`;
        await tellCircle(parts, tx, row, { key, notice: "circle.quietCircle", facts: { stage: row.stage } });
        return { row, isAsked: memberIdsOf(row).length > 1 };
      });
    },

    /** Some more weeks than were planned. Answers with the last day, a local date. */
    async extend(id: string, memberId: string): Promise<{ row: CircleRow; endsOn: string }> {
      return db.transaction(async (tx) => {
        const { row } = await led(tx, id, memberId);
        if (!isAlive(stateOf(row))) throw overRefusal(row);
        const { today } = await paceOf(parts, tx, row.networkId);
        const longer = addDays(today, MORE_DAYS);
        // Pressed once more, or since they agreed on a later day, it takes nothing away.
        const endsOn = row.endsOn !== null && row.endsOn > longer ? row.endsOn : longer;
        if (endsOn === row.endsOn) return { row, endsOn };
        await tx.circle.update({ where: { id }, data: { endsOn, endAskedAt: null } });
        await moveDates(tx, row, endsOn, today);
        await touch(parts, tx, id);
        await tellTerms(parts, tx, { ...row, endsOn }, memberId, ["endsOn"]);
        return { row, endsOn };
      });
    },

    /** A voice about what should become of a quiet circle; the last one counts. Answers whether it is settled by that. */
    async vote(id: string, memberId: string, choice: VoteChoice): Promise<{ isSettled: boolean; isAlone: boolean }> {
      const members = await db.transaction(async (tx) => {
        const { row } = await mine(tx, id, memberId);
        if (stateOf(row) !== "active") throw overRefusal(row);
        if (row.quiet !== "vote") throw new Refusal("circleVoteOver");
        const where = { circleId_memberId: { circleId: id, memberId } };
        const said = { choice, at: now() };
        await tx.circleVote.upsert({ where, create: { circleId: id, memberId, ...said }, update: said });
        return memberIdsOf(row).length;
      });
      return { isSettled: (await decided(id, false)) !== undefined, isAlone: members === 1 };
    },
  };
}
