import { describe, expect, it } from "vitest";
import type { Card } from "../../../src/chat/card.js";
import { paragraph } from "../../../src/chat/card.js";
import { makeDirects } from "../../../src/platforms/slack/directs.js";
import { slackStore } from "../../../src/storage/slack.js";
import { freshDatabase } from "../../support/database.js";
import { openStage, privately, type SlackStage } from "./stage.js";

const hello: Card = { blocks: [paragraph("Hello")] };
const DAY = 86_400_000;

const opens = ({ slack }: SlackStage) => slack.calls.filter(({ method }) => method === "conversations.open").length;

describe("a private conversation", () => {
  it("is opened once, also when the program is started anew", async () => {
    const stage = await openStage();
    const { ani, budi, slack, platform } = stage;
    for (const [nonce, who] of [["n1", ani] as const, ["n2", budi] as const, ["n3", ani] as const])
      await stage.deliver(privately(who), hello, nonce);
    await platform.stop();
    const second = await stage.again();
    const envelope = { card: hello, proactive: true, userIds: new Map() };
    for (const who of [ani, budi])
      await second.deliver({ ...envelope, address: privately(who), nonce: `${who} again` });
    expect(opens(stage)).toBe(2);
    expect([ani, budi].map((who) => slack.workspace.readBy(who).length)).toEqual([3, 2]);
  });

  it("that is another one by now is opened anew, and the message is shown once", async () => {
    const stage = await openStage();
    const { ani, slack, observed } = stage;
    await stage.deliver(privately(ani), hello, "n1");
    slack.workspace.conversations.delete(slack.workspace.conversationWith([ani]).id);
    await stage.deliver(privately(ani), hello, "n2");
    expect(slack.workspace.readBy(ani)).toHaveLength(1);
    expect(opens(stage)).toBe(2);
    expect(observed).toEqual([]);
  });

  it("is forgotten when the person leaves", async () => {
    const stage = await openStage();
    const { ani, people, observed } = stage;
    await stage.deliver(privately(ani), hello, "n1");
    await people.event({ type: "user_change", user: { id: ani, deleted: true } });
    await expect.poll(() => observed.length).toBe(1);
    await stage.deliver(privately(ani), hello, "n2");
    expect(opens(stage)).toBe(2);
  });

  it("is opened although the memory fails", async () => {
    const no = () => Promise.reject(new Error("busy"));
    const stage = await openStage({ store: (real) => ({ ...real, directs: { find: no, keep: no, forget: no } }) });
    await stage.deliver(privately(stage.ani), hello, "n1");
    await stage.deliver(privately(stage.ani), hello, "n2");
    expect(opens(stage)).toBe(1);
    expect(stage.slack.workspace.readBy(stage.ani)).toHaveLength(2);
  });
});

describe("what is remembered of private conversations", () => {
  it("names nobody, belongs to one bot, and goes two months after it was used last", async () => {
    const db = await freshDatabase("sqlite");
    let now = new Date("2026-11-24T02:00:00Z");
    const store = slackStore(db, () => now);
    let count = 0;
    const open = () => Promise.resolve(`D${++count}`);
    const directsOf = (owner: string) =>
      makeDirects({ memory: store.directs, owner, open, log: { warn: () => expect.fail() } });
    expect(await directsOf("T1:UBOT").with("U0ANI")).toBe("D1");
    expect(await directsOf("T1:UBOT").with("U0ANI")).toBe("D1");
    expect(await directsOf("T1:UNEW").with("U0ANI")).toBe("D2");
    expect(JSON.stringify(await db.client.platformMark.findMany())).not.toContain("U0ANI");
    const sweep = () => store.forgetBefore(new Date(now.getTime() - DAY));
    now = new Date(now.getTime() + 50 * DAY);
    await sweep();
    expect(await directsOf("T1:UBOT").with("U0ANI")).toBe("D1");
    now = new Date(now.getTime() + 50 * DAY);
    await sweep();
    expect(await directsOf("T1:UBOT").with("U0ANI")).toBe("D1");
    now = new Date(now.getTime() + 62 * DAY);
    expect(await sweep()).toBe(1);
    expect(await directsOf("T1:UBOT").with("U0ANI")).toBe("D3");
  });
});
