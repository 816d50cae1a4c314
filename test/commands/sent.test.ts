import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

describe.each([
  {
    locale: "en",
    sent: "/setup sent",
    mine: "/my",
    told: "Last 30 days: 1 sent, 1 more inside one of these, 1 waiting, 1 let go",
    most: "Most to one person in 7 days: 1 of 3 allowed",
    held: "quiet hours: 3",
    gone: "it was no longer true: 1",
    own: "Messages from me, last 7 days: 1 of at most 3; 1 waits (enough for one day)",
  },
  {
    locale: "id",
    sent: "/atur terkirim",
    mine: "/saya",
    told: "30 hari terakhir: 1 terkirim, 1 lagi ikut di dalamnya, 1 menunggu, 1 dibatalkan",
    most: "Terbanyak untuk satu orang dalam 7 hari: 1 dari batas 3",
    held: "jam tenang: 3",
    gone: "sudah tidak berlaku: 1",
    own: "Pesan dari saya, 7 hari terakhir: 1 dari paling banyak 3; 1 menunggu (cukup untuk satu hari)",
  },
])("what the bot sent on its own, in $locale", ({ locale, sent, mine, told, most, held, gone, own }) => {
  it("is told to organisers in counts, and to everybody of themselves", async () => {
    const world = await openWorld();
    const tuti = await world.member("Tuti", { locale, isOrganiser: true });
    const [budi, citra, dewi, eka] = [
      await world.member("Budi", { locale }),
      await world.member("Citra", { locale }),
      await world.member("Dewi", { locale }),
      await world.member("Eka", { locale }),
    ];
    // Whoever has called a command needs no welcome, which would be counted too.
    for (const one of [budi, citra, dewi, eka]) await one.says(mine);
    await tuti.says(sent);
    expect(tuti.sees()).toContain(locale === "en" ? "Nothing yet." : "Belum ada.");
    // In the evening: two hellos wait for the morning, and come in one message; one is taken back before.
    await world.goes(new Date("2026-11-24T13:00:00Z"));
    for (const one of [citra, dewi]) await one.says(locale === "en" ? "/greet @Budi" : "/sapa @Budi");
    await eka.says(locale === "en" ? "/greet @Citra" : "/sapa @Citra");
    await world.goes("PT1H");
    await world.db.client.delivery.updateMany({
      where: { recipient: { not: `member:${await idOf("Budi")}` } },
      data: { status: "dropped", reason: "rules" },
    });
    await world.goes(new Date("2026-11-25T01:00:00Z"));
    await eka.says(locale === "en" ? "/greet @Budi" : "/sapa @Budi");
    // A third request in two days would wait until tomorrow by itself; here it is the day's budget that holds it.
    const third = { recipient: `member:${await idOf("Budi")}`, status: "pending" };
    await world.db.client.delivery.updateMany({
      where: third,
      data: { dueAt: world.clock.now(), nextAt: world.clock.now() },
    });
    await world.goes("PT1H");
    await tuti.says(sent);
    expect(tuti.sees()).toContain(told);
    expect(tuti.sees()).toContain(most);
    expect(tuti.sees()).toContain(held);
    expect(tuti.sees()).toContain(gone);
    expect(tuti.sees()).not.toMatch(/Budi|Citra|Dewi|Eka/);
    await budi.says(mine);
    expect(budi.sees()).toContain(own);
    await budi.says(sent);
    expect(budi.sees()).toMatch(/Only organisers|Hanya pengurus/);

    async function idOf(name: string): Promise<string> {
      return (await world.db.client.member.findFirstOrThrow({ where: { name } })).id;
    }
  });
});
