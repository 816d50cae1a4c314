import { describe, expect, it } from "vitest";
import type { NewDelivery, Recipient } from "../../../src/outbox/delivery.js";
import { makeOutbox } from "../../../src/outbox/outbox.js";
import { buttonsOf } from "../../support/slack/reading.js";
import { openTestSlack, type SlackWorldOptions, type TestSlack } from "../../support/slack/world.js";
import type { FakeMessage } from "../../support/slack/workspace.js";

/** Members who have never seen the bot's private conversation, and channels. */
async function openCrowd(options: SlackWorldOptions, people: number, channels: number) {
  const world = await openTestSlack(options);
  const { workspace } = world.slack;
  const ids = Array.from({ length: people }, (_, count) => workspace.addPerson(`P${count}`).id);
  const place = { platform: "slack", spaceId: workspace.teamId };
  const members = [];
  for (const id of ids) members.push(await world.program.services.members.arrive(place, { externalId: id, name: id }));
  const [{ networkId, spaceId } = { networkId: "", spaceId: "" }] = members;
  const places = Array.from({ length: channels }, (_, count) =>
    workspace.addChannel(`c${count}`, [...ids, workspace.botUserId]),
  );
  let count = 0;
  const outbox = makeOutbox({ newId: () => `d${String(++count).padStart(5, "0")}`, now: world.now });
  const send = (deliveries: readonly Pick<NewDelivery, "key" | "to" | "proactive" | "expiresAt">[]) =>
    world.db.transaction((tx) =>
      outbox.add(
        tx,
        deliveries.map((delivery) => ({
          ...{ ...delivery, networkId, notice: "meet.nudge", priority: "request" },
          facts: { meetingId: delivery.key, icebreaker: "i03" },
          dueAt: world.now(),
        })),
      ),
    );
  return { ...world, workspace, memberIds: members.map(({ memberId }) => memberId), spaceId, places, send };
}

const keyOf = ({ content }: FakeMessage) => buttonsOf(content.blocks)[0]?.value ?? "";

const statesOf = async ({ db }: Pick<TestSlack, "db">) => {
  const rows = await db.client.delivery.groupBy({ by: ["status", "reason"], _count: true });
  return rows.map(({ status, reason, _count }) => [status, reason, _count] as const).toSorted();
};

describe("many messages, while Slack asks for patience at every third call", () => {
  it("all arrive, each once, and in their order wherever several go to the same place", async () => {
    const world = await openCrowd({ isClockShared: true, pace: { patience: 0 } }, 6, 2);
    const { slack, workspace, memberIds, spaceId, places } = world;
    const patience = Array.from({ length: 600 }, (_, call) =>
      call % 3 === 2 ? ({ kind: "status", status: 429, retryAfter: "30" } as const) : undefined,
    );
    slack.fail("chat.postMessage", ...patience);
    slack.fail("conversations.open", ...patience);
    const to: Recipient[] = [
      ...memberIds.map((memberId) => ({ kind: "member", memberId }) as const),
      ...Array.from({ length: 3 }, (_, pair): Recipient => {
        return { kind: "room", key: `room ${pair}`, memberIds: memberIds.slice(pair * 2, pair * 2 + 2) };
      }),
      ...places.map(({ id }) => ({ kind: "channel", spaceId, channelId: id }) as const),
    ];
    const turns = Array.from({ length: 4 }, (_, turn) => turn);
    await world.send(
      turns.flatMap((turn) => to.map((of, index) => ({ key: `${index}:${turn}`, to: of, proactive: false }))),
    );
    await world.goes("PT3H");
    expect(await statesOf(world)).toEqual([["sent", null, 44]]);
    const arrived = workspace.messages.map(keyOf);
    expect(arrived).toHaveLength(44);
    expect(new Set(arrived).size).toBe(44);
    for (const index of to.keys()) {
      const inPlace = arrived.filter((key) => key.startsWith(`${index}:`));
      expect(inPlace).toEqual(turns.map((turn) => `${index}:${turn}`));
    }
    const asked = slack.calls.filter(({ method }) => method === "chat.postMessage");
    expect(asked.length).toBeLessThan(350);
    expect(world.errors).toEqual([]);
  });
});

describe("after six hours in which Slack could not be reached", () => {
  it("what is stale is dropped, the rest goes out one by one, and nothing unasked in the night", async () => {
    const between = 20;
    const world = await openCrowd({ pace: { between } }, 3, 2);
    const { slack, program, workspace, memberIds, spaceId, places } = world;
    const adapter = program.adapters.get("slack");
    if (!adapter) throw new Error("Slack is not open");
    program.adapters.delete("slack");
    // It is two in the afternoon in Jakarta. The return is at eight, when one of them wants no messages any more.
    for (const [at, memberId] of memberIds.entries()) {
      const quietFrom = at === 0 ? "19:00" : "22:00";
      await program.services.members.prefer(memberId, { quietFrom, quietUntil: "05:00" });
    }
    const channels = places.map(({ id }) => ({ kind: "channel", spaceId, channelId: id }) as const);
    const expiresAt = new Date("2026-11-24T10:00:00Z");
    await world.send([
      ...channels.flatMap((to, at) =>
        Array.from({ length: 3 }, (_, n) => ({ key: `c${at}:${n}`, to, proactive: false })),
      ),
      ...memberIds.map((memberId, at) => ({
        ...{ key: `m${at}`, to: { kind: "member", memberId } as const, proactive: true },
      })),
      ...memberIds.map((memberId, at) => ({
        ...{ key: `stale${at}`, to: { kind: "member", memberId } as const, proactive: true, expiresAt },
      })),
    ]);
    await world.goes(new Date("2026-11-24T13:00:00Z"));
    expect(workspace.messages).toEqual([]);
    program.adapters.set("slack", adapter);
    await world.goes(new Date("2026-11-24T13:30:00Z"));
    const keys = () => workspace.messages.map(keyOf);
    expect(keys().filter((key) => key.startsWith("stale"))).toEqual([]);
    expect(
      keys()
        .filter((key) => key.startsWith("m"))
        .toSorted(),
    ).toEqual(["m1", "m2"]);
    for (const { id } of places) {
      const times = slack.calls.filter(({ params }) => params["channel"] === id).map(({ at }) => at);
      expect(times).toHaveLength(3);
      // In all, since how long a single call is on its way is up to the computer.
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(2 * between - 10);
    }
    await world.goes(new Date("2026-11-25T03:00:00Z"));
    expect(keys().filter((key) => key === "m0")).toHaveLength(1);
    expect(await statesOf(world)).toEqual([
      ["dropped", "stale", 3],
      ["sent", null, 9],
    ]);
  });
});
