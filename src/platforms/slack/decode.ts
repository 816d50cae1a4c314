import { z } from "zod";
import { unescape } from "./escape.js";
import { filesAmong } from "./taking.js";
import { AGAIN, inputId, LINK, readButtonId, readFieldBlockId, readOrigin, type FormOrigin } from "./ids.js";

/**
 * What Slack sends, as far as it matters here; everything else in a payload, known or new, is left alone. Payloads are
 * described at docs.slack.dev/reference/interaction-payloads and docs.slack.dev/reference/events.
 */

/** Who did it, before anything was looked up. */
export interface Sender {
  readonly userId: string;
  readonly name: string;
  /** The workspace the payload speaks for. */
  readonly teamId: string;
  /** The workspace in which the person has the account, where the payload tells. */
  readonly homeId?: string | undefined;
}

const id = z.string().min(1).max(64);

const slash = z.object({
  team_id: id,
  user_id: id,
  user_name: z.string().default(""),
  channel_id: id,
  channel_name: z.string().default(""),
  text: z.string().default(""),
  trigger_id: z.string(),
  response_url: z.url(),
});

export interface SlashCall {
  readonly sender: Sender;
  readonly text: string;
  readonly channelId: string;
  readonly isDirect: boolean;
  readonly triggerId: string;
  readonly responseUrl: string;
}

export function readSlash(body: unknown): SlashCall | undefined {
  const call = slash.safeParse(body).data;
  return (
    call && {
      sender: { userId: call.user_id, name: call.user_name, teamId: call.team_id },
      text: typedText(call.text),
      channelId: call.channel_id,
      isDirect: isDirect(call.channel_id, call.channel_name),
      triggerId: call.trigger_id,
      responseUrl: call.response_url,
    }
  );
}

function isDirect(channelId: string, channelName: string): boolean {
  return channelId.startsWith("D") || channelName === "directmessage";
}

const person = z.object({
  id,
  name: z.string().optional(),
  username: z.string().optional(),
  team_id: z.string().optional(),
});
const channel = z.object({ id, name: z.string().default("") });
const team = z.object({ id }).nullish();

function senderOf(user: z.infer<typeof person>, from: z.infer<typeof team>): Sender {
  const name = user.name ?? user.username ?? "";
  return { userId: user.id, name, teamId: from?.id ?? user.team_id ?? "", homeId: user.team_id };
}

const press = z.object({
  team,
  user: person,
  trigger_id: z.string(),
  response_url: z.url().optional(),
  channel: channel.optional(),
  container: z.looseObject({ type: z.string(), is_ephemeral: z.boolean().optional() }),
  view: z.object({ id, type: z.string() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

export type Pressed =
  | { readonly kind: "action"; readonly action: string; readonly subject: string }
  /** A line that was typed before, to be asked once more. */
  | { readonly kind: "again"; readonly text: string }
  | { readonly kind: "link" };

export interface ButtonPress {
  readonly sender: Sender;
  readonly pressed: Pressed;
  readonly triggerId: string;
  readonly responseUrl: string | undefined;
  readonly channel: { readonly id: string; readonly isDirect: boolean } | undefined;
  readonly view: { readonly id: string; readonly isHome: boolean } | undefined;
  /** The message is seen by this person only. */
  readonly isEphemeral: boolean;
}

export function readPress(body: unknown): ButtonPress | undefined {
  const found = press.safeParse(body).data;
  const [button] = found?.actions ?? [];
  if (!found || !button) return undefined;
  const { view, channel: place } = found;
  return {
    sender: senderOf(found.user, found.team),
    pressed: pressedOf(button.action_id, button.value ?? ""),
    triggerId: found.trigger_id,
    responseUrl: found.response_url,
    channel: place && { id: place.id, isDirect: isDirect(place.id, place.name) },
    view: view && { id: view.id, isHome: view.type === "home" },
    isEphemeral: found.container.is_ephemeral ?? false,
  };
}

function pressedOf(actionId: string, value: string): Pressed {
  const action = readButtonId(actionId);
  if (action === LINK) return { kind: "link" };
  if (action === AGAIN) return { kind: "again", text: value };
  // An action that no command has is answered as one of another version.
  return { kind: "action", action: action ?? "", subject: value };
}

const option = z.object({ value: z.string().default("") });
const input = z.looseObject({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_user: z.string().nullish(),
  selected_channel: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  files: z.array(z.unknown()).nullish(),
});

const submission = z.object({
  team,
  user: person,
  trigger_id: z.string().default(""),
  view: z.object({
    id,
    callback_id: z.string().default(""),
    private_metadata: z.string().default(""),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), input)) }),
  }),
});

export interface FormSubmission {
  readonly sender: Sender;
  readonly viewId: string;
  readonly triggerId: string;
  /** Undefined when the form is one of another version. */
  readonly from: FormOrigin | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

export function readSubmission(body: unknown): FormSubmission | undefined {
  const found = submission.safeParse(body).data;
  if (!found) return undefined;
  const { view } = found;
  const from = readOrigin(view.callback_id, view.private_metadata);
  const values = Object.entries(view.state.values).flatMap(([block, inputs]) => {
    const field = readFieldBlockId(block);
    const typed = inputs[inputId];
    return field === undefined || !typed ? [] : [[field, valueOf(typed)] as const];
  });
  return {
    sender: senderOf(found.user, found.team),
    viewId: view.id,
    triggerId: found.trigger_id,
    from,
    values: { ...from?.files, ...Object.fromEntries(values.filter(([, value]) => value !== undefined)) },
  };
}

/** People and channels as they are written in a typed line. */
function valueOf(typed: z.infer<typeof input>): unknown {
  const { selected_user: user, selected_options: options, files } = typed;
  if (files) return filesAmong(files)[0];
  if (typeof user === "string") return `<@${user}>`;
  const place = typed.selected_channel ?? typed.selected_conversation;
  if (typeof place === "string") return `<#${place}>`;
  if (options) return options.map(({ value }) => value);
  return typed.selected_option?.value ?? typed.selected_date ?? typed.selected_time ?? typed.value ?? undefined;
}

const shortcut = z.object({
  team: z.object({ id, domain: z.string().optional() }).nullish(),
  user: person,
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: z.url().optional(),
  channel: channel.optional(),
  message: z
    .object({
      user: z.string().optional(),
      username: z.string().nullish(),
      text: z.string().catch(""),
      ts: z.string().catch(""),
      thread_ts: z.string().nullish(),
      files: z.array(z.unknown()).catch([]),
    })
    .optional(),
});

export interface Shortcut {
  readonly sender: Sender;
  readonly name: string;
  readonly triggerId: string;
  readonly responseUrl: string | undefined;
  readonly channel: { readonly id: string; readonly isDirect: boolean } | undefined;
  /** On which it was called. */
  readonly message: MessageOn | undefined;
  /** "sekolah" of sekolah.slack.com. */
  readonly domain: string | undefined;
}

export interface MessageOn {
  /** Who wrote it. */
  readonly user: string | undefined;
  /** What an app called itself that wrote it. */
  readonly username: string | null | undefined;
  readonly text: string;
  readonly ts: string;
  /** The first of the thread in which it stands. */
  readonly thread: string | null | undefined;
  readonly files: readonly unknown[];
}

const DOMAIN = /^[a-z0-9-]{1,60}(\.enterprise)?$/;

export function readShortcut(body: unknown): Shortcut | undefined {
  const found = shortcut.safeParse(body).data;
  return (
    found && {
      sender: senderOf(found.user, found.team),
      name: found.callback_id,
      triggerId: found.trigger_id,
      responseUrl: found.response_url,
      channel: found.channel && { id: found.channel.id, isDirect: isDirect(found.channel.id, found.channel.name) },
      message: found.message && messageOn(found.message),
      domain: DOMAIN.test(found.team?.domain ?? "") ? found.team?.domain : undefined,
    }
  );
}

function messageOn(found: NonNullable<z.infer<typeof shortcut>["message"]>): MessageOn {
  const { user, username, text, ts, thread_ts: thread, files } = found;
  return { user, username, text, ts, thread, files };
}

const MENTION = /<([@#!])([^|<>]*)(?:\|([^<>]*))?>|<((?:https?|mailto|tel):[^|<>]*)(?:\|([^<>]*))?>/g;

/**
 * A line as a person wrote it: people and channels stay `<@id>` and `<#id>`, links are what they point to, groups are
 * their names, and the signs that Slack escaped are themselves again.
 */
export function typedText(text: string): string {
  return unescape(
    text.replace(
      MENTION,
      (whole, mark: string | undefined, target: string, name: string, link: string, label: string) => {
        if (mark === "@" || mark === "#") return `<${mark}${target}>`;
        if (mark === "!") return name ? name.replace(/^@?/, "@") : `@${target.split("^", 1)[0] ?? ""}`;
        if (link.startsWith("http")) return link;
        return label || whole.slice(1, -1).replace(/^\w+:/, "");
      },
    ),
  );
}
