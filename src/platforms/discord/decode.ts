import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  PermissionFlagsBits,
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIModalSubmission,
  type APIUser,
  type ModalSubmitComponent,
} from "discord.js";
import type { Invocation, PersonNamed, PersonSeen, Place } from "../../chat/invocation.js";
import { cleanText } from "../../chat/text.js";
import { z } from "zod";
import { attachedTo, type Attached } from "./attachments.js";
import { fieldOfOption, readCustomId } from "./ids.js";
import { toldOf } from "./seen.js";

export const PLATFORM = "discord";

/** What a person did, as far as Discord's message says it. */
export type Deed = Invocation extends infer I ? (I extends Invocation ? Omit<I, "place" | "person"> : never) : never;

type Values = Readonly<Record<string, unknown>>;

/** An interaction, apart from where and by whom. */
export type Decoded =
  | { readonly kind: "deed"; readonly deed: Deed; readonly spaceId: string | undefined }
  /** A page of a kept form is to be opened, or came back. */
  | { readonly kind: "open"; readonly token: string; readonly page: number }
  | { readonly kind: "page"; readonly token: string; readonly page: number; readonly values: Values }
  | {
      readonly kind: "suggest";
      readonly command: string;
      readonly verb: string;
      readonly option: string;
      readonly written: string;
    }
  /** Of another version of this program, or of a kind that it does not know. */
  | { readonly kind: "unknown" };

/** What the entries of menus stand for, by their names. */
export interface Menus {
  /** Of a person's own: a command, its verb ("" where it has none) and its option for the person. */
  readonly people: ReadonlyMap<string, { readonly command: string; readonly verb: string; readonly option: string }>;
  /** Of a message's: a command. */
  readonly messages: ReadonlyMap<string, string>;
}

export function decode(interaction: APIInteraction, menus: Menus): Decoded {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return decodeCommand(interaction, menus);
    case InteractionType.MessageComponent:
      return decodeButton(interaction.data.custom_id);
    case InteractionType.ModalSubmit:
      return decodeForm(interaction.data, attachedTo(interaction));
    case InteractionType.Ping:
      return { kind: "unknown" };
    case InteractionType.ApplicationCommandAutocomplete: {
      const { verb, options } = unfold(interaction.data.options);
      const asked = options.find((option) => "focused" in option && option.focused);
      if (asked === undefined || !("value" in asked)) return { kind: "unknown" };
      const { name, value } = asked;
      const option = fieldOfOption(name);
      return { kind: "suggest", command: interaction.data.name, verb, option, written: String(value) };
    }
    // Kinds that Discord has invented since.
    default:
      return { kind: "unknown" };
  }
}

type CommandInteraction = Extract<APIInteraction, { type: InteractionType.ApplicationCommand }>;

function decodeCommand(interaction: CommandInteraction, menus: Menus): Decoded {
  const { data, guild_id: spaceId } = interaction;
  if (data.type === ApplicationCommandType.ChatInput) {
    const { verb, options } = unfold(data.options);
    const files = attachedTo(interaction);
    const values = options.map((option) => [fieldOfOption(option.name), optionValue(option, files)] as const);
    const deed: Deed = { kind: "command", command: data.name, verb, options: Object.fromEntries(values) };
    return { kind: "deed", deed, spaceId };
  }
  if (data.type === ApplicationCommandType.Message) {
    const command = menus.messages.get(data.name);
    const message = toldOf(data, spaceId);
    if (command === undefined || message === undefined) return { kind: "unknown" };
    return { kind: "deed", deed: { kind: "message", command, message }, spaceId };
  }
  const menu = data.type === ApplicationCommandType.User ? menus.people.get(data.name) : undefined;
  if (menu === undefined || !("target_id" in data)) return { kind: "unknown" };
  const options = { [menu.option]: `<@${data.target_id}>` };
  return { kind: "deed", deed: { kind: "command", command: menu.command, verb: menu.verb, options }, spaceId };
}

type Option = APIApplicationCommandInteractionDataOption;

/** The verb and its options: a command with verbs holds them one level deeper. */
function unfold(options: readonly Option[] | undefined): { verb: string; options: readonly Option[] } {
  const [first] = options ?? [];
  if (first?.type === ApplicationCommandOptionType.Subcommand)
    return { verb: first.name, options: first.options ?? [] };
  return { verb: "", options: options ?? [] };
}

function optionValue(option: Option, files: Attached): unknown {
  if (!("value" in option)) return undefined;
  if (option.type === ApplicationCommandOptionType.Attachment) return files[option.value];
  if (option.type === ApplicationCommandOptionType.User) return `<@${option.value}>`;
  if (option.type === ApplicationCommandOptionType.Channel) return `<#${option.value}>`;
  return option.value;
}

function decodeButton(customId: string): Decoded {
  const id = readCustomId(customId);
  if (id?.kind === "open") return id;
  if (id?.kind !== "action") return { kind: "unknown" };
  const { action, subject, spaceId } = id;
  return { kind: "deed", deed: { kind: "action", action, subject }, spaceId };
}

function decodeForm(data: APIModalSubmission, files: Attached): Decoded {
  const id = readCustomId(data.custom_id);
  const values = valuesOf(data, files);
  if (id?.kind === "page") return { ...id, values };
  if (id?.kind !== "form") return { kind: "unknown" };
  const { form, subject, spaceId } = id;
  return { kind: "deed", deed: { kind: "form", form, subject, values }, spaceId };
}

/** What was filled in, as the kernel's fields read it. A file that was not chosen leaves the one that is kept. */
export function valuesOf({ components }: APIModalSubmission, files: Attached = {}): Values {
  const inputs = components.flatMap((component) => {
    if (component.type === ComponentType.Label) return [component.component];
    return component.type === ComponentType.ActionRow ? component.components : [];
  });
  return Object.fromEntries(
    inputs.flatMap((input) => {
      if (input.type !== ComponentType.FileUpload) return [[input.custom_id, valueOf(input)]];
      const [first] = input.values;
      return first === undefined ? [] : [[input.custom_id, files[first]]];
    }),
  );
}

function valueOf(input: ModalSubmitComponent): unknown {
  if (input.type === ComponentType.TextInput) return input.value;
  if (!("values" in input)) return undefined;
  const [first = "", ...more] = input.values;
  if (first === "") return "";
  if (input.type === ComponentType.UserSelect) return `<@${first}>`;
  if (input.type === ComponentType.ChannelSelect) return `<#${first}>`;
  return more.length > 0 ? input.values : first;
}

/** Who did it; no app is listened to. `isOrganiser` is known only inside a server. */
export function personOf(interaction: APIInteraction): PersonSeen | undefined {
  const { member } = interaction;
  const user = member?.user ?? interaction.user;
  if (user === undefined || user.bot === true || interaction.type === InteractionType.Ping) return undefined;
  return {
    externalId: user.id,
    name: nameOf(user, member?.nick),
    locale: interaction.locale,
    ...(member === undefined ? {} : { isOrganiser: mayManage(BigInt(member.permissions)) }),
  };
}

const named = z.object({
  users: z
    .record(
      z.string(),
      z.object({ username: z.string(), global_name: z.string().nullish(), bot: z.boolean().default(false) }),
    )
    .default({}),
  members: z.record(z.string(), z.object({ nick: z.string().nullish() })).default({}),
});

/** Whoever was chosen in a command, its menu or a form. Those who are not in the server are not among them. */
export function namedIn(interaction: APIInteraction): readonly PersonNamed[] {
  const { data } = interaction;
  const { users, members } = named.parse((data !== undefined && "resolved" in data && data.resolved) || {});
  return Object.entries(users).flatMap(([externalId, { bot, username, global_name = null }]): PersonNamed[] => {
    const member = members[externalId];
    const name = nameOf({ username, global_name }, member?.nick);
    if (bot) return [{ externalId, name, isBot: true }];
    return member === undefined ? [] : [{ externalId, name }];
  });
}

/** The name that people see: of this server, of everywhere, or else the account's. */
export function nameOf(user: Pick<APIUser, "username" | "global_name">, nick: string | null | undefined): string {
  const names = [nick, user.global_name, user.username];
  return names.find((name) => typeof name === "string" && cleanText(name) !== "") ?? "";
}

export function mayManage(permissions: bigint): boolean {
  return (permissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n;
}

export function placeIn(spaceId: string, channelId: string | undefined): Place {
  return { platform: PLATFORM, spaceId, ...(channelId === undefined ? {} : { channelId }) };
}
