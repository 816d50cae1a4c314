import { setTimeout as sleep } from "node:timers/promises";
import { InteractionType, type APIInteraction } from "discord.js";
import type { Bot } from "../../chat/bot.js";
import { textCard } from "../../chat/card.js";
import type { FormView } from "../../chat/form.js";
import type { Invocation, PersonSeen, Response } from "../../chat/invocation.js";
import { SOURCE } from "../../chat/words.js";
import { isTooLate, type Answers, type Promised } from "./answers.js";
import { decode, namedIn, personOf, placeIn, type Deed, type Decoded, type Menus } from "./decode.js";
import type { Drafts, Reader } from "./drafts.js";
import { writeCustomId } from "./ids.js";
import type { Membership } from "./membership.js";
import { pagesOf } from "./modal.js";
import { renderCard, renderOffer } from "./render.js";
import type { DiscordStore } from "./store.js";
import { suggestions } from "./suggest.js";

export interface InteractionParts {
  readonly bot: Bot;
  readonly menus: Menus;
  readonly store: DiscordStore;
  readonly answers: Answers;
  readonly drafts: Drafts;
  readonly membership: Membership;
  /** Gives the person the answer that came too late for the interaction. */
  readonly afterwards: (spaceId: string, userId: string, response: Response, key: string) => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** How long a form may be in the making, in ms, before Discord is told that it takes longer. Most: 2,000. */
  readonly formPatience: number;
}

/** What is known of an interaction as soon as it is there. */
interface Asked {
  readonly interaction: APIInteraction;
  readonly person: PersonSeen;
  /** The language of the person's own Discord. */
  readonly hint: string;
  readonly isPrivate: boolean;
}

const EXPIRED = ["common", "discord.expired"] as const;

/** The answer, and the server it is about. */
interface Found {
  readonly response: Response;
  readonly here: string | undefined;
}

type Filled = Extract<Decoded, { kind: "deed" }>;

export function makeInteractions(parts: InteractionParts) {
  const { bot, answers, drafts, store } = parts;

  /** decode → manner → acknowledge → handle → render. */
  async function handle(interaction: APIInteraction): Promise<void> {
    const person = personOf(interaction);
    if (person === undefined) return;
    const hint = bot.words.nearest(person.locale) ?? SOURCE;
    const asked: Asked = { interaction, person, hint, isPrivate: interaction.guild_id === undefined };
    const decoded = decode(interaction, parts.menus);
    switch (decoded.kind) {
      case "suggest":
        return answers.suggest(interaction, suggestions(bot, decoded, hint));
      case "unknown":
        return sayAtOnce(asked, ["refusals", "outdated"]);
      case "open":
        return openPage(asked, decoded.token, decoded.page);
      case "page":
        return takePage(asked, decoded);
      case "deed":
        return carryOut(asked, decoded);
    }
  }

  /** The server it is about: where it happened or what the button says, or else where the person was seen last. */
  async function homeOf({ interaction, person }: Asked, said: string | undefined): Promise<string | undefined> {
    return interaction.guild_id ?? said ?? store.homeOf(person.externalId);
  }

  async function localeOf({ person, hint }: Asked, here: string | undefined): Promise<string> {
    return here === undefined ? hint : bot.localeOf(placeIn(here, undefined), person);
  }

  async function sayAtOnce(
    { interaction, hint, isPrivate }: Asked,
    [file, key]: readonly [string, string],
  ): Promise<void> {
    const [message] = renderCard(textCard(bot.words.say(hint, file, key)));
    if (message && (await isFirstTime(interaction))) await answers.sayAtOnce(interaction, message, !isPrivate);
  }

  async function openPage(asked: Asked, token: string, page: number): Promise<void> {
    const draft = await drafts.of(token, asked.person.externalId);
    if (draft === undefined) return sayAtOnce(asked, EXPIRED);
    await answers.openModal(
      asked.interaction,
      drafts.modalOf(draft, token, page, await localeOf(asked, draft.spaceId)),
    );
  }

  async function takePage(asked: Asked, { token, page, values }: Extract<Decoded, { kind: "page" }>): Promise<void> {
    const { interaction, person, isPrivate } = asked;
    const before = await drafts.of(token, person.externalId);
    if (before === undefined) return sayAtOnce(asked, EXPIRED);
    const draft = await drafts.add(token, before, values);
    if (page + 1 >= pagesOf(draft.form).length) {
      const { id: form, subject } = draft.form;
      const deed: Deed = { kind: "form", form, subject, values: draft.values };
      await carryOut(asked, { kind: "deed", deed, spaceId: draft.spaceId });
      return drafts.forget(token);
    }
    await answers.promise(interaction, promisedFor("replace", interaction), !isPrivate);
    const locale = await localeOf(asked, draft.spaceId);
    const next = writeCustomId({ kind: "open", token, page: page + 1 });
    const label = bot.words.label(locale, "common", "discord.continue");
    await answers.fill(interaction, renderOffer(drafts.nextCard(draft, page, locale), label, next));
  }

  async function carryOut(asked: Asked, { deed, spaceId }: Filled): Promise<void> {
    const { interaction, person } = asked;
    const channelId = asked.isPrivate ? undefined : interaction.channel?.id;
    const origin = { place: placeIn(spaceId ?? "", channelId), person, named: namedIn(interaction) };
    const seen: Invocation = { ...deed, ...origin };
    const manner = bot.mannerOf(seen);
    const mayOpenForm = interaction.type !== InteractionType.ModalSubmit;
    if (manner === "form" && mayOpenForm) return withForm(asked, seen, spaceId);
    const promised = promisedFor(manner === "form" ? "private" : manner, interaction);
    const isEphemeral = promised === "private" && !asked.isPrivate;
    const [isFirst] = await Promise.all([
      isFirstTime(interaction),
      answers.promise(interaction, promised, isEphemeral),
    ]);
    if (!isFirst) return;
    const { response, here } = await respond(asked, seen, spaceId);
    await show(asked, response, promised, here);
  }

  /** A form must be the first response. Should it take too long, a button that opens it comes later. */
  async function withForm(asked: Asked, seen: Invocation, spaceId: string | undefined): Promise<void> {
    const { interaction, isPrivate } = asked;
    if (!(await isFirstTime(interaction))) return;
    const work = respond(asked, seen, spaceId);
    const found = await within(work, parts.formPatience);
    if (found === undefined) {
      await answers.promise(interaction, "private", !isPrivate);
      const late = await work;
      return show(asked, late.response, "private", late.here, "late");
    }
    const { response, here } = found;
    if (response.kind === "form")
      return answers.openModal(interaction, await drafts.open(response.form, await readerOf(asked, here)));
    if (response.kind === "nothing") {
      // Discord wants to be told something, and takes it back.
      await answers.promise(interaction, "private", !isPrivate);
      return answers.withdraw(interaction);
    }
    const [first, ...rest] = renderCard(response.card, { userIds: new Map(), spaceId: isPrivate ? here : undefined });
    if (first === undefined) return;
    // What has something attached can't come at once.
    if (first.files.length > 0) {
      await answers.promise(interaction, "private", !isPrivate);
      return show(asked, response, "private", here);
    }
    await answers.sayAtOnce(interaction, first, !isPrivate);
    for (const message of rest) await answers.add(interaction, message, !isPrivate);
  }

  /** The bot's answer. In a private conversation it is found out first in which server, and whether still there. */
  async function respond(asked: Asked, seen: Invocation, spaceId: string | undefined): Promise<Found> {
    let here = asked.interaction.guild_id ?? spaceId;
    try {
      here = await homeOf(asked, spaceId);
      return { here, response: await respondFrom(asked, seen, here) };
    } catch (error) {
      // The bot answers always; what it needs to be asked with could not be had.
      parts.failed(error);
      return { here, response: no(asked.hint, "refusals", "busy") };
    }
  }

  async function respondFrom(asked: Asked, seen: Invocation, here: string | undefined): Promise<Response> {
    const { person, isPrivate, hint } = asked;
    if (here === undefined) return no(hint, "common", "discord.noServer");
    const place = { ...seen.place, spaceId: here };
    if (!isPrivate) return bot.handle({ ...seen, place });
    const standing = await parts.membership.of(here, person.externalId);
    if (standing?.kind === "stranger") return no(hint, "common", "discord.notMember");
    const known = standing === undefined ? {} : { name: standing.name, isOrganiser: standing.isOrganiser };
    return bot.handle({ ...seen, place, person: { ...person, ...known } });
  }

  /** A store that can't be asked must not keep anybody waiting for an answer. */
  const isFirstTime = ({ id }: APIInteraction) => store.firstTime(id).catch(() => true);

  function no(locale: string, file: string, key: string): Response {
    const card = textCard(bot.words.say(locale, file, key));
    return { kind: "reply", card, visibility: "private", replaces: false };
  }

  async function show(
    asked: Asked,
    response: Response,
    promised: Promised,
    here: string | undefined,
    why: "ready" | "late" = "ready",
  ): Promise<void> {
    try {
      if (response.kind === "nothing") await (promised === "replace" ? undefined : answers.withdraw(asked.interaction));
      else if (response.kind === "form") await showOffer(asked, response.form, promised, here, why);
      else await showReply(asked, response, promised, here);
    } catch (error) {
      if (!isTooLate(error) || here === undefined) throw error;
      await parts.afterwards(here, asked.person.externalId, response, asked.interaction.id);
    }
  }

  async function showReply(
    { interaction, isPrivate }: Asked,
    response: Extract<Response, { kind: "reply" }>,
    promised: Promised,
    here: string | undefined,
  ): Promise<void> {
    const messages = renderCard(response.card, { userIds: new Map(), spaceId: isPrivate ? here : undefined });
    const isEphemeral = response.visibility === "private" && !isPrivate;
    const fits =
      promised === "replace" ? response.replaces : promised === "private" || response.visibility === "public";
    // What was promised to all and turned out to be for one: the promise is taken back first.
    if (!fits && promised === "public" && !isPrivate) await answers.withdraw(interaction);
    const mayFill = fits || (promised === "public" && isPrivate);
    for (const [index, message] of messages.entries()) {
      if (index === 0 && mayFill) await answers.fill(interaction, message);
      else await answers.add(interaction, message, isEphemeral);
    }
  }

  /** A form where none can be opened: behind a button. */
  async function showOffer(
    asked: Asked,
    form: FormView,
    promised: Promised,
    here: string | undefined,
    why: "ready" | "late",
  ): Promise<void> {
    const { interaction, isPrivate } = asked;
    const message = await drafts.offer(form, await readerOf(asked, here), why);
    if (promised === "public" && !isPrivate) await answers.withdraw(interaction);
    if (promised === "private" || (promised === "public" && isPrivate)) await answers.fill(interaction, message);
    else await answers.add(interaction, message, !isPrivate);
  }

  async function readerOf(asked: Asked, here: string | undefined): Promise<Reader> {
    const { interaction, person, isPrivate } = asked;
    return {
      userId: person.externalId,
      spaceId: here ?? "",
      channelId: isPrivate ? undefined : interaction.channel?.id,
      locale: await localeOf(asked, here),
    };
  }

  return { handle };
}

/** Only what stands on a message can take its place. */
function promisedFor(manner: Promised, interaction: APIInteraction): Promised {
  const isOnMessage = interaction.message !== undefined;
  return manner === "replace" && !isOnMessage ? "private" : manner;
}

async function within<T>(work: Promise<T>, patience: number): Promise<T | undefined> {
  const abort = new AbortController();
  const late = sleep(patience, undefined, { signal: abort.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    abort.abort();
  }
}
