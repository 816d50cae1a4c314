import { describe, expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

const SECRET = "kata-rahasia-canary";

async function town(locale: "en" | "id", organisers: number) {
  const world = await openWorld({ locale, start: new Date("2026-11-24T16:30:00Z") });
  const heads = [];
  for (let index = 0; index < organisers; index++)
    heads.push(await world.member(`Koordinator ${index}`, { locale, isOrganiser: true }));
  const [ani, budi, citra] = [
    await world.member("Ani", { locale }),
    await world.member("Budi", { locale }),
    await world.member("Citra", { locale }),
  ];
  return { world, heads, ani, budi, citra };
}

describe.each([
  {
    locale: "id",
    call: "/lapor",
    cases: "/atur laporan",
    thanks: "Terima kasih sudah memberi tahu. 2 pengurus",
    title: "Ada yang melapor",
    open: "Lihat laporan terbuka",
    close: "Tutup",
    closed: "Pengurus komunitas ini sudah menindaklanjuti",
    count: "Laporan: 2, dari orang: 2",
    none: "Tidak ada yang terbuka",
    emptied: "ikut terhapus",
    quietly: "tidak bisa dikabari lagi",
  },
  {
    locale: "en",
    call: "/report",
    cases: "/setup reports",
    thanks: "Thank you for telling us. 2 organisers",
    title: "Somebody reported something",
    open: "See open reports",
    close: "Close",
    closed: "have looked into what you told them",
    count: "Reports: 2, from people: 2",
    none: "Nothing is open",
    emptied: "went with their data",
    quietly: "can no longer be told",
  },
] as const)(
  "a report ($locale)",
  ({ locale, call, cases, thanks, title, open, close, closed, count, none, emptied, quietly }) => {
    it("reaches the organisers at once and nobody else, merges with others of the same, and is closed with a word to all", async () => {
      const { world, heads, ani, budi, citra } = await town(locale, 2);
      // Whoever has called a command needs no welcome, so that anything she hears would be of the report.
      await citra.says(locale === "id" ? "/saya" : "/my");
      // It is half past eleven at night.
      for (const who of [ani, budi]) {
        await who.says(call);
        await who.fills({ person: "Citra", text: `${SECRET} ${who.id}` });
        expect(who.sees()).toContain(thanks);
      }
      for (const head of heads) {
        const heard = await head.hears();
        expect(heard).toEqual([]);
        const read = (await head.reads()).map(({ title: one, text }) => `${one}\n${text}`);
        expect(read.filter((one) => one.includes(title))).toHaveLength(1);
      }
      for (const other of [budi, citra, ani])
        expect((await other.reads()).filter(({ proactive }) => proactive)).toEqual([]);
      const [head, second] = heads;
      await head?.presses(open);
      expect(head?.sees()).toContain(count);
      expect(head?.sees()).toContain(ani.id);
      expect(head?.sees()).toContain(budi.id);
      await second?.says(cases);
      expect(second?.sees()).toContain(count);
      await head?.presses(close);
      await head?.fills({ note: "Sudah bicara." });
      await second?.presses(close);
      await second?.fills({ note: "" });
      await head?.says(cases);
      expect(head?.sees()).toContain(none);
      await world.goes("P3D");
      for (const who of [ani, budi]) expect((await who.hears()).filter((one) => one.includes(closed))).toHaveLength(1);
      // What organisers noted stays among them, also when a reporter asks for everything that is kept of them.
      const { memberId } = await world.db.client.account.findFirstOrThrow({ where: { externalId: ani.id } });
      const exported = JSON.stringify(await world.program.services.privacy.export(memberId));
      expect(exported).toContain(`${SECRET} ${ani.id}`);
      expect(exported).not.toContain("Sudah bicara.");
      // Whoever it was about has heard of nothing at all.
      expect(JSON.stringify(await citra.reads())).not.toContain(SECRET);
      expect(await citra.hears()).toEqual([]);
      const audit = JSON.stringify(await world.db.client.auditEntry.findMany());
      expect(audit).toContain("report.close");
      expect(audit).not.toContain(SECRET);
      expect(world.faults).toEqual([]);
    });

    it("whose writer had their data deleted stays for organisers to see, without the words", async () => {
      const { world, heads, ani } = await town(locale, 1);
      await ani.says(call);
      await ani.fills({ text: SECRET });
      const { memberId } = await world.db.client.account.findFirstOrThrow({ where: { externalId: ani.id } });
      await world.program.services.privacy.forget(memberId, "asked", "all");
      await heads[0]?.says(cases);
      expect(heads[0]?.sees()).toContain(emptied);
      expect(heads[0]?.sees()).not.toContain("“”");
      await heads[0]?.presses(close);
      await heads[0]?.fills();
      expect(heads[0]?.sees()).toContain(quietly);
      expect(world.faults).toEqual([]);
    });

    it("about an organiser goes to the others, and neither shows nor closes for them", async () => {
      const { world, heads, ani } = await town(locale, 2);
      const [bad, good] = heads;
      await ani.says(call);
      await ani.fills({ person: "Koordinator 0", text: SECRET });
      expect(JSON.stringify(await bad?.reads())).not.toContain(SECRET);
      expect(JSON.stringify(await good?.reads())).toContain(SECRET);
      await bad?.says(cases);
      expect(bad?.sees()).toContain(none);
      const { id } = await world.db.client.report.findFirstOrThrow();
      const member = await world.db.client.member.findFirstOrThrow({ where: { name: "Koordinator 0" } });
      const closing = world.program.services.reports.close(member.networkId, member.id, id, undefined);
      await expect(closing).rejects.toMatchObject({ code: "gone" });
    });

    it("that nobody could read in confidence is not kept, and comes back with who runs the place", async () => {
      const { world, ani } = await town(locale, 1);
      await ani.says(call);
      await ani.fills({ person: "Koordinator 0", text: SECRET });
      expect(ani.sees()).toContain(locale === "id" ? "yang menjalankan program ini" : "whoever runs this program");
      expect(ani.sees()).toContain(SECRET);
      expect(await world.db.client.report.count()).toBe(0);
      expect(await world.db.client.delivery.count({ where: { notice: "report.case" } })).toBe(0);
    });
  },
);

describe("a report", () => {
  it("after an earlier one of the same was closed is told again on the same day", async () => {
    const { world, heads, ani, budi } = await town("id", 1);
    const [head] = heads;
    await ani.says("/lapor");
    await ani.fills({ person: "Citra", text: "pertama" });
    await head?.presses("Lihat laporan terbuka");
    await head?.presses("Tutup");
    await head?.fills({ note: "" });
    await budi.says("/lapor");
    await budi.fills({ person: "Citra", text: "kedua" });
    const read = await head?.reads();
    expect(read?.filter(({ text }) => text.includes("kedua"))).toHaveLength(1);
    expect(await world.db.client.delivery.count({ where: { notice: "report.case" } })).toBe(2);
  });

  it("of a message is called on it, knows who wrote it, and keeps nothing of what it says", async () => {
    const { world, heads, ani, citra } = await town("id", 1);
    const said = await citra.says("sesuatu yang kasar", "obrolan");
    if (said.kind !== "said") throw new Error("it was no message");
    const form = await world.sandbox.act(ani.id, said.message.id, "report");
    if (form.kind !== "form") throw new Error("no form was opened");
    await world.sandbox.submit(ani.id, form.form, { text: "Mohon dilihat." }, undefined);
    const [report] = await world.db.client.report.findMany({ include: { about: true } });
    expect(report).toMatchObject({ kind: "message", about: { name: "Citra" }, text: "Mohon dilihat." });
    expect(JSON.stringify(report)).not.toContain("kasar");
    expect(JSON.stringify(await heads[0]?.reads())).toContain("Mohon dilihat.");
  });

  it("is not about oneself, nor about a circle that one can't know, and comes no more than five times a day", async () => {
    const { ani } = await town("id", 1);
    await ani.says("/lapor");
    await ani.fills({ person: "Ani", text: "Saya." });
    await ani.fills({ person: "", circle: "Tidak ada", text: "Saya." });
    expect(ani.sees()).toContain("Tidak ada");
    for (let turn = 0; turn < 6; turn++) {
      await ani.says("/lapor");
      await ani.fills({ text: `Hal ${turn}` });
    }
    expect(ani.sees()).toContain("5 hal");
  });

  it("is closed once, and is for organisers to see", async () => {
    const { world, heads, ani } = await town("id", 1);
    await ani.says("/lapor");
    await ani.fills({ text: "Ada apa-apa." });
    await ani.says("/atur laporan");
    expect(ani.sees()).not.toContain("Ada apa-apa");
    await heads[0]?.says("/atur laporan");
    await heads[0]?.presses("Tutup");
    await heads[0]?.fills();
    const { id, networkId } = await world.db.client.report.findFirstOrThrow();
    const { id: head } = await world.db.client.member.findFirstOrThrow({ where: { name: "Koordinator 0" } });
    const again = world.program.services.reports.close(networkId, head, id, undefined);
    await expect(again).rejects.toMatchObject({ code: "reportClosed" });
  });
});
