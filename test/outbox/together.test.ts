import { expect, it } from "vitest";
import { DeliveryError } from "../../src/chat/port.js";
import { onBothDatabases } from "../support/database.js";
import {
  clockAt,
  countLines,
  DAY,
  foundTown,
  HOUR,
  letter,
  MINUTE,
  MORNING,
  openOffice,
  rowOf,
  statesOf,
} from "./office.js";

/** Three messages that go out as one, under the usual limits: one a day, quiet hours from 18:00. */
const KEYS = ["first", "second", "third"] as const;

onBothDatabases("messages that go out together", (open) => {
  async function setUp(keys: readonly string[] = KEYS) {
    const db = await open();
    const clock = clockAt();
    const town = await foundTown(db);
    const office = openOffice(db, { clock });
    const [ani = ""] = town.memberIds;
    await office.add(
      ...keys.map((key, index) => letter(town, key, ani, { dueAt: new Date(MORNING.getTime() + index) })),
    );
    clock.forward(1_000);
    const carryOn = async (by: number) => {
      clock.forward(by);
      office.platform.script = () => undefined;
      await office.courier.runDue();
    };
    return { db, clock, town, office, ani, carryOn };
  }
  const texts = ({ office }: Awaited<ReturnType<typeof setUp>>) => office.platform.shown.map(({ text }) => text);

  it("are the same ones when the first try fails, also when something new waits by then", async () => {
    const here = await setUp();
    const { office, town, ani, db } = here;
    office.platform.script = () => new DeliveryError("retry", "503");
    await office.courier.runDue();
    expect(await statesOf(db, ...KEYS)).toEqual(["pending", "merging", "merging"]);
    await office.add(letter(town, "new", ani, { dueAt: new Date(MORNING.getTime() + MINUTE / 2) }));
    await here.carryOn(MINUTE);
    expect(texts(here)).toEqual(["first + second + third"]);
    await here.carryOn(DAY);
    expect(texts(here)).toEqual(["first + second + third", "new"]);
  });

  it("wait together when the next try falls into quiet hours", async () => {
    const here = await setUp();
    here.office.platform.script = () => new DeliveryError("retry", "503", 10 * HOUR);
    await here.office.courier.runDue();
    await here.carryOn(10 * HOUR);
    expect(await rowOf(here.db, "first")).toMatchObject({ status: "pending", reason: "quietHours" });
    await here.carryOn(14 * HOUR);
    expect(texts(here)).toEqual(["first + second + third"]);
  });

  it("go out without what has become stale meanwhile", async () => {
    const here = await setUp(["first"]);
    const expiresAt = new Date(MORNING.getTime() + HOUR);
    await here.office.add(
      letter(here.town, "soon stale", here.ani, { expiresAt }),
      letter(here.town, "fine", here.ani),
    );
    here.office.platform.script = () => new DeliveryError("retry", "503");
    await here.office.courier.runDue();
    await here.carryOn(HOUR);
    expect(await rowOf(here.db, "soon stale")).toMatchObject({ status: "dropped", reason: "stale" });
    expect(countLines(here.office.platform.shown)).toEqual(
      new Map([
        ["first", 1],
        ["fine", 1],
      ]),
    );
  });

  it("go out each by itself when the platform refuses them as one", async () => {
    const here = await setUp();
    here.office.platform.script = ({ card }) =>
      card.blocks.filter(({ kind }) => kind === "text").length > 1
        ? new DeliveryError("refused", "too long")
        : undefined;
    for (let quarter = 0; quarter < 24 * 4 * 7; quarter += quarter < 4 ? 1 : 96) {
      await here.office.courier.runDue();
      here.clock.set(new Date(MORNING.getTime() + quarter * 15 * MINUTE));
    }
    expect(texts(here)).toEqual(["first", "second", "third"]);
  });

  it("are not lost when the one they go with is refused for good", async () => {
    const here = await setUp();
    const bad = (await rowOf(here.db, "first")).id;
    here.office.platform.script = ({ nonce }) => (nonce === bad ? new DeliveryError("refused", "no") : undefined);
    for (let minute = 0; minute < 4; minute++) {
      await here.office.courier.runDue();
      here.clock.forward(MINUTE);
    }
    expect(await rowOf(here.db, "first")).toMatchObject({ status: "dead", reason: "refused" });
    expect(texts(here)).toEqual(["second + third"]);
  });

  it("are not lost when the one they go with goes stale between two tries", async () => {
    const here = await setUp([]);
    const expiresAt = new Date(MORNING.getTime() + HOUR);
    await here.office.add(letter(here.town, "short", here.ani, { expiresAt }));
    await here.office.add(letter(here.town, "long", here.ani, { priority: "request" }));
    here.office.platform.script = () => new DeliveryError("retry", "503");
    await here.office.courier.runDue();
    expect(await statesOf(here.db, "short", "long")).toEqual(["pending", "merging"]);
    await here.carryOn(2 * HOUR);
    expect(await statesOf(here.db, "short", "long")).toEqual(["dropped", "sent"]);
  });

  it("are not tried one by one when the person takes no private messages", async () => {
    const here = await setUp();
    here.office.platform.script = () => new DeliveryError("closed", "no private messages");
    await here.office.courier.runDue();
    expect(await statesOf(here.db, ...KEYS)).toEqual(["dead", "dropped", "dropped"]);
    expect(here.office.platform.tried).toBe(1);
  });

  it("don't suffer from one that can't be worded", async () => {
    const here = await setUp(["fine", "good"]);
    await here.office.add(letter(here.town, "poison", here.ani, { notice: "common.broken" }));
    for (let day = 0; day < 5; day++) {
      await here.office.courier.runDue();
      here.clock.forward(DAY);
    }
    expect([...countLines(here.office.platform.shown)].toSorted()).toEqual([
      ["fine", 1],
      ["good", 1],
    ]);
    expect(await statesOf(here.db, "poison")).toEqual(["pending"]);
  });

  it("never take one along that was on its way by itself before", async () => {
    const here = await setUp(["alone"]);
    here.office.platform.script = () => new DeliveryError("retry", "503", 15 * MINUTE);
    await here.office.courier.runDue();
    here.office.platform.script = () => undefined;
    await here.office.add(letter(here.town, "next", here.ani));
    await here.office.courier.runDue();
    expect(texts(here)).toEqual(["next"]);
    await here.carryOn(DAY);
    expect(texts(here)).toEqual(["next", "alone"]);
  });

  it("leave out what was taken back while they waited for another try", async () => {
    const here = await setUp();
    here.office.platform.script = () => new DeliveryError("retry", "503");
    await here.office.courier.runDue();
    await here.db.transaction((tx) => here.office.outbox.cancel(tx, ["second"], "moved"));
    await here.carryOn(MINUTE);
    expect(texts(here)).toEqual(["first + third"]);
    expect(await statesOf(here.db, ...KEYS)).toEqual(["sent", "dropped", "merged"]);
  });
});
