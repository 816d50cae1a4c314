import { describe, expect, it } from "vitest";
import { readMessage } from "../../support/slack/reading.js";
import { openTestSlack } from "../../support/slack/world.js";

/** Two people for whom a room was opened, with its message copied to where others press its buttons. */
async function openMatch() {
  const world = await openTestSlack();
  const { slack, people, db } = world;
  const { workspace } = slack;
  const [sari = "", made = "", lucy = "", rina = ""] = ["Sari", "Made", "Lucy", "Rina"].map(
    (name) => workspace.addPerson(name).id,
  );
  const admin = workspace.addPerson("Admin", { isAdmin: true }).id;
  const everybody = [sari, made, lucy, rina, admin];
  const channel = workspace.addChannel("umum", [...everybody, workspace.botUserId]).id;
  for (const id of everybody) await people.slash(id, channel, "help");
  await people.slash(lucy, channel, `connect <@${sari}> <@${made}>`);
  await world.goes("P1D");
  const room = workspace.messages.find(({ channel: at }) => workspace.conversations.get(at)?.kind === "mpim");
  if (!room) throw new Error("no room was opened");
  const copy = workspace.post(channel, room.content);
  const label = readMessage(room.content).buttons[0] ?? "";
  const state = async () =>
    JSON.stringify([await db.client.meeting.findMany(), await db.client.meetingMember.findMany()]);
  /** The press of a button as Slack hands it over, by somebody whom no client of ours can be. */
  const press = (userId: string, team: string, actionId: string, value: string) =>
    slack.send({
      type: "interactive",
      payload: {
        type: "block_actions",
        user: { id: userId, username: "x", team_id: team },
        team: { id: team },
        trigger_id: slack.trigger(userId),
        response_url: slack.responseUrl(userId, channel),
        container: { type: "message", is_ephemeral: false },
        channel: { id: channel, name: "umum" },
        actions: [{ action_id: actionId, value }],
      },
    }).acknowledged;
  return { ...world, workspace, sari, rina, admin, channel, room, copy, label, state, press };
}

const MET = "v1:meet.met:0";

describe("a button of two people's meet-up", () => {
  it("does nothing for a third member or an organiser, who are told so privately", async () => {
    const { people, workspace, rina, admin, copy, label, state } = await openMatch();
    const before = await state();
    for (const other of [rina, admin]) {
      const answer = await people.press(other, copy, label);
      if (answer.kind !== "message") throw new Error("a form came");
      expect(answer.message.onlyFor).toBe(other);
      expect(readMessage(answer.message.content).text).not.toMatch(/Sari|Made/);
    }
    expect(await state()).toBe(before);
    const seenByAll = workspace.messages.filter(({ onlyFor, channel }) => !onlyFor && channel === copy.channel);
    expect(seenByAll).toEqual([copy]);
  });

  it("does nothing for somebody who has left, a bot, or another workspace that copied its id", async () => {
    const { db, workspace, stop, sari, state, press } = await openMatch();
    const { id } = await db.client.meeting.findFirstOrThrow();
    const ghost = workspace.addPerson("Ghost", { deleted: true }).id;
    const before = [await state(), await db.client.member.count()];
    await press(ghost, workspace.teamId, MET, id);
    await press("USLACKBOT", workspace.teamId, MET, id);
    await press(sari, "T0OTHER", MET, id);
    await stop();
    expect([await state(), await db.client.member.count()]).toEqual(before);
  });

  it.each(["v2:meet.met:0", "v1:meet.gone:0", "meet.met"])(
    "with the id %s of another time asks to open it anew",
    async (actionId) => {
      const { people, rina, press } = await openMatch();
      const seen = people.next(rina);
      await press(rina, "T0FAKE", actionId, "x");
      const answer = await seen;
      expect(answer.kind === "message" && readMessage(answer.message.content).text).toContain("older version");
    },
  );
});

describe("an organiser's form", () => {
  it("that is sent after its writer was demoted is refused", async () => {
    const { people, admin, channel, workspace, db } = await openMatch();
    const form = await people.slash(admin, channel, "setup language");
    if (form.kind !== "view") throw new Error("no form came");
    const person = workspace.people.get(admin);
    if (person) person.isAdmin = false;
    await people.event({ type: "user_change", user: { id: admin } });
    const answer = await people.submit(form.view, { language: "en" });
    expect(JSON.stringify(answer)).toContain("Only organisers");
    expect((await db.client.network.findFirstOrThrow()).locale).toBe("id");
  });
});

describe("somebody who takes no messages of the app", () => {
  it("is not tried again, and nothing else waits for it", async () => {
    const { people, workspace, rina, channel, db, goes } = await openMatch();
    const person = workspace.people.get(rina);
    if (person) person.dmClosed = true;
    await people.slash(rina, channel, "meet join");
    await goes(new Date("2026-12-01T09:30:00Z"));
    const ends = await db.client.delivery.findMany({ where: { status: "dead" }, select: { reason: true } });
    expect(ends.length).toBeGreaterThan(0);
    expect(new Set(ends.map(({ reason }) => reason))).toEqual(new Set(["closed"]));
    expect(await db.client.delivery.count({ where: { status: "pending", reason: "closed" } })).toBe(0);
  });
});
