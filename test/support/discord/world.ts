import type { Component } from "./rules.js";

/** Bits of Discord's permissions that matter here. */
export const may = {
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageGuild: 1n << 5n,
  manageThreads: 1n << 34n,
  createPrivateThreads: 1n << 36n,
  sendInThreads: 1n << 38n,
} as const;

export interface FakeUser {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  locale: string;
  /** Takes no private messages. */
  isClosed: boolean;
}

export interface FakeChannel {
  readonly id: string;
  /** 0 text, 1 private conversation, 12 private thread. */
  readonly type: 0 | 1 | 12;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  name: string;
  /** Of a conversation or a thread. */
  readonly members: Set<string>;
  /** What the bot may not do here, whatever its role allows. */
  denied: bigint;
  /** Whoever may not see it. */
  readonly hiddenFrom: Set<string>;
  isFolded: boolean;
  /** Only a moderator may wake it. */
  isLocked?: boolean;
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  readonly members: Set<string>;
  readonly organisers: Set<string>;
}

export interface FakeMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly onlyFor: string | undefined;
  readonly nonce: string | undefined;
  components: readonly Component[];
  allowed: { readonly parse: readonly string[]; readonly users: readonly string[] };
  files: readonly string[];
  /** What those files hold. */
  contents?: readonly Buffer[];
}

/** A file that somebody attached, as it lies in Discord's store. */
export interface FakeAttachment {
  readonly id: string;
  readonly name: string;
  readonly type: string | undefined;
  /** What Discord says of it; the file itself may be another. */
  readonly size: number;
  readonly url: string;
}

/** A modal as it was opened for somebody. */
export interface FakeModal {
  readonly customId: string;
  readonly title: string;
  readonly labels: readonly ModalLabel[];
  /** On which message the button stood that opened it. */
  readonly messageId: string | undefined;
  readonly channelId: string;
}

export interface ModalLabel {
  readonly label: string;
  readonly description?: string | undefined;
  readonly component: {
    readonly type: number;
    readonly custom_id: string;
    readonly value?: string | undefined;
    readonly required?: boolean | undefined;
    readonly options?:
      readonly { readonly value: string; readonly label: string; readonly default?: boolean | undefined }[] | undefined;
    readonly default_values?: readonly { readonly id: string }[] | undefined;
  };
}

export type FakeAnswer =
  | { readonly kind: "message"; readonly message: FakeMessage }
  | { readonly kind: "modal"; readonly modal: FakeModal }
  | { readonly kind: "choices"; readonly choices: readonly { readonly name: string; readonly value: string }[] };

/** Something a person did that waits for its answer. */
export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly channelId: string;
  readonly messageId: string | undefined;
  /** Real time, in ms: the deadlines are real. */
  readonly begunAt: number;
  ackedAt: number | undefined;
  doneAt: number | undefined;
  /** Whether the promised answer is for the person only; of a button, whether its message is to be changed. */
  promised: "none" | "ephemeral" | "public" | "update";
  originalId: string | undefined;
  /** After a quarter of an hour nothing is taken any more. */
  isExpired: boolean;
  answered: (answer: FakeAnswer) => void;
}

export interface World {
  readonly botId: string;
  readonly applicationId: string;
  readonly users: Map<string, FakeUser>;
  readonly guilds: Map<string, FakeGuild>;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: Map<string, FakeMessage>;
  readonly interactions: Map<string, FakeInteraction>;
  readonly attachments: Map<string, FakeAttachment>;
  /** By scope: "global" or a server's id. */
  readonly commands: Map<string, readonly unknown[]>;
  /** Whether interactions say to which application they belong. */
  names: boolean;
  /** Whether the app has the privileged list of members. */
  mayList: boolean;
  /** What the bot may do in every server. */
  permissions: bigint;
  newId(): string;
}

const EPOCH = 1_420_070_400_000;

/** @param now the time in the ids that are given out */
export function makeWorld(now: () => Date): World {
  let count = 0n;
  const newId = () => ((BigInt(now().getTime() - EPOCH) << 22n) + ++count).toString();
  const botId = newId();
  return {
    botId,
    applicationId: botId,
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    interactions: new Map(),
    attachments: new Map(),
    commands: new Map(),
    names: true,
    mayList: true,
    permissions: may.viewChannel | may.sendMessages | may.createPrivateThreads | may.sendInThreads,
    newId,
  };
}

/** What the bot may do in a channel. */
export function botMay({ permissions }: World, { denied }: FakeChannel, what: bigint): boolean {
  return (permissions & ~denied & what) === what;
}

export function userJson({ id, name, isBot }: FakeUser) {
  return {
    id,
    username: name.toLowerCase().replace(/\s+/g, "."),
    global_name: name,
    discriminator: "0",
    avatar: null,
    bot: isBot,
  };
}

export function attachmentJson({ id, name, type, size, url }: FakeAttachment) {
  return { id, filename: name, size, url, proxy_url: url, ...(type === undefined ? {} : { content_type: type }) };
}

export function memberJson(world: World, guild: FakeGuild, userId: string) {
  const user = world.users.get(userId);
  const isOrganiser = guild.organisers.has(userId);
  return {
    user: user && userJson(user),
    nick: null,
    roles: isOrganiser ? [organiserRole(guild)] : [],
    joined_at: "2026-01-01T00:00:00.000Z",
    deaf: false,
    mute: false,
    flags: 0,
    permissions: (world.permissions | (isOrganiser ? may.manageGuild : 0n)).toString(),
  };
}

export function organiserRole(guild: FakeGuild): string {
  return (BigInt(guild.id) + 1n).toString();
}

export function channelJson(channel: FakeChannel, botId: string) {
  const { id, type, guildId, parentId, name, denied, isFolded, isLocked = false } = channel;
  return {
    id,
    type,
    ...(guildId === undefined ? {} : { guild_id: guildId }),
    ...(parentId === undefined ? {} : { parent_id: parentId, owner_id: botId }),
    name,
    position: 0,
    permission_overwrites: denied === 0n ? [] : [{ id: botId, type: 1, allow: "0", deny: denied.toString() }],
    ...(type === 12
      ? { thread_metadata: { archived: isFolded, auto_archive_duration: 10_080, locked: isLocked } }
      : {}),
  };
}

export function guildJson(world: World, guild: FakeGuild) {
  const role = { color: 0, hoist: false, managed: false, mentionable: false, position: 0, flags: 0 };
  return {
    id: guild.id,
    name: guild.name,
    owner_id: "1",
    unavailable: false,
    member_count: guild.members.size + 1,
    system_channel_id: null,
    roles: [
      { ...role, id: guild.id, name: "@everyone", permissions: world.permissions.toString() },
      { ...role, id: organiserRole(guild), name: "pengurus", permissions: may.manageGuild.toString() },
    ],
    channels: [...world.channels.values()]
      .filter(({ guildId, type }) => guildId === guild.id && type === 0)
      .map((channel) => channelJson(channel, world.botId)),
    members: [memberJson(world, guild, world.botId)],
    threads: [],
    emojis: [],
    stickers: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    features: [],
    preferred_locale: "en-US",
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    system_channel_flags: 0,
    afk_timeout: 300,
    joined_at: "2026-01-01T00:00:00.000Z",
  };
}

export function messageJson(world: World, message: FakeMessage) {
  const author = world.users.get(message.authorId);
  return {
    id: message.id,
    channel_id: message.channelId,
    author: author && userJson(author),
    content: "",
    timestamp: "2026-11-24T07:00:00.000Z",
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: message.files.map((filename, id) => ({ id: String(id), filename, size: 1, url: "", proxy_url: "" })),
    embeds: [],
    components: message.components,
    pinned: false,
    type: 0,
    flags: (1 << 15) | (message.onlyFor === undefined ? 0 : 64),
  };
}
