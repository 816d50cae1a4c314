import { expect, it } from "vitest";
import { DeliveryError, type Envelope } from "../../src/chat/port.js";
import { makeReach } from "../../src/features/members/reach.js";
import { onBothDatabases } from "../support/database.js";
import { clockAt, DAY, foundTown, letter, OPEN_GATE, openOffice, rowOf, statesOf } from "./office.js";

onBothDatabases("somebody who takes no private messages", (open) => {
  async function setUp(channels: { meetups?: string; introductions?: string } = { meetups: "temu" }) {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db, { settings: { ...OPEN_GATE, channels } });
    const office = openOffice(db, { clock });
    const [ani = "", budi = ""] = town.memberIds;
    const takesNone = ({ address }: Envelope) =>
      address.kind === "private" && address.userId === `${ani}-user` ? new DeliveryError("closed", "no") : undefined;
    const room = { kind: "room", key: "room", memberIds: town.memberIds } as const;
    const flag = async () => (await db.client.account.findFirstOrThrow({ where: { memberId: ani } })).dmClosedAt;
    return { db, clock, town, office, ani, budi, takesNone, room, flag };
  }

  it("is remembered, and for two weeks nothing is tried that they did not ask for", async () => {
    const { db, clock, town, office, ani, takesNone, flag } = await setUp();
    office.platform.script = takesNone;
    await office.add(letter(town, "first", ani));
    await office.courier.runDue();
    expect(await flag()).toEqual(clock.now());
    clock.forward(13 * DAY);
    await office.add(letter(town, "second", ani), letter(town, "answer", ani, { proactive: false }));
    await office.courier.runDue();
    expect(await rowOf(db, "second")).toMatchObject({ status: "dropped", reason: "closed" });
    expect(await rowOf(db, "answer")).toMatchObject({ status: "dead", reason: "closed" });
    expect(office.platform.tried).toBe(2);
    clock.forward(14 * DAY);
    office.platform.script = () => undefined;
    await office.add(letter(town, "third", ani));
    await office.courier.runDue();
    expect(await statesOf(db, "third")).toEqual(["sent"]);
  });

  it("is reached again after an answer arrived, or after they wrote to the bot", async () => {
    const { db, clock, town, office, ani, takesNone, flag } = await setUp();
    office.platform.script = takesNone;
    await office.add(letter(town, "first", ani));
    await office.courier.runDue();
    office.platform.script = () => undefined;
    await office.add(letter(town, "answer", ani, { proactive: false }));
    await office.courier.runDue();
    expect(await flag()).toBeNull();
    office.platform.script = takesNone;
    await office.add(letter(town, "second", ani));
    await office.courier.runDue();
    expect(await flag()).toEqual(clock.now());
    await makeReach({ db, outbox: office.outbox, now: clock.now }).wrote(ani);
    expect(await flag()).toBeNull();
  });

  it("is called once into the channel of the meet-ups when a match reaches them in no other way", async () => {
    const { clock, town, office, ani, budi, room, flag } = await setUp();
    office.platform.script = ({ address }) =>
      address.kind === "room" ? Promise.resolve({ messageId: "m", unreached: [`${ani}-user`] }) : undefined;
    await office.add(letter(town, "match", room));
    await office.courier.runDue();
    await office.courier.runDue();
    expect(office.platform.shown).toEqual([expect.objectContaining({ to: "temu" })]);
    const [called] = office.platform.shown;
    expect(called?.text).toContain(ani);
    expect(called?.text).not.toContain(budi);
    expect(await flag()).toEqual(clock.now());
  });

  it("is called as well when the room reaches nobody at all", async () => {
    const { db, town, office, room } = await setUp({ introductions: "perkenalan" });
    office.platform.script = ({ address }) => (address.kind === "room" ? new DeliveryError("closed", "no") : undefined);
    await office.add(letter(town, "match", room));
    await office.courier.runDue();
    await office.courier.runDue();
    expect(await statesOf(db, "match")).toEqual(["dead"]);
    expect(office.platform.shown.map(({ to }) => to)).toEqual(["perkenalan", "perkenalan"]);
  });

  it.each([
    ["for a nudge", { meetups: "temu" }, "dormancy"],
    ["where no channel was chosen", {}, "match"],
  ] as const)("is not called %s", async (_when, channels, priority) => {
    const { town, office, room } = await setUp(channels);
    office.platform.script = ({ address }) => (address.kind === "room" ? new DeliveryError("closed", "no") : undefined);
    await office.add(letter(town, "note", room, { priority }));
    await office.courier.runDue();
    await office.courier.runDue();
    expect(office.platform.shown).toEqual([]);
  });
});
