import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { Bot } from "../../src/chat/bot.js";
import { fact, note, paragraph, type Card } from "../../src/chat/card.js";
import { makePace, type Pace } from "../../src/chat/pace.js";
import type { Observation } from "../../src/chat/invocation.js";
import { DeliveryError, type Address, type Envelope, type PlatformAdapter } from "../../src/chat/port.js";
import { person, plain, strong } from "../../src/chat/text.js";
import { stage } from "../chat/stage.js";

/** A message as a person of the platform sees it. */
export interface Seen {
  /** By what the platform's stage presses a button on it. */
  readonly id: string;
  readonly place: "private" | "channel" | "room";
  /** Only the reader sees it, though others are there. */
  readonly onlyForMe: boolean;
  readonly title: string;
  /** What is read, without any markup. */
  readonly text: string;
  readonly buttons: readonly string[];
  /** Whom it calls: people, groups, everybody. */
  readonly pings: readonly string[];
  /** Where one gets by tapping in the text; buttons apart. */
  readonly links: readonly string[];
}

export interface SeenForm {
  readonly title: string;
  readonly fields: readonly { readonly id: string; readonly value?: unknown; readonly problem?: string }[];
  send(values: Readonly<Record<string, string>>): Promise<Outcome>;
}

/** What an answer looked like to whoever asked: a message, new or changed, or a form. */
export type Outcome =
  { readonly kind: "message"; readonly message: Seen } | { readonly kind: "form"; readonly form: SeenForm };

/** A pretend platform with three people and one channel in which they all are. */
export interface PlatformStage {
  readonly spaceId: string;
  readonly channelId: string;
  /** By the platform's own ids. */
  readonly people: readonly [ani: string, budi: string, citra: string];
  /** A new adapter on what the platform and the adapter remember. */
  adapter(): Promise<PlatformAdapter>;
  /** Calls a command as a person does there: "shelf add title:Laut". */
  asks(who: string, command: string, where: "private" | "channel"): Promise<Outcome>;
  presses(who: string, messageId: string, button: string): Promise<Outcome>;
  /** Writes an ordinary message into the channel. */
  talks(who: string, text: string): Promise<void>;
  sees(who: string): Promise<readonly Seen[]>;
  /** The person leaves the space. */
  leaves(who: string): Promise<void>;
}

interface Scene {
  readonly platform: PlatformStage;
  readonly adapter: PlatformAdapter;
  readonly bot: Bot;
  readonly saved: readonly string[];
  readonly observed: readonly Observation[];
  send(address: Address, card: Card, nonce?: string): ReturnType<PlatformAdapter["deliver"]>;
  /** The program ends and starts again. */
  restart(): Promise<Scene>;
}

const hello: Card = { title: plain("Title"), blocks: [paragraph("Hello")] };

/** Everything that could format, link, ping or hide somewhere. */
const HOSTILE = [
  "@everyone @here",
  "<!channel> <!here> <!subteam^S1> <@U1> <@&1> <#C1>",
  "<https://evil.example|bank> [bank](https://evil.example)",
  "*b* _i_ ~s~ `c` ```pre``` **b** __u__ ||spoiler||",
  "> quote",
  "-# small # big",
  "&lt;b&gt; <b onclick=x>html</b> <script>alert(1)</script>",
  "{{name}} $t(common.yes) %s",
];

/** What any platform does with answers, deliveries and what people do there. `make` is called for each test. */
export function platformContract(name: string, make: () => Promise<PlatformStage>): void {
  let count = 0;

  async function open(platform: PlatformStage, pace?: Pace): Promise<Scene> {
    const observed: Observation[] = [];
    const { bot, saved } = stage([(observation) => Promise.resolve(void observed.push(observation))], pace);
    const adapter = await platform.adapter();
    await adapter.start(bot);
    onTestFinished(() => adapter.stop());
    return {
      platform,
      adapter,
      bot,
      saved,
      observed,
      send(address, card, nonce = `nonce-${++count}`) {
        const userIds = new Map(platform.people.map((id) => [`member-${id}`, id]));
        const envelope: Envelope = { address, card, nonce, proactive: true, userIds };
        return adapter.deliver(envelope);
      },
      async restart() {
        await adapter.stop();
        return open(platform);
      },
    };
  }
  const scene = async () => open(await make());

  describe(`${name}: an answer`, () => {
    it("that is private is seen by nobody else, wherever it was asked", async () => {
      const { platform } = await scene();
      const [ani, budi] = platform.people;
      for (const where of ["private", "channel"] as const) {
        const { message } = messageOf(await platform.asks(ani, "shelf status", where));
        expect(message.buttons).toHaveLength(1);
        expect(await ids(platform, budi)).not.toContain(message.id);
      }
    });

    it("that is public is seen by everybody in the channel", async () => {
      const { platform } = await scene();
      const [ani, budi] = platform.people;
      const { message } = messageOf(await platform.asks(ani, "shelf shout", "channel"));
      expect(message).toMatchObject({ text: "for all", place: "channel", onlyForMe: false });
      expect(await ids(platform, budi)).toContain(message.id);
      const { message: alone } = messageOf(await platform.asks(ani, "shelf shout", "private"));
      expect(alone.place).toBe("private");
      expect(await ids(platform, budi)).not.toContain(alone.id);
    });

    it("takes the place of the message whose button was pressed, where that is its manner", async () => {
      const { platform, send } = await scene();
      const [ani] = platform.people;
      await send(privately(platform, ani), { ...hello, buttons: [swap("b1")] });
      const [before] = await platform.sees(ani);
      const { message } = messageOf(await platform.presses(ani, before?.id ?? "", "Swap"));
      expect(message).toMatchObject({ id: before?.id, text: "swapped b1", buttons: [] });
      expect((await platform.sees(ani)).map(({ text }) => text)).toEqual(["swapped b1"]);
    });

    it("is given once to whoever asks far too much, then nothing, while others get theirs", async () => {
      const allowance = { most: 3, perSecond: 1, rested: 3 };
      const pace = makePace({ clock: () => 0, member: allowance });
      let asked = 0;
      const ask: Pace["ask"] = (...who) => (asked++, pace.ask(...who));
      const { platform } = await open(await make(), { ...pace, ask });
      const [ani, budi] = platform.people;
      for (const verb of ["status", "shout", "status"]) await platform.asks(ani, `shelf ${verb}`, "channel");
      const told = messageOf(await platform.asks(ani, "shelf status", "channel")).message;
      expect(told.text).toMatch(/a lot at once|banyak sekaligus/);
      const before = await platform.sees(ani);
      for (const verb of ["status", "shout"]) {
        const count = asked;
        // Nothing comes back that could be waited for.
        void platform.asks(ani, `shelf ${verb}`, "channel").catch(() => undefined);
        await expect.poll(() => asked).toBe(count + 1);
      }
      expect(messageOf(await platform.asks(budi, "shelf status", "channel")).message.buttons).toHaveLength(1);
      await expect.poll(() => platform.sees(ani)).toEqual(before);
    });

    it("that is a form comes back with its problems, and does what it is for when it is right", async () => {
      const { platform, saved } = await scene();
      const [ani] = platform.people;
      const message = messageOf(await platform.asks(ani, "shelf status", "private")).message;
      const form = formOf(await platform.presses(ani, message.id, message.buttons[0] ?? ""));
      expect(form.fields).toEqual([{ id: "room", value: 3 }]);
      const again = formOf(await form.send({ room: "12" }));
      expect(again.fields).toEqual([{ id: "room", value: "12", problem: expect.stringContaining("9") as string }]);
      expect(messageOf(await again.send({ room: "4" })).message.text).toBe("b1 in 4");
      expect(saved).toEqual(["b1 in 4"]);
    });

    it("to a command that lacks something is a form with what was given", async () => {
      const { platform } = await scene();
      const form = formOf(await platform.asks(platform.people[0], "shelf add title:Laut", "private"));
      expect(form.fields.map(({ id, value }) => [id, value])).toEqual([
        ["title", "Laut"],
        ["owner", undefined],
        ["copies", undefined],
      ]);
    });

    it("that is a no or an apology is private, also in a channel", async () => {
      const { platform } = await scene();
      const [ani, budi] = platform.people;
      for (const deed of ["shelf refuse", "shelf fail", "secret x"]) {
        const { message } = messageOf(await platform.asks(ani, deed, "channel"));
        expect(message.onlyForMe || message.place === "private").toBe(true);
        expect(await ids(platform, budi)).not.toContain(message.id);
      }
    });
  });

  describe(`${name}: a button`, () => {
    it("works after a restart, and so does an open form", async () => {
      const first = await scene();
      const { platform } = first;
      const [ani] = platform.people;
      const { message } = messageOf(await platform.asks(ani, "shelf status", "private"));
      const second = await first.restart();
      const form = formOf(await platform.presses(ani, message.id, message.buttons[0] ?? ""));
      const third = await second.restart();
      expect(messageOf(await form.send({ room: "5" })).message.text).toBe("b1 in 5");
      expect(third.saved).toEqual(["b1 in 5"]);
    });

    it("that no longer means anything says so, privately", async () => {
      const { platform, send } = await scene();
      const [ani, budi] = platform.people;
      await send(channel(platform), { ...hello, buttons: [{ ...swap("b1"), action: "shelf.gone" }] });
      const [posted] = await platform.sees(ani);
      const { message } = messageOf(await platform.presses(ani, posted?.id ?? "", "Swap"));
      expect(message.text).not.toBe("");
      expect(await ids(platform, budi)).toEqual([posted?.id]);
    });
  });

  describe(`${name}: a delivery`, () => {
    it("reaches one person, a channel, or the people of a room, and nobody else", async () => {
      const { platform, send } = await scene();
      const [ani, budi, citra] = platform.people;
      await send(privately(platform, ani), { blocks: [paragraph("private")] });
      await send(channel(platform), { blocks: [paragraph("channel")] });
      await send(roomOf(platform, "k1", [ani, budi]), { blocks: [paragraph("room")] });
      const seen = async (who: string) => (await platform.sees(who)).map(({ text, place }) => [text, place]).sort();
      expect(await seen(ani)).toEqual([
        ["channel", "channel"],
        ["private", "private"],
        ["room", "room"],
      ]);
      expect(await seen(budi)).toEqual([
        ["channel", "channel"],
        ["room", "room"],
      ]);
      expect(await seen(citra)).toEqual([["channel", "channel"]]);
    });

    it("sent twice is shown once, also after a restart", async () => {
      const first = await scene();
      const { platform } = first;
      const to = privately(platform, platform.people[0]);
      const receipt = await first.send(to, hello, "same");
      expect(await first.send(to, hello, "same")).toEqual(receipt);
      const second = await first.restart();
      expect(await second.send(to, hello, "same")).toEqual(receipt);
      expect(await platform.sees(platform.people[0])).toHaveLength(1);
    });

    it("opens a room once, finds it again by its key, also after a restart, and says which it is", async () => {
      const first = await scene();
      const { platform } = first;
      const [ani, budi] = platform.people;
      const { roomId } = await first.send(roomOf(platform, "k1", [ani, budi]), hello);
      expect(roomId).toBeDefined();
      const again = await first.send(roomOf(platform, "k1", [ani, budi]), hello);
      const second = await first.restart();
      const known = await second.send({ ...roomOf(platform, "k1", [ani, budi]), roomId }, hello);
      const other = await second.send(roomOf(platform, "k2", [ani, budi]), hello);
      expect([again.roomId, known.roomId]).toEqual([roomId, roomId]);
      expect(other.roomId).not.toBe(roomId);
    });

    it("to somebody or something that is gone says so", async () => {
      const { platform, send } = await scene();
      const [ani] = platform.people;
      await platform.leaves(ani);
      for (const address of [
        privately(platform, ani),
        privately(platform, "nobody"),
        { ...channel(platform), channelId: "nowhere" },
      ]) {
        const failure = await send(address, hello).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure).toBeInstanceOf(DeliveryError);
        expect(failure).toMatchObject({ kind: "gone" });
      }
    });

    it("asks nobody for a file that it did not tell of itself", async () => {
      const { adapter, platform } = await scene();
      const asked: string[] = [];
      const trap = createServer((request, response) => {
        asked.push(request.url ?? "");
        response.end("secret");
      });
      trap.listen(0, "127.0.0.1");
      await once(trap, "listening");
      onTestFinished(() => void trap.close());
      const address = z.object({ port: z.number() }).parse(trap.address());
      const url = `http://127.0.0.1:${address.port}/attachments/1/2/a.png`;
      for (const ref of [url, "/etc/passwd", "file:///etc/passwd", "00000000-0000-4000-8000-000000000001", "F0", ""])
        expect(await adapter.readFile?.(platform.spaceId, ref, 1_000)).toBe("fileGone");
      expect(asked).toEqual([]);
    });

    it("shows what members typed as it was typed: nothing formats, links, calls or hides", async () => {
      const { platform, send } = await scene();
      const [ani] = platform.people;
      for (const text of HOSTILE) {
        await send(channel(platform), hostileCard(text));
        await send(privately(platform, ani), hostileCard(text));
        await send(roomOf(platform, `k ${text}`, platform.people), hostileCard(text));
      }
      const seen = await platform.sees(ani);
      expect(seen).toHaveLength(HOSTILE.length * 3);
      for (const [index, message] of seen.entries()) {
        const text = HOSTILE[Math.floor(index / 3)] ?? "";
        expect(message.title).toBe(text);
        expect(message.text.split(text).length - 1).toBe(7);
        // A label has little room, and signs may take more of it than they show.
        const [label = ""] = message.buttons;
        expect(label.endsWith("…") ? text.slice(0, label.length - 1) : text).toBe(label.replace(/…$/, ""));
        expect(message.pings).toEqual([]);
        expect(message.links).toEqual([]);
      }
    });

    it("calls exactly the people whom it means to call", async () => {
      const { platform, send } = await scene();
      const [ani, budi] = platform.people;
      const named = (id: string, ping: boolean) => person({ memberId: `member-${id}`, name: "@everyone" }, ping);
      await send(channel(platform), { blocks: [paragraph([named(ani, true), named(budi, false)])] });
      expect((await platform.sees(ani))[0]?.pings).toEqual([ani]);
    });
  });

  describe(`${name}: what people do`, () => {
    it("is told to the bot: talking and leaving", async () => {
      const { platform, observed } = await scene();
      const [ani, budi] = platform.people;
      await platform.talks(ani, "Halo semua");
      await platform.leaves(budi);
      expect(observed.map(({ kind, person: { externalId } }) => [kind, externalId])).toEqual([
        ["message", ani],
        ["left", budi],
      ]);
      expect(observed[0]?.place).toMatchObject({ spaceId: platform.spaceId, channelId: platform.channelId });
      expect(JSON.stringify(observed)).not.toContain("Halo semua");
    });
  });
}

const swap = (subject: string) => ({ kind: "action", label: "Swap", action: "shelf.swap", subject }) as const;

const privately = ({ spaceId }: PlatformStage, userId: string): Address => ({ kind: "private", spaceId, userId });
const channel = ({ spaceId, channelId }: PlatformStage) => ({ kind: "channel", spaceId, channelId }) as const;
const roomOf = ({ spaceId }: PlatformStage, key: string, userIds: readonly string[]) =>
  ({ kind: "room", spaceId, key, roomId: undefined as string | undefined, userIds, name: "Ani, Budi" }) as const;

async function ids(platform: PlatformStage, who: string): Promise<string[]> {
  return (await platform.sees(who)).map(({ id }) => id);
}

function messageOf(outcome: Outcome) {
  if (outcome.kind !== "message") throw new Error(`a form "${outcome.form.title}" came instead of a message`);
  return outcome;
}

function formOf(outcome: Outcome): SeenForm {
  if (outcome.kind !== "form") throw new Error(`a message came instead of a form: ${outcome.message.text}`);
  return outcome.form;
}

/** The same text in every place where a member's words can stand. */
function hostileCard(text: string): Card {
  const who = person({ memberId: "somebody", name: text });
  return {
    title: plain(text),
    blocks: [
      paragraph(text),
      paragraph(strong(text)),
      { kind: "heading", text: [who] },
      { kind: "list", items: [plain(text)] },
      { kind: "facts", facts: [fact(plain(text), plain(text))] },
      note(plain(text)),
    ],
    buttons: [{ ...swap("x"), label: text }],
  };
}
