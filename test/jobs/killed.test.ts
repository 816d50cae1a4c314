import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { seededChance } from "../../src/matching/chance.js";
import type { Database } from "../../src/storage/database.js";
import { onBothDatabases } from "../support/database.js";
import { spawnFixture } from "../support/child.js";
import { OPEN_GATE } from "../outbox/office.js";

const PROGRAM = fileURLToPath(new URL("fixtures/busyProgram.ts", import.meta.url));

/** What a life promised before it ended. */
function acknowledgedIn(output: string): { joined: string[]; connected: (readonly [string, string])[] } {
  const lines = output.split("\n").slice(0, -1);
  const of = (kind: string) => lines.filter((line) => line.startsWith(`ack ${kind} `)).map((line) => line.split(" "));
  return {
    joined: of("join").map(([, , id = ""]) => id),
    connected: of("connect").map(([, , a = "", b = ""]) => [a, b] as const),
  };
}

/** Meetings that are not whole: without two people, their encounter, or the message that tells of it. */
async function halvesIn({ client }: Database): Promise<string[]> {
  const meetings = await client.meeting.findMany({ include: { members: true } });
  const encounters = new Set((await client.encounter.findMany()).map(({ meetingId }) => meetingId));
  const deliveries = new Set((await client.delivery.findMany()).map(({ key }) => key));
  const isWhole = ({ id, members }: (typeof meetings)[number]) =>
    members.length === 2 && encounters.has(id) && deliveries.has(`match:${id}`);
  return meetings.filter((meeting) => !isWhole(meeting)).map(({ id }) => id);
}

onBothDatabases("a busy program that is killed again and again", (open, kind) => {
  const wanted = process.env["JEJARING_KILLS"];
  // A life is some five seconds of work, most of them for its start; JEJARING_KILLS tries more.
  const kills = wanted === undefined ? (kind === "sqlite" ? 2 : 1) : Number(wanted);

  it(
    "keeps everything that it acknowledged, whole, and sends it once",
    { timeout: 60_000 + kills * 10_000 },
    async () => {
      const db = await open();
      const chance = seededChance(41);
      await db.client.network.create({
        data: {
          id: "n",
          name: "n",
          locale: "en",
          timeZone: "Asia/Jakarta",
          settings: OPEN_GATE,
          createdAt: new Date(0),
        },
      });
      await db.client.space.create({
        data: { id: "s", networkId: "n", platform: "test", externalId: "place", name: "place", createdAt: new Date(0) },
      });
      const joined: string[] = [];
      const connected: (readonly [string, string])[] = [];
      for (let life = 0; life < kills; life++) {
        const program = spawnFixture(PROGRAM, [JSON.stringify(db.address), `life${life}`]);
        await program.line(`answered ${1 + chance(25)}`);
        // It goes on meanwhile: where it is struck is anybody's guess.
        for (let turns = chance(2_000); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
        await program.kill();
        const promised = acknowledgedIn((await program.ended()).output);
        joined.push(...promised.joined);
        connected.push(...promised.connected);
      }
      expect(joined.length).toBeGreaterThan(kills * 3);
      const enrolled = new Set((await db.client.enrolment.findMany()).map(({ memberId }) => memberId));
      expect(joined.filter((id) => !enrolled.has(id))).toEqual([]);
      const encounters = await db.client.encounter.findMany();
      const pairs = new Set(encounters.map(({ aId, bId }) => `${aId} ${bId}`));
      expect(connected.filter((pair) => !pairs.has(pair.toSorted().join(" ")))).toEqual([]);
      expect(await halvesIn(db)).toEqual([]);
      if (kind === "sqlite") {
        expect(await db.client.$queryRawUnsafe("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
      }
      // What was sent was shown, and nothing was shown that is not being told.
      const sent = await db.client.delivery.findMany({ where: { status: "sent" } });
      const shown = new Set((await db.client.sandboxMessage.findMany()).map(({ nonce }) => nonce));
      expect(sent.filter(({ id }) => !shown.has(id))).toEqual([]);
      expect(shown.size - sent.length).toBeLessThanOrEqual(2 * kills);
      expect(sent.length).toBeGreaterThan(0);
    },
  );
});
