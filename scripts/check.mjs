// @ts-check
// `npm run check`: types, lint, format and dead code. ESLint takes as long as all the others, so they run beside it.
import { spawn } from "node:child_process";
import { prepare, root } from "./prepare.mjs";

const LANES = [
  [["eslint", "."]],
  [["tsc"], ["tsc", "-p", "src/platforms/sandbox/page"], ["prettier", "--check", "."], ["knip"]],
];

/**
 * Runs a tool of this project and shows what it said once it is done.
 * @param {readonly string[]} command
 * @returns {Promise<boolean>} whether it was content
 */
function run([tool = "", ...options]) {
  return new Promise((resolve) => {
    const child = spawn("npx", ["--no-install", tool, ...options], { cwd: root });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (/** @type {string} */ piece) => void (said += piece));
    child.on("error", (error) => void (said += error.message));
    child.on("close", (code) => {
      console.log(`${code === 0 ? "✓" : "✗"} ${[tool, ...options].join(" ")}`);
      if (code !== 0) console.log(said);
      resolve(code === 0);
    });
  });
}

async function runAll() {
  const results = await Promise.all(
    LANES.map(async (lane) => {
      let isContent = true;
      for (const command of lane) isContent = (await run(command)) && isContent;
      return isContent;
    }),
  );
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

await prepare({ again: "npm run check", development: true, beside: runAll });
