import { expect, it } from "vitest";
import { evidenceDocument } from "../../src/features/circles/evidence/notices.js";
import { figuresOf } from "../../src/features/circles/evidence/rules.js";
import { htmlPage } from "../../src/documents/html.js";
import { openChromium, hasChromium } from "../support/chromium.js";
import { openWorld, type Speaker, type World } from "../support/conversation.js";

async function opens(world: World): Promise<readonly [Speaker, Speaker, Speaker]> {
  const [sari, budi, tom] = [
    await world.member("Sari", { locale: "id" }),
    await world.member("Budi", { locale: "id" }),
    await world.member("Tom", { locale: "en" }),
  ];
  await sari.says("/kombel mulai");
  await sari.fills({
    name: "Membaca",
    question: "Bagaimana murid membaca dengan senang?",
    rhythm: "7",
    access: "open",
  });
  for (const who of [budi, tom]) {
    await who.says("/circle");
    await who.presses(who.buttons()[0] ?? "");
  }
  return [sari, budi, tom];
}

const STAGES = [
  "Kami amati dua kelas.",
  "Kami coba pojok baca.",
  "Sudah dicoba di dua kelas.",
  "Lebih banyak yang membaca.",
];

it.skipIf(!hasChromium())(
  "a whole cycle of eight weeks: meetings, a protocol, minutes, products, and a pack whose figures are what happened",
  async () => {
    const world = await openWorld();
    const [sari, budi, tom] = await opens(world);
    for (const [place, product] of STAGES.entries()) {
      // A Tuesday of every second week, at half past three.
      const date = `2026-${place < 3 ? "12" : "01"}-${["01", "15", "29", "12"][place] ?? ""}`.replace(
        "2026-01",
        "2027-01",
      );
      await sari.says("/kombel pertemuan");
      await sari.presses("Usulkan waktu");
      await sari.fills({ times: `${date} 15:30`, length: 60 });
      await world.goes(new Date(`${date}T08:30:00Z`));
      if (place === 0) {
        await tom.says("/circle protocol");
        const [first = ""] = tom.buttons();
        await tom.presses(first);
        await tom.presses(tom.buttons()[0] ?? "");
        expect(await world.db.client.circleMeeting.count({ where: { protocolAt: { not: null } } })).toBe(1);
      }
      await world.goes(new Date(`${date}T10:00:00Z`));
      await sari.presses("Saya hadir");
      await budi.presses("Saya hadir");
      if (place === 1) await tom.presses("I was there");
      else await tom.presses("I couldn’t come");
      await sari.says("/kombel notula");
      await sari.fills({ notes: `Keputusan ${place + 1}` });
      await sari.says("/kombel hasil");
      await sari.fills({ product });
      if (place < 3) await sari.says("/kombel tahap");
    }
    await sari.says("/kombel selesai");
    await sari.fills({});
    await tom.says("/circle evidence circle:Membaca");
    expect(tom.sees()).toContain("What “Membaca” did so far");
    const { id } = await world.db.client.circle.findFirstOrThrow();
    const member = await world.db.client.member.findFirstOrThrow({ where: { name: "Tom" } });
    const { services, words } = world.program;
    const facts = await services.circles.evidence(id, member.id);
    const figures = figuresOf(facts);
    expect(figures).toMatchObject({ meetings: 4, minutes: 240, products: 4, productsDone: 4 });
    expect(figures.overall).toEqual({ said: 12, attended: 9, unsaid: 0, percent: 75 });
    const document = evidenceDocument(facts, {
      locale: "id",
      from: (file, key, told) => words.say("id", file, key, told),
    });
    const browser = await openChromium();
    const page = await browser.newPage();
    await page.setContent(htmlPage(document));
    const text = await page.locator("body").innerText();
    await browser.close();
    for (const wanted of ["Membaca", "75", "Keputusan 4", ...STAGES, "Sari", "Budi", "Tom"])
      expect(text).toContain(wanted);
    expect(world.faults).toEqual([]);
  },
);
