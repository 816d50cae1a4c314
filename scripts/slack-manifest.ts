// `npm run --silent slack:manifest`: prints the manifest to make a Slack app from, for Socket Mode; with an address
// (`-- https://jejaring.example`) for an app that Slack calls. NETWORK_LOCALE chooses its language.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadCommands } from "../src/chat/load.js";
import { loadWords } from "../src/chat/words.js";
import { ConfigFault, readConfig } from "../src/config.js";
import { slackManifest } from "../src/platforms/slack/manifest.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const address = process.argv[2];
if (address !== undefined && !/^https:\/\/[^/]+\/?$/.test(address)) {
  throw new ConfigFault(`"${address}" is no public address: it must be like https://jejaring.example`);
}
const words = loadWords(join(root, "src/locales"));
const locale = words.nearest(readConfig(process.cwd()).network.locale) ?? "en";
const loaded = await loadCommands(join(root, "commands"), words);
const commands = loaded.map(({ id }) => id);
const messages = loaded.filter(({ message }) => message !== undefined).map(({ id }) => id);
const parts = { words, locale, commands, messages, ...(address === undefined ? {} : { address }) };
process.stdout.write(`${JSON.stringify(slackManifest(parts), null, 2)}\n`);
