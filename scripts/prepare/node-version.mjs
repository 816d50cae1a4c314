// @ts-check
// Read by every Node that may come along: no syntax here that an old one would stumble over.

/** The oldest Node.js that the libraries support. */
const OLDEST = { major: 20, minor: 19 };

/**
 * Why this Node.js cannot run Jejaring, as a sentence, or undefined when it can.
 * @param {string} version such as "20.19.0"
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isRecent = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
  if (isRecent) return undefined;
  return (
    "Jejaring needs Node.js " +
    OLDEST.major +
    "." +
    OLDEST.minor +
    " or newer, and this is Node.js " +
    version +
    ".\n" +
    "Install a newer one from https://nodejs.org, then run the same command again."
  );
}

/** Ends the program with a sentence (78: a fault of the set-up) when this Node.js is too old. */
export function refuseOldNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === undefined) return;
  console.error(problem);
  process.exit(78);
}
