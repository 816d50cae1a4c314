import { describe, expect, it } from "vitest";
import { onBothDatabases } from "../../support/database.js";
import { heard, memberNamed, openTown, wib, type Town } from "./shelfTown.js";

type Importing = Town["world"]["program"]["services"]["resources"]["importing"];

interface Desk {
  readonly town: Town;
  readonly importing: Importing;
  begin(table: string | Uint8Array): ReturnType<Importing["begin"]>;
  titles(): Promise<readonly string[]>;
}

async function openDesk(options: Parameters<typeof openTown>[0] = {}): Promise<Desk> {
  const town = await openTown(options);
  const { world, ina, networkId } = town;
  const { importing } = world.program.services.resources;
  const memberId = await memberNamed(world, ina);
  return {
    town,
    importing,
    begin: (table) => importing.begin(networkId, memberId, Buffer.from(table), "en"),
    async titles() {
      const rows = await world.db.client.resource.findMany({ orderBy: [{ version: "asc" }] });
      return rows.map(({ title }) => title);
    },
  };
}

/** The numbers from 0. */
function ideas(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => `Idea ${number}`);
}

onBothDatabases("a long table", (open) => {
  it("that was interrupted goes on where it was, and no row is taken twice", async () => {
    const { town, importing, begin, titles } = await openDesk({ database: await open() });
    const { world, networkId } = town;
    await begin(`title\n${ideas(230).join("\n")}\n`);
    const { id } = await world.db.client.shelfImport.findFirstOrThrow();
    expect(await importing.step(id)).toBe("goes on");
    expect(await importing.progress(networkId, "en")).toMatchObject({ isDone: false, next: 100, of: 230, taken: 100 });
    // Two programs at once, as when one is taken for dead too early.
    await Promise.all([importing.step(id), importing.step(id)]);
    await world.goes("PT1H");
    expect(await importing.progress(networkId, "en")).toMatchObject({ isDone: true, taken: 230, refused: 0 });
    expect(await titles()).toEqual(ideas(230));
    expect(world.faults).toEqual([]);
  });

  it("is told of once, with what was refused in the words of whoever handed it in", async () => {
    const { town, begin } = await openDesk({ database: await open() });
    const { world, ina } = town;
    await begin(`title,kind\n${ideas(60).join(",method\n")},method\n,method\n"Two\nlines",method\nOdd,magic\n`);
    await world.goes("P1D");
    const told = await heard(ina, "Your table is done");
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("Rows that are on the shelf now: 61.");
    expect(told[0]).toContain("Line 62: no title");
    // The rows themselves are not in what was sent, which is kept longer than they are.
    const { facts } = await world.db.client.delivery.findFirstOrThrow({ where: { notice: "shelf.imported" } });
    expect(JSON.stringify(facts)).not.toContain("Odd");
    await ina.presses("All refused rows");
    expect(ina.sees()).toContain("Line 65: a kind that there is not");
    const progress = await world.program.services.resources.importing.progress(town.networkId, "en");
    expect(progress?.file).toContain("65,a kind that there is not,Odd,");
    await world.goes("P8D");
    expect(await world.db.client.shelfImport.count()).toBe(0);
  });
});

describe("a table", () => {
  it("makes one line of a title that has two", async () => {
    const { begin, titles } = await openDesk();
    await begin('title,by\n"Two\n lines","Ibu\nRina"\n');
    expect(await titles()).toEqual(["Two lines"]);
  });

  it("that was written out, formulas and all, is known when it comes back, also what was refused", async () => {
    const { begin, importing, town, titles } = await openDesk();
    const table = 'title,about\n"=HYPERLINK(""x"")",a\n+62 812,b\n-1,c\n@all,d\n" ＝x",e\nPlain,f\n,"=g"\n';
    const first = await begin(table);
    expect(first).toMatchObject({ taken: 6, refused: 1 });
    const written = await importing.table(town.networkId);
    expect(written).toContain("'+62 812");
    expect(await begin(written)).toMatchObject({ taken: 0, refused: 6 });
    const mended = first.file.replace(",no title,,", ",no title,Mended,");
    expect(await begin(mended)).toMatchObject({ taken: 1, refused: 0 });
    expect(await titles()).toHaveLength(7);
    const last = await town.world.db.client.resource.findFirstOrThrow({ where: { title: "Mended" } });
    expect(last.about).toBe("=g");
  });

  it("leaves its organiser free to share by hand on the same day", async () => {
    const { begin, town } = await openDesk();
    const { ina } = town;
    await begin(`title\n${ideas(40).join("\n")}\n`);
    await ina.says("/share Exit tickets in three minutes. One thing that is still unclear.");
    await ina.presses("Share it");
    expect(ina.sees()).toContain("is on the shelf. Thank you!");
  });

  it("with links that one should look at first, also within the words, is taken without those rows", async () => {
    const { begin, titles } = await openDesk();
    const progress = await begin(
      "title,about,link\nA,words,https://bit.ly/a\nB,more at https://bit.ly/b,\nC,words,https://contoh.example/c\n",
    );
    expect(progress.lines).toEqual([
      { line: 2, why: "link" },
      { line: 3, why: "link" },
    ]);
    expect(await titles()).toEqual(["C"]);
  });

  it("that nobody goes on with keeps no other from being taken", async () => {
    const { begin, town } = await openDesk();
    const { world, networkId } = town;
    await begin(`title\n${ideas(60).join("\n")}\n`);
    await expect(begin("title\nAnother\n")).rejects.toMatchObject({ code: "importRunning" });
    const { id } = await world.db.client.shelfImport.findFirstOrThrow({ where: { networkId } });
    await world.db.client.shelfImport.update({ where: { id }, data: { stepAt: wib("2026-11-23") } });
    expect(await begin("title\nAnother\n")).toMatchObject({ isDone: true, taken: 1 });
  });
});
