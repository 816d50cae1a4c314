import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { openTestSlack, type TestSlack } from "../../support/slack/world.js";
import { openStage } from "./stage.js";

const callsOf = ({ slack }: Pick<TestSlack, "slack">, method: string) =>
  slack.calls.filter((call) => call.method === method);

/** Both connections break off, and Slack opens none for a while. */
async function breakOff({ slack }: Pick<TestSlack, "slack">): Promise<void> {
  const no = { kind: "status", status: 500 } as const;
  slack.fail("apps.connections.open", ...Array<typeof no>(2).fill(no));
  const closed = slack.sockets.map((socket) => once(socket, "close"));
  for (const socket of [...slack.sockets]) socket.terminate();
  await Promise.all(closed);
}

/** A school with an organiser, three members and a channel for introductions. */
async function openSchool(missed: number) {
  const world = await openTestSlack({ pace: { waits: { first: 20, longest: 40, good: 50, missed } } });
  const { workspace } = world.slack;
  const admin = workspace.addPerson("Admin", { isAdmin: true }).id;
  const [sari, lucy, made] = ["Sari", "Lucy", "Made"].map((name) => workspace.addPerson(name).id);
  if (sari === undefined || lucy === undefined || made === undefined) throw new Error("nobody is there");
  const channel = workspace.addChannel("umum", [admin, sari, lucy, made, workspace.botUserId]).id;
  for (const id of [sari, lucy, made]) await world.people.slash(id, channel, "help");
  await world.people.slash(admin, channel, `setup channels introductions:<#${channel}|umum>`);
  const change = (id: string, to: Partial<NonNullable<ReturnType<typeof workspace.people.get>>>) =>
    Object.assign(workspace.people.get(id) ?? {}, to);
  const here = async () => {
    const members = await world.db.client.member.findMany({ where: { leftAt: null }, orderBy: { name: "asc" } });
    return members.map(({ name }) => name);
  };
  return { ...world, workspace, admin, sari, lucy, made, channel, change, here };
}

describe("after a time without any connection", () => {
  it("who was deactivated or became a guest meanwhile has left, and a lost channel is told", async () => {
    const world = await openSchool(0);
    const { slack, workspace, lucy, made, admin, channel, change, here } = world;
    await slack.connected(2);
    await breakOff(world);
    change(lucy, { deleted: true });
    change(made, { isGuest: true });
    const place = workspace.conversations.get(channel);
    if (place) place.archived = true;
    expect(() => slack.send({ type: "interactive", payload: {} })).toThrow("no connection");
    await slack.connected(2);
    await expect.poll(here).toEqual(["Admin", "Sari"]);
    await expect.poll(() => world.db.client.delivery.count({ where: { notice: "setup.channelGone" } })).toBe(1);
    await world.goes("PT1H");
    expect(workspace.readBy(admin).map(({ title }) => title)).toContain("A channel of mine is out of reach");
    expect(world.errors).toEqual([]);
  });

  it("a Home tab is drawn anew though nothing seems to have changed, and people are asked for anew", async () => {
    const world = await openSchool(0);
    const { slack, people, sari, workspace, channel, change } = world;
    const later = workspace.addPerson("Rina").id;
    workspace.conversations.get(channel)?.members.add(later);
    await people.slash(later, channel, "help");
    await people.openHome(sari);
    await expect.poll(() => callsOf(world, "views.publish").length).toBe(1);
    await breakOff(world);
    workspace.homes.clear();
    change(later, { name: "Rina Lestari" });
    await slack.connected(2);
    await expect.poll(() => callsOf(world, "conversations.info").length).toBe(2);
    await people.openHome(sari);
    await expect.poll(() => workspace.homes.has(sari)).toBe(true);
    await people.slash(later, channel, "help");
    expect(await world.db.client.member.count({ where: { name: "Rina Lestari" } })).toBe(1);
  });

  it("that was short Slack's own second tries are enough", async () => {
    const world = await openSchool(60_000);
    await world.slack.connected(2);
    await breakOff(world);
    await world.slack.connected(2);
    await world.people.slash(world.sari, world.channel, "help");
    expect(callsOf(world, "users.list")).toEqual([]);
  });

  it("of four minutes the people we know are read page by page, as slowly as Slack asks for", async () => {
    let ahead = 0;
    const known: string[] = [];
    const stage = await openStage({
      options: { now: () => new Date(Date.now() + ahead) },
      store: (real) => ({ ...real, knownPeople: () => Promise.resolve(known) }),
      before: ({ workspace }) => {
        for (let count = 0; count < 450; count++) known.push(workspace.addPerson(`P${count}`).id);
      },
    });
    const { slack } = stage;
    await expect.poll(() => callsOf(stage, "users.list").length).toBe(3);
    await breakOff(stage);
    const last = slack.workspace.people.get(known.at(-1) ?? "");
    if (last) last.deleted = true;
    slack.fail("users.list", { kind: "status", status: 429, retryAfter: "1" }, { kind: "cut", when: "before" });
    ahead = 240_000;
    await expect
      .poll(() => stage.observed.map(({ person }) => person.externalId), { timeout: 5_000 })
      .toEqual([last?.id]);
    expect(callsOf(stage, "users.list").map(({ params }) => params["cursor"])).toEqual([
      ...[undefined, "200", "400"],
      ...[undefined, undefined, undefined, "200", "400"],
    ]);
  });
});

describe("after the program was not running", () => {
  it("it is found out who has left meanwhile", async () => {
    const world = await openSchool(60_000);
    await world.stop();
    world.change(world.lucy, { deleted: true });
    await openTestSlack({ slack: world.slack, database: world.db });
    await expect.poll(world.here).toEqual(["Admin", "Made", "Sari"]);
  });

  it("and that the app was removed: it is said, and what waits is kept", async () => {
    const world = await openSchool(0);
    await world.slack.connected(2);
    await breakOff(world);
    world.slack.fail("users.list", { kind: "error", code: "account_inactive" });
    await expect.poll(() => world.said).toEqual([expect.stringContaining("account_inactive")]);
    expect([...world.program.adapters.keys()]).toEqual([]);
  });
});
