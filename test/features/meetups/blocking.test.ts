import { performance } from "node:perf_hooks";
import { setImmediate as breathe } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Database } from "../../../src/storage/database.js";
import { onBothDatabases } from "../../support/database.js";
import { clockAt, foundTown } from "../../outbox/office.js";
import { openProgram, wib } from "../community.js";

const TOPICS = ["fisika", "kimia", "literasi", "numerasi", "asesmen", "sejarah", "seni", "olahraga"];

const TURN = 5;

/**
 * How long, in ms, a timer had to wait for its turns, the longest first, as far as this process was at work meanwhile:
 * when other programs have the processor, nothing is blocked by us.
 */
function watchTurns(): () => readonly number[] {
  const waits: number[] = [];
  let [last, used] = [performance.now(), process.cpuUsage()];
  const look = () => {
    const waited = performance.now() - last - TURN;
    const { user, system } = process.cpuUsage(used);
    waits.push(Math.min(waited, (user + system) / 1_000));
    [last, used] = [performance.now(), process.cpuUsage()];
  };
  const timer = setInterval(look, TURN);
  return () => {
    clearInterval(timer);
    return waits.toSorted((a, b) => b - a);
  };
}

async function enrolEverybody(db: Database, people: number): Promise<void> {
  const { networkId, memberIds } = await foundTown(db, { members: people });
  const createdAt = wib("2026-10-01");
  const programme = { id: "programme", networkId, kind: "meetup", status: "active", weekday: 2, time: "15:30" };
  await db.client.programme.create({ data: { ...programme, restWeeks: 12, approval: "auto", createdAt } });
  const enrolment = { programmeId: "programme", status: "active", size: "either", cadenceWeeks: 1, topics: [] };
  const profile = { role: "teacher", languages: ["id"], searchText: "", createdAt, updatedAt: createdAt };
  await db.client.enrolment.createMany({
    data: memberIds.map((memberId) => ({ id: `e-${memberId}`, memberId, joinedAt: createdAt, ...enrolment })),
  });
  await db.client.profile.createMany({
    data: memberIds.map((memberId, index) => ({ memberId, institution: `School ${index % 400}`, ...profile })),
  });
  await db.client.profileTopic.createMany({
    data: memberIds.map((memberId, index) => {
      const key = TOPICS[index % TOPICS.length] ?? "";
      return { memberId, kind: "subject", key, label: key, position: 0 };
    }),
  });
}

onBothDatabases("a large round", (open, kind) => {
  // The driver of SQLite works in this process, that of PostgreSQL waits for another.
  const people = kind === "sqlite" ? 3_000 : 800;

  it(`of ${people} is announced, decided and written while everybody else goes on`, { timeout: 120_000 }, async () => {
    const db = await open();
    const clock = clockAt(wib("2026-11-02"));
    const program = openProgram(db, { clock, breathe: () => breathe() });
    await enrolEverybody(db, people);
    await program.planner.runDue();
    const turns = watchTurns();
    for (let next = await program.planner.nextAt(); next && next <= wib("2026-11-03", "16:00");) {
      clock.set(next);
      await program.planner.runDue();
      next = await program.planner.nextAt();
    }
    const [longest = 0, , third = 0] = turns();
    // Once in a while it is the garbage that is collected.
    expect(longest).toBeLessThan(1_000);
    expect(third).toBeLessThan(250);
    expect(await db.client.meetingMember.count()).toBe(people);
    expect(await db.client.delivery.count({ where: { notice: "meet.headsUp" } })).toBe(people);
  });
});
