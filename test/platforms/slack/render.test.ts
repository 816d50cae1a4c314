import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cardText, fact, type Block, type Button, type Card } from "../../../src/chat/card.js";
import type { FieldView, FormView } from "../../../src/chat/form.js";
import { channel, person, plain, strong, textOf, type Text } from "../../../src/chat/text.js";
import { typedText } from "../../../src/platforms/slack/decode.js";
import { escape, escapeWithin, unescape } from "../../../src/platforms/slack/escape.js";
import { drawAnswer, drawForm, problemsOf } from "../../../src/platforms/slack/forms.js";
import { drawCard } from "../../../src/platforms/slack/render.js";
import { readMessage } from "../../support/slack/reading.js";
import { rules } from "../../support/slack/rules.js";

/** What might mean something to Slack, or to a reader's eyes. */
const signs = fc.constantFrom(
  ...["@everyone", "<!channel>", "<!here>", "<!subteam^S1|x>", "<@U1>", "<#C1>", "<https://evil.example|bank>"],
  ...["https://evil.example", "mailto:a@b.c", "*b*", "_i_", "~s~", "`c`", "```p```", "> q", ":smile:", "&amp;", "&lt;"],
  ...[
    "<",
    ">",
    "&",
    "|",
    "\n",
    "\n\n",
    "\u202Ertl\u202C",
    "\u200B",
    "👩🏽‍🏫",
    "🇮🇩",
    "é",
    "ẹ̸",
    "\uD800",
    " ",
    "x".repeat(4_000),
    "&<>".repeat(60),
    `"\\`.repeat(1_200),
  ],
);
const hostile = fc
  .array(fc.oneof(signs, fc.string({ unit: "grapheme", maxLength: 30 })), { maxLength: 12 })
  .map((parts) => parts.join(""));
const memberId = fc.constantFrom("m1", "m2", "m3");
const span = fc.oneof(
  hostile.map((text) => plain(text)),
  hostile.map((text) => strong(text)),
  hostile.map((name): Text => [channel("C0ONE", name)]),
  hostile.map((name): Text => [channel(name)]),
  fc.record({ memberId, name: hostile }).chain((who) => fc.boolean().map((ping): Text => [person(who, ping)])),
);
const text: fc.Arbitrary<Text> = fc.array(span, { maxLength: 4 }).map((spans) => spans.flat());
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({
    kind: fc.constant("action" as const),
    label: hostile,
    action: fc.constantFrom("meet.skip", "meet.take"),
    subject: hostile,
  }),
  fc.record({ kind: fc.constant("link" as const), label: hostile, url: fc.oneof(fc.webUrl(), hostile) }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  text.map((of): Block => ({ kind: "text", text: of })),
  text.map((of): Block => ({ kind: "heading", text: of })),
  text.map((of): Block => ({ kind: "note", text: of })),
  fc.array(text, { maxLength: 8 }).map((items): Block => ({ kind: "list", items })),
  fc
    .array(fc.tuple(hostile, text), { maxLength: 8 })
    .map((facts): Block => ({ kind: "facts", facts: facts.map(([label, value]) => fact(plain(label), value)) })),
  fc.array(button, { maxLength: 60 }).map((buttons): Block => ({ kind: "buttons", buttons })),
  fc.constant<Block>({ kind: "divider" }),
  hostile.map((name): Block => ({ kind: "file", file: { name, mediaType: "text/calendar", content: "" } })),
);
const card: fc.Arbitrary<Card> = fc.record(
  { title: text, blocks: fc.array(block, { maxLength: 70 }), buttons: fc.array(button, { maxLength: 30 }) },
  { requiredKeys: ["blocks"] },
);

const userIds = new Map([
  ["m1", "U0ONE"],
  ["m2", "U0TWO"],
]);

/** Whom the card means to call. */
function meant({ blocks }: Card): string[] {
  const texts = blocks.flatMap((of): readonly Text[] => {
    switch (of.kind) {
      case "text":
      case "heading":
        return [of.text];
      case "list":
        return of.items;
      case "facts":
        return of.facts.map(({ value }) => value);
      case "note":
      case "divider":
      case "buttons":
      case "file":
        return [];
    }
  });
  return texts.flat().flatMap((of) => (of.kind === "person" && of.ping ? (userIds.get(of.memberId) ?? []) : []));
}

const fits = (schema: z.ZodType, value: unknown) => {
  const found = schema.safeParse(value);
  return found.success ? "" : z.prettifyError(found.error);
};

describe("a card drawn for Slack", () => {
  it("is always taken, and calls and links nobody and nothing that it does not mean to", () => {
    fc.assert(
      fc.property(card, (of) => {
        const drawn = drawCard(of, userIds);
        expect(fits(rules.message, { text: drawn.text, blocks: drawn.blocks })).toBe("");
        const read = readMessage(rules.message.parse({ text: drawn.text, blocks: drawn.blocks }));
        expect(meant(of)).toEqual(expect.arrayContaining([...read.pings]));
        expect(read.links).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("is taken as a view too", () => {
    fc.assert(
      fc.property(card, (of) => {
        expect(fits(rules.modal, drawAnswer(of, "Close"))).toBe("");
        const { blocks } = drawCard(of, userIds, 100);
        expect(fits(rules.home, { type: "home", blocks })).toBe("");
      }),
      { numRuns: 100 },
    );
  });

  it("shows every word as it was written, where there is room", () => {
    const short = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .filter((of) => of.trim() === of && of !== "");
    fc.assert(
      fc.property(short, short, short, (title, body, item) => {
        const blocks: Block[] = [
          { kind: "text", text: plain(body) },
          { kind: "list", items: [plain(item)] },
        ];
        const { text: fallback, blocks: drawn } = drawCard({ title: plain(title), blocks });
        const read = readMessage(rules.message.parse({ text: fallback, blocks: drawn }));
        expect(read.title).toBe(title.replace(/\s+/g, " "));
        expect(read.text).toBe(`${body}\n• ${item}`);
        expect(unescape(fallback)).toBe(`${title}\n${cardText({ blocks })}`);
      }),
    );
  });

  it("keeps its last buttons, and says that something was left out, however long it is", () => {
    const blocks = Array.from({ length: 80 }, (_, index): Block => ({
      kind: "text",
      text: plain(`Line ${index}. `.repeat(30)),
    }));
    const last: Button = { kind: "action", label: "Join", action: "meet.join", subject: "" };
    const drawn = drawCard({ title: plain("Long"), blocks, buttons: [last] });
    const read = readMessage(rules.message.parse({ text: drawn.text, blocks: drawn.blocks }));
    expect(drawn.blocks.length).toBeLessThanOrEqual(50);
    expect(read.buttons).toEqual(["Join"]);
    expect(read.text.trimEnd().endsWith("…")).toBe(true);
  });

  it("has labels that fit as they are sent, whatever signs are in them", () => {
    const label = "R&D <Kelas> & teman ".repeat(6);
    const drawn = drawCard({ blocks: [], buttons: [{ kind: "action", label, action: "meet.join", subject: "" }] });
    const [row] = rules.message.parse({ text: drawn.text, blocks: drawn.blocks }).blocks;
    const text = row?.type === "actions" ? (row.elements[0]?.text.text ?? "") : "";
    expect(text.length).toBeLessThanOrEqual(75);
    expect(unescape(text)).toMatch(/^R&D <Kelas> & teman .*…$/);
  });

  it("that is empty is still a message", () => {
    const { text: fallback, blocks } = drawCard({ blocks: [{ kind: "text", text: plain(" ") }] });
    expect(fits(rules.message, { text: fallback, blocks })).toBe("");
  });
});

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
const label = hostile.map((of) => (of.trim() === "" ? "Label" : of));
const choices = fc.uniqueArray(fc.record({ value: fc.stringMatching(/^[a-z]{1,12}$/), label }), {
  minLength: 1,
  maxLength: 25,
  selector: ({ value }) => value,
});
const value = fc.oneof(
  hostile,
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(
    "2026-02-30",
    "2026-12-20",
    "25:00",
    "07:30",
    "<@U0ONE>",
    "<@nobody>",
    "<#C0ONE>",
    "https://a.example/x",
    "https://",
  ),
  fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 5 }),
  fc.constant(undefined),
);
const field: fc.Arbitrary<Omit<FieldView, "id">> = fc.record(
  {
    kind: fc.constantFrom(...kinds),
    label,
    required: fc.boolean(),
    choices,
    value,
    hint: label,
    problem: label,
    long: fc.boolean(),
    max: fc.integer({ min: 1, max: 8_000 }),
  },
  { requiredKeys: ["kind", "label", "required", "choices"] },
);
const form: fc.Arbitrary<FormView> = fc
  .record({ title: label, submit: label, subject: hostile, fields: fc.array(field, { minLength: 1, maxLength: 25 }) })
  .map(({ fields, ...rest }) => ({
    ...rest,
    id: "meet.pause",
    fields: fields.map((of, index) => ({ ...of, id: `f${index}` })),
  }));

describe("a form drawn for Slack", () => {
  it("is always taken, whatever was filled in before and whatever is wrong with it", () => {
    fc.assert(
      fc.property(form, (of) => {
        expect(
          fits(rules.modal, drawForm(of, { channel: "C1", respond: `https://${"x".repeat(200)}.example` }, "Close")),
        ).toBe("");
        const ids = of.fields.map(({ id }) => `f:${id}`);
        expect(ids).toEqual(expect.arrayContaining(Object.keys(problemsOf(of))));
      }),
      { numRuns: 200 },
    );
  });
});

describe("text for Slack", () => {
  it("is the same again when it was escaped and typed back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (of) => {
        expect(unescape(escape(of))).toBe(of);
        expect(typedText(escape(of))).toBe(of);
      }),
    );
  });

  it("fits, ends with dots where something is missing, and is not cut within a sign", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 10, max: 300 }), (of, most) => {
        const shown = escapeWithin(of, most);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(shown).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
        expect(shown === escape(of) || shown.endsWith("…")).toBe(true);
      }),
    );
  });

  it("is cut after a sentence where one ends", () => {
    const long = `${"One sentence. ".repeat(20)}And another one that is cut`;
    expect(escapeWithin(long, 120)).toMatch(/One sentence\. …$/);
  });

  it.each([
    ["<@U1|sari.w> and <@W2>", "<@U1> and <@W2>"],
    ["in <#C1|umum>", "in <#C1>"],
    ["<!here> <!channel|channel> <!subteam^S1|@guru>", "@here @channel @guru"],
    ["<https://a.example/x?y=1&amp;z=2|a.example>", "https://a.example/x?y=1&z=2"],
    ["<mailto:a@b.example|a@b.example>", "a@b.example"],
    ["1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"],
    ["&amp;lt;", "&lt;"],
  ])("typed as %s is read as %s", (typed, read) => {
    expect(typedText(typed)).toBe(read);
  });

  it("takes no time to speak of, however it is made", () => {
    const before = performance.now();
    for (const piece of ["<", "<@", "&amp;", "<https://", "|", "<!subteam^"]) {
      typedText(piece.repeat(20_000));
      escapeWithin(piece.repeat(20_000), 3_000);
    }
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(textOf(plain("x"))).toBe("x");
  });
});
