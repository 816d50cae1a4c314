import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { onNewFile } from "./world.js";

/** Starts the real program on a new file, twice: cold with the demo community, warm without anything to do. */
export async function benchStart(): Promise<string> {
  return onNewFile(async (address) => {
    const url = address.kind === "sqlite" ? `file:${address.file}` : address.url;
    const cold = await oneStart(url);
    const warm = await oneStart(url);
    return `start: cold (new database, demo community) ${cold.ms.toFixed(0)} ms, warm ${warm.ms.toFixed(0)} ms; idle memory ${warm.megabytes.toFixed(0)} MB`;
  });
}

async function oneStart(url: string): Promise<{ ms: number; megabytes: number }> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn("npm", ["start", "--silent"], {
    env: { ...process.env, DATABASE_URL: url, PORT: String(port) },
    stdio: "ignore",
    detached: true,
  });
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/sandbox/state`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) break;
    await pause(10);
  }
  const ms = performance.now() - start;
  await pause(3_000);
  const megabytes = memoryOf(child.pid ?? 0);
  const ended = once(child, "exit");
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await ended;
  return { ms, megabytes };
}

/** Resident memory of the program itself, in MB, from Linux's /proc; NaN elsewhere. */
function memoryOf(group: number): number {
  try {
    const children = readFileSync(`/proc/${group}/task/${group}/children`, "utf8")
      .trim()
      .split(" ")
      .filter((pid) => pid !== "");
    const pids = children
      .flatMap((pid) => [pid, ...readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")])
      .filter((pid) => pid !== "");
    const sizes = pids.map((pid) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0),
    );
    return Math.max(...sizes) / 1_024;
  } catch {
    return NaN;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
