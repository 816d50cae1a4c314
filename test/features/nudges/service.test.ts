import { expect, it } from "vitest";
import { makeGate, type GateAsk } from "../../../src/features/nudges/service.js";
import { onBothDatabases } from "../../support/database.js";
import { clockAt, DAY, foundTown, HOUR, MORNING } from "../../outbox/office.js";

onBothDatabases("the gate with its memory", (open) => {
  async function start(settings: object = {}) {
    const db = await open();
    const { networkId, memberIds } = await foundTown(db, { settings, members: 3 });
    const clock = clockAt();
    const gate = makeGate({ db });
    let count = 0;
    const ask = (who: readonly string[], more: Partial<GateAsk> = {}) => {
      const deliveryId = more.deliveryId ?? `d${++count}`;
      const asked = { deliveryId, networkId, memberIds: who, priority: 0, expiresAt: null, ...more };
      return db.transaction((tx) => gate.admit(tx, asked, clock.now()));
    };
    const [ani = "", budi = "", citra = ""] = memberIds;
    return { db, clock, gate, networkId, ask, ani, budi, citra };
  }

  it("writes down whom it let a message through to, and lets no second one through on that day", async () => {
    const { db, clock, ask, ani, budi } = await start();
    expect(await ask([ani, budi])).toEqual({ kind: "send" });
    expect(await db.client.contact.count()).toBe(2);
    expect(await ask([budi])).toMatchObject({ kind: "hold", why: "dayBudget" });
    clock.forward(DAY);
    expect(await ask([budi])).toEqual({ kind: "send" });
  });

  it("counts a message that is tried again once", async () => {
    const { db, clock, ask, ani } = await start();
    expect(await ask([ani], { deliveryId: "same" })).toEqual({ kind: "send" });
    clock.forward(HOUR);
    expect(await ask([ani], { deliveryId: "same" })).toEqual({ kind: "send" });
    expect(await db.client.contact.findMany()).toMatchObject([{ deliveryId: "same", at: clock.now() }]);
  });

  it("forgets one that did not arrive", async () => {
    const { db, gate, ask, ani } = await start();
    await ask([ani], { deliveryId: "lost" });
    await db.transaction((tx) => gate.release(tx, "lost", [ani]));
    expect(await ask([ani])).toEqual({ kind: "send" });
  });

  it("remembers nothing of one that it held back, or whose transaction came to nothing", async () => {
    const { db, clock, gate, networkId, ask, ani } = await start();
    clock.set(new Date("2026-11-24T15:00:00Z"));
    expect(await ask([ani])).toMatchObject({ kind: "hold", why: "quietHours" });
    clock.set(MORNING);
    const asked = { deliveryId: "undone", networkId, memberIds: [ani], priority: 0, expiresAt: null };
    const undone = db.transaction(async (tx) => {
      expect(await gate.admit(tx, asked, clock.now())).toEqual({ kind: "send" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await db.client.contact.count()).toBe(0);
  });

  it("keeps two of the week's three messages for the ritual", async () => {
    const { clock, ask, ani } = await start();
    expect(await ask([ani], { priority: 1 })).toEqual({ kind: "send" });
    clock.forward(DAY);
    expect(await ask([ani], { priority: 3 })).toMatchObject({ kind: "hold", why: "weekBudget" });
    expect(await ask([ani])).toEqual({ kind: "send" });
    clock.forward(DAY);
    expect(await ask([ani])).toEqual({ kind: "send" });
    clock.forward(DAY);
    expect(await ask([ani])).toMatchObject({ kind: "hold" });
  });

  it("judges by each person's own hours and zone, and a room by all of them", async () => {
    const { db, clock, ask, ani, budi } = await start();
    await db.client.member.update({ where: { id: budi }, data: { timeZone: "Europe/Berlin", quietUntil: "08:00" } });
    // 09:00 in Jakarta is 03:00 in Berlin.
    expect(await ask([ani])).toEqual({ kind: "send" });
    clock.forward(DAY);
    const verdict = await ask([ani, budi]);
    expect(verdict).toMatchObject({ kind: "hold", why: "quietHours" });
    expect(verdict.kind === "hold" && new Date(verdict.until)).toEqual(new Date("2026-11-25T07:00:00Z"));
  });

  it("lets nothing through to somebody who said STOP, and leaves them out of account in a room", async () => {
    const { db, ask, ani, budi, citra } = await start();
    await db.client.member.update({ where: { id: ani }, data: { stoppedAt: MORNING } });
    expect(await ask([ani])).toEqual({ kind: "drop", why: "stopped" });
    expect(await ask([ani, budi])).toEqual({ kind: "drop", why: "stopped" });
    expect(await ask([ani, budi, citra], { priority: 1 })).toEqual({ kind: "send" });
    const contacts = await db.client.contact.findMany();
    expect(contacts.map(({ memberId }) => memberId).toSorted()).toEqual([budi, citra].toSorted());
  });

  it("counts a room for those who did not ask for it, and waits for none but them", async () => {
    const { db, clock, ask, ani, budi } = await start();
    expect(await ask([ani])).toEqual({ kind: "send" });
    clock.forward(HOUR);
    expect(await ask([ani, budi], { askedBy: ani, deliveryId: "room" })).toEqual({ kind: "send" });
    expect(await db.client.contact.findMany({ where: { deliveryId: "room" } })).toMatchObject([{ memberId: budi }]);
    clock.forward(HOUR);
    expect(await ask([ani, budi], { askedBy: ani })).toMatchObject({ kind: "hold", why: "dayBudget" });
  });

  it("lets one person wait out a break of weeks, and a room only as long as its people may find an hour", async () => {
    const { db, clock, gate, networkId, ask, ani, budi } = await start();
    const entry = { id: "c", networkId, kind: "break", effect: "pause", name: {} };
    await db.client.calendarEntry.create({ data: { ...entry, from: "2026-11-20", until: "2026-12-20" } });
    gate.refresh();
    clock.set(MORNING);
    expect(await ask([ani], { priority: 1 })).toMatchObject({ kind: "hold", why: "calendar" });
    expect(await ask([ani, budi])).toEqual({ kind: "drop", why: "stale" });
  });

  it("drops news for all of whoever is left in peace, unless they asked for it once a month", async () => {
    const { db, clock, ask, ani } = await start();
    await db.client.member.update({ where: { id: ani }, data: { careStage: 3, careAt: clock.now() } });
    expect(await ask([ani], { priority: 4 })).toEqual({ kind: "drop", why: "inPeace" });
    expect(await ask([ani], { priority: 1 })).toEqual({ kind: "send" });
    await db.client.member.update({ where: { id: ani }, data: { digestMonthly: true } });
    clock.forward(8 * DAY);
    expect(await ask([ani], { priority: 4 })).toEqual({ kind: "send" });
  });

  it("drops what could only be sent when it is stale", async () => {
    const { clock, ask, ani } = await start();
    clock.set(new Date("2026-11-27T11:30:00Z"));
    const expiresAt = new Date("2026-11-29T00:00:00Z");
    expect(await ask([ani], { expiresAt })).toEqual({ kind: "drop", why: "stale" });
  });

  it("follows a changed calendar and changed limits from the next look on", async () => {
    const { db, clock, gate, networkId, ask, ani, budi, citra } = await start();
    expect(await ask([ani])).toEqual({ kind: "send" });
    const entry = { id: "c", networkId, kind: "break", effect: "pause", name: {} };
    await db.client.calendarEntry.create({ data: { ...entry, from: "2026-11-24", until: "2026-11-29" } });
    gate.refresh();
    expect(await ask([budi])).toMatchObject({ kind: "hold", why: "calendar" });
    const settings = { gate: { perDay: 0 } };
    await db.client.network.update({ where: { id: networkId }, data: { settings } });
    gate.refresh();
    clock.set(new Date("2026-12-01T02:00:00Z"));
    expect(await ask([citra])).toMatchObject({ kind: "drop" });
  });

  it("minds the community's quiet times, and nobody's budget, before it speaks in a channel", async () => {
    const { db, clock, gate, networkId, ask, ani } = await start();
    const inChannel = () => db.transaction((tx) => gate.admitToChannel(tx, networkId, null, clock.now()));
    await ask([ani]);
    expect(await inChannel()).toEqual({ kind: "send" });
    expect(await inChannel()).toEqual({ kind: "send" });
    clock.set(new Date("2026-11-27T05:00:00Z"));
    expect(await inChannel()).toMatchObject({ kind: "hold", why: "fridayMidday" });
    expect(await db.client.contact.count()).toBe(1);
  });
});
