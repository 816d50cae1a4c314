import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../support/discord/program.js";
import type { FakeAnswer } from "../support/discord/world.js";
import type { Outcome } from "../support/slack/people.js";
import { readMessage } from "../support/slack/reading.js";
import { openTestSlack } from "../support/slack/world.js";

const NOTES = Buffer.from("Potong dua, lalu cocokkan.");
const TEXT = "Kartu pecahan untuk kelas 4: murid mencocokkan kartu dengan teman sebangku.";

describe("the shelf on Slack", () => {
  it("takes a message of somebody else with its files, and gives it to who looks for it in another language", async () => {
    const { slack, people, program, errors } = await openTestSlack();
    const { workspace } = slack;
    const lucy = workspace.addPerson("Lucy Tan").id;
    const sari = workspace.addPerson("Sari", { locale: "id-ID" }).id;
    const channel = workspace.addChannel("umum", [lucy, sari, workspace.botUserId]).id;
    const seen = (outcome: Outcome) => {
      if (outcome.kind !== "message") throw new Error("a view came instead of a message");
      return { ts: outcome.message.ts, ...readMessage(outcome.message.content) };
    };
    const files = ["catatan.txt", "lain.txt"].map((name) =>
      slack.hand({ name, mimetype: "text/plain", content: NOTES }),
    );
    const on = { ts: "1764000000.000100", channel, author: sari, text: TEXT, files };
    const draft = seen(await people.shortcut(lucy, "v1:share.message", on));
    expect(draft.text).toContain("Sari wrote this. If it wasn't meant for everybody, please ask them first.");
    expect(draft.text).toContain("The message has 2 files; I took the first of them.");
    const shared = seen(await people.press(lucy, draft, "Share it"));
    expect(shared.text).toContain("is on the shelf. Thank you!");
    const found = seen(await people.slash(sari, channel, "sumber kartu pecahan"));
    expect(found.title).toBe("Ditemukan 1");
    const opened = seen(await people.press(sari, found, "Buka 1"));
    expect(opened.text).toContain("Lucy Tan");
    expect(opened.text).toContain("Sari");
    seen(await people.press(sari, opened, "Berkasnya"));
    await expect.poll(() => slack.uploaded.get("catatan.txt")).toEqual(NOTES);
    expect(slack.uploaded.has("lain.txt")).toBe(false);
    expect([slack.complaints, errors]).toEqual([[], []]);
    await program.flush();
  });
});

describe("the shelf on Discord", () => {
  it("takes a message of somebody else with its files, and gives it to who looks for it in another language", async () => {
    const { discord, people, incidents } = await openDiscordWorld();
    const [lucy, sari] = [people.joins("Lucy Tan"), people.joins("Sari", { locale: "id" })];
    const seen = (answer: FakeAnswer) => {
      if (answer.kind !== "message") throw new Error("no message came");
      return { ...people.read(answer.message), id: answer.message.id, contents: answer.message.contents };
    };
    const attachments = ["catatan.txt", "lain.txt"].map((name) =>
      discord.attach({ name, type: "text/plain", content: NOTES }),
    );
    const on = { id: "1300000000000000001", authorId: sari, text: TEXT, attachments };
    const draft = seen(await people.actsOn(lucy, "Share this", on));
    expect(draft.text).toContain("Sari wrote this.");
    expect(draft.text).toContain("The message has 2 files; I took the first of them.");
    const shared = seen(await people.presses(lucy, draft.id, "Share it"));
    expect(shared.text).toContain("is on the shelf. Thank you!");
    const found = seen(await people.calls(sari, "sumber cari kata:kartu", "channel"));
    expect(found.title).toBe("Ditemukan 1");
    const opened = seen(await people.presses(sari, found.id, "Buka 1"));
    expect(opened.text).toContain("Lucy Tan");
    const file = seen(await people.presses(sari, opened.id, "Berkasnya"));
    expect(file.contents).toEqual([NOTES]);
    expect([discord.refusals, incidents]).toEqual([[], []]);
  });
});
