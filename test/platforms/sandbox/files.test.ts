import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeUploads } from "../../../src/platforms/sandbox/uploads.js";
import { PICTURE, withKeep } from "../../support/keep.js";
import { openTestSandbox, type TestSandbox } from "../../support/sandbox.js";

const file = z.strictObject({ name: z.string(), mediaType: z.string(), size: z.int(), ref: z.string() });
const block = z.looseObject({ kind: z.string(), file: z.unknown().optional() });
const reply = z.object({
  kind: z.literal("reply"),
  message: z.object({ id: z.string(), text: z.string(), card: z.object({ blocks: z.array(block) }) }),
});
const form = z.object({
  kind: z.literal("form"),
  form: z.string(),
  title: z.string(),
  fields: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      hint: z.string().optional(),
      required: z.boolean(),
      maxBytes: z.int().optional(),
      value: z.unknown().optional(),
      problem: z.string().optional(),
    }),
  ),
});
const said = z.object({ kind: z.literal("said"), message: z.object({ id: z.string() }) });

let served: TestSandbox;
let ani: string;

beforeAll(async () => {
  served = await openTestSandbox({ demo: false, more: withKeep });
  ani = await member("Ani", "en");
});
afterAll(async () => {
  expect(served.faults).toEqual([]);
  await served.close();
});

async function ask<S extends z.ZodType>(schema: S, path: string, body: object): Promise<z.output<S>> {
  const response = await served.request("POST", `/sandbox/${path}`, body);
  expect(response.status, JSON.stringify(response.body)).toBeLessThan(300);
  return schema.parse(response.body);
}

const member = async (name: string, locale: string) =>
  (await ask(z.object({ id: z.string() }), "members", { name, locale })).id;
const opened = (as = ani, text = "/keep note:bagus") => ask(form, "say", { as, text });
const send = <S extends z.ZodType>(schema: S, token: string, values: object, as = ani) =>
  ask(schema, "submit", { as, form: token, values });

const picture = { name: "C:\\foto\\kelas 7.png", mediaType: "image/png", base64: PICTURE.toString("base64") };

describe("a file in a form of the sandbox", () => {
  it("is sent as JSON, and comes back byte by byte", async () => {
    const asked = await opened();
    expect(asked.fields[0]).toMatchObject({ id: "file", kind: "file", maxBytes: 2_000, hint: "At most 2 kB." });
    const { message } = await send(reply, asked.form, { file: picture });
    expect(message.text).toContain("kept kelas 7.png (image/png, 12) bagus");
    expect(message.card.blocks[1]?.file).toEqual({
      ...{ name: "kelas 7.png", mediaType: "image/png", content: picture.base64, encoding: "base64" },
    });
  });

  it("stays while something else is put right, and can be replaced then", async () => {
    const asked = await opened();
    const again = await send(form, asked.form, { file: picture, note: "x".repeat(50) });
    const [kept, note] = again.fields;
    expect(file.parse(kept?.value)).toMatchObject({ name: "kelas 7.png", size: 12 });
    expect([kept?.problem, note?.problem]).toEqual([undefined, "This is too long: at most 20 characters, please."]);
    const first = await send(reply, again.form, { note: "pendek" });
    expect(first.message.text).toContain("kept kelas 7.png (image/png, 12) pendek");
    const other = { name: "b.txt", mediaType: "text/plain", base64: "aXNp" };
    const second = await send(reply, again.form, { note: "pendek", file: other });
    expect(second.message.text).toContain("kept b.txt (text/plain, 3) pendek");
  });

  it.each([
    ["en", "This file is too large: at most 2 kB, please."],
    ["id", "Berkas ini terlalu besar: paling banyak 2 kB, ya."],
  ])("that is too large is refused in the person's language (%s)", async (locale, problem) => {
    const as = await member("Budi", locale);
    const large = { ...picture, base64: Buffer.alloc(2_001).toString("base64") };
    const again = await send(form, (await opened(as)).form, { file: large }, as);
    expect(again.fields[0]).toMatchObject({ problem, required: true });
    expect(again.fields[0]).not.toHaveProperty("value");
  });

  it.each([
    [{ name: "a", mediaType: "b", base64: "not base64!" }],
    [{ name: "a", mediaType: "b", size: 3, ref: "00000000-0000-4000-8000-000000000001" }],
    ["naskah.pdf"],
    [7],
    [["naskah.pdf"]],
  ])("is none when something else is sent: %j", async (value) => {
    const again = await send(form, (await opened()).form, { file: value });
    expect(again.fields[0]?.problem).toBe("Please attach a file here.");
  });

  it.each([[undefined], [null], [""]])("is asked for when it is needed and %j is sent", async (value) => {
    const again = await send(form, (await opened()).form, { file: value });
    expect(again.fields[0]?.problem).toBe("Please fill this in.");
  });

  it("that somebody made up in the form's own token is gone", async () => {
    const asked = await opened();
    const token = z.looseObject({}).parse(JSON.parse(Buffer.from(asked.form, "base64url").toString()));
    const made = { file: { name: "a", mediaType: "b", size: 1, ref: "/etc/passwd" } };
    const forged = Buffer.from(JSON.stringify({ ...token, initial: made })).toString("base64url");
    const again = await send(form, forged, {});
    expect(again.fields[0]?.problem).toBe("I can't get this file any more. Please attach it again.");
  });

  it("may be as large as any field allows, where nothing else may", async () => {
    const values = { file: { ...picture, base64: "A".repeat(13_333_332) } };
    const sent = await served.request("POST", "/sandbox/submit", { as: ani, form: (await opened()).form, values });
    expect(sent.status).toBe(200);
    const more = { as: ani, form: "x", values: { file: "A".repeat(13_700_000) } };
    expect((await served.request("POST", "/sandbox/submit", more)).status).toBe(413);
    expect((await served.request("POST", "/sandbox/say", { as: ani, text: "A".repeat(300_000) })).status).toBe(413);
  });
});

describe("what the sandbox remembers of files", () => {
  let count = 0;
  const uploads = makeUploads(() => `f${++count}`);
  const lent = (bytes: number) => uploads.lend({ name: "a", mediaType: "b", content: "x".repeat(bytes) }).ref;

  it("goes with the oldest when there are many, or much", () => {
    const first = uploads.take({ name: "a", mediaType: "b", base64: "YQ==" })?.ref ?? "";
    expect(uploads.read(first, 10)).toHaveLength(1);
    const many = Array.from({ length: 50 }, () => lent(1));
    expect(uploads.read(first, 10)).toBe("fileGone");
    expect(uploads.read(many[0] ?? "", 10)).toHaveLength(1);
    const much = Array.from({ length: 9 }, () => lent(9_000_000));
    expect(uploads.read(much[0] ?? "", 10_000_000)).toBe("fileGone");
    expect(uploads.read(much.at(-1) ?? "", 10_000_000)).toHaveLength(9_000_000);
    expect(uploads.read(much.at(-1) ?? "", 8_999_999)).toBe("fileTooLarge");
  });
});

describe("POST /sandbox/act", () => {
  const act = <S extends z.ZodType>(schema: S, as: string, message: string, command = "keep") =>
    ask(schema, "act", { as, message, command });
  const write = async (as: string, text: string) =>
    (await ask(said, "say", { as, channel: "obrolan", text })).message.id;

  it("opens the form with what somebody wrote, in the reader's language", async () => {
    const sari = await member("Sari", "id");
    const asked = await act(form, sari, await write(ani, "Coba https://contoh.sch.id"));
    expect(asked.title).toBe("Simpan saja");
    const values = Object.fromEntries(asked.fields.map(({ id, value }) => [id, value]));
    expect(values).toEqual({ text: "Coba https://contoh.sch.id", by: "Ani" });
    const { message } = await send(reply, asked.form, {}, sari);
    expect(message.text).toBe("Coba https://contoh.sch.id | - | Ani | no file | ");
  });

  it("lends the file that hangs on a message", async () => {
    const { message } = await send(reply, (await opened()).form, { file: picture });
    const asked = await act(form, ani, message.id);
    expect(asked.fields.find(({ id }) => id === "file")?.value).toMatchObject({ name: "kelas 7.png", size: 12 });
    const again = await send(reply, asked.form, { text: "ini" });
    expect(again.message.text).toMatch(/^ini \| - \| - \| kelas 7\.png \| /);
  });

  it("is refused for a message that this person can't see, and outdated for a command that is none", async () => {
    const { message } = await send(reply, (await opened()).form, { file: picture });
    const sari = await member("Sari", "id");
    const body = { as: sari, message: message.id, command: "keep" };
    expect((await served.request("POST", "/sandbox/act", body)).status).toBe(404);
    expect((await served.request("POST", "/sandbox/act", { ...body, message: "none" })).status).toBe(404);
    expect((await served.request("POST", "/sandbox/act", { as: sari, message: message.id })).status).toBe(400);
    const answer = await act(reply, ani, message.id, "meet");
    expect(answer.message.text).toContain("older version");
  });

  it("is offered in the state, by the label in each language", async () => {
    const { body } = await served.request("GET", "/sandbox/state");
    const state = z
      .object({ commands: z.array(z.object({ id: z.string(), message: z.unknown().optional() })) })
      .parse(body);
    expect(state.commands.filter(({ message }) => message !== undefined)).toEqual([
      { id: "report", message: { names: { en: "Report this", id: "Laporkan ini" } } },
      { id: "share", message: { names: { en: "Share this", id: "Bagikan ini" } } },
      { id: "keep", message: { names: { en: "Keep this", id: "Simpan ini" } } },
    ]);
  });
});
