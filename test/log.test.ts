import { describe, expect, it } from "vitest";
import { describeError, makeLog, mask } from "../src/log.js";

function logged(error: unknown): string {
  let text = "";
  const log = makeLog("info", { write: (line: string) => void (text += line) });
  log.error({ incident: "123456", err: error }, "an answer failed");
  return text;
}

class PrismaClientKnownRequestError extends Error {
  override readonly name = "PrismaClientKnownRequestError";
  readonly code = "P2002";
}

describe("the log", () => {
  it("keeps kind, code and places of an error, and the incident number", () => {
    const line = JSON.parse(logged(new PrismaClientKnownRequestError("Unique constraint failed"))) as Record<
      string,
      unknown
    >;
    expect(line).toMatchObject({ incident: "123456", err: { kind: "PrismaClientKnownRequestError", code: "P2002" } });
    expect(JSON.stringify(line["err"])).toContain("log.test.ts");
  });

  it("never holds what a query was about", () => {
    const error = new PrismaClientKnownRequestError(
      'Invalid `prisma.profile.create()` invocation:\n\n{ data: { line: "Rahasia Bu Sari" } }\n\nUnique constraint failed on the fields: (`memberId`)',
    );
    expect(logged(error)).not.toContain("Rahasia");
    expect(logged(error)).toContain("Unique constraint failed");
  });

  it("masks passwords and tokens wherever they stand", () => {
    const canaries = ["postgresql://sari:geheim-1@db.example/x", "xoxb-123456789012-abcdef", "xapp-1-A0B1C2-999-fff"];
    for (const canary of canaries)
      expect(mask(`could not reach ${canary} today`)).not.toMatch(/geheim-1|123456789012|A0B1C2/);
    expect(logged(new Error("connect postgresql://sari:geheim-1@db.example/x"))).not.toContain("geheim-1");
  });

  it("describes the cause too, and things that are no errors", () => {
    expect(describeError(new Error("outer", { cause: new TypeError("inner") })).cause?.kind).toBe("TypeError");
    expect(describeError("text with a name in it")).toEqual({ kind: "string", message: "not an error", at: [] });
  });
});
