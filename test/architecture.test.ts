import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sourcesIn } from "./frame/imports.js";
import { faultsIn } from "./frame/walls.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A file that holds these lines, and nothing else in the house. */
const faults = (path: string, ...lines: readonly string[]) => faultsIn([{ path, text: lines.join("\n") }]);

describe("the house", () => {
  const sources = sourcesIn(root, ["src", "commands", "prisma", "simulate"]);

  it("is seen whole", () => {
    expect(sources.length).toBeGreaterThan(110);
  });

  it("has no import through a wall, no circle, and one reader of the environment", () => {
    expect(faultsIn(sources)).toEqual([]);
  });
});

describe("the check of the walls", () => {
  it.each([
    ["src/matching/round.ts", `import { readFileSync } from "node:fs";`, "node:fs"],
    ["src/matching/round.ts", `import type { Tx } from "../storage/database.js";`, "src/storage/database.ts"],
    ["src/features/meetups/rules.ts", `import { z } from "zod";`, "zod"],
    ["src/features/meetups/rules.ts", `export { x } from "./service.js";`, "src/features/meetups/service.ts"],
    ["src/chat/bot.ts", `import { due } from "../features/nudges/rules.js";`, "src/features/nudges/rules.ts"],
    ["src/features/meetups/service.ts", `import { textCard } from "../../chat/card.js";`, "src/chat/card.ts"],
    [
      "src/features/meetups/service.ts",
      `import { makeOutbox } from "../../outbox/delivery.js";`,
      "src/outbox/delivery.ts",
    ],
    [
      "src/features/meetups/service.ts",
      `import { make } from "../members/service.js";`,
      "src/features/members/service.ts",
    ],
    ["src/features/meetups/rounds.ts", `import { matched } from "./notices.js";`, "src/features/meetups/notices.ts"],
    [
      "src/features/meetups/notices.ts",
      `import type { Tx } from "../../storage/database.js";`,
      "src/storage/database.ts",
    ],
    [
      "src/outbox/courier.ts",
      `const slack = await import("../platforms/slack/adapter.js");`,
      "src/platforms/slack/adapter.ts",
    ],
    ["src/jobs/planner.ts", `import type { Card } from "../chat/card.js";`, "src/chat/card.ts"],
    [
      "src/platforms/slack/adapter.ts",
      `import { limits } from "../discord/limits.js";`,
      "src/platforms/discord/limits.ts",
    ],
    [
      "src/platforms/slack/adapter.ts",
      `import type { Members } from "../../features/members/service.js";`,
      "members/service",
    ],
    ["src/platforms/slack/adapter.ts", `import { Client } from "discord.js";`, "discord.js"],
    ["src/web/server.ts", `import { App } from "@slack/bolt";`, "@slack/bolt"],
    ["src/web/server.ts", `type Client = import("@prisma/client").PrismaClient;`, "@prisma/client"],
    ["src/outbox/pump.ts", `import cron from "node-cron";`, "node-cron"],
    ["src/links/canonical.ts", `import { lookup } from "node:dns";`, "node:dns"],
    ["src/links/canonical.ts", `import { visit } from "./visit.js";`, "src/links/visit.ts"],
    ["src/links/look.ts", `import { cleanLine } from "../chat/text.js";`, "src/chat/text.ts"],
    ["src/features/members/service.ts", `import { makeLook } from "../../links/look.js";`, "src/links/look.ts"],
    ["src/features/members/service.ts", `import { getDomain } from "tldts";`, "tldts"],
    ["src/features/members/service.ts", `import { parse } from "csv-parse/sync";`, "csv-parse"],
    ["commands/meet.ts", `import { openDatabase } from "../src/storage/database.js";`, "src/storage/database.ts"],
    ["commands/meet.ts", `import help from "./help.js";`, "commands/help.ts"],
    ["src/web/server.ts", `import { start } from "../main.js";`, "src/main.ts"],
    ["prisma/demo/seed.ts", `import type { Program } from "../../src/assemble.js";`, "src/assemble.ts"],
  ])("%s must not say %s", (path, line, named) => {
    expect(faults(path, line)).toEqual([expect.stringContaining(named)]);
  });

  it.each([
    ["src/matching/round.ts", `import { Temporal } from "temporal-polyfill";`],
    ["src/features/meetups/service.ts", `import type { Members } from "../members/service.js";`],
    ["src/features/meetups/service.ts", `import { type Outbox } from "../../outbox/delivery.js";`],
    ["src/features/meetups/service.ts", `import { Refusal } from "../../refusal.js";`],
    ["src/features/meetups/notices.ts", `import type words from "../../locales/en/meet.json" with { type: "json" };`],
    ["src/features/members/rules.ts", `import { canonicalLink } from "../../links/canonical.js";`],
    ["src/features/members/service.ts", `import type { Look } from "../../links/look.js";`],
    ["src/chat/text.ts", `export { cleanLine } from "../clean.js";`],
    ["src/platforms/slack/adapter.ts", `import { App } from "@slack/bolt";`],
    ["commands/meet.ts", `import { command } from "../src/kit.js";`],
    ["src/main.ts", `import { App } from "./platforms/slack/adapter.js";`],
    ["src/chat/bot.ts", `// import { start } from "../main.js";`],
    ["src/chat/bot.ts", 'const text = `import { start } from "../main.js"`;'],
  ])("%s may say %s", (path, line) => {
    expect(faults(path, line)).toEqual([]);
  });

  it.each([
    `const port = process.env.PORT;`,
    `const port = process["env"]["PORT"];`,
    `const { env: variables } = process;`,
    `import { env } from "node:process";`,
    `import process from "process";`,
  ])("finds that the environment is read by %s", (line) => {
    expect(faults("src/web/server.ts", line)).toEqual([expect.stringContaining("reads the environment")]);
    expect(faults("src/config.ts", line)).toEqual([]);
  });

  it("finds a circle of three, and names it once", () => {
    const circle = ["a", "b", "c"].map((name, index, names) => ({
      path: `src/chat/${name}.ts`,
      text: `import { x } from "./${names[(index + 1) % 3] ?? ""}.js";`,
    }));
    expect(faultsIn(circle)).toEqual([
      "src/chat/a.ts → src/chat/b.ts → src/chat/c.ts → src/chat/a.ts: a circle of imports.",
    ]);
  });

  it("asks for a room for every folder", () => {
    expect(faults("src/attic/box.ts", "export const x = 1;")).toEqual([expect.stringContaining("no room")]);
  });
});
