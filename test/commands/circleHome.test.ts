import { expect, it } from "vitest";
import { openWorld, textOfMessage, type Speaker } from "../support/conversation.js";

async function openCircle() {
  const world = await openWorld();
  const sari = await world.member("Sari", { locale: "id" });
  const budi = await world.member("Budi", { locale: "id" });
  const tom = await world.member("Tom", { locale: "en" });
  await sari.says("/kombel mulai");
  await sari.fills({ name: "Membaca", question: "Apa yang membuat murid suka membaca?", access: "open", rhythm: "7" });
  for (const who of [budi, tom]) {
    await who.says("/circle");
    await who.presses(who.buttons()[0] ?? "");
  }
  await world.goes("PT1H");
  return { world, sari, budi, tom };
}

/** What the bot wrote in the circle's own room, in the languages of all. */
const atHome = async (who: Speaker) =>
  (await who.reads()).filter(({ where, author }) => where.kind === "room" && author === null).map(textOfMessage);

async function proposes(sari: Speaker, times: string): Promise<void> {
  await sari.says("/kombel pertemuan");
  await sari.presses("Usulkan waktu");
  await sari.fills({ times, length: 60 });
}

it("the step of a protocol stays in the languages of all, whoever presses its buttons in the home", async () => {
  const { world, sari, budi, tom } = await openCircle();
  await proposes(sari, "2026-12-01 15:30");
  await world.goes(new Date("2026-12-01T08:30:00Z"));
  await sari.says("/kombel protokol");
  await sari.presses(sari.buttons()[0] ?? "");
  await sari.presses(sari.buttons()[0] ?? "");
  await world.goes("PT1M");
  const step = async () => (await atHome(budi)).findLast((text) => text.includes("[Akhiri · End]")) ?? "";
  expect(await step()).toContain("[Jeda · Pause] [Langkah berikut · Next step]");
  for (const [who, button, now] of [
    [tom, "Next step", "[Jeda · Pause]"],
    [budi, "Jeda", "[Lanjutkan · Continue]"],
    [tom, "Continue", "[Jeda · Pause]"],
  ] as const) {
    await who.presses(button);
    expect(who.sees()).toMatch(/Yang bicara: [^]*\n—\n[^]*Who speaks: /);
    expect(who.sees()).toContain(now);
    expect(await step()).toBe(who.sees());
  }
  await tom.presses("End");
  expect((await atHome(budi)).at(-1)).toContain("\n—\n");
  expect(world.faults).toEqual([]);
});

it("the question which times suit stays in the languages of all when somebody answers it", async () => {
  const { world, sari, budi, tom } = await openCircle();
  await proposes(sari, "2026-12-01 15:30\n2026-12-02 15:30");
  await world.goes("PT5M");
  const poll = async () => (await atHome(budi)).findLast((text) => text.includes("Say what suits me")) ?? "";
  const asked = await poll();
  expect(asked).toContain("[Pilih waktu saya · Say what suits me]");
  await tom.presses("Say what suits me");
  await tom.presses(0);
  await tom.presses("Send my times");
  await budi.presses("Pilih waktu saya");
  await budi.presses("Tidak ada yang cocok");
  expect(await poll()).toBe(asked);
  expect(world.faults).toEqual([]);
});
