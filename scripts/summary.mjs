// @ts-check
// `node scripts/summary.mjs REPORT`: the closing line of a test run, from vitest's JSON report.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ status: string, assertionResults: readonly { status: string }[] }} FileReport
 * @typedef {{ testResults: readonly FileReport[] }} Report
 */

/**
 * How many tests passed, failed and were left out. A file that failed before its first test counts as one failure.
 * @param {Report} report
 */
export function countTests(report) {
  const all = report.testResults.flatMap((file) => file.assertionResults);
  const count = (/** @type {string} */ status) => all.filter((test) => test.status === status).length;
  const passed = count("passed");
  const failed = count("failed");
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  return { passed, failed: failed + broken, skipped: all.length - passed - failed };
}

/**
 * Whether the run proves anything: something passed, nothing failed, and nothing was left out.
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
export function isProof({ passed, failed, skipped }) {
  return passed > 0 && failed === 0 && skipped === 0;
}

/**
 * A run that ended before it could write its report counts as one failure.
 * @param {string} file
 * @returns {Report}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { testResults: [{ status: "failed", assertionResults: [] }] };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const counts = countTests(readReport(String(process.argv[2])));
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
  process.exit(isProof(counts) ? 0 : 1);
}
