import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

const PROFILE = { role: "teacher", languages: ["id", "en"], subjects: "fisika", offers: "asesmen formatif" } as const;

async function introduced(world: World, name: string, locale: string): Promise<Speaker> {
  const who = await world.member(name, { locale });
  await who.says("/introduce");
  await who.fills({ ...PROFILE, line: `Ini ${name}.` });
  return who;
}

/** Asih would rather not meet Bejo; Cici is like Asih in everything else. */
async function apart(locale: "en" | "id") {
  const world = await openWorld({ locale });
  const asih = await introduced(world, "Asih", locale);
  const cici = await introduced(world, "Cici", locale);
  const bejo = await world.member("Bejo", { locale });
  await asih.says(locale === "id" ? "/temu jangan-temu @Bejo" : "/meet avoid @Bejo");
  return { world, asih, bejo, cici };
}

/** What somebody sees, with the names of the two who are alike made the same. */
const alike = (who: Speaker) => who.sees().replaceAll(/Asih|Cici/g, "X");

describe.each([
  { locale: "id", people: "/orang", greet: "/sapa", few: "mungkin bisa menebak", unknown: "belum memperkenalkan diri" },
  { locale: "en", people: "/people", greet: "/greet", few: "might guess", unknown: "has not introduced themselves" },
] as const)("two who are kept apart ($locale)", ({ locale, people, greet, few, unknown }) => {
  it("are told of the risk where there are few, and find each other nowhere", async () => {
    const { asih, bejo } = await apart(locale);
    expect(asih.sees()).toContain(few);
    await bejo.says("/introduce");
    await bejo.fills({ ...PROFILE, seeks: "asesmen formatif" });
    expect(bejo.sees()).toContain("Cici");
    expect(bejo.sees()).not.toContain("Asih");
    for (const query of ["fisika", "asih", ""]) {
      await bejo.says(`${people} ${query}`);
      expect(bejo.buttons().join()).not.toContain("Asih");
    }
    await asih.says(`${people} fisika`);
    expect(asih.sees()).toContain("Cici");
    expect(asih.sees()).not.toContain("Bejo");
    // Somebody who is asked for by name is as one who has said nothing yet.
    await bejo.says(`${people} @Asih`);
    expect(bejo.sees()).toContain(unknown);
    expect(bejo.sees()).not.toContain("Ini Asih");
    await bejo.says(`${people} @Cici`);
    expect(bejo.sees()).toContain("Ini Cici");
  });

  it("read the words that are said to anybody, whoever asks whom for what", async () => {
    const { world, asih, bejo, cici } = await apart(locale);
    const says: string[][] = [];
    for (const other of ["Asih", "Cici"]) {
      const seen: string[] = [];
      for (let turn = 0; turn < 2; turn++) {
        await bejo.says(`${greet} @${other}`);
        seen.push(alike(bejo));
      }
      says.push(seen);
    }
    expect(says[0]).toEqual(says[1]);
    await world.goes("P3D");
    expect((await asih.hears()).join("\n")).not.toContain("Bejo");
    expect((await cici.hears()).join("\n")).toContain("Bejo");
  });

  it("are never offered to each other as mentor, as helper, or by a circle", async () => {
    const { world, asih, bejo, cici } = await apart(locale);
    for (const who of [asih, cici]) {
      await who.says("/mentor offer");
      await who.fills({ topics: "asesmen formatif" });
    }
    await bejo.says("/introduce");
    await bejo.fills({ ...PROFILE, seeks: "asesmen formatif" });
    await bejo.says("/mentor find");
    await bejo.fills({ goal: "asesmen yang jujur", topics: "asesmen formatif" });
    expect(bejo.sees()).toContain("Cici");
    expect(bejo.sees()).not.toContain("Asih");
    await bejo.says("/ask new");
    await bejo.fills({ question: "Bagaimana asesmen formatif di kelas besar?", topics: "asesmen formatif" });
    await asih.says("/circle start");
    await asih.fills({
      name: "Menilai",
      question: "Apa yang murid pahami?",
      topics: "fisika",
      rhythm: "7",
      access: "open",
    });
    await world.goes("P21D");
    const { client } = world.db;
    const [a, b, c] = await Promise.all(
      ["Asih", "Bejo", "Cici"].map((name) => client.member.findFirstOrThrow({ where: { name } })),
    );
    expect(await client.askHelper.findMany({ where: { memberId: a?.id ?? "" } })).toEqual([]);
    expect(await client.askHelper.count({ where: { memberId: c?.id ?? "" } })).toBe(1);
    const offered = await client.delivery.findMany({
      where: { notice: "circle.suggested" },
      select: { recipient: true },
    });
    expect(offered.map(({ recipient }) => recipient)).not.toContain(`member:${b?.id ?? ""}`);
    expect((await asih.hears()).join("\n")).not.toContain("Bejo");
    expect((await bejo.hears()).join("\n")).not.toContain("Asih");
    expect(world.faults).toEqual([]);
  });

  it("are not named to each other in what others asked", async () => {
    const { world } = await apart(locale);
    const { client } = world.db;
    const idOf = async (name: string) => (await client.member.findFirstOrThrow({ where: { name } })).id;
    const { networkId } = await client.member.findFirstOrThrow({ where: { name: "Cici" } });
    const at = world.clock.now();
    const ask = { id: "q", networkId, askerId: await idOf("Cici"), isAnonymous: false, topics: [], createdAt: at };
    await client.ask.create({ data: { ...ask, text: "Bagaimana?", state: "open" } });
    await client.askAnswer.create({
      data: { id: "a", askId: "q", memberId: await idOf("Asih"), isAsker: false, text: "Begini.", at },
    });
    const { asks } = world.program.services;
    const actorOf = async (name: string) => ({ memberId: await idOf(name), networkId, locale });
    const seen = await asks.thread("q", await actorOf("Bejo"));
    expect(seen.entries).toMatchObject([{ text: "Begini.", memberId: undefined }]);
    expect(seen.ask.askerId).toBe(ask.askerId);
    const own = await asks.thread("q", await actorOf("Cici"));
    expect(own.entries).toMatchObject([{ memberId: await idOf("Asih") }]);
  });
});
