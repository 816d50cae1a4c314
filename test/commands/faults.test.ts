import { describe, expect, it } from "vitest";
import type { Database } from "../../src/storage/database.js";
import { openWorld } from "../support/conversation.js";
import { freshDatabase } from "../support/database.js";

/** A database whose power can be cut: transactions then fail at their very end. */
async function fragile(): Promise<{ db: Database; cut(isCut: boolean): void }> {
  const inner = await freshDatabase("sqlite");
  let isCut = false;
  const db: Database = {
    ...inner,
    transaction: (work, options) =>
      inner.transaction(async (tx) => {
        const result = await work(tx);
        if (isCut) throw new Error("no power");
        return result;
      }, options),
  };
  return {
    db,
    cut(now) {
      isCut = now;
    },
  };
}

describe("a fault in the middle of an answer", () => {
  it.each([
    [
      "id",
      "/kenalan",
      "/temu ikut",
      "/hubungkan @Budi @Citra",
      "Maaf, ada yang keliru di pihak kami dan tidak ada yang berubah.",
    ],
    [
      "en",
      "/introduce",
      "/meet join",
      "/connect @Budi @Citra",
      "Sorry, something went wrong on our side and nothing was changed.",
    ],
  ])(
    "in %s leaves nothing half-written, and its number is in the log",
    async (locale, introduce, join, connect, sorry) => {
      const { db, cut } = await fragile();
      const world = await openWorld({ database: db });
      const ani = await world.member("Ani", { locale });
      for (const name of ["Budi", "Citra"]) await world.member(name, { locale });
      await ani.says(introduce);
      cut(true);
      await ani.fills({ role: "teacher", languages: ["id"], subjects: "Fisika" });
      expect(ani.sees()).toContain(sorry);
      expect(ani.sees()).toContain("100001");
      await ani.says(join);
      expect(ani.sees()).toContain("100002");
      await ani.says(connect);
      expect(ani.sees()).toContain("100003");
      expect(world.faults.map(({ incident, message }) => [incident, message])).toEqual([
        ["100001", "an answer failed"],
        ["100002", "an answer failed"],
        ["100003", "an answer failed"],
      ]);
      const { client } = db;
      const rows = await Promise.all([
        client.profile.count(),
        client.profileTopic.count(),
        client.enrolment.count(),
        client.meeting.count(),
        client.delivery.count(),
      ]);
      expect(rows).toEqual([0, 0, 0, 0, 0]);
      cut(false);
      await ani.says(join);
      expect(ani.sees()).toMatch(/Welcome|Selamat datang/);
    },
  );
});
