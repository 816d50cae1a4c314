import { expect } from "vitest";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { TestSandbox } from "./sandbox.js";

/** How long a test waits for something to appear, in ms. */
const PATIENCE = 8_000;
/** A week of the demo community takes a while on a busy machine. */
const CLOCK_PATIENCE = 45_000;

export interface TabOptions extends BrowserContextOptions {
  readonly as?: string;
  /** A channel or room by its id; the conversation with the bot when missing. */
  readonly place?: string;
}

/** The sandbox's page in a browser of its own, as one person uses it. */
export interface Tab {
  readonly page: Page;
  /** Whatever the browser complained of: errors, refused requests, breaches of the content policy. */
  readonly complaints: readonly string[];
  /** Types a line and sends it. */
  says(line: string): Promise<void>;
  /** The latest message, once one with this text is there. */
  sees(text: string | RegExp): Promise<Locator>;
  button(name: string | RegExp): Locator;
  /** Lets the clock go on with one of its buttons, and waits until it has arrived. */
  lets(leap: string): Promise<void>;
}

export async function openTab(browser: Browser, sandbox: TestSandbox, options: TabOptions = {}): Promise<Tab> {
  const { as, place = "jejaring", ...context } = options;
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...context })
  ).newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error") complaints.push(line.text());
  });
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const hash = as === undefined ? "" : `#${new URLSearchParams({ as, in: place }).toString()}`;
  await page.goto(`${sandbox.url}/sandbox/${hash}`);
  await page.locator("body:not([aria-busy])").waitFor();
  return {
    page,
    complaints,
    async says(line) {
      await page.getByRole("combobox").fill(line);
      await page.locator("form.composer .send").click();
    },
    async sees(text) {
      const message = page.locator("#messages .message").filter({ hasText: text }).last();
      await message.waitFor();
      return message;
    },
    button: (name) => page.getByRole("button", { name }).last(),
    async lets(leap) {
      await page.getByRole("button", { name: leap, exact: true }).click();
      await page.locator("#clock-progress").waitFor({ state: "hidden", timeout: CLOCK_PATIENCE });
      await expect.poll(() => page.locator("#clock-hour").isEnabled()).toBe(true);
    },
  };
}
