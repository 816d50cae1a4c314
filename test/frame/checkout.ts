import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const house = fileURLToPath(new URL("../..", import.meta.url));

/** A small pretend clone of the project, with an npm, a Prisma and a database driver that only write down their calls. */
export interface Checkout {
  readonly root: string;
  write(path: string, text: string): void;
  read(path: string): string;
  has(path: string): boolean;
  remove(path: string): void;
  /** What npm and Prisma were called with, oldest first. */
  calls(): string[];
  /** Starts a script of the project with the pretend npm, in an otherwise empty environment. */
  spawn(args: readonly string[], env?: Record<string, string>): Running;
  /** Starts `npm start` with the real npm. */
  npmStart(): Running;
}

/** A process and what it prints. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves when this has been printed, rejects when the process ends without it. */
  until(text: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** `npm ci` copies what is in registry/ to node_modules, `npm rebuild` repairs the driver unless it is told to fail. */
const NPM = `
import { appendFileSync, cpSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2).join(" ");
appendFileSync("calls.log", "npm " + args + "\\n");
if (process.env.NPM_FAILS === args.split(" ")[0]) { console.error("npm error no luck today"); process.exit(1); }
if (args.startsWith("ci")) cpSync("registry", "node_modules", { recursive: true });
if (args.startsWith("rebuild")) writeFileSync("node_modules/better-sqlite3/build/Release/better_sqlite3.node", "works");
`;

const PRISMA = `
import { appendFileSync } from "node:fs";
appendFileSync("calls.log", "prisma " + process.argv.slice(2).join(" ") + "\\n");
`;

/** Stands for the native part: a file that says whether it works. */
const DRIVER = `
const { readFileSync } = require("node:fs");
const file = require("node:path").join(__dirname, "build/Release/better_sqlite3.node");
module.exports = class Database {
  constructor() {
    const found = readFileSync(file, "utf8");
    if (found !== "works") throw new Error("The module '" + file + "'\\nwas compiled against a different Node.js version. Please try reinstalling.");
  }
  close() {}
};
`;

export function makeCheckout(): Checkout {
  const root = mkdtempSync(join(tmpdir(), "jejaring-frame-"));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  layOut(root, write);
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), "utf8"),
    has: (path) => existsSync(join(root, path)),
    remove(path) {
      rmSync(join(root, path), { recursive: true, force: true });
    },
    calls: () =>
      existsSync(join(root, "calls.log")) ? readFileSync(join(root, "calls.log"), "utf8").trimEnd().split("\n") : [],
    spawn: (args, env = {}) => run(root, process.execPath, args, { ...env, npm_execpath: join(root, "npm.js") }),
    npmStart: () => run(root, "npm", ["start"], {}),
  };
}

function layOut(root: string, write: (path: string, text: string) => void): void {
  for (const path of ["scripts", "tsconfig.json", "package.json"])
    cpSync(join(house, path), join(root, path), { recursive: true });
  write("npm.js", NPM);
  write("package-lock.json", lockFile({ "better-sqlite3": "1.0.0" }));
  write("registry/.package-lock.json", lockFile({ "better-sqlite3": "1.0.0" }));
  write("registry/better-sqlite3/package.json", `{ "main": "index.js" }`);
  write("registry/better-sqlite3/index.js", DRIVER);
  write("registry/better-sqlite3/build/Release/better_sqlite3.node", "works");
  write("registry/prisma/package.json", `{ "type": "module" }`);
  write("registry/prisma/build/index.js", PRISMA);
  symlinkSync(join(house, "node_modules/esbuild"), join(root, "registry/esbuild"));
  write("prisma.config.ts", "export default {};\n");
  write("prisma/schema.prisma", "// models\n");
  write("prisma/postgresql/schema.prisma", "// models\n");
}

/** A package-lock.json that asks for these packages. */
export function lockFile(
  versions: Record<string, string>,
  details: Record<string, { dev?: boolean; optional?: boolean }> = {},
): string {
  const entries = Object.entries(versions).map(
    ([name, version]) => [`node_modules/${name}`, { version, ...details[name] }] as const,
  );
  return JSON.stringify({ lockfileVersion: 3, packages: { "": {}, ...Object.fromEntries(entries) } });
}

function run(cwd: string, command: string, args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  const hear = (chunk: unknown) => {
    output += String(chunk);
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
  const until = async (text: string) => {
    const heard = new Promise<void>((resolve) => {
      listeners.add(() => {
        if (output.includes(text)) resolve();
      });
    });
    hear("");
    const first = await Promise.race([heard, ended]);
    if (first !== undefined && !output.includes(text)) throw new Error(`Ended without saying "${text}":\n${output}`);
  };
  return { child, until, ended };
}
