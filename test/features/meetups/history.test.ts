import { expect, it } from "vitest";
import { gather } from "../../../src/features/meetups/gathering.js";
import { makePortraits } from "../../../src/features/introductions/portraits.js";
import { insertMany } from "../../../src/storage/insert.js";
import { words } from "../../outbox/office.js";
import { onBothDatabases } from "../../support/database.js";
import { gatherPeople, networkOf, openProgram } from "../community.js";

/** Encounters by week: pieces of 500 end in the middle of a week, at its end, and before weeks without any. */
const WEEKS = [
  { week: "2025-08-25", count: 3, weeksAgo: undefined },
  { week: "2025-09-08", count: 500, weeksAgo: 60 },
  { week: "2025-09-15", count: 1_100, weeksAgo: 59 },
  { week: "2026-01-05", count: 2, weeksAgo: 43 },
  { week: "2026-08-03", count: 1_000, weeksAgo: 13 },
  { week: "2026-11-02", count: 1, weeksAgo: 0 },
  { week: "2026-11-09", count: 1, weeksAgo: undefined },
] as const;

onBothDatabases("the history of a network", (open) => {
  it("is read whole, however many met in which week, but for what did not happen or is too long ago", async () => {
    const program = openProgram(await open());
    await gatherPeople(program, 1);
    const networkId = await networkOf(program);
    const programme = await program.programmes.read({ networkId });
    if (!programme) throw new Error("no programme");
    const rows = WEEKS.flatMap(({ week, count }) =>
      Array.from({ length: count }, (_, index) => ({
        networkId,
        week,
        // Two who met in one meeting share it with a third.
        meetingId: `${week} ${Math.floor(index / 3)}`,
        aId: `a${index % 2}`,
        bId: `${week} b${index}`,
        happened: index % 2 === 0 ? null : true,
      })),
    );
    const failed = { networkId, meetingId: "x", aId: "x", bId: "y", week: "2026-08-03", happened: false };
    await program.db.transaction((tx) => insertMany(tx, "Encounter", [...rows, failed]));
    const parts = {
      portraits: makePortraits({ db: program.db, nearestLocale: (tag) => words.nearest(tag) }),
      breathe: () => Promise.resolve(),
      now: program.clock.now,
    };
    const { met } = await gather(parts, program.db.client, programme, [], "2026-11-02");
    const expected = WEEKS.flatMap(({ week, count, weeksAgo }) =>
      weeksAgo === undefined ? [] : Array.from({ length: count }, (_, index) => `${week} b${index} ${weeksAgo}`),
    );
    expect(met.map(({ b, weeksAgo }) => `${b} ${weeksAgo}`).toSorted()).toEqual(expected.toSorted());
  });
});
