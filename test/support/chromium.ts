import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where systems put a Chromium, the free one first. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Nothing but the page is fetched, and nothing is asked. */
const SWITCHES = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const HOW_TO_GET_CHROMIUM = "apt-get install chromium";

/** The path of a Chromium on this computer, if there is one. */
export function findChromium(): string | undefined {
  return PLACES.find((path) => existsSync(path));
}

/** Throws when there is none, saying how to get one. */
export function openChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`Chromium is not installed: ${HOW_TO_GET_CHROMIUM}`);
  // Chromium's own sandbox doesn't work for root.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: [...SWITCHES, ...(isRoot ? ["--no-sandbox"] : [])] });
}

/**
 * Whether tests in a real browser can run. Where they can't, says so in one line; on a build server nothing is left
 * out, so there it throws.
 */
export function hasChromium(): boolean {
  if (findChromium() !== undefined) return true;
  const missing = `Chromium is not installed: ${HOW_TO_GET_CHROMIUM}`;
  if (process.env["CI"] === "true") throw new Error(missing);
  console.log(`${missing}. Tests in a real browser are left out and reported as skipped.`);
  return false;
}
