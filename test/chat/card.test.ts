import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buttonsOf,
  cardText,
  fact,
  joinLanguages,
  mergeCards,
  note,
  paragraph,
  withTexts,
  type Block,
  type Button,
  type Card,
} from "../../src/chat/card.js";
import { person, plain, strong, type Text } from "../../src/chat/text.js";

const button = (label: string, subject = ""): Button => ({ kind: "action", label, action: "a.b", subject });

const label = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 });
const buttons = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("action" as const), label, action: fc.constant("a.b"), subject: fc.uuid() }),
    fc.record({ kind: fc.constant("link" as const), label, url: fc.webUrl() }),
  ),
  { maxLength: 3 },
);
const block: fc.Arbitrary<Block> = fc.oneof(
  label.map((text) => paragraph(text)),
  label.map((text) => note(plain(text))),
  buttons.map((list) => ({ kind: "buttons" as const, buttons: list })),
);
const card: fc.Arbitrary<Card> = fc.record(
  { title: label.map(plain), blocks: fc.array(block, { maxLength: 4 }), buttons },
  { requiredKeys: ["blocks"] },
);

describe("a card", () => {
  it("reads as plain lines, without title and buttons", () => {
    const full: Card = {
      title: plain("Title"),
      blocks: [
        { kind: "heading", text: [person({ memberId: "m", name: "Bu Sari" })] },
        paragraph([...plain("Halo "), ...strong("semua")]),
        { kind: "list", items: [plain("a"), plain("b")] },
        { kind: "facts", facts: [fact(plain("Zone"), plain("WIB"))] },
        { kind: "divider" },
        { kind: "buttons", buttons: [button("Sapa")] },
        { kind: "file", file: { name: "jejaring.ics", mediaType: "text/calendar", content: "BEGIN" } },
        note(plain("why")),
      ],
      buttons: [button("Ikut")],
    };
    expect(cardText(full)).toBe("Bu Sari\nHalo semua\n• a\n• b\nZone: WIB\n—\njejaring.ics\nwhy");
    expect(buttonsOf(full).map((each) => each.label)).toEqual(["Sapa", "Ikut"]);
  });
});

describe("a card with its texts changed", () => {
  it("has each of them changed, once, wherever it stands, and everything else as it was", () => {
    const of = (change: (text: string) => Text): Card => ({
      title: change("title"),
      blocks: [
        paragraph(change("text")),
        note(change("note")),
        { kind: "heading", text: change("heading") },
        { kind: "list", items: [change("a"), change("b")] },
        { kind: "facts", facts: [{ label: "label", value: change("value") }] },
        { kind: "divider" },
        { kind: "buttons", buttons: [button("Sapa")] },
        { kind: "file", file: { name: "jejaring.ics", mediaType: "text/calendar", content: "BEGIN" } },
      ],
      buttons: [button("Ikut")],
    });
    expect(withTexts(of(plain), (text) => [...text, ...strong("!")])).toEqual(
      of((text) => [...plain(text), ...strong("!")]),
    );
    fc.assert(
      fc.property(card, (made) => {
        expect(withTexts(made, (text) => text)).toEqual(made);
      }),
    );
  });
});

describe("several cards as one message", () => {
  it("keep every button, in order, and every word", () => {
    fc.assert(
      fc.property(fc.array(card, { maxLength: 5 }), (cards) => {
        const merged = mergeCards(cards);
        expect(buttonsOf(merged)).toEqual(cards.flatMap(buttonsOf));
        const lines = cardText(merged).split("\n");
        for (const line of cards.flatMap(cardText).flatMap((text) => text.split("\n")))
          expect([...lines, ""]).toContain(line);
      }),
    );
  });

  it("stand under the first one's title, each other under its own heading", () => {
    const merged = mergeCards([
      { title: plain("First"), blocks: [paragraph("a")], buttons: [button("A")] },
      { title: plain("Second"), blocks: [paragraph("b")], buttons: [button("B")] },
      { blocks: [paragraph("c")] },
    ]);
    expect(merged).toEqual({
      title: plain("First"),
      blocks: [
        paragraph("a"),
        { kind: "buttons", buttons: [button("A")] },
        { kind: "divider" },
        { kind: "heading", text: plain("Second") },
        paragraph("b"),
        { kind: "buttons", buttons: [button("B")] },
        { kind: "divider" },
        paragraph("c"),
      ],
    });
  });

  it("are the card itself when it is one, and empty when there is none", () => {
    fc.assert(
      fc.property(card, (only) => {
        expect(mergeCards([only])).toBe(only);
      }),
    );
    expect(mergeCards([])).toEqual({ blocks: [] });
  });
});

describe("one card for two languages", () => {
  const indonesian: Card = {
    title: plain("Saatnya bertemu"),
    blocks: [paragraph("Halo")],
    buttons: [button("Sudah bertemu", "m1"), button("OK", "m1")],
  };
  const english: Card = {
    title: plain("Time to meet"),
    blocks: [paragraph("Hello")],
    buttons: [button("We met", "m1"), button("OK", "m1")],
  };

  it("says it once in each and has one set of buttons, with both labels where they differ", () => {
    const joined = joinLanguages([indonesian, english]);
    expect(cardText(joined)).toBe("Halo\n—\nTime to meet\nHello");
    expect(joined.buttons).toEqual([button("Sudah bertemu · We met", "m1"), button("OK", "m1")]);
    expect(buttonsOf(joined)).toHaveLength(2);
  });

  it("hands a file over once, unless each language has its own", () => {
    const file = (content: string) =>
      ({ kind: "file", file: { name: "a.ics", mediaType: "text/calendar", content } }) as const;
    const files = (...contents: readonly string[]) =>
      joinLanguages(contents.map((content) => ({ blocks: [paragraph("Halo"), file(content)] }))).blocks.filter(
        ({ kind }) => kind === "file",
      );
    expect(files("same", "same")).toEqual([file("same")]);
    expect(files("satu", "one")).toEqual([file("satu"), file("one")]);
  });

  it("is the card itself for one language, and empty for none", () => {
    expect(joinLanguages([english])).toBe(english);
    expect(joinLanguages([])).toEqual({ blocks: [] });
  });

  it("keeps what a button does", () => {
    fc.assert(
      fc.property(card, (made) => {
        const joined = joinLanguages([made, made]);
        const deeds = (list: readonly Button[] = []) =>
          list.map((each) => (each.kind === "link" ? each.url : `${each.action} ${each.subject}`));
        expect(deeds(joined.buttons)).toEqual(deeds(made.buttons));
      }),
    );
  });
});
