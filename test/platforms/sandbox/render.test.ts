import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buttonsOf, fact, note, paragraph, type Block, type Button, type Card } from "../../../src/chat/card.js";
import { channel as channelSpan, person, plain, strong } from "../../../src/chat/text.js";
import { findButton, viewForm, viewMessage, withChannelNames } from "../../../src/platforms/sandbox/render.js";
import type { SandboxMessage, SandboxPlace } from "../../../src/platforms/sandbox/store.js";

const dm: SandboxPlace = { id: "dm-ani", kind: "dm", name: "Jejaring", members: ["ani"] };
const channel: SandboxPlace = { id: "c1", kind: "channel", name: "perkenalan", members: [] };
const room: SandboxPlace = { id: "r1", kind: "room", name: "Ani, Budi", members: ["ani", "budi"] };

const message = (card: Card, more: Partial<SandboxMessage> = {}): SandboxMessage => ({
  seq: 7,
  id: "m7",
  placeId: "dm-ani",
  proactive: false,
  card,
  at: new Date("2026-11-24T07:00:00Z"),
  ...more,
});
const button = (label: string, subject = ""): Button => ({ kind: "action", label, action: "a.b", subject });

const someButtons = fc.array(
  fc.record({
    kind: fc.constant("action" as const),
    label: fc.string(),
    action: fc.constant("a.b"),
    subject: fc.uuid(),
  }),
  { maxLength: 3 },
);
const someCard = fc.record({
  blocks: fc.array(
    fc.oneof(
      fc.constant<Block>(paragraph("text")),
      someButtons.map((buttons): Block => ({ kind: "buttons", buttons })),
    ),
    { maxLength: 4 },
  ),
  buttons: someButtons,
});

describe("a message of the sandbox", () => {
  it("calls channels by their names, and one that is not there any more by its id", () => {
    const card: Card = {
      blocks: [paragraph([...plain("Di "), channelSpan("c1"), ...plain(" atau "), channelSpan("r1")])],
    };
    expect(viewMessage(message(withChannelNames(card, [dm, channel, room])), dm).text).toBe("Di #perkenalan atau #r1");
  });

  it("is plain text with its buttons' labels, and its parts for drawing", () => {
    const card: Card = {
      title: plain("Salam"),
      blocks: [
        paragraph([...plain("Halo "), person({ memberId: "m1", name: "Bu Ani" })]),
        { kind: "buttons", buttons: [button("Sapa")] },
        { kind: "facts", facts: [fact(plain("Zona"), plain("WIB"))] },
        note(strong("kecil")),
      ],
      buttons: [
        { kind: "action", label: "Ikut", action: "a.b", subject: "s", tone: "primary" },
        { kind: "link", label: "Baca", url: "https://contoh.id/" },
      ],
    };
    expect(viewMessage(message(card), dm)).toEqual({
      seq: 7,
      id: "m7",
      at: "2026-11-24T07:00:00.000Z",
      where: { kind: "dm", id: "dm-ani", name: "Jejaring", members: ["ani"] },
      proactive: false,
      author: null,
      onlyForYou: false,
      title: "Salam",
      text: "Halo Bu Ani\nZona: WIB\nkecil",
      buttons: [{ label: "Sapa" }, { label: "Ikut", tone: "primary" }, { label: "Baca", url: "https://contoh.id/" }],
      card: {
        title: plain("Salam"),
        blocks: [
          card.blocks[0],
          { kind: "buttons", buttons: [0] },
          card.blocks[2],
          card.blocks[3],
          { kind: "buttons", buttons: [1, 2] },
        ],
      },
    });
  });

  it("says where it is: members for a room, none for a channel, and whether only the reader sees it", () => {
    const card: Card = { blocks: [paragraph("x")] };
    expect(viewMessage(message(card), room).where).toEqual({
      kind: "room",
      id: "r1",
      name: "Ani, Budi",
      members: ["ani", "budi"],
    });
    expect(viewMessage(message(card), channel).where).toEqual({ kind: "channel", id: "c1", name: "perkenalan" });
    expect(viewMessage(message(card, { onlyFor: "ani" }), channel).onlyForYou).toBe(true);
    expect(viewMessage(message(card, { onlyFor: "ani" }), dm).onlyForYou).toBe(false);
    expect(viewMessage(message(card, { authorId: "ani" }), channel).author).toBe("ani");
  });

  it("gives away neither what a button does nor whom it is about", () => {
    const seen = JSON.stringify(viewMessage(message({ blocks: [], buttons: [button("Sapa", "secret-id")] }), dm));
    expect(seen).not.toContain("secret-id");
    expect(seen).not.toContain("a.b");
  });

  it("shows every button once, at the position by which it is pressed", () => {
    fc.assert(
      fc.property(someCard, (card) => {
        const view = viewMessage(message(card), dm);
        const positions = view.card.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
        expect(positions).toEqual(view.buttons.map((_, index) => index));
        for (const [index, each] of buttonsOf(card).entries()) {
          expect(findButton(card, index)).toBe(each);
          expect(view.buttons[index]?.label).toBe(each.label);
        }
      }),
    );
  });
});

describe("the button that is meant", () => {
  const card: Card = {
    blocks: [{ kind: "buttons", buttons: [button("Sapa", "0")] }],
    buttons: [button("Sudah bertemu · We met", "1"), button("1", "2"), button("Sapa", "3")],
  };

  it.each([
    ["Sapa", "0"],
    [" sAPA ", "0"],
    ["Sudah bertemu · We met", "1"],
    ["We met", "1"],
    ["sudah bertemu", "1"],
    ["1", "2"],
    ["3", "3"],
    [0, "0"],
    [3, "3"],
    ["4", undefined],
    [4, undefined],
    ["", undefined],
    ["met", undefined],
    ["-1", undefined],
  ])("by %j is %j", (wanted, subject) => {
    const found = findButton(card, wanted);
    expect(found?.kind === "action" ? found.subject : undefined).toBe(subject);
  });
});

describe("a form of the sandbox", () => {
  it("has its fields as the kernel made them, and a name to send it back by", () => {
    const fields = [
      { id: "size", kind: "choice", label: "Berapa", required: true, choices: [{ value: "pair", label: "Berdua" }] },
    ] as const;
    const view = viewForm({ id: "meet.preferences", subject: "", title: "Temu saya", submit: "Simpan", fields }, "c1");
    expect(view).toEqual({
      kind: "form",
      form: expect.stringMatching(/^[\w-]+$/) as string,
      title: "Temu saya",
      submit: "Simpan",
      fields,
    });
  });

  it("has a channel chosen that was typed without its mark, and nothing wrong about it", () => {
    const asked = { id: "channel", kind: "channel", label: "Kanal", required: true } as const;
    const fieldOf = (value: string) => {
      const fields = [{ ...asked, value, problem: "Kanal ini tidak ditemukan." }];
      return viewForm({ id: "care.watch", subject: "", title: "Pantau", submit: "Kirim", fields }, "c1", [channel])
        .fields[0];
    };
    expect(fieldOf("Perkenalan")).toEqual({ ...asked, value: "#perkenalan" });
    expect(fieldOf("lain")).toEqual({ ...asked, value: "lain", problem: "Kanal ini tidak ditemukan." });
  });
});
