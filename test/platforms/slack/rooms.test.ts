import { describe, expect, it } from "vitest";
import { openTestSlack } from "../../support/slack/world.js";

/** Two members, and a room that was opened for them. */
async function openRoom() {
  const world = await openTestSlack();
  const { workspace } = world.slack;
  const sari = workspace.addPerson("Sari Wulandari", { locale: "id-ID" }).id;
  const lucy = workspace.addPerson("Lucy Tan").id;
  const channel = workspace.addChannel("umum", [sari, lucy, workspace.botUserId]).id;
  for (const id of [sari, lucy]) await world.people.slash(id, channel, "help");
  const space = await world.db.client.space.findFirstOrThrow();
  const room = workspace.conversationWith([sari, lucy]).id;
  const row = { key: "meeting:1", spaceId: space.id, externalId: `${room}~a1`, createdAt: world.now() };
  await world.db.client.room.create({ data: row });
  const stopped = async () => {
    const members = await world.db.client.member.findMany({ where: { stoppedAt: { not: null } } });
    return members.map(({ name }) => name);
  };
  const answersTo = (id: string) => workspace.readBy(id).filter(({ channel: at }) => at === room);
  return { ...world, workspace, sari, lucy, channel, room, stopped, answersTo };
}

describe("STOP, written where people were brought together", () => {
  it.each([
    ["STOP", "lucy", "I will not write to you on my own"],
    ["stop.", "lucy", "I will not write to you on my own"],
    ["BERHENTI", "sari", "Saya tidak"],
    ["Berhenti", "sari", "Saya tidak"],
  ] as const)(
    "%s by %s stops everything unasked for that person, who alone sees the answer",
    async (said, who, answer) => {
      const world = await openRoom();
      const seen = world.people.next(world[who]);
      await world.people.write(world[who], world.room, said);
      const outcome = await seen;
      if (outcome.kind !== "message") throw new Error("a form came");
      expect(outcome.message).toMatchObject({ channel: world.room, onlyFor: world[who] });
      expect(world.answersTo(world[who]).map(({ text }) => text)).toEqual([expect.stringContaining(answer)]);
      expect(world.answersTo(who === "lucy" ? world.sari : world.lucy)).toEqual([]);
      expect(await world.stopped()).toHaveLength(1);
    },
  );

  it("is answered privately where nothing can be whispered", async () => {
    const { people, lucy, room, slack, workspace, stopped } = await openRoom();
    slack.fail("chat.postEphemeral", { kind: "error", code: "user_not_in_channel" });
    const seen = people.next(lucy);
    await people.write(lucy, room, "STOP");
    const outcome = await seen;
    expect(outcome.kind === "message" && workspace.conversations.get(outcome.message.channel)?.kind).toBe("im");
    expect(await stopped()).toEqual(["Lucy Tan"]);
  });

  it("is no word among others: what people say to each other is counted and not answered", async () => {
    const { people, lucy, sari, room, program, db, stop, stopped, workspace } = await openRoom();
    const before = workspace.messages.length;
    for (const said of [
      "Don't stop now",
      "Please stop by on Tuesday",
      "help",
      "meet join",
      "berhenti dulu ya",
      "/my stop",
    ])
      await people.write(lucy, room, said);
    await people.write(sari, room, "A secret of mine");
    await stop();
    await program.flush();
    const days = await db.client.activityDay.findMany();
    expect(days.reduce((sum, { messages }) => sum + messages, 0)).toBe(7);
    expect(workspace.messages.length).toBe(before);
    expect(await stopped()).toEqual([]);
  });

  it("is none of the bot's business in a channel, or in a group conversation that it did not open", async () => {
    const { people, lucy, channel, workspace, stop, stopped } = await openRoom();
    const made = workspace.addPerson("Made").id;
    for (const place of [channel, workspace.conversationWith([lucy, made]).id]) await people.write(lucy, place, "STOP");
    await stop();
    expect(await stopped()).toEqual([]);
  });
});
