/** Discord's OpenAPI description as zod schemas; the package says nothing of their types. */
declare module "discord-api-spec/zod" {
  interface Described {
    safeParse(body: unknown): {
      success: boolean;
      error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
    };
  }
  export const ApplicationCommandUpdateRequestSchema: Described;
  export const CreateMessageInteractionCallbackRequestSchema: Described;
  export const CreatePrivateChannelRequestSchema: Described;
  export const CreateTextThreadWithoutMessageRequestSchema: Described;
  export const IncomingWebhookInteractionRequestSchema: Described;
  export const IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema: Described;
  export const MessageCreateRequestSchema: Described;
  export const UpdateThreadRequestPartialSchema: Described;
  export const ModalInteractionCallbackRequestSchema: Described;
}
