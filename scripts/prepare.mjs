// @ts-check
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "./prepare/alone.mjs";
import { clientsAreFresh, generateClients } from "./prepare/clients.mjs";
import { compile, distIsFresh } from "./prepare/compile.mjs";
import { driverIsProven, proveDriver } from "./prepare/driver.mjs";
import { install, isInstalled } from "./prepare/install.mjs";
import { refuseOldNode } from "./prepare/node-version.mjs";
import { runQuietly } from "./prepare/run-quietly.mjs";
import { SetupProblem } from "./prepare/setup-problem.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

const LOCK = join(root, "dist/.lock");

const say = (/** @type {string} */ line) => console.log(line);

/**
 * Makes everything ready that a command needs: packages, the database driver, the database clients, compiled sources.
 * What is ready already costs a look at a few stamps. A problem is told in sentences and ends the program.
 * @param {{ again: string, development?: boolean, tell?: (line: string) => void, beside?: () => Promise<void> }} want
 *   `again`: the command that the person typed; `development`: with the tools for tests and checks; `tell`: where it says
 *   what it does; `beside`: what needs packages and clients and no driver, done while that is compiled where it has to be
 */
export async function prepare({ again, development = false, tell = say, beside = async () => undefined }) {
  try {
    process.chdir(root);
    if (isReady({ development })) await beside();
    else await alone(LOCK, () => makeReady(again, { development, beside }, tell), tell);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
}

/** @param {{ development: boolean }} want */
function isReady(want) {
  return isInstalled(root, want) && driverIsProven(root) && clientsAreFresh(root) && distIsFresh(root);
}

/**
 * @param {string} again
 * @param {{ development: boolean, beside: () => Promise<void> }} want
 * @param {(line: string) => void} tell
 */
async function makeReady(again, want, tell) {
  await install(root, want, runQuietly, tell);
  // Where the driver has to be compiled that takes one core for a minute; the other one needs not wait for it.
  const clients = generateClients(root, runQuietly, tell).then(want.beside);
  await Promise.all([proveDriver(root, again, runQuietly, tell), clients]);
  compile(root);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  refuseOldNode();
  await prepare({ again: "npm run check", development: true });
}
