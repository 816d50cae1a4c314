import { afterEach, expect } from "vitest";
import type { Bot } from "../../../src/chat/bot.js";
import type { PlatformAdapter } from "../../../src/chat/port.js";
import { discordStore } from "../../../src/storage/discord.js";
import { START } from "../../support/conversation.js";
import { freshDatabase } from "../../support/database.js";
import { openScene, type DiscordScene } from "../../support/discord/stage.js";
import type { FakeAnswer, FakeModal } from "../../support/discord/world.js";
import { platformContract, type Outcome, type Seen, type SeenForm } from "../contract.js";
import { homeContract, type HomeStage } from "../homeContract.js";

let scene: DiscordScene | undefined;

afterEach(() => {
  // Whatever a test was about: Discord had nothing to refuse but what is gone or folded away, and nobody waited in vain.
  expect(scene?.discord.refusals.filter((refusal) => !/10007|10003|10013|50083/.test(refusal))).toEqual([]);
  for (const { ackedAt, begunAt } of scene?.discord.world.interactions.values() ?? [])
    expect((ackedAt ?? Infinity) - begunAt).toBeLessThan(3_000);
});

async function makeStage(): Promise<HomeStage> {
  const now = () => START;
  const db = await freshDatabase("sqlite");
  const opened = await openScene(discordStore(db, now), { now });
  scene = opened;
  const { people, guild, channel } = opened;
  const ids = [people.joins("ani"), people.joins("budi"), people.joins("citra")] as const;
  await db.client.network.create({
    data: { id: "n", name: "N", locale: "en", timeZone: "Asia/Jakarta", settings: {}, createdAt: START },
  });
  await db.client.space.create({
    data: { id: "s", networkId: "n", platform: "discord", externalId: guild.id, name: "s", createdAt: START },
  });
  for (const id of ids) {
    await db.client.member.create({ data: { id: `member-${id}`, networkId: "n", name: id, createdAt: START } });
    await db.client.account.create({ data: { id, memberId: `member-${id}`, spaceId: "s", externalId: id } });
  }

  let tell: () => void = () => undefined;
  const nextObservation = () => new Promise<void>((resolve) => (tell = resolve));

  /** The adapter, with somebody listening to what it tells the bot. */
  function hearing(adapter: PlatformAdapter): PlatformAdapter {
    const start = (bot: Bot) =>
      adapter.start({
        ...bot,
        async observe(observation) {
          await bot.observe(observation);
          tell();
        },
      });
    return { ...adapter, start };
  }

  async function outcome(who: string, answer: FakeAnswer): Promise<Outcome> {
    if (answer.kind === "choices") throw new Error("suggestions came instead of an answer");
    if (answer.kind === "modal") return { kind: "form", form: formOf(who, answer.modal) };
    const message = people.read(answer.message);
    // A form can't answer a form here; it comes behind a button.
    const opener = message.buttons.find((label) => ["Open the form", "Correct it"].includes(label));
    if (opener !== undefined) return outcome(who, await people.presses(who, message.id, opener));
    return { kind: "message", message: seen(message) };
  }

  function formOf(who: string, modal: FakeModal): SeenForm {
    return {
      title: modal.title,
      fields: modal.labels.map(({ description, component }) => ({
        id: component.custom_id,
        ...valueOf(component.value, description),
        ...(description?.startsWith("Please") === true ? { problem: description } : {}),
      })),
      send: async (values) => outcome(who, await people.fills(who, modal, values)),
    };
  }

  return {
    spaceId: guild.id,
    channelId: channel.id,
    people: ids,
    adapter: () => Promise.resolve(hearing(opened.platform())),
    asks: async (who, command, where) => outcome(who, await people.calls(who, command, where)),
    presses: async (who, messageId, button) => outcome(who, await people.presses(who, messageId, button)),
    async talks(who, text) {
      const told = nextObservation();
      people.writes(who, text, "channel");
      await told;
    },
    sees: async (who) => people.reads(who).map(seen),
    async leaves(who) {
      const told = nextObservation();
      people.leaves(who);
      await told;
    },
    joins: (name) => Promise.resolve(people.joins(name)),
    async homes() {
      const { channels, botId } = opened.discord.world;
      const threads = [...channels.values()].filter(({ type }) => type === 12);
      return new Map(
        threads.map(({ id, name, members, isFolded }) => [
          id,
          { name, people: [...members].filter((member) => member !== botId), isArchived: isFolded },
        ]),
      );
    },
    placeOf: (roomId) => roomId,
    async meddles(place, who, how) {
      const members = opened.discord.world.channels.get(place)?.members;
      if (how === "in") members?.add(who);
      else members?.delete(who);
    },
    named: (name) => name,
    reopens: true,
  };
}

function seen({
  id,
  place,
  onlyForMe,
  title,
  text,
  buttons,
  pings,
  links,
  formats,
}: ReturnType<DiscordScene["people"]["read"]>): Seen {
  expect(formats).toEqual([]);
  return { id, place, onlyForMe, title, text, buttons, pings, links };
}

/** An input holds text only; a number that has not been looked at yet is one to the one who fills it in. */
function valueOf(value: string | undefined, description: string | undefined) {
  if (value === undefined) return {};
  return { value: description === undefined && /^\d+$/.test(value) ? Number(value) : value };
}

platformContract("Discord", makeStage);
homeContract("Discord", makeStage);
