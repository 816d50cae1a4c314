import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { describe, expect, it, onTestFinished } from "vitest";
import { startThrowawayPostgresql } from "../../scripts/throwaway-postgresql.mjs";
import { migrate } from "../../src/storage/migrations.js";
import { freshAddress, migrationsFolder, openAt } from "../support/database.js";
import { hasPostgresql } from "../support/postgres.js";

const place = (id: string) => ({ id, kind: "room", name: "room", members: [], createdAt: new Date(0) });

/** How long, in ms, something took to fail, and with what. */
async function failure(work: Promise<unknown>): Promise<{ took: number; error: unknown }> {
  const start = performance.now();
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { took: performance.now() - start, error };
}

/** Something between a program and its server that can stop to pass anything on, without breaking a connection. */
async function proxyTo(port: number): Promise<{ port: number; freeze(): void; thaw(): void }> {
  let isFrozen = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => {
        if (!isFrozen) to.write(chunk);
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        if (!isFrozen) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => void (isFrozen = true),
    thaw: () => void (isFrozen = false),
  };
}

describe("a PostgreSQL server", { skip: !hasPostgresql }, () => {
  it("that is killed fails what is under way at once, and is used again as soon as it is back", async () => {
    const server = await startThrowawayPostgresql();
    onTestFinished(() => server.stop());
    const address = { kind: "postgresql", url: server.url } as const;
    await migrate(address, migrationsFolder);
    const database = openAt(address);
    await Promise.all([1, 2, 3, 4].map((id) => database.client.sandboxPlace.create({ data: place(String(id)) })));

    let killed: () => void = () => undefined;
    const kill = new Promise<void>((resolve) => (killed = resolve));
    const underWay = failure(
      database.transaction(async (tx) => {
        await tx.sandboxPlace.create({ data: place("half") });
        server.kill();
        killed();
        await tx.sandboxPlace.create({ data: place("other half") });
      }),
    );
    await kill;
    const meanwhile = await Promise.all([underWay, failure(database.client.sandboxPlace.count())]);
    for (const { took, error } of meanwhile) {
      expect(error).toBeInstanceOf(Error);
      expect(took).toBeLessThan(10_000);
    }
    await server.restart();
    await expect.poll(() => database.client.sandboxPlace.count(), { timeout: 15_000 }).toBe(4);
    await database.transaction((tx) => tx.sandboxPlace.create({ data: place("after") }));
    expect(await database.client.sandboxPlace.count()).toBe(5);
  });

  it("that is cut off without a word holds nobody longer than 10 s, and is used again when it can be reached", async () => {
    const address = await freshAddress("postgresql", "migrated");
    const url = new URL(address.kind === "postgresql" ? address.url : "");
    const proxy = await proxyTo(Number(url.port));
    url.port = String(proxy.port);
    const database = openAt({ kind: "postgresql", url: url.href }, { poolSize: 2 });
    await Promise.all([1, 2].map((id) => database.client.sandboxPlace.create({ data: place(String(id)) })));

    let reached: () => void = () => undefined;
    const inTheMiddle = new Promise<void>((resolve) => (reached = resolve));
    const underWay = failure(
      database.transaction(async (tx) => {
        await tx.sandboxPlace.create({ data: place("half") });
        proxy.freeze();
        reached();
        await tx.sandboxPlace.create({ data: place("other half") });
      }),
    );
    await inTheMiddle;
    const asked = [
      underWay,
      failure(database.client.sandboxPlace.count()),
      failure(database.client.sandboxPlace.count()),
      failure(database.transaction((tx) => tx.sandboxPlace.count())),
    ];
    for (const { took, error } of await Promise.all(asked)) {
      expect(error).toBeInstanceOf(Error);
      expect(took).toBeLessThan(10_000);
    }
    proxy.thaw();
    const back = await failure(database.client.sandboxPlace.count());
    expect(back.took).toBeLessThan(5_000);
    expect(await database.client.sandboxPlace.count()).toBe(2);
  });
});
