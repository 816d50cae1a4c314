import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Response } from "../../src/chat/invocation.js";
import { by, channel, place, stage } from "./stage.js";

describe("the manner said beforehand", () => {
  const values = fc.dictionary(
    fc.constantFrom("title", "owner", "copies", "room", "word", "__proto__", "other"),
    fc.oneof(
      fc.constantFrom<unknown>("<@u1>", "Laut", "2", 2, "", "  ", null, ["a"], { value: "3" }, "x".repeat(30)),
      fc.anything({ maxDepth: 2 }),
    ),
    { maxKeys: 5 },
  );
  const deed = fc.oneof(
    fc.record({
      kind: fc.constant("command" as const),
      command: fc.constantFrom("shelf", "secret", "gone", "toString"),
      verb: fc.constantFrom("", "status", "add", "fail", "refuse", "shout", "whisper", "lose", "gone", "valueOf"),
      options: values,
    }),
    fc.record({
      kind: fc.constant("form" as const),
      form: fc.constantFrom("shelf:add", "shelf:shout", "shelf.edit", "secret:", "secret.edit", "x", "shelf:", "a.b"),
      subject: fc.string({ maxLength: 5 }),
      values,
    }),
    fc.record({
      kind: fc.constant("action" as const),
      action: fc.constantFrom("shelf.edit", "shelf.swap", "secret.show", "shelf.", ".", "shelf.hasOwnProperty"),
      subject: fc.string({ maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant("words" as const),
      text: fc.oneof(fc.constantFrom("shelf add", "rak"), fc.string()),
    }),
  );

  it("is kept, whoever does whatever wherever, and nothing is ever unanswered", async () => {
    const { bot, organisers } = stage();
    const private_ = (response: Response) => response.kind === "reply" && response.visibility === "private";
    await fc.assert(
      fc.asyncProperty(deed, fc.boolean(), fc.boolean(), async (what, isOrganiser, isInChannel) => {
        organisers.clear();
        if (isOrganiser) organisers.add("u");
        const invocation = by(what, "id", isInChannel ? channel : place);
        const manner = bot.mannerOf(invocation);
        const response = await bot.handle(invocation);
        if (response.kind === "form") {
          // A person who can't be found is known only afterwards.
          const lacks = response.form.fields.find(({ problem }) => problem !== undefined);
          expect(manner === "form" || lacks?.kind === "member").toBe(true);
        } else if (manner === "form") expect(private_(response)).toBe(true);
        else if (response.kind === "nothing") expect.unreachable();
        else if (response.visibility === "public") expect(manner).toBe("public");
        else if (response.replaces) expect(manner).toBe("replace");
      }),
      { numRuns: 1_000 },
    );
  });
});
