// @ts-check
// A PostgreSQL server that lives as long as the process that asked for it, for tests and for trying migrations.
import pg from "pg";
import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** How long, in ms, the server may take to answer. */
const PATIENCE = 20_000;

export const HOW_TO_GET_POSTGRESQL = "sudo apt-get install postgresql (macOS: brew install postgresql)";

/**
 * @typedef {object} ThrowawayPostgresql
 * @property {string} url of the database "postgres", whose user may do everything
 * @property {number} port
 * @property {() => void} kill kill -9, as when the machine's memory runs out
 * @property {() => Promise<void>} restart after a kill
 * @property {() => Promise<void>} stop ends it and removes its data
 */

/** The folder with the server's programs (the newest version's), or undefined when there is none. */
export function findPostgresql() {
  const versions = [
    ...foldersIn("/usr/lib/postgresql"),
    ...foldersIn("/opt/homebrew/opt", /^postgresql/),
    ...foldersIn("/usr/local/opt", /^postgresql/),
  ].map((folder) => join(folder, "bin"));
  const path = (process.env["PATH"] ?? "").split(delimiter);
  return [...versions, ...path].find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")));
}

/**
 * Starts a server with an empty database in a temporary folder, on a free port of 127.0.0.1. It survives its own death but
 * not that of the machine, which makes it fast. It is ended and removed with this process, however that ends.
 * @returns {Promise<ThrowawayPostgresql>}
 */
export async function startThrowawayPostgresql() {
  const bin = findPostgresql();
  if (bin === undefined) throw new Error(`PostgreSQL is not installed: ${HOW_TO_GET_POSTGRESQL}`);
  const folder = mkdtempSync(join(tmpdir(), "jejaring-postgresql-"));
  const identity = ordinaryUser();
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, "data");
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { cwd: folder, ...identity, encoding: "utf8" },
  );
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  }
  const port = await freePort();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const server = run(join(bin, "postgres"), folder, port, identity);
  await untilItAnswers(url, folder);
  return {
    url,
    port,
    kill: () => killAll(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n", 1)[0])),
    async restart() {
      server.stdin.write("\n");
      await untilItAnswers(url, folder);
    },
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.ref();
      server.stdin.end();
      await ended;
    },
  };
}

/**
 * The shell between us and the server waits for the end of its input, which comes when we close it or die ourselves,
 * even by kill -9; a line of input lets it start a server that was killed once more. In a session of its own, so that
 * Ctrl-C doesn't reach it before us.
 * @param {string} postgres
 * @param {string} folder
 * @param {number} port
 * @param {{ uid: number, gid: number } | undefined} identity
 */
function run(postgres, folder, port, identity) {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    full_page_writes: "off",
    shared_buffers: "32MB",
    autovacuum: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const watch = `folder=$1; shift
    while "$@" >>"$folder/log" 2>&1 & server=$!; read -r _; do wait $server; sleep 0.5; done
    kill -QUIT $server; wait $server; rm -rf "$folder"`;
  const shell = spawn(
    "/bin/sh",
    ["-c", watch, "sh", folder, postgres, "-D", join(folder, "data"), "-p", String(port), ...flags],
    { cwd: folder, stdio: ["pipe", "ignore", "ignore"], detached: true, ...identity },
  );
  // What is still running must not keep this process from ending.
  shell.unref();
  if ("unref" in shell.stdin && typeof shell.stdin.unref === "function") shell.stdin.unref();
  return shell;
}

/**
 * @param {string} url
 * @param {string} folder
 */
async function untilItAnswers(url, folder) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      const log = join(folder, "log");
      if (Date.now() > end)
        throw new Error(`PostgreSQL did not start: ${existsSync(log) ? readFileSync(log, "utf8") : error}`);
    }
    await pause(30);
  }
}

/**
 * The server and the processes that serve its connections: left alone, they would go on answering for a moment.
 * @param {number} server
 */
function killAll(server) {
  process.kill(server, "SIGSTOP");
  spawnSync("pkill", ["-KILL", "-P", String(server)]);
  process.kill(server, "SIGKILL");
}

/** PostgreSQL refuses to run as root. */
function ordinaryUser() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const uid = Number(spawnSync("id", ["-u", name], { encoding: "utf8" }).stdout);
    const gid = Number(spawnSync("id", ["-g", name], { encoding: "utf8" }).stdout);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Error("PostgreSQL refuses to run as root, and there is no user postgres or nobody.");
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/**
 * The folders in a folder, those with the highest number first.
 * @param {string} folder
 */
function foldersIn(folder, name = /./) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((entry) => name.test(entry));
  const version = (/** @type {string} */ entry) => Number(/\d+$/.exec(entry)?.[0] ?? 0);
  return names.sort((a, b) => version(b) - version(a)).map((entry) => join(folder, entry));
}
