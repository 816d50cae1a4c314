import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";

const inTree = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** As `npm start`, but the settings in the tree's own `.env` are not meant for a test: it has a folder of its own. */
const START = `
const home = process.cwd();
await (await import(${inTree("scripts/prepare.mjs")})).prepare({ again: "npm start" });
process.chdir(home);
process.setSourceMapsEnabled(true);
await import(${inTree("dist/src/main.js")});
`;

/** The program as a process of its own, as a person starts it, on an own database; it can be killed and started again. */
export interface RunningProgram {
  readonly url: string;
  /** Its DATABASE_URL. */
  readonly database: string;
  readonly output: () => string;
  start(): Promise<void>;
  /** kill -9: no warning, no farewell. */
  kill(): Promise<void>;
  /** Sends the signal and answers with the exit code. */
  signal(name: "SIGTERM" | "SIGINT"): Promise<number | null>;
  /** Writes its `.env`. */
  writes(settings: string): void;
  /** Lets it read its `.env` again; done when it says that it did, or why not. */
  renews(settings: string): Promise<void>;
  request(method: string, path: string, body?: unknown): Promise<unknown>;
}

export async function runProgram(settings: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), "jejaring-program-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const database = `file:${join(folder, "jejaring.db")}`;
  let child: ChildProcess | undefined;
  let printed = "";

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  onTestFinished(async () => {
    await end("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  const program: RunningProgram = {
    url,
    database,
    output: () => printed,
    async start() {
      const environment = {
        PATH: process.env["PATH"] ?? "",
        PORT: String(port),
        DATABASE_URL: database,
        ...settings,
      };
      child = spawn(process.execPath, ["--input-type=module", "--eval", START], {
        cwd: folder,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const running = child;
      const ready = new Promise<void>((resolve, reject) => {
        const listen = (piece: Buffer) => {
          printed += piece.toString();
          if (printed.includes("Jejaring is running")) resolve();
        };
        running.stdout?.on("data", listen);
        running.stderr?.on("data", listen);
        running.once("exit", (code) => reject(new Error(`the program ended with ${String(code)}:\n${printed}`)));
      });
      printed = "";
      await ready;
    },
    async kill() {
      await end("SIGKILL");
    },
    signal: (name) => end(name),
    writes: (written) => writeFileSync(join(folder, ".env"), written),
    async renews(written) {
      program.writes(written);
      const seen = printed.length;
      const said = new Promise<void>((resolve) => {
        const listen = () => {
          if (!printed.includes("\n", seen)) return;
          child?.stdout?.off("data", listen);
          resolve();
        };
        child?.stdout?.on("data", listen);
      });
      child?.kill("SIGHUP");
      await said;
    },
    async request(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      return response.json();
    },
  };
  return program;
}

const messages = z.array(
  z.object({
    id: z.string(),
    seq: z.number(),
    at: z.string(),
    where: z.object({ kind: z.string(), id: z.string(), name: z.string(), members: z.array(z.string()).optional() }),
    proactive: z.boolean(),
    title: z.string(),
    text: z.string(),
    buttons: z.array(z.object({ label: z.string() })),
  }),
);

export type SeenMessage = z.infer<typeof messages>[number];

export async function messagesOf(program: RunningProgram, id: string): Promise<SeenMessage[]> {
  return messages.parse(await program.request("GET", `/sandbox/messages?as=${id}&since=0`));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
