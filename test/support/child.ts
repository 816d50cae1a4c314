import { buildSync } from "esbuild";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A program of its own that a test can lose. */
export interface Child {
  readonly pid: number;
  /** Waits for a line that it prints (it may be there already). Rejects when the program ends without it. */
  line(text: string): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until it ends by itself. */
  ended(): Promise<{ readonly code: number | null; readonly output: string }>;
}

export interface FixtureOptions {
  /** Runs it as this user; only root may ask for that. */
  readonly uid?: number;
  /** In KB: no file may grow beyond. The honest, portable cousin of a full disk. */
  readonly fileSizeLimit?: number;
}

/**
 * Runs a TypeScript file as a program. It is bundled beside node_modules, where it finds its packages. It ends with
 * the test.
 */
export function spawnFixture(file: string, args: readonly string[], options: FixtureOptions = {}): Child {
  const bundle = bundled(file);
  const node = [process.execPath, bundle, ...args];
  const limit = options.fileSizeLimit;
  const [command = "", ...rest] =
    limit === undefined ? node : ["/bin/bash", "-c", `ulimit -f ${limit}; trap '' XFSZ; exec "$@"`, "bash", ...node];
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"], ...identity });
  let output = "";
  let notice: () => void = () => undefined;
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    notice();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once("close", (code) => {
      notice();
      resolve({ code, output });
    });
  });
  let isOver = false;
  void ended.then(() => (isOver = true));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  onTestFinished(kill);
  return {
    pid: child.pid ?? 0,
    async line(text) {
      while (!output.includes(`${text}\n`)) {
        if (isOver) throw new Error(`${basename(file)} ended without "${text}":\n${output}`);
        await new Promise<void>((resolve) => {
          notice = resolve;
          void ended.then(() => setImmediate(resolve));
        });
      }
    },
    kill,
    ended: () => ended,
  };
}

const bundles = new Map<string, string>();
afterAll(() => {
  for (const bundle of bundles.values()) rmSync(dirname(bundle), { recursive: true, force: true });
});

/** Once for a test file. */
function bundled(file: string): string {
  const known = bundles.get(file);
  if (known !== undefined) return known;
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "fixture-"));
  // Also for the user that the program may run as.
  chmodSync(folder, 0o755);
  const outfile = join(folder, `${basename(file, ".ts")}.mjs`);
  buildSync({
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "silent",
  });
  bundles.set(file, outfile);
  return outfile;
}
