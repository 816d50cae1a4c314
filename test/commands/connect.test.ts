import { describe, expect, it } from "vitest";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

async function trio(locale = "id"): Promise<{ world: World; ani: Speaker; budi: Speaker; citra: Speaker }> {
  const world = await openWorld();
  const [ani, budi, citra] = [
    await world.member("Ani", { locale }),
    await world.member("Budi", { locale: "id" }),
    await world.member("Citra Dewi", { locale: "en" }),
  ];
  return { world, ani, budi, citra };
}

const roomsOf = async (who: Speaker) => (await who.reads()).filter(({ where }) => where.kind === "room");

describe("/hubungkan", () => {
  it("brings two people together, tells them why in both their languages, and the connector how it went", async () => {
    const { world, ani, budi, citra } = await trio();
    await ani.says("/hubungkan @Budi @Citra Dewi pembelajaran berdiferensiasi");
    expect(ani.sees()).toBe(
      "Terima kasih. Budi dan Citra Dewi akan mendapat ruang sendiri pada waktu yang pas untuk keduanya. Nanti saya kabari hasilnya.",
    );
    await world.goes("P1D");
    const [room] = await roomsOf(budi);
    expect(room?.text).toContain("Menurut Ani, Budi dan Citra Dewi perlu saling kenal.");
    expect(room?.text).toContain("Ani thinks that Budi and Citra Dewi should know each other.");
    expect(room?.text.match(/pembelajaran berdiferensiasi/g)).toHaveLength(2);
    expect(await roomsOf(ani)).toEqual([]);
    await citra.presses("We met");
    await budi.presses("Sudah bertemu");
    await world.goes("P7D");
    expect(await ani.hears()).toEqual([expect.stringContaining("Budi dan Citra Dewi sudah bertemu.")]);
  });

  it("asks for whoever is lacking, and says whom it does not know", async () => {
    const { ani } = await trio("en");
    await ani.says("/connect @Budi");
    expect(ani.sees()).toMatch(/^\/connect\nFirst person \| "<@.*>"\nSecond person\n/);
    await ani.fills({ second: "Zainal" });
    expect(ani.sees()).toContain('Second person | "Zainal" | I can\'t tell who this is. Write @ and the full name.');
    await ani.fills({ second: "citra", topic: "with @Budi: lesson study" });
    expect(ani.sees()).toContain("Budi and Citra Dewi will get a room of their own");
  });

  it("refuses the same person twice, oneself, and the same two again so soon", async () => {
    const { ani } = await trio();
    await ani.says("/hubungkan @Budi @Budi");
    expect(ani.sees()).toContain("Keduanya orang yang sama.");
    await ani.says("/hubungkan @Ani @Budi");
    expect(ani.sees()).toContain("Anda salah satu dari keduanya.");
    await ani.says("/hubungkan @Budi @Citra Dewi");
    await ani.says("/hubungkan @Citra Dewi @Budi");
    expect(ani.sees()).toContain("Keduanya baru saja dipertemukan.");
  });

  it("says the same whether one of them asked not to meet the other, or wants no messages at all", async () => {
    const { ani, budi, citra } = await trio("en");
    await budi.says("/temu jangan-temu @Citra Dewi");
    await ani.says("/connect @Budi @Citra Dewi");
    const refused = ani.sees();
    expect(refused).toBe("These two can't be connected at the moment.");
    await budi.says("/temu boleh-temu @Citra Dewi");
    await citra.says("STOP");
    await ani.says("/connect @Budi @Citra Dewi");
    expect(ani.sees()).toBe(refused);
  });

  it("calls the two as they chose to be called", async () => {
    const { ani, budi } = await trio();
    await budi.says("/kenalan");
    await budi.fills({ role: "teacher", languages: ["id"], address: "bapak" });
    expect(budi.sees()).toContain("Salam kenal, Pak Budi");
    await ani.says("/hubungkan @Budi @Citra Dewi");
    expect(ani.sees()).toContain("Terima kasih. Pak Budi dan Citra Dewi akan");
    await ani.says("/temu jangan-temu @Budi");
    expect(ani.sees()).toContain("Anda dan Pak Budi tidak akan dipertemukan");
    await ani.says('/temu boleh-temu "pak budi"');
    expect(ani.sees()).toContain("Anda dan Pak Budi boleh dipertemukan lagi.");
  });

  it("shows a mention inside the topic as a name, not as a platform's number", async () => {
    const { world, ani, budi } = await trio();
    await ani.says("/hubungkan @Budi @Citra Dewi seperti ide @Ani");
    await world.goes("P1D");
    expect((await roomsOf(budi))[0]?.text).toContain("Tentang: seperti ide Ani");
  });
});
