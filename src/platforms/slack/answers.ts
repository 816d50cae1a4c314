import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { textCard, type Block, type Card, type Fact } from "../../chat/card.js";
import type { FormView } from "../../chat/form.js";
import type { Response } from "../../chat/invocation.js";
import { DeliveryError } from "../../chat/port.js";
import { plain } from "../../chat/text.js";
import { failureOf } from "./failures.js";
import type { Files } from "./files.js";
import { drawAnswer, drawForm } from "./forms.js";
import type { FormOrigin } from "./ids.js";
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
  /** What a button does that asks the same once more, for when a form could not be opened. */
  readonly again?: Again | undefined;
}

/** A button's action and what it is about. */
export interface Again {
  readonly action: string;
  readonly subject: string;
}

/** Words of the adapter itself, in the person's language. */
export interface OwnWords {
  readonly close: string;
  /** A form can't be opened now; the button opens it. */
  readonly formLater: string;
  readonly openForm: string;
  /** It can't be opened, nor is there a button for it. */
  readonly formLost: string;
  /** A file that was promised could not be attached. */
  readonly fileLost: string;
}

export interface AnswersParts {
  readonly client: WebClient;
  readonly sender: SlackSender;
  readonly files: Files;
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
export function makeAnswers({ client, sender, files, timeout, log }: AnswersParts): Answers {
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
    // What opens a form opens only one thing, and may have done so.
    await tell(laterCard(form, surface, words), { ...surface, triggerId: undefined }, words);
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
    if (await tellInView(card, surface, words)) return sendFiles(surface, drawn, words);
    const { responseUrl, channelId, userId, threadId } = surface;
    if (surface.isOurs === true && channelId !== undefined && responseUrl === undefined) {
      await sender.answer(channelId, drawn, threadId);
      return attach(channelId, drawn, surface, words);
    }
    const how = { response_type: surface.isOurs === true ? "in_channel" : "ephemeral", replace_original: false };
    if (responseUrl !== undefined && (await respond(responseUrl, how, drawn))) return sendFiles(surface, drawn, words);
    if (responseUrl === undefined && channelId !== undefined && (await whisper(channelId, drawn, surface)))
      return sendFiles(surface, drawn, words);
    await attach(await sender.tell(userId, drawn), drawn, surface, words);
  }

  /** Slack keeps no files for a message that only one person sees for a while: they come privately. */
  async function sendFiles(surface: Surface, drawn: Drawn, words: OwnWords): Promise<void> {
    if (drawn.files.length > 0) await attach(await sender.directWith(surface.userId), drawn, surface, words);
  }

  /** The card says already that there is a file: when it does not come, whoever asked is told. */
  async function attach(channelId: string, drawn: Drawn, surface: Surface, words: OwnWords): Promise<void> {
    const lost = await files.attach(channelId, drawn.files);
    if (lost.length === 0) return;
    const sorry = drawCard(textCard(plain(`${words.fileLost} (${lost.join(", ")})`)));
    const { userId, channelId: asked, isOurs } = surface;
    const isShown = isOurs !== true && asked !== undefined && (await whisper(asked, sorry, surface));
    if (!isShown) await sender.tell(userId, sorry);
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
    const { responseUrl, channelId, threadId } = surface;
    const drawn = drawCard(card);
    const how = { response_type: "in_channel", replace_original: false };
    if (responseUrl === undefined || channelId === undefined) return tell(card, surface, words);
    const isThere = (await respond(responseUrl, how, drawn)) || (await post(channelId, drawn, threadId));
    if (!isThere) return tell(card, { ...surface, responseUrl: undefined }, words);
    await attach(channelId, drawn, surface, words);
  }

  /** What all are to see is seen by all wherever the bot may write. */
  async function post(channelId: string, drawn: Drawn, threadId: string | undefined): Promise<boolean> {
    try {
      await sender.answer(channelId, drawn, threadId);
      return true;
    } catch (error) {
      log.warn({ err: error }, "an answer for everybody could not be written");
      return error instanceof DeliveryError && error.kind === "unsure";
    }
  }

  return {
    tell,

    async show(response, surface, words) {
      if (response.kind === "nothing") return;
      if (response.kind === "form") return showForm(response.form, surface, words);
      const { card, visibility, replaces } = response;
      if (replaces && surface.responseUrl !== undefined) {
        const drawn = drawCard(card);
        if (await respond(surface.responseUrl, { replace_original: true }, drawn))
          return sendFiles(surface, drawn, words);
      }
      return visibility === "public" ? announce(card, surface, words) : tell(card, surface, words);
    },
  };
}

function originOf(surface: Surface): Omit<FormOrigin, "form" | "subject"> {
  const { channelId, responseUrl, isDirect, isOurs } = surface;
  const isKept = channelId !== undefined && (isDirect !== true || isOurs === true);
  return {
    ...(isKept ? { channel: channelId } : {}),
    ...(isOurs === true ? { ours: true } : {}),
    ...(responseUrl === undefined ? {} : { respond: responseUrl }),
  };
}

/**
 * A button that asks the same again: pressing it gives a new chance to open the form. What was wrong in it is said in
 * any case.
 */
function laterCard({ fields }: FormView, { again }: Surface, { formLater, formLost, openForm }: OwnWords): Card {
  const facts = fields.flatMap(({ label, problem }): Fact[] =>
    problem === undefined ? [] : [{ label, value: plain(problem) }],
  );
  const wrong: Block[] = facts.length === 0 ? [] : [{ kind: "facts", facts }];
  if (again === undefined || again.subject.length > limits.buttonValue)
    return { blocks: [...wrong, { kind: "text", text: plain(formLost) }] };
  return {
    blocks: [...wrong, { kind: "text", text: plain(formLater) }],
    buttons: [{ kind: "action", label: openForm, ...again, tone: "primary" }],
  };
}

/** What stands in a form while its answer takes longer than Slack waits. */
export function waitingView(text: string, close: string): types.ModalView {
  return drawAnswer({ blocks: [{ kind: "text", text: plain(text) }] }, close);
}
