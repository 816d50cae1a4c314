// @ts-check
// `npm test`: makes ready what is missing, then runs vitest once. Arguments go on to it: `npm test -- test/matching`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { refuseOldNode } from "./prepare/node-version.mjs";

refuseOldNode();
const { prepare, root } = await import("./prepare.mjs");
await prepare({ again: "npm test", development: true });

const vitest = join(root, "node_modules/vitest/vitest.mjs");
const child = spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
