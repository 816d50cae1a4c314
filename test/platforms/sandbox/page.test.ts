import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { hasChromium, openChromium } from "../../support/chromium.js";
import { openTestSandbox, type TestSandbox } from "../../support/sandbox.js";
import { openTab, type Tab, type TabOptions } from "../../support/tab.js";

describe.skipIf(!hasChromium())("the sandbox's page", () => {
  let browser: Browser;
  let sandbox: TestSandbox;
  let tabs: Tab[];

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    sandbox = await openTestSandbox();
    tabs = [];
  });
  afterEach(async () => {
    const complaints = tabs.flatMap((tab) => tab.complaints);
    await Promise.all(browser.contexts().map((context) => context.close()));
    await sandbox.close();
    expect({ complaints, faults: sandbox.faults }).toEqual({ complaints: [], faults: [] });
  });

  async function open(options: TabOptions = {}): Promise<Tab> {
    const tab = await openTab(browser, sandbox, options);
    tabs.push(tab);
    return tab;
  }

  const added = z.object({ id: z.string() });
  const opened = z.object({ form: z.string() });

  /** Somebody new who has introduced herself. */
  async function newcomer(name: string, locale: string): Promise<string> {
    const { id } = added.parse((await sandbox.request("POST", "/sandbox/members", { name, locale })).body);
    const said = await sandbox.request("POST", "/sandbox/say", { as: id, text: "/introduce" });
    const values = { role: "teacher", subjects: "physics", languages: ["en", "id"], offers: "literacy", seeks: "STEM" };
    const { form } = opened.parse(said.body);
    expect((await sandbox.request("POST", "/sandbox/submit", { as: id, form, values })).status).toBe(200);
    return id;
  }

  it("lets somebody new introduce herself in Indonesian and shows her three people to meet", async () => {
    const { page, button, sees } = await open({ as: "sari" });
    await button("Tambah anggota").click();
    await page.getByLabel("Nama").fill("Rina Novita");
    await button("Tambah").click();
    await page.getByRole("heading", { name: "Halo, Rina Novita" }).waitFor();
    await button("Perkenalkan saya").click();
    const form = page.getByRole("dialog", { name: "Tentang Anda" });
    await form.getByLabel("Peran saya").selectOption({ label: "Guru" });
    await form.getByLabel("Mata pelajaran atau bidang").fill("fisika");
    await form.getByLabel("Yang sedang saya cari").fill("asesmen formatif");
    await form.getByRole("button", { name: "Perkenalkan saya" }).click();
    const thanks = await sees("Salam kenal, Rina Novita");
    expect(await thanks.getByRole("heading", { level: 4 }).count()).toBe(3);
    expect(await thanks.getByRole("button", { name: /^Sapa/ }).count()).toBe(3);
    await page.getByRole("button", { name: /^perkenalan 1 baru/ }).click();
    await sees("Wajah baru: Rina Novita");
    await page.getByRole("button", { name: "perkenalan", exact: true }).waitFor();
  });

  it("brings an English speaker together with somebody as the clock goes on, and says why in English", async () => {
    const id = await newcomer("Maya Collins", "en");
    const { page, says, sees, lets } = await open({ as: id });
    await says("/meet join");
    await sees("Welcome to the weekly meet-up");
    const room = page.getByRole("button", { name: /1 new$/ });
    for (let step = 0; step < 25 && (await room.count()) === 0; step++) await lets("To the next event");
    const journal = page.getByRole("region", { name: "What happened" });
    expect(await journal.textContent()).toMatch(/Tue,? 1 Dec 15:30Told \d+ groups whom they meet/);
    await journal.getByRole("button", { name: "Close the list" }).click();
    await journal.waitFor({ state: "hidden" });
    await room.click();
    const [partner = ""] = (await page.locator("#place-name").textContent())?.split(", ") ?? [];
    const match = await sees("Time to meet");
    const text = (await match.textContent()) ?? "";
    expect(partner).not.toBe("");
    expect(text).toContain(partner);
    expect(text).toContain("Maya Collins");
    expect(text).toContain("Why you:");
    expect(text).toContain("Wrote first");
  }, 60_000);

  it("calls a circle's room by the circle", async () => {
    const [maya, lena] = [await newcomer("Maya Collins", "en"), await newcomer("Lena Ortiz", "en")];
    const said = await sandbox.request("POST", "/sandbox/say", { as: maya, text: "/circle start" });
    const { form } = opened.parse(said.body);
    const values = { name: "Rocks in grade 9", question: "How do pupils read a landscape?", access: "open" };
    await sandbox.request("POST", "/sandbox/submit", { as: maya, form, values });
    await sandbox.request("POST", "/sandbox/say", { as: maya, text: `/circle invite <@${lena}>` });
    const { page, sees, lets } = await open({ as: lena });
    await lets("+1 day");
    await (await sees("invites you to “Rocks in grade 9”")).getByRole("button", { name: "Join" }).first().click();
    await lets("+1 day");
    await page
      .locator("#places")
      .getByRole("button", { name: /^Rocks in grade 9/ })
      .click();
    expect(await page.locator("#place-name").textContent()).toBe("Rocks in grade 9");
    await sees("This is the place of “Rocks in grade 9”");
  }, 60_000);

  it("hands out the calendar entry of a time that was taken", async () => {
    const id = await newcomer("Maya Collins", "en");
    await sandbox.request("POST", "/sandbox/say", { as: id, text: "/meet join" });
    const { page, sees, lets } = await open({ as: id });
    await lets("+1 week");
    await page.getByRole("button", { name: /new$/ }).last().click();
    await (await sees("Time to meet")).getByRole("button", { name: /Propose times/ }).click();
    await (await sees("When shall we meet?")).getByRole("button").first().click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the calendar entry" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.ics$/);
    expect(await readFile(await download.path(), "utf8")).toMatch(/^BEGIN:VCALENDAR/);
  }, 60_000);

  it("takes two presses of a button in one go as one", async () => {
    const { page, says, sees } = await open({ as: "bayu" });
    await says("/kenalan");
    await page.getByRole("dialog").locator("button[type=submit]").click();
    const hello = (await sees("Terima kasih")).getByRole("button", { name: /^Sapa/ }).first();
    let presses = 0;
    page.on("request", (request) => {
      if (request.url().endsWith("/sandbox/press")) presses++;
    });
    await hello.focus();
    await page.evaluate("document.activeElement.click(), document.activeElement.click()");
    await sees("Sapaan Anda sedang menuju");
    expect(presses).toBe(1);
    await hello.click();
    await sees("Anda sudah menyapa");
    expect(presses).toBe(2);
  });

  it("can be used with the keyboard alone, from the command's first letters to the answer", async () => {
    const { page, sees } = await open({ as: "bayu" });
    const { keyboard } = page;
    const line = page.getByRole("combobox", { name: "Pesan ke Jejaring" });
    await line.focus();
    await keyboard.type("/te");
    const options = page.getByRole("option");
    expect(await options.allTextContents()).toEqual([expect.stringMatching(/^\/temu/)]);
    await keyboard.press("Enter");
    expect(await line.inputValue()).toBe("/temu ");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    const active = page.locator('[role=option][aria-selected="true"]');
    expect(await active.textContent()).toMatch(/^ikut/);
    expect(await line.getAttribute("aria-activedescendant")).toBe(await active.getAttribute("id"));
    await keyboard.press("Escape");
    expect(await options.count()).toBe(0);
    await keyboard.type("pil");
    await keyboard.press("Tab");
    expect(await line.inputValue()).toBe("/temu pilihan ");
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Temu saya" }).waitFor();
    await keyboard.type("Kelompok");
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.type("fisika");
    await keyboard.press("Enter");
    await sees("Tersimpan.");
    expect(await line.and(page.locator(":focus")).count()).toBe(1);
  });

  it("names people and channels while one types", async () => {
    const { page } = await open({ as: "bayu" });
    const line = page.getByRole("combobox");
    await line.focus();
    await page.keyboard.type("/hubungkan @sari w");
    await page.keyboard.press("Enter");
    expect(await line.inputValue()).toBe("/hubungkan @Sari Wulandari ");
    await page.keyboard.type("#obr");
    await page.getByRole("option", { name: "obrolan" }).click();
    expect(await line.inputValue()).toBe("/hubungkan @Sari Wulandari #obrolan ");
  });

  it("shows what is wrong in a form at its field, and keeps what was typed", async () => {
    const { id } = added.parse(
      (await sandbox.request("POST", "/sandbox/members", { name: "Rina", locale: "id" })).body,
    );
    const { page, says, sees } = await open({ as: id });
    await says("/kenalan");
    const form = page.getByRole("dialog", { name: "Tentang Anda" });
    await form.getByLabel("Sekolah atau lembaga").fill("SMA ".repeat(40));
    await form.getByLabel("Sunda").check();
    await form.locator("button[type=submit]").click();
    await form.getByText("Mohon diisi.").waitFor();
    const role = form.getByLabel("Peran saya");
    expect(await role.getAttribute("aria-invalid")).toBe("true");
    expect(await role.and(page.locator(":focus")).count()).toBe(1);
    const problem = (await role.getAttribute("aria-describedby")) ?? "";
    expect(await page.locator(`[id="${problem}"]`).textContent()).toBe("Mohon diisi.");
    expect(await form.getByLabel("Sekolah atau lembaga").inputValue()).toContain("SMA SMA");
    expect(await form.getByText(/paling banyak 80 karakter/).count()).toBe(1);
    expect(await form.getByLabel("Sunda").isChecked()).toBe(true);
    await role.selectOption("teacher");
    await form.getByLabel("Sekolah atau lembaga").fill("SMA Merapi");
    await form.locator("button[type=submit]").click();
    await sees("Salam kenal, Rina");
    await form.waitFor({ state: "detached" });
  });

  it("keeps the channel that was chosen when another field was wrong", async () => {
    const { id } = added.parse(
      (await sandbox.request("POST", "/sandbox/members", { name: "Ina", locale: "en", isOrganiser: true })).body,
    );
    const { page, says, sees } = await open({ as: id });
    await says("/care watch channel:#obrolan days:1");
    const form = page.getByRole("dialog");
    await form.getByText("Please write a whole number from 3 to 90.").waitFor();
    expect(await form.getByLabel("Channel").inputValue()).toBe("obrolan");
    await form.getByLabel("Quiet for so many days").fill("5");
    await form.locator("button[type=submit]").click();
    await sees("for 5 days");
  });

  it("comes back to the same member and place, and two tabs can be two members", async () => {
    const sari = await open({ as: "sari" });
    await sari.page.getByRole("button", { name: /^Anda sebagai/ }).click();
    await sari.page.getByRole("searchbox").fill("claire");
    await sari.page.keyboard.press("Enter");
    await sari.page.getByRole("button", { name: /^You are Claire Donnelly/ }).waitFor();
    await sari.button("obrolan").click();
    expect(new URL(sari.page.url()).hash).toBe("#as=claire&in=obrolan");
    await sari.page.reload();
    await sari.page.getByRole("heading", { name: "obrolan" }).waitFor();
    const bayu = await open({ as: "bayu", place: "temu" });
    await bayu.page.getByRole("button", { name: /^Anda sebagai Bayu Prasetyo/ }).waitFor();
    await sari.says("Good evening from Melbourne");
    await bayu.page.getByRole("button", { name: "obrolan 1 baru" }).click();
    const message = await bayu.sees("Good evening from Melbourne");
    expect(await message.textContent()).toMatch(/^CDClaire Donnelly18:50/);
  });

  it("speaks the language and wears the colours that one chooses", async () => {
    const { page, button } = await open({ as: "sari", colorScheme: "light" });
    const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(await page.locator("html").getAttribute("lang")).toBe("id");
    await button("English").click();
    await button("To the next event").waitFor();
    expect(await button("English").getAttribute("aria-pressed")).toBe("true");
    const light = await ground();
    await button("Dark colours").click();
    expect(await ground()).not.toBe(light);
    const dark = await ground();
    await page.reload();
    await button("To the next event").waitFor();
    expect(await ground()).toBe(dark);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  it("says in a friendly line what did not work, and loses nothing", async () => {
    const { page, says, sees } = await open({ as: "claire", place: "obrolan" });
    await page.route("**/sandbox/say", (route) => route.fulfill({ status: 500, json: { error: "Incident 100002." } }));
    await says("Hello everybody");
    await page.getByText(/Something went wrong on our side.*Incident 100002/).waitFor();
    expect(await page.getByRole("combobox").inputValue()).toBe("Hello everybody");
    await page.unroute("**/sandbox/say");
    await page.getByRole("combobox").press("Enter");
    await sees("Hello everybody");
    expect(await page.locator("#notice").textContent()).toBe("");
    expect(await page.getByRole("combobox").inputValue()).toBe("");
    // The browser itself notes the answer that this test made up.
    expect(tabs[0]?.complaints).toEqual([expect.stringContaining("500")]);
    tabs = [];
  });

  it("shows names and words as they are, whatever they try to be", async () => {
    const name = `<img src=x onerror=alert(1)>`;
    const { id } = added.parse((await sandbox.request("POST", "/sandbox/members", { name, locale: "en" })).body);
    const text = `@everyone <script>alert(2)</script> <b>bold</b> *strong* مرحبا ‮ https://example.test`;
    await sandbox.request("POST", "/sandbox/say", { as: id, channel: "obrolan", text });
    const { page, sees } = await open({ as: "claire", place: "obrolan" });
    const message = await sees("@everyone");
    expect(await message.textContent()).toContain("@everyone <script>alert(2)</script> <b>bold</b> *strong* مرحبا");
    expect(await message.locator(".author").textContent()).toBe(name);
    expect(await message.locator("img, script, b, a").count()).toBe(0);
    await page.getByRole("combobox").fill("@<img");
    await page.getByRole("option", { name }).click();
    expect(await page.getByRole("combobox").inputValue()).toBe(`@${name} `);
    await page.getByRole("button", { name: /^You are/ }).click();
    await page.getByRole("searchbox").fill("onerror");
    await page.locator(".pick", { hasText: name }).waitFor();
    expect(await page.locator("img:not([src='icon.svg'])").count()).toBe(0);
  });
});
