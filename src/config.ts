import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import type { DatabaseAddress } from "./storage/database.js";

/** Everything that can be set from outside. Nothing has to be. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseAddress;
  readonly logLevel: "error" | "warn" | "info" | "debug";
  readonly sandbox: boolean;
  /** Undefined when nothing of Slack's is set. */
  readonly slack: SlackConfig | undefined;
  readonly demo: boolean;
  /** Undefined when there is no token. */
  readonly discord: DiscordConfig | undefined;
  /** Those that members share. `blocked`: the path of a list, or "". */
  readonly links: { readonly areOpened: boolean; readonly blocked: string };
  /** What a network starts with until its organisers choose. */
  readonly network: { readonly locale: string; readonly timeZone: string };
}

/** As they were set, "" where they were not; whether they belong together is seen when Slack is opened. */
export interface SlackConfig {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly apiUrl: string;
}

export interface DiscordConfig {
  readonly token: string;
  /** Base of another REST interface than Discord's own, without the version. */
  readonly apiUrl: string | undefined;
  /** Undefined where Discord does not call the program. */
  readonly publicKey: string | undefined;
  readonly guildIds: readonly string[];
  readonly memberEvents: boolean;
  readonly shards: "auto" | number;
}

const onOff = z.enum(["on", "off"]);

/** A secret as it was copied: quotes and line ends that came along are no part of it. */
const secret = z
  .string()
  .transform((found) =>
    found
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2")
      .trim(),
  )
  .default("");

/** name → what it takes, what it is when missing, and what it is for; `.env.example` is written from this. */
export const variables = {
  HOST: {
    schema: z.string().trim().min(1).default("127.0.0.1"),
    allowed: "an address of this computer, such as 127.0.0.1; 0.0.0.0 lets others in, and the sandbox has no login",
    about: "The address the program listens on.",
  },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).default(3_000),
    allowed: "a whole number from 0 to 65535 (0 takes any free port)",
    about: "The port the program listens on.",
  },
  DATABASE_URL: {
    schema: z
      .string()
      .trim()
      .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/)
      .default("file:data/jejaring.db"),
    allowed: "file:PATH for SQLite, or postgresql://USER:PASSWORD@HOST:PORT/NAME",
    about: "Where the data lives: one SQLite file, or a PostgreSQL database.",
  },
  LOG_LEVEL: {
    schema: z.enum(["error", "warn", "info", "debug"]).default("warn"),
    allowed: "error, warn, info or debug",
    about: "How much is logged. Logs are JSON lines and never hold what people wrote.",
  },
  SANDBOX: {
    schema: z.enum(["on", "off", "auto"]).default("auto"),
    allowed: "on, off, or auto: on only when no platform is set up",
    about: "The local sandbox page with pretend members and a clock; beside a platform it is for rehearsals.",
  },
  DEMO: {
    schema: onOff.default("on"),
    allowed: "on or off",
    about: "Whether an empty sandbox is filled with the demo community at its first start.",
  },
  DISCORD_TOKEN: {
    schema: secret,
    allowed: "the token of your Discord application's bot",
    about: "Connects Discord servers. See docs/connect-discord.md.",
  },
  DISCORD_API_URL: {
    schema: z.url({ protocol: /^https?$/ }).default("https://discord.com/api"),
    allowed: "the base of a Discord REST interface, such as https://discord.com/api",
    about: "Where Discord is; another one for tests and proxies. The gateway's address is asked for there.",
  },
  DISCORD_PUBLIC_KEY: {
    schema: secret.pipe(z.string().regex(/^([0-9a-f]{64})?$/i)),
    allowed: "the 64 digits of “Public Key” at the application's page, under General Information",
    about: "Lets Discord call this program at /discord/interactions, by a public https address. Not needed otherwise.",
  },
  DISCORD_GUILD_IDS: {
    schema: z
      .string()
      .trim()
      .regex(/^(\d{5,20}(\s*,\s*\d{5,20})*)?$/)
      .default(""),
    allowed: "ids of servers, separated by commas",
    about: "Servers in which commands appear at once, while trying out; without any they are registered for all.",
  },
  DISCORD_MEMBER_EVENTS: {
    schema: onOff.default("off"),
    allowed: "on or off",
    about: "Whether Discord tells who joins and leaves; needs “Server Members Intent” at the application's page.",
  },
  DISCORD_SHARDS: {
    schema: z
      .string()
      .trim()
      .regex(/^(auto|[1-9]\d{0,2})$/)
      .default("auto"),
    allowed: "auto, or a whole number from 1 to 999",
    about: "How many connections to Discord's gateway are opened; auto does as Discord advises.",
  },
  LOOK_AT_LINKS: {
    schema: onOff.default("on"),
    allowed: "on or off",
    about:
      "Whether links that members share are opened for their title, and once a month to see whether they still work.",
  },
  BLOCKED_LINKS: {
    schema: z.string().trim().default(""),
    allowed: "the path of a text file with a host name a line; # begins a remark",
    about: "Links to these places, or to anything below them, wait for an organiser before others see them.",
  },
  NETWORK_LOCALE: {
    schema: z
      .string()
      .trim()
      .regex(/^[a-z]{2,3}$/)
      .default("id"),
    allowed: "the name of a folder in src/locales, such as id or en",
    about: "The language a new network speaks until its organisers choose.",
  },
  NETWORK_TIME_ZONE: {
    schema: z.string().trim().refine(isZone).default("Asia/Jakarta"),
    allowed: "an IANA time zone, such as Asia/Jakarta or Europe/Berlin",
    about: "The time zone of a new network until its organisers choose.",
  },
  SLACK_BOT_TOKEN: {
    schema: secret,
    allowed: 'the "Bot User OAuth Token" of your Slack app, which begins with xoxb-',
    about: "Connects a Slack workspace, together with one of the next two. See docs/connect-slack.md.",
  },
  SLACK_APP_TOKEN: {
    schema: secret,
    allowed: "an app-level token with the scope connections:write, which begins with xapp-",
    about: "Socket Mode: the program opens the connections, so that it needs no address on the internet.",
  },
  SLACK_SIGNING_SECRET: {
    schema: secret,
    allowed: 'the "Signing Secret" of your Slack app',
    about: "Instead of Socket Mode: Slack calls this program at /slack/events, by a public https address.",
  },
  SLACK_API_URL: {
    schema: z.url({ protocol: /^https?$/ }).default("https://slack.com/api/"),
    allowed: "the address of a Slack Web API, such as https://slack.com/api/",
    about: "Where Slack is; another one for tests and proxies.",
  },
} as const;

type VariableName = keyof typeof variables;

/** A setting is wrong: the message names the variable, what was found and what is allowed. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
}

/** Names of which the value must never be shown. */
const SECRET = /TOKEN|SECRET|PASSWORD|PUBLIC_KEY|DATABASE_URL/;

/** Reads settings from these variables. Throws ConfigFault with a line for each that is wrong. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>, folder: string): Config {
  const faults: string[] = [];
  const read = <Name extends VariableName>(name: Name): z.output<(typeof variables)[Name]["schema"]> | undefined => {
    const found = environment[name];
    // A variable that is set to nothing counts as not set.
    const result = variables[name].schema.safeParse(found === "" ? undefined : found);
    if (result.success) return result.data as z.output<(typeof variables)[Name]["schema"]>;
    const shown = SECRET.test(name) ? "something else (not shown, as it may hold a secret)" : `"${found ?? ""}"`;
    faults.push(`${name} is ${shown}, but must be ${variables[name].allowed}.`);
    return undefined;
  };
  const values = {
    host: read("HOST"),
    port: read("PORT"),
    database: read("DATABASE_URL"),
    logLevel: read("LOG_LEVEL"),
    sandbox: read("SANDBOX"),
    slack: [read("SLACK_BOT_TOKEN"), read("SLACK_APP_TOKEN"), read("SLACK_SIGNING_SECRET"), read("SLACK_API_URL")],
    demo: read("DEMO"),
    discord: {
      token: read("DISCORD_TOKEN") ?? "",
      apiUrl: read("DISCORD_API_URL") ?? "",
      publicKey: read("DISCORD_PUBLIC_KEY") ?? "",
      guildIds: read("DISCORD_GUILD_IDS") ?? "",
      memberEvents: read("DISCORD_MEMBER_EVENTS") === "on",
      shards: read("DISCORD_SHARDS") ?? "auto",
    },
    links: { areOpened: read("LOOK_AT_LINKS") === "on", blocked: read("BLOCKED_LINKS") ?? "" },
    locale: read("NETWORK_LOCALE"),
    timeZone: read("NETWORK_TIME_ZONE"),
  };
  if (faults.length > 0) throw new ConfigFault(faults.join("\n"));
  const [slack, discord] = [slackOf(values.slack), discordOf(values.discord)];
  return {
    host: values.host ?? "",
    port: values.port ?? 0,
    database: addressOf(values.database ?? "", folder),
    logLevel: values.logLevel ?? "warn",
    sandbox: values.sandbox === "on" || (values.sandbox === "auto" && slack === undefined && discord === undefined),
    slack,
    discord,
    demo: values.demo === "on",
    network: { locale: values.locale ?? "", timeZone: values.timeZone ?? "" },
    links: { ...values.links, blocked: values.links.blocked && resolve(folder, values.links.blocked) },
  };
}

/** Reads `.env`, when there is one, and the environment, which wins. The only place that looks at process.env. */
export function readConfig(folder: string): Config {
  const file = join(folder, ".env");
  // Not into the environment: the file may be read again when it was changed.
  const written = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  return parseConfig({ ...written, ...process.env }, folder);
}

function slackOf([botToken = "", appToken = "", signingSecret = "", apiUrl = ""]: readonly (string | undefined)[]):
  SlackConfig | undefined {
  if (botToken + appToken + signingSecret === "") return undefined;
  return { botToken, appToken, signingSecret, apiUrl };
}

function discordOf({
  token,
  apiUrl,
  publicKey,
  guildIds,
  memberEvents,
  shards,
}: Record<"token" | "apiUrl" | "publicKey" | "guildIds" | "shards", string> & { memberEvents: boolean }):
  DiscordConfig | undefined {
  if (token === "") return undefined;
  return {
    token,
    // The program says itself which version it speaks.
    apiUrl: apiUrl.replace(/\/+(v\d+\/*)?$/, ""),
    publicKey: publicKey === "" ? undefined : publicKey,
    guildIds: guildIds.split(",").flatMap((id) => (id.trim() === "" ? [] : [id.trim()])),
    memberEvents,
    shards: shards === "auto" ? "auto" : Number(shards),
  };
}

function addressOf(url: string, folder: string): DatabaseAddress {
  if (!url.startsWith("file:")) return { kind: "postgresql", url };
  const path = url.slice("file:".length);
  return { kind: "sqlite", file: path.startsWith("/") ? path : join(folder, path) };
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** The text of `.env.example`. */
export function exampleEnvironment(): string {
  const blocks = Object.entries(variables).map(([name, { about, allowed, schema }]) => {
    const standard = String(schema.parse(undefined));
    return `# ${about}\n# Takes ${allowed}.\n# ${name}=${standard}\n`;
  });
  return `# Copy this file to .env and change what you need. Nothing has to be set.\n\n${blocks.join("\n")}`;
}
