import { describe, expect, it } from "vitest";
import { namedIn } from "../../../src/platforms/slack/named.js";
import type { Visitor } from "../../../src/platforms/slack/visitors.js";
import { readMessage } from "../../support/slack/reading.js";
import { openTestSlack } from "../../support/slack/world.js";

describe("people who are mentioned", () => {
  it("and never used the bot can be brought together; whoever is a guest can't", async () => {
    const { slack, people, db } = await openTestSlack();
    const { workspace } = slack;
    const [tuti, ani, budi] = ["Tuti", "Ani", "Budi"].map((name) => workspace.addPerson(name).id);
    const guest = workspace.addPerson("Tamu", { isGuest: true }).id;
    if (tuti === undefined || ani === undefined || budi === undefined) throw new Error("nobody is there");
    const channel = workspace.addChannel("umum", [tuti, ani, budi, workspace.botUserId]).id;
    const done = await people.slash(tuti, channel, `connect <@${ani}|ani> <@${budi}|budi> asesmen`);
    if (done.kind !== "message") throw new Error("no message came");
    expect(readMessage(done.message.content).text).toMatch(/room|ruang/i);
    await people.slash(tuti, channel, `connect <@${ani}> <@${guest}> asesmen`);
    const names = (await db.client.member.findMany({ orderBy: { name: "asc" } })).map(({ name }) => name);
    expect(names).toEqual(["Ani", "Budi", "Tuti"]);
    expect(await db.client.enrolment.count()).toBe(0);
  });

  it("are looked up each once, a few at most; apps are told apart, strangers left out", async () => {
    const asked: string[] = [];
    const kinds: Readonly<Record<string, Visitor>> = {
      U1: { kind: "member", person: { externalId: "U1", name: "Ani" } },
      U2: { kind: "bot" },
      U3: { kind: "guest", locale: undefined },
    };
    const visitors = {
      async of({ userId }: { readonly userId: string }): Promise<Visitor> {
        asked.push(userId);
        return kinds[userId] ?? { kind: "unknown", person: { externalId: userId, name: "" } };
      },
    };
    const text = `connect <@U1> <@U1|ani> ${["U2", "U3", "U4", "U5", "U6", "U7"].map((id) => `<@${id}>`).join(" ")}`;
    expect(await namedIn({ kind: "words", text }, visitors)).toEqual([
      { externalId: "U1", name: "Ani" },
      { externalId: "U2", name: "", isBot: true },
    ]);
    expect(asked).toEqual(["U1", "U2", "U3", "U4", "U5"]);
  });
});
