import { expect, it } from "vitest";
import { Refusal } from "../../src/refusal.js";
import { isDuplicate } from "../../src/storage/database.js";
import { onBothDatabases, openAt } from "../support/database.js";

const at = new Date("2026-11-24T08:30:00.123Z");
const network = (id: string) => ({
  id,
  name: "MGMP Fisika",
  locale: "id",
  timeZone: "Asia/Jakarta",
  settings: { a: [1, null] },
  createdAt: at,
});
const place = (id: string) => ({ id, kind: "room", name: "room", members: [], createdAt: at });

/** Lets a number of callers go on together, once all have come. */
function meetingPoint(expected: number): () => Promise<void> {
  let here = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    here++;
    if (here >= expected) open();
    return opened;
  };
}

onBothDatabases("a transaction", (open) => {
  it("is all or nothing", async () => {
    const database = await open();
    const failed = database.transaction(async (tx) => {
      await tx.network.create({ data: network("a") });
      await tx.sandboxPlace.create({ data: place("a") });
      throw new Error("changed my mind");
    });
    await expect(failed).rejects.toThrow("changed my mind");
    expect(await database.client.network.count()).toBe(0);
    expect(await database.client.sandboxPlace.count()).toBe(0);
  });

  it("reads what it has written, and keeps dates, JSON and nested rows as they were", async () => {
    const database = await open();
    const nested = {
      ...network("a"),
      members: { create: [{ id: "m", name: "Sari", createdAt: at, roles: { create: { name: "organiser" } } }] },
    };
    const read = (tx: typeof database.client) =>
      tx.network.findUniqueOrThrow({ where: { id: "a" }, include: { members: { include: { roles: true } } } });
    const inside = await database.transaction(async (tx) => {
      await tx.network.create({ data: nested });
      return tx.network.findUniqueOrThrow({ where: { id: "a" }, include: { members: { include: { roles: true } } } });
    });
    expect(inside).toMatchObject({ ...network("a"), members: [{ name: "Sari", roles: [{ name: "organiser" }] }] });
    expect(await read(database.client)).toEqual(inside);
  });

  it("writes nested rows outside a transaction all or nothing too", async () => {
    const database = await open();
    const twice = { create: [1, 2].map(() => ({ id: "same", name: "Sari", createdAt: at })) };
    const failed = database.client.network.create({ data: { ...network("a"), members: twice } });
    await expect(failed).rejects.toSatisfy(isDuplicate);
    expect(await database.client.network.count()).toBe(0);
  });

  it("tells a key that was there already from other failures", async () => {
    const database = await open();
    await database.client.network.create({ data: network("a") });
    const again = database.transaction((tx) => tx.network.create({ data: network("a") }));
    await expect(again).rejects.toSatisfy(isDuplicate);
    const orphan = database.client.role.create({ data: { memberId: "nobody", name: "organiser" } });
    await expect(orphan).rejects.not.toSatisfy(isDuplicate);
  });

  it("that reads before it writes never loses what another one wrote, in this program or in another", async () => {
    const database = await open();
    const other = openAt(database.address);
    await database.client.sandboxClock.create({ data: { id: 1, offsetMs: 0 } });
    const raise = (program: typeof database) =>
      program.transaction(async (tx) => {
        const { offsetMs } = await tx.sandboxClock.findUniqueOrThrow({ where: { id: 1 } });
        await tx.sandboxClock.update({ where: { id: 1 }, data: { offsetMs: offsetMs + 1 } });
      });
    await Promise.all([database, other].flatMap((program) => Array.from({ length: 15 }, () => raise(program))));
    expect(await database.client.sandboxClock.findUnique({ where: { id: 1 } })).toEqual({ id: 1, offsetMs: 30 });
  });

  it("that decides on what it sees can't be overtaken: of two who want the last seat, one gets it", async () => {
    const database = await open();
    const take = (id: string) =>
      database.transaction(async (tx) => {
        if ((await tx.sandboxPlace.count()) > 0) return "taken";
        await tx.sandboxPlace.create({ data: place(id) });
        return "seated";
      });
    const answers = await Promise.all(["a", "b", "c", "d"].map(take));
    expect(answers.filter((answer) => answer === "seated")).toHaveLength(1);
    expect(await database.client.sandboxPlace.count()).toBe(1);
  });

  it("leaves the database usable after it was given up for its time limit", async () => {
    const database = await open();
    const never = new Promise<never>(() => undefined);
    const slow = database.client.$transaction(
      async (tx) => {
        await tx.sandboxPlace.create({ data: place("a") });
        await never;
      },
      { timeout: 30 },
    );
    slow.catch(() => undefined);
    await expect
      .poll(() => database.transaction((tx) => tx.sandboxPlace.create({ data: place("b") })).then(() => "ok"))
      .toBe("ok");
    expect(await database.client.sandboxPlace.findMany({ select: { id: true } })).toEqual([{ id: "b" }]);
  });
});

onBothDatabases("two transactions that lock each other out", (open, kind) => {
  it("are tried again, and both do their work", async () => {
    let retries = 0;
    const database = await open({ onRetry: () => retries++ });
    await database.client.sandboxClock.createMany({ data: [1, 2].map((id) => ({ id, offsetMs: 0 })) });
    // SQLite lets one in at a time, so there nobody would ever come to the meeting point.
    const meet = meetingPoint(kind === "sqlite" ? 1 : 2);
    const move = (first: number, second: number) =>
      database.transaction(
        async (tx) => {
          await tx.sandboxClock.update({ where: { id: first }, data: { offsetMs: { increment: 1 } } });
          await meet();
          await tx.sandboxClock.update({ where: { id: second }, data: { offsetMs: { increment: 10 } } });
        },
        { isolation: "readCommitted" },
      );
    await Promise.all([move(1, 2), move(2, 1)]);
    expect(await database.client.sandboxClock.findMany({ orderBy: { id: "asc" } })).toEqual([
      { id: 1, offsetMs: 11 },
      { id: 2, offsetMs: 11 },
    ]);
    expect(retries).toBe(kind === "sqlite" ? 0 : 1);
  });
});

onBothDatabases("giving up", (open, kind) => {
  it("is told to the member as a refusal, and to the operator with its cause", async () => {
    const told: unknown[] = [];
    const database = await open({
      lockPatience: 0,
      onGivenUp: (refusal, cause) => told.push([refusal.code, cause instanceof Error]),
    });
    await database.client.sandboxClock.create({ data: { id: 1, offsetMs: 0 } });
    const other = openAt(database.address);
    let tries = 0;
    // Whatever this transaction does, somebody else has always just done it.
    const unlucky = () =>
      database.transaction(async (tx) => {
        tries++;
        await tx.sandboxClock.findUniqueOrThrow({ where: { id: 1 } });
        await other.client.sandboxClock.update({ where: { id: 1 }, data: { offsetMs: { increment: 1 } } });
        await tx.sandboxClock.update({ where: { id: 1 }, data: { offsetMs: 100 } });
      });
    const held = () => other.transaction(() => database.transaction((tx) => tx.sandboxClock.count()));
    await expect(kind === "sqlite" ? held() : unlucky()).rejects.toBeInstanceOf(Refusal);
    expect(told).toEqual([["busy", true]]);
    expect(tries).toBe(kind === "sqlite" ? 0 : 6);
  });
});
