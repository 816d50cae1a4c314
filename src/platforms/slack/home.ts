import type { WebClient } from "@slack/web-api";
import { createHash } from "node:crypto";
import type { Bot } from "../../chat/bot.js";
import { mergeCards, textCard, type Card } from "../../chat/card.js";
import type { PersonSeen, Place } from "../../chat/invocation.js";
import { plain } from "../../chat/text.js";
import { limits } from "./limits.js";
import { drawCard } from "./render.js";
import type { Visitor } from "./visitors.js";
import type { Wording } from "./wording.js";

/** What stands on everybody's own page, from top to bottom: what these commands answer. */
export interface HomePart {
  readonly command: string;
  readonly verb: string;
}

export interface HomesParts {
  readonly client: Pick<WebClient, "views">;
  readonly bot: Bot;
  readonly parts: readonly HomePart[];
  readonly place: Place;
  readonly wording: Wording;
  readonly visitorOf: (userId: string) => Promise<Visitor>;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Homes {
  /** The person looks at it. */
  opened(userId: string): Promise<void>;
  /** Something of the person's changed; drawn anew only when it was looked at before. */
  touched(userId: string): Promise<void>;
  /** What is shown may be out of date: each page is drawn anew when it is opened, or touched, the next time. */
  doubt(): void;
}

/** So many people's pages are kept up to date at once; others are drawn when they open it. */
const MOST = 2_000;

/** Draws the Home tab: when it is opened, and again when it would look different. */
export function makeHomes({ client, bot, parts, place, wording, visitorOf, log }: HomesParts): Homes {
  /** What each person who has opened the page sees there. */
  const shown = new Map<string, string | undefined>();
  const running = new Map<string, { again: boolean }>();

  async function draw(userId: string): Promise<void> {
    const card = await cardFor(userId);
    if (!card) return;
    const { blocks } = drawCard(card, new Map(), limits.viewBlocks);
    const look = createHash("sha256").update(JSON.stringify(blocks)).digest("base64");
    if (shown.get(userId) === look) return;
    await client.views.publish({ user_id: userId, view: { type: "home", blocks } });
    if (shown.size >= MOST) shown.clear();
    shown.set(userId, look);
  }

  async function cardFor(userId: string): Promise<Card | undefined> {
    const visitor = await visitorOf(userId);
    switch (visitor.kind) {
      case "member":
      case "unknown":
        return wording.card(mergeCards(await cardsFor(visitor.person)));
      case "guest": {
        const locale = bot.words.nearest(visitor.locale) ?? "en";
        return textCard(plain(bot.words.label(locale, "common", "slack.guest")));
      }
      case "bot":
      case "gone":
        return undefined;
    }
  }

  async function cardsFor(person: PersonSeen): Promise<Card[]> {
    const cards: Card[] = [];
    for (const { command, verb } of parts) {
      const asked = { kind: "command", command, verb, options: {}, unasked: true, place, person } as const;
      const response = await bot.handle(asked);
      if (response.kind === "reply") cards.push(response.card);
    }
    return cards;
  }

  /** One drawing at a time for a person; what happens meanwhile is drawn once more afterwards. */
  async function start(userId: string): Promise<void> {
    const before = running.get(userId);
    if (before) {
      before.again = true;
      return;
    }
    const task = { again: false };
    running.set(userId, task);
    try {
      for (let isDue = true; isDue; isDue = task.again) {
        task.again = false;
        await draw(userId);
      }
    } catch (error) {
      log.warn({ err: error }, "a Home tab could not be drawn");
    } finally {
      running.delete(userId);
    }
  }

  return {
    opened: (userId) => start(userId),
    touched: (userId) => (shown.has(userId) ? start(userId) : Promise.resolve()),
    doubt: () => shown.forEach((_look, userId) => shown.set(userId, undefined)),
  };
}
