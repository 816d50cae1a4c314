import { loadSpoken } from "../../src/assemble.js";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

let spoken: ReturnType<typeof loadSpoken> | undefined;

/** Words and commands, read and checked once for all worlds of a file: nothing ever changes them. */
export function readSpoken(): ReturnType<typeof loadSpoken> {
  return (spoken ??= loadSpoken(root));
}
