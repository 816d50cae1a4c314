import { expect, it } from "vitest";
import { makeCalendar } from "../../../../src/features/members/calendar/service.js";
import { onBothDatabases } from "../../../support/database.js";
import { clockAt, countedIds, foundTown } from "../../../outbox/office.js";

const changed = () => Promise.resolve();

onBothDatabases("a community's calendar", (open) => {
  async function start() {
    const db = await open();
    const { networkId } = await foundTown(db, { members: 0 });
    const clock = clockAt();
    const calendar = makeCalendar({ db, newId: countedIds("c"), now: clock.now, wallClock: clock.now, changed });
    return { db, networkId, clock, calendar };
  }

  it("is what organisers write, and known at once after a change", async () => {
    const { networkId, calendar } = await start();
    expect(await calendar.entries(networkId)).toEqual([]);
    await calendar.add(networkId, { kind: "exam", from: "2026-12-01", until: "2026-12-04", name: "UAS" });
    expect(await calendar.entries(networkId)).toEqual([
      { kind: "exam", effect: "pause", from: "2026-12-01", until: "2026-12-04" },
    ]);
    const [entry] = await calendar.list(networkId, "2026-12-04");
    expect(entry?.names).toEqual({ en: "UAS", id: "UAS" });
    await calendar.change(networkId, entry?.id ?? "", { effect: "gentle", until: "2026-12-05" });
    expect(await calendar.get(networkId, entry?.id ?? "")).toMatchObject({ effect: "gentle", until: "2026-12-05" });
    expect(await calendar.entries(networkId)).toMatchObject([{ effect: "gentle" }]);
    await calendar.remove(networkId, entry?.id ?? "");
    expect(await calendar.entries(networkId)).toEqual([]);
  });

  it("changes together with what follows from it, or not at all", async () => {
    const { db, networkId, clock } = await start();
    const failing = makeCalendar({
      db,
      newId: countedIds("f"),
      now: clock.now,
      wallClock: clock.now,
      changed: () => Promise.reject(new Error("no")),
    });
    const adding = failing.add(networkId, { kind: "exam", from: "2026-12-01", until: "2026-12-04", name: "UAS" });
    await expect(adding).rejects.toThrow("no");
    expect(await failing.entries(networkId)).toEqual([]);
  });

  it("takes no days so far ahead that they must be a slip of the pen", async () => {
    const { networkId, calendar } = await start();
    const far = { kind: "break", from: "2026-12-01", until: "9999-12-31", name: "Libur" } as const;
    await expect(calendar.add(networkId, far)).rejects.toMatchObject({ code: "dateTooFar" });
    await calendar.add(networkId, { ...far, until: "2027-01-02" });
    const [entry] = await calendar.list(networkId, "2026-12-01");
    const changing = calendar.change(networkId, entry?.id ?? "", { until: "2032-01-01" });
    await expect(changing).rejects.toMatchObject({ code: "dateTooFar" });
  });

  it("doesn't remember what was read while it changed", async () => {
    const { networkId, calendar } = await start();
    const reading = calendar.entries(networkId);
    const adding = calendar.add(networkId, { kind: "exam", from: "2026-12-01", until: "2026-12-04", name: "UAS" });
    await Promise.all([reading, adding]);
    expect(await calendar.entries(networkId)).toHaveLength(1);
  });

  it("shows a change by another program within seconds, also when the clock goes back", async () => {
    const { db, networkId, clock, calendar } = await start();
    const other = makeCalendar({ db, newId: countedIds("o"), now: clock.now, wallClock: clock.now, changed });
    await calendar.entries(networkId);
    await other.add(networkId, { kind: "exam", from: "2026-12-01", until: "2026-12-04", name: "UAS" });
    clock.forward(-3_600_000);
    expect(await calendar.entries(networkId)).toHaveLength(1);
    await other.add(networkId, { kind: "term", from: "2026-12-05", until: "2026-12-09", name: "Term" });
    clock.forward(6_000);
    expect(await calendar.entries(networkId)).toHaveLength(2);
  });

  it("refuses days that end before they begin, and entries that are not there", async () => {
    const { networkId, calendar } = await start();
    const reversed = { kind: "exam", from: "2026-12-04", until: "2026-12-01", name: "UAS" } as const;
    await expect(calendar.add(networkId, reversed)).rejects.toMatchObject({ code: "datesReversed" });
    await calendar.add(networkId, { ...reversed, until: "2026-12-04" });
    const [entry] = await calendar.list(networkId, "2026-01-01");
    await expect(calendar.change(networkId, entry?.id ?? "", { until: "2026-12-03" })).rejects.toMatchObject({
      code: "datesReversed",
    });
    await expect(calendar.change(networkId, "nothing", { effect: "none" })).rejects.toMatchObject({ code: "gone" });
    await expect(calendar.get("another network", entry?.id ?? "")).rejects.toMatchObject({ code: "gone" });
  });

  it("of an Indonesian network begins with the country's days, once, and keeps what organisers did to them", async () => {
    const { db, networkId, calendar } = await start();
    await db.transaction((tx) => calendar.furnish(networkId, "Europe/Berlin", tx));
    expect(await calendar.entries(networkId)).toEqual([]);
    await db.transaction((tx) => calendar.furnish(networkId, "Asia/Makassar", tx));
    const all = await calendar.list(networkId, "2026-01-01", 1_000);
    expect(all.length).toBeGreaterThan(40);
    const [first] = all;
    await calendar.remove(networkId, first?.id ?? "");
    await db.transaction((tx) => calendar.shipInto(networkId, tx));
    expect(await calendar.list(networkId, "2026-01-01", 1_000)).toHaveLength(all.length);
    expect(await calendar.get(networkId, first?.id ?? "")).toMatchObject({ effect: "none" });
  });
});
