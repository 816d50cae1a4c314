import fc from "fast-check";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { htmlPage } from "../../../src/documents/html.js";
import { pdfFile } from "../../../src/documents/pdf.js";
import { type EvidenceFacts, figuresOf } from "../../../src/features/circles/evidence/rules.js";
import { hasChromium, openChromium } from "../../support/chromium.js";
import { documentOf, large, readPdf, small, squeezed, textsOf } from "./pack.js";

describe("the figures of a circle", () => {
  it("are those counted by hand", () => {
    const figures = figuresOf(small);
    // Made was a guest on 22 September: neither expected nor counted. Nobody noted who was there on 22 October.
    expect([...figures.people]).toEqual([
      ["sari", { said: 3, attended: 2, unsaid: 0, percent: 67 }],
      ["made", { said: 2, attended: 2, unsaid: 0, percent: 100 }],
    ]);
    expect(figures.overall).toEqual({ said: 5, attended: 4, unsaid: 0, percent: 80 });
    expect(figures).toMatchObject({
      meetings: 4,
      minutes: 225,
      actions: 2,
      actionsDone: 1,
      actionsDropped: 1,
      products: 2,
      productsDone: 1,
    });
  });

  const anyDay = fc.integer({ min: 1, max: 28 }).map((day) => `2026-09-${String(day).padStart(2, "0")}`);
  const anyPerson = fc.record({
    name: fc.option(fc.string(), { nil: undefined }),
    periods: fc.array(fc.record({ from: anyDay, until: fc.option(anyDay, { nil: undefined }) }), { maxLength: 3 }),
  });
  const anyState = fc.constantFrom("expected" as const, "present" as const, "absent" as const);
  const anyFacts: fc.Arbitrary<EvidenceFacts> = fc
    .tuple(
      fc.array(anyPerson, { maxLength: 6 }),
      fc.array(fc.tuple(anyDay, fc.nat(300), fc.array(anyState, { maxLength: 7 })), { maxLength: 8 }),
    )
    .map(([people, meetings]) => ({
      ...small,
      people: people.map((person, place) => ({ ...person, key: String(place) })),
      meetings: meetings.map(([on, minutes, states]) => ({
        on,
        minutes,
        stage: "do",
        attendance: states.map((state, place) => ({ key: place === 6 ? undefined : String(place), state })),
        notes: undefined,
      })),
    }));

  it("count silence apart: who did not say lowers nobody's share", () => {
    const facts = (silent: readonly string[]): EvidenceFacts => ({
      ...small,
      meetings: small.meetings.map((meeting) => ({
        ...meeting,
        attendance: meeting.attendance.map((one) =>
          silent.includes(one.key ?? "") ? { ...one, state: "expected" as const } : one,
        ),
      })),
    });
    expect(figuresOf(facts(["made"])).people.get("made")).toEqual({
      said: 0,
      attended: 0,
      unsaid: 2,
      percent: undefined,
    });
    expect(figuresOf(facts(["made"])).overall).toEqual({ said: 3, attended: 2, unsaid: 2, percent: 67 });
    expect(textsOf(documentOf(facts(["made"])))).toContain("67% (2 of 3 answers), 2 did not say");
    expect(textsOf(documentOf(facts(["made"]), "id"))).toContain("67% (2 dari 3 kabar), 2 tanpa kabar");
  });

  it("never count more than was expected, and the whole is the sum of its people", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { people, overall, meetings } = figuresOf(facts);
        const all = [...people.values()];
        for (const { said, attended, percent } of [...all, overall]) {
          expect(attended).toBeLessThanOrEqual(said);
          expect(percent === undefined).toBe(said === 0);
          if (percent !== undefined) expect(Math.abs(percent - (100 * attended) / said)).toBeLessThanOrEqual(0.5);
        }
        for (const { said, unsaid } of all) expect(said + unsaid).toBeLessThanOrEqual(meetings);
        expect(overall.attended).toBe(all.reduce((sum, { attended }) => sum + attended, 0));
        expect(overall.said).toBe(all.reduce((sum, { said }) => sum + said, 0));
        expect(overall.unsaid).toBe(all.reduce((sum, { unsaid }) => sum + unsaid, 0));
      }),
    );
  });

  it("expect nobody outside their membership: a meeting before it changes nobody's figures", () => {
    fc.assert(
      fc.property(anyFacts, fc.array(anyState, { maxLength: 6 }), (facts, states) => {
        const attendance = states.map((state, place) => ({ key: String(place), state }));
        const before = { on: "2026-08-31", minutes: 60, stage: "do", attendance, notes: undefined };
        const figures = figuresOf({ ...facts, meetings: [before, ...facts.meetings] });
        expect(figures.people).toEqual(figuresOf(facts).people);
        expect(figures.meetings).toBe(facts.meetings.length + 1);
      }),
    );
  });
});

describe.each(["en", "id"])("the evidence pack as a PDF file, in %s", (locale) => {
  it("has every text of its description, as another reader finds it", async () => {
    const document = documentOf(small, locale);
    const pages = await readPdf(await pdfFile(document));
    const found = squeezed(
      pages
        .flat()
        .map(({ text }) => text)
        .join(""),
    );
    for (const text of textsOf(document)) expect(found).toContain(squeezed(text));
    expect(found).toContain(squeezed("I Made Ārya Şükrü Đặng"));
    expect(found).not.toContain(squeezed(document.replacedNote));
  });

  it("is the same file for the same facts", async () => {
    const [one, other] = [await pdfFile(documentOf(small, locale)), await pdfFile(documentOf(small, locale))];
    expect(one.equals(other)).toBe(true);
    expect(one.subarray(0, 5).toString()).toBe("%PDF-");
  });
});

describe("the evidence pack", () => {
  it("says of whoever told nothing that they told nothing, and not that they were away", () => {
    const attendance = [{ key: "sari", state: "present" as const }];
    const meeting = { on: "2026-10-08", minutes: 45, stage: "do", attendance, notes: undefined };
    const told = documentOf({ ...small, meetings: [meeting] }).parts.flatMap((part) =>
      part.kind === "facts" ? part.facts.map(([label, value]) => `${label}: ${value}`) : [],
    );
    expect(told).toContain("Did not say: I Made Ārya Şükrü Đặng");
    expect(told).toContain("Not there: –");
  });

  it("says a former member, and no more of them", () => {
    const texts = textsOf(documentOf(small));
    expect(texts).toContain("a former member");
    expect(texts).toContain("80% (4 of 5)");
    expect(texts).toContain("3.8");
    expect(texts).toContain("1 of 2, 1 no longer needed");
    expect(texts).toContain("Sari Dewi, I Made Ārya Şükrü Đặng and 1 former member");
    expect(textsOf(documentOf(small, "id"))).toContain("3,8");
  });

  it("puts a sign for what the font doesn't have, and says so", async () => {
    const document = documentOf({ ...small, circle: "Kombel 👩‍🏫 数学" });
    const found = squeezed(
      (await readPdf(await pdfFile(document)))
        .flat()
        .map(({ text }) => text)
        .join(""),
    );
    expect(found).toContain(squeezed("Evidence of the circle “Kombel ? ??”"));
    expect(found).toContain(squeezed(document.replacedNote));
  });

  it("keeps a row on its page, even where its words fill several", async () => {
    const rows = Array.from({ length: 60 }, (_, place) => [
      `Row${place}begins ${"word ".repeat(place)}Row${place}ends`,
    ]);
    const columns = [{ label: "What", share: 1 }];
    const filled = { ...documentOf(small), parts: [{ kind: "table", columns, rows } as const] };
    const pages = await readPdf(await pdfFile(filled));
    expect(pages.length).toBeGreaterThan(2);
    const pageOf = (sign: string) => pages.findIndex((page) => page.some(({ text }) => text.includes(sign)));
    for (const place of rows.keys()) {
      expect(pageOf(`Row${place}begins`)).toBeGreaterThanOrEqual(0);
      expect(pageOf(`Row${place}ends`)).toBe(pageOf(`Row${place}begins`));
    }
    // The head of the table is on every page, and nothing but the footer below the margin.
    for (const page of pages) {
      expect(page.some(({ text }) => text === "What")).toBe(true);
      expect(page.filter(({ text, y }) => text.trim() !== "" && y < 50).length).toBe(1);
    }
    const long = { ...filled, parts: [{ kind: "table", columns, rows: [["endless".repeat(2_000)]] } as const] };
    const found = squeezed(
      (await readPdf(await pdfFile(long)))
        .flat()
        .map(({ text }) => text)
        .join(""),
    );
    expect(found.match(/endless/g)?.length).toBeGreaterThan(1_900);
  });

  it("leaves of minutes that go on on the next page three lines at least", async () => {
    for (const lines of [44, 45, 46, 47, 48, 49, 50]) {
      const text = Array.from({ length: 30 }, (_, place) => `Minutes ${place}`).join("\n");
      const spacing = { kind: "text", text: Array.from({ length: lines }, () => "Before").join("\n") } as const;
      const pages = await readPdf(await pdfFile({ ...documentOf(small), parts: [spacing, { kind: "text", text }] }));
      const torn = pages.map((page) => page.filter((piece) => piece.text.startsWith("Minutes ")).length);
      expect(torn.reduce((sum, count) => sum + count, 0)).toBe(30);
      for (const count of torn) expect(count === 0 || count >= 3, torn.join()).toBe(true);
    }
  });

  it("names no share of nothing, and dates in columns without the day of the week", () => {
    const texts = textsOf(documentOf({ ...small, meetings: [], actions: [], products: [] }));
    expect(texts.filter((text) => text.startsWith("0 of"))).toEqual([]);
    expect(texts).toContain("1 Sept 2026; 1 Oct 2026");
    expect(textsOf(documentOf(small, "id"))).toContain("1 Sep 2026; 1 Okt 2026");
  });

  it("takes less than a second and 50 MB for 12 members and 20 meetings", async () => {
    const facts = large(12, 20);
    await pdfFile(documentOf(small));
    const before = process.memoryUsage().rss;
    // Of this process, so that what else the computer does isn't counted.
    const begun = process.cpuUsage();
    const file = await pdfFile(documentOf(facts));
    const { user, system } = process.cpuUsage(begun);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(50);
    expect(file.length).toBeLessThan(500_000);
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect((await readPdf(file)).length).toBeGreaterThan(3);
  });

  it("is only text, whatever its members are called", async () => {
    const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202Egnp.exe`;
    const facts = {
      ...small,
      circle: evil,
      question: evil,
      people: [{ ...small.people[0], key: "x", name: evil, periods: [] }],
    };
    const page = htmlPage(documentOf(facts));
    expect(page).not.toMatch(/<(script|img)|\u202E/);
    const found = squeezed(
      (await readPdf(await pdfFile(documentOf(facts))))
        .flat()
        .map(({ text }) => text)
        .join(""),
    );
    expect(found).toContain("<script>alert(1)</script><imgsrc=xonerror=alert(2)>");
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (name) => {
        const document = documentOf({ ...small, circle: name, meetings: [] });
        expect(htmlPage(document)).not.toMatch(/<script|javascript:/i);
        expect((await pdfFile(document)).length).toBeGreaterThan(1_000);
      }),
      { numRuns: 6 },
    );
  });
});

describe.skipIf(!hasChromium())("the evidence pack in a real browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function opened(facts: EvidenceFacts, locale = "en") {
    const page = await (await browser.newContext()).newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => complaints.push(line.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith("about:") && !request.url().startsWith("data:")) complaints.push(request.url());
    });
    page.on("dialog", (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.setContent(htmlPage(documentOf(facts, locale)));
    return { page, complaints };
  }

  it("shows what the description says, and the browser complains of nothing", async () => {
    const { page, complaints } = await opened(small);
    const shown = squeezed(await page.locator("body").innerText());
    for (const text of textsOf(documentOf(small))) expect(shown).toContain(squeezed(text));
    expect(complaints).toEqual([]);
  });

  it("fits a phone, where tables are pushed aside rather than broken within words", async () => {
    const { page } = await opened(small);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    // No heading takes more lines than it has words.
    const broken = await page.evaluate(`[...document.querySelectorAll("th")].filter((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return range.getClientRects().length > cell.textContent.split(" ").length;
    }).map((cell) => cell.textContent)`);
    expect(broken).toEqual([]);
  });

  it("runs nothing of what a hostile name says", async () => {
    const evil = `</title></style><script>alert(1)</script><img src="http://127.0.0.1:9/x" onerror=alert(2)>`;
    const { page, complaints } = await opened({ ...small, circle: evil });
    expect(squeezed(await page.locator("h1").innerText())).toContain(squeezed(evil));
    expect(await page.locator("script, img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("prints on several pages with nothing lost, and no row on two", async () => {
    const facts = large(12, 20);
    const { page, complaints } = await opened(facts, "id");
    const pages = await readPdf(await page.pdf({ preferCSSPageSize: true }));
    expect(pages.length).toBeGreaterThan(3);
    const sheets = pages.map((sheet) => squeezed(sheet.map(({ text }) => text).join("")));
    for (const text of facts.actions.map((action) => squeezed(action.text)))
      expect(sheets.some((sheet) => sheet.includes(text))).toBe(true);
    expect(complaints).toEqual([]);
  });
});
