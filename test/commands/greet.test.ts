import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

describe("/sapa", () => {
  it("brings a hello to somebody, once, and the two together when it is answered", async () => {
    const world = await openWorld();
    const [ani, budi] = [await world.member("Ani", { locale: "id" }), await world.member("Budi", { locale: "id" })];
    await ani.says("/sapa @Budi");
    expect(ani.sees()).toBe("Sapaan Anda sedang menuju Budi. Sampainya pada waktu yang pas untuknya.");
    await ani.says("/sapa @Budi");
    expect(ani.sees()).toBe("Anda sudah menyapa Budi. Sekarang gilirannya.");
    await world.goes("PT1H");
    await budi.presses("Balas sapaan");
    expect(budi.sees()).not.toBe("");
  });

  it("to whoever said hello first is the answer, and later says that the two have a room", async () => {
    const world = await openWorld();
    const [ani, tom] = [await world.member("Ani", { locale: "id" }), await world.member("Tom", { locale: "en" })];
    await ani.says("/sapa @Tom");
    await tom.says("/greet @Ani");
    expect(tom.sees()).toBe("A room for the two of you is on its way.");
    await world.goes("P1D");
    expect(await world.db.client.meeting.count({ where: { kind: "hello" } })).toBe(1);
    expect((await ani.hears()).join()).not.toContain("Tom menyapa Anda");
    await ani.says("/sapa @Tom");
    expect(ani.sees()).toBe("Anda dan Tom sudah saling menyapa. Silakan lanjutkan di ruang berdua.");
    expect(world.faults).toEqual([]);
  });

  it("is not for oneself", async () => {
    const world = await openWorld();
    const ani = await world.member("Ani", { locale: "en" });
    await ani.says("/greet @Ani");
    expect(ani.sees()).toContain("That is you yourself.");
  });

  it.each([
    ["en", "Private messages from me don't reach this person at the moment", "Your hello is on its way to Budi."],
    ["id", "Saat ini pesan pribadi dari saya tidak sampai kepada orang ini", "Sapaan Anda sedang menuju Budi."],
  ])(
    "says in %s when a private message would not arrive, whatever else is between the two",
    async (locale, no, sent) => {
      const world = await openWorld();
      const [ani, budi] = [await world.member("Ani", { locale }), await world.member("Budi", { locale })];
      const budiIs = { member: { name: "Budi" } };
      await budi.says("/meet do-not-meet @Ani");
      await world.db.client.account.updateMany({ where: budiIs, data: { dmClosedAt: world.clock.now() } });
      await ani.says("/greet @Budi");
      expect(ani.sees()).toContain(no);
      const apart = ani.sees();
      await budi.says("/meet meet-again @Ani");
      await world.db.client.account.updateMany({ where: budiIs, data: { dmClosedAt: world.clock.now() } });
      await ani.says("/meet do-not-meet @Budi");
      for (const said of ["/greet @Budi", "/people @Budi"]) {
        await ani.says(said);
        if (said.startsWith("/people")) await ani.presses(`${locale === "en" ? "Say hello to" : "Sapa"} Budi`);
        expect(ani.sees()).toBe(apart);
      }
      await ani.says("/meet meet-again @Budi");
      expect(await world.db.client.delivery.count({ where: { notice: "introduce.hello" } })).toBe(0);
      await world.goes("P14D");
      await ani.says("/greet @Budi");
      expect(ani.sees()).toContain(sent);
    },
  );

  it.each([
    [
      "en",
      "Ani would like to get to know you",
      "because you are a member of this network",
      "Ani read your introduction",
    ],
    ["id", "Ani ingin berkenalan", "karena menjadi anggota jejaring ini", "Ani membaca perkenalan Anda"],
  ])("tells in %s only what is true to somebody without an introduction", async (locale, told, why, read) => {
    const world = await openWorld();
    const [ani, budi, citra] = [
      await world.member("Ani", { locale }),
      await world.member("Budi", { locale }),
      await world.member("Citra", { locale }),
    ];
    await citra.says("/kenalan");
    await citra.fills({ role: "teacher", languages: ["id"] });
    for (const name of ["Budi", "Citra"]) await ani.says(`/greet @${name}`);
    await world.goes("PT1H");
    const [toBudi, toCitra] = [(await budi.hears()).join("\n"), (await citra.hears()).join("\n")];
    expect(toBudi).toContain(told);
    expect(toBudi).toContain(why);
    expect(toBudi).not.toContain(read);
    expect(toCitra).toContain(read);
    expect(toCitra).not.toContain(why);
  });
});
