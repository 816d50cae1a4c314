import { describe, expect, it } from "vitest";
import type { Bot } from "../../../src/chat/bot.js";
import { paragraph, type Card } from "../../../src/chat/card.js";
import type { Response } from "../../../src/chat/invocation.js";
import type { Outcome } from "../../support/slack/people.js";
import { readMessage } from "../../support/slack/reading.js";
import { openTestSlack } from "../../support/slack/world.js";
import { openStage, type SlackStage, type StageOptions } from "./stage.js";

const busy = { kind: "status", status: 503 } as const;
const broken = { kind: "cut", when: "before" } as const;

const callsOf = ({ slack }: SlackStage, method: string) => slack.calls.filter((call) => call.method === method);

const textsFor = ({ slack }: SlackStage, userId: string) => slack.workspace.readBy(userId).map(({ text }) => text);

function messageOf(outcome: Outcome) {
  if (outcome.kind !== "message") throw new Error("a view came instead of a message");
  return outcome.message;
}

const calendar: Card = {
  blocks: [
    paragraph("Tuesday it is."),
    { kind: "file", file: { name: "jejaring.ics", mediaType: "text/calendar", content: "BEGIN:VCALENDAR" } },
  ],
};

/** "agree" is answered for everybody with a calendar entry, "remind" for whoever asked. */
function withCalendar(bot: Bot): Bot {
  const reply = (visibility: "public" | "private"): Promise<Response> =>
    Promise.resolve({ kind: "reply", card: calendar, visibility, replaces: false });
  return {
    ...bot,
    handle(invocation) {
      const text = invocation.kind === "words" ? invocation.text : "";
      if (text === "agree") return reply("public");
      return text === "remind" ? reply("private") : bot.handle(invocation);
    },
  };
}

describe("an answer in the private conversation with the bot", () => {
  it.each([
    ["Slack asks for patience", { kind: "status", status: 429, retryAfter: "1" }],
    ["Slack is not well", busy],
    ["the connection breaks before it arrived", broken],
    ["the connection breaks after it arrived", { kind: "cut", when: "after" }],
  ] as const)("comes once, although %s", async (_why, fault) => {
    const stage = await openStage();
    const { slack, people, ani } = stage;
    slack.fail("chat.postMessage", fault);
    await people.tell(ani, "shelf status");
    await stage.platform.stop();
    expect(slack.workspace.readBy(ani)).toHaveLength(1);
  });

  it("comes after several tries, also when the conversation can't be opened at once", async () => {
    const stage = await openStage();
    const { slack, people, ani, channel } = stage;
    slack.fail("chat.postEphemeral", busy);
    slack.fail("respond", busy);
    slack.fail("conversations.open", busy, broken, busy);
    slack.fail("chat.postMessage", busy, busy, busy, busy);
    const message = messageOf(await people.slash(ani, channel, "shelf status"));
    expect(slack.workspace.conversations.get(message.channel)?.kind).toBe("im");
    expect(callsOf(stage, "chat.postMessage")).toHaveLength(5);
  });

  it("is not written again when nobody can see whether it arrived", async () => {
    const stage = await openStage();
    const { slack, people, ani, platform } = stage;
    slack.fail("chat.postMessage", { kind: "cut", when: "after" });
    slack.fail("conversations.history", busy);
    await people.tell(ani, "shelf status");
    await platform.stop();
    expect(callsOf(stage, "chat.postMessage")).toHaveLength(1);
  });

  it("keeps the pace of that conversation, with what comes by itself", async () => {
    const between = 250;
    const stage = await openStage({ options: { between } });
    const { slack, people, ani } = stage;
    const address = { kind: "private", spaceId: "T0FAKE", userId: ani } as const;
    await Promise.all([
      stage.deliver(address, { blocks: [paragraph("Hello")] }, "n1"),
      stage.deliver(address, { blocks: [paragraph("Hello again")] }, "n2"),
      people.write(ani, slack.workspace.conversationWith([ani]).id, "shelf status"),
    ]);
    await expect.poll(() => slack.workspace.readBy(ani).length).toBe(3);
    const times = callsOf(stage, "chat.postMessage").map(({ at }) => at);
    // Two pauses, whatever a busy computer makes of the first arrival: without any they would come at once.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1.4 * between);
  });

  it("is given up when Slack stays away for longer than anybody waits", async () => {
    const stage = await openStage({ options: { answerWaits: { first: 5, longest: 5, most: 20 } } });
    const { slack, people, ani, logged } = stage;
    slack.fail("chat.postMessage", ...Array<typeof busy>(20).fill(busy));
    await people.write(ani, slack.workspace.conversationWith([ani]).id, "shelf status");
    await expect.poll(() => logged.map(({ message }) => message)).toContain(GIVEN_UP);
    expect(callsOf(stage, "chat.postMessage")).toHaveLength(5);
  });
});

const GIVEN_UP = "something that Slack told could not be dealt with";

describe("an answer for everybody", () => {
  it("is written by the bot itself when it is not taken where it was asked for", async () => {
    const stage = await openStage({ bot: withCalendar });
    const { slack, people, ani, budi, channel } = stage;
    slack.fail("respond", busy);
    slack.fail("chat.postMessage", busy);
    const seen = people.next(budi);
    await people.slash(ani, channel, "agree");
    expect(messageOf(await seen)).toMatchObject({ channel, onlyFor: undefined });
    await expect.poll(() => slack.workspace.files).toEqual([expect.objectContaining({ channel })]);
    expect(textsFor(stage, budi)).toHaveLength(1);
  });

  it("comes privately where the bot may not write", async () => {
    const stage = await openStage({ bot: withCalendar });
    const { slack, people, ani, channel } = stage;
    slack.workspace.conversations.get(channel)?.members.delete(slack.workspace.botUserId);
    slack.fail("respond", busy);
    const { channel: at } = messageOf(await people.slash(ani, channel, "agree"));
    expect(slack.workspace.conversations.get(at)?.kind).toBe("im");
  });
});

describe("a file of an answer", () => {
  const openWith = (options: StageOptions = {}) => openStage({ bot: withCalendar, ...options });

  it.each(["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])(
    "comes although %s fails at first",
    async (step) => {
      const stage = await openWith();
      const { slack, people, ani, channel, logged } = stage;
      slack.fail(step, busy, busy);
      await people.slash(ani, channel, "agree");
      await expect
        .poll(() => slack.workspace.files)
        .toEqual([{ channel, name: "jejaring.ics", content: "BEGIN:VCALENDAR" }]);
      expect(logged).toEqual([]);
      expect(textsFor(stage, ani)).toHaveLength(1);
    },
  );

  it.each(["agree", "remind"])("that does not come in the end is said to whoever asked (%s)", async (said) => {
    const stage = await openWith({ options: { answerWaits: { first: 5, longest: 5, most: 20 } } });
    const { slack, people, ani, budi, channel, logged } = stage;
    slack.fail("upload", ...Array<typeof busy>(20).fill(busy));
    await people.slash(ani, channel, said);
    await expect.poll(() => textsFor(stage, ani).at(-1)).toContain("could not be attached");
    expect(textsFor(stage, budi)).toHaveLength(said === "agree" ? 1 : 0);
    expect(JSON.stringify(logged)).not.toContain("files:write");
  });

  it("for which the permission is missing is not tried again, and the log names it", async () => {
    const stage = await openWith();
    const { slack, people, ani, channel, logged } = stage;
    slack.scopes.delete("files:write");
    await people.slash(ani, channel, "remind");
    await expect.poll(() => textsFor(stage, ani).at(-1)).toContain("could not be attached");
    expect(callsOf(stage, "files.getUploadURLExternal")).toHaveLength(1);
    expect(JSON.stringify(logged)).toContain("files:write");
  });
});

describe("a form that can't be opened", () => {
  it.each([
    ["Slack is not well", busy],
    ["it took too long", { kind: "error", code: "expired_trigger_id" }],
  ] as const)("after a press is answered with a button that opens it, when %s", async (_why, fault) => {
    const { slack, people, ani, channel } = await openStage();
    const status = messageOf(await people.slash(ani, channel, "shelf status"));
    slack.fail("views.open", fault);
    const [label = ""] = readMessage(status.content).buttons;
    const later = messageOf(await people.press(ani, status, label));
    const form = await people.press(ani, later, "Open the form");
    expect(JSON.stringify(form.kind === "view" && form.view.view)).toContain('"initial_value":"3"');
  });

  it("from the Home tab is answered privately with that button, and what opens one form opens no other", async () => {
    const stage = await openStage({ options: { home: [{ command: "shelf", verb: "status" }] } });
    const { slack, people, ani } = stage;
    await people.openHome(ani);
    await expect.poll(() => slack.workspace.homes.size).toBe(1);
    slack.fail("views.open", { kind: "error", code: "expired_trigger_id" });
    const [label = ""] = readMessage({ text: "-", blocks: slack.workspace.homes.get(ani)?.blocks ?? [] }).buttons;
    const later = messageOf(await people.pressHome(ani, label));
    expect(callsOf(stage, "views.open")).toHaveLength(1);
    expect((await people.press(ani, later, "Open the form")).kind).toBe("view");
  });

  it("after a shortcut has it as well", async () => {
    const { slack, people } = await openTestSlack();
    const lucy = slack.workspace.addPerson("Lucy Tan").id;
    slack.fail("views.open", busy);
    const later = messageOf(await people.shortcut(lucy, "v1:introduce"));
    const form = await people.press(lucy, later, "Open the form");
    expect(JSON.stringify(form.kind === "view" && form.view.view)).toContain("About you");
  });

  it("after a command in a form of its own has it as well", async () => {
    const { slack, people, ani, channel } = await openStage();
    slack.fail("views.open", busy);
    const later = messageOf(await people.slash(ani, channel, "shelf add title:Laut"));
    const form = await people.press(ani, later, "Open the form");
    expect(JSON.stringify(form.kind === "view" && form.view.view)).toContain("Laut");
  });
});
