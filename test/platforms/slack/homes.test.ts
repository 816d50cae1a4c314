import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Home } from "../../../src/chat/port.js";
import { channelName, isCalled } from "../../../src/platforms/slack/channelNames.js";
import { openStage, SPACE } from "./stage.js";

async function openHomes() {
  const stage = await openStage();
  const { workspace } = stage.slack;
  const groups = () => [...workspace.conversations.values()].filter(({ kind }) => kind === "group");
  const home: Home = {
    ...{ spaceId: SPACE, key: "circle-1", roomId: undefined, name: "Literasi", isOpen: true, formerIds: [] },
    userIds: [stage.ani, stage.budi],
  };
  const keep = (to: Partial<Home> = {}) => stage.platform.keepHome?.({ ...home, ...to });
  const calls = (method: string) =>
    stage.slack.calls.filter((call) => call.method === `conversations.${method}`).length;
  return { ...stage, workspace, groups, keep, calls };
}

describe("a group's channel on Slack", () => {
  it.each(["create", "invite"])("is made once although the program lost the answer to %s", async (method) => {
    const { slack, keep, groups, ani, budi, workspace } = await openHomes();
    slack.fail(`conversations.${method}`, { kind: "cut", when: "after" });
    await expect(keep()).rejects.toMatchObject({ kind: "retry" });
    expect(await keep()).toMatchObject({ unreached: [] });
    expect(groups().map(({ members }) => [...members].sort())).toEqual([[workspace.botUserId, ani, budi].sort()]);
  });

  it("is called by a number where the name is somebody's, and an older channel of ours with people is left alone", async () => {
    const { keep, groups, workspace, ani } = await openHomes();
    const { botUserId } = workspace;
    workspace.addChannel("literasi", [ani]);
    const old = workspace.addGroup("literasi_2", [botUserId, ani], { creator: botUserId, created: 1 });
    const report = await keep();
    expect(report?.problem).toBeUndefined();
    expect(groups().map(({ name }) => name)).toEqual(["literasi_2", "literasi_3"]);
    expect([...old.members]).toEqual([botUserId, ani]);
    await keep({ roomId: report?.roomId });
    expect(groups().map(({ name }) => name)).toEqual(["literasi_2", "literasi_3"]);
  });

  it.each(["groups:write", "groups:read"])(
    "is not opened without %s: that is told, and nothing is thrown",
    async (scope) => {
      const { slack, keep, groups, ani, budi } = await openHomes();
      slack.scopes.delete(scope);
      expect(await keep()).toEqual({ roomId: undefined, unreached: [ani, budi], problem: "mayNotOpen" });
      expect(groups()).toEqual([]);
    },
  );

  it.each([
    ["invite", "mayNotInvite"],
    ["kick", "mayNotRemove"],
    ["rename", "mayNotRename"],
  ])("of which the workspace forbids to %s is kept as far as it may be", async (method, problem) => {
    const { slack, keep, ani, budi, workspace } = await openHomes();
    const { roomId } = (await keep()) ?? {};
    const citra = workspace.addPerson("Citra").id;
    slack.fail(`conversations.${method}`, { kind: "error", code: "restricted_action" });
    const changed = { roomId, userIds: [budi, citra], name: "Numerasi" };
    expect(await keep(changed)).toMatchObject({ roomId, problem });
    expect(await keep(changed)).toEqual({ roomId, unreached: [] });
    expect(workspace.conversations.get(roomId?.split("~")[0] ?? "")?.members.has(ani)).toBe(false);
  });

  it("that may not be archived stays, and says so", async () => {
    const { slack, keep, groups } = await openHomes();
    const { roomId } = (await keep()) ?? {};
    slack.fail("conversations.archive", { kind: "error", code: "restricted_action" });
    expect(await keep({ roomId, isOpen: false })).toMatchObject({ roomId, problem: "mayNotArchive" });
    expect(groups()[0]?.archived).toBe(false);
  });

  it("waits when Slack asks for patience, and goes on where it was", async () => {
    const { slack, keep, calls } = await openHomes();
    slack.fail("conversations.invite", undefined, { kind: "status", status: 429, retryAfter: "7" });
    await expect(keep()).rejects.toMatchObject({ kind: "retry", retryAfter: 7_000 });
    await keep();
    expect([calls("create"), calls("invite")]).toEqual([1, 3]);
  });

  it("asks Slack to change nothing that is right already", async () => {
    const { keep, slack } = await openHomes();
    const { roomId } = (await keep()) ?? {};
    const before = slack.calls.length;
    await keep({ roomId });
    const asked = slack.calls.slice(before).map(({ method }) => method);
    expect(asked).toEqual(["conversations.info", "conversations.members"]);
  });

  it("takes no guest of another organisation in", async () => {
    const { keep, workspace, ani } = await openHomes();
    const stranger = workspace.addPerson("Tamu", { teamId: "T0OTHER" }).id;
    expect(await keep({ userIds: [ani, stranger] })).toMatchObject({ unreached: [stranger] });
  });
});

describe("a channel's name", () => {
  it("is one that Slack takes, whatever the group is called, and is known again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 999 }), (name, number) => {
        const named = channelName(name, number);
        expect(named).toMatch(/^[a-z0-9_-]{1,80}$/);
        expect(isCalled(named, name)).toBe(true);
      }),
    );
  });

  it("reads like the group's", () => {
    expect(["Literasi & Numerasi, Kelas 4!", "Pédagogie", "数学"].map((name) => channelName(name, 1))).toEqual([
      "literasi-numerasi-kelas-4",
      "pedagogie",
      "jejaring",
    ]);
    expect(isCalled("literasi-2", "Literasi")).toBe(false);
  });
});
