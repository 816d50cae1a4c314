import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { openWorld } from "../../support/conversation.js";

describe("the sandbox", () => {
  it("that is closed takes nothing, and says so", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani");
    await world.sandbox.stop();
    await expect(ani.says("/bantuan")).rejects.toMatchObject({ status: 409, message: "The sandbox is not open yet." });
    const response = await world.pages.request("/sandbox/members", { method: "POST", body: '{"name":"Budi"}' });
    expect(response.status).toBe(409);
  });

  it("leaves a fault of its own to the server around it, which tells no details", async () => {
    const world = await openWorld();
    const caught: unknown[] = [];
    const server = new Hono().route("/", world.pages).onError((error, c) => {
      caught.push(error);
      return c.json({ error: "Incident 1." }, 500);
    });
    await world.db.client.$executeRawUnsafe("DROP TABLE SandboxMember");
    const response = await server.request("/sandbox/state");
    expect([response.status, await response.json()]).toEqual([500, { error: "Incident 1." }]);
    expect(caught).toHaveLength(1);
  });

  it("tells two members of one name apart by their ids, never by the name", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "id" });
    await world.member("Sari Dewi", { id: "sari-1" });
    await world.member("sari dewi", { id: "sari-2" });
    await ani.says("/temu jangan-temu @Sari Dewi");
    expect(ani.sees()).toContain("Tulis @");
    await ani.says("/temu jangan-temu @sari-2");
    expect(ani.sees()).toContain("sari dewi tidak akan dipertemukan");
  });

  it("tells everybody who looks that something is new, at once", async () => {
    const world = await openWorld();
    const response = await world.pages.request("/sandbox/events");
    const reader = response.body?.getReader();
    const text = (chunk: unknown) => (chunk instanceof Uint8Array ? new TextDecoder().decode(chunk) : "");
    const next = async () => text((await reader?.read())?.value);
    expect(await next()).toContain("event: changed");
    const heard = next();
    await world.member("Ani");
    expect(await heard).toContain('data: {"now":"2026-11-24T07:00:00.000Z"}');
    await reader?.cancel();
  });
});
