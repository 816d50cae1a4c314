import { describe, expect, it } from "vitest";
import type { Invocation } from "../../src/chat/invocation.js";
import type { MessageTold } from "../../src/chat/message.js";
import { keeper, MOST_KEPT, shown } from "../support/keep.js";
import { by, typed, type Deed } from "./stage.js";

const note = { name: "catatan.txt", mediaType: "text/plain", size: 4, ref: "r1" };

/** A bot with a store of one file, and what was asked of that store. */
function withFiles() {
  const asked: { readonly ref: string; readonly maxBytes: number }[] = [];
  const made = keeper((_place, ref, maxBytes) => {
    asked.push({ ref, maxBytes });
    if (ref === "broken") return Promise.reject(new Error("the store fell over"));
    return Promise.resolve(
      ref === "r1" ? Buffer.from("isi!") : ref === "long" ? Buffer.alloc(maxBytes + 1) : "fileGone",
    );
  });
  return { ...made, asked, says: (deed: Deed, locale = "en") => made.bot.handle(by(deed, locale)) };
}

const called = (options: Readonly<Record<string, unknown>>): Deed => ({
  kind: "command",
  command: "keep",
  verb: "",
  options,
});

describe("a file that is handed over", () => {
  it("comes to the handler as plain data, and is read through the platform", async () => {
    const { says, asked } = withFiles();
    const response = await says(called({ file: { ...note, name: "/tmp/catatan.txt", extra: 1 } }));
    expect(shown(response)).toBe("kept catatan.txt (text/plain, 4)\ncatatan.txt");
    expect(asked).toEqual([{ ref: "r1", maxBytes: MOST_KEPT }]);
    expect(response.kind === "reply" && response.card.blocks).toContainEqual({
      kind: "file",
      file: { name: "catatan.txt", mediaType: "text/plain", content: "aXNpIQ==", encoding: "base64" },
    });
  });

  it.each([
    ["en", "Please attach a file here."],
    ["id", "Mohon lampirkan berkas di sini."],
  ])("is none when somebody typed it (%s)", async (locale, problem) => {
    const { says, asked } = withFiles();
    const response = await says(called({ file: "https://169.254.169.254/latest" }), locale);
    expect(shown(response)).toContain(`file | ${problem}`);
    expect(asked).toEqual([]);
  });

  it.each([
    ["en", "This file is too large: at most 2 kB, please."],
    ["id", "Berkas ini terlalu besar: paling banyak 2 kB, ya."],
  ])("that says to be too large is not even asked for (%s)", async (locale, problem) => {
    const { says, asked, bot } = withFiles();
    const deed = called({ file: { ...note, size: MOST_KEPT + 1 }, note: "penting" });
    expect(bot.mannerOf(by(deed))).toBe("form");
    expect(
      shown(await says(deed, locale))
        .split("\n")
        .slice(1),
    ).toEqual([`file | ${problem}`, 'note | "penting"']);
    expect(asked).toEqual([]);
  });

  it.each([
    ["en", "gone", "I can't get this file any more. Please attach it again."],
    ["id", "gone", "Berkas ini tidak bisa saya ambil lagi. Mohon lampirkan sekali lagi."],
    ["en", "long", "This file is too large: at most 2 kB, please."],
  ])("that can't be had is asked for again, with all else that was given (%s, %s)", async (locale, ref, problem) => {
    const { says, faults } = withFiles();
    const response = await says(called({ file: { ...note, ref }, note: "penting" }), locale);
    expect(shown(response).split("\n").slice(1)).toEqual([`file | ${problem}`, 'note | "penting"']);
    expect(faults).toEqual([]);
  });

  it("is asked for where the platform has no files", async () => {
    const { bot } = keeper();
    expect(shown(await bot.handle(by(called({ file: note }))))).toContain("I can't get this file any more.");
  });

  it("is a fault of the platform when reading it fails in a way that nobody foresaw", async () => {
    const { says, faults } = withFiles();
    expect(shown(await says(called({ file: { ...note, ref: "broken" } })))).toContain("100001");
    expect(faults).toHaveLength(1);
  });

  it("is kept while something else is put right", async () => {
    const { says } = withFiles();
    const wrong = await says(called({ file: note, note: "x".repeat(50) }));
    const form = wrong.kind === "form" ? wrong.form : undefined;
    const [file] = form?.fields ?? [];
    expect(file).toMatchObject({ value: note, hint: "catatan.txt is kept unless you choose another file." });
    const values = { file: file?.value, note: "pendek" };
    const right = await says({ kind: "form", form: form?.id ?? "", subject: "", values });
    expect(shown(right)).toContain("kept catatan.txt (text/plain, 4) pendek");
  });
});

describe("a typed line", () => {
  it.each(["/keep", "/simpan", "keep catatan.txt", "keep file:catatan.txt"])(
    "%j has no file, so a form asks for it",
    async (line) => {
      const { says, bot } = withFiles();
      expect(bot.mannerOf(by(typed(line)))).toBe("form");
      const response = await says(typed(line));
      const fields = response.kind === "form" ? response.form.fields : [];
      expect(fields.map(({ id, kind, required, hint, problem }) => ({ id, kind, required, hint, problem }))).toEqual([
        { id: "file", kind: "file", required: true, hint: "At most 2 kB.", problem: undefined },
        { id: "note", kind: "text", required: false, hint: undefined, problem: undefined },
      ]);
    },
  );

  it("gives what it holds to the options that can be typed", async () => {
    const { says } = withFiles();
    expect(shown(await says(typed("keep pagi file:x")))).toContain('note | "pagi file:x"');
  });
});

const on = (message: Partial<MessageTold> = {}, command = "keep"): Deed => ({
  kind: "message",
  command,
  message: { text: "halo", files: [], ...message },
});

describe("a command that is called on a message", () => {
  it("opens its form with what was seen, in the person's language", async () => {
    const { says, bot, knows } = withFiles();
    knows("u7");
    const deed = on({
      text: "Lihat ini, <@u7> dan <@!u8>: bagus <@u9>",
      link: "https://discord.com/channels/1/2/3",
      author: { externalId: "u7", name: "sari" },
      files: [note],
      called: { u7: "sari.w", u8: "Budi" },
    });
    expect(bot.mannerOf(by(deed))).toBe("form");
    const response = await says(deed, "id");
    expect(shown(response)).toBe(
      [
        "Simpan saja",
        'text | "Lihat ini, Sari Wulandari dan Budi: bagus <@u9>"',
        'link | "https://discord.com/channels/1/2/3"',
        'by | "Sari Wulandari"',
        `file | ${JSON.stringify(note)}`,
      ].join("\n"),
    );
  });

  it("sees the author's membership where there is one, and the name alone where there is none", async () => {
    const { says, seen, knows } = withFiles();
    knows("u7");
    await says(on({ author: { externalId: "u7", name: "sari" } }));
    await says(on({ author: { externalId: "u8", name: "Budi\u202E" } }));
    await says(on({ author: { externalId: "u8", name: "\u200B" } }));
    await says(on());
    expect(seen.map(({ author }) => author)).toEqual([
      { name: "Sari Wulandari", memberId: "m1" },
      { name: "Budi" },
      undefined,
      undefined,
    ]);
  });

  it("sees only what is safe to keep: no hidden signs, no odd addresses, no more than fits", async () => {
    const { says, seen } = withFiles();
    const files = Array.from({ length: 12 }, (_, index) => ({ ...note, name: `../${index}.txt`, ref: `r${index}` }));
    await says(
      on({
        text: `a\u202Eb${"x".repeat(9_000)}`,
        link: "javascript:alert(1)",
        files: [...files, { ...note, ref: "" }],
      }),
    );
    const [message] = seen;
    expect(message?.text.slice(0, 3)).toBe("abx");
    expect(message?.text).toHaveLength(4_000);
    expect(message).not.toHaveProperty("link");
    expect(message?.files.map(({ name }) => name)).toEqual(files.slice(0, 10).map((_, index) => `${index}.txt`));
  });

  it("says no in words, privately, as every other", async () => {
    const { says } = withFiles();
    expect(await says(on({ text: "no" }))).toMatchObject({ kind: "reply", visibility: "private" });
  });

  it.each(["nothing", "constructor", ""])("is outdated when there is no such command (%j)", async (command) => {
    const { says, bot } = withFiles();
    expect(bot.mannerOf(by(on({}, command)))).toBe("private");
    expect(shown(await says(on({}, command)))).toContain("older version");
  });

  it("reads a file that hung on the message when the form comes back", async () => {
    const { says } = withFiles();
    const values = { text: "halo", file: note };
    const sent: Invocation = by({ kind: "form", form: "keep.share", subject: "", values });
    expect(shown(await says(sent))).toBe("halo | - | - | catatan.txt | isi!");
  });
});
