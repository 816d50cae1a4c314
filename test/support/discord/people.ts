import { z } from "zod";
import { callsIn, readMarkdown } from "./markdown.js";
import { conversationWith } from "./rest.js";
import { componentsIn, type Component } from "./rules.js";
import type { FakeDiscord } from "./server.js";
import { attachmentJson, memberJson, messageJson, userJson } from "./world.js";
import type {
  FakeAnswer,
  FakeChannel,
  FakeGuild,
  FakeInteraction,
  FakeMessage,
  FakeModal,
  ModalLabel,
} from "./world.js";

/** A message as a person reads it. */
export interface ReadMessage {
  readonly id: string;
  readonly place: "private" | "channel" | "room";
  readonly onlyForMe: boolean;
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly pings: readonly string[];
  readonly links: readonly string[];
  readonly formats: readonly string[];
  readonly files: readonly string[];
}

export interface About {
  readonly isOrganiser?: boolean;
  readonly isBot?: boolean;
  readonly locale?: string;
}

/** What somebody wrote in the channel. */
export interface WrittenMessage {
  readonly id: string;
  readonly authorId: string;
  readonly text: string;
  readonly mentions?: readonly string[];
  /** By their ids in the store. */
  readonly attachments?: readonly string[];
}

export interface Client {
  /** A slash command as one picks it: "meet pause until:2026-12-20"; names are the registered ones or the localised. */
  calls(userId: string, line: string, where: "private" | "channel"): Promise<FakeAnswer>;
  /** An entry of another person's own menu. */
  picks(userId: string, entry: string, targetId: string): Promise<FakeAnswer>;
  /** An entry of a message's menu, on a message that somebody wrote. */
  actsOn(userId: string, entry: string, message: WrittenMessage): Promise<FakeAnswer>;
  presses(userId: string, messageId: string, label: string): Promise<FakeAnswer>;
  /** Something of any kind, as Discord may come to send it. */
  does(userId: string, in_: FakeChannel, type: number, data: unknown): Promise<FakeAnswer>;
  /** Presses a button that the bot never showed there. */
  forges(userId: string, in_: FakeChannel, customId: string): Promise<FakeAnswer>;
  /** A channel of another server in which this person is, and the bot. */
  elsewhere(userId: string): FakeChannel;
  /** Sends a form; what is not given stays as it stood there. */
  fills(
    userId: string,
    modal: FakeModal,
    values: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<FakeAnswer>;
  /** What an option is completed to while it is typed. */
  types(userId: string, line: string): Promise<FakeAnswer>;
  writes(userId: string, text: string, where: "private" | "channel"): void;
  reads(userId: string): readonly ReadMessage[];
  read(message: FakeMessage): ReadMessage;
  joins(name: string, about?: About): string;
  leaves(userId: string): void;
}

interface Command {
  readonly id: string;
  readonly name: string;
  readonly type: number;
  readonly name_localizations?: Readonly<Record<string, string>> | undefined;
  readonly options?: readonly Command[] | undefined;
}

const commandSchema: z.ZodType<Command> = z.lazy(() =>
  z.looseObject({
    id: z.string().default(""),
    name: z.string(),
    type: z.number(),
    name_localizations: z.record(z.string(), z.string()).optional(),
    options: z.array(commandSchema).optional(),
  }),
);

/** People of one server and its one channel, with the clients they have. */
export function makePeople(discord: FakeDiscord, guild: FakeGuild, channel: FakeChannel): Client {
  const { world, gateway, interact: tell } = discord;

  const channelFor = (userId: string, where: "private" | "channel") =>
    where === "channel" ? channel : conversationWith(world, userId);

  /** Sends the interaction and waits for what is shown. */
  function interact(
    userId: string,
    in_: FakeChannel,
    type: number,
    data: unknown,
    message?: FakeMessage,
  ): Promise<FakeAnswer> {
    return new Promise((resolve) => {
      const interaction: FakeInteraction = {
        id: world.newId(),
        token: `token-${world.newId()}`,
        userId,
        channelId: in_.id,
        messageId: message?.id,
        begunAt: performance.now(),
        ackedAt: undefined,
        doneAt: undefined,
        promised: "none",
        originalId: undefined,
        isExpired: false,
        answered: resolve,
      };
      world.interactions.set(interaction.id, interaction);
      const user = world.users.get(userId);
      const isHere = in_.guildId !== undefined;
      tell({
        id: interaction.id,
        token: interaction.token,
        application_id: world.names ? world.applicationId : null,
        version: 1,
        type,
        data,
        channel_id: in_.id,
        channel: { id: in_.id, type: in_.type },
        locale: user?.locale ?? "en-US",
        entitlements: [],
        app_permissions: world.permissions.toString(),
        context: isHere ? 0 : 1,
        attachment_size_limit: 10_485_760,
        authorizing_integration_owners: {},
        ...(isHere
          ? {
              guild_id: in_.guildId,
              guild_locale: "en-US",
              member: memberJson(world, world.guilds.get(in_.guildId) ?? guild, userId),
            }
          : { user: user && userJson(user) }),
        ...(message === undefined ? {} : { message: messageJson(world, message) }),
      });
    });
  }

  function commands(): Command[] {
    return z
      .array(commandSchema)
      .parse([...(world.commands.get("global") ?? []), ...(world.commands.get(guild.id) ?? [])]);
  }

  function typed(line: string, focus: boolean) {
    const [name = "", ...words] = line.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
    const command = named(commands(), name);
    const verb = command.options?.find((option) => option.type === 1 && isNamed(option, words[0] ?? ""));
    if (verb) words.shift();
    const known = (verb ?? command).options ?? [];
    const options = words.map((word, index) => {
      const [, key, value = ""] = /^([^:\s]+):([\s\S]*)$/.exec(word) ?? [undefined, known[index]?.name ?? "", word];
      const option = named(known, key);
      const isLast = focus && index === words.length - 1;
      return {
        type: option.type,
        name: option.name,
        value: valueFor(option.type, value),
        ...(isLast ? { focused: true } : {}),
      };
    });
    const inner = verb ? [{ type: 1, name: verb.name, options }] : options;
    const people = resolvedOf(options.flatMap(({ type, value }) => (type === 6 ? [String(value)] : [])));
    const files = attachmentsOf(options.flatMap(({ type, value }) => (type === 11 ? [String(value)] : [])));
    const resolved = { ...people, ...files };
    return { id: command.id, name: command.name, type: 1, options: inner, resolved };
  }

  function attachmentsOf(ids: readonly string[]) {
    const known = ids.flatMap((id) => world.attachments.get(id) ?? []);
    return known.length === 0
      ? {}
      : { attachments: Object.fromEntries(known.map((file) => [file.id, attachmentJson(file)])) };
  }

  /** What Discord tells of people who were chosen: of those in the server, also how they are called there. */
  function resolvedOf(ids: readonly string[]) {
    const known = ids.flatMap((id) => world.users.get(id) ?? []);
    const here = known.filter(({ id }) => guild.members.has(id));
    return {
      users: Object.fromEntries(known.map((user) => [user.id, userJson(user)])),
      members: Object.fromEntries(here.map(({ id }) => [id, { ...memberJson(world, guild, id), user: undefined }])),
    };
  }

  function visible(userId: string, { channelId, onlyFor }: FakeMessage): boolean {
    const place = world.channels.get(channelId);
    if (!place || (onlyFor !== undefined && onlyFor !== userId)) return false;
    return place.type === 0 ? guild.members.has(userId) : place.members.has(userId);
  }

  function read(message: FakeMessage): ReadMessage {
    const place = world.channels.get(message.channelId);
    const all = componentsIn(message.components);
    const contents = all.flatMap(({ type, content }) => (type === 10 && content !== undefined ? [content] : []));
    const [first = ""] = contents;
    const hasTitle = first.startsWith("## ");
    const shown = contents.map(readMarkdown);
    const body = hasTitle ? shown.slice(1) : shown;
    return {
      id: message.id,
      place: place?.type === 1 ? "private" : place?.type === 12 ? "room" : "channel",
      onlyForMe: message.onlyFor !== undefined,
      title: hasTitle ? (shown[0]?.text ?? "") : "",
      text: body.map(({ text }) => text).join("\n"),
      buttons: all.flatMap(({ type, label }) => (type === 2 && label !== undefined ? [label] : [])),
      pings: contents.flatMap((content) => callsIn(content, message.allowed)),
      links: shown.flatMap(({ links }) => links),
      formats: shown.flatMap(({ formats }) => formats),
      files: message.files,
    };
  }

  return {
    calls: (userId, line, where) => interact(userId, channelFor(userId, where), 2, typed(line, false)),
    types: (userId, line) => interact(userId, channel, 4, typed(line, true)),
    picks(userId, entry, targetId) {
      const command = commands().find(({ name, type }) => type === 2 && name === entry);
      if (!command) throw new Error(`nobody has an entry "${entry}"`);
      const resolved = resolvedOf([targetId]);
      return interact(userId, channel, 2, { id: command.id, name: entry, type: 2, target_id: targetId, resolved });
    },
    actsOn(userId, entry, { id, authorId, text, mentions = [], attachments = [] }) {
      const command = commands().find((known) => known.type === 3 && isNamed(known, entry));
      if (!command) throw new Error(`no message has an entry "${entry}"`);
      const userOf = (known: string) => world.users.get(known);
      const base = messageJson(world, {
        ...{ id, channelId: channel.id, authorId, onlyFor: undefined, nonce: undefined },
        ...{ components: [], allowed: { parse: [], users: [] }, files: [] },
      });
      const message = {
        ...base,
        content: text,
        flags: 0,
        mentions: mentions.flatMap((known) => userOf(known) ?? []).map(userJson),
        attachments: attachments.flatMap((known) => world.attachments.get(known) ?? []).map(attachmentJson),
      };
      const resolved = { messages: { [id]: message } };
      return interact(userId, channel, 2, { id: command.id, name: command.name, type: 3, target_id: id, resolved });
    },
    presses(userId, messageId, label) {
      const message = world.messages.get(messageId);
      if (!message || !visible(userId, message)) throw new Error("there is no such message that this person can see");
      const place = world.channels.get(message.channelId);
      const button = buttonOn(message.components, label);
      if (!place || button.custom_id === undefined) throw new Error(`no button "${label}" to press`);
      return interact(userId, place, 3, { component_type: 2, custom_id: button.custom_id, id: 1 }, message);
    },
    does: interact,
    forges(userId, in_, customId) {
      const message: FakeMessage = {
        ...{ id: world.newId(), channelId: in_.id, authorId: world.botId, onlyFor: userId, nonce: undefined },
        ...{ components: [], allowed: { parse: [], users: [] }, files: [] },
      };
      world.messages.set(message.id, message);
      return interact(userId, in_, 3, { component_type: 2, custom_id: customId, id: 1 }, message);
    },
    elsewhere(userId) {
      const other: FakeGuild = {
        ...{ id: world.newId(), name: "MGMP Kimia", members: new Set([world.botId, userId]), organisers: new Set() },
      };
      const place: FakeChannel = { ...channel, id: world.newId(), guildId: other.id };
      world.guilds.set(other.id, other);
      world.channels.set(place.id, place);
      return place;
    },
    fills(userId, modal, values) {
      const place = world.channels.get(modal.channelId) ?? channel;
      const message = modal.messageId === undefined ? undefined : world.messages.get(modal.messageId);
      const components = modal.labels.map((label, index) => ({
        type: 18,
        id: index + 1,
        component: filled(label, values),
      }));
      const chosen = components.flatMap(({ component: input }) =>
        input.type === 19 && "values" in input ? input.values : [],
      );
      const data = { custom_id: modal.customId, components, resolved: attachmentsOf(chosen) };
      return interact(userId, place, 5, data, message);
    },
    writes(userId, text, where) {
      const place = channelFor(userId, where);
      const user = world.users.get(userId);
      const isHere = place.guildId !== undefined;
      gateway.dispatch("MESSAGE_CREATE", {
        ...messageJson(world, {
          id: world.newId(),
          channelId: place.id,
          authorId: userId,
          onlyFor: undefined,
          nonce: undefined,
          components: [],
          allowed: { parse: [], users: [] },
          files: [],
        }),
        author: user && userJson(user),
        // Without the privileged intent the text of others' messages stays empty.
        content: isHere ? "" : text,
        flags: 0,
        channel_type: place.type,
        ...(isHere ? { guild_id: place.guildId, member: memberJson(world, guild, userId) } : {}),
      });
    },
    reads: (userId) => [...world.messages.values()].filter((message) => visible(userId, message)).map(read),
    read,
    joins(name, { isOrganiser = false, isBot = false, locale = "en-US" } = {}) {
      const id = world.newId();
      world.users.set(id, { id, name, isBot, locale, isClosed: false });
      guild.members.add(id);
      if (isOrganiser) guild.organisers.add(id);
      gateway.dispatch("GUILD_MEMBER_ADD", { ...memberJson(world, guild, id), guild_id: guild.id });
      return id;
    },
    leaves(userId) {
      guild.members.delete(userId);
      const user = world.users.get(userId);
      gateway.dispatch("GUILD_MEMBER_REMOVE", { guild_id: guild.id, user: user && userJson(user) });
    },
  };
}

function named(options: readonly Command[], name: string): Command {
  const found = options.find((option) => isNamed(option, name));
  if (!found) throw new Error(`there is no "${name}" to choose`);
  return found;
}

function isNamed({ name, name_localizations }: Command, wanted: string): boolean {
  return name === wanted || Object.values(name_localizations ?? {}).includes(wanted);
}

/** As Discord's client sends it: numbers, truth values, and bare ids of people and channels. */
function valueFor(type: number, written: string): string | number | boolean {
  const value = written.replace(/^"(.*)"$/, "$1");
  if (type === 4) return Number(value);
  if (type === 5) return value === "true";
  if (type === 6 || type === 7) return value.replace(/\D/g, "");
  return value;
}

function buttonOn(components: readonly Component[], label: string): Component {
  const buttons = componentsIn(components).filter(({ type }) => type === 2);
  const found = buttons.find((button) => button.label === label || button.label?.split(" · ").includes(label));
  if (!found) throw new Error(`no button "${label}"; there are: ${buttons.map((button) => button.label).join(", ")}`);
  return found;
}

/** An input as it comes back: what was given, or what stood there. */
function filled({ component }: ModalLabel, values: Readonly<Record<string, string | readonly string[]>>) {
  const { type, custom_id, value = "", options = [], default_values = [] } = component;
  const given = values[custom_id];
  if (type === 4) return { type, id: 1, custom_id, value: typeof given === "string" ? given : value };
  const standing = [
    ...options.filter((option) => option.default).map((option) => option.value),
    ...default_values.map(({ id }) => id),
  ];
  const chosen = given === undefined ? standing : typeof given === "string" ? [given] : given;
  return { type, id: 1, custom_id, values: chosen.filter((entry) => entry !== "") };
}
