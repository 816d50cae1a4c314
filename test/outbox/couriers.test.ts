import { expect, it } from "vitest";
import { LEASE } from "../../src/outbox/ledger.js";
import { onBothDatabases, openAt, type TestDatabase } from "../support/database.js";
import {
  clockAt,
  countLines,
  DAY,
  foundTown,
  HOUR,
  letter,
  MORNING,
  OPEN_GATE,
  openOffice,
  rowOf,
  statesOf,
  testPlatform,
} from "./office.js";

onBothDatabases("several couriers", (open, kind) => {
  /** Another program. On SQLite there is only one at a time, so there its couriers share the connection. */
  const another = (db: TestDatabase) => (kind === "postgresql" ? openAt(db.address, { poolSize: 4 }) : db);

  async function setUp(settings: object, members: number, couriers: number) {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db, { settings, members });
    const platform = testPlatform(false);
    const offices = Array.from({ length: couriers }, (_, index) =>
      openOffice(index === 0 ? db : another(db), { clock, platform, name: `courier-${index}`, concurrency: 4 }),
    );
    const [first] = offices;
    if (!first) throw new Error("no courier");
    return { db, clock, town, platform, offices, first };
  }

  /** The lease of whoever holds it is over, as if its courier had been away for long. */
  const endLeases = (db: TestDatabase) =>
    db.client.delivery.updateMany({ where: { status: "leased" }, data: { leaseUntil: new Date(0) } });

  it("share the work and send nothing twice", async () => {
    const { town, platform, offices, first } = await setUp(OPEN_GATE, 24, 3);
    await first.add(...town.memberIds.map((id) => letter(town, `to ${id}`, id)));
    const sent = await Promise.all(offices.map(({ courier }) => courier.runDue()));
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(24);
    expect(new Set(countLines(platform.shown).values())).toEqual(new Set([1]));
  });

  it("never write to one person at the same time", async () => {
    const { town, platform, offices, first } = await setUp(OPEN_GATE, 3, 4);
    const under = new Map<string, number>();
    let most = 0;
    platform.script = ({ address }) => {
      const who = address.kind === "private" ? address.userId : "";
      under.set(who, (under.get(who) ?? 0) + 1);
      most = Math.max(most, ...under.values());
      return new Promise((resolve) => setImmediate(resolve)).then(() => {
        under.set(who, (under.get(who) ?? 1) - 1);
        return { messageId: "m" };
      });
    };
    const answers = town.memberIds.flatMap((id) =>
      Array.from({ length: 8 }, (_, index) => letter(town, `${index} to ${id}`, id, { proactive: false })),
    );
    await first.add(...answers);
    await Promise.all(offices.map(({ courier }) => courier.runDue()));
    await Promise.all(offices.map(({ courier }) => courier.runDue()));
    expect(most).toBe(1);
  });

  it("can't spend one person's budget twice", async () => {
    const { db, town, platform, offices, first } = await setUp({}, 4, 4);
    const [ani = ""] = town.memberIds;
    // Six rooms, all with the same person, and a message for her alone: one of these today.
    const rooms = Array.from({ length: 6 }, (_, index) =>
      letter(town, `room ${index}`, {
        kind: "room",
        key: `room-${index}`,
        memberIds: [ani, town.memberIds[1 + (index % 3)] ?? ""],
      }),
    );
    await first.add(...rooms, letter(town, "alone", ani));
    await Promise.all(offices.map(({ courier }) => courier.runDue()));
    expect(platform.shown).toHaveLength(1);
    expect(await db.client.contact.count({ where: { memberId: ani } })).toBe(1);
  });

  it("take over from one that vanished, after its lease, with the very same message", async () => {
    const { db, clock, town, platform, offices, first } = await setUp({}, 1, 2);
    const [ani = ""] = town.memberIds;
    await first.add(letter(town, "first", ani), letter(town, "second", ani, { priority: "digest" }));
    const [parcel] = await first.ledger.claim(10);
    if (!parcel) throw new Error("nothing claimed");
    const admitted = await first.ledger.admit(parcel, { readers: [{ memberId: ani }], isHome: false });
    expect(admitted).toHaveLength(2);
    await first.add(letter(town, "third", ani));
    clock.forward(HOUR / 2);
    if (kind === "postgresql") expect(await offices[1]?.courier.runDue()).toBe(0);
    await endLeases(db);
    expect(await offices[1]?.courier.runDue()).toBe(1);
    expect(platform.shown.map(({ text, nonce }) => [text, nonce])).toEqual([["first + second", parcel.id]]);
    expect(await statesOf(db, "first", "second", "third")).toEqual(["sent", "merged", "pending"]);
  });

  it("have no say any more when their lease has passed to another", async () => {
    const { db, town, offices, first } = await setUp(OPEN_GATE, 1, 2);
    const [ani = ""] = town.memberIds;
    const [, second] = offices;
    if (!second) throw new Error("no second courier");
    await first.add(letter(town, "only", ani));
    const [late] = await first.ledger.claim(10);
    await endLeases(db);
    const [current] = await second.ledger.claim(10);
    if (!late || !current) throw new Error("nothing claimed");
    const before = await rowOf(db, "only");

    await first.ledger.handBackAll();
    expect(await rowOf(db, "only")).toEqual(before);
    expect(await first.ledger.admit(late, { readers: [{ memberId: ani }], isHome: false })).toBeUndefined();
    const address = { kind: "private", spaceId: "s", userId: "u" } as const;
    const reach = { spaceId: town.spaceId, opened: [], closed: [] };
    await first.ledger.sent(late, { messageId: "late" }, address, reach);
    await first.ledger.retry(late, { reason: "late" });
    await first.ledger.overdue(late);
    await first.ledger.dead(late, "late");
    await first.ledger.unsure(late);
    await first.ledger.postpone(late, "late");
    await first.ledger.handBack(late);
    expect(await rowOf(db, "only")).toEqual(before);
    expect(await db.client.contact.count()).toBe(0);

    expect(await second.ledger.admit(current, { readers: [{ memberId: ani }], isHome: false })).toHaveLength(1);
    await second.ledger.sent(current, { messageId: "true" }, address, reach);
    expect(await rowOf(db, "only")).toMatchObject({ status: "sent", receipt: "true" });
  });

  it("don't take a lease for over because the own clock is ahead", async () => {
    const { db, clock, town, platform, first } = await setUp(OPEN_GATE, 1, 1);
    const [ani = ""] = town.memberIds;
    await first.add(letter(town, "only", ani));
    await first.ledger.claim(10);
    const ahead = new Date(clock.now().getTime() + LEASE / 2);
    const other = openOffice(another(db), { clock, platform, name: "ahead", wallClock: () => ahead });
    expect(await other.courier.runDue()).toBe(0);
  });

  it("stop: finish what is under way and take nothing new", async () => {
    const { db, town, platform, offices, first } = await setUp(OPEN_GATE, 12, 2);
    await first.add(...town.memberIds.map((id) => letter(town, `to ${id}`, id)));
    let stopped: Promise<void> | undefined;
    platform.script = () => {
      stopped ??= first.courier.stop(5_000);
      return undefined;
    };
    await first.courier.runDue();
    await stopped;
    const sent = platform.shown.length;
    expect(sent).toBeLessThan(8);
    expect(await db.client.delivery.count({ where: { status: "pending" } })).toBe(12 - sent);
    expect(await first.courier.runDue()).toBe(0);
    await offices[1]?.courier.runDue();
    expect(new Set(countLines(platform.shown).values())).toEqual(new Set([1]));
    expect(platform.shown).toHaveLength(12);
  });

  it("stop: hand back what hangs, so that another can send it at once", async () => {
    const { db, town, platform, offices, first } = await setUp(OPEN_GATE, 2, 2);
    const [ani = "", budi = ""] = town.memberIds;
    await first.add(letter(town, "hangs", ani), letter(town, "fine", budi));
    let answer: (receipt: { messageId: string }) => void = () => undefined;
    const hung = new Promise<{ messageId: string }>((resolve) => (answer = resolve));
    platform.script = ({ address }) =>
      address.kind === "private" && address.userId === `${ani}-user` ? hung : undefined;
    const run = first.courier.runDue();
    // Its last word comes when everything is handed back already.
    while ((await statesOf(db, "fine"))[0] !== "sent") await new Promise((resolve) => setImmediate(resolve));
    await first.courier.stop(10);
    expect(await rowOf(db, "hangs")).toMatchObject({ status: "pending", leaseToken: null });
    platform.script = () => undefined;
    expect(await offices[1]?.courier.runDue()).toBe(1);
    const row = await rowOf(db, "hangs");
    answer({ messageId: "too late" });
    await run;
    expect(await rowOf(db, "hangs")).toEqual(row);
  });

  it("start again after a crash of the only program without waiting for leases", async () => {
    const { db, clock, town, platform, first } = await setUp(OPEN_GATE, 5, 1);
    await first.add(...town.memberIds.map((id) => letter(town, `to ${id}`, id)));
    await first.ledger.claim(10);
    const next = openOffice(db, { clock, platform, name: "next" });
    expect(await next.courier.runDue()).toBe(0);
    await next.ledger.takeOverAll();
    expect(await next.courier.runDue()).toBe(5);
  });

  it("keep three a week and one a day, whoever sends", async () => {
    const { db, clock, town, offices, first } = await setUp({}, 1, 2);
    const [ani = ""] = town.memberIds;
    for (let hour = 0; hour < 24 * 14; hour += 12) {
      clock.set(new Date(MORNING.getTime() + hour * HOUR));
      await first.add(letter(town, `hour ${hour}`, ani, { dueAt: clock.now() }));
      await Promise.all(offices.map(({ courier }) => courier.runDue()));
    }
    const contacts = await db.client.contact.findMany({ orderBy: { at: "asc" } });
    const times = contacts.map(({ at }) => at.getTime());
    for (const [index, at] of times.entries()) {
      expect(at - (times[index - 1] ?? -Infinity)).toBeGreaterThan(12 * HOUR);
      expect(at - (times[index - 3] ?? -Infinity)).toBeGreaterThanOrEqual(7 * DAY);
    }
    expect(times.length).toBeGreaterThanOrEqual(5);
  });
});
