import { describe, expect, it } from "vitest";
import { heard, memberNamed, openTown, sharesCall, wib, type Town } from "./shelfTown.js";

const SOON = "ends soon";

async function moves({ world, sari }: Town, id: string, deadline: string): Promise<void> {
  await world.program.services.resources.sharing.edit(id, await memberNamed(world, sari), { deadline });
}

describe("a last day", () => {
  it("that is moved away and back before its reminder went out is told all the same", async () => {
    const town = await openTown();
    const { world, tom } = town;
    // On 1 December, from 15:00 to 16:00, Tom can be written to: the reminder waits for that.
    const id = await sharesCall(town, "Hibah kebun", "2026-12-08");
    await world.db.client.member.updateMany({
      where: { id: await memberNamed(world, tom) },
      data: { quietFrom: "16:00", quietUntil: "15:00" },
    });
    await world.goes(wib("2026-12-01", "09:00"));
    expect(await heard(tom, SOON)).toEqual([]);
    await moves(town, id, "2026-12-15");
    await moves(town, id, "2026-12-08");
    await world.goes(wib("2026-12-07", "17:00"));
    expect(await heard(tom, SOON)).toHaveLength(1);
  });

  it("that was moved while an organiser had yet to look is told by the new day", async () => {
    const town = await openTown();
    const { world, tom, ina } = town;
    const id = await sharesCall(town, "Hibah kebun", "2026-12-08");
    await world.db.client.resource.update({ where: { id }, data: { state: "held" } });
    await moves(town, id, "2026-12-15");
    const { shelf } = world.program.services.resources;
    await shelf.decide(id, town.networkId, await memberNamed(world, ina), "release");
    await world.goes(wib("2026-12-07"));
    expect(await heard(tom, SOON)).toEqual([]);
    await world.goes(wib("2026-12-08"));
    expect(await heard(tom, SOON)).toHaveLength(1);
  });

  it("of what was taken down by mistake and put back is told", async () => {
    const town = await openTown();
    const { world, tom, ina } = town;
    const id = await sharesCall(town, "Hibah kebun", "2026-12-08");
    const { shelf } = world.program.services.resources;
    const organiser = await memberNamed(world, ina);
    await shelf.decide(id, town.networkId, organiser, "remove");
    await shelf.decide(id, town.networkId, organiser, "release");
    await world.goes(wib("2026-12-01"));
    expect(await heard(tom, SOON)).toHaveLength(1);
  });
});
