import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  Routes,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type LocalizationMap,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from "discord.js";
import type { Bot } from "../../chat/bot.js";
import type { Command } from "../../chat/command.js";
import { maxLength, type Field, type Fields } from "../../chat/field.js";
import { choiceLabel, languageName } from "../../chat/form.js";
import { shorten } from "../../chat/text.js";
import type { Words } from "../../chat/words.js";
import type { Menus } from "./decode.js";
import { optionName } from "./ids.js";
import { limits } from "./limits.js";

/** Discord's description wants a number for the permissions, and its answers have a text; both are taken. */
type Registered = WithNumber<
  RESTPostAPIChatInputApplicationCommandsJSONBody | RESTPostAPIContextMenuApplicationCommandsJSONBody
>;
type WithNumber<Command> = Command extends object
  ? Omit<Command, "default_member_permissions"> & { readonly default_member_permissions: number | null }
  : never;

/** English has two tags at Discord, and speakers of other languages see it too: it is the standard. */
const STANDARD = "en";

/**
 * Everything that people can call, as Discord wants it told: one slash command a command file, one subcommand a verb.
 * The names of commands, verbs and options are our own ids, which are the same in every language; what people see of
 * them is a localisation, also in English.
 */
export function commandsFor({ commands, words }: Pick<Bot, "commands" | "words">): readonly Registered[] {
  return [
    ...commands.map((command) => slashCommand(command, words)),
    ...[...peopleMenu(commands, words)].map(([name, { command }]): Registered => ({
      type: ApplicationCommandType.User,
      name,
      ...localized("name", words, (locale) => words.label(locale, command, "menu")),
      ...where(false),
    })),
    ...commands.flatMap((command) => messageCommand(command, words)),
  ];
}

export function menusFor({ commands, words }: Pick<Bot, "commands" | "words">): Menus {
  const acting = commands.filter(({ message }) => message !== undefined);
  return {
    people: peopleMenu(commands, words),
    messages: new Map(acting.map(({ id }) => [words.label(STANDARD, id, MESSAGE_NAME), id])),
  };
}

const MESSAGE_NAME = "message.name";

/** In the menu of every message; a command in a menu has no description. */
function messageCommand({ id, message, organisersOnly }: Command<never>, words: Words): Registered[] {
  if (message === undefined) return [];
  return [
    {
      type: ApplicationCommandType.Message,
      name: words.label(STANDARD, id, MESSAGE_NAME),
      ...localized("name", words, (locale) => words.label(locale, id, MESSAGE_NAME)),
      ...where(organisersOnly),
    },
  ];
}

/**
 * A command that needs one person and nothing else, or the first verb of one, can be called from that person's own menu,
 * if it has words for it.
 */
function peopleMenu(commands: Bot["commands"], words: Words): Menus["people"] {
  return new Map(
    commands.flatMap((command) => {
      const [verb = "", entry] = Object.entries(command.entries)[0] ?? [];
      const needed = Object.entries(entry?.options ?? {}).filter(([, field]) => field.required === true);
      const [first] = needed;
      if (first?.[1].kind !== "member" || needed.length !== 1 || !words.has(STANDARD, command.id, "menu")) return [];
      return [[words.label(STANDARD, command.id, "menu"), { command: command.id, verb, option: first[0] }] as const];
    }),
  );
}

function slashCommand(command: Command<never>, words: Words): Registered {
  const { id } = command;
  const entries = Object.entries(command.entries);
  const alone = command.entries[""];
  const options =
    alone === undefined
      ? entries.map(([verb, entry]): APIApplicationCommandOption => ({
          type: ApplicationCommandOptionType.Subcommand,
          name: verb,
          ...named(words, id, `verbs.${verb}.name`, `verbs.${verb}.summary`),
          options: optionsOf(words, id, entry.options),
        }))
      : optionsOf(words, id, alone.options);
  return {
    type: ApplicationCommandType.ChatInput,
    name: id,
    ...named(words, id, "name", "summary"),
    options,
    ...where(command.organisersOnly),
  };
}

/** Installed to servers, usable there and in the private conversation with the bot. */
function where(organisersOnly: boolean) {
  return {
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: organisersOnly
      ? [InteractionContextType.Guild]
      : [InteractionContextType.Guild, InteractionContextType.BotDM],
    default_member_permissions: organisersOnly ? Number(PermissionFlagsBits.ManageGuild) : null,
  };
}

function optionsOf(words: Words, file: string, fields: Fields): APIApplicationCommandBasicOption[] {
  return Object.entries(fields).map(([id, field]) => optionOf(words, file, id, field));
}

function optionOf(words: Words, file: string, id: string, field: Field): APIApplicationCommandBasicOption {
  const common = {
    name: optionName(id),
    ...named(words, file, `fields.${id}.name`, `fields.${id}.label`),
    required: field.required ?? false,
  };
  switch (field.kind) {
    case "text":
      return { ...common, type: ApplicationCommandOptionType.String, max_length: longest(maxLength(field)) };
    case "whole":
      return { ...common, type: ApplicationCommandOptionType.Integer, min_value: field.min, max_value: field.max };
    case "yesno":
      return { ...common, type: ApplicationCommandOptionType.Boolean };
    case "date":
    case "time":
    case "url":
      return { ...common, type: ApplicationCommandOptionType.String };
    case "choice":
      return {
        ...common,
        type: ApplicationCommandOptionType.String,
        choices: choicesOf(words, file, id, field.choices),
      };
    case "language":
      return {
        ...common,
        type: ApplicationCommandOptionType.String,
        choices: words.locales.map((value) => ({ value, name: languageName(value) })),
      };
    case "choices":
    case "timeZone":
      return { ...common, type: ApplicationCommandOptionType.String, autocomplete: true };
    case "member":
      return { ...common, type: ApplicationCommandOptionType.User };
    case "channel":
      return { ...common, type: ApplicationCommandOptionType.Channel, channel_types: [ChannelType.GuildText] };
    case "file":
      return { ...common, type: ApplicationCommandOptionType.Attachment };
  }
}

function longest(length: number): number {
  return Math.min(length, limits.optionText);
}

function choicesOf(words: Words, file: string, id: string, choices: readonly string[]) {
  const label = (locale: string, value: string) =>
    shorten(choiceLabel(words, locale, file, id, value), limits.choiceName);
  return choices.slice(0, limits.choices).map((value) => ({
    value,
    name: label(STANDARD, value),
    ...localized("name", words, (locale) => label(locale, value)),
  }));
}

function named(words: Words, file: string, nameKey: string, summaryKey: string) {
  const summary = (locale: string) => shorten(words.label(locale, file, summaryKey), limits.commandText);
  return {
    description: summary(STANDARD),
    ...localized("name", words, (locale) => words.label(locale, file, nameKey)),
    ...localized("description", words, summary),
  };
}

function localized<Kind extends "name" | "description">(
  kind: Kind,
  words: Words,
  textIn: (locale: string) => string,
): Readonly<Record<`${Kind}_localizations`, LocalizationMap>> {
  const tags = words.locales.flatMap((locale) => tagsOf(locale).map((tag) => [tag, textIn(locale)] as const));
  return { [`${kind}_localizations`]: Object.fromEntries(tags) } as Record<`${Kind}_localizations`, LocalizationMap>;
}

/** Discord's tags for a language of ours; a tag that it does not have would have the whole registration refused. */
function tagsOf(locale: string): readonly string[] {
  return TAGS.filter((tag) => tag === locale || tag.startsWith(`${locale}-`));
}

// https://discord.com/developers/docs/reference#locales
const TAGS =
  "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(
    " ",
  );

export interface RegisterParts {
  readonly rest: REST;
  readonly bot: Pick<Bot, "commands" | "words">;
  readonly applicationId: string;
  readonly guildIds: readonly string[];
  readonly log: { info(facts: Record<string, unknown>, message: string): void };
}

/** Registers the commands where they are not as they should be; Discord counts registrations, so not every time. */
export async function registerCommands({ rest, bot, applicationId, guildIds, log }: RegisterParts): Promise<void> {
  const wanted = commandsFor(bot);
  const routes =
    guildIds.length === 0
      ? [Routes.applicationCommands(applicationId)]
      : guildIds.map((guildId) => Routes.applicationGuildCommands(applicationId, guildId));
  for (const route of routes) {
    const query = new URLSearchParams({ with_localizations: "true" });
    const registered = await rest.get(route, { query });
    if (Array.isArray(registered) && !hasChanged(registered, wanted)) continue;
    await rest.put(route, { body: wanted });
    log.info({ commands: wanted.length }, "commands were registered with Discord");
  }
}

/** Whether what is registered differs from what is wanted, whatever Discord adds by itself. */
export function hasChanged(registered: readonly object[], wanted: readonly Registered[]): boolean {
  const written = (commands: readonly object[]) => commands.map((command) => JSON.stringify(essence(command))).sort();
  return JSON.stringify(written(registered)) !== JSON.stringify(written(wanted));
}

/** What we say of a command; Discord leaves out what is the standard, and adds ids and versions. */
const OURS = new Set([
  ...["type", "name", "name_localizations", "description", "description_localizations", "options", "required"],
  ...["choices", "value", "min_value", "max_value", "max_length", "autocomplete", "channel_types"],
  ...["default_member_permissions", "contexts", "integration_types"],
]);

function essence(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => essence(item));
  if (typeof value !== "object" || value === null) return typeof value === "number" ? String(value) : value;
  const entries = Object.entries(value)
    .filter(([name, inner]) => (isMap || OURS.has(name)) && !isNothing(inner))
    .map(([name, inner]) => [name, essence(inner, name.endsWith("_localizations"))] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
