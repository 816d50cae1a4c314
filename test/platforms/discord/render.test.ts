import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paragraph, type Block, type Button, type Card } from "../../../src/chat/card.js";
import { cleanText, person, plain, strong, textOf, type Text } from "../../../src/chat/text.js";
import { escapeText } from "../../../src/platforms/discord/markup.js";
import { renderCard, type RenderedMessage } from "../../../src/platforms/discord/render.js";
import { bodyOf } from "../../../src/platforms/discord/wire.js";
import { callsIn, readMarkdown } from "../../support/discord/markdown.js";
import { checks, componentsIn } from "../../support/discord/rules.js";

/** What members type at its worst, and what they type otherwise. */
const nasty = fc.constantFrom(
  ..."@everyone|@here|<@1234567890>|<@&1234567890>|<#1234567890>|<!channel>|</meet:1>|<t:1>|<id:home>|<a:b:1>".split(
    "|",
  ),
  ...[
    "**b**",
    "*i*",
    "__u__",
    "~~s~~",
    "||x||",
    "`c`",
    "```\ncode\n```",
    "[bank](https://evil.example)",
    "<https://e.example>",
  ],
  ...[
    "https://evil.example/a_b",
    "> q",
    ">>> q",
    "-# s",
    "# h",
    "- l",
    "* l",
    "1. n",
    "\\",
    "\\*",
    "****",
    "\n",
    " ",
    "👩‍🏫",
    "é",
    "ﷺ",
  ],
);
const text = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  )
  .map(cleanText);
const long = fc
  .tuple(text, fc.integer({ min: 0, max: 80 }))
  .map(([part, times]) => `${part} Satu kalimat. `.repeat(times));
const anyText = fc.oneof(text, long);

const spans: fc.Arbitrary<Text> = fc
  .array(
    fc.oneof(
      anyText.map((typed) => plain(typed)),
      text.map((typed) => strong(typed)),
      fc.tuple(text, fc.boolean()).map(([name, ping]): Text => [person({ memberId: "m1", name }, ping)]),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.flat());

const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({
    kind: fc.constant("action" as const),
    label: text,
    action: fc.constantFrom("meet.skip", "introduce.hello"),
    subject: fc.constantFrom(
      "",
      "00000000-0000-4000-8000-000000000001",
      "00000000-0000-4000-8000-000000000001|2026-12-01T08:30:00.000Z",
    ),
  }),
  fc.record({
    kind: fc.constant("link" as const),
    label: text,
    url: fc.constantFrom("https://example.org", "javascript:alert(1)", `https://example.org/${"x".repeat(600)}`),
  }),
);

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text" as const, "note" as const, "heading" as const), text: spans }),
  fc.record({ kind: fc.constant("list" as const), items: fc.array(spans, { maxLength: 12 }) }),
  fc.record({
    kind: fc.constant("facts" as const),
    facts: fc.array(fc.record({ label: text, value: spans }), { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant("buttons" as const), buttons: fc.array(button, { maxLength: 12 }) }),
  fc.constant({ kind: "divider" as const }),
  fc.constant({ kind: "file" as const, file: { name: "a.ics", mediaType: "text/calendar", content: "x" } }),
);

const card: fc.Arbitrary<Card> = fc.record(
  { title: spans, blocks: fc.array(block, { maxLength: 14 }), buttons: fc.array(button, { maxLength: 12 }) },
  { requiredKeys: ["blocks"] },
);

const parts = { userIds: new Map([["m1", "1234567890123"]]), spaceId: "1574680972492800003" };

function contentsOf(messages: readonly RenderedMessage[]): string[] {
  return messages.flatMap(({ components }) => componentsIn(components)).flatMap(({ content }) => content ?? []);
}

describe("any card on Discord", () => {
  it("is within every limit and by Discord's description, however long", () => {
    fc.assert(
      fc.property(card, (made) => {
        const messages = renderCard(made, parts);
        expect(messages.length).toBeLessThanOrEqual(5);
        for (const message of messages) {
          const body = { ...bodyOf(message), nonce: "n", enforce_nonce: true };
          expect(
            checks.createMessage(
              body,
              message.files.map(({ name }) => name),
            ),
          ).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("calls nobody but the people it means, and links and formats nothing that was typed", () => {
    fc.assert(
      fc.property(card, (made) => {
        for (const message of renderCard(made, parts)) {
          const { allowed_mentions } = bodyOf(message);
          expect(allowed_mentions.parse).toEqual([]);
          for (const content of contentsOf([message])) {
            const read = readMarkdown(content);
            expect(read.links).toEqual([]);
            expect(read.formats).toEqual([]);
            expect(
              callsIn(content, { parse: ["users", "roles", "everyone"], users: [] }).filter(
                (id) => id !== "1234567890123",
              ),
            ).toEqual([]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("loses no word as long as it fits into five messages", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 6 }), (typed) => {
        const messages = renderCard({ blocks: typed.map((one) => paragraph(one)) }, parts);
        const squeezed = (written: string) => written.replace(/\s+/g, "");
        const seen = contentsOf(messages)
          .map((content) => readMarkdown(content).text)
          .join("");
        const wanted = squeezed(typed.join(""));
        if (messages.length < 5) expect(squeezed(seen)).toBe(wanted === "" ? "…" : wanted);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a text of a member", () => {
  it("is read exactly as it was typed", () => {
    fc.assert(
      fc.property(text, (typed) => {
        const read = readMarkdown(escapeText(typed));
        expect(read).toEqual({ text: typed.replaceAll("\u200B", ""), links: [], formats: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["@everyone", "@here", "<@12345>", "<@&12345>", "<@!12345>"])(
    "with %s has nothing that Discord looks for",
    (typed) => {
      expect(callsIn(escapeText(typed), { parse: ["users", "roles", "everyone"], users: [] })).toEqual([]);
    },
  );
});

describe("a long card", () => {
  const sentence = "Kalimat ini cukup panjang untuk dibagi. ";

  it("is divided between sentences, never within one, and its buttons come last", () => {
    const messages = renderCard({
      title: plain("Judul"),
      blocks: [paragraph(sentence.repeat(200).trim())],
      buttons: [{ kind: "action", label: "Lanjut", action: "meet.skip", subject: "" }],
    });
    expect(messages.length).toBeGreaterThan(1);
    for (const content of contentsOf(messages).slice(1)) expect(content).toMatch(/^Kalimat[\s\S]*dibagi\. ?$/);
    const labels = messages.map(({ components }) => componentsIn(components).filter(({ type }) => type === 2).length);
    expect(labels.at(-1)).toBe(1);
    expect(labels.slice(0, -1).every((count) => count === 0)).toBe(true);
  });

  it("beyond five messages ends with a mark and keeps its buttons", () => {
    const messages = renderCard({
      blocks: [paragraph(sentence.repeat(2_000))],
      buttons: [{ kind: "action", label: "Lanjut", action: "meet.skip", subject: "" }],
    });
    expect(messages).toHaveLength(5);
    expect(contentsOf(messages).at(-1)).toBe("…");
    const last = messages.at(-1);
    expect(componentsIn(last?.components ?? []).filter(({ type }) => type === 2)).toHaveLength(1);
  });

  it("never cuts through an emoji or a sign and what makes it plain", () => {
    const messages = renderCard({ blocks: [paragraph("👩‍🏫*".repeat(3_000))] });
    for (const content of contentsOf(messages)) expect(content === "…" || /^(👩‍🏫|\\\*)+$/u.test(content)).toBe(true);
  });
});

describe("buttons", () => {
  it("that do the same on one card have ids of their own, and still do the same", () => {
    const same: Button = { kind: "action", label: "Lewati", action: "meet.skip", subject: "r1" };
    const [message] = renderCard({ blocks: [], buttons: [same, same] });
    const ids = componentsIn(message?.components ?? []).flatMap(({ custom_id }) => custom_id ?? []);
    expect(ids).toEqual(["v1:a::meet.skip:r1", "v1:a1::meet.skip:r1"]);
  });

  it("with a subject that is too long name the action that is at fault", () => {
    const button_: Button = { kind: "action", label: "x", action: "meet.skip", subject: "x".repeat(100) };
    expect(() => renderCard({ blocks: [], buttons: [button_] })).toThrow(/"meet\.skip" is too long/);
  });

  it("that lead to no web address are left out", () => {
    const [message] = renderCard({
      blocks: [paragraph("x")],
      buttons: [{ kind: "link", label: "x", url: "javascript:alert(1)" }],
    });
    expect(JSON.stringify(message)).not.toContain("javascript");
    expect(textOf(plain("x"))).toBe("x");
  });
});
