import { expect, it } from "vitest";
import { DeliveryError } from "../../src/chat/port.js";
import { MOST_TRIES } from "../../src/outbox/backoff.js";
import { onBothDatabases } from "../support/database.js";
import {
  clockAt,
  DAY,
  foundTown,
  HOUR,
  letter,
  MINUTE,
  MORNING,
  OPEN_GATE,
  openOffice,
  rowOf,
  statesOf,
} from "./office.js";

onBothDatabases("the courier", (open) => {
  async function setUp(options: { settings?: object; members?: number; patience?: number } = {}) {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db, { settings: options.settings ?? OPEN_GATE, members: options.members ?? 3 });
    const office = openOffice(db, { clock, ...(options.patience === undefined ? {} : { patience: options.patience }) });
    const [ani = "", budi = "", citra = ""] = town.memberIds;
    return { db, clock, town, office, ani, budi, citra };
  }

  it("sends what is due, and once", async () => {
    const { office, town, ani, budi, db } = await setUp();
    await office.add(letter(town, "first", ani), letter(town, "second", budi));
    expect(await office.courier.runDue()).toBe(2);
    expect(await office.courier.runDue()).toBe(0);
    expect(office.platform.shown.map(({ to, text }) => [to, text])).toEqual([
      [`${ani}-user`, "first"],
      [`${budi}-user`, "second"],
    ]);
    expect(await statesOf(db, "first", "second")).toEqual(["sent", "sent"]);
  });

  it("sends an intention that was written twice once", async () => {
    const { office, town, ani } = await setUp();
    await office.add(letter(town, "only", ani));
    await office.add(letter(town, "only", ani, { facts: { line: "again" } }));
    await office.courier.runDue();
    expect(office.platform.shown.map(({ text }) => text)).toEqual(["only"]);
  });

  it("waits for what is due later and says when that is", async () => {
    const { office, clock, town, ani } = await setUp();
    const dueAt = new Date(MORNING.getTime() + HOUR);
    await office.add(letter(town, "later", ani, { dueAt }));
    expect(await office.courier.runDue()).toBe(0);
    expect(await office.courier.nextAt()).toEqual(dueAt);
    clock.set(dueAt);
    expect(await office.courier.runDue()).toBe(1);
    expect(await office.courier.nextAt()).toBeUndefined();
  });

  it.each([
    ["most readers", ["en", "id", "id"], "id Asia/Jakarta + en Asia/Jakarta"],
    ["the community where as many read each", ["id", "en"], "en Asia/Jakarta + id Asia/Jakarta"],
    ["all", ["id", "id"], "id Asia/Jakarta"],
  ])("says a room's message in the language of %s first", async (_whose, locales, text) => {
    const { office, town, db } = await setUp();
    const memberIds = town.memberIds.slice(0, locales.length);
    for (const [index, locale] of locales.entries())
      await db.client.member.update({ where: { id: memberIds[index] ?? "" }, data: { locale } });
    const room = { kind: "room", key: "room", memberIds } as const;
    await office.add(letter(town, "hello", room, { notice: "common.greeting" }));
    await office.courier.runDue();
    expect(office.platform.shown.map((shown) => shown.text)).toEqual([text]);
  });

  it("words a message in the language and zone that the reader has when it is delivered", async () => {
    const { office, db, town, ani } = await setUp();
    await office.add(letter(town, "greeting", ani, { notice: "common.greeting", facts: {} }));
    await db.client.member.update({ where: { id: ani }, data: { locale: "id", timeZone: "Europe/Berlin" } });
    await office.courier.runDue();
    expect(office.platform.shown[0]?.text).toBe("id Europe/Berlin");
  });

  it("says it to a room in each language of its readers", async () => {
    const { office, db, town, ani, budi } = await setUp();
    await db.client.member.update({ where: { id: budi }, data: { locale: "id" } });
    const room = { kind: "room", key: "r1", memberIds: [ani, budi] } as const;
    await office.add(letter(town, "hello", room, { notice: "common.greeting", facts: {} }));
    await office.courier.runDue();
    expect(office.platform.shown[0]?.text).toBe("en Asia/Jakarta + id Asia/Jakarta");
  });

  it("remembers the room that was opened, and writes to it again", async () => {
    const { office, db, town, ani, budi } = await setUp();
    const room = { kind: "room", key: "r1", memberIds: [ani, budi] } as const;
    const rooms: (string | undefined)[] = [];
    office.platform.script = ({ address }) => {
      if (address.kind === "room") rooms.push(address.roomId);
      return undefined;
    };
    await office.add(letter(town, "hello", room));
    await office.courier.runDue();
    await office.add(letter(town, "and again", room));
    await office.courier.runDue();
    expect(rooms).toEqual([undefined, "room-r1"]);
    expect(await db.client.room.count({ where: { key: "r1", spaceId: town.spaceId } })).toBe(1);
  });

  it("makes one message of all that waits for a person, the most important first", async () => {
    const { office, db, town, ani } = await setUp({ settings: {} });
    await office.add(
      letter(town, "digest", ani, { priority: "digest" }),
      letter(town, "match", ani),
      letter(town, "request", ani, { priority: "request" }),
    );
    expect(await office.courier.runDue()).toBe(1);
    expect(office.platform.shown.map(({ text }) => text)).toEqual(["match + request + digest"]);
    expect(await statesOf(db, "match", "request", "digest")).toEqual(["sent", "merged", "merged"]);
    expect(await db.client.contact.count({ where: { memberId: ani } })).toBe(1);
  });

  it("answers at once what somebody asked for, whatever the gate says", async () => {
    const { office, clock, town, ani } = await setUp({ settings: {} });
    clock.set(new Date("2026-11-24T15:00:00Z"));
    await office.add(letter(town, "answer", ani, { proactive: false }), letter(town, "news", ani));
    await office.courier.runDue();
    expect(office.platform.shown.map(({ text }) => text)).toEqual(["answer"]);
  });

  it("leaves out what has become stale", async () => {
    const { office, db, clock, town, ani } = await setUp();
    await office.add(letter(town, "stale", ani, { expiresAt: new Date(MORNING.getTime() + HOUR) }));
    clock.forward(HOUR);
    expect(await office.courier.runDue()).toBe(0);
    expect(await rowOf(db, "stale")).toMatchObject({ status: "dropped", reason: "stale" });
  });

  it("doesn't write to people who have left, nor opens a room for one", async () => {
    const { office, db, town, ani, budi } = await setUp();
    await office.add(
      letter(town, "one", ani),
      letter(town, "room", { kind: "room", key: "r", memberIds: [ani, budi] }),
    );
    await db.client.member.update({ where: { id: ani }, data: { leftAt: MORNING } });
    expect(await office.courier.runDue()).toBe(0);
    expect(await rowOf(db, "one")).toMatchObject({ status: "dropped", reason: "left" });
    expect(await rowOf(db, "room")).toMatchObject({ status: "dropped", reason: "left" });
  });

  it("keeps messages for a platform that is not running, however long, and drops what has gone stale by then", async () => {
    const { office, db, clock, town, ani, budi } = await setUp();
    office.adapters.clear();
    const channel = { kind: "channel", spaceId: town.spaceId, channelId: "general" } as const;
    const expiresAt = new Date(MORNING.getTime() + DAY);
    await office.add(
      letter(town, "kept", ani),
      letter(town, "news", channel),
      letter(town, "late", budi, { expiresAt }),
    );
    for (let day = 0; day < 4; day++) {
      expect(await office.courier.runDue()).toBe(0);
      clock.forward(DAY);
    }
    expect(await statesOf(db, "kept", "news", "late")).toEqual(["pending", "pending", "dropped"]);
    office.adapters.set("test", office.platform);
    clock.forward(HOUR);
    expect(await office.courier.runDue()).toBe(2);
  });

  it("gives up on people without an account anywhere", async () => {
    const { office, db, town, ani } = await setUp();
    await db.client.account.updateMany({ where: { memberId: ani }, data: { leftAt: MORNING } });
    await office.add(letter(town, "nowhere", ani));
    await office.courier.runDue();
    expect(await rowOf(db, "nowhere")).toMatchObject({ status: "dropped", reason: "gone" });
  });

  it("tries again what failed, a little later, and gives the contact back meanwhile", async () => {
    const { office, db, clock, town, ani } = await setUp({ settings: {} });
    office.platform.script = () => new Error("socket hang up");
    await office.add(letter(town, "stubborn", ani));
    expect(await office.courier.runDue()).toBe(0);
    expect(await rowOf(db, "stubborn")).toMatchObject({ status: "pending", reason: "platform", attempts: 1 });
    expect(await db.client.contact.count()).toBe(0);
    office.platform.script = () => undefined;
    expect(await office.courier.runDue()).toBe(0);
    clock.forward(MINUTE);
    expect(await office.courier.runDue()).toBe(1);
    expect(await db.client.contact.count()).toBe(1);
  });

  it("keeps the platform's wish for an hour's pause in the database, cut to a quarter of one", async () => {
    const { office, db, town, ani } = await setUp();
    office.platform.script = () => new DeliveryError("retry", "429", HOUR);
    await office.add(letter(town, "limited", ani));
    await office.courier.runDue();
    expect((await rowOf(db, "limited")).nextAt).toEqual(new Date(MORNING.getTime() + 15 * MINUTE));
  });

  it("counts the tries, not the days it was held back, and gives up with a recorded reason", async () => {
    const { office, db, clock, town, ani } = await setUp();
    await office.add(letter(town, "hopeless", ani, { dueAt: new Date(MORNING.getTime() - 5 * DAY) }));
    office.platform.script = () => new Error("503");
    await office.courier.runDue();
    expect(await statesOf(db, "hopeless")).toEqual(["pending"]);
    await db.client.delivery.update({ where: { key: "hopeless" }, data: { attempts: MOST_TRIES - 2 } });
    clock.forward(HOUR);
    await office.courier.runDue();
    expect(await rowOf(db, "hopeless")).toMatchObject({ status: "pending", attempts: MOST_TRIES - 1 });
    clock.forward(HOUR);
    await office.courier.runDue();
    expect(await rowOf(db, "hopeless")).toMatchObject({ status: "dead", reason: "platform" });
  });

  it.each(["closed", "gone", "refused"] as const)("doesn't try again what is %s", async (kind) => {
    const { office, db, clock, town, ani } = await setUp();
    office.platform.script = () => new DeliveryError(kind, "no");
    await office.add(letter(town, "final", ani));
    await office.courier.runDue();
    clock.forward(DAY);
    await office.courier.runDue();
    expect(await rowOf(db, "final")).toMatchObject({ status: "dead", reason: kind });
    expect(await db.client.contact.count()).toBe(0);
  });

  it("neither repeats nor forgets what may have arrived: it counts for the person's budget", async () => {
    const { office, db, clock, town, ani } = await setUp({ settings: {} });
    office.platform.script = () => new DeliveryError("unsure", "timeout");
    await office.add(letter(town, "perhaps", ani), letter(town, "with it", ani, { priority: "digest" }));
    await office.courier.runDue();
    clock.forward(HOUR);
    await office.courier.runDue();
    expect(await statesOf(db, "perhaps", "with it")).toEqual(["maybeSent", "maybeSent"]);
    expect(await db.client.contact.count({ where: { memberId: ani } })).toBe(1);
  });

  it("is not held up by a platform that never answers, and offers it the very same message again", async () => {
    const { office, db, clock, town, ani, budi } = await setUp({ patience: 20 });
    office.platform.script = ({ address }) =>
      address.kind === "private" && address.userId === `${ani}-user` ? new Promise(() => undefined) : undefined;
    await office.add(letter(town, "hung", ani), letter(town, "hung too", ani), letter(town, "other", budi));
    expect(await office.courier.runDue()).toBe(1);
    expect(await statesOf(db, "hung", "hung too", "other")).toEqual(["pending", "merging", "sent"]);
    // It may have been shown, so it counts.
    expect(await db.client.contact.count({ where: { memberId: ani } })).toBe(1);
    await office.add(letter(town, "new", ani));
    office.platform.script = () => undefined;
    clock.forward(MINUTE);
    await office.courier.runDue();
    const texts = office.platform.shown.filter(({ to }) => to === `${ani}-user`).map(({ text }) => text);
    expect(texts.toSorted()).toEqual(["hung + hung too", "new"]);
  });

  it("sends the others although one can't be worded", async () => {
    const { office, db, town, ani, budi } = await setUp();
    await office.add(letter(town, "broken", ani, { notice: "common.broken" }), letter(town, "fine", budi));
    expect(await office.courier.runDue()).toBe(1);
    expect(await rowOf(db, "broken")).toMatchObject({ status: "pending", reason: "fault", attempts: 1 });
    expect(office.faults.join()).toContain("this notice can't be worded");
  });

  it("who asks while it is under way waits, and what was added meanwhile is sent", async () => {
    const { office, town, ani, budi } = await setUp();
    let added: Promise<void> | undefined;
    office.platform.script = () => {
      added ??= office.add(letter(town, "meanwhile", budi));
      return undefined;
    };
    await office.add(letter(town, "first", ani));
    const first = office.courier.runDue();
    const second = first.then(() => added).then(() => office.courier.runDue());
    await Promise.all([first, second]);
    expect(office.platform.shown.map(({ text }) => text)).toEqual(["first", "meanwhile"]);
  });
});
