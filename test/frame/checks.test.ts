import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { ownLines } from "../../scripts/lint/own-lines.mjs";
import { countTests, isProof } from "../../scripts/summary.mjs";

const lint = (code: string, max: number) =>
  new Linter()
    .verify(code, {
      plugins: { house: { rules: { "own-lines": ownLines } } },
      rules: { "house/own-lines": ["error", { max }] },
    })
    .map(({ line, message }) => `${String(line)}: ${message}`);

describe("the length of a function", () => {
  const factory = [
    "function make() {",
    "  const one = () => {",
    "    a();",
    "",
    "    // why",
    "    b();",
    "  };",
    "  return one;",
    "}",
  ];

  it("counts its own lines, neither blank ones nor comments nor those of a function inside it", () => {
    expect(lint(factory.join("\n"), 5)).toEqual([]);
    expect(lint(factory.join("\n"), 3)).toEqual([
      "1: This function has 5 lines of its own (at most 3): it wants to be two.",
      "2: This function has 4 lines of its own (at most 3): it wants to be two.",
    ]);
  });

  it("counts a text of several lines whole", () => {
    expect(lint("const f = () => `a\nb\nc`;", 2)).toEqual([expect.stringContaining("has 3 lines")]);
  });
});

describe("the closing line of a test run", () => {
  const file = (status: string, ...tests: readonly string[]) => ({
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  });

  it("counts what passed, failed and was left out", () => {
    const counts = countTests({
      testResults: [file("passed", "passed", "passed", "skipped", "todo"), file("failed", "failed", "passed")],
    });
    expect(counts).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it("counts a file that failed before its first test, or outside its tests", () => {
    expect(countTests({ testResults: [file("failed"), file("failed", "passed")] })).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
    });
  });

  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, true],
    [{ passed: 3, failed: 1, skipped: 0 }, false],
    [{ passed: 3, failed: 0, skipped: 1 }, false],
    [{ passed: 0, failed: 0, skipped: 0 }, false],
  ])("%o proves the state of the house: %s", (counts, proof) => {
    expect(isProof(counts)).toBe(proof);
  });
});
