import { describe, expect, it } from "vitest";
import { makeCheckout, type Checkout } from "./checkout.js";

/** Says how it was started, then waits until it is told to stop. */
const MAIN = `
import words from "./locales/en/words.json" with { type: "json" };
const alive: NodeJS.Timeout = setInterval(() => undefined, 1_000);
const stop = (signal: string) => {
  console.log(\`stopped by \${signal}\`);
  clearInterval(alive);
};
process.once("SIGINT", stop);
process.once("SIGTERM", stop);
console.log(words.greeting, process.cwd());
`;

function program(main = MAIN): Checkout {
  const checkout = makeCheckout();
  checkout.write("src/main.ts", main);
  checkout.write("src/locales/en/words.json", `{ "greeting": "ready at" }`);
  return checkout;
}

describe("npm start", () => {
  it("installs, generates and compiles on a bare machine, and does none of it the second time", async () => {
    const checkout = program(`console.log("running");`);
    const first = await checkout.spawn(["scripts/start.mjs"]).ended;
    expect(first.output).toMatch(/Installing[\s\S]*database clients[\s\S]*running/);
    expect(first.code).toBe(0);
    expect(checkout.calls().sort()).toEqual([
      "npm ci --include=dev --ignore-scripts",
      "prisma generate --schema prisma/postgresql/schema.prisma",
      "prisma generate --schema prisma/schema.prisma",
    ]);
    const second = await checkout.spawn(["scripts/start.mjs"]).ended;
    expect(second).toEqual({ code: 0, output: "running\n" });
    expect(checkout.calls()).toHaveLength(3);
  });

  it("can be typed twice at the same time: one installs, the other waits for it", async () => {
    const checkout = program(`console.log("running");`);
    const both = [checkout.spawn(["scripts/start.mjs"]), checkout.spawn(["scripts/start.mjs"])];
    const ends = await Promise.all(both.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(checkout.calls().filter((call) => call.startsWith("npm"))).toHaveLength(1);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("hands %s on to the program, which ends in peace", async (signal) => {
    const checkout = program();
    await checkout.spawn(["scripts/prepare.mjs"]).ended;
    const running = checkout.npmStart();
    await running.until(`ready at ${checkout.root}`);
    running.child.kill(signal);
    const { code, output } = await running.ended;
    expect(output).toContain(`stopped by ${signal}`);
    expect(output).not.toContain("npm error");
    expect(code).toBe(0);
  });

  it("starts from any folder as from its own", async () => {
    const checkout = program(`console.log("in", process.cwd());`);
    const { output } = await checkout.spawn([
      "-e",
      `process.chdir("/"); await import("${checkout.root}/scripts/start.mjs")`,
    ]).ended;
    expect(output).toContain(`in ${checkout.root}`);
  });

  it("shows a fault of the program at its place in the source", async () => {
    const checkout = program(
      `interface Nothing {}\n\nfunction fail(): never {\n  throw new Error("broken");\n}\nfail();\n`,
    );
    const { code, output } = await checkout.spawn(["scripts/start.mjs"]).ended;
    expect(output).toMatch(/src[\\/]main\.ts:4/);
    expect(code).toBe(1);
  });
});

describe("a database driver that does not work with this Node.js", () => {
  const broken = () => {
    const checkout = program(`console.log("running");`);
    checkout.write("registry/better-sqlite3/build/Release/better_sqlite3.node", "made for another Node.js");
    return checkout;
  };

  it("is built anew without being asked", async () => {
    const checkout = broken();
    const { code, output } = await checkout.spawn(["scripts/start.mjs"]).ended;
    expect(checkout.calls()).toContain("npm rebuild better-sqlite3");
    expect(output).toContain("running");
    expect(code).toBe(0);
  });

  it("stops the start with a sentence, the two commands to run and code 78, and without a stack trace", async () => {
    const checkout = broken();
    const { code, output } = await checkout.spawn(["scripts/start.mjs"], { NPM_FAILS: "rebuild" }).ended;
    expect(output).toContain("was compiled against a different Node.js version.");
    expect(output).toContain("\n  npm rebuild better-sqlite3 --ignore-scripts=false\n  npm start\n");
    expect(output).not.toMatch(/^\s+at /m);
    expect(output).not.toContain("running");
    expect(code).toBe(78);
  });

  it("is noticed also when it breaks later", async () => {
    const checkout = program(`console.log("running");`);
    await checkout.spawn(["scripts/start.mjs"]).ended;
    checkout.remove("node_modules/better-sqlite3/build/Release/better_sqlite3.node");
    const { code, output } = await checkout.spawn(["scripts/start.mjs"], { NPM_FAILS: "rebuild" }).ended;
    expect(output).toContain("npm rebuild better-sqlite3");
    expect(code).toBe(78);
  });
});

describe("an installation that fails", () => {
  it("is told in npm's words and ours, and the next start tries again", async () => {
    const checkout = program(`console.log("running");`);
    const failed = await checkout.spawn(["scripts/start.mjs"], { NPM_FAILS: "ci" }).ended;
    expect(failed.output).toContain("npm error no luck today");
    expect(failed.output).toContain("Check the network connection");
    expect(failed.output).not.toMatch(/^\s+at /m);
    expect(failed.code).toBe(1);
    expect(await checkout.spawn(["scripts/start.mjs"]).ended).toMatchObject({ code: 0 });
  });
});

describe("scripts/run.mjs", () => {
  it("runs a TypeScript file of the project with its own arguments", async () => {
    const checkout = program();
    checkout.write(
      "bench/main.ts",
      `import process from "node:process";\nconsole.log(process.argv.slice(2).join("+"));\n`,
    );
    const { code, output } = await checkout.spawn(["scripts/run.mjs", "bench/main.ts", "kernel", "--quick"]).ended;
    expect(output).toContain("kernel+--quick\n");
    expect(code).toBe(0);
  });

  it("says what it wants when it is told nothing", async () => {
    const { code, output } = await program().spawn(["scripts/run.mjs"]).ended;
    expect(output).toContain("Say which file to run");
    expect(code).toBe(64);
  });
});
