import { describe, expect, it } from "vitest";
import { internet, page } from "../../links/internet.js";
import { memberNamed, openTown } from "./shelfTown.js";

async function town() {
  const net = await internet(page("<title>Rubrik</title>"));
  const opened = await openTown({ web: { wire: net.wire, isListed: () => false } });
  const { sari } = opened;
  await sari.says("/bagikan http://guru.example.org/rubrik");
  await sari.presses("Bagikan");
  const { id } = await opened.world.db.client.resource.findFirstOrThrow();
  return { ...opened, id };
}

describe("a link", () => {
  it("that waited for an organiser when it was to be looked at is looked at afterwards", async () => {
    const { world, ina, id, networkId } = await town();
    await world.db.client.resource.update({ where: { id }, data: { state: "held" } });
    await world.goes("P40D");
    const { shelf } = world.program.services.resources;
    await shelf.decide(id, networkId, await memberNamed(world, ina), "release");
    await world.goes("P31D");
    expect(await world.db.client.resource.findUniqueOrThrow({ where: { id } })).toMatchObject({ linkState: "works" });
  });

  it("that was taken down and put back is looked at, and is still known", async () => {
    const { world, sari, ina, id, networkId } = await town();
    const organiser = await memberNamed(world, ina);
    const { shelf } = world.program.services.resources;
    await shelf.decide(id, networkId, organiser, "remove");
    await shelf.decide(id, networkId, organiser, "release");
    await sari.says("/bagikan https://guru.example.org/rubrik");
    expect(sari.sees()).toContain("sudah ada di rak");
    await world.goes("P40D");
    expect(await world.db.client.resource.findUniqueOrThrow({ where: { id } })).toMatchObject({ linkState: "works" });
  });
});
