import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeEars } from "../../../src/platforms/slack/ears.js";
import { makeVisitors } from "../../../src/platforms/slack/visitors.js";
import { openTestSlack } from "../../support/slack/world.js";
import { openStage, SPACE } from "./stage.js";

describe("an event of Slack, with two programs on one database", () => {
  it("that comes to both at once has one effect, and each acknowledges it", async () => {
    const stage = await openStage();
    const { slack, ani, channel } = stage;
    const second = await stage.again();
    await slack.connected(4);
    const event = { type: "message", user: ani, channel, channel_type: "channel", text: "Halo", ts: "1.1" };
    const payload = { type: "event_callback", team_id: SPACE, event_id: "Ev1", event };
    await Promise.all([0, 1, 2, 3].map((retry) => slack.send({ type: "events_api", payload, retry }).acknowledged));
    await expect.poll(() => stage.observed.length).toBe(1);
    await Promise.all([stage.platform.stop(), second.stop()]);
    expect(stage.observed).toHaveLength(1);
    expect(slack.complaints).toEqual([]);
  });

  it("nor does a click that comes to both within a moment", async () => {
    const stage = await openStage();
    const { slack, ani, channel, saved } = stage;
    const second = await stage.again();
    await slack.connected(4);
    const view = {
      id: "V1",
      callback_id: "v1:form",
      private_metadata: JSON.stringify({ form: "shelf.edit", subject: "b1", channel }),
      state: { values: { "f:room": { value: { value: "4" } } } },
    };
    const person = { user: { id: ani }, team: { id: SPACE } };
    const payload = { type: "view_submission", ...person, trigger_id: slack.trigger(ani), view };
    await Promise.all(["a", "b", "c", "d"].map((id) => slack.send({ type: "interactive", payload, id }).acknowledged));
    await Promise.all([stage.platform.stop(), second.stop()]);
    expect(saved).toHaveLength(1);
  });
});

/** What happened to somebody, in its order. */
type Deed = "joins" | "writes" | "is deactivated" | "is taken back" | "becomes a guest";

const deed = fc.constantFrom<Deed>("joins", "writes", "is deactivated", "is taken back", "becomes a guest");

/** The person after each deed, as Slack knows them, and the event that tells of it. */
function tell(deeds: readonly Deed[]) {
  let user = { id: "U0ANI", deleted: false, is_restricted: false, updated: 0 };
  const events = deeds.map((done, at) => {
    const change = {
      joins: {},
      writes: {},
      "is deactivated": { deleted: true },
      "is taken back": { deleted: false, is_restricted: false },
      "becomes a guest": { is_restricted: true },
    }[done];
    if (done !== "writes") user = { ...user, ...change, updated: at + 1 };
    const event =
      done === "writes"
        ? { type: "message", user: user.id, channel: "C0ONE", ts: "1.1" }
        : { type: done === "joins" ? "team_join" : "user_change", user };
    return { team_id: SPACE, event_id: `Ev${at}`, event };
  });
  return { user, events };
}

/** Hears the events in the order given, while Slack already knows how it ended. Whether the person is a member then. */
async function heard(events: readonly unknown[], user: Readonly<Record<string, unknown>>): Promise<boolean> {
  let isHere = false;
  const seen = new Set<string>();
  const place = { platform: "slack", spaceId: SPACE };
  const observe = ({ kind }: { readonly kind: string }) => Promise.resolve(void (isHere = kind !== "left"));
  const firstTime = (id: string) => Promise.resolve(!seen.has(id) && seen.add(id).size > 0);
  const client = { users: { info: () => Promise.resolve({ user }) } } as never;
  const visitors = makeVisitors({ client, teamId: SPACE, now: () => 0, log: { warn: () => expect.fail() } });
  const nothing = () => Promise.reject(new Error("not meant"));
  const hear = makeEars({
    bot: { observe, isPlainCommand: () => false } as never,
    place,
    botUserId: "U0BOT",
    visitors,
    handlers: { answer: nothing } as never,
    homes: { opened: nothing, touched: nothing, doubt: () => undefined },
    store: { firstTime, latestRoom: () => Promise.resolve(undefined) } as never,
    left: () => observe({ kind: "left" }),
    lost: nothing,
    channelGone: () => undefined,
  });
  for (const event of events) await hear(event);
  return isHere;
}

describe("events that come late, twice or in another order", () => {
  it("lead to the same end as in their own: who is no member of the workspace is none, who writes there is one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 1, maxLength: 6 }).chain((deeds) => {
          const { user, events } = tell(deeds);
          const shuffled = fc.shuffledSubarray([...events, ...events], { minLength: events.length });
          return fc.record({ user: fc.constant(user), events: fc.constant(events), shuffled });
        }),
        async ({ user, events, shuffled }) => {
          const isMember = !user.deleted && !user.is_restricted;
          const writes = {
            team_id: SPACE,
            event_id: "Ev99",
            event: { type: "message", user: user.id, channel: "C0ONE" },
          };
          for (const order of [events, shuffled, [...shuffled, ...events]]) {
            if (!isMember) expect(await heard(order, user)).toBe(false);
            expect(await heard([...order, writes], user)).toBe(isMember);
          }
          // A word of a departure that is over is not believed.
          const joined = { team_id: SPACE, event_id: "Ev98", event: { type: "team_join", user } };
          if (isMember) expect(await heard([joined, ...shuffled], user)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("that the app was removed is not believed when it is there again", async () => {
    const stage = await openStage();
    const { slack, people, lost, ani, channel } = stage;
    await people.event({ type: "app_uninstalled" });
    expect((await people.slash(ani, channel, "shelf status")).kind).toBe("message");
    expect(lost).toEqual([]);
    slack.tokens.bot = "xoxb-new";
    await people.event({ type: "app_uninstalled" });
    await expect.poll(() => lost.map(({ why }) => why)).toEqual(["uninstalled"]);
  });
});

describe("a bot token that was revoked", () => {
  it("is called so, with where to get another, and the workspace is not taken for one without the app", async () => {
    const world = await openTestSlack();
    const { slack, people, db, said } = world;
    const ani = slack.workspace.addPerson("Ani").id;
    const channel = slack.workspace.addChannel("umum", [ani, slack.workspace.botUserId]).id;
    await people.slash(ani, channel, "help");
    slack.tokens.bot = "xoxb-new";
    await people.event({ type: "tokens_revoked", tokens: { oauth: [], bot: [slack.workspace.botUserId] } });
    await expect.poll(() => said.length).toBe(1);
    expect(said[0]).toMatch(/token was revoked.*SLACK_BOT_TOKEN/);
    expect(said[0]).not.toContain("removed");
    expect(await db.client.space.count({ where: { removedAt: null } })).toBe(1);
  });
});

describe("an app that is removed and installed anew", () => {
  it("pauses, and goes on with its new token: nothing twice, and no second welcome", async () => {
    const world = await openTestSlack();
    const { slack, people, db } = world;
    const { workspace } = slack;
    const ani = workspace.addPerson("Ani").id;
    const channel = workspace.addChannel("umum", [ani, workspace.botUserId]).id;
    await people.slash(ani, channel, "meet join");
    await world.goes(new Date("2026-11-30T09:30:00Z"));
    const before = workspace.messages.length;
    slack.tokens.bot = "xoxb-new";
    await people.event({ type: "app_uninstalled" });
    await expect.poll(() => [...world.program.adapters.keys()]).toEqual([]);
    await world.goes("P1D");
    expect(workspace.messages).toHaveLength(before);
    await world.stop();
    const again = await openTestSlack({ slack, database: db });
    await again.goes("P28D");
    const sent = workspace.messages.flatMap(({ metadata }) =>
      metadata === undefined ? [] : [JSON.stringify(metadata)],
    );
    expect(workspace.messages.length).toBeGreaterThan(before);
    expect(new Set(sent).size).toBe(sent.length);
    expect(workspace.readBy(ani).filter(({ title }) => title.startsWith("Welcome"))).toHaveLength(1);
    expect(again.errors).toEqual([]);
  });

  it("keeps what becomes due meanwhile, and sends it when it is there again", async () => {
    const world = await openTestSlack();
    const { slack, people, db } = world;
    const ani = slack.workspace.addPerson("Ani").id;
    const channel = slack.workspace.addChannel("umum", [ani, slack.workspace.botUserId]).id;
    await people.slash(ani, channel, "meet join");
    slack.tokens.bot = "xoxb-new";
    await people.event({ type: "app_uninstalled" });
    await expect.poll(() => db.client.space.count({ where: { removedAt: null } })).toBe(0);
    await world.goes(new Date("2026-11-30T09:30:00Z"));
    const states = () => db.client.delivery.findMany({ select: { status: true } });
    expect(await states()).toEqual([{ status: "pending" }]);
    await world.stop();
    const again = await openTestSlack({ slack, database: db });
    await again.goes(new Date("2026-11-30T10:00:00Z"));
    expect(await states()).toEqual([{ status: "sent" }]);
  });
});
