import { describe, expect, it } from "vitest";
import { openTestSlack } from "../../support/slack/world.js";

/** A school that shows its introductions in a channel. */
async function openSchool() {
  const world = await openTestSlack();
  const { workspace } = world.slack;
  const admin = workspace.addPerson("Admin", { isAdmin: true }).id;
  const lucy = workspace.addPerson("Lucy Tan").id;
  const channel = workspace.addChannel("perkenalan", [admin, lucy, workspace.botUserId]).id;
  const choose = () => world.people.slash(admin, channel, `setup channels introductions:<#${channel}|perkenalan>`);
  await choose();
  const introduce = async () => {
    const form = await world.people.slash(lucy, channel, "introduce");
    if (form.kind !== "view") throw new Error("no form came");
    await world.people.submit(form.view, { role: "teacher", languages: ["en"], offers: "robotics" });
  };
  const inChannel = () => workspace.messages.filter((of) => of.channel === channel && of.metadata !== undefined);
  const waiting = () =>
    world.db.client.delivery.count({ where: { notice: "introduce.announcement", status: "pending" } });
  const told = () => workspace.readBy(admin).filter(({ title }) => title === "A channel of mine is out of reach");
  return { ...world, workspace, admin, lucy, channel, choose, introduce, inChannel, waiting, told };
}

describe("a channel that is shared with another organisation", () => {
  it("shows nothing more, nor what waits already, and organisers are asked", async () => {
    const school = await openSchool();
    await school.introduce();
    expect(await school.waiting()).toBe(1);
    await school.people.event({ type: "channel_shared", channel: school.channel, connected_team_id: "T0OTHER" });
    await expect.poll(school.waiting).toBe(0);
    await school.goes("P2D");
    expect(school.inChannel()).toEqual([]);
    expect(school.told().map(({ text }) => text)).toEqual([expect.stringContaining("people from outside read along")]);
    expect(school.errors).toEqual([]);
  });

  it("goes on when an organiser chooses it again, and is not asked about anew at the next start", async () => {
    const school = await openSchool();
    const { slack, db, channel, workspace } = school;
    const place = workspace.conversations.get(channel);
    if (place) place.shared = true;
    await school.people.event({ type: "channel_shared", channel });
    await expect.poll(() => db.client.delivery.count({ where: { notice: "setup.channelGone" } })).toBe(1);
    await school.choose();
    await school.stop();
    const asked = () => slack.calls.filter(({ method }) => method === "conversations.info").length;
    const before = asked();
    const again = await openTestSlack({ slack, database: db });
    await expect.poll(asked).toBe(before + 1);
    await school.introduce();
    await again.goes("P2D");
    expect(school.inChannel()).toHaveLength(1);
    expect(school.told()).toHaveLength(1);
  });

  it("that became so while nobody heard it is found out at the start", async () => {
    const school = await openSchool();
    const { slack, db, channel, workspace } = school;
    await school.introduce();
    await school.stop();
    const place = workspace.conversations.get(channel);
    if (place) place.shared = true;
    const again = await openTestSlack({ slack, database: db });
    await expect.poll(school.waiting).toBe(0);
    await again.goes("P2D");
    expect(school.inChannel()).toEqual([]);
    expect(school.told()).toHaveLength(1);
  });
});

describe("a channel that was renamed or made private", () => {
  it("is written to as before", async () => {
    const school = await openSchool();
    await school.introduce();
    await school.people.event({ type: "channel_rename", channel: { id: school.channel, name: "kenalan" } });
    await school.people.event({ type: "channel_convert_to_private", channel: school.channel });
    await school.goes("P1D");
    expect(school.inChannel()).toHaveLength(1);
    expect(school.told()).toEqual([]);
  });
});

describe("a channel that an organiser chooses", () => {
  it.each([
    ["in which the app is not", { isMember: false, archived: false }, "/invite @jejaring"],
    ["that is archived", { isMember: true, archived: true }, "is archived"],
  ])("and %s is not taken, with what to do", async (_what, { isMember, archived }, sentence) => {
    const { people, admin, channel, workspace, db, slack } = await openSchool();
    const settings = async () => (await db.client.network.findFirstOrThrow()).settings;
    const before = await settings();
    const other = workspace.addChannel("lain", [admin, ...(isMember ? [workspace.botUserId] : [])]);
    other.archived = archived;
    const form = await people.slash(admin, channel, `setup channels meetups:<#${other.id}|lain>`);
    expect(JSON.stringify(form.kind === "view" && form.view.view)).toContain(sentence);
    expect(await settings()).toEqual(before);
    other.archived = false;
    other.members.add(workspace.botUserId);
    if (form.kind === "view") await people.submit(form.view, {});
    expect(await settings()).toMatchObject({ channels: { meetups: other.id } });
    expect(slack.complaints).toEqual([]);
  });

  it("is taken when Slack does not tell", async () => {
    const { people, admin, channel, workspace, db, slack } = await openSchool();
    const other = workspace.addChannel("lain", [admin]).id;
    slack.fail("conversations.info", { kind: "error", code: "missing_scope" });
    await people.slash(admin, channel, `setup channels meetups:<#${other}|lain>`);
    expect((await db.client.network.findFirstOrThrow()).settings).toMatchObject({ channels: { meetups: other } });
  });

  it("and lost later is not said to have been a place from which the app was removed", async () => {
    const school = await openSchool();
    school.workspace.conversations.get(school.channel)?.members.delete(school.workspace.botUserId);
    await school.introduce();
    await school.goes("P2D");
    expect(school.told().map(({ text }) => text)).toEqual([expect.stringContaining("I am not in the channel")]);
  });
});
