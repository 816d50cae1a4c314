import { expect, onTestFinished } from "vitest";
import type { PlatformAdapter } from "../../../src/chat/port.js";
import { slackPlatform } from "../../../src/platforms/slack/adapter.js";
import { slackStore } from "../../../src/storage/slack.js";
import { START } from "../../support/conversation.js";
import { freshDatabase } from "../../support/database.js";
import { initialOf, inputsOf, makePeople, type Outcome as SlackOutcome } from "../../support/slack/people.js";
import { readMessage, shown } from "../../support/slack/reading.js";
import { openFakeSlack, type FakeSlack } from "../../support/slack/server.js";
import { platformContract, type Outcome, type Seen, type SeenForm } from "../contract.js";
import { homeContract, type HomeStage } from "../homeContract.js";

async function makeStage(): Promise<HomeStage> {
  const slack = await openFakeSlack();
  onTestFinished(() => slack.close());
  const { workspace } = slack;
  const [ani, budi, citra] = ["Ani", "Budi", "Citra"].map((name) => workspace.addPerson(name).id);
  if (ani === undefined || budi === undefined || citra === undefined) throw new Error("nobody is there");
  const channel = workspace.addChannel("perkenalan", [ani, budi, citra, workspace.botUserId]);
  const db = await freshDatabase("sqlite");
  const now = () => new Date();
  const store = slackStore(db, now);
  await db.client.network.create({
    data: { id: "n", name: "N", locale: "en", timeZone: "Asia/Jakarta", settings: {}, createdAt: START },
  });
  await db.client.space.create({
    data: { id: "s", networkId: "n", platform: "slack", externalId: workspace.teamId, name: "s", createdAt: START },
  });
  const people = makePeople(slack, { send: (type, payload) => slack.send({ type, payload }).acknowledged });
  onTestFinished(() => expect(slack.complaints).toEqual([]));

  function outcome(found: SlackOutcome): Outcome {
    if (found.kind === "message") return { kind: "message", message: seen(slack, found.message) };
    const { view, errors } = found;
    const fields = inputsOf(view).map((input): SeenForm["fields"][number] => {
      const block = input.block_id ?? "";
      const value = valueIn(found, block) ?? initialOf(input);
      const problem = errors[block];
      return {
        id: block.replace(/^f:/, ""),
        ...(value === undefined ? {} : { value: typed(input.element.type, value) }),
        ...(problem === undefined ? {} : { problem: shown(problem) }),
      };
    });
    const title = view.view.type === "modal" ? shown(view.view.title.text) : "";
    return {
      kind: "form",
      form: {
        title,
        fields,
        async send(values) {
          sent.set(view.id, values);
          return outcome(await people.submit(view, values));
        },
      },
    };
  }

  /** Slack is answered before the bot has heard of it. */
  const heard: (() => void)[] = [];
  const hears = () => new Promise<void>((resolve) => heard.push(resolve));

  /** What was typed stays in a form that comes back with problems. */
  const sent = new Map<string, Readonly<Record<string, string>>>();
  const valueIn = ({ view, errors }: Extract<SlackOutcome, { kind: "view" }>, block: string) =>
    Object.keys(errors).length === 0 ? undefined : sent.get(view.id)?.[block.replace(/^f:/, "")];

  return {
    spaceId: workspace.teamId,
    channelId: channel.id,
    people: [ani, budi, citra],
    async adapter() {
      const platform = slackPlatform({
        botToken: slack.tokens.bot,
        connection: { kind: "socket", appToken: slack.tokens.app },
        apiUrl: slack.url,
        store,
        now,
        random: () => 0.5,
        home: [],
        log: { warn: () => undefined, error: (facts, message) => expect.fail(`${message} ${String(facts["err"])}`) },
        opened: () => Promise.resolve(),
        lost: (why) => expect.fail(why),
        channelGone: () => undefined,
        channels: () => Promise.resolve([]),
        between: 0,
      });
      return telling(platform, () => heard.splice(0).forEach((resolve) => resolve()));
    },
    asks: async (who, command, where) =>
      outcome(
        await people.slash(who, where === "channel" ? channel.id : workspace.conversationWith([who]).id, command),
      ),
    presses: async (who, messageId, button) => outcome(await people.press(who, { ts: messageId }, button)),
    async talks(who, text) {
      const told = hears();
      await people.write(who, channel.id, text);
      await told;
    },
    sees: async (who) => workspace.readBy(who).map((message) => seen(slack, message)),
    async leaves(who) {
      const person = workspace.people.get(who);
      if (person) person.deleted = true;
      const told = hears();
      await people.event({ type: "user_change", user: { id: who, deleted: true } });
      await told;
    },
    joins: (name) => Promise.resolve(workspace.addPerson(name).id),
    async homes() {
      const groups = [...workspace.conversations.values()].filter(({ kind }) => kind === "group");
      return new Map(
        groups.map(({ id, name, members, archived }) => [
          id,
          { name, people: [...members].filter((member) => member !== workspace.botUserId), isArchived: archived },
        ]),
      );
    },
    placeOf: (roomId) => roomId.split("~")[0] ?? "",
    async meddles(place, who, how) {
      const members = workspace.conversations.get(place)?.members;
      if (how === "in") members?.add(who);
      else members?.delete(who);
    },
    named: (name) => name.toLowerCase().replaceAll(" ", "-"),
    reopens: false,
  };
}

/** The same platform, with word whenever the bot was told of something. */
function telling(platform: PlatformAdapter, tell: () => void): PlatformAdapter {
  return {
    ...platform,
    start: (bot) =>
      platform.start({
        ...bot,
        async observe(observation) {
          await bot.observe(observation);
          tell();
        },
      }),
  };
}

/** A number comes back as a number: Slack has it as the text that was typed. */
function typed(kind: string, value: unknown): unknown {
  return kind === "number_input" && value === "3" ? 3 : value;
}

function seen({ workspace }: FakeSlack, message: Message): Seen {
  const { ts, channel, content, onlyFor } = message;
  const kind = workspace.conversations.get(channel)?.kind;
  const place = kind === "im" ? "private" : kind === "mpim" || kind === "group" ? "room" : "channel";
  return { id: ts, place, onlyForMe: onlyFor !== undefined && place !== "private", ...readMessage(content) };
}

type Message = ReturnType<FakeSlack["workspace"]["post"]>;

platformContract("Slack", makeStage);
homeContract("Slack", makeStage);
