import { expect, it } from "vitest";
import { onBothDatabases } from "../support/database.js";
import { clockAt, DAY, foundTown, HOUR, letter, MORNING, OPEN_GATE, openOffice, rowOf, statesOf } from "./office.js";

onBothDatabases("a space from which the bot was taken out", (open) => {
  async function setUp() {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db, { settings: OPEN_GATE });
    const office = openOffice(db, { clock });
    const [ani = ""] = town.memberIds;
    const room = { kind: "room", key: "room", memberIds: town.memberIds } as const;
    const channel = { kind: "channel", spaceId: town.spaceId, channelId: "c" } as const;
    const mark = (removedAt: Date | null) => db.client.space.updateMany({ data: { removedAt } });
    return { db, clock, town, office, ani, room, channel, mark };
  }

  it("keeps what waits for its people, rooms and channels until the bot is back", async () => {
    const { db, clock, town, office, ani, room, channel, mark } = await setUp();
    await mark(clock.now());
    await office.add(letter(town, "m", ani), letter(town, "r", room), letter(town, "c", channel));
    for (let days = 0; days < 3; days++) {
      await office.courier.runDue();
      clock.forward(DAY);
    }
    expect(await statesOf(db, "m", "r", "c")).toEqual(["pending", "pending", "pending"]);
    expect(await rowOf(db, "m")).toMatchObject({ reason: "platformAway", attempts: 0 });
    expect(office.platform.tried).toBe(0);
    await mark(null);
    await office.courier.runDue();
    expect(await statesOf(db, "m", "r", "c")).toEqual(["sent", "sent", "sent"]);
    expect(office.platform.shown).toHaveLength(3);
  });

  it("drops what is stale meanwhile", async () => {
    const { db, clock, town, office, ani, mark } = await setUp();
    await mark(clock.now());
    await office.add(letter(town, "m", ani, { expiresAt: new Date(MORNING.getTime() + HOUR) }));
    await office.courier.runDue();
    clock.forward(2 * HOUR);
    await mark(null);
    await office.courier.runDue();
    expect(await rowOf(db, "m")).toMatchObject({ status: "dropped", reason: "stale" });
    expect(office.platform.shown).toEqual([]);
  });

  it("is not waited for where people can be reached in another", async () => {
    const { db, clock, town, office, ani, room, mark } = await setUp();
    await mark(clock.now());
    const createdAt = clock.now();
    const here = { id: "z-space", networkId: town.networkId, platform: "test", externalId: "z-place", name: "z" };
    await db.client.space.create({ data: { ...here, createdAt } });
    await db.client.account.createMany({
      data: town.memberIds.map((memberId) => ({
        id: `z-${memberId}`,
        memberId,
        spaceId: here.id,
        externalId: memberId,
      })),
    });
    await office.add(letter(town, "m", ani), letter(town, "r", room));
    await office.courier.runDue();
    expect(await statesOf(db, "m", "r")).toEqual(["sent", "sent"]);
    expect(office.platform.shown.map(({ to }) => to).toSorted()).toEqual(["room", ani].toSorted());
  });
});
