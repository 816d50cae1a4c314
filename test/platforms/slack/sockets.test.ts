import { describe, expect, it } from "vitest";
import { openStage, type SlackStage } from "./stage.js";

const opened = ({ slack }: SlackStage) => slack.calls.filter(({ method }) => method === "apps.connections.open");

async function talks(stage: SlackStage): Promise<void> {
  const before = stage.observed.length;
  await stage.people.write(stage.ani, stage.channel, "Halo");
  await expect.poll(() => stage.observed.length).toBe(before + 1);
}

describe("the connections to Slack", () => {
  it("are two, so that one is there while the other is renewed, and none of what people do is lost", async () => {
    const stage = await openStage();
    const { slack } = stage;
    await slack.connected(2);
    for (const reason of ["refresh_requested", "warning", "refresh_requested"] as const) {
      const old = slack.renew(reason);
      await talks(stage);
      await expect.poll(() => old !== undefined && slack.sockets.includes(old)).toBe(false);
      await talks(stage);
      await slack.connected(2);
    }
    expect(stage.observed).toHaveLength(6);
    expect(slack.complaints).toEqual([]);
  });

  it("come back when both break off without a word", async () => {
    const stage = await openStage();
    await stage.slack.connected(2);
    const before = [...stage.slack.sockets];
    for (const socket of before) socket.terminate();
    await expect.poll(() => before.some((socket) => stage.slack.sockets.includes(socket))).toBe(false);
    await stage.slack.connected(2);
    await talks(stage);
  });

  it("are noticed to be dead when no answer to a ping comes", async () => {
    const stage = await openStage({ options: { waits: { first: 10, longest: 50, good: 50, pong: 60 } } });
    const { slack } = stage;
    await slack.connected(2);
    const [dead] = slack.sockets;
    dead?.pause();
    await expect.poll(() => opened(stage).length, { timeout: 5_000 }).toBeGreaterThan(2);
    await slack.connected(3);
    dead?.terminate();
    await talks(stage);
  });

  it("are tried again with growing pauses, and not in a storm, while Slack opens none", async () => {
    const stage = await openStage({
      options: { waits: { first: 40, longest: 200, good: 50 } },
      before: (slack) => {
        const no = { kind: "status", status: 500 } as const;
        slack.fail("apps.connections.open", ...Array<typeof no>(8).fill(no));
      },
    });
    await stage.slack.connected(2);
    const times = opened(stage).map(({ at }) => at);
    expect(times).toHaveLength(10);
    // Two connections, five tries each: pauses of at least 20, 40, 80 and 100 ms with the chance of this test.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
    await talks(stage);
  });

  it("wait as long as Slack asks for", async () => {
    const stage = await openStage({
      before: (slack) => slack.fail("apps.connections.open", { kind: "status", status: 429, retryAfter: "1" }),
    });
    await stage.slack.connected(2);
    const times = opened(stage).map(({ at }) => at);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("are opened with growing pauses while Slack says that there are too many", async () => {
    const stage = await openStage({
      options: { waits: { first: 40, longest: 200, good: 50 } },
      before: (slack) => slack.refuse(8),
    });
    await expect.poll(() => opened(stage).length, { timeout: 5_000 }).toBe(10);
    await stage.slack.connected(2);
    const times = opened(stage).map(({ at }) => at);
    // As above: eight refusals, with pauses of at least 20, 40, 80 and 100 ms for each of the two.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
    await talks(stage);
  });

  it("are given up when the app's token is no longer good, and nothing else breaks", async () => {
    const stage = await openStage();
    const { slack, lost } = stage;
    await slack.connected(2);
    slack.tokens.app = "xapp-new";
    for (const socket of [...slack.sockets]) socket.terminate();
    await expect.poll(() => lost.map(({ why }) => why)).toEqual(["token", "token"]);
    expect(opened(stage).length).toBeLessThanOrEqual(4);
  });

  it("are closed at the end, and nothing is taken any more", async () => {
    const { slack, platform } = await openStage();
    await slack.connected(2);
    await platform.stop();
    await expect.poll(() => slack.sockets.length).toBe(0);
    expect(slack.calls.filter(({ method }) => method === "apps.connections.open")).toHaveLength(2);
  });
});
