import { statSync, symlinkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { compile, distIsFresh } from "../../scripts/prepare/compile.mjs";
import { SetupProblem } from "../../scripts/prepare/setup-problem.mjs";
import { makeCheckout, type Checkout } from "./checkout.js";

let checkout: Checkout;

beforeEach(() => {
  checkout = makeCheckout();
  mkdirSync(join(checkout.root, "node_modules"));
  symlinkSync(join(checkout.root, "registry/esbuild"), join(checkout.root, "node_modules/esbuild"));
  checkout.write(
    "src/greet.ts",
    `import words from "./words.json" with { type: "json" };\nexport const greet = (): string => words.hello;\n`,
  );
  checkout.write("src/words.json", `{ "hello": "halo" }`);
  checkout.write("prisma/migrations/sqlite/0001_first.sql", "SELECT 1;");
  checkout.write("commands/README.md", "# Commands");
});

const changedAt = (path: string) => statSync(join(checkout.root, path)).mtimeMs;

describe("compiling", () => {
  it("mirrors the repository: TypeScript as JavaScript, all else that the program reads as it is", async () => {
    compile(checkout.root);
    const { greet } = (await import(pathToFileURL(join(checkout.root, "dist/src/greet.js")).href)) as {
      greet: () => string;
    };
    expect(greet()).toBe("halo");
    expect(checkout.read("dist/prisma/migrations/sqlite/0001_first.sql")).toBe("SELECT 1;");
    expect(checkout.has("dist/src/greet.js.map")).toBe(true);
    expect(checkout.has("dist/package.json")).toBe(true);
    expect(checkout.has("dist/commands/README.md")).toBe(false);
    expect(checkout.has("dist/scripts/start.mjs")).toBe(false);
  });

  it("is due when a source was changed, added or removed, and not otherwise", () => {
    expect(distIsFresh(checkout.root)).toBe(false);
    compile(checkout.root);
    expect(distIsFresh(checkout.root)).toBe(true);
    checkout.write("src/greet.ts", "export const greet = 1;\n");
    expect(distIsFresh(checkout.root)).toBe(false);
    compile(checkout.root);
    checkout.write("commands/meet.ts", "export default 1;\n");
    expect(distIsFresh(checkout.root)).toBe(false);
    compile(checkout.root);
    checkout.remove("commands/meet.ts");
    expect(distIsFresh(checkout.root)).toBe(false);
  });

  it("touches only what changed, and takes away what is gone", () => {
    checkout.write("commands/meet.ts", "export default 1;\n");
    compile(checkout.root);
    const before = changedAt("dist/src/words.json");
    checkout.remove("commands/meet.ts");
    checkout.write("src/greet.ts", "export const greet = 2;\n");
    compile(checkout.root);
    expect(checkout.read("dist/src/greet.js")).toContain("const greet = 2");
    expect(changedAt("dist/src/words.json")).toBe(before);
    expect(checkout.has("dist/commands/meet.js")).toBe(false);
    expect(checkout.has("dist/commands/meet.js.map")).toBe(false);
  });

  it("begins again when the options of the compiler changed", () => {
    compile(checkout.root);
    checkout.write("tsconfig.json", `{ "compilerOptions": { "verbatimModuleSyntax": true, "strict": true } }`);
    expect(distIsFresh(checkout.root)).toBe(false);
  });

  it("names the file and the line of a fault, and goes on when it is mended", () => {
    checkout.write("src/greet.ts", "export const greet = (;\n");
    const attempt = () => {
      compile(checkout.root);
    };
    expect(attempt).toThrow(SetupProblem);
    expect(attempt).toThrow(/src\/greet\.ts:1:22/);
    expect(distIsFresh(checkout.root)).toBe(false);
    checkout.write("src/greet.ts", "export const greet = 3;\n");
    compile(checkout.root);
    expect(distIsFresh(checkout.root)).toBe(true);
  });
});
