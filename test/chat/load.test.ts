import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { makeBot, type Bot } from "../../src/chat/bot.js";
import { cardText } from "../../src/chat/card.js";
import { CommandFault, loadCommands } from "../../src/chat/load.js";
import { loadWords } from "../../src/chat/words.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A tree of files, with the kit and the words that every command shares. */
function treeOf(files: Readonly<Record<string, string>>): string {
  const tree = mkdtempSync(join(tmpdir(), "jejaring-tree-"));
  folders.push(tree);
  const shared = Object.fromEntries(
    ["en", "id"].flatMap((locale) =>
      ["common", "refusals"].map((file) => {
        const path = `src/locales/${locale}/${file}.json`;
        return [path, readFileSync(join(root, path), "utf8")];
      }),
    ),
  );
  mkdirSync(join(tree, "commands"), { recursive: true });
  for (const [path, text] of Object.entries({ ...shared, ...files })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  symlinkSync(join(root, "src/kit.ts"), join(tree, "src/kit.ts"));
  return tree;
}

const load = (tree: string) => loadCommands<object>(join(tree, "commands"), loadWords(join(tree, "src/locales")));

/** The files that the README shows: each block of code under its path. */
function filesOfReadme(): Record<string, string> {
  const text = readFileSync(join(root, "commands/README.md"), "utf8");
  return Object.fromEntries(
    [...text.matchAll(/^`([\w./-]+)`\n\n```\w+\n(.*?)^```/gms)].map(([, path = "", code = ""]) => [path, code]),
  );
}

function botOf(commands: Awaited<ReturnType<typeof load>>, tree: string): Bot {
  return makeBot<object>({
    commands,
    words: loadWords(join(tree, "src/locales")),
    services: {},
    people: {
      arrive: (_place, { externalId, name, locale = "en" }) =>
        Promise.resolve({
          memberId: externalId,
          name,
          accountId: externalId,
          networkId: "n",
          spaceId: "s",
          isOrganiser: false,
          locale,
          timeZone: "Asia/Jakarta",
        }),
      find: () => Promise.resolve(undefined),
      count: () => Promise.resolve(),
    },
    observers: [],
    now: () => new Date("2026-11-24T07:00:00Z"),
    incident: () => "1",
    log: { error: (facts) => expect(facts).toEqual({}) },
  });
}

describe("the command of commands/README.md", () => {
  it("works in both languages, as it is shown there", async () => {
    const tree = treeOf(filesOfReadme());
    const bot = botOf(await load(tree), tree);
    const place = { platform: "sandbox", spaceId: "s" };
    const says = (text: string, locale: string) =>
      bot.handle({ kind: "words", text, place, person: { externalId: "u", name: "Ani", locale } });
    const english = await says("/greet Sari", "en");
    expect(english.kind === "reply" && cardText(english.card)).toBe("Hello Sari, good to see you.");
    const indonesian = await says("/salam tamu:Sari", "id");
    expect(indonesian.kind === "reply" && cardText(indonesian.card)).toBe("Halo Sari, senang bertemu.");
    expect(await says("/salam", "id")).toMatchObject({
      kind: "form",
      form: { title: "/salam", fields: [{ id: "guest", label: "Siapa yang disapa", required: true }] },
    });
  });
});

describe("a file in commands/", () => {
  const sound = filesOfReadme();
  const greet = sound["commands/greet.ts"] ?? "";

  async function faultsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    try {
      await load(treeOf({ ...sound, ...files }));
      return [];
    } catch (error) {
      if (!(error instanceof CommandFault)) throw error;
      for (const fault of error.faults) expect(error.message).toContain(fault);
      return error.faults;
    }
  }

  it.each<[string, Record<string, string>, RegExp]>([
    [
      "without a default export",
      { "commands/wave.ts": "export const wave = 1;" },
      /^commands\/wave\.ts: its default export is not a command/,
    ],
    [
      "that exports something else",
      { "commands/wave.ts": 'export default { id: "wave" };' },
      /^commands\/wave\.ts: its default export is not a command/,
    ],
    [
      "that exports nothing at all",
      { "commands/wave.ts": "export default null;" },
      /^commands\/wave\.ts: its default export is not a command/,
    ],
    ["with the id of another", { "commands/wave.ts": greet }, /^commands\/wave\.ts: its id is "greet"/],
    [
      "with a slip in it",
      { "commands/wave.ts": "export default command({" },
      /^commands\/wave\.ts: it can't be read: /,
    ],
    [
      "that throws",
      { "commands/wave.ts": 'throw new Error("no network");' },
      /^commands\/wave\.ts: it can't be read: no network/,
    ],
    [
      "whose words are not there",
      { "commands/wave.ts": greet.replaceAll("greet", "wave") },
      /^commands\/wave\.ts: it can't be read: .*wave\.json/,
    ],
    [
      "whose words are missing in a language",
      { "src/locales/en/wave.json": "{}" },
      /^src\/locales\/id\/wave\.json is missing/,
    ],
  ])("%s stops the start and is named", async (_what, files, named) => {
    expect(await faultsOf(files)).toEqual([expect.stringMatching(named)]);
  });

  it("is named together with all others that have a fault", async () => {
    const faults = await faultsOf({ "commands/a.ts": "export default 1;", "commands/b.ts": "export default 2;" });
    expect(faults.map((fault) => fault.slice(0, 13))).toEqual(["commands/a.ts", "commands/b.ts"]);
  });

  it("is anything that ends like one; what else lies there is left alone", async () => {
    const others = {
      "commands/notes.md": "# Notes",
      "commands/types.d.ts": "export {};",
      "commands/old/greet.ts": "!",
    };
    expect(await faultsOf(others)).toEqual([]);
  });
});
