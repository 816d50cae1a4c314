import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Program } from "../../src/assemble.js";
import { makeBot, type Bot } from "../../src/chat/bot.js";
import { cardText, paragraph } from "../../src/chat/card.js";
import { kitFor, reply } from "../../src/chat/command.js";
import type { ReadFile } from "../../src/chat/handing.js";
import type { Invocation, Response } from "../../src/chat/invocation.js";
import type { MessageSeen } from "../../src/chat/message.js";
import { loadWords } from "../../src/chat/words.js";
import { Refusal } from "../../src/refusal.js";
import { writeCatalogues } from "./catalogue.js";

const { command, entry, form, message } = kitFor<{ readonly seen: MessageSeen[] }, string>();

/** The most bytes that the command below takes. */
export const MOST_KEPT = 2_000;

const about = (name: string, summary: string, labels: readonly string[], own: object) => ({
  name,
  summary,
  fields: Object.fromEntries(
    ["file", "note", "text", "link", "by"].map((id, index) => [id, { name: id, label: labels[index] }]),
  ),
  ...own,
});

/** The shipped words, with those of a command that keeps files. */
export const words = (() => {
  const folder = writeCatalogues({});
  cpSync(fileURLToPath(new URL("../../src/locales", import.meta.url)), folder, { recursive: true });
  const own = writeCatalogues({
    en: {
      keep: about("keep", "Keep a file", ["The file", "A note", "What it says", "Where it is", "Who wrote it"], {
        message: { name: "Keep this", summary: "Keeps what somebody wrote" },
        forms: { share: { title: "Keep it", submit: "Keep" } },
      }),
    },
    id: {
      keep: about("simpan", "Simpan berkas", ["Berkasnya", "Catatan", "Isinya", "Tempatnya", "Penulisnya"], {
        message: { name: "Simpan ini", summary: "Menyimpan yang ditulis seseorang" },
        forms: { share: { title: "Simpan saja", submit: "Simpan" } },
      }),
    },
  });
  cpSync(own, folder, { recursive: true });
  const loaded = loadWords(folder);
  for (const made of [folder, own]) rmSync(made, { recursive: true });
  return loaded;
})();

/** Keeps a file and gives it back, or opens a form about a message, with what was seen of it. */
export const keep = command({
  id: "keep",
  entry: entry({
    manner: "private",
    options: { file: { kind: "file", required: true, maxBytes: MOST_KEPT }, note: { kind: "text", max: 20 } },
    async run({ readFile }, { file, note = "" }) {
      const content = Buffer.from(await readFile(file)).toString("base64");
      const { name, mediaType, size } = file;
      const given = { name, mediaType, content, encoding: "base64" } as const;
      return reply(paragraph(`kept ${name} (${mediaType}, ${size}) ${note}`.trim()), { kind: "file", file: given });
    },
  }),
  message: message({
    manner: "form",
    run({ services }, seen) {
      services.seen.push(seen);
      if (seen.text === "no") throw new Refusal("gone");
      const { text, link, author, files } = seen;
      return { kind: "form", form: "share", initial: { text, link, by: author?.name, file: files[0] } };
    },
  }),
  forms: {
    share: form({
      manner: "private",
      fields: {
        text: { kind: "text", long: true, required: true },
        link: { kind: "url" },
        by: { kind: "text" },
        file: { kind: "file", maxBytes: MOST_KEPT },
      },
      async run({ readFile }, { text, link = "-", by = "-", file }) {
        const content = file === undefined ? "" : Buffer.from(await readFile(file)).toString("latin1");
        return reply(paragraph([text, link, by, file?.name ?? "no file", content].join(" | ")));
      },
    }),
  },
});

/** A bot that knows nothing but to keep files, which it reads as it is told to. */
export function keeper(readFile?: ReadFile) {
  const seen: MessageSeen[] = [];
  const known = new Set<string>();
  const faults: unknown[] = [];
  const bot = makeBot({
    commands: [keep],
    words,
    services: { seen },
    people: {
      arrive: (_place, { externalId, name, locale = "id" }) =>
        Promise.resolve({
          ...{ memberId: `member-${externalId}`, name, accountId: externalId, networkId: "n", spaceId: "s" },
          ...{ isOrganiser: false, locale: words.nearest(locale) ?? "en", timeZone: "Asia/Jakarta" },
        }),
      find: (_actor, written) =>
        Promise.resolve(known.has(written) ? { memberId: "m1", name: "Sari Wulandari" } : undefined),
      count: () => Promise.resolve(),
    },
    observers: [],
    ...(readFile === undefined ? {} : { readFile }),
    now: () => new Date("2026-11-24T20:00:00Z"),
    incident: () => "100001",
    log: { error: (facts) => faults.push(facts["err"]) },
  });
  return { bot, seen, faults, knows: (externalId: string) => known.add(`<@${externalId}>`) };
}

/** The program with that command beside its own. */
export function withKeep(program: Program): Program {
  const { bot } = keeper(async ({ platform, spaceId }, ref, maxBytes) =>
    program.adapters.get(platform)?.readFile?.(spaceId, ref, maxBytes),
  );
  const meant = (invocation: Invocation): Bot => (isForKeep(invocation) ? bot : program.bot);
  return {
    ...program,
    words,
    bot: {
      ...program.bot,
      words,
      commands: [...program.bot.commands, ...bot.commands],
      mannerOf: (invocation) => meant(invocation).mannerOf(invocation),
      handle: (invocation) => meant(invocation).handle(invocation),
    },
  };
}

function isForKeep(invocation: Invocation): boolean {
  switch (invocation.kind) {
    case "words":
      return /^\/(keep|simpan)\b/.test(invocation.text);
    case "form":
      return invocation.form.startsWith("keep");
    case "command":
    case "message":
      return invocation.command === "keep";
    case "action":
      return false;
  }
}

/** The bytes of a small picture, as none would write them: not all of them are a text. */
export const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe, 0x80]);

export function shown(response: Response): string {
  if (response.kind === "reply") return cardText(response.card);
  if (response.kind === "nothing") return "";
  const { title, fields } = response.form;
  return [
    title,
    ...fields.map(({ id, value, problem }) =>
      [id, ...(value === undefined ? [] : [JSON.stringify(value)]), ...(problem === undefined ? [] : [problem])].join(
        " | ",
      ),
    ),
  ].join("\n");
}
