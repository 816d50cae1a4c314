import { z } from "zod";
import { groupJson, makeChannelMethods } from "./channels.js";
import { No } from "./no.js";
import { rules, type FakeMessageContent, type FakeView } from "./rules.js";
import type { FakeConversation, FakeFile, FakePerson, Workspace } from "./workspace.js";

export interface Trigger {
  readonly userId: string;
  readonly until: number;
  used: boolean;
}

export interface MethodsParts {
  readonly workspace: Workspace;
  readonly triggers: Map<string, Trigger>;
  readonly now: () => number;
  /** An address to which a file's content is sent. */
  readonly uploadUrl: (name: string) => { readonly id: string; readonly url: string };
  readonly uploaded: (id: string) => { readonly name: string; readonly content: string } | undefined;
  readonly socketUrl: () => string;
}

type Params = Readonly<Record<string, string>>;
type Method = (params: Params) => Readonly<Record<string, unknown>>;

export interface KnownMethod {
  readonly scopes: (params: Params) => readonly string[];
  readonly token: "bot" | "app";
  readonly call: Method;
}

/** The methods of the Web API that a bot like ours uses. */
export function makeMethods(parts: MethodsParts): ReadonlyMap<string, KnownMethod> {
  const { workspace, triggers, now } = parts;

  const bot = (call: Method, ...scopes: readonly string[]): KnownMethod => ({
    token: "bot",
    scopes: () => scopes,
    call,
  });

  function personAt(id: string | undefined): FakePerson {
    const person = workspace.people.get(id ?? "");
    if (!person) throw new No("user_not_found");
    return person;
  }

  function placeAt(id: string | undefined): FakeConversation {
    const place = workspace.conversations.get(id ?? "");
    if (!place) throw new No("channel_not_found");
    if (place.archived) throw new No("is_archived");
    if (place.kind === "channel" && !place.members.has(workspace.botUserId)) throw new No("not_in_channel");
    if (place.kind === "group" && !place.members.has(workspace.botUserId)) throw new No("channel_not_found");
    return place;
  }

  function openConversation({ users = "" }: Params) {
    const ids = users.split(",").filter((id) => id !== "");
    if (ids.length === 0) throw new No("users_list_not_supplied");
    if (ids.length > 8) throw new No("too_many_users");
    for (const id of ids) {
      if (personAt(id).deleted) throw new No("user_disabled");
      if (ids.length === 1 && personAt(id).dmClosed) throw new No("cannot_dm_bot");
    }
    return { channel: { id: workspace.conversationWith(ids).id } };
  }

  function takeTrigger(id: string | undefined): string {
    const trigger = triggers.get(id ?? "");
    if (!trigger || trigger.used) throw new No("exchanged_trigger_id");
    if (trigger.until < now()) throw new No("expired_trigger_id");
    trigger.used = true;
    return trigger.userId;
  }

  function postMessage(params: Params) {
    const place = placeAt(params["channel"]);
    const [only] = place.kind === "im" ? place.members : [];
    if (only !== undefined && personAt(only).deleted) throw new No("user_is_deactivated");
    if (params["link_names"] !== "false" || params["parse"] !== "none") throw new No("unsafe", "names would be linked");
    const metadata = params["metadata"] === undefined ? undefined : metadataFrom(params["metadata"]);
    const { ts, channel } = workspace.post(place.id, contentFrom(params), { metadata });
    return { ts, channel, message: { ts } };
  }

  return new Map<string, KnownMethod>([
    [
      "auth.test",
      bot(() => ({ team_id: workspace.teamId, team: "Sekolah", user_id: workspace.botUserId, bot_id: "B0BOT" })),
    ],
    ["users.info", bot(({ user }) => ({ user: userView(personAt(user), workspace.teamId) }), "users:read")],
    [
      "users.list",
      bot(({ limit = "", cursor = "0" }) => {
        const most = Number(limit);
        if (!(most >= 1 && most <= 200)) throw new No("limit_required");
        const next = Number(cursor) + most;
        const everybody = [...workspace.people.values()].map((person) => userView(person, workspace.teamId));
        const next_cursor = next < everybody.length ? String(next) : "";
        return { members: everybody.slice(Number(cursor), next), response_metadata: { next_cursor } };
      }, "users:read"),
    ],
    [
      "conversations.info",
      {
        token: "bot",
        scopes: ({ channel = "" }) => [INFO[workspace.conversations.get(channel)?.kind ?? "channel"]],
        call({ channel = "" }) {
          const place = workspace.conversations.get(channel);
          const isHidden = place?.kind === "group" && !place.members.has(workspace.botUserId);
          if (!place || isHidden) throw new No("channel_not_found");
          if (place.kind === "group") return { channel: groupJson(place, workspace.botUserId) };
          const { id, archived: is_archived, members, shared: is_ext_shared = false } = place;
          return { channel: { id, is_archived, is_ext_shared, is_member: members.has(workspace.botUserId) } };
        },
      },
    ],
    [
      "conversations.open",
      {
        token: "bot",
        scopes: ({ users = "" }) => [users.includes(",") ? "mpim:write" : "im:write"],
        call: openConversation,
      },
    ],
    [
      "conversations.history",
      {
        token: "bot",
        scopes: ({ channel = "" }) => [HISTORY[workspace.conversations.get(channel)?.kind ?? "channel"]],
        call({ channel, limit = "100" }) {
          const { id } = placeAt(channel);
          const inThere = workspace.messages.filter(
            (message) => message.channel === id && message.onlyFor === undefined,
          );
          const latest = inThere.toReversed().slice(0, Number(limit));
          return {
            has_more: inThere.length > latest.length,
            messages: latest.map(({ ts, metadata }) => ({ ts, ...(metadata === undefined ? {} : { metadata }) })),
          };
        },
      },
    ],
    ["chat.postMessage", bot(postMessage, "chat:write")],
    [
      "chat.postEphemeral",
      bot((params) => {
        const place = placeAt(params["channel"]);
        if (!place.members.has(params["user"] ?? "")) throw new No("user_not_in_channel");
        const onlyFor = personAt(params["user"]).id;
        return { message_ts: workspace.post(place.id, contentFrom(params), { onlyFor }).ts };
      }, "chat:write"),
    ],
    [
      "views.open",
      bot(({ trigger_id, view }) => viewAnswer(workspace.openView(takeTrigger(trigger_id), viewFrom(view)))),
    ],
    [
      "views.push",
      bot(({ trigger_id, view }) => viewAnswer(workspace.openView(takeTrigger(trigger_id), viewFrom(view)))),
    ],
    [
      "views.update",
      bot(({ view_id = "", view }) => {
        const updated = workspace.updateView(view_id, viewFrom(view));
        if (!updated) throw new No("not_found");
        return viewAnswer(updated);
      }),
    ],
    [
      "views.publish",
      bot(({ user_id, view }) => {
        workspace.publishHome(personAt(user_id).id, viewFrom(view));
        return {};
      }),
    ],
    [
      "files.getUploadURLExternal",
      bot(({ filename = "" }) => {
        const { id, url } = parts.uploadUrl(filename);
        return { file_id: id, upload_url: url };
      }, "files:write"),
    ],
    [
      "files.completeUploadExternal",
      bot((params) => {
        const files = fileList.parse(JSON.parse(params["files"] ?? "[]"));
        const { id: channel } = placeAt(params["channel_id"]);
        for (const { id } of files) {
          const file = parts.uploaded(id);
          if (!file) throw new No("file_not_found");
          workspace.files.push({ channel, ...file });
        }
        return { files };
      }, "files:write"),
    ],
    [
      "files.info",
      bot(({ file: id = "" }) => {
        const file = workspace.handed.get(id);
        if (file === undefined) throw new No("file_not_found");
        if (file.isDeleted) throw new No("file_deleted");
        return { file: fileJson(file) };
      }, "files:read"),
    ],
    ...makeChannelMethods(workspace, now),
    ["apps.connections.open", { token: "app", scopes: () => [], call: () => ({ url: parts.socketUrl() }) }],
  ]);
}

export function fileJson({ id, name, mimetype, size, url_private }: FakeFile) {
  return { id, created: 1, name, title: name, mimetype, size, url_private, mode: "hosted", is_external: false };
}

const INFO = { channel: "channels:read", group: "groups:read", im: "im:read", mpim: "mpim:read" } as const;
const HISTORY = {
  channel: "channels:history",
  group: "groups:history",
  im: "im:history",
  mpim: "mpim:history",
} as const;
const fileList = z.array(z.object({ id: z.string() }));

function userView(person: FakePerson, teamId: string) {
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name.toLowerCase().replace(/\W/g, ""),
    real_name: person.name,
    deleted: person.deleted,
    is_bot: false,
    is_admin: person.isAdmin,
    is_owner: false,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_stranger: person.teamId !== teamId,
    locale: person.locale,
    tz: person.tz,
    profile: { display_name: person.name, real_name: person.name },
  };
}

const viewAnswer = ({ id }: { readonly id: string }) => ({ view: { id } });

function metadataFrom(text: string): unknown {
  const metadata = z.strictObject({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) });
  const found = metadata.safeParse(JSON.parse(text));
  if (!found.success) throw new No("invalid_metadata_format");
  return found.data;
}

export function contentFrom(params: { readonly text?: unknown; readonly blocks?: unknown }): FakeMessageContent {
  const { text, blocks } = params;
  const read: unknown = typeof blocks === "string" ? JSON.parse(blocks) : blocks;
  const found = rules.message.safeParse({ text, blocks: read });
  if (!found.success) throw new No("invalid_blocks", z.prettifyError(found.error));
  return found.data;
}

export function viewFrom(view: unknown): FakeView {
  const read: unknown = typeof view === "string" ? JSON.parse(view) : view;
  const found = rules.views.safeParse(read);
  if (!found.success) throw new No("invalid_arguments", z.prettifyError(found.error));
  return found.data;
}
