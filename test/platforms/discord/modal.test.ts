import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldView } from "../../../src/chat/form.js";
import { pagesOf, renderModal, withProblems } from "../../../src/platforms/discord/modal.js";
import { checks } from "../../support/discord/rules.js";

const choices = Array.from({ length: 25 }, (_, index) => ({ value: `v${index}`, label: `Label ${index}` }));
const value = fc.oneof(
  fc.string({ maxLength: 6_000 }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.constantFrom("v1", "v2", "v99"), { maxLength: 30 }),
  fc.constantFrom("<@123456789012345678>", "<#123456789012345678>", "v1, v2", "yes", undefined),
);
const kinds = [
  "text",
  "whole",
  "yesno",
  "date",
  "time",
  "url",
  "choice",
  "choices",
  "language",
  "timeZone",
  "member",
  "channel",
] as const;
const fieldView = fc
  .record(
    {
      kind: fc.constantFrom(...kinds),
      label: fc.string({ minLength: 1, maxLength: 80 }).map((label) => `L${label}`),
      hint: fc.string({ minLength: 1, maxLength: 200 }).map((hint) => `H${hint}`),
      problem: fc.string({ minLength: 1, maxLength: 200 }).map((problem) => `P${problem}`),
      required: fc.boolean(),
      long: fc.boolean(),
      max: fc.integer({ min: 1, max: 8_000 }),
      value,
    },
    { requiredKeys: ["kind", "label", "required"] },
  )
  .map(({ kind, ...rest }): FieldView => {
    const isChosen = ["choice", "choices", "language", "yesno"].includes(kind);
    const few =
      kind === "yesno"
        ? [
            { value: "yes", label: "Ya" },
            { value: "no", label: "Tidak" },
          ]
        : choices;
    return { ...rest, id: "x", kind, ...(isChosen ? { choices: few } : {}) };
  });
const fields = fc
  .array(fieldView, { minLength: 1, maxLength: 12 })
  .map((views) => views.map((view, index) => ({ ...view, id: `f${index}` })));
const form = { id: "a.b", subject: "", submit: "", title: "T".repeat(60) };

describe("any form on Discord", () => {
  it("is within every limit, page by page, whatever stands in it", () => {
    fc.assert(
      fc.property(fields, fc.boolean(), (views, isPrivate) => {
        for (const [page, part] of pagesOf({ ...form, fields: views }).entries()) {
          const data = renderModal(
            { kind: "page", token: "t", page },
            { title: form.title, fields: part },
            { isPrivate },
          );
          expect(checks.callback({ type: 9, data })).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("shows, where something was wrong, what needs another look and nothing else", () => {
    fc.assert(
      fc.property(fields, (views) => {
        const wrong = views.filter(({ problem }) => problem !== undefined);
        const shown = withProblems({ ...form, fields: views }).fields;
        expect(shown).toEqual(wrong.length === 0 ? views : wrong);
      }),
    );
  });
});

describe("a person or a channel", () => {
  const member: FieldView = { id: "who", kind: "member", label: "Who", required: true, value: "<@123456789012345678>" };

  it("is chosen from a list in a server, and typed in a private conversation", () => {
    const typeOf = (isPrivate: boolean) => {
      const modal = renderModal({ kind: "page", token: "t", page: 0 }, { title: "T", fields: [member] }, { isPrivate });
      return JSON.stringify(modal.components);
    };
    expect(typeOf(false)).toContain('"default_values":[{"id":"123456789012345678","type":"user"}]');
    expect(typeOf(true)).toContain('"value":"<@123456789012345678>"');
  });
});
