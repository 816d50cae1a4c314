import type { AppsManifestValidateArguments } from "@slack/web-api";
import type { Words } from "../../chat/words.js";
import { messageShortcutId, shortcuts } from "./shortcuts.js";

/** What Slack is told about an app: its "App Manifest". */
export type SlackManifest = AppsManifestValidateArguments["manifest"];

type Scope = NonNullable<NonNullable<NonNullable<SlackManifest["oauth_config"]>["scopes"]>["bot"]>[number];
type Event = NonNullable<
  NonNullable<NonNullable<SlackManifest["settings"]>["event_subscriptions"]>["bot_events"]
>[number];

/** The fewest permissions, and what each is for; docs/connect-slack.md tells organisers the same. */
export const scopes = {
  commands: "the one command /jejaring and the shortcuts",
  "chat:write": "to answer, and to write where the app was invited",
  "im:write": "to open the private conversation with a member",
  "im:history": "to hear STOP and other words that a member writes to the app",
  "mpim:write": "to open the shared conversation of people who were brought together",
  "mpim:history": "to see that they talk there, which is counted and not kept, and to hear STOP",
  "groups:write": "to open a group's private channel, and to keep in it who belongs to the group",
  "groups:read": "to see who is in it",
  "groups:history": "to see that they talk there, which is counted and not kept, and to hear STOP",
  "users:read": "names, language and time zone, guests and administrators",
  "channels:read": "to see whether the app is in a channel, and to hear that it was archived or the app removed",
  "channels:history": "to count that members are active in channels of the app; nothing is kept",
  "reactions:read": "the same for reactions",
  "app_mentions:read": "to answer with help when it is mentioned",
  "files:write": "to send the calendar file of a meeting",
  "files:read":
    "to take a file that a member attaches to a form, or that hangs on a message on which one calls the app",
} as const satisfies Partial<Record<Scope, string>>;

/** What the app hears of; each needs one of the scopes. */
const events = [
  ...(["app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"] as const),
  ...(["message.channels", "message.im", "message.mpim", "message.groups", "reaction_added"] as const),
  ...(["team_join", "user_change", "member_left_channel"] as const),
  ...(["channel_archive", "channel_deleted", "channel_shared", "channel_left"] as const),
] as const satisfies readonly Event[];

export interface ManifestParts {
  readonly words: Words;
  readonly locale: string;
  /** The commands' names, for the hint behind /jejaring. */
  readonly commands: readonly string[];
  /** Those that are also called on a message. */
  readonly messages: readonly string[];
  /** "https://jejaring.example": where Slack reaches the program. Without it the program opens the connections. */
  readonly address?: string;
}

export function slackManifest({ words, locale, commands, messages, address }: ManifestParts): SlackManifest {
  const say = (key: string) => words.label(locale, "common", `slack.${key}`);
  const url = address === undefined ? undefined : new URL("/slack/events", address).href;
  const names = commands.map((command) => words.label(locale, command, "name"));
  return {
    _metadata: { major_version: 2 },
    display_information: { name: "Jejaring", description: say("about"), background_color: "#1f5f5b" },
    features: {
      bot_user: { display_name: "jejaring", always_online: true },
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      slash_commands: [
        {
          command: "/jejaring",
          description: say("command"),
          usage_hint: `[${names.join(" | ")}]`,
          should_escape: true,
          ...(url === undefined ? {} : { url }),
        },
      ],
      shortcuts: [
        ...shortcuts.map(({ id, kind, name }) => ({
          type: kind,
          callback_id: id,
          name: say(`shortcuts.${name}.name`),
          description: say(`shortcuts.${name}.about`),
        })),
        ...messages.map((command) => ({
          type: "message" as const,
          callback_id: messageShortcutId(command),
          name: words.label(locale, command, "message.name"),
          description: words.label(locale, command, "message.summary"),
        })),
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(scopes).filter(isScope) } },
    settings: {
      event_subscriptions: { bot_events: [...events], ...(url === undefined ? {} : { request_url: url }) },
      interactivity: { is_enabled: true, ...(url === undefined ? {} : { request_url: url }) },
      socket_mode_enabled: url === undefined,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
    },
  };
}

function isScope(name: string): name is keyof typeof scopes {
  return name in scopes;
}
