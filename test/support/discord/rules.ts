import { z } from "zod";
import {
  ApplicationCommandUpdateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  CreatePrivateChannelRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
  IncomingWebhookInteractionRequestSchema,
  IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
  MessageCreateRequestSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateThreadRequestPartialSchema,
} from "discord-api-spec/zod";

/** What is wrong with a request by Discord's published description and its written limits; nothing when it is right. */
export type Check = (body: unknown, fileNames: readonly string[]) => readonly string[];

/** A schema of Discord's OpenAPI description; the package is plain JavaScript. */
interface Described {
  safeParse(body: unknown): {
    success: boolean;
    error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
  };
}

function described(schema: Described, body: unknown): string[] {
  const { success, error } = schema.safeParse(body);
  if (success) return [];
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const IS_V2 = 1 << 15;

const message = z.looseObject({
  flags: z.number().default(0),
  content: z.string().nullish(),
  embeds: z.array(z.unknown()).nullish(),
  components: z.array(z.unknown()).default([]),
  attachments: z.array(z.looseObject({ filename: z.string() })).default([]),
  allowed_mentions: z.looseObject({ parse: z.array(z.string()), users: z.array(z.string()).default([]) }).optional(),
});

export interface Component {
  readonly type: number;
  readonly content?: string | undefined;
  readonly custom_id?: string | undefined;
  readonly label?: string | undefined;
  readonly style?: number | undefined;
  readonly url?: string | undefined;
  readonly file?: { readonly url: string } | undefined;
  readonly components?: readonly Component[] | undefined;
}

const component: z.ZodType<Component> = z.lazy(() =>
  z.looseObject({
    type: z.number(),
    content: z.string().optional(),
    custom_id: z.string().optional(),
    label: z.string().optional(),
    style: z.number().optional(),
    url: z.string().optional(),
    file: z.looseObject({ url: z.string() }).optional(),
    components: z.array(component).optional(),
  }),
);

/** Every component of a message, those inside others too. */
export function componentsIn(components: readonly unknown[]): Component[] {
  return z
    .array(component)
    .parse(components)
    .flatMap((found) => [found, ...componentsIn(found.components ?? [])]);
}

/** What the reference says of messages with components, and the description doesn't. */
function messageFaults(body: unknown, fileNames: readonly string[]): string[] {
  const { flags, content, embeds, components, attachments, allowed_mentions } = message.parse(body);
  const all = componentsIn(components);
  const texts = all.flatMap(({ type, content: text }) => (type === 10 ? [text ?? ""] : []));
  const ids = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));
  const faults: string[] = [];
  const fault = (isFault: boolean, what: string) => isFault && faults.push(what);
  fault((flags & IS_V2) === 0, "IS_COMPONENTS_V2 is not set");
  fault(
    typeof content === "string" || (embeds?.length ?? 0) > 0,
    "content and embeds don't go with components of the second kind",
  );
  fault(components.length === 0, "Cannot send an empty message");
  fault(all.length > 40, `${all.length} components; 40 are allowed`);
  fault(texts.join("").length > 4_000, `${texts.join("").length} characters of text; 4,000 are allowed`);
  fault(new Set(ids).size < ids.length, "Component custom id cannot be duplicated");
  fault(allowed_mentions === undefined, "allowed_mentions is missing: everything would be called");
  for (const { type, components: inner = [] } of all)
    fault(
      type === 1 && (inner.length === 0 || inner.length > 5),
      `${inner.length} buttons in a row; 1 to 5 are allowed`,
    );
  for (const button of all.filter(({ type }) => type === 2)) {
    fault((button.label ?? "").trim() === "", "a button has no label");
    fault((button.style === 5) !== (button.url !== undefined), "a link button has a url, and no other has");
    fault((button.style === 5) === (button.custom_id !== undefined), "a button has an id unless it is a link");
  }
  for (const { file } of all) {
    const name = file?.url.replace("attachment://", "");
    fault(name !== undefined && !fileNames.includes(name), `the file ${name ?? ""} is not attached`);
  }
  for (const { filename } of attachments) fault(!fileNames.includes(filename), `${filename} was not uploaded`);
  return faults;
}

/** In a modal: five labels at most, no id twice, and what stands in an input must fit in it. */
function modalFaults(body: unknown): string[] {
  const shape = z.looseObject({
    data: z.looseObject({
      components: z.array(
        z.looseObject({
          type: z.literal(18),
          component: z.looseObject({
            custom_id: z.string(),
            value: z.string().optional(),
            max_length: z.number().optional(),
            required: z.boolean().optional(),
            min_values: z.number().optional(),
            max_values: z.number().optional(),
            options: z.array(z.looseObject({ value: z.string(), default: z.boolean().optional() })).optional(),
          }),
        }),
      ),
    }),
  });
  const { components } = shape.parse(body).data;
  const ids = components.map(({ component: { custom_id } }) => custom_id);
  return [
    ...(components.length > 5 ? [`${components.length} components; 5 are allowed`] : []),
    ...(new Set(ids).size < ids.length ? ["Component custom id cannot be duplicated"] : []),
    ...components.flatMap(({ component: input }) => {
      const most = input.max_values ?? 1;
      const chosen = (input.options ?? []).filter((option) => option.default === true).length;
      const values = (input.options ?? []).map(({ value }) => value);
      return [
        ...((input.value?.length ?? 0) > (input.max_length ?? 4_000)
          ? [`${input.custom_id}: the value is too long`]
          : []),
        ...(chosen > most ? [`${input.custom_id}: ${chosen} defaults; ${most} are allowed`] : []),
        ...(new Set(values).size < values.length ? [`${input.custom_id}: a value stands twice`] : []),
        ...(input.options !== undefined && most > input.options.length ? [`${input.custom_id}: max_values`] : []),
        ...(input.min_values === 0 && input.required !== false
          ? [`${input.custom_id}: min_values 0 but required`]
          : []),
      ];
    }),
  ];
}

const withMessage =
  (schema: Described): Check =>
  (body, files) => [...described(schema, body), ...messageFaults(body, files)];

export const checks = {
  createMessage: withMessage(MessageCreateRequestSchema),
  editAnswer: withMessage(IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema),
  addAnswer: withMessage(IncomingWebhookInteractionRequestSchema),
  openConversation: ((body) => described(CreatePrivateChannelRequestSchema, body)) satisfies Check,
  createThread: ((body) => described(CreateTextThreadWithoutMessageRequestSchema, body)) satisfies Check,
  changeThread: ((body) => described(UpdateThreadRequestPartialSchema, body)) satisfies Check,
  commands: ((body) => commandFaults(body)) satisfies Check,
  callback: ((body) => callbackFaults(body)) satisfies Check,
};

const callback = z.looseObject({ type: z.number(), data: z.unknown().optional() });

function callbackFaults(body: unknown): string[] {
  const { type, data } = callback.parse(body);
  switch (type) {
    case 4:
      return [...described(CreateMessageInteractionCallbackRequestSchema, body), ...messageFaults(data, [])];
    case 5:
      return described(CreateMessageInteractionCallbackRequestSchema, body);
    case 6:
      return data === undefined ? [] : ["a deferred update has no data"];
    case 8:
      return z.object({ choices: z.array(suggestion).max(25) }).safeParse(data).success ? [] : ["choices"];
    case 9:
      return [...described(ModalInteractionCallbackRequestSchema, body), ...modalFaults(body)];
    default:
      return [`${type} is no type of answer`];
  }
}

const suggestion = z.object({ name: z.string().min(1).max(100), value: z.string().max(100) });

const NAME = /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u;
const LOCALES = new Set(
  "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(
    " ",
  ),
);

interface Option {
  readonly type: number;
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string>> | null | undefined;
  readonly required?: boolean | undefined;
  readonly autocomplete?: boolean | undefined;
  readonly choices?: readonly { readonly name: string }[] | undefined;
  readonly options?: readonly Option[] | undefined;
}

const option: z.ZodType<Option> = z.lazy(() =>
  z.looseObject({
    type: z.number(),
    name: z.string(),
    name_localizations: z.record(z.string(), z.string()).nullish(),
    required: z.boolean().optional(),
    autocomplete: z.boolean().optional(),
    choices: z.array(z.looseObject({ name: z.string() })).optional(),
    options: z.array(option).optional(),
  }),
);

/** Names in lower case, required options first, at most 25 of everything, known languages, no name twice. */
function commandFaults(body: unknown): string[] {
  const commands = z.array(option.and(z.looseObject({ description: z.string().optional() }))).parse(body);
  const names = commands.map(({ type, name }) => `${type} ${name}`);
  return [
    ...commands.flatMap((command) => described(ApplicationCommandUpdateRequestSchema, command)),
    ...(new Set(names).size < names.length ? ["a command stands twice"] : []),
    // Slash commands, those of a person's menu, those of a message's.
    ...[100, 15, 15].flatMap((most, kind) =>
      commands.filter(({ type }) => type === kind + 1).length > most ? [`more than ${most} of type ${kind + 1}`] : [],
    ),
    ...commands.flatMap(({ type, name, name_localizations }) =>
      type === 1
        ? []
        : [name, ...Object.values(name_localizations ?? {})]
            .filter((label) => label.length < 1 || label.length > 32)
            .map((label) => `the label "${label}"`),
    ),
    ...commands.flatMap((command) => (command.type === 1 ? optionFaults(command) : [])),
    ...commands.flatMap((command) =>
      command.type === 1 && (command.description ?? "") === "" ? ["no description"] : [],
    ),
  ];
}

function optionFaults({ name, name_localizations, choices = [], autocomplete, options = [] }: Option): string[] {
  const localized = Object.entries(name_localizations ?? {});
  const firstOptional = options.findIndex(({ type, required }) => type > 2 && required !== true);
  const lateRequired = options.findLastIndex(({ required }) => required === true);
  const names = options.map((inner) => inner.name);
  return [
    ...[name, ...localized.map(([, text]) => text)]
      .filter((text) => !NAME.test(text) || text !== text.toLowerCase())
      .map((text) => `the name "${text}"`),
    ...localized.filter(([tag]) => !LOCALES.has(tag)).map(([tag]) => `the language "${tag}"`),
    ...(options.length > 25 || choices.length > 25 ? [`${name}: more than 25`] : []),
    ...(autocomplete === true && choices.length > 0 ? [`${name}: choices and autocomplete`] : []),
    ...(firstOptional >= 0 && lateRequired > firstOptional ? [`${name}: required options stand first`] : []),
    ...(new Set(names).size < names.length ? [`${name}: a name stands twice`] : []),
    ...options.flatMap(optionFaults),
  ];
}
