import { expect, it } from "vitest";
import { earliestOfEach } from "../../src/storage/glance.js";
import { foundTown } from "../outbox/office.js";
import { onBothDatabases } from "../support/database.js";

onBothDatabases("a glance", (open) => {
  it("tells the earliest instant of each column, of those rows that are meant, to the millisecond", async () => {
    const db = await open();
    const { memberIds } = await foundTown(db, { members: 3 });
    const [ani = "", budi = "", citra = ""] = memberIds;
    const [early, late] = [new Date("2026-11-24T07:00:00.007Z"), new Date("2026-12-24T17:30:00.123Z")];
    const createdAt = early;
    for (const [memberId, step, stepAt] of [
      [ani, "done", null],
      [budi, "ask", late],
      [citra, "hello", early],
    ] as const)
      await db.client.welcome.create({ data: { memberId, step, stepAt, createdAt } });
    const told = await earliestOfEach(db.client, [
      { table: "Welcome", column: "stepAt" },
      { table: "Circle", column: "stepAt" },
      { table: "Welcome", column: "stepAt", where: `"step" = 'ask'` },
    ]);
    expect(told).toEqual([early, undefined, late]);
    expect(await earliestOfEach(db.client, [])).toEqual([]);
  });
});
