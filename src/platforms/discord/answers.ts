import {
  InteractionResponseType,
  MessageFlags,
  RateLimitError,
  RESTJSONErrorCodes,
  Routes,
  type APIInteraction,
  type APIModalInteractionResponseCallbackData,
  type REST,
} from "discord.js";
import { codeOf } from "./errors.js";
import { ANSWERING, insist, type Patience } from "./patience.js";
import type { RenderedMessage } from "./render.js";
import { bodyOf, filesOf } from "./wire.js";

/** How Discord was told that an answer will come. */
export type Promised = "private" | "public" | "replace";

export interface AnswerParts {
  readonly rest: REST;
  readonly patience: Patience;
  /** Our own: what an interaction says of it may be missing. */
  readonly applicationId: () => string;
}

/** Discord takes the first response for 3 s; each of two tries has so long, in ms. */
const FIRST_TRY = 1_400;

const TOO_LATE: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  50_027,
]);

/**
 * Discord no longer takes an answer to this: the first came too late, or the quarter of an hour is over, or would be
 * before Discord wants to be asked again.
 */
export function isTooLate(error: unknown): boolean {
  return error instanceof RateLimitError || TOO_LATE.has(codeOf(error) ?? 0);
}

type Asked = Pick<APIInteraction, "id" | "token">;

export type Answers = ReturnType<typeof makeAnswers>;

/** The ways in which Discord lets an interaction be answered. */
export function makeAnswers({ rest, patience, applicationId }: AnswerParts) {
  const waiting = { ...patience, longest: ANSWERING };

  async function first({ id, token }: Asked, body: object): Promise<void> {
    const route = Routes.interactionCallback(id, token);
    const send = () => rest.post(route, { body, auth: false, signal: AbortSignal.timeout(FIRST_TRY) });
    try {
      await insist({ ...patience, tries: 2 }, send);
    } catch (error) {
      // The first try had arrived although its answer did not.
      if (codeOf(error) !== RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged) throw error;
    }
  }

  const flagsOf = (isEphemeral: boolean) => (isEphemeral ? MessageFlags.Ephemeral : 0);

  return {
    async promise(asked: Asked, manner: Promised, isEphemeral: boolean): Promise<void> {
      if (manner === "replace") return first(asked, { type: InteractionResponseType.DeferredMessageUpdate });
      const type = InteractionResponseType.DeferredChannelMessageWithSource;
      return first(asked, { type, data: { flags: flagsOf(isEphemeral) } });
    },

    async openModal(asked: Asked, data: APIModalInteractionResponseCallbackData): Promise<void> {
      await first(asked, { type: InteractionResponseType.Modal, data });
    },

    async suggest(asked: Asked, choices: readonly { readonly name: string; readonly value: string }[]): Promise<void> {
      const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
      await first(asked, { type, data: { choices } });
    },

    /** The answer at once, without a promise before. */
    async sayAtOnce(asked: Asked, message: RenderedMessage, isEphemeral: boolean): Promise<void> {
      const { flags, ...body } = bodyOf(message);
      const data = { ...body, flags: flags | flagsOf(isEphemeral) };
      await first(asked, { type: InteractionResponseType.ChannelMessageWithSource, data });
    },

    /** Fills what was promised: the message that waits, or the one whose button was pressed. */
    async fill({ token }: Asked, message: RenderedMessage): Promise<void> {
      const route = Routes.webhookMessage(applicationId(), token, "@original");
      await insist(waiting, () => rest.patch(route, { body: bodyOf(message), files: filesOf(message), auth: false }));
    },

    async withdraw({ token }: Asked): Promise<void> {
      await insist(waiting, () =>
        rest.delete(Routes.webhookMessage(applicationId(), token, "@original"), { auth: false }),
      );
    },

    /** A further message. Not repeated when it may have arrived: nothing tells it from a new one. */
    async add({ token }: Asked, message: RenderedMessage, isEphemeral: boolean): Promise<void> {
      const { flags, ...rest_ } = bodyOf(message);
      const body = { ...rest_, flags: flags | flagsOf(isEphemeral) };
      const send = () =>
        rest.post(Routes.webhook(applicationId(), token), { body, files: filesOf(message), auth: false });
      await insist({ ...waiting, tries: 1 }, send);
    },
  };
}
