import { expect, it } from "vitest";
import { openWorld } from "../../support/conversation.js";
import { onBothDatabases } from "../../support/database.js";
import { memberNamed, openTown, sharesIdea } from "./shelfTown.js";

onBothDatabases("what two programs on one database find", (open) => {
  it("is the same at once, also what was changed or taken back through the other", async () => {
    const database = await open();
    const town = await openTown({ database });
    const other = await openWorld({ database });
    const { world, sari, networkId } = town;
    const { finding } = other.program.services.resources;
    const titles = async (text: string) =>
      (await finding.search(networkId, { text }, 5)).rows.map(({ title }) => title);
    expect(await titles("pojok baca")).toEqual([]);
    const id = await sharesIdea(town, "Pojok baca");
    expect(await titles("pojok baca")).toEqual(["Pojok baca"]);
    const { sharing } = world.program.services.resources;
    const sharer = await memberNamed(world, sari);
    await sharing.edit(id, sharer, { title: "Dinding kata" });
    expect(await titles("dindng kata")).toEqual(["Dinding kata"]);
    expect(await titles("pojok")).toEqual([]);
    await sharing.withdraw(id, sharer);
    expect(await titles("dinding kata")).toEqual([]);
  });
});
