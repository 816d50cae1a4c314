import { describe, expect, it, onTestFinished } from "vitest";
import type { Card } from "../../../src/chat/card.js";
import { paragraph } from "../../../src/chat/card.js";
import { DeliveryError } from "../../../src/chat/port.js";
import { plain } from "../../../src/chat/text.js";
import { openFakeSlack, type FakeSlack } from "../../support/slack/server.js";
import { openTestSlack } from "../../support/slack/world.js";
import { openStage, privately, SPACE, type SlackStage } from "./stage.js";

const hello: Card = { title: plain("Title"), blocks: [paragraph("Hello")] };

async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`no DeliveryError, but ${String(error)}`);
  return error;
}

function slashOf(slack: FakeSlack, userId: string, channel: string, text: string) {
  const where = { team_id: SPACE, user_id: userId, channel_id: channel, channel_name: "umum", command: "/jejaring" };
  const responseUrl = slack.responseUrl(userId, channel);
  return { ...where, text, trigger_id: slack.trigger(userId), response_url: responseUrl };
}

const shownTo = ({ slack }: SlackStage, userId: string) => slack.workspace.readBy(userId);

describe("an event of Slack", () => {
  it("that comes four times has one effect, and is acknowledged each time", async () => {
    const stage = await openStage();
    const { slack, ani, channel } = stage;
    const event = { type: "message", user: ani, channel, channel_type: "channel", text: "Halo", ts: "1.1" };
    const payload = { type: "event_callback", team_id: SPACE, event_id: "Ev1", event };
    for (const retry of [0, 1, 2, 3]) await slack.send({ type: "events_api", payload, retry }).acknowledged;
    await expect.poll(() => stage.observed.length).toBe(1);
    await stage.platform.stop();
    expect(stage.observed).toHaveLength(1);
    expect(slack.complaints).toEqual([]);
  });

  it("is known again by another program on the same database, hours later", async () => {
    const stage = await openStage();
    const { people, ani, channel } = stage;
    const event = { type: "message", user: ani, channel, channel_type: "channel", text: "Halo", ts: "1.1" };
    await people.event(event, "Ev7");
    await expect.poll(() => stage.observed.length).toBe(1);
    await stage.platform.stop();
    const second = await stage.again();
    await people.event(event, "Ev7");
    await second.stop();
    expect(stage.observed).toHaveLength(1);
  });

  it("of another workspace, or of a kind that nobody knows yet, is left alone", async () => {
    const stage = await openStage();
    const { slack, ani, channel } = stage;
    const event = { type: "message", user: ani, channel, text: "Halo", ts: "1.1" };
    for (const payload of [
      { type: "event_callback", team_id: "T0OTHER", event_id: "Ev1", event },
      {
        type: "event_callback",
        team_id: SPACE,
        event_id: "Ev2",
        event: { type: "brand_new", shape: [1, { a: null }] },
      },
      { type: "event_callback", team_id: SPACE, event_id: "Ev3", event: { ...event, user: 7 } },
      { type: "event_callback", team_id: SPACE, event_id: "Ev4", event: { ...event, subtype: "message_changed" } },
      { type: "event_callback", team_id: SPACE, event_id: "Ev5", event: { ...event, bot_id: "B1" } },
    ])
      await slack.send({ type: "events_api", payload }).acknowledged;
    await stage.platform.stop();
    expect(stage.observed).toEqual([]);
    expect(stage.logged).toEqual([]);
  });
});

describe("a command", () => {
  it("that is sent twice is carried out once", async () => {
    const { slack, people, saved, ani, channel, platform } = await openStage();
    const form = await people.slash(ani, channel, "shelf add title:Laut");
    if (form.kind !== "view") throw new Error("no form came");
    const state = {
      values: { "f:title": { value: { value: "Laut" } }, "f:owner": { value: { selected_user: "u1" } } },
    };
    const view = { ...form.view.view, id: form.view.id, state };
    const payload = { type: "view_submission", user: { id: ani }, team: { id: SPACE }, trigger_id: "t9", view };
    for (const id of ["a", "b"]) await slack.send({ type: "interactive", payload, id }).acknowledged;
    await platform.stop();
    expect(saved).toHaveLength(1);
  });

  it("is acknowledged in time however long its answer takes, and the answer comes", async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const stage = await openStage({
      bot: (bot) => ({ ...bot, handle: async (invocation) => slow.then(() => bot.handle(invocation)) }),
    });
    const { slack, people, ani, channel } = stage;
    const seen = people.next(ani);
    // Rejects when it takes three seconds.
    await slack.send({ type: "slash_commands", payload: slashOf(slack, ani, channel, "shelf status") }).acknowledged;
    expect(shownTo(stage, ani)).toEqual([]);
    finish();
    expect((await seen).kind).toBe("message");
    expect(slack.complaints).toEqual([]);
  });

  it("whose form can no longer be opened is answered with a button that opens it", async () => {
    const stage = await openStage();
    const { slack, people, ani, channel } = stage;
    slack.fail("views.open", { kind: "error", code: "expired_trigger_id" });
    const later = await people.slash(ani, channel, "shelf add title:Laut");
    if (later.kind !== "message") throw new Error("a form came");
    const form = await people.press(ani, later.message, "Open the form");
    expect(form.kind).toBe("view");
    expect(JSON.stringify(form.kind === "view" && form.view.view)).toContain("Laut");
  });

  it("whose answer is no longer taken where it was asked for is answered privately", async () => {
    const stage = await openStage();
    const { slack, people, ani, channel } = stage;
    const seen = people.next(ani);
    const call = slashOf(slack, ani, channel, "shelf status");
    const payload = { ...call, response_url: `${call.response_url}-used-up` };
    await slack.send({ type: "slash_commands", payload }).acknowledged;
    const outcome = await seen;
    expect(outcome.kind === "message" && slack.workspace.conversations.get(outcome.message.channel)?.kind).toBe("im");
  });
});

describe("a message of which nobody knows whether it arrived", () => {
  it("is looked for, and is not sent again when it is there", async () => {
    const stage = await openStage();
    stage.slack.fail("chat.postMessage", { kind: "cut", when: "after" });
    const receipt = await stage.deliver(privately(stage.ani), hello, "n1");
    expect(shownTo(stage, stage.ani).map(({ ts }) => ts)).toEqual([receipt.messageId]);
    expect(await stage.deliver(privately(stage.ani), hello, "n1")).toEqual(receipt);
  });

  it("stays unsure when it can't be seen, at once or a little later", async () => {
    for (const later of [[], [undefined]]) {
      const stage = await openStage();
      stage.slack.fail("chat.postMessage", { kind: "cut", when: later.length === 0 ? "after" : "before" });
      stage.slack.fail("conversations.history", ...later, { kind: "status", status: 500 });
      expect((await failureOf(stage.deliver(privately(stage.ani), hello, "n1"))).kind).toBe("unsure");
      expect(shownTo(stage, stage.ani)).toHaveLength(later.length === 0 ? 1 : 0);
    }
  });

  it("is found when Slack shows it only after a while", async () => {
    const stage = await openStage({ options: { settling: 60 } });
    const { slack, ani } = stage;
    slack.fail("chat.postMessage", { kind: "cut", when: "before" });
    const sending = stage.deliver(privately(ani), hello, "n1");
    await expect.poll(() => slack.calls.some(({ method }) => method === "conversations.history")).toBe(true);
    const metadata = { event_type: "jejaring_delivery", event_payload: { nonce: "n1" } };
    const content = { text: "Hello", blocks: [{ type: "divider" as const }] };
    const { ts } = slack.workspace.post(slack.workspace.conversationWith([ani]).id, content, { metadata });
    expect((await sending).messageId).toBe(ts);
    expect(shownTo(stage, ani)).toHaveLength(1);
  });

  it("did not arrive when it is still not there after a while, and is sent with the next try", async () => {
    const stage = await openStage();
    stage.slack.fail("chat.postMessage", { kind: "cut", when: "before" });
    expect((await failureOf(stage.deliver(privately(stage.ani), hello, "n1"))).kind).toBe("retry");
    expect(stage.slack.calls.filter(({ method }) => method === "conversations.history")).toHaveLength(2);
    await stage.deliver(privately(stage.ani), hello, "n1");
    expect(shownTo(stage, stage.ani)).toHaveLength(1);
  });

  it("stays unsure where so much was written meanwhile that it may be further back", async () => {
    const stage = await openStage({ options: { now: () => new Date("2025-11-24T16:00:00Z") } });
    const { slack, channel } = stage;
    for (let count = 0; count < 31; count++)
      slack.workspace.post(channel, { text: "Halo", blocks: [{ type: "divider" }] });
    slack.fail("chat.postMessage", { kind: "cut", when: "before" });
    const to = { kind: "channel", spaceId: SPACE, channelId: channel } as const;
    expect((await failureOf(stage.deliver(to, hello, "n1"))).kind).toBe("unsure");
  });

  it("because the program ended in the middle is looked for at the next try", async () => {
    const stage = await openStage();
    const arrived = await stage.deliver(privately(stage.ani), hello, "n1");
    await stage.store.sendings.undo("n1");
    await stage.store.sendings.begin("n1");
    expect(await stage.deliver(privately(stage.ani), hello, "n1")).toEqual(arrived);
    await stage.store.sendings.begin("n2");
    await stage.deliver(privately(stage.ani), hello, "n2");
    expect(shownTo(stage, stage.ani)).toHaveLength(2);
  });

  it("is left alone for good by the courier", async () => {
    const world = await openTestSlack();
    const { slack, people, program, db } = world;
    const ani = slack.workspace.addPerson("Ani");
    const channel = slack.workspace.addChannel("umum", [ani.id, slack.workspace.botUserId]).id;
    await people.slash(ani.id, channel, "meet join");
    slack.fail("chat.postMessage", { kind: "cut", when: "before" });
    slack.fail("conversations.history", { kind: "status", status: 500 });
    await world.goes(new Date("2026-12-01T12:00:00Z"));
    expect(await db.client.delivery.findMany({ select: { status: true } })).toEqual(
      expect.arrayContaining([{ status: "maybeSent" }]),
    );
    expect(await program.courier.runDue()).toBe(0);
  });
});

describe("Slack asks for patience", () => {
  it.each([
    ["0", 1_000],
    ["-5", 1_000],
    ["30", 30_000],
    ["3600", 3_600_000],
    ["Wed, 21 Oct 2026 07:28:00 GMT", 1_000],
  ])("Retry-After: %s means %d ms", async (retryAfter, wait) => {
    const stage = await openStage();
    stage.slack.fail("chat.postMessage", { kind: "status", status: 429, retryAfter });
    const failure = await failureOf(
      stage.deliver({ kind: "channel", spaceId: SPACE, channelId: stage.channel }, hello, "n1"),
    );
    expect([failure.kind, failure.retryAfter]).toEqual(["retry", wait]);
    // Another conversation flows on, and this one is not asked again before its time.
    await stage.deliver(privately(stage.ani), hello, "n2");
    expect(stage.slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(2);
  });

  it("without a Retry-After, which means a second", async () => {
    const stage = await openStage();
    stage.slack.fail("chat.postMessage", { kind: "status", status: 429 });
    expect((await failureOf(stage.deliver(privately(stage.ani), hello, "n1"))).retryAfter).toBe(1_000);
  });
});

describe("who somebody is", () => {
  it("is not asked while Slack wants patience; people are answered, and nobody is made a member for writing", async () => {
    const stage = await openStage();
    const { slack, people, ani, budi, channel } = stage;
    slack.fail("users.info", { kind: "status", status: 429, retryAfter: "60" });
    expect((await people.slash(ani, channel, "shelf status")).kind).toBe("message");
    expect((await people.slash(budi, channel, "shelf status")).kind).toBe("message");
    await people.write(budi, channel, "Halo");
    await stage.platform.stop();
    expect(slack.calls.filter(({ method }) => method === "users.info")).toHaveLength(1);
    expect(stage.observed).toEqual([]);
  });
});

describe("somebody or something is gone", () => {
  it.each([
    ["user_disabled", "gone"],
    ["cannot_dm_bot", "closed"],
    ["invalid_blocks", "refused"],
    ["missing_scope", "retry"],
    ["service_unavailable", "retry"],
  ] as const)("%s means %s", async (code, kind) => {
    const stage = await openStage();
    stage.slack.fail(kind === "gone" || kind === "closed" ? "conversations.open" : "chat.postMessage", {
      kind: "error",
      code,
    });
    expect((await failureOf(stage.deliver(privately(stage.ani), hello, "n1"))).kind).toBe(kind);
    // Nothing keeps a later try from succeeding.
    await stage.deliver(privately(stage.ani), hello, "n1");
  });

  it("somebody of whom Slack could not tell that they left has left when they can't be written to", async () => {
    const stage = await openStage();
    const { slack, ani, observed } = stage;
    const person = slack.workspace.people.get(ani);
    if (person) person.deleted = true;
    expect((await failureOf(stage.deliver(privately(ani), hello, "n1"))).kind).toBe("gone");
    expect(observed.map(({ kind, person: { externalId } }) => [kind, externalId])).toEqual([["left", ani]]);
  });

  it("and one of a room who has left is found out when the room can't be opened", async () => {
    const stage = await openStage();
    const { slack, ani, budi, observed } = stage;
    const person = slack.workspace.people.get(budi);
    if (person) person.deleted = true;
    const room = { kind: "room", spaceId: SPACE, key: "k", roomId: undefined, userIds: [ani, budi], name: "" } as const;
    expect((await failureOf(stage.deliver(room, hello, "n1"))).kind).toBe("gone");
    expect(observed.map(({ person: { externalId } }) => externalId)).toEqual([budi]);
  });

  it("a channel that can't be written to is told, whatever was missed", async () => {
    const stage = await openStage();
    const { slack, gone, channel } = stage;
    slack.workspace.conversations.get(channel)?.members.delete(slack.workspace.botUserId);
    const to = { kind: "channel", spaceId: SPACE, channelId: channel } as const;
    expect((await failureOf(stage.deliver(to, hello, "n1"))).kind).toBe("gone");
    expect(gone).toEqual([{ channel, why: "removed" }]);
  });

  it("a channel that was archived, or from which the app was removed, is told", async () => {
    const { people, gone, slack, channel } = await openStage();
    await people.event({ type: "channel_archive", channel, user: "U1" });
    await people.event({ type: "member_left_channel", channel, user: slack.workspace.botUserId });
    await expect
      .poll(() => gone)
      .toEqual([
        { channel, why: "archived" },
        { channel, why: "removed" },
      ]);
  });
});

describe("a lost token", () => {
  it("takes Slack away with a sentence, keeps the queue, and goes on when there is a new one", async () => {
    const world = await openTestSlack();
    const { slack, people, program, db } = world;
    const ani = slack.workspace.addPerson("Ani");
    const channel = slack.workspace.addChannel("umum", [ani.id, slack.workspace.botUserId]).id;
    await people.slash(ani.id, channel, "meet join");
    slack.tokens.bot = "xoxb-new";
    await world.goes(new Date("2026-11-30T09:30:00Z"));
    expect(world.said).toEqual([expect.stringContaining("SLACK_BOT_TOKEN")]);
    expect([...program.adapters.keys()]).toEqual([]);
    expect(await db.client.delivery.findMany({ select: { status: true } })).toEqual([{ status: "pending" }]);
    await world.stop();
    const again = await openTestSlack({ slack, database: db });
    await again.goes(new Date("2026-11-30T10:00:00Z"));
    expect(await db.client.delivery.findMany({ select: { status: true } })).toEqual([{ status: "sent" }]);
  });

  it("and an app that was removed: its space is closed, and open again after it was installed anew", async () => {
    const world = await openTestSlack();
    const { slack, people, db } = world;
    const ani = slack.workspace.addPerson("Ani");
    const channel = slack.workspace.addChannel("umum", [ani.id, slack.workspace.botUserId]).id;
    await people.slash(ani.id, channel, "help");
    slack.tokens.bot = "xoxb-new";
    await people.event({ type: "app_uninstalled" });
    const removedAt = async () => (await db.client.space.findFirstOrThrow()).removedAt;
    await expect.poll(removedAt).not.toBeNull();
    await world.stop();
    await openTestSlack({ slack, database: db });
    expect(await removedAt()).toBeNull();
    expect(await db.client.member.count()).toBe(1);
  });

  it.each([
    ["SLACK_BOT_TOKEN", { botToken: "xoxb-wrong" }, "OAuth & Permissions"],
    ["SLACK_APP_TOKEN", { appToken: "xapp-wrong" }, "App-Level Tokens"],
    ["SLACK_BOT_TOKEN", { botToken: "xapp-fake-app" }, "OAuth & Permissions"],
    ["SLACK_APP_TOKEN", { appToken: "xoxb-fake-bot" }, "App-Level Tokens"],
    ["SLACK_SIGNING_SECRET", { appToken: "" }, "Basic Information"],
  ])("a wrong %s at the start is named, with where to get a right one", async (name, config, where) => {
    const { said, program } = await openTestSlack({ config });
    expect(said).toEqual([expect.stringContaining(name)]);
    expect(said[0]).toContain(where);
    expect([...program.adapters.keys()]).toEqual([]);
  });
});

describe("Slack that can't be reached at the start", () => {
  it("is said once, tried again, and served as soon as it is there", async () => {
    const slack = await openFakeSlack();
    onTestFinished(() => slack.close());
    slack.fail("auth.test", { kind: "status", status: 503 }, { kind: "cut", when: "before" });
    const { said, program } = await openTestSlack({ slack, pace: { tryAgain: 20 } });
    expect(said).toEqual([expect.stringContaining("can't be reached")]);
    await expect.poll(() => [...program.adapters.keys()]).toEqual(["slack"]);
    expect(said).toHaveLength(1);
  });
});

describe("no secret", () => {
  it("gets into what is logged or said, whatever fails", async () => {
    const world = await openTestSlack();
    const { slack, people, warnings, errors, said } = world;
    const ani = slack.workspace.addPerson("Ani");
    const channel = slack.workspace.addChannel("umum", [ani.id, slack.workspace.botUserId]).id;
    slack.fail("users.info", { kind: "cut", when: "before" }, { kind: "status", status: 500 });
    slack.fail("views.open", { kind: "error", code: "internal_error" });
    await people.slash(ani.id, channel, "introduce");
    slack.tokens.bot = "xoxb-new";
    await world.goes("P7D");
    const all = JSON.stringify([warnings, errors, said], (_key, value: unknown) =>
      value instanceof Error ? { all: Object.entries(value), said: value.message, stack: value.stack } : value,
    );
    expect(all.length).toBeGreaterThan(200);
    expect(all).not.toMatch(/xoxb-fake|xapp-fake/);
  });
});
