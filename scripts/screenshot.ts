// `npm run screenshot`: makes the pictures of the README, docs/sandbox.png and docs/sandbox-phone.png. The community,
// its clock and everything that happens are the same each time; only the fonts are this computer's.
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { openChromium } from "../test/support/chromium.js";
import { openTestSandbox, type TestSandbox } from "../test/support/sandbox.js";

const FOLDER = "docs";
const WIDE = { width: 1400, height: 860 };
const PHONE = { width: 390, height: 844 };

const added = z.object({ id: z.string() });
const opened = z.object({ form: z.string() });

/** A newcomer introduces herself and joins the weekly meet-up. */
async function newcomer({ request }: TestSandbox): Promise<string> {
  const { body } = await request("POST", "/sandbox/members", { name: "Maya Collins", locale: "en" });
  const { id } = added.parse(body);
  const said = await request("POST", "/sandbox/say", { as: id, text: "/introduce" });
  const values = {
    role: "teacher",
    level: "upperSecondary",
    subjects: "physics",
    languages: ["en"],
    institution: "Bandung Hills School",
    offers: "project-based learning",
    seeks: "formative assessment",
    line: "I collect experiments that need nothing but a kitchen.",
  };
  await request("POST", "/sandbox/submit", { as: id, form: opened.parse(said.body).form, values });
  await request("POST", "/sandbox/say", { as: id, text: "/meet join" });
  return id;
}

async function openPage(browser: Browser, url: string, viewport: typeof WIDE): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: "en-GB", colorScheme: "light", deviceScaleFactor: 2 });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("body:not([aria-busy])").waitFor();
  return page;
}

const sandbox = await openTestSandbox();
const browser = await openChromium();
try {
  mkdirSync(FOLDER, { recursive: true });
  const id = await newcomer(sandbox);
  const here = `${sandbox.url}/sandbox/#as=${id}`;
  const wide = await openPage(browser, here, WIDE);
  const room = wide.locator("#places ul").last().getByRole("button", { name: /new$/ });
  while ((await room.count()) === 0) {
    await wide.getByRole("button", { name: "To the next event" }).click();
    await wide.locator("#clock-progress").waitFor({ state: "hidden" });
    await wide.locator("#clock-next:enabled").waitFor();
  }
  await room.click();
  // The room speaks both languages, one after the other; the README is in English.
  await wide.getByRole("heading", { name: "Time to meet" }).waitFor();
  await wide.evaluate("document.querySelector('#messages h4').scrollIntoView()");
  await wide.screenshot({ path: `${FOLDER}/sandbox.png` });
  const phone = await openPage(browser, here, PHONE);
  await phone.screenshot({ path: `${FOLDER}/sandbox-phone.png` });
} finally {
  await browser.close();
  await sandbox.close();
}
