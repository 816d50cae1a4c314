import { onTestFinished } from "vitest";
import type { Bot } from "../../../src/chat/bot.js";
import type { Card } from "../../../src/chat/card.js";
import type { Observation, Place } from "../../../src/chat/invocation.js";
import type { Address } from "../../../src/chat/port.js";
import { slackPlatform, type SlackOptions, type SlackPlatform } from "../../../src/platforms/slack/adapter.js";
import type { SlackStore } from "../../../src/platforms/slack/store.js";
import { slackStore } from "../../../src/storage/slack.js";
import { stage } from "../../chat/stage.js";
import { freshDatabase } from "../../support/database.js";
import { makePeople, type SlackPeople } from "../../support/slack/people.js";
import { openFakeSlack, type FakeSlack } from "../../support/slack/server.js";
import { FAST } from "../../support/slack/world.js";

/** The adapter on a pretend Slack, with a small bot behind it and three people and a channel before it. */
export interface SlackStage {
  readonly slack: FakeSlack;
  readonly people: SlackPeople;
  readonly platform: SlackPlatform;
  readonly store: SlackStore;
  readonly saved: readonly string[];
  readonly observed: readonly Observation[];
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  readonly lost: readonly { readonly why: string; readonly place: Place; readonly detail: string }[];
  readonly gone: readonly { readonly channel: string | undefined; readonly why: string }[];
  readonly ani: string;
  readonly budi: string;
  readonly channel: string;
  deliver(address: Address, card: Card, nonce: string): ReturnType<SlackPlatform["deliver"]>;
  /** Another adapter on the same Slack and the same memory. */
  again(): Promise<SlackPlatform>;
}

export interface StageOptions {
  readonly options?: Partial<SlackOptions>;
  readonly store?: (store: SlackStore) => SlackStore;
  readonly bot?: (bot: Bot) => Bot;
  /** Before the adapter is started. */
  readonly before?: (slack: FakeSlack) => void;
}

export async function openStage({ options = {}, store, bot, before }: StageOptions = {}): Promise<SlackStage> {
  const slack = await openFakeSlack();
  onTestFinished(() => slack.close());
  const { workspace } = slack;
  const [ani, budi] = [workspace.addPerson("Ani").id, workspace.addPerson("Budi").id];
  const channel = workspace.addChannel("umum", [ani, budi, workspace.botUserId]).id;
  const real = slackStore(await freshDatabase("sqlite"), () => new Date());
  const memory = store ? store(real) : real;
  const observed: Observation[] = [];
  const acted = stage([(observation) => Promise.resolve(void observed.push(observation))]);
  const speaker = bot ? bot(acted.bot) : acted.bot;
  const logged: Record<string, unknown>[] = [];
  const lost: { why: string; place: Place; detail: string }[] = [];
  const gone: { channel: string | undefined; why: string }[] = [];
  const note = (facts: Record<string, unknown>, message: string) => void logged.push({ ...facts, message });
  const open = async () => {
    const platform = slackPlatform({
      botToken: slack.tokens.bot,
      connection: { kind: "socket", appToken: slack.tokens.app },
      apiUrl: slack.url,
      store: memory,
      now: () => new Date(),
      random: () => 0.5,
      home: [],
      log: { warn: note, error: note },
      opened: () => Promise.resolve(),
      lost: (why, place, detail) => void lost.push({ why, place, detail }),
      channels: () => Promise.resolve([]),
      filesUrl: slack.filesUrl,
      channelGone: (place, why) => void gone.push({ channel: place.channelId, why }),
      ...FAST,
      ...options,
    });
    onTestFinished(() => platform.stop());
    await platform.start(speaker);
    return platform;
  };
  before?.(slack);
  const platform = await open();
  const userIds = new Map([ani, budi].map((id) => [`member-${id}`, id]));
  return {
    slack,
    people: makePeople(slack, { send: (type, payload) => slack.send({ type, payload }).acknowledged }),
    platform,
    store: memory,
    saved: acted.saved,
    observed,
    logged,
    lost,
    gone,
    ani,
    budi,
    channel,
    deliver: (address, card, nonce) => platform.deliver({ address, card, nonce, proactive: true, userIds }),
    again: open,
  };
}

export const SPACE = "T0FAKE";
export const privately = (userId: string): Address => ({ kind: "private", spaceId: SPACE, userId });
