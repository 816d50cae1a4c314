import { describe, expect, it } from "vitest";
import { fact, note, paragraph, type Card } from "../../../src/chat/card.js";
import { fieldViews } from "../../../src/chat/form.js";
import { person, plain, strong } from "../../../src/chat/text.js";
import { renderModal, pagesOf } from "../../../src/platforms/discord/modal.js";
import { renderCard, type RenderedMessage } from "../../../src/platforms/discord/render.js";
import { openDiscordWorld, type DiscordWorld, type Member } from "../../support/discord/program.js";
import type { Component } from "../../support/discord/rules.js";
import type { FakeMessage } from "../../support/discord/world.js";

/** A message of Discord as lines: its texts as written, its buttons with what they do. */
function drawn(components: readonly Component[]): string {
  return components.map(drawnOne).join("\n");
}

function drawnOne({
  type,
  content = "",
  label = "",
  style = 0,
  custom_id,
  url,
  file,
  components = [],
}: Component): string {
  switch (type) {
    case 1:
      return components.map(drawnOne).join(" ");
    case 2:
      return `[${label}](${["", "primary", "secondary", "success", "danger", "link"][style] ?? ""} ${url ?? actionOf(custom_id)})`;
    case 10:
      return content;
    case 13:
      return `file ${file?.url ?? ""}`;
    case 14:
      return "----";
    default:
      return drawn(components);
  }
}

/** What a button does, without the ids of this run. */
function actionOf(customId = ""): string {
  const [version = "", kind = "", place = "", action = ""] = customId.split(":");
  return kind === "o" ? `${version}:o:${place}:…` : [version, kind, place === "" ? "" : "…", action].join(":");
}

const everything: Card = {
  title: plain("Pak *Made* & Bu Sari"),
  blocks: [
    paragraph([
      ...plain("Kenalkan "),
      person({ memberId: "m1", name: "Sari" }, true),
      ...strong(" Fisika"),
      ...plain("."),
    ]),
    { kind: "heading", text: plain("1. Mengapa") },
    { kind: "list", items: [plain("Sama-sama tertarik pada asesmen."), plain("- satu\nbaris")] },
    { kind: "divider" },
    {
      kind: "facts",
      facts: [fact(plain("Kapan"), plain("Selasa, 15:30 WIB")), fact(plain("Di mana"), plain("#kanal"))],
    },
    { kind: "buttons", buttons: [{ kind: "action", label: "Sapa", action: "introduce.hello", subject: "m1" }] },
    { kind: "file", file: { name: "jejaring.ics", mediaType: "text/calendar", content: "BEGIN:VCALENDAR" } },
    note(plain("Anda menerima ini karena ikut.\nIngin lebih jarang: /saya tenang.")),
  ],
  buttons: [
    { kind: "action", label: "Sudah", action: "meet.met", subject: "x", tone: "primary" },
    { kind: "action", label: "Keluar", action: "meet.leave", subject: "x", tone: "danger" },
    { kind: "link", label: "Buka", url: "https://example.org/a_b" },
  ],
};

function drawnMessages(messages: readonly RenderedMessage[]): string {
  return messages.map(({ components }) => drawn(components as unknown as readonly Component[])).join("\n====\n");
}

describe("a card on Discord", () => {
  it("has a look for every kind of block and button", async () => {
    const messages = renderCard(everything, { userIds: new Map([["m1", "42"]]), spaceId: undefined });
    await expect(`${drawnMessages(messages)}\n`).toMatchFileSnapshot("golden/everything.txt");
  });
});

describe.each(["en", "id"] as const)("in %s", (locale) => {
  it("every form has its look", async () => {
    const { program } = await openDiscordWorld({ locale });
    const { commands } = program.bot;
    const lines = commands.flatMap((command) =>
      Object.entries(command.forms).flatMap(([name, { fields }]) => {
        const views = fieldViews({ words: program.words, locale, command: command.id, fields, values: {} });
        const title = program.words.label(locale, command.id, `forms.${name}.title`);
        const form = { id: `${command.id}.${name}`, subject: "", submit: "", title, fields: views };
        return pagesOf(form).map((page) => drawnModal(title, page));
      }),
    );
    await expect(`${lines.join("\n\n")}\n`).toMatchFileSnapshot(`golden/forms.${locale}.txt`);
  });

  it("every card of a meet-up's life has its look", async () => {
    const world = await openDiscordWorld({ locale });
    const cards = await play(world, locale);
    await expect(`${cards.join("\n\n")}\n`).toMatchFileSnapshot(`golden/cards.${locale}.txt`);
  });
});

function drawnModal(title: string, fields: Parameters<typeof renderModal>[1]["fields"]): string {
  const modal = renderModal({ kind: "page", token: "t", page: 0 }, { title, fields }, { isPrivate: false });
  const labels = modal.components.map((component) => {
    if (!("label" in component)) throw new Error("a form holds labels only");
    const { label, description, component: input } = component;
    const options = "options" in input ? `: ${input.options.map((option) => option.label).join(" | ")}` : "";
    const need = "required" in input && input.required ? "*" : "";
    return `- ${label}${need}${description === undefined ? "" : ` (${description})`} <${input.type}>${options}`;
  });
  return [`## ${modal.title}`, ...labels].join("\n");
}

/** Plays the life of a meet-up and gives back each different card that was seen in it, in order. */
async function play(world: DiscordWorld, locale: "en" | "id"): Promise<string[]> {
  const label = (file: string, key: string) => world.program.words.label(locale, file, key);
  const client = locale === "en" ? "en-GB" : "id";
  const join = async (name: string, institution: string): Promise<Member> => {
    const who = world.member(name, { locale: client });
    await who.calls(label("introduce", "name"));
    await who.fills({ role: "teacher", subjects: "Fisika", languages: ["id"], seeks: "asesmen formatif" });
    await who.presses(label("common", "discord.continue"));
    await who.fills({ institution });
    await who.presses(label("introduce", "buttons.join"));
    return who;
  };
  const organiser = world.member("Tuti", { locale: client, isOrganiser: true });
  await organiser.calls(
    `${label("setup", "name")} ${label("setup", "verbs.channels.name")} introductions:${world.channel.id}`,
  );
  await organiser.calls(`${label("setup", "name")} ${label("setup", "verbs.status.name")}`);
  const sari = await join("Sari", "SMAN 2 Kupang");
  await join("Made", "SMAN 1 Denpasar");
  for (const line of [label("help", "name"), label("meet", "name") + " status", label("my", "name") + " status"])
    await sari.calls(line).catch(() => undefined);
  await world.goes(new Date("2026-12-01T10:00:00Z"));
  await sari.presses(label("meet", "buttons.times"));
  await world.goes(new Date("2026-12-08T10:00:00Z"));
  await sari.presses(label("meet", "buttons.met"));
  const seen = new Set<string>();
  const { messages, channels } = world.discord.world;
  const where = ({ channelId, onlyFor }: FakeMessage) =>
    onlyFor === undefined ? (["channel", "private"][channels.get(channelId)?.type ?? 0] ?? "room") : "only for one";
  return [...messages.values()].flatMap((message) => {
    const text = `<!-- ${where(message)} -->\n${drawn(message.components)}`.replace(/<@\d+>/g, "<@…>");
    if (seen.has(text)) return [];
    seen.add(text);
    return [text];
  });
}
