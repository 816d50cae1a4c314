import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const page = new URL("../../../src/platforms/sandbox/page/", import.meta.url);
/** A module of the page; the page is plain JavaScript, so what it has is looked at when it is loaded. */
const load = async (name: string): Promise<unknown> => import(new URL(name, page).href);

const sentence = z.union([z.string(), z.object({ one: z.string().optional(), other: z.string() })]);
const { words } = z
  .object({ words: z.record(z.string(), z.record(z.string(), sentence)) })
  .parse(await load("words.js"));

const texts = (of: z.infer<typeof sentence> | undefined): string[] =>
  of === undefined ? [] : typeof of === "string" ? [of] : [of.one, of.other].filter((text) => text !== undefined);
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join(" ");

describe("the page's words", () => {
  const languages = Object.entries(words);
  const english = words["en"] ?? {};

  it("are there in the languages of the bot", () => {
    const folders = readdirSync(new URL("../../../src/locales", import.meta.url));
    expect(Object.keys(words).sort()).toEqual(folders.sort());
  });

  it.each(languages)("in %s have a sentence for everything, with the same facts, and none empty", (_language, own) => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort());
    for (const [key, said] of Object.entries(own)) {
      const facts = new Set(texts(english[key]).map(placeholders));
      for (const text of texts(said)) {
        expect(text.trim()).not.toBe("");
        expect({ key, facts: [...facts] }).toEqual({ key, facts: [placeholders(text)] });
      }
    }
  });

  it("are all used, and none is asked for that is not there", () => {
    const sources = readdirSync(page)
      .filter((name) => /\.(js|html)$/.test(name) && name !== "words.js")
      .map((name) => readFileSync(new URL(name, page), "utf8"))
      .join("\n");
    const asked = [...sources.matchAll(/(?:say|pieces)\(\s*"([\w.-]+)"|data-word(?:-label)?="([\w.-]+)"/g)].map(
      ([, said, written]) => said ?? written ?? "",
    );
    expect(asked.filter((key) => !(key in english))).toEqual([]);
    const built = /^(job|trouble|about)\./;
    expect(Object.keys(english).filter((key) => !sources.includes(`"${key}"`) && !built.test(key))).toEqual([]);
  });
});

const suggestions = z
  .object({
    from: z.number(),
    to: z.number(),
    active: z.number(),
    options: z.array(z.object({ insert: z.string(), label: z.string(), detail: z.string() })),
  })
  .optional();
type Suggest = (text: string, cursor: number, repertoire: unknown) => unknown;
const { suggest } = (await load("suggest.js")) as { suggest: Suggest };

describe("what can be typed next", () => {
  const both = (id: string, en: string) => ({ en, id });
  const verb = (id: string, en: string) => ({
    id: en,
    names: both(id, en),
    summaries: both(`ringkas ${id}`, `about ${en}`),
  });
  const repertoire = {
    commands: [
      { ...verb("kenalan", "introduce"), organisersOnly: false, verbs: [] },
      { ...verb("temu", "meet"), organisersOnly: false, verbs: [verb("ikut", "join"), verb("jeda", "pause")] },
      { ...verb("atur", "setup"), organisersOnly: true, verbs: [verb("kanal", "channels")] },
    ],
    members: [
      { id: "sari", name: "Sari Wulandari" },
      { id: "wuri", name: "Wuri Astuti" },
      { id: "x1", name: "José Álvarez" },
      { id: "a1", name: "Ani" },
      { id: "a2", name: "Ani" },
    ],
    channels: [{ id: "temu", name: "temu-mingguan" }],
    locale: "id",
    isOrganiser: false,
  };
  const at = (text: string, cursor = text.length, about: Partial<typeof repertoire> = {}) =>
    suggestions.parse(suggest(text, cursor, { ...repertoire, ...about }));
  const inserts = (text: string) => at(text)?.options.map(({ insert }) => insert);

  it("is a command in the member's language, with what it is for", () => {
    expect(inserts("/")).toEqual(["/kenalan ", "/temu "]);
    expect(at("/te")?.options).toEqual([expect.objectContaining({ label: "/temu", detail: "ringkas temu" })]);
    expect(at("/", 1, { locale: "en" })?.options.map(({ label }) => label)).toEqual(["/introduce", "/meet"]);
  });

  it("is also a command begun in another language, and one for organisers only to them", () => {
    expect(inserts("/int")).toEqual(["/introduce "]);
    expect(inserts("/at")).toBeUndefined();
    expect(at("/at", 3, { isOrganiser: true })?.options.map(({ insert }) => insert)).toEqual(["/atur "]);
  });

  it("is then one of the command's verbs, in place of what was begun of it", () => {
    expect(inserts("/temu ")).toEqual(["ikut ", "jeda "]);
    expect(at("/MEET j")).toMatchObject({ from: 6, to: 7, options: [{ insert: "join " }, { insert: "jeda " }] });
    expect(at("/temu ikut lagi")).toBeUndefined();
  });

  it("is taken by Enter only where something is begun: what is whole is sent", () => {
    expect(at("/te")?.active).toBe(0);
    expect(at("/temu")?.active).toBe(-1);
    expect(at("/temu ")?.active).toBe(-1);
    expect(at("/temu ik")?.active).toBe(0);
  });

  it("is a person after @ and a channel after #, wherever the cursor is", () => {
    expect(inserts("halo @wu")).toEqual(["@Wuri Astuti ", "@Sari Wulandari "]);
    expect(inserts("@sari w")).toEqual(["@Sari Wulandari "]);
    expect(inserts("@jose a")).toEqual(["@José Álvarez "]);
    expect(inserts("di #ming")).toEqual(["#temu-mingguan "]);
    expect(at("@sa dan @wu", 3)).toMatchObject({ from: 0, to: 3, options: [{ insert: "@Sari Wulandari " }] });
    expect(inserts("surat@wu")).toBeUndefined();
    expect(inserts("apa kabar")).toBeUndefined();
  });

  it("tells people of the same name apart by their ids", () => {
    expect(inserts("@ani")).toEqual(["@a1 ", "@a2 "]);
  });
});
