import { describe, expect, it } from "vitest";
import { makeVisitors } from "../../../src/platforms/slack/visitors.js";
import { readMessage } from "../../support/slack/reading.js";
import type { Outcome } from "../../support/slack/people.js";
import { openTestSlack } from "../../support/slack/world.js";

/** A school with a channel in which somebody of another organisation and a guest are too. */
async function openShared() {
  const world = await openTestSlack();
  const { workspace } = world.slack;
  const [sari, lucy] = [workspace.addPerson("Sari Wulandari").id, workspace.addPerson("Lucy Tan").id];
  const stranger = workspace.addPerson("Stranger", { teamId: "T0OTHER", locale: "id-ID" }).id;
  const guest = workspace.addPerson("Guest", { isGuest: true }).id;
  const channel = workspace.addChannel("umum", [sari, lucy, stranger, guest, workspace.botUserId]).id;
  for (const id of [sari, lucy]) await world.people.slash(id, channel, "help");
  const members = async () => (await world.db.client.member.findMany()).map(({ name }) => name).toSorted();
  return { ...world, workspace, sari, lucy, stranger, guest, channel, members };
}

function textOf(outcome: Outcome): string {
  if (outcome.kind === "view") throw new Error("a view came");
  return readMessage(outcome.message.content).text;
}

const OURS = ["Lucy Tan", "Sari Wulandari"];

describe("somebody of another organisation, and a guest", () => {
  it("who calls a command is told kindly, in their language, and seen by nobody else", async () => {
    const { people, stranger, guest, sari, channel, members, workspace } = await openShared();
    const before = workspace.readBy(sari).length;
    expect(textOf(await people.slash(guest, channel, "introduce"))).toContain("members of this workspace");
    expect(textOf(await people.slash(stranger, channel, "meet join"))).toContain("members of this workspace");
    expect(workspace.readBy(sari)).toHaveLength(before);
    expect(await members()).toEqual(OURS);
  });

  it("who presses a button that others see is told so too, also when Slack says nothing about them", async () => {
    const { slack, people, workspace, sari, stranger, channel, members } = await openShared();
    const help = await people.slash(sari, channel, "help");
    if (help.kind !== "message") throw new Error("no message came");
    const { ts } = workspace.post(channel, help.message.content);
    const label = readMessage(help.message.content).buttons[0] ?? "";
    expect(textOf(await people.press(stranger, { ts }, label))).toContain("members of this workspace");
    const seen = people.next(stranger);
    const unseen = "U0UNSEEN";
    workspace.conversations.get(channel)?.members.add(unseen);
    slack.fail("users.info", { kind: "error", code: "user_not_visible" });
    const payload = {
      type: "block_actions",
      user: { id: unseen, username: "x", team_id: "T0OTHER" },
      team: { id: workspace.teamId },
      trigger_id: slack.trigger(unseen),
      response_url: slack.responseUrl(stranger, channel),
      container: { type: "message", is_ephemeral: false },
      channel: { id: channel, name: "umum" },
      actions: [{ action_id: "v1:help.show:0", value: "" }],
    };
    await slack.send({ type: "interactive", payload }).acknowledged;
    expect(textOf(await seen)).toContain("members of this workspace");
    expect(await members()).toEqual(OURS);
  });

  it("who is named in a command is nobody whom the bot knows, and becomes no member by it", async () => {
    const { people, workspace, lucy, sari, stranger, guest, channel, members } = await openShared();
    for (const other of [stranger, guest]) {
      const form = await people.slash(lucy, channel, `connect <@${sari}> <@${other}>`);
      if (form.kind !== "view") throw new Error("it was taken");
      const again = await people.submit(form.view, { first: sari, second: other });
      expect(JSON.stringify(again)).toContain("I can't tell who this is");
    }
    const asked = await people.slash(lucy, channel, `people <@${stranger}>`);
    expect(JSON.stringify(asked)).toContain("I can't tell who this is");
    expect(JSON.stringify(asked)).not.toContain("Stranger");
    const message = { ...workspace.post(channel, { text: "Halo", blocks: [{ type: "divider" }] }), author: stranger };
    expect(JSON.stringify(await people.shortcut(lucy, "v1:person", message))).not.toContain("Stranger");
    expect(await members()).toEqual(OURS);
  });

  it("who writes, reacts, mentions the bot or opens its page is not counted and not enrolled", async () => {
    const { people, program, db, stop, workspace, stranger, guest, channel, members } = await openShared();
    for (const id of [stranger, guest]) {
      await people.write(id, channel, "Halo");
      await people.event({ type: "reaction_added", user: id, item: { type: "message", channel, ts: "1" } });
      await people.event({ type: "app_mention", user: id, channel, text: "<@U0BOT>", ts: "1.2" });
      await people.openHome(id);
      await people.write(id, workspace.conversationWith([id]).id, "STOP");
    }
    await expect.poll(() => workspace.homes.size).toBe(2);
    await stop();
    await program.flush();
    expect(JSON.stringify([...workspace.homes.values()])).toContain("members of this workspace");
    const days = await db.client.activityDay.findMany();
    expect(days.map(({ messages, reactions }) => messages + reactions)).toEqual([0, 0]);
    expect(await members()).toEqual(OURS);
  });
});

describe("who somebody is", () => {
  it.each([
    ["a member", { team_id: "T1" }, "member"],
    ["a member of an older Slack", {}, "member"],
    [
      "a member whose first workspace of the organisation is another",
      { team_id: "T2", enterprise_user: { teams: ["T2", "T1"] } },
      "member",
    ],
    [
      "somebody of another workspace of the organisation",
      { team_id: "T2", enterprise_user: { teams: ["T2"] } },
      "guest",
    ],
    ["somebody of another organisation", { team_id: "T9" }, "guest"],
    ["a stranger", { team_id: "T1", is_stranger: true }, "guest"],
    ["a guest of one channel", { team_id: "T1", is_ultra_restricted: true }, "guest"],
    ["another bot", { team_id: "T1", is_bot: true }, "bot"],
    ["somebody who was deactivated", { team_id: "T1", deleted: true }, "gone"],
  ])("%s, by what Slack tells: %j", async (_name, user, kind) => {
    const client = { users: { info: () => Promise.resolve({ user }) } } as never;
    const visitors = makeVisitors({ client, teamId: "T1", now: () => 0, log: { warn: () => expect.fail() } });
    expect((await visitors.of({ userId: "U1", name: "" })).kind).toBe(kind);
  });
});
