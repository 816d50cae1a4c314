import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBot, type Bot } from "../../src/chat/bot.js";
import { cardText, paragraph } from "../../src/chat/card.js";
import { kitFor, reply, type Answer } from "../../src/chat/command.js";
import type { Invocation, Observation, Response } from "../../src/chat/invocation.js";
import type { Pace } from "../../src/chat/pace.js";
import { loadWords } from "../../src/chat/words.js";
import { Refusal } from "../../src/refusal.js";
import { writeCatalogues } from "../support/catalogue.js";

const { command, entry, action, form } = kitFor<{ readonly saved: string[] }, string>();

export const place = { platform: "sandbox", spaceId: "s" };
export const channel = { ...place, channelId: "c" };

/** Words of the two commands below, with those that every command shares. */
export const words = (() => {
  const shelf = (name: string, summary: string, label: string) => ({
    name,
    summary,
    verbs: {
      status: { name: "status", summary },
      add: { name: name === "shelf" ? "add" : "tambah", summary },
      fail: { name: name === "shelf" ? "fail" : "gagal", summary },
      refuse: { name: name === "shelf" ? "refuse" : "tolak", summary },
      shout: { name: name === "shelf" ? "shout" : "teriak", summary },
      whisper: { name: name === "shelf" ? "whisper" : "bisik", summary },
      break: { name: name === "shelf" ? "break" : "rusak", summary },
      lose: { name: name === "shelf" ? "lose" : "hilang", summary },
    },
    fields: {
      title: { name: name === "shelf" ? "title" : "judul", label },
      copies: { name: name === "shelf" ? "copies" : "jumlah", label },
      owner: { name: name === "shelf" ? "owner" : "pemilik", label },
      room: { label },
    },
    forms: { edit: { title: summary, submit: label } },
    buttons: { edit: `${label} {{title}}` },
  });
  const secret = (name: string) => ({
    name,
    summary: name,
    fields: { word: { name: "word", label: name } },
    forms: { edit: { title: name, submit: name } },
  });
  const folder = writeCatalogues({
    en: { shelf: shelf("shelf", "Books", "Book"), secret: secret("secret") },
    id: { shelf: shelf("rak", "Buku", "Buku"), secret: secret("rahasia") },
  });
  const shipped = fileURLToPath(new URL("../../src/locales", import.meta.url));
  for (const locale of ["en", "id"])
    for (const file of ["common", "refusals"])
      cpSync(join(shipped, locale, `${file}.json`), join(folder, locale, `${file}.json`));
  const loaded = loadWords(folder);
  rmSync(folder, { recursive: true });
  return loaded;
})();

const says = (text: string) => reply(paragraph(text));
const room = { room: { kind: "whole", min: 1, max: 9, required: true } } as const;

export const shelf = command({
  id: "shelf",
  verbs: {
    status: entry({
      manner: "private",
      run: ({ button }) => ({
        kind: "reply",
        card: { blocks: [], buttons: [button("buttons.edit", "edit", "b1", "primary", { title: "x".repeat(100) })] },
      }),
    }),
    add: entry({
      manner: "private",
      options: {
        title: { kind: "text", required: true, max: 20 },
        owner: { kind: "member", required: true },
        copies: { kind: "whole", min: 1, max: 9 },
      },
      run: ({ services }, { title, owner, copies = 1 }) => {
        services.saved.push(`${title} of ${owner.name} x${copies}`);
        return says(`${title} of ${owner.name} x${copies}`);
      },
    }),
    fail: entry({
      manner: "public",
      run() {
        throw new TypeError("the shelf fell over");
      },
    }),
    refuse: entry({
      manner: "public",
      run() {
        throw new Refusal("gone");
      },
    }),
    shout: entry({ manner: "public", run: () => says("for all") }),
    whisper: entry({ manner: "public", run: () => ({ kind: "reply", card: { blocks: [] }, only: "private" }) }),
    // What the types forbid may still come from JavaScript.
    break: entry({ manner: "private", run: () => ({ kind: "form", form: "edit" }) as Answer as never }),
    lose: entry({ manner: "form", run: () => ({ kind: "form", form: "nowhere" }) }),
  },
  forms: {
    edit: form({
      manner: "public",
      fields: room,
      run: ({ services }, values, subject) => {
        services.saved.push(`${subject} in ${values.room}`);
        return says(`${subject} in ${values.room}`);
      },
    }),
  },
  actions: {
    edit: action({
      manner: "form",
      run: (_context, subject) => ({ kind: "form", form: "edit", subject, initial: { room: 3 } }),
    }),
    swap: action({ manner: "replace", run: (_context, subject) => says(`swapped ${subject}`) }),
  },
});

const secret = command({
  id: "secret",
  organisersOnly: true,
  entry: entry({ manner: "private", options: { word: { kind: "text", required: true } }, run: () => says("told") }),
  forms: { edit: form({ manner: "private", fields: { word: { kind: "text" } }, run: () => says("edited") }) },
  actions: { show: action({ manner: "private", run: () => says("shown") }) },
});

/** A bot with a shelf of books and a secret, and what came of it. */
export interface Stage {
  readonly bot: Bot;
  readonly saved: readonly string[];
  readonly logged: readonly { readonly facts: Readonly<Record<string, unknown>>; readonly message: string }[];
  readonly organisers: Set<string>;
}

export function stage(observers: readonly ((observation: Observation) => Promise<void>)[] = [], pace?: Pace): Stage {
  const saved: string[] = [];
  const logged: { facts: Record<string, unknown>; message: string }[] = [];
  const organisers = new Set<string>();
  const bot = makeBot<{ readonly saved: string[] }>({
    commands: [shelf, secret],
    words,
    services: { saved },
    people: {
      arrive: (_place, { externalId, name, locale = "id" }) =>
        Promise.resolve({
          memberId: externalId,
          name,
          accountId: externalId,
          networkId: "n",
          spaceId: "s",
          isOrganiser: organisers.has(externalId),
          locale,
          timeZone: "Asia/Jakarta",
        }),
      find: (_actor, written) => Promise.resolve(written === "<@u1>" ? { memberId: "m1", name: "Sari" } : undefined),
      count: () => Promise.resolve(),
    },
    observers,
    ...(pace === undefined ? {} : { pace }),
    now: () => new Date("2026-11-24T20:00:00Z"),
    incident: () => String(100_000 + logged.length),
    log: { error: (facts, message) => logged.push({ facts, message }) },
  });
  return { bot, saved, logged, organisers };
}

export type Deed = Invocation extends infer I ? (I extends Invocation ? Omit<I, "place" | "person"> : never) : never;

export const by = (deed: Deed, locale = "en", where: Invocation["place"] = place): Invocation => ({
  ...deed,
  place: where,
  person: { externalId: "u", name: "Ani", locale },
});
export const typed = (text: string): Deed => ({ kind: "words", text });
export const pressed = (name: string, subject = "b1"): Deed => ({ kind: "action", action: name, subject });
export const sent = (name: string, values: Record<string, unknown>, subject = "b1"): Deed => ({
  kind: "form",
  form: name,
  subject,
  values,
});

export function textOf(response: Response): string {
  switch (response.kind) {
    case "reply":
      return cardText(response.card);
    case "form":
      return `form ${response.form.id}`;
    case "nothing":
      return "nothing";
  }
}
