import { expect, it } from "vitest";
import { makeActivity } from "../../../src/features/members/activity.js";
import type { Database } from "../../../src/storage/database.js";
import { onBothDatabases } from "../../support/database.js";
import { clockAt, foundTown, HOUR } from "../../outbox/office.js";

onBothDatabases("what members do", (open) => {
  async function start() {
    const db = await open();
    const { memberIds } = await foundTown(db);
    const clock = clockAt(new Date("2026-11-24T16:30:00Z"));
    return { db, clock, memberIds, ani: memberIds[0] ?? "", activity: makeActivity({ db, now: clock.now }) };
  }

  it("is counted on their own day, and never quoted", async () => {
    const { db, clock, ani, activity } = await start();
    await activity.count(ani, "Asia/Jakarta", "messages");
    await activity.count(ani, "Asia/Jakarta", "messages");
    await activity.count(ani, "Asia/Jakarta", "buttons");
    clock.forward(HOUR);
    // Half past midnight in Jakarta.
    await activity.count(ani, "Asia/Jakarta", "commands");
    expect(await db.client.activityDay.count()).toBe(0);
    await activity.flush();
    await activity.count(ani, "Asia/Jakarta", "reactions");
    await activity.flush();
    expect(await db.client.activityDay.findMany({ orderBy: { date: "asc" } })).toEqual([
      { memberId: ani, date: "2026-11-24", messages: 2, reactions: 0, buttons: 1, commands: 0 },
      { memberId: ani, date: "2026-11-25", messages: 0, reactions: 1, buttons: 0, commands: 1 },
    ]);
    expect((await db.client.member.findUniqueOrThrow({ where: { id: ani } })).lastActiveAt).toEqual(clock.now());
  });

  it("is not lost when the database is busy for a moment", async () => {
    const { db, clock, ani } = await start();
    let isBusy = true;
    const moody: Database = {
      ...db,
      transaction: (work, options) => (isBusy ? Promise.reject(new Error("busy")) : db.transaction(work, options)),
    };
    const activity = makeActivity({ db: moody, now: clock.now });
    await activity.count(ani, "Asia/Jakarta", "messages");
    await expect(activity.flush()).rejects.toThrow("busy");
    await activity.count(ani, "Asia/Jakarta", "messages");
    isBusy = false;
    await activity.flush();
    expect(await db.client.activityDay.findMany()).toMatchObject([{ messages: 2 }]);
  });

  it("of somebody who was forgotten meanwhile doesn't come back", async () => {
    const { db, ani, memberIds, activity } = await start();
    for (const id of memberIds) await activity.count(id, "Asia/Jakarta", "messages");
    await db.client.member.delete({ where: { id: ani } });
    await activity.flush();
    expect((await db.client.activityDay.findMany()).map(({ memberId }) => memberId)).toEqual([memberIds[1]]);
  });

  it("is written by itself when much has gathered", async () => {
    const { db, ani, activity } = await start();
    for (let index = 0; index < 200; index++) await activity.count(ani, "Asia/Jakarta", "messages");
    expect(await db.client.activityDay.count()).toBe(0);
    for (let day = 0; day < 200; day++) {
      // Each in a zone of its own would be too many zones; days serve as well.
      await activity.count(`nobody-${day}`, "Asia/Jakarta", "messages");
    }
    expect(await db.client.activityDay.findMany()).toMatchObject([{ memberId: ani, messages: 200 }]);
  });

  it("is counted also when somebody's return can't be carried out, which is told", async () => {
    const { db, clock, ani } = await start();
    await db.client.member.update({ where: { id: ani }, data: { careStage: 1 } });
    const faults: unknown[] = [];
    const activity = makeActivity({
      ...{ db, now: clock.now, unseen: (error) => void faults.push(error) },
      async seen(tx) {
        await tx.$queryRawUnsafe("SELECT 1 FROM nowhere");
      },
    });
    await activity.count(ani, "Asia/Jakarta", "messages");
    await activity.flush();
    expect(await db.client.activityDay.findMany()).toMatchObject([{ memberId: ani, messages: 1 }]);
    expect(faults).toHaveLength(1);
  });
});
