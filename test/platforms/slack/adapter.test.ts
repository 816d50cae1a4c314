import { describe, expect, it } from "vitest";
import { readMessage, shown } from "../../support/slack/reading.js";
import { inputsOf, type Outcome } from "../../support/slack/people.js";
import { openTestSlack, type TestSlack } from "../../support/slack/world.js";
import { openStage, SPACE } from "./stage.js";

function textOf(outcome: Outcome): string {
  if (outcome.kind === "message") {
    const { title, text } = readMessage(outcome.message.content);
    return `${title}\n${text}`.trim();
  }
  const { view } = outcome.view;
  const title = view.type === "modal" ? shown(view.title.text) : "";
  return `${title}\n${readMessage({ text: "-", blocks: view.blocks }).text}`.trim();
}

async function openSchool() {
  const world = await openTestSlack();
  const { workspace } = world.slack;
  const sari = workspace.addPerson("Sari Wulandari", { locale: "id-ID" }).id;
  const lucy = workspace.addPerson("Lucy Tan").id;
  const channel = workspace.addChannel("umum", [sari, lucy, workspace.botUserId]).id;
  return { ...world, workspace, sari, lucy, channel };
}

async function introduced(world: TestSlack, userId: string, channel: string): Promise<void> {
  const form = await world.people.slash(userId, channel, "introduce");
  if (form.kind !== "view") throw new Error("no form came");
  await world.people.submit(form.view, { role: "teacher", languages: ["en"], offers: "robotics" });
}

describe("one word after /jejaring", () => {
  it("is understood in both languages, with quotes, and answered in the person's own", async () => {
    const { people, sari, lucy, channel } = await openSchool();
    const help = textOf(await people.slash(lucy, channel, "bantuan"));
    expect(help).toContain("What you can ask me");
    // As it is typed here.
    expect(help).toContain("/jejaring introduce: Introduce yourself");
    expect(help).toContain("“/jejaring kenalan” and “/jejaring introduce”");
    expect(textOf(await people.slash(sari, channel, "help"))).toContain("Yang bisa");
    expect(textOf(await people.slash(lucy, channel, "people “nobody at all”"))).toContain("nobody at all");
  });

  it("with people is understood by their mentions, with or without names in them", async () => {
    const world = await openSchool();
    const { people, sari, lucy, channel, workspace } = world;
    const made = workspace.addPerson("Made Putra").id;
    for (const id of [sari, made]) await people.slash(id, channel, "help");
    const done = textOf(await people.slash(lucy, channel, `connect <@${sari}|sari.w> <@${made}> "lesson study"`));
    expect(done).toContain("Sari Wulandari");
    expect(done).toContain("Made Putra");
  });

  it("that lacks something opens a form with what was given, and native choices", async () => {
    const { people, lucy, channel } = await openSchool();
    const form = await people.slash(lucy, channel, "connect");
    if (form.kind !== "view") throw new Error("no form came");
    expect(inputsOf(form.view).map(({ element, optional }) => [element.type, optional])).toEqual([
      ["users_select", false],
      ["users_select", false],
      ["plain_text_input", true],
    ]);
  });

  it("is for organisers only where it is, and administrators of the workspace are organisers", async () => {
    const { people, lucy, channel, workspace } = await openSchool();
    expect(textOf(await people.slash(lucy, channel, "setup"))).toContain("Only organisers");
    const admin = workspace.addPerson("Admin", { isAdmin: true }).id;
    workspace.conversations.get(channel)?.members.add(admin);
    expect(textOf(await people.slash(admin, channel, "setup"))).not.toContain("Only organisers");
  });
});

describe("a private message to the bot", () => {
  it("is a command, and STOP stops", async () => {
    const { people, lucy, workspace, db } = await openSchool();
    expect(textOf(await people.tell(lucy, "what?"))).toContain("I don't know the word");
    expect(textOf(await people.tell(lucy, "STOP"))).toContain("I will not write to you on my own");
    expect((await db.client.member.findFirstOrThrow()).stoppedAt).not.toBeNull();
    const kinds = workspace.messages.map(({ channel, onlyFor }) => [
      workspace.conversations.get(channel)?.kind,
      onlyFor,
    ]);
    expect(kinds).toEqual([
      ["im", undefined],
      ["im", undefined],
    ]);
  });

  it("that needs a form gets a button, since a message opens none", async () => {
    const { people, lucy } = await openSchool();
    const later = await people.tell(lucy, "meet pause");
    if (later.kind !== "message") throw new Error("a form came");
    const form = await people.press(lucy, later.message, "Open the form");
    if (form.kind !== "view") throw new Error("no form came");
    const answer = await people.submit(form.view, { until: "2026-12-20" });
    expect(answer.kind).toBe("message");
  });
});

describe("the bot, mentioned in a channel", () => {
  it("answers with help, seen by whoever asked", async () => {
    const { people, sari, lucy, channel, workspace } = await openSchool();
    const seen = people.next(lucy);
    await people.event({ type: "app_mention", user: lucy, channel, text: "<@U0BOT> hi", ts: "1.2" });
    expect(textOf(await seen)).toContain("What you can ask me");
    expect(workspace.readBy(sari)).toEqual([]);
  });
});

describe("a shortcut", () => {
  it("opens the introduction, or shows an answer as a view, where there is no conversation", async () => {
    const { people, lucy } = await openSchool();
    expect(textOf(await people.shortcut(lucy, "v1:introduce"))).toContain("About you");
    expect(textOf(await people.shortcut(lucy, "v1:my"))).toContain("My settings");
  });

  it("on somebody's message shows who that is", async () => {
    const world = await openSchool();
    const { people, sari, lucy, channel, workspace } = world;
    await introduced(world, lucy, channel);
    const text = { text: "Halo", blocks: [{ type: "divider" as const }] };
    const message = workspace.post(channel, text);
    await world.db.client.member.updateMany({ where: { name: "Lucy Tan" }, data: { address: "ibu" } });
    const shown = textOf(await people.shortcut(sari, "v1:person", { ...message, author: lucy }));
    expect(shown).toContain("Bu Lucy Tan\nGuru");
  });

  it("of another version says that it is from another time", async () => {
    const { people, lucy } = await openSchool();
    expect(textOf(await people.shortcut(lucy, "v9:future"))).toContain("older version");
  });
});

describe("the Home tab", () => {
  it("is each person's own page, drawn when it is opened and again when something changed, and not otherwise", async () => {
    const world = await openSchool();
    const { people, lucy, sari, channel, slack, workspace } = world;
    const published = () => slack.calls.filter(({ method }) => method === "views.publish").length;
    await people.openHome(lucy);
    await people.openHome(sari);
    await expect.poll(() => workspace.homes.size).toBe(2);
    const home = () => readMessage({ text: "-", blocks: workspace.homes.get(lucy)?.blocks ?? [] });
    expect(home().title).toBe("My weekly meet-ups");
    expect(home().text).toContain("My settings");
    expect(home().text).toContain("What you can ask me");
    expect(home().buttons).toEqual(expect.arrayContaining(["Take part", "Quiet hours"]));
    await people.openHome(lucy);
    await people.slash(lucy, channel, "help");
    expect(published()).toBe(2);
    const answer = await people.pressHome(lucy, "Take part");
    expect(textOf(answer)).toContain("You are in, every two weeks.");
    await expect.poll(() => home().text).toContain("You are taking part");
    // Once more where it was looked at while it changed.
    expect(published()).toBeLessThanOrEqual(4);
  });

  it("opens forms, whose answers are shown as a view", async () => {
    const { people, lucy, workspace } = await openSchool();
    await people.openHome(lucy);
    await expect.poll(() => workspace.homes.size).toBe(1);
    const form = await people.pressHome(lucy, "Quiet hours");
    if (form.kind !== "view") throw new Error("no form came");
    expect(textOf(await people.submit(form.view, { from: "17:00", until: "07:00" }))).toContain("17:00");
  });

  it("is not counted as something that the person did", async () => {
    const { people, lucy, workspace, program, db } = await openSchool();
    await people.openHome(lucy);
    await expect.poll(() => workspace.homes.size).toBe(1);
    await program.flush();
    expect(await db.client.activityDay.count()).toBe(0);
  });
});

describe("guests and people of other organisations", () => {
  it("are answered politely, and are nobody's members", async () => {
    const { people, channel, workspace, db } = await openSchool();
    const guest = workspace.addPerson("Guest", { isGuest: true }).id;
    const stranger = workspace.addPerson("Stranger", { teamId: "T0OTHER" }).id;
    for (const id of [guest, stranger]) {
      workspace.conversations.get(channel)?.members.add(id);
      expect(textOf(await people.slash(id, channel, "meet join"))).toContain("members of this workspace");
      await people.write(id, channel, "Halo");
    }
    await people.event({ type: "team_join", user: { id: guest, is_restricted: true } });
    expect(await db.client.member.count()).toBe(0);
  });
});

describe("people", () => {
  it("who join are known, who are deactivated have left, and what they are called is kept up to date", async () => {
    const { people, lucy, channel, workspace, db } = await openSchool();
    await people.event({ type: "team_join", user: { id: lucy } });
    await expect.poll(() => db.client.member.count()).toBe(1);
    const person = workspace.people.get(lucy);
    if (person) person.name = "Lucy Tan-Wijaya";
    await people.event({ type: "user_change", user: { id: lucy } });
    await people.slash(lucy, channel, "help");
    expect(await db.client.member.findFirstOrThrow()).toMatchObject({
      name: "Lucy Tan-Wijaya",
      localeHint: "en-US",
      zoneHint: "Asia/Jakarta",
    });
    await people.event({ type: "user_change", user: { id: lucy, deleted: true } });
    await expect.poll(async () => (await db.client.member.findFirstOrThrow()).leftAt).not.toBeNull();
  });

  it("are counted by what they write and react to, and none of it is kept", async () => {
    const { people, lucy, channel, program, db } = await openSchool();
    await people.write(lucy, channel, "A secret of mine");
    await people.event({
      type: "reaction_added",
      user: lucy,
      reaction: "eyes",
      item: { type: "message", channel, ts: "1" },
    });
    await expect
      .poll(async () => {
        await program.flush();
        return (await db.client.activityDay.findMany()).map(({ messages, reactions }) => [messages, reactions]);
      })
      .toEqual([[1, 1]]);
  });
});

describe("a channel that is out of reach", () => {
  it("is said to organisers once, when it is one that the network uses", async () => {
    const world = await openSchool();
    const { people, workspace, channel, db } = world;
    const admin = workspace.addPerson("Admin", { isAdmin: true }).id;
    workspace.conversations.get(channel)?.members.add(admin);
    const other = workspace.addChannel("lain", [workspace.botUserId]).id;
    expect(textOf(await people.slash(admin, channel, `setup channels introductions:<#${channel}|umum>`))).not.toBe("");
    for (const gone of [channel, other, channel]) await people.event({ type: "channel_archive", channel: gone });
    await expect.poll(() => db.client.delivery.count()).toBe(1);
    await world.goes("P1D");
    const told = workspace.readBy(admin).filter(({ title }) => title === "A channel of mine is out of reach");
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining("/jejaring setup channels")]);
  });
});

describe("a sent form", () => {
  it("whose answer takes longer than Slack waits shows so, and then the answer", async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    let isSlow = false;
    const { people, ani, channel } = await openStage({
      options: { reach: 30 },
      bot: (bot) => ({
        ...bot,
        handle: async (invocation) => (isSlow ? slow : Promise.resolve()).then(() => bot.handle(invocation)),
      }),
    });
    const form = await people.slash(ani, channel, "shelf add title:Laut");
    if (form.kind !== "view") throw new Error("no form came");
    isSlow = true;
    const waiting = await people.submit(form.view, { copies: "77" });
    expect(textOf(waiting)).toMatch(/One moment|Mohon tunggu/);
    const seen = people.next(ani);
    finish();
    expect(textOf(await seen)).toContain("from 1 to 9");
  });

  it("that names somebody who is not a member comes back with that", async () => {
    const { people, ani, budi, channel } = await openStage();
    const form = await people.slash(ani, channel, "shelf add title:Laut");
    if (form.kind !== "view") throw new Error("no form came");
    expect(textOf(await people.submit(form.view, { owner: budi }))).toContain("I can't tell who this is");
  });

  it("of another version says so, privately", async () => {
    const { slack, people, ani } = await openStage();
    const seen = people.next(ani);
    const view = { id: "V1", callback_id: "v2:form", private_metadata: "{}", state: { values: {} } };
    const payload = {
      type: "view_submission",
      user: { id: ani },
      team: { id: SPACE },
      trigger_id: slack.trigger(ani),
      view,
    };
    await slack.send({ type: "interactive", payload }).acknowledged;
    expect(textOf(await seen)).toContain("older version");
  });
});

describe("a private answer in a conversation of two other people", () => {
  it("is seen by whoever asked, also when it goes on with a button", async () => {
    const { slack, people, ani, budi } = await openStage();
    const place = { id: "D0OTHER", kind: "im", name: "directmessage", archived: false } as const;
    slack.workspace.conversations.set(place.id, { ...place, members: new Set([ani, budi]) });
    const status = await people.slash(ani, place.id, "shelf status");
    if (status.kind !== "message") throw new Error("no message came");
    const label = readMessage(status.message.content).buttons[0] ?? "";
    const form = await people.press(ani, status.message, label);
    if (form.kind !== "view") throw new Error("no form came");
    expect(textOf(await people.submit(form.view, { room: "4" }))).toBe("b1 in 4");
    expect(slack.workspace.readBy(budi)).toEqual([]);
  });
});
