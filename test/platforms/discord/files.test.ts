import { ApplicationCommandType } from "discord.js";
import { describe, expect, it } from "vitest";
import type { MessageSeen } from "../../../src/chat/message.js";
import { FILE_HOSTS, makeAttachments } from "../../../src/platforms/discord/attachments.js";
import { commandsFor, hasChanged } from "../../../src/platforms/discord/register.js";
import { checks } from "../../support/discord/rules.js";
import type { FakeAnswer, FakeModal } from "../../support/discord/world.js";
import { keep, keeper, MOST_KEPT, PICTURE, words } from "../../support/keep.js";
import { connected, type Connected } from "./open.js";

/** The adapter with a bot behind it that keeps files. */
async function keeping(): Promise<Connected & { readonly seen: readonly MessageSeen[] }> {
  const made = keeper(async ({ spaceId }, ref, maxBytes) => scene.adapter.readFile?.(spaceId, ref, maxBytes));
  const scene = await connected({ bot: () => made.bot });
  return { ...scene, seen: made.seen };
}

function textOf({ people }: Connected, answer: FakeAnswer): string {
  if (answer.kind !== "message") throw new Error("no message came");
  return people.read(answer.message).text;
}

function modalIn(answer: FakeAnswer): FakeModal {
  if (answer.kind !== "modal") throw new Error("no form came");
  return answer.modal;
}

const inputs = ({ labels }: FakeModal) =>
  labels.map(({ component: { custom_id, type, required, value } }) => ({ custom_id, type, required, value }));

const picture = { name: "Foto kelas 7.png", type: "image/png", content: PICTURE };

describe("a file option", () => {
  it("is registered as an attachment, and what is attached comes and goes byte by byte", async () => {
    const scene = await keeping();
    const { people, ani, discord } = scene;
    const id = discord.attach(picture);
    const answer = await people.calls(ani, `keep ${id} note:bagus`, "channel");
    expect(textOf(scene, answer)).toContain(`kept Foto kelas 7.png (image/png, ${PICTURE.length}) bagus`);
    const message = answer.kind === "message" ? answer.message : undefined;
    expect(message?.files).toEqual(["Foto_kelas_7.png"]);
    expect(message?.contents).toEqual([PICTURE]);
    expect(discord.refusals).toEqual([]);
  });

  it("that is left out becomes a form with a place for a file, also in the person's language", async () => {
    const scene = await keeping();
    const { people, discord } = scene;
    const sari = people.joins("Sari", { locale: "id" });
    const modal = modalIn(await people.calls(sari, "simpan", "channel"));
    expect(modal.labels.map(({ label, description }) => [label, description])).toEqual([
      ["Berkasnya", "Paling banyak 2 kB."],
      ["Catatan", undefined],
    ]);
    expect(inputs(modal)[0]).toMatchObject({ custom_id: "file", type: 19, required: true });
    const answer = await people.fills(sari, modal, { file: [discord.attach(picture)], note: "bagus" });
    expect(textOf(scene, answer)).toContain("kept Foto kelas 7.png (image/png, 12) bagus");
    expect(discord.refusals).toEqual([]);
  });

  it("with a file that says to be too large is refused before anything is read", async () => {
    const scene = await keeping();
    const { people, ani, discord } = scene;
    const id = discord.attach({ ...picture, claimed: MOST_KEPT + 1 });
    const modal = modalIn(await people.calls(ani, `keep ${id} note:bagus`, "channel"));
    expect(modal.labels.map(({ description }) => description)).toEqual([
      "This file is too large: at most 2 kB, please.",
    ]);
    expect(discord.sentBytes()).toBe(0);
  });

  it("with a file that is larger than it says is broken off in the middle", async () => {
    const scene = await keeping();
    const { people, ani, discord } = scene;
    const id = discord.attach({ ...picture, content: Buffer.alloc(20_000_000), claimed: 100 });
    const offer = await people.calls(ani, `keep ${id} note:bagus`, "channel");
    expect(textOf(scene, offer)).toContain("This file is too large: at most 2 kB, please.");
    expect(discord.sentBytes()).toBeLessThan(10_000_000);
  });

  it("with a file that is gone asks for it again behind a button, and keeps the rest", async () => {
    const scene = await keeping();
    const { people, ani, discord } = scene;
    const id = discord.attach(picture);
    discord.lose(id);
    const offer = await people.calls(ani, `keep ${id} note:bagus`, "channel");
    expect(textOf(scene, offer)).toContain("I can't get this file any more. Please attach it again.");
    const message = offer.kind === "message" ? offer.message.id : "";
    const modal = modalIn(await people.presses(ani, message, "Correct it"));
    const answer = await people.fills(ani, modal, { file: [discord.attach(picture)] });
    expect(textOf(scene, answer)).toContain("kept Foto kelas 7.png (image/png, 12) bagus");
    expect(discord.refusals).toEqual([]);
  });
});

const entry = "Keep this";

describe("an entry of a message's menu", () => {
  const written = ({ ani, budi, discord }: Connected) => ({
    id: "1300000000000000001",
    authorId: budi,
    text: `Halo <@${ani}>, coba https://contoh.sch.id/modul`,
    mentions: [ani],
    attachments: [discord.attach(picture)],
  });

  it("shows its name in the person's language and opens the form with what stands in the message", async () => {
    const scene = await keeping();
    const { people, guild, channel, discord } = scene;
    const sari = people.joins("Sari", { locale: "id" });
    const modal = modalIn(await people.actsOn(sari, "Simpan ini", written(scene)));
    expect(modal.title).toBe("Simpan saja");
    expect(inputs(modal)).toEqual([
      { custom_id: "text", type: 4, required: true, value: "Halo Ani, coba https://contoh.sch.id/modul" },
      {
        ...{ custom_id: "link", type: 4, required: false },
        value: `https://discord.com/channels/${guild.id}/${channel.id}/1300000000000000001`,
      },
      { custom_id: "by", type: 4, required: false, value: "Budi" },
      { custom_id: "file", type: 19, required: false, value: undefined },
    ]);
    expect(modal.labels[3]?.description).toBe("Foto kelas 7.png tetap dipakai kecuali Anda memilih berkas lain.");
    expect(discord.refusals).toEqual([]);
  });

  it("keeps the file of the message, unless another is chosen in the form", async () => {
    const scene = await keeping();
    const { people, ani, discord } = scene;
    const kept = await people.fills(ani, modalIn(await people.actsOn(ani, entry, written(scene))), { by: "Budi" });
    expect(textOf(scene, kept)).toContain("| Foto kelas 7.png |");
    const other = discord.attach({ name: "lain.txt", type: "text/plain", content: Buffer.from("lain") });
    const modal = modalIn(await people.actsOn(ani, entry, { ...written(scene), id: "1300000000000000002" }));
    expect(textOf(scene, await people.fills(ani, modal, { file: [other] }))).toMatch(/\| lain\.txt \| lain$/);
  });

  it("sees nothing but what Discord tells", async () => {
    const scene = await keeping();
    const { people, ani, budi } = scene;
    modalIn(await people.actsOn(ani, entry, { id: "1300000000000000003", authorId: budi, text: "apa" }));
    expect(scene.seen).toEqual([
      {
        text: "apa",
        files: [],
        author: { name: "Budi" },
        link: expect.stringContaining("/1300000000000000003") as string,
      },
    ]);
  });

  it("that says no says it privately", async () => {
    const scene = await keeping();
    const { people, ani, budi } = scene;
    const answer = await people.actsOn(ani, entry, { id: "1300000000000000004", authorId: budi, text: "no" });
    expect(answer.kind === "message" && answer.message.onlyFor).toBe(ani);
  });

  it("of an older version asks to be opened anew", async () => {
    const scene = await keeping();
    const { people, ani, channel } = scene;
    const data = { id: "1", name: "Something old", type: 3, target_id: "5", resolved: { messages: {} } };
    expect(textOf(scene, await people.does(ani, channel, 2, data))).toContain("older version");
    const strange = { ...data, name: entry, resolved: { messages: { "5": { content: 7 } } } };
    expect(textOf(scene, await people.does(ani, channel, 2, strange))).toContain("older version");
  });

  it("is registered as such, and once more when its name has changed", () => {
    const registered = commandsFor({ commands: [keep], words });
    expect(checks.commands(registered)).toEqual([]);
    const menu = registered.find(({ type }) => type === ApplicationCommandType.Message);
    expect(menu).toMatchObject({ name: entry, name_localizations: { id: "Simpan ini", "en-US": entry } });
    expect(menu).not.toHaveProperty("description");
    expect(hasChanged(registered, registered)).toBe(false);
    const renamed = registered.map((one) => (one === menu ? { ...menu, name: "Keep that" } : one));
    expect(hasChanged(registered, renamed)).toBe(true);
    expect(
      hasChanged(
        registered.filter((one) => one !== menu),
        registered,
      ),
    ).toBe(true);
  });
});

describe("a reference that is none of Discord's", () => {
  it.each([
    "https://example.org/attachments/1/2/a.png",
    "http://cdn.discordapp.com/attachments/1/2/a.png",
    "https://cdn.discordapp.com:8443/attachments/1/2/a.png",
    "https://cdn.discordapp.com@127.0.0.1/attachments/1/2/a.png",
    "https://user:x@cdn.discordapp.com/attachments/1/2/a.png",
    "https://cdn.discordapp.com.example.org/attachments/1/2/a.png",
    "https://cdn.discordapp.com/../attachments",
    "https://cdn.discordapp.com/avatars/1/2.png",
    "http://127.0.0.1:5432/attachments/1/2/a.png",
    "http://169.254.169.254/attachments/1/2/a",
    "file:///etc/passwd",
    "data:text/plain,attachments",
    "attachments/1/2/a.png",
    "",
  ])("%j is not asked for at all", async (ref) => {
    const warned: string[] = [];
    const log = { warn: (_facts: unknown, message: string) => void warned.push(message) };
    const { read } = makeAttachments({ hosts: FILE_HOSTS, timeout: 1, log });
    expect(await read(ref, 1_000)).toBe("fileGone");
    expect(warned).toEqual(["a file was asked for that is none of Discord's"]);
  });

  it("is not asked for by the adapter either", async () => {
    const { discord, adapter, guild } = await connected();
    const { url = "" } = discord.world.attachments.get(discord.attach(picture)) ?? {};
    const read = (ref: string) => adapter.readFile?.(guild.id, ref, 1_000);
    expect(await read(url.replace("127.0.0.1", "localhost"))).toBe("fileGone");
    expect(discord.sentBytes()).toBe(0);
    expect(await read(url)).toEqual(PICTURE);
  });
});
