import { z } from "zod";

/**
 * What Slack takes, as its reference says (docs.slack.dev/reference/block-kit, /reference/views, /reference/methods),
 * written down anew and strictly: unknown fields, lengths, unique ids, which block fits where.
 */

const isEscaped = (text: string) => !/[<>]/.test(text) && !/&(?!(?:amp|lt|gt);)/.test(text);

const plain = (most: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: z
      .string()
      .min(1)
      // As it is sent: a reader sees `&amp;` as one character, and nobody knows how Slack counts it.
      .max(most)
      .refine(isEscaped, "not escaped"),
    emoji: z.boolean().optional(),
  });

const mrkdwn = (most: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(most),
    verbatim: z.boolean().optional(),
  });

const actionId = z.string().min(1).max(255);
const option = z.strictObject({
  text: plain(75),
  value: z.string().min(1).max(150),
  description: plain(75).optional(),
});
const options = z.array(option).min(1).max(100);

const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  action_id: actionId,
  url: z
    .url({ protocol: /^https?$/ })
    .max(3_000)
    .optional(),
  value: z.string().min(1).max(2_000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const style = z.strictObject({ bold: z.boolean().optional(), italic: z.boolean().optional() });
const richElement = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().min(1).max(3_000), style: style.optional() }),
  z.strictObject({ type: z.literal("user"), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style: style.optional() }),
  z.strictObject({ type: z.literal("channel"), channel_id: z.string().regex(/^[CG][A-Z0-9]+$/) }),
  z.strictObject({ type: z.literal("link"), url: z.url(), text: z.string().optional(), style: style.optional() }),
]);
const richSection = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(richElement).min(1) });
const richList = z.strictObject({
  type: z.literal("rich_text_list"),
  style: z.enum(["bullet", "ordered"]),
  elements: z.array(richSection).min(1),
});

const input = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("plain_text_input"),
    action_id: actionId,
    multiline: z.boolean().optional(),
    max_length: z.number().int().min(1).max(3_000).optional(),
    initial_value: z.string().min(1).max(3_000).optional(),
  }),
  z.strictObject({
    type: z.literal("number_input"),
    action_id: actionId,
    is_decimal_allowed: z.boolean(),
    initial_value: z
      .string()
      .regex(/^-?\d+$/)
      .optional(),
  }),
  z.strictObject({ type: z.literal("url_text_input"), action_id: actionId, initial_value: z.url().optional() }),
  z.strictObject({ type: z.literal("datepicker"), action_id: actionId, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal("timepicker"),
    action_id: actionId,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal("users_select"),
    action_id: actionId,
    initial_user: z
      .string()
      .regex(/^[UW][A-Z0-9]+$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal("channels_select"),
    action_id: actionId,
    initial_channel: z
      .string()
      .regex(/^C[A-Z0-9]+$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal("static_select"),
    action_id: actionId,
    options,
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal("file_input"),
    action_id: actionId,
    filetypes: z.array(z.string()).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
  }),
  z.strictObject({
    type: z.literal("multi_static_select"),
    action_id: actionId,
    options,
    initial_options: options.optional(),
  }),
]);

const blockId = z.string().min(1).max(255).optional();

const block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), block_id: blockId, text: plain(150) }),
  z.strictObject({ type: z.literal("divider"), block_id: blockId }),
  z.strictObject({ type: z.literal("section"), block_id: blockId, text: z.union([plain(3_000), mrkdwn(3_000)]) }),
  z.strictObject({
    type: z.literal("context"),
    block_id: blockId,
    elements: z
      .array(z.union([plain(3_000), mrkdwn(3_000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal("rich_text"),
    block_id: blockId,
    elements: z.array(z.discriminatedUnion("type", [richSection, richList])).min(1),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id: blockId,
    elements: z.array(button).min(1).max(25).refine(hasOwnIds, "two elements with the same action_id"),
  }),
  z.strictObject({
    type: z.literal("input"),
    block_id: blockId,
    label: plain(2_000),
    hint: plain(2_000).optional(),
    optional: z.boolean().optional(),
    element: input,
  }),
]);

export type FakeBlock = z.infer<typeof block>;

function hasOwnIds(elements: readonly { readonly action_id: string }[]): boolean {
  return new Set(elements.map((element) => element.action_id)).size === elements.length;
}

const hasOwnBlockIds = (blocks: readonly FakeBlock[]) => {
  const ids = blocks.flatMap(({ block_id: id }) => id ?? []);
  return new Set(ids).size === ids.length;
};

/** All texts of a message together; what is beyond was seen to be refused, though it is written nowhere. */
const MOST_TOGETHER = 13_200;

const messageBlocks = z
  .array(block)
  .min(1)
  .max(50)
  .refine(hasOwnBlockIds, "two blocks with the same id")
  .refine((blocks) => blocks.every(({ type }) => type !== "input"), "inputs are for views")
  .refine((blocks) => JSON.stringify(blocks.map(textsOf)).length <= MOST_TOGETHER, "too much text together");

const message = z.object({
  // Signs that mean something to Slack must not come from anybody's words: everything here is plain.
  text: z.string().min(1).max(4_000).refine(isEscaped, "the text is not escaped"),
  blocks: messageBlocks,
});

export type FakeMessageContent = z.infer<typeof message>;

const viewBlocks = z.array(block).max(100).refine(hasOwnBlockIds, "two blocks with the same id");

const modal = z
  .strictObject({
    type: z.literal("modal"),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3_000).optional(),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: viewBlocks,
  })
  .refine(
    ({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== "input"),
    "inputs need a submit",
  );

const home = z.strictObject({ type: z.literal("home"), blocks: viewBlocks });

export const rules = { message, modal, home, views: z.union([modal, home]) };

export type FakeView = z.infer<typeof modal> | z.infer<typeof home>;

/** Every text of a block that a reader sees. */
function textsOf(of: FakeBlock): string[] {
  switch (of.type) {
    case "header":
    case "section":
      return [of.text.text];
    case "context":
      return of.elements.map(({ text }) => text);
    case "rich_text":
      return of.elements.flatMap((part) =>
        (part.type === "rich_text_list" ? part.elements : [part]).flatMap(({ elements }) =>
          elements.map((element) =>
            element.type === "user" || element.type === "channel" ? "" : (element.text ?? ""),
          ),
        ),
      );
    case "actions":
      return of.elements.map(({ text }) => text.text);
    case "input":
      return [of.label.text, of.hint?.text ?? ""];
    case "divider":
      return [];
  }
}
