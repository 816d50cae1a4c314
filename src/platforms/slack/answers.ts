import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Card } from "../../chat/card.js";
import type { FormView } from "../../chat/form.js";
import type { Response } from "../../chat/invocation.js";
import { plain } from "../../chat/text.js";
import { failureOf } from "./failures.js";
import { drawAnswer, drawForm } from "./forms.js";
import { AGAIN, type FormOrigin } from "./ids.js";
import { limits } from "./limits.js";
import { drawCard, type Drawn } from "./render.js";
import type { SlackSender } from "./sender.js";

/** Where somebody did something, and how one can answer there. */
export interface Surface {
  readonly userId: string;
  /** The conversation; missing on the Home tab, in its modals, and where a global shortcut was called. */
  readonly channelId?: string | undefined;
  /** A private conversation. */
  readonly isDirect?: boolean;
  /** The conversation of this person with the bot, where an answer may stay. */
  readonly isOurs?: boolean;
  /** Takes answers for half an hour, also where the bot itself may not write. */
  readonly responseUrl?: string | undefined;
  /** Opens one form, for three seconds. */
  readonly triggerId?: string | undefined;
  /** The modal in which a button was pressed: what is shown next takes its place. */
  readonly modalId?: string | undefined;
  /** The modal is the form that was sent, and Slack waits no longer: its answer takes its place. */
  readonly isLate?: boolean;
  /** It was done on the Home tab or by a shortcut: a private answer is shown as a modal. */
  readonly isApart?: boolean;
  readonly threadId?: string | undefined;
  /** The line that was typed, to be asked again when no form could be opened. */
  readonly typed?: string | undefined;
}

/** Words of the adapter itself, in the person's language. */
export interface OwnWords {
  readonly close: string;
  /** A form can't be opened now; the button opens it. */
  readonly formLater: string;
  readonly openForm: string;
}

export interface AnswersParts {
  readonly client: WebClient;
  readonly sender: SlackSender;
  /** The request timeout in ms. */
  readonly timeout: number;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Answers {
  show(response: Response, surface: Surface, words: OwnWords): Promise<void>;
  /** A private card, wherever that is possible. */
  tell(card: Card, surface: Surface, words: OwnWords): Promise<void>;
}

/** Shows answers where they were asked for; where that is no longer possible, privately. */
export function makeAnswers({ client, sender, timeout, log }: AnswersParts): Answers {
  /** Answers through the address that came with the question. False when it takes no more. */
  async function respond(url: string, how: Readonly<Record<string, unknown>>, drawn: Drawn): Promise<boolean> {
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...how, text: drawn.text, blocks: drawn.blocks }),
        signal: AbortSignal.timeout(timeout),
      });
      if (answer.ok) return true;
      log.warn({ status: answer.status }, "an answer was not taken where it was asked for");
      return false;
    } catch (error) {
      log.warn({ err: error }, "it is not known whether an answer arrived");
      // It may be there already: what can't be known is not said twice.
      return failureOf(error).kind === "unknown";
    }
  }

  async function showForm(form: FormView, surface: Surface, words: OwnWords): Promise<void> {
    const view = drawForm(form, originOf(surface), words.close);
    try {
      if (await openView(view, surface)) return;
    } catch (error) {
      log.warn({ err: error }, "a form could not be opened");
    }
    await tell(laterCard(surface, words), surface, words);
  }

  async function openView(view: types.ModalView, { triggerId, modalId, isLate }: Surface): Promise<boolean> {
    if (isLate === true && modalId !== undefined) await client.views.update({ view_id: modalId, view });
    else if (triggerId === undefined) return false;
    else if (modalId === undefined) await client.views.open({ trigger_id: triggerId, view });
    else await client.views.push({ trigger_id: triggerId, view });
    return true;
  }

  async function tell(card: Card, surface: Surface, words: OwnWords): Promise<void> {
    const drawn = drawCard(card);
    if (await tellInView(card, surface, words)) return sendFiles(surface.userId, drawn);
    const { responseUrl, channelId, userId } = surface;
    if (surface.isOurs === true && channelId !== undefined && responseUrl === undefined) {
      const thread = surface.threadId === undefined ? {} : { thread_ts: surface.threadId };
      await client.chat.postMessage({
        channel: channelId,
        text: drawn.text,
        blocks: drawn.blocks,
        ...thread,
        ...INERT,
      });
      return sender.attach(channelId, drawn.files);
    }
    const how = { response_type: surface.isOurs === true ? "in_channel" : "ephemeral", replace_original: false };
    if (responseUrl !== undefined && (await respond(responseUrl, how, drawn))) return sendFiles(userId, drawn);
    if (responseUrl === undefined && channelId !== undefined && (await whisper(channelId, drawn, surface)))
      return sendFiles(userId, drawn);
    await sender.tell(userId, drawn);
  }

  /** Slack keeps no files for a message that only one person sees for a while: they come privately. */
  async function sendFiles(userId: string, { files }: Drawn): Promise<void> {
    if (files.length > 0) await sender.attach(await sender.directWith(userId), files);
  }

  async function tellInView(card: Card, surface: Surface, words: OwnWords): Promise<boolean> {
    const view = drawAnswer(card, words.close);
    try {
      if (surface.modalId !== undefined) {
        await client.views.update({ view_id: surface.modalId, view });
        return true;
      }
      if (surface.isApart !== true || surface.triggerId === undefined) return false;
      await client.views.open({ trigger_id: surface.triggerId, view });
      return true;
    } catch (error) {
      log.warn({ err: error }, "an answer could not be shown as a view");
      return false;
    }
  }

  async function whisper(channel: string, drawn: Drawn, { userId, threadId }: Surface): Promise<boolean> {
    const thread = threadId === undefined ? {} : { thread_ts: threadId };
    try {
      const { text, blocks } = drawn;
      const inert = { parse: "none", link_names: false } as const;
      await client.chat.postEphemeral({ channel, user: userId, text, blocks, ...thread, ...inert });
      return true;
    } catch (error) {
      log.warn({ err: error }, "an answer could not be shown in its channel");
      return failureOf(error).kind === "unknown";
    }
  }

  async function announce(card: Card, surface: Surface, words: OwnWords): Promise<void> {
    const { responseUrl, channelId } = surface;
    const drawn = drawCard(card);
    const how = { response_type: "in_channel", replace_original: false };
    if (responseUrl === undefined || channelId === undefined) return tell(card, surface, words);
    if (!(await respond(responseUrl, how, drawn))) return tell(card, { ...surface, responseUrl: undefined }, words);
    await sender.attach(channelId, drawn.files);
  }

  return {
    tell,

    async show(response, surface, words) {
      if (response.kind === "form") return showForm(response.form, surface, words);
      const { card, visibility, replaces } = response;
      if (replaces && surface.responseUrl !== undefined) {
        const drawn = drawCard(card);
        if (await respond(surface.responseUrl, { replace_original: true }, drawn))
          return sendFiles(surface.userId, drawn);
      }
      return visibility === "public" ? announce(card, surface, words) : tell(card, surface, words);
    },
  };
}

const INERT = { mrkdwn: false, parse: "none", link_names: false, unfurl_links: false, unfurl_media: false } as const;

function originOf(surface: Surface): Omit<FormOrigin, "form" | "subject"> {
  const { channelId, responseUrl, isDirect, isOurs } = surface;
  const isKept = channelId !== undefined && (isDirect !== true || isOurs === true);
  return {
    ...(isKept ? { channel: channelId } : {}),
    ...(isOurs === true ? { ours: true } : {}),
    ...(responseUrl === undefined ? {} : { respond: responseUrl }),
  };
}

/** A button that asks the same again: pressing it gives a new chance to open the form. */
function laterCard({ typed }: Surface, { formLater, openForm }: OwnWords): Card {
  const isShort = typed !== undefined && typed !== "" && typed.length <= limits.buttonValue;
  return {
    blocks: [{ kind: "text", text: plain(formLater) }],
    buttons: isShort ? [{ kind: "action", label: openForm, action: AGAIN, subject: typed, tone: "primary" }] : [],
  };
}

/** What stands in a form while its answer takes longer than Slack waits. */
export function waitingView(text: string, close: string): types.ModalView {
  return drawAnswer({ blocks: [{ kind: "text", text: plain(text) }] }, close);
}
