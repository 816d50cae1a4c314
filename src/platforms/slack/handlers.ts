import type { types } from "@slack/bolt";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bot } from "../../chat/bot.js";
import { textCard } from "../../chat/card.js";
import type { PersonSeen, Place, Response } from "../../chat/invocation.js";
import { plain } from "../../chat/text.js";
import { waitingView, type Answers, type OwnWords, type Surface } from "./answers.js";
import {
  readPress,
  readShortcut,
  readSlash,
  readSubmission,
  type ButtonPress,
  type Sender,
  type Shortcut,
} from "./decode.js";
import { againOf, type Deed } from "./deed.js";
import { problemsOf } from "./forms.js";
import type { Homes } from "./home.js";
import { namedIn } from "./named.js";
import { toldOf } from "./seen.js";
import { readMessageShortcut, readShortcutId } from "./shortcuts.js";
import type { Visitor, Visitors } from "./visitors.js";
import type { Wording } from "./wording.js";

export interface HandlersParts {
  readonly bot: Bot;
  readonly teamId: string;
  readonly visitors: Visitors;
  readonly answers: Answers;
  readonly homes: Homes;
  readonly wording: Wording;
  readonly firstTime: (eventId: string) => Promise<boolean>;
  /** How long, in ms, a form's answer may take before Slack is told to wait for it. */
  readonly reach: number;
}

/** What a sent form is told at once: nothing, what to correct, or what to show meanwhile. */
export type FormAcknowledgement =
  | undefined
  /** Also what lies below it: the answer opens anew. */
  | { readonly response_action: "clear" }
  | { readonly response_action: "errors"; readonly errors: Record<string, string> }
  | { readonly response_action: "update"; readonly view: types.ModalView };

type Handler = (body: unknown, acknowledge: () => Promise<void>) => Promise<void>;

export interface Handlers {
  readonly command: Handler;
  readonly press: Handler;
  readonly shortcut: Handler;
  submit(body: unknown, acknowledge: (how: FormAcknowledgement) => Promise<void>): Promise<void>;
  /** Answers to something that is no interaction, such as a plain private message. */
  answer(sender: Sender, deed: Deed, surface: Surface): Promise<void>;
}

/** Every interaction in the same steps: decode, acknowledge, look who it is, let the bot answer, show the answer. */
export function makeHandlers(parts: HandlersParts): Handlers {
  const { bot, teamId, visitors, answers, homes, wording } = parts;

  const placeOf = ({ channelId, isDirect }: Surface): Place => ({
    platform: "slack",
    spaceId: teamId,
    ...(channelId === undefined || isDirect === true ? {} : { channelId }),
  });

  function ownWords(locale: string): OwnWords {
    const say = (key: string) => bot.words.label(locale, "common", `slack.${key}`);
    return {
      close: say("close"),
      formLater: say("formLater"),
      openForm: say("openForm"),
      formLost: say("formLost"),
      fileLost: say("fileLost"),
    };
  }

  const wordsFor = async (surface: Surface, person: PersonSeen): Promise<OwnWords> =>
    ownWords(await bot.localeOf(placeOf(surface), person));

  /** Somebody of another organisation may be one of whom Slack tells us nothing. */
  async function visitorBehind(sender: Sender): Promise<Visitor> {
    const visitor = await visitors.of(sender);
    const isAtHome = sender.homeId === undefined || sender.homeId === teamId;
    const isHidden = visitor.kind === "unknown" || visitor.kind === "gone";
    return isHidden && !isAtHome ? GUEST : visitor;
  }

  /** The member who did it; nobody when the bot has nothing to do with the person, who is told so if it is a guest. */
  async function memberAt(sender: Sender, surface: Surface): Promise<PersonSeen | undefined> {
    const isFromElsewhere = sender.teamId !== "" && sender.teamId !== teamId;
    const visitor = isFromElsewhere ? GUEST : await visitorBehind(sender);
    if (visitor.kind === "member" || visitor.kind === "unknown") return visitor.person;
    if (visitor.kind === "guest") {
      const locale = bot.words.nearest(visitor.locale) ?? "en";
      const sorry = textCard(plain(bot.words.label(locale, "common", "slack.guest")));
      await answers.tell(sorry, surface, ownWords(locale));
    }
    return undefined;
  }

  async function serve(sender: Sender, deed: Deed, surface: Surface): Promise<void> {
    const person = await memberAt(sender, surface);
    if (!person) return;
    const named = await namedIn(deed, visitors);
    const response = wording.response(await bot.handle({ ...deed, place: placeOf(surface), person, named }));
    const again = response.kind === "form" ? againOf(deed, bot.words) : undefined;
    await answers.show(response, { ...surface, again }, await wordsFor(surface, person));
    await homes.touched(sender.userId);
  }

  /** What comes twice, by a lost acknowledgement or by somebody who recorded it, is done once. */
  async function once(key: string, work: () => Promise<void>): Promise<void> {
    if (key === "" || (await parts.firstTime(`trigger:${key}`))) await work();
  }

  async function meant(shortcut: Shortcut): Promise<Deed> {
    const command = readMessageShortcut(shortcut.name);
    const message = command === undefined ? undefined : await toldOf(shortcut, visitors);
    return command === undefined || message === undefined
      ? readShortcutId(shortcut.name, shortcut.message?.user)
      : { kind: "message", command, message };
  }

  return {
    answer: serve,

    async command(body, acknowledge) {
      const call = readSlash(body);
      await acknowledge();
      if (!call) return;
      const { sender, text, triggerId, responseUrl, channelId, isDirect } = call;
      const surface: Surface = { userId: sender.userId, channelId, isDirect, responseUrl, triggerId };
      await once(triggerId, () => serve(sender, { kind: "words", text }, surface));
    },

    async press(body, acknowledge) {
      const press = readPress(body);
      await acknowledge();
      if (!press || press.pressed.kind === "link") return;
      const { pressed, sender, triggerId } = press;
      const deed: Deed = pressed.kind === "again" ? { kind: "words", text: pressed.text } : pressed;
      await once(triggerId, () => serve(sender, deed, surfaceOf(press)));
    },

    async shortcut(body, acknowledge) {
      const found = readShortcut(body);
      await acknowledge();
      if (!found) return;
      const { sender, triggerId, responseUrl, channel } = found;
      const place = channel ? { channelId: channel.id, isDirect: channel.isDirect } : { isApart: true };
      const surface: Surface = { userId: sender.userId, triggerId, responseUrl, ...place };
      await once(triggerId, async () => serve(sender, await meant(found), surface));
    },

    async submit(body, acknowledge) {
      const sent = readSubmission(body);
      if (!sent || !(sent.triggerId === "" || (await parts.firstTime(`trigger:${sent.triggerId}`))))
        return acknowledge(undefined);
      const { sender, from, values, viewId, triggerId } = sent;
      const surface: Surface = {
        userId: sender.userId,
        triggerId,
        channelId: from?.channel,
        isDirect: from?.ours === true,
        isOurs: from?.ours === true,
        responseUrl: from?.respond,
        isApart: from?.channel === undefined && from?.respond === undefined,
      };
      const deed: Deed = { kind: "form", form: from?.form ?? "", subject: from?.subject ?? "", values };
      const named = { externalId: sender.userId, name: sender.name };
      if (bot.mannerOf({ ...deed, place: placeOf(surface), person: named }) !== "form") {
        await acknowledge(closing(surface));
        return serve(sender, deed, surface);
      }
      await correct({ sender, deed, surface, viewId }, acknowledge);
    },
  };

  /** A form with something to correct: Slack marks it in place, when it is told in time. */
  async function correct(
    { sender, deed, surface, viewId }: { sender: Sender; deed: Deed; surface: Surface; viewId: string },
    acknowledge: (how: FormAcknowledgement) => Promise<void>,
  ): Promise<void> {
    const answered = (async (): Promise<[Response, PersonSeen] | undefined> => {
      const person = await memberAt(sender, surface);
      if (!person) return undefined;
      const named = await namedIn(deed, visitors);
      const response = await bot.handle({ ...deed, place: placeOf(surface), person, named });
      return [wording.response(response), person];
    })();
    const first = await Promise.race([answered, sleep(parts.reach, "late" as const, { ref: false })]);
    if (first === undefined) return acknowledge(undefined);
    if (first === "late") {
      // Without a name, which is what the workspace may be slow to tell.
      const locale = await bot.localeOf(placeOf(surface), { externalId: sender.userId, name: "" });
      const text = bot.words.label(locale, "common", "slack.wait");
      await acknowledge({ response_action: "update", view: waitingView(text, ownWords(locale).close) });
      const late = await answered;
      if (!late) return;
      const [response, person] = late;
      const again = response.kind === "form" ? againOf(deed, bot.words) : undefined;
      const place: Surface = { ...surface, modalId: viewId, isLate: true, again };
      return answers.show(response, place, await wordsFor(surface, person));
    }
    const [response, person] = first;
    const errors = response.kind === "form" ? problemsOf(response.form) : {};
    if (Object.keys(errors).length > 0) return acknowledge({ response_action: "errors", errors });
    await acknowledge(closing(surface));
    await answers.show(response, surface, await wordsFor(surface, person));
  }
}

/** How a form that was taken is closed. */
function closing({ isApart }: Surface): FormAcknowledgement {
  return isApart === true ? { response_action: "clear" } : undefined;
}

const GUEST = { kind: "guest", locale: undefined } as const;

function surfaceOf({ sender, triggerId, responseUrl, channel, view, isEphemeral }: ButtonPress): Surface {
  const base = { userId: sender.userId, triggerId };
  if (view) return view.isHome ? { ...base, isApart: true } : { ...base, modalId: view.id };
  const isDirect = channel?.isDirect ?? false;
  // Only the bot's own messages have buttons that last; in a conversation of two others it answers unseen.
  return { ...base, responseUrl, channelId: channel?.id, isDirect, isOurs: isDirect && !isEphemeral };
}
