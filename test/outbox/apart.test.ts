import { expect, it } from "vitest";
import { DeliveryError } from "../../src/chat/port.js";
import { onBothDatabases } from "../support/database.js";
import {
  clockAt,
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

onBothDatabases("a message for a room whose people share no space", (open) => {
  async function setUp(settings: object = OPEN_GATE) {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db, { members: 3, settings });
    const office = openOffice(db, { clock });
    // The last one is on another platform only.
    const other = { ...testPlatform(), platform: "other" };
    office.adapters.set("other", other);
    const [ani = "", budi = "", citra = ""] = town.memberIds;
    const createdAt = MORNING;
    await db.client.space.create({
      data: {
        id: "far",
        networkId: town.networkId,
        platform: "other",
        externalId: "far-place",
        name: "far",
        createdAt,
      },
    });
    await db.client.account.update({ where: { id: `${citra}-account` }, data: { spaceId: "far" } });
    const room = { kind: "room", key: "circle", memberIds: town.memberIds, orEach: true } as const;
    return { db, clock, town, office, other, ani, budi, citra, room };
  }

  it("goes to each of them alone, once, wherever they are", async () => {
    const { db, town, office, other, ani, budi, citra, room } = await setUp();
    await office.add(letter(town, "news", room, { proactive: false }));
    await office.courier.runDue();
    await office.courier.runDue();
    expect(await rowOf(db, "news")).toMatchObject({ status: "dropped", reason: "apart" });
    expect(office.platform.shown.map(({ to }) => to).sort()).toEqual([`${ani}-user`, `${budi}-user`].sort());
    expect(other.shown.map(({ to }) => to)).toEqual([`${citra}-user`]);
    await office.courier.runDue();
    expect(office.platform.tried).toBe(2);
    expect(await rowOf(db, `news:${ani}`)).toMatchObject({ proactive: true, priority: 0 });
    expect(office.faults).toEqual([]);
  });

  it("takes nobody's budget in the place that they have, and everybody's where there is none yet", async () => {
    const { db, town, office, ani, budi } = await setUp({});
    const pair = { kind: "room", key: "pair", memberIds: [ani, budi], orEach: true } as const;
    await office.add(letter(town, "first", pair));
    await office.courier.runDue();
    expect(await rowOf(db, "first")).toMatchObject({ status: "sent" });
    expect(await db.client.contact.count()).toBe(2);
    // The first one has opened it.
    await office.add(letter(town, "second", pair));
    await office.courier.runDue();
    expect(await rowOf(db, "second")).toMatchObject({ status: "sent" });
    expect(await db.client.contact.count()).toBe(2);
    expect(office.faults).toEqual([]);
  });

  it("passes the gate for each of them, and is too late for whom it is too late", async () => {
    const night = { ...OPEN_GATE.gate, quietFrom: "08:00", quietUntil: "23:00" };
    const { db, clock, town, office, ani, room } = await setUp({ gate: night });
    const expiresAt = new Date(MORNING.getTime() + 2 * HOUR);
    await office.add(letter(town, "news", room, { proactive: false, expiresAt }));
    await office.courier.runDue();
    expect(office.platform.shown).toEqual([]);
    clock.forward(3 * HOUR);
    await office.courier.runDue();
    expect(await statesOf(db, `news:${ani}`)).toEqual(["dropped"]);
    expect(office.platform.shown).toEqual([]);
  });

  it.each(["refused", "gone"] as const)("goes to each alone when their room is %s", async (kind) => {
    const { db, town, office, ani, budi } = await setUp();
    office.platform.script = ({ address }) => (address.kind === "room" ? new DeliveryError(kind, "no") : undefined);
    await office.add(letter(town, "news", { kind: "room", key: "circle", memberIds: [ani, budi], orEach: true }));
    await office.courier.runDue();
    await office.courier.runDue();
    expect(await rowOf(db, "news")).toMatchObject({ status: "dropped", reason: "apart" });
    expect(office.platform.shown.map(({ to }) => to).sort()).toEqual([`${ani}-user`, `${budi}-user`].sort());
  });

  it("is dropped where it may not, as before", async () => {
    const { db, town, office, room } = await setUp();
    const { kind, key, memberIds } = room;
    await office.add(letter(town, "match", { kind, key, memberIds }));
    await office.courier.runDue();
    expect(await rowOf(db, "match")).toMatchObject({ status: "dropped", reason: "gone" });
    expect(await db.client.delivery.count()).toBe(1);
  });

  it("goes to the room where they share one", async () => {
    const { db, town, office, ani, budi } = await setUp();
    await office.add(letter(town, "news", { kind: "room", key: "circle", memberIds: [ani, budi], orEach: true }));
    await office.courier.runDue();
    expect(await statesOf(db, "news")).toEqual(["sent"]);
    expect(office.platform.shown.map(({ to }) => to)).toEqual(["circle"]);
  });
});
