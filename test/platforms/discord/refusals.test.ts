import { describe, expect, it } from "vitest";
import { openDiscordWorld, type DiscordWorld, type Member } from "../../support/discord/program.js";

const CHECK_IN = new Date("2026-12-08T10:00:00Z");

/** Ani and Budi have met; each has a message that asks how it went. */
async function met() {
  const world = await openDiscordWorld({ locale: "id" });
  const tuti = world.member("Tuti", { locale: "id", isOrganiser: true });
  const [ani, budi, citra] = ["Ani", "Budi", "Citra"].map((name) => world.member(name, { locale: "id" }));
  if (!ani || !budi || !citra) throw new Error("nobody is there");
  for (const who of [ani, budi]) await who.calls("temu ikut");
  await world.goes(CHECK_IN);
  return { world, tuti, ani, budi, citra };
}

/** The button as whoever saw its code can make it. */
function customIdOf({ discord }: DiscordWorld, label: string): string {
  for (const { components } of [...discord.world.messages.values()].reverse()) {
    const found = new RegExp(
      `"custom_id":"([^"]+)"[^}]*"label":"${label}"|"label":"${label}"[^}]*"custom_id":"([^"]+)"`,
    );
    const [, before, after] = found.exec(JSON.stringify(components)) ?? [];
    const id = before ?? after;
    if (id !== undefined) return id;
  }
  throw new Error(`there is no button "${label}"`);
}

const happened = ({ db }: DiscordWorld) => db.client.encounter.count({ where: { happened: true } });

/** What a person is answered who presses a button that they made themselves. */
async function forged({ people, channel }: DiscordWorld, who: Member, customId: string) {
  const answer = await people.forges(who.id, channel, customId);
  if (answer.kind !== "message") throw new Error("no message came");
  return { ...people.read(answer.message), onlyFor: answer.message.onlyFor };
}

describe("a button of two people", () => {
  it("is refused in private to a third member, an organiser and somebody who has left, and reveals nothing", async () => {
    const { world, tuti, ani, citra } = await met();
    const customId = customIdOf(world, "Sudah bertemu");
    for (const who of [citra, tuti]) {
      const answer = await forged(world, who, customId);
      expect(answer.onlyFor).toBe(who.id);
      expect(`${answer.title} ${answer.text}`).not.toMatch(/Ani|Budi/);
    }
    expect(await happened(world)).toBe(0);
    await ani.presses("Sudah bertemu");
    expect(await happened(world)).toBe(1);
  });

  it("pressed by an app does nothing at all", async () => {
    const { world, ani } = await met();
    const app = world.member("Kuis", { isBot: true });
    void forged(world, app, customIdOf(world, "Sudah bertemu"));
    await ani.calls("temu status");
    expect(await happened(world)).toBe(0);
    expect(await world.db.client.member.count({ where: { name: "Kuis" } })).toBe(0);
  });

  it("copied into another server is refused there, as if it had never been", async () => {
    const { world, citra } = await met();
    const customId = customIdOf(world, "Sudah bertemu");
    const unknown = customId.replace(/[0-9a-f]{6}/, "ffffff");
    const elsewhere = world.people.elsewhere(citra.id);
    const copied = await world.people.forges(citra.id, elsewhere, customId);
    const invented = await world.people.forges(citra.id, elsewhere, unknown);
    if (copied.kind !== "message" || invented.kind !== "message") throw new Error("no message came");
    expect(world.people.read(copied.message).text).toBe(world.people.read(invented.message).text);
    expect(copied.message.onlyFor).toBe(citra.id);
    expect(await happened(world)).toBe(0);
  });

  it.each(["v1:", "v1:a:meet.met", "v9:a:meet.met:x", "\u0000", "v1:a:nobody.knows:x", "__proto__", "%%%:%%%"])(
    "that says %j asks to be opened anew or is refused",
    async (customId) => {
      const world = await openDiscordWorld({ locale: "id" });
      const ani = world.member("Ani", { locale: "id" });
      const answer = await forged(world, ani, customId);
      expect(answer.onlyFor).toBe(ani.id);
      expect(answer.text).not.toBe("");
      expect(world.incidents).toEqual([]);
    },
  );
});

describe("what organisers may do", () => {
  it("is refused to others, also where a server lets them see the command", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const ani = world.member("Ani", { locale: "id" });
    await ani.calls("atur status");
    expect(ani.sees()).toContain("pengurus");
    expect(await world.db.client.role.count()).toBe(0);
  });

  it("is refused to one who is none any more when the form comes back", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const tuti = world.member("Tuti", { locale: "id", isOrganiser: true });
    await tuti.calls("atur tambah-hari");
    world.guild.organisers.delete(tuti.id);
    await tuti.fills({ title: "Libur", kind: "break", from: "2026-12-21", until: "2027-01-02" });
    expect(tuti.sees()).toContain("pengurus");
    expect(await world.db.client.calendarEntry.count({ where: { from: "2026-12-21", until: "2027-01-02" } })).toBe(0);
  });
});
