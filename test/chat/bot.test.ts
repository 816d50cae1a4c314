import { describe, expect, it } from "vitest";
import { makeBot } from "../../src/chat/bot.js";
import type { Card } from "../../src/chat/card.js";
import type { Invocation } from "../../src/chat/invocation.js";
import { Refusal } from "../../src/refusal.js";
import { by, channel, place, pressed, sent, shelf, stage, textOf, typed, words, type Deed } from "./stage.js";

describe("an answer", () => {
  it("that is a refusal is in the reader's language, and private wherever it was asked", async () => {
    const { bot, logged } = stage();
    const english = await bot.handle(by(typed("shelf refuse"), "en", channel));
    const indonesian = await bot.handle(by(typed("rak tolak"), "id-ID", channel));
    expect(textOf(english)).toBe(words.label("en", "refusals", "gone"));
    expect(english).toMatchObject({ kind: "reply", visibility: "private", replaces: false });
    expect(logged).toEqual([]);
    expect(textOf(indonesian)).toBe(words.label("id", "refusals", "gone"));
  });

  it.each(["en", "id"])("to a fault is an apology in %s with the number that is in the log", async (locale) => {
    const { bot, logged } = stage();
    const response = await bot.handle(by(typed("shelf fail"), locale, channel));
    const [entry_] = logged;
    expect(logged).toHaveLength(1);
    expect(entry_?.facts["err"]).toBeInstanceOf(TypeError);
    expect(entry_?.facts).toMatchObject({ kind: "words", platform: "sandbox", incident: "100000" });
    expect(textOf(response)).toContain("100000");
    expect(textOf(response)).toContain(locale === "id" ? "Maaf" : "Sorry");
    expect(response).toMatchObject({ visibility: "private" });
  });

  it("comes also when the person could not be looked up", async () => {
    const { bot } = stage();
    const faulty = makeBot({
      commands: [shelf],
      words,
      services: { saved: [] },
      people: {
        arrive: () => Promise.reject(new Error("no database")),
        find: () => Promise.resolve(undefined),
        count: () => Promise.resolve(),
      },
      observers: [],
      now: () => new Date(0),
      incident: () => "7",
      log: { error: () => undefined },
    });
    expect(textOf(await faulty.handle(by(typed("rak"), "id")))).toContain("7");
    expect(bot.commands).toHaveLength(2);
  });

  it("is public only in a channel, and only when the handler leaves it so", async () => {
    const { bot } = stage();
    const seen = async (text: string, where: Invocation["place"]) => {
      const response = await bot.handle(by(typed(text), "en", where));
      return response.kind === "reply" ? response.visibility : "form";
    };
    expect(await seen("shelf shout", channel)).toBe("public");
    expect(await seen("shelf shout", place)).toBe("private");
    expect(await seen("shelf whisper", channel)).toBe("private");
    expect(await seen("shelf status", channel)).toBe("private");
  });

  it("replaces the message only where that is the manner", async () => {
    const { bot } = stage();
    expect(await bot.handle(by(pressed("shelf.swap")))).toMatchObject({ kind: "reply", replaces: true });
    expect(await bot.handle(by(typed("shelf")))).toMatchObject({ kind: "reply", replaces: false });
  });

  it("has buttons that name their action and subject, and fit", async () => {
    const response = await stage().bot.handle(by(typed("shelf")));
    const card: Card | undefined = response.kind === "reply" ? response.card : undefined;
    const [button] = card?.buttons ?? [];
    expect(button).toMatchObject({ kind: "action", action: "shelf.edit", subject: "b1", tone: "primary" });
    expect(button?.label).toHaveLength(75);
  });

  it.each([
    ["shelf break", 'commands/shelf.ts: the verb "break" may not answer with a form, since its manner is "private"'],
    ["shelf lose", 'commands/shelf.ts answers with a form "nowhere" that it does not have'],
  ])("to %s, which its file forgot to allow, names the file in the log", async (text, fault) => {
    const { bot, logged } = stage();
    expect(textOf(await bot.handle(by(typed(text))))).toContain("Sorry");
    expect(logged[0]?.facts["err"]).toMatchObject({ message: fault });
  });

  it("to a word nobody knows names the nearest", async () => {
    const { bot } = stage();
    expect(textOf(await bot.handle(by(typed("shalf"))))).toContain("/shelf");
    expect(textOf(await bot.handle(by(typed("rak tamba"), "id")))).toContain("/rak tambah");
    expect(textOf(await bot.handle(by(typed("<@everyone> **x** {{names}}"))))).toContain("“<@everyone>”");
  });
});

describe("a command that lacks something", () => {
  it("becomes a form with what was given, which does the same when it is sent", async () => {
    const { bot, saved } = stage();
    const asked = await bot.handle(by(typed("rak tambah judul:Laut jumlah:2"), "id"));
    expect(asked).toMatchObject({ kind: "form", form: { id: "shelf:add", title: "/rak tambah" } });
    if (asked.kind !== "form") throw new Error("no form");
    expect(asked.form.fields.map(({ id, value, problem }) => [id, value, problem])).toEqual([
      ["title", "Laut", undefined],
      ["owner", undefined, undefined],
      ["copies", 2, undefined],
    ]);
    const done = await bot.handle(by(sent("shelf:add", { title: "Laut", owner: "<@u1>", copies: "2" }), "id"));
    expect(textOf(done)).toBe("Laut of Sari x2");
    expect(saved).toEqual(["Laut of Sari x2"]);
  });

  it("comes back with a sentence at each wrong value, and with what was typed", async () => {
    const { bot, saved } = stage();
    const values = { title: "t".repeat(21), owner: "Budi", copies: "many", other: "ignored" };
    const asked = await bot.handle(by(sent("shelf:add", values)));
    if (asked.kind !== "form") throw new Error("no form");
    expect(asked.form.fields.map(({ value, problem }) => [value, problem])).toEqual([
      ["t".repeat(21), "This is too long: at most 20 characters, please."],
      ["Budi", expect.stringContaining("Write @")],
      ["many", "Please write a whole number from 1 to 9."],
    ]);
    const lacking = await bot.handle(by(sent("shelf:add", { title: " " })));
    if (lacking.kind !== "form") throw new Error("no form");
    expect(lacking.form.fields.map(({ problem }) => problem)).toEqual([
      "Please fill this in.",
      "Please fill this in.",
      undefined,
    ]);
    expect(saved).toEqual([]);
  });

  it("gives back no more than a form can show", async () => {
    const { bot } = stage();
    const values = { title: "x".repeat(1_000_000), owner: { deep: { deeper: [] } }, copies: ["1", 2, { value: "3" }] };
    const asked = await bot.handle(by(sent("shelf:add", values)));
    expect(JSON.stringify(asked).length).toBeLessThan(20_000);
  });

  it("says so at a form of its own too, and keeps the subject", async () => {
    const { bot, saved } = stage();
    const asked = await bot.handle(by(sent("shelf.edit", { room: "12" })));
    expect(asked).toMatchObject({
      kind: "form",
      form: {
        id: "shelf.edit",
        subject: "b1",
        fields: [{ value: "12", problem: "Please write a whole number from 1 to 9." }],
      },
    });
    expect(textOf(await bot.handle(by(sent("shelf.edit", { room: "4" }))))).toBe("b1 in 4");
    expect(saved).toEqual(["b1 in 4"]);
  });

  it("is filled in beforehand by its button", async () => {
    expect(await stage().bot.handle(by(pressed("shelf.edit")))).toMatchObject({
      kind: "form",
      form: { id: "shelf.edit", subject: "b1", submit: "Book", fields: [{ id: "room", value: 3 }] },
    });
  });
});

describe("what no longer means anything", () => {
  it.each<[string, Deed]>([
    ["a button of a command that is gone", pressed("gone.edit")],
    ["a button that is gone", pressed("shelf.gone")],
    ["a button without a command", pressed("")],
    ["a button called like something every object has", pressed("shelf.constructor")],
    ["a form that is gone", sent("shelf.gone", {})],
    ["a form of a command that is gone", sent("gone.edit", {})],
    ["a form that is none", sent("shelf", {})],
    ["a form called like something every object has", sent("shelf.toString", {})],
    ["a command that is gone", { kind: "command", command: "gone", verb: "", options: {} }],
    ["a verb that is gone", { kind: "command", command: "shelf", verb: "gone", options: {} }],
    [
      "a verb called like something every object has",
      { kind: "command", command: "shelf", verb: "constructor", options: {} },
    ],
    ["a filled form of such a verb", sent("shelf:__proto__", {})],
  ])("%s is answered so, privately", async (_what, deed) => {
    const { bot, logged } = stage();
    expect(bot.mannerOf(by(deed))).toBe("private");
    const response = await bot.handle(by(deed));
    expect(textOf(response)).toBe(words.label("en", "refusals", "outdated"));
    expect(logged).toEqual([]);
  });
});

describe("what is for organisers only", () => {
  const deeds: readonly Deed[] = [
    { kind: "command", command: "secret", verb: "", options: { word: "x" } },
    typed("secret x"),
    sent("secret:", { word: "x" }),
    sent("secret.edit", { word: "x" }),
    pressed("secret.show"),
    typed("secret"),
  ];

  it.each(deeds)("is refused to others by the code itself: %j", async (deed) => {
    const { bot, organisers } = stage();
    expect(textOf(await bot.handle(by(deed)))).toBe(words.label("en", "refusals", "organisersOnly"));
    organisers.add("u");
    expect(textOf(await bot.handle(by(deed)))).toMatch(/told|edited|shown|form secret:/);
  });

  it("is refused to one who lost the role between opening the form and sending it", async () => {
    const { bot, organisers } = stage();
    organisers.add("u");
    expect(textOf(await bot.handle(by(typed("secret"))))).toBe("form secret:");
    organisers.delete("u");
    expect(textOf(await bot.handle(by(sent("secret:", { word: "x" }))))).toBe(
      words.label("en", "refusals", "organisersOnly"),
    );
  });
});

describe("what happened and wants no answer", () => {
  it("is told to all observers, also when one of them fails", async () => {
    const heard: string[] = [];
    const { bot, logged } = stage([
      () => Promise.reject(new Error("deaf")),
      ({ kind }) => Promise.resolve(void heard.push(kind)),
    ]);
    await bot.observe({ kind: "joined", place, person: { externalId: "u", name: "Ani" } });
    expect(heard).toEqual(["joined"]);
    expect(logged.map(({ message }) => message)).toEqual(["an observation failed"]);
  });
});

describe("what is told of a person", () => {
  it("is noted in the order in which it was told, and before what they do afterwards is answered", async () => {
    const noted: string[] = [];
    const gates: (() => void)[] = [];
    const bot = makeBot({
      commands: [shelf],
      words,
      services: { saved: [] },
      people: {
        arrive(_place, { externalId }) {
          noted.push(`answered ${externalId}`);
          return Promise.reject(new Refusal("gone", { externalId }));
        },
        find: () => Promise.resolve(undefined),
        count: () => Promise.resolve(),
      },
      observers: [
        async ({ kind, person }) => {
          if (person.externalId === "u") await new Promise<void>((resolve) => gates.push(resolve));
          noted.push(`${kind} ${person.externalId}`);
        },
      ],
      now: () => new Date(0),
      incident: () => "1",
      log: { error: () => undefined },
    });
    const tell = (kind: "left" | "joined", externalId: string) =>
      bot.observe({ kind, place, person: { externalId, name: externalId } });
    const all = [tell("left", "u"), tell("joined", "u"), tell("left", "other")];
    const person = { externalId: "u", name: "u" };
    const answered = bot.handle({ ...by(typed("shelf")), person });
    await all[2];
    expect(noted).toEqual(["left other"]);
    for (let turn = 0; turn < 2; turn++) {
      await expect.poll(() => gates.length).toBe(1);
      gates.pop()?.();
    }
    await Promise.all([...all, answered]);
    expect(noted).toEqual(["left other", "left u", "joined u", "answered u"]);
  });
});

describe("a person's name", () => {
  it("is cleaned before anybody sees it, whatever brought the person here", async () => {
    const arrived: string[] = [];
    const bot = makeBot({
      commands: [shelf],
      words,
      services: { saved: [] },
      people: {
        arrive(_place, { name, externalId }) {
          arrived.push(name);
          return Promise.reject(new Refusal("gone", { externalId }));
        },
        find: () => Promise.resolve(undefined),
        count: () => Promise.resolve(),
      },
      observers: [({ person }) => Promise.resolve(void arrived.push(person.name))],
      now: () => new Date(0),
      incident: () => "1",
      log: { error: () => undefined },
    });
    const person = { externalId: "u", name: `\u202Emoc\u200B ${"x".repeat(200)}` };
    await bot.handle({ ...by(typed("shelf")), person });
    await bot.localeOf(place, person);
    await bot.observe({ kind: "message", place, person });
    expect(arrived).toEqual(Array.from({ length: 3 }, () => `moc ${"x".repeat(75)}…`));
  });
});

describe("a message of characters that nobody sees", () => {
  it.each(["en", "id"])("is answered in %s like a hello, and in a channel with what can be asked", async (locale) => {
    const { bot } = stage();
    for (const text of ["\u200B", "\u2060\u200B \uFEFF", "\u202E", "\u3164", "\u2800"]) {
      expect(textOf(await bot.handle(by(typed(text), locale)))).toBe(words.label(locale, "common", "greeted"));
      expect(textOf(await bot.handle(by(typed(text), locale, channel)))).not.toContain("“”");
    }
    const empty = words.label(locale, "common", "unknown.empty");
    expect(textOf(await bot.handle(by(typed("\u200B"), locale, channel)))).toBe(empty);
    expect(textOf(await bot.handle(by(typed("/"), locale)))).toBe(empty);
  });
});
