import { Client, GatewayIntentBits, Options, REST, type ClientOptions } from "discord.js";

type WsOptions = NonNullable<ClientOptions["ws"]>;

export interface ClientParts {
  readonly token: string;
  /** Base of the REST interface, without the version; undefined for Discord's own. */
  readonly apiUrl: string | undefined;
  /** Joining and leaving are told only with the privileged intent GUILD_MEMBERS. */
  readonly memberEvents: boolean;
  readonly shards: "auto" | number;
  /** How long a request may take, and how long servers may take to appear at the start, in ms. */
  readonly requestTimeout: number;
  readonly guildTimeout: number;
  /** How discord.js is let to begin sessions. */
  readonly identifying: NonNullable<WsOptions["buildIdentifyThrottler"]>;
  /** How discord.js comes back after a connection was lost. */
  readonly reconnecting: NonNullable<WsOptions["buildStrategy"]>;
  /** A longer wait, in ms, that Discord asks for is not slept through: only we know who may wait for how long. */
  readonly longestWait: number;
}

type RestParts = Pick<ClientParts, "token" | "apiUrl" | "requestTimeout" | "longestWait">;

/** So many refused requests between two warnings; Discord bans at 10,000 within 10 minutes. */
const WARN_EACH = 100;
/** Discord takes 50; some are left for the connection itself. */
const MOST_PER_SECOND = 40;

/**
 * Servers, their channels and roles, what is written and reacted (without the text of it), who is in a voice channel,
 * and private messages to the bot. None of these is privileged.
 */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.GuildVoiceStates,
  GatewayIntentBits.DirectMessages,
];

/** Nobody is called by accident: what may be called is said with every message. */
const NOBODY = { parse: [] } as const satisfies ClientOptions["allowedMentions"];

export function makeClient(parts: ClientParts): Client {
  const isSelf = ({ id, client }: { readonly id: string; readonly client: Client }) => id === client.user?.id;
  return new Client({
    intents: parts.memberEvents ? [...INTENTS, GatewayIntentBits.GuildMembers] : INTENTS,
    allowedMentions: NOBODY,
    rest: restOptions(parts),
    ws: { buildIdentifyThrottler: parts.identifying, buildStrategy: parts.reconnecting },
    waitGuildTimeout: parts.guildTimeout,
    ...(parts.shards === "auto" ? { shards: "auto" } : { shardCount: parts.shards }),
    // Servers, channels and roles are needed to know what we may; everything else would only fill the memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      GuildMemberManager: { maxSize: 0, keepOverLimit: isSelf },
      UserManager: { maxSize: 0, keepOverLimit: isSelf },
      AutoModerationRuleManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadManager: 0,
      ThreadMemberManager: 0,
      VoiceStateManager: 0,
    }),
  });
}

/**
 * Our own requests. Unlike the client's they are never repeated by themselves: only we know which of them do no harm
 * when they arrive twice.
 */
export function makeRest(parts: RestParts): REST {
  return new REST({ ...restOptions(parts), retries: 0, globalRequestsPerSecond: MOST_PER_SECOND }).setToken(
    parts.token,
  );
}

/** Answers to people don't count for the limit over all requests, and must not wait behind deliveries. */
export function makeAnswerRest(parts: RestParts): REST {
  return new REST({ ...restOptions(parts), retries: 0, globalRequestsPerSecond: Infinity });
}

function restOptions({ apiUrl, requestTimeout, longestWait }: Omit<RestParts, "token">) {
  return {
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    version: "10",
    timeout: requestTimeout,
    invalidRequestWarningInterval: WARN_EACH,
    rejectOnRateLimit: ({ timeToReset, retryAfter }: { readonly timeToReset: number; readonly retryAfter: number }) =>
      Math.max(timeToReset, retryAfter) > longestWait,
  };
}
