import { expect, it } from "vitest";
import type { Database } from "../../src/storage/database.js";
import { onBothDatabases } from "../support/database.js";
import { mortal } from "./mortal.js";
import {
  clockAt,
  countLines,
  foundTown,
  HOUR,
  letter,
  OPEN_GATE,
  openOffice,
  testPlatform,
  type Office,
  type TestClock,
  type TestPlatform,
} from "./office.js";

/** Two messages for one person, which go out as one, and one for a room of two. */
async function write(db: Database, office: Office, name: string): Promise<readonly string[]> {
  const town = await foundTown(db, { name, settings: OPEN_GATE });
  const [ani = ""] = town.memberIds;
  const keys = [`${name} first`, `${name} second`, `${name} room`];
  const room = { kind: "room", key: `${name}-room`, memberIds: town.memberIds } as const;
  await office.add(
    letter(town, keys[0] ?? "", ani),
    letter(town, keys[1] ?? "", ani, { priority: "request" }),
    letter(town, keys[2] ?? "", room),
  );
  return keys;
}

/** A program that dies after so many steps, and another one that goes on. Answers with whether it died at all. */
async function dieAndGoOn(
  db: Database,
  clock: TestClock,
  platform: TestPlatform,
  diesAfter: number,
): Promise<{ isDead: boolean; unrecorded: ReadonlySet<string> }> {
  const life = mortal(db, platform, diesAfter);
  const doomed = openOffice(life.db, { clock, platform: life.platform, name: `doomed-${diesAfter}` });
  await doomed.courier.runDue().catch(() => 0);
  const open = await db.client.delivery.findMany({
    where: { status: { notIn: ["sent", "merged"] } },
    select: { key: true },
  });
  const keys = new Set(open.map(({ key }) => key));
  const shown = [...countLines(platform.shown).keys()];
  const next = openOffice(db, { clock, platform, name: `next-${diesAfter}` });
  await next.ledger.takeOverAll();
  for (let tries = 0; tries < 3; tries++) {
    await next.courier.runDue();
    clock.forward(HOUR);
  }
  return { isDead: life.steps() >= diesAfter, unrecorded: new Set(shown.filter((line) => keys.has(line))) };
}

onBothDatabases("a program that dies at any step of delivering", (open) => {
  it("loses nothing, and repeats only what the platform had taken and nobody had written down", async () => {
    const db = await open();
    const clock = clockAt();
    const platform = testPlatform(false);
    const writer = openOffice(db, { clock, name: "writer" });
    let deaths = 0;
    let repeated = 0;
    for (let isDead = true; isDead; deaths++) {
      const keys = await write(db, writer, `life${deaths}`);
      const { unrecorded, ...outcome } = await dieAndGoOn(db, clock, platform, deaths);
      ({ isDead } = outcome);
      repeated += unrecorded.size;
      const counts = countLines(platform.shown);
      for (const key of keys) expect([key, counts.get(key)]).toEqual([key, unrecorded.has(key) ? 2 : 1]);
    }
    expect(deaths).toBeGreaterThan(30);
    expect(repeated).toBeGreaterThan(0);
    // A platform that knows nonces shows nothing twice, and misses nothing by that.
    const byNonce = new Map(platform.shown.map((message) => [message.nonce, message]));
    expect([...countLines([...byNonce.values()]).values()]).toEqual(Array(3 * deaths).fill(1));
    expect(await db.client.delivery.count({ where: { status: { notIn: ["sent", "merged"] } } })).toBe(0);
    expect(await db.client.room.count()).toBe(deaths);
    // One for each private message, two for each room.
    expect(await db.client.contact.count()).toBe(3 * deaths);
  });
});
