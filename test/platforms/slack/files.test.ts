import { describe, expect, it, onTestFinished } from "vitest";
import type { MessageSeen } from "../../../src/chat/message.js";
import { slackManifest } from "../../../src/platforms/slack/manifest.js";
import { keeper, MOST_KEPT, PICTURE, words } from "../../support/keep.js";
import type { Outcome } from "../../support/slack/people.js";
import { readMessage } from "../../support/slack/reading.js";
import { openFakeSlack } from "../../support/slack/server.js";
import { openStage, SPACE, type SlackStage, type StageOptions } from "./stage.js";

/** The adapter with a bot behind it that keeps files. */
async function keeping(options: StageOptions = {}): Promise<SlackStage & { readonly seen: readonly MessageSeen[] }> {
  const made = keeper(async ({ spaceId }, ref, maxBytes) => stage.platform.readFile?.(spaceId, ref, maxBytes));
  const stage = await openStage({ ...options, bot: () => made.bot });
  // What opens a form lasts three seconds of real time, and the first question to a database may take two.
  await stage.store.firstTime("warm");
  return { ...stage, seen: made.seen };
}

function viewIn(outcome: Outcome) {
  if (outcome.kind !== "view") throw new Error("a message came instead of a view");
  return outcome.view;
}

function textIn(outcome: Outcome): string {
  if (outcome.kind !== "message") throw new Error("a view came instead of a message");
  return readMessage(outcome.message.content).text;
}

const inputsIn = (outcome: Outcome) => viewIn(outcome).view.blocks.filter((block) => block.type === "input");

const picture = { name: "Foto kelas 7.png", mimetype: "image/png", content: PICTURE };

describe("a form with a file", () => {
  it("comes when a command lacks its file, and what is handed over comes and goes byte by byte", async () => {
    const { slack, people, ani, channel } = await keeping();
    const form = await people.slash(ani, channel, "keep note:bagus");
    expect(inputsIn(form)[0]).toMatchObject({
      optional: false,
      hint: { text: "At most 2 kB." },
      element: { type: "file_input", max_files: 1 },
    });
    const answer = await people.submit(viewIn(form), { file: slack.hand(picture) });
    expect(textIn(answer)).toContain(`kept Foto kelas 7.png (image/png, ${PICTURE.length}) bagus`);
    await expect.poll(() => slack.uploaded.get("Foto kelas 7.png")).toEqual(PICTURE);
    expect(slack.complaints).toEqual([]);
  });

  it("is in the person's language", async () => {
    const { slack, people, channel } = await keeping();
    const sari = slack.workspace.addPerson("Sari", { locale: "id-ID" }).id;
    slack.workspace.conversations.get(channel)?.members.add(sari);
    const form = await people.slash(sari, channel, "simpan");
    expect(inputsIn(form)[0]).toMatchObject({ label: { text: "Berkasnya" }, hint: { text: "Paling banyak 2 kB." } });
  });

  it("marks one that says to be too large in its place, and asks Slack for nothing", async () => {
    const { slack, people, ani, channel } = await keeping();
    const form = await people.slash(ani, channel, "keep note:bagus");
    const file = slack.hand({ ...picture, claimed: MOST_KEPT + 1 });
    const again = await people.submit(viewIn(form), { file });
    expect(again.kind === "view" && again.errors).toEqual({
      "f:file": "This file is too large: at most 2 kB, please.",
    });
    expect(slack.calls.filter(({ method }) => method === "files.info")).toEqual([]);
  });

  it.each([
    [
      "that was deleted meanwhile",
      "I can't get this file any more.",
      (stage: SlackStage, id: string) => {
        const file = stage.slack.workspace.handed.get(id);
        if (file) file.isDeleted = true;
      },
    ],
    [
      "that the app may not read",
      "I can't get this file any more.",
      ({ slack }: SlackStage) => {
        slack.scopes.delete("files:read");
      },
    ],
  ] as const)("with a file %s comes back with a word on it", async (_what, problem, spoil) => {
    const stage = await keeping();
    const { slack, people, ani, channel } = stage;
    const form = await people.slash(ani, channel, "keep note:bagus");
    const file = slack.hand(picture);
    spoil(stage, file);
    const again = await people.submit(viewIn(form), { file });
    expect(JSON.stringify(viewIn(again).view)).toContain(problem);
    expect(JSON.stringify(viewIn(again).view)).toContain('"initial_value":"bagus"');
    expect(JSON.stringify(stage.logged).includes("files:read")).toBe(!slack.scopes.has("files:read"));
  });

  it("with a file that is larger than it says is not read to its end", async () => {
    const stage = await keeping();
    const { slack, people, ani, channel } = stage;
    const form = await people.slash(ani, channel, "keep");
    const file = slack.hand({ ...picture, content: Buffer.alloc(MOST_KEPT + 1), claimed: 10 });
    const again = await people.submit(viewIn(form), { file });
    expect(JSON.stringify(viewIn(again).view)).toContain("This file is too large: at most 2 kB, please.");
  });

  it("that can't be opened once more says at least what was wrong", async () => {
    const stage = await keeping();
    const { slack, people, ani, channel } = stage;
    const form = await people.slash(ani, channel, "keep note:bagus");
    const file = slack.hand({ ...picture, content: Buffer.alloc(MOST_KEPT + 1), claimed: 10 });
    slack.fail("views.open", { kind: "error", code: "expired_trigger_id" });
    expect(textIn(await people.submit(viewIn(form), { file }))).toContain("The file: This file is too large");
  });
});

describe("a file's address", () => {
  it("that is none of Slack's is never asked, nor shown the token", async () => {
    const { slack, platform, logged } = await keeping();
    const elsewhere = await openFakeSlack();
    onTestFinished(() => elsewhere.close());
    const others = ["https://example.org/a.png", "http://169.254.169.254/latest", "file:///etc/passwd", ""];
    for (const url of [`${elsewhere.filesUrl}/files-pri/F1/a.png`, ...others])
      expect(await platform.readFile?.(SPACE, slack.hand({ ...picture, url }), 1_000)).toBe("fileGone");
    expect([elsewhere.turnedAway, elsewhere.complaints, logged]).toEqual([[], [], []]);
  });

  it("is no reference: Slack is asked for nothing but its own ids", async () => {
    const { slack, platform } = await keeping();
    for (const ref of ["http://127.0.0.1/a", "https://files.slack.com/files-pri/T-F/a.png", "F0FAKE1/../x", "f0", ""])
      expect(await platform.readFile?.(SPACE, ref, 1_000)).toBe("fileGone");
    expect(slack.calls.filter(({ method }) => method === "files.info")).toEqual([]);
  });

  it("is asked with the token, and one that leads elsewhere is not followed", async () => {
    const { slack, platform } = await keeping();
    const id = slack.hand(picture);
    expect(await platform.readFile?.(SPACE, id, 1_000)).toEqual(PICTURE);
    expect(slack.turnedAway).toEqual([]);
    const moved = slack.hand({ ...picture, url: `${slack.filesUrl}/moved/a.png` });
    expect(await platform.readFile?.(SPACE, moved, 1_000)).toBe("fileGone");
    expect(slack.complaints).toEqual([]);
  });
});

describe("a shortcut on a message", () => {
  const ID = "v1:keep.message";

  it("opens the form with what stands there, in the person's language", async () => {
    const { slack, people, budi, channel } = await keeping();
    const sari = slack.workspace.addPerson("Sari", { locale: "id-ID" }).id;
    slack.workspace.conversations.get(channel)?.members.add(sari);
    const text = `Halo <@${sari}>: <https://contoh.sch.id/a?b=1&amp;c=2|modul> di <#C0FAKE|umum> &lt;3`;
    const on = { ts: "1764000000.000100", channel, author: budi, text, files: [slack.hand(picture)] };
    const form = await people.shortcut(sari, ID, on);
    expect(viewIn(form).view).toMatchObject({ title: { text: "Simpan saja" } });
    const [what, link, by, file] = inputsIn(form);
    expect(what).toMatchObject({
      element: { initial_value: "Halo Sari: https://contoh.sch.id/a?b=1&c=2 di #umum <3" },
    });
    expect(link).toMatchObject({
      element: { initial_value: `https://sekolah.slack.com/archives/${channel}/p1764000000000100` },
    });
    expect(by).toMatchObject({ element: { initial_value: "Budi" } });
    expect(file).toMatchObject({
      optional: true,
      hint: { text: "Foto kelas 7.png tetap dipakai kecuali Anda memilih berkas lain." },
    });
    expect(slack.complaints).toEqual([]);
  });

  it("keeps the file of the message, unless another is chosen in the form", async () => {
    const { slack, people, ani, budi, channel } = await keeping();
    const on = { ts: "1764000000.000100", channel, author: budi, text: "apa", files: [slack.hand(picture)] };
    const first = await people.submit(viewIn(await people.shortcut(ani, ID, on)), {});
    expect(textIn(first)).toContain("| Budi | Foto kelas 7.png |");
    const other = slack.hand({ name: "lain.txt", mimetype: "text/plain", content: Buffer.from("lain") });
    const second = await people.submit(viewIn(await people.shortcut(ani, ID, on)), { file: other });
    expect(textIn(second)).toMatch(/\| lain\.txt \| lain$/);
  });

  it("leads to the answer in its thread, and nowhere from a private conversation", async () => {
    const { people, ani, budi, channel, slack, seen } = await keeping();
    const on = { ts: "1764000000.000200", channel, author: budi, text: "apa" };
    await people.shortcut(ani, ID, { ...on, thread: "1764000000.000100" });
    await people.shortcut(ani, ID, { ...on, channel: slack.workspace.conversationWith([ani]).id });
    expect(seen.map(({ link }) => link)).toEqual([
      `https://sekolah.slack.com/archives/${channel}/p1764000000000200?thread_ts=1764000000.000100&cid=${channel}`,
      undefined,
    ]);
  });

  it("of a command that is not there any more asks to be opened anew", async () => {
    const { people, ani, budi, channel } = await keeping();
    const on = { ts: "1764000000.000100", channel, author: budi, text: "apa" };
    expect(textIn(await people.shortcut(ani, "v1:gone.message", on))).toContain("older version");
  });

  it("makes nobody a member: neither the author nor whoever is mentioned", async () => {
    const stage = await keeping();
    const { people, ani, budi, channel, seen } = stage;
    await people.shortcut(ani, ID, { ts: "1.1", channel, author: budi, text: `<@${budi}>` });
    expect(seen).toMatchObject([{ text: "Budi", author: { name: "Budi" } }]);
    expect(seen[0]?.author).not.toHaveProperty("memberId");
  });

  it.each([
    ["en", "Keep this", "Keeps what somebody wrote"],
    ["id", "Simpan ini", "Menyimpan yang ditulis seseorang"],
  ])("stands in the manifest in the network's language (%s)", (locale, name, description) => {
    const manifest = slackManifest({ words, locale, commands: ["keep"], messages: ["keep"] });
    expect(manifest.features?.shortcuts?.at(-1)).toEqual({ type: "message", callback_id: ID, name, description });
  });
});
