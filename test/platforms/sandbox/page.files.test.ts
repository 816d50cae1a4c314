import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contrasts, namelessControls } from "../../support/audit.js";
import { hasChromium, openChromium } from "../../support/chromium.js";
import { PICTURE, withKeep } from "../../support/keep.js";
import { openTestSandbox, type TestSandbox } from "../../support/sandbox.js";
import { openTab, type Tab, type TabOptions } from "../../support/tab.js";

const picture = { name: "kelas 7.png", mimeType: "image/png", buffer: PICTURE };
const large = { ...picture, name: "besar.png", buffer: Buffer.alloc(1_500_000) };

describe.skipIf(!hasChromium())("the sandbox's page", () => {
  let browser: Browser;
  let sandbox: TestSandbox;
  const tabs: Tab[] = [];

  beforeAll(async () => {
    browser = await openChromium();
    sandbox = await openTestSandbox({ demo: false, more: withKeep });
    const people = [
      { id: "sari", name: "Sari Wulandari", locale: "id" },
      { id: "bayu", name: "Bayu Prasetyo", locale: "id" },
      { id: "claire", name: "Claire Martin", locale: "en" },
    ];
    for (const person of people) await sandbox.request("POST", "/sandbox/members", person);
    await sandbox.request("POST", "/sandbox/say", { as: "bayu", channel: "obrolan", text: "Coba modul ini" });
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.close();
    expect({ complaints: tabs.flatMap(({ complaints }) => complaints), faults: sandbox.faults }).toEqual({
      complaints: [],
      faults: [],
    });
  });

  async function open(options: TabOptions): Promise<Tab> {
    const tab = await openTab(browser, sandbox, options);
    tabs.push(tab);
    return tab;
  }

  it("takes a file with a form, says its name and size, and gives it back as it was", async () => {
    const { page, says, sees } = await open({ as: "sari" });
    await says("/simpan note:bagus");
    const form = page.getByRole("dialog");
    const field = form.getByLabel("Berkasnya");
    expect(await namelessControls(page)).toEqual([]);
    await field.setInputFiles(picture);
    await form.getByRole("status").getByText("kelas 7.png, 0,1 kB").waitFor();
    await form.locator("button[type=submit]").click();
    const kept = await sees("kept kelas 7.png (image/png, 12) bagus");
    const [download] = await Promise.all([page.waitForEvent("download"), kept.locator("a.file").click()]);
    expect(download.suggestedFilename()).toBe("kelas 7.png");
    expect(await readFile(await download.path())).toEqual(PICTURE);
    // With what the bot said to one alone there is nothing to do.
    expect(await kept.locator(".act").count()).toBe(0);
  });

  it.each([
    ["sari", "Berkasnya", "Berkas ini terlalu besar: 1,5 MB. Paling banyak 2 kB yang bisa dikirim."],
    ["claire", "The file", "This file is too large: 1.5 MB. At most 2 kB can be sent."],
  ])("refuses one that is too large before it is sent, and takes another (%s)", async (as, label, problem) => {
    const { page, says, sees } = await open({ as });
    await says("/keep");
    const form = page.getByRole("dialog");
    const field = form.getByLabel(label);
    await field.setInputFiles(large);
    await form.getByText(problem).waitFor();
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.url()));
    await form.locator("button[type=submit]").click();
    expect(await field.and(page.locator(":focus")).getAttribute("aria-invalid")).toBe("true");
    const said = await field.getAttribute("aria-describedby");
    expect(await page.locator(`#${said?.split(" ").at(-1) ?? ""}`).textContent()).toBe(problem);
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(sent.filter((url) => url.endsWith("/submit"))).toEqual([]);
    await field.setInputFiles(picture);
    expect(await field.getAttribute("aria-invalid")).toBeNull();
    await form.locator("button[type=submit]").click();
    await sees("kept kelas 7.png");
  });

  it("keeps a file while something else is put right, and says so", async () => {
    const { page, says, sees } = await open({ as: "sari" });
    await says(`/simpan note:"${"x".repeat(40)}"`);
    const form = page.getByRole("dialog");
    await form.getByLabel("Berkasnya").setInputFiles(picture);
    await form.locator("button[type=submit]").click();
    await form.getByText("kelas 7.png tetap dipakai kecuali Anda memilih berkas lain.").waitFor();
    await form.getByLabel("Catatan").fill("pendek");
    await form.locator("button[type=submit]").click();
    await sees("kept kelas 7.png (image/png, 12) pendek");
  });

  it("lets one act on somebody's message with the keyboard, and gives the focus back", async () => {
    const { page, sees } = await open({ as: "sari", place: "obrolan" });
    const message = await sees("Coba modul ini");
    const button = message.getByRole("button", { name: /^Simpan ini \(Bayu Prasetyo, \d\d[.:]\d\d\)$/ });
    const width = async () => (await button.boundingBox())?.width ?? 0;
    await button.focus();
    expect(await width()).toBeGreaterThan(40);
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    await page.keyboard.press("Enter");
    const form = page.getByRole("dialog", { name: "Simpan saja" });
    expect(await form.getByLabel("Isinya").inputValue()).toBe("Coba modul ini");
    expect(await form.getByLabel("Penulisnya").inputValue()).toBe("Bayu Prasetyo");
    await page.keyboard.press("Escape");
    expect(await button.and(page.locator(":focus")).count()).toBe(1);
    await message.hover();
    await button.click();
    await form.locator("button[type=submit]").click();
    await sees("Coba modul ini | - | Bayu Prasetyo | no file");
  });

  it("shows what can be done with a message where there is no pointer to hover with", async () => {
    const { page, sees } = await open({ as: "claire", place: "obrolan", hasTouch: true, isMobile: true });
    const message = await sees("Coba modul ini");
    const button = message.getByRole("button", { name: /^Keep this/ });
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(36);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await button.tap();
    await page.getByRole("dialog", { name: "Keep it" }).waitFor();
  });
});
