import { describe, expect, it } from "vitest";
import { memberNamed, openTown, sharesIdea, type Town } from "../features/resources/shelfTown.js";

/** Sari puts so many ideas on the shelf: "Pojok baca 1", "Pojok baca 2" … */
async function sharesMany(town: Town, count: number): Promise<readonly string[]> {
  const ids = [];
  for (let number = 1; number <= count; number++) ids.push(await sharesIdea(town, `Pojok baca ${number}`));
  return ids;
}

async function opensFirst({ tom }: Pick<Town, "tom">): Promise<void> {
  await tom.says("/resources Pojok");
  await tom.presses("Open 1");
}

describe("a list that is longer than a page", () => {
  it("goes on, of what was saved and of what one shared, and ends", async () => {
    const town = await openTown();
    const { world, sari, tom } = town;
    const { shelf } = world.program.services.resources;
    const reader = await memberNamed(world, tom);
    for (const id of await sharesMany(town, 7)) await shelf.mark(id, reader, "save");
    await tom.says("/resources saved");
    expect(tom.sees()).toContain("What you saved\n1–5 of 7");
    const first = titlesIn(tom.sees());
    await tom.presses("More");
    expect(tom.sees()).toContain("6–7 of 7");
    expect(tom.buttons()).not.toContain("More");
    expect([...first, ...titlesIn(tom.sees())].sort()).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((number) => `Pojok baca ${number}`),
    );
    await sari.says("/sumber milik-saya");
    expect(sari.sees()).toContain("1–5 dari 7");
    await sari.presses("Lainnya");
    expect(titlesIn(sari.sees())).toHaveLength(2);
    expect(world.faults).toEqual([]);
  });

  it("of a collection lets its owner take out also what is on the second page", async () => {
    const town = await openTown();
    const { world, tom } = town;
    const { collections } = world.program.services.resources;
    const owner = await memberNamed(world, tom);
    for (const id of await sharesMany(town, 6)) await collections.put(town.networkId, owner, id, "Awal tahun");
    await tom.says("/resources collections");
    expect(tom.sees()).toContain("Awal tahun · 6 · Tom");
    await tom.presses("Open 1");
    await tom.presses("More");
    await tom.presses("Take out 1");
    expect(tom.sees()).toBe("Taken out.");
    const left = await world.db.client.collectionItem.count();
    expect(left).toBe(5);
    expect(world.faults).toEqual([]);
  });

  it("of collections shows one's own first", async () => {
    const town = await openTown();
    const { world, sari, tom } = town;
    const { collections } = world.program.services.resources;
    const id = await sharesIdea(town, "Pojok baca");
    await collections.put(town.networkId, await memberNamed(world, tom), id, "Milik Tom");
    for (let number = 1; number <= 5; number++) {
      await world.goes("PT1M");
      await collections.put(town.networkId, await memberNamed(world, sari), id, `Milik Sari ${number}`);
    }
    await tom.says("/resources collections");
    expect(tom.sees()).toMatch(/1–5 of 6\nMilik Tom · 1 · Tom\nMilik Sari 5/);
    await tom.presses("More");
    expect(tom.sees()).toContain("Milik Sari 1");
  });
});

describe("how it went", () => {
  it("can be taken back, and then its sharer does not hear of it", async () => {
    // At night, when nobody is written to.
    const town = await openTown({ start: new Date("2026-11-24T15:00:00Z") });
    const { world, sari, tom } = town;
    await sharesIdea(town, "Pojok baca");
    await opensFirst(town);
    await tom.presses("I used it");
    await tom.fills({ group: "grade 4", change: "In pairs." });
    await opensFirst(town);
    expect(tom.sees()).toContain("Tom, grade 4: In pairs.");
    await tom.presses("Used ✓");
    expect(tom.sees()).toBe("Taken back. It is not shown any more.");
    await opensFirst(town);
    expect(tom.sees()).not.toContain("In pairs.");
    expect(tom.buttons()).toContain("I used it");
    await world.goes("P7D");
    expect((await sari.hears()).join()).not.toContain("memakai");
    expect(world.faults).toEqual([]);
  });

  it("with what looks like a pupil is shown only when the person has looked", async () => {
    const town = await openTown();
    const { world, tom } = town;
    await sharesIdea(town, "Pojok baca");
    await opensFirst(town);
    await tom.presses("I used it");
    await tom.fills({ group: "grade 4", change: "Pupil number 0051234567 did best." });
    expect(tom.sees()).toContain("This looks as if a pupil could be recognised by it, so nobody has seen it.");
    expect(tom.sees()).toContain('"grade 4"');
    expect(await world.db.client.resourceUse.count()).toBe(0);
    // The form is still there, with all that was typed.
    await tom.fills({ sure: true });
    expect(tom.sees()).toContain("Thank you for telling!");
    await opensFirst(town);
    await tom.presses("Collect");
    await tom.fills({ collection: "NISN 0051234567" });
    expect(tom.sees()).toContain("Please choose another name.");
    expect(await world.db.client.collection.count()).toBe(0);
    expect(world.faults).toEqual([]);
  });
});

it("does not name who has left", async () => {
  const town = await openTown();
  const { world, sari, tom, networkId } = town;
  await sharesIdea(town, "Pojok baca");
  await opensFirst(town);
  expect(tom.sees()).toContain("Shared by: Sari");
  expect(await world.program.services.resources.importing.table(networkId)).toContain("Sari");
  await sari.leaves();
  await opensFirst(town);
  expect(tom.sees()).toContain("Pojok baca");
  expect(tom.sees()).not.toContain("Sari");
  expect(await world.program.services.resources.importing.table(networkId)).not.toContain("Sari");
});

function titlesIn(text: string): readonly string[] {
  return text.match(/Pojok baca \d+/g) ?? [];
}
