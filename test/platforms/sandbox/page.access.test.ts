import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contrasts, namelessControls, spokenParts } from "../../support/audit.js";
import { hasChromium, openChromium } from "../../support/chromium.js";
import { openTestSandbox, type TestSandbox } from "../../support/sandbox.js";
import { openTab, type Tab, type TabOptions } from "../../support/tab.js";

/** The smallest contrast of running text, by WCAG 2.2 AA. */
const ENOUGH = 4.5;
const PHONE = { width: 360, height: 740 };

describe.skipIf(!hasChromium())("the sandbox's page is for everybody:", () => {
  let browser: Browser;
  let sandbox: TestSandbox;

  // These tests only look; what one of them does to the community doesn't matter to the others.
  beforeAll(async () => {
    browser = await openChromium();
    sandbox = await openTestSandbox();
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.close();
  });

  const open = (options: TabOptions) => openTab(browser, sandbox, options);

  /** One look at each kind of thing that the page shows. */
  async function sights({ page, says, sees }: Tab, look: (what: string) => Promise<void>): Promise<void> {
    await look("an empty conversation");
    await says("/saya");
    await (await sees("Pengaturan saya")).getByRole("button", { name: "Hentikan semua pesan" }).focus();
    await look("a card with facts and buttons");
    await page.getByRole("combobox").fill("/");
    await look("suggestions");
    await says("/atur");
    await page.locator("#places").getByRole("button", { name: "obrolan" }).click();
    await says("/atur");
    await sees("Hanya Anda yang melihat");
    await look("an answer for one person in a channel");
    await says("/kenalan");
    await page.getByRole("dialog").locator("button[type=submit]").waitFor();
    await look("a form");
    await page.getByLabel("Peran saya").selectOption("");
    await page.getByRole("dialog").locator("button[type=submit]").click();
    await page.getByText("Mohon diisi.").waitFor();
    await look("a form with a problem");
    await page.keyboard.press("Escape");
    await page.route("**/sandbox/say", (route) => route.abort());
    await says("halo");
    await page.locator("#notice button").waitFor();
    await look("a notice of trouble");
    await page.unroute("**/sandbox/say");
  }

  it.each(["light", "dark"] as const)("all text stands out from its ground in the %s colours", async (colorScheme) => {
    const tab = await open({ as: "sari", colorScheme });
    let count = 0;
    await sights(tab, async (what) => {
      const found = await contrasts(tab.page);
      count += found.length;
      expect({ what, faint: found.filter(({ ratio }) => ratio < ENOUGH) }).toEqual({ what, faint: [] });
    });
    await tab.page.locator("#you").click();
    const found = await contrasts(tab.page);
    expect(found.filter(({ ratio }) => ratio < ENOUGH)).toEqual([]);
    expect(count).toBeGreaterThan(150);
  });

  it("every control says what it is, whatever is open", async () => {
    const tab = await open({ as: "made" });
    await sights(tab, async (what) => {
      expect({ what, nameless: await namelessControls(tab.page) }).toEqual({ what, nameless: [] });
    });
    for (const id of ["#you", "#add"]) {
      await tab.page.locator(id).click();
      expect(await namelessControls(tab.page)).toEqual([]);
      await tab.page.keyboard.press("Escape");
    }
  });

  it("it has one heading of the first level, and landmarks to jump to", async () => {
    const { page } = await open({ as: "sari" });
    const parts = await spokenParts(page);
    const named = (role: string) => parts.filter((part) => part.role === role).map(({ name }) => name);
    expect(parts.filter(({ role, level }) => role === "heading" && level === 1).map(({ name }) => name)).toEqual([
      "Jejaring Guru Nusantara",
    ]);
    expect(named("main")).toHaveLength(1);
    expect(named("navigation")).toEqual(["Tempat"]);
    expect(named("complementary")).toEqual(["Anggota dan tempat"]);
    expect(named("region")).toEqual(["Jam sandbox", "Pesan"]);
  });

  it("the first key leads past the column to the messages", async () => {
    const { page } = await open({ as: "sari" });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("region", { name: "Pesan" }).and(page.locator(":focus")).count()).toBe(1);
  });

  it("a screen reader hears what arrives, and how the clock went on", async () => {
    const { page, lets } = await open({ as: "claire", place: "obrolan" });
    await sandbox.request("POST", "/sandbox/say", { as: "bayu", channel: "obrolan", text: "Selamat malam semua" });
    await page.getByRole("log").getByText("Bayu Prasetyo: Selamat malam semua").waitFor({ state: "attached" });
    await lets("+1 hour");
    expect(await page.locator("#told").textContent()).toMatch(/^It is now /);
  });

  it("on a small phone nothing sticks out, and the column comes and goes as a drawer", async () => {
    const tab = await open({ as: "rizal", viewport: PHONE });
    const { page } = tab;
    const widest = async () =>
      Number(await page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
    const drawer = page.getByRole("complementary");
    const menu = page.getByRole("button", { name: "Anggota dan tempat" });
    expect(await drawer.isVisible()).toBe(false);
    await tab.says("x".repeat(300));
    await tab.says("/saya");
    await tab.sees("Pengaturan saya");
    expect(await widest()).toBe(PHONE.width);
    expect(await page.evaluate("scroller.scrollWidth <= scroller.clientWidth")).toBe(true);
    await menu.click();
    await drawer.getByRole("button", { name: "obrolan" }).waitFor();
    expect(await widest()).toBe(PHONE.width);
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    expect(await menu.and(page.locator(":focus")).count()).toBe(1);
    await tab.says("/kenalan");
    await page.getByRole("dialog").waitFor();
    expect(await widest()).toBe(PHONE.width);
    expect(await page.evaluate("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('dialog .fields'))")).toBe(
      true,
    );
  });

  it("who asked for less motion sees none", async () => {
    const { page } = await open({ as: "sari", reducedMotion: "reduce" });
    const moving = `[...document.querySelectorAll("*")].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0).length`;
    expect(await page.evaluate(moving)).toBe(0);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await page.evaluate(moving)).toBeGreaterThan(0);
  });
});
