// @ts-check
import { spawn } from "node:child_process";

/** How often, in ms, a long step says that it is still alive. */
const HEARTBEAT = 10_000;
/** How much of what a failed command printed is shown, in lines: the cause stands at the end. */
const LINES_SHOWN = 40;

/**
 * @typedef {{ command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, shell?: boolean }} Step
 * @typedef {{ ok: boolean, output: string }} StepResult
 * @typedef {(step: Step, onHeartbeat: (seconds: number) => void) => Promise<StepResult>} Run
 */

/**
 * Runs a command without showing what it prints; the last lines come back for the case that it failed.
 * When this process is told to stop, the command is stopped with it.
 * @type {Run}
 */
export function runQuietly(step, onHeartbeat) {
  const started = Date.now();
  const child = spawn(step.command, step.args, {
    cwd: step.cwd,
    env: step.env,
    shell: step.shell ?? false,
    stdio: ["ignore", "pipe", "pipe"],
  });
  /** @type {string[]} */
  const printed = [];
  child.stdout.on("data", (chunk) => printed.push(String(chunk)));
  child.stderr.on("data", (chunk) => printed.push(String(chunk)));
  const heartbeat = setInterval(() => onHeartbeat(Math.round((Date.now() - started) / 1000)), HEARTBEAT);
  const stopListening = stopTogether(child);
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ ok, /** @type {string} */ output) => {
      clearInterval(heartbeat);
      stopListening();
      resolve({ ok, output });
    };
    child.on("error", (error) => end(false, error.message));
    child.on("close", (code) => end(code === 0, lastLines(printed.join(""))));
  });
}

/**
 * Ends this process when it is interrupted, and the child before it.
 * @param {import("node:child_process").ChildProcess} child
 */
function stopTogether(child) {
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    child.kill(signal);
    console.log("Stopped. Run the same command again to go on.");
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return () => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
}

/** @param {string} output */
export function lastLines(output) {
  return output.trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
}
