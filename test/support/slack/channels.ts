import type { KnownMethod } from "./methods.js";
import { No } from "./no.js";
import type { FakeConversation, Workspace } from "./workspace.js";

type Params = Readonly<Record<string, string>>;

const NAME = /^[a-z0-9_-]{1,80}$/;

/**
 * Private channels, as Slack's reference tells of them: who is not in one does not see it. A bot that archives one is put
 * out of it, and can't have it back.
 */
export function makeChannelMethods(workspace: Workspace, now: () => number): ReadonlyMap<string, KnownMethod> {
  const { botUserId, people, conversations } = workspace;
  const bot = (call: KnownMethod["call"], ...scopes: readonly string[]): KnownMethod => ({
    token: "bot",
    scopes: () => scopes,
    call,
  });

  function groupAt({ channel = "" }: Params): FakeConversation {
    const group = conversations.get(channel);
    if (!group || (group.kind === "group" && !group.members.has(botUserId))) throw new No("channel_not_found");
    if (group.kind !== "group") throw new No("method_not_supported_for_channel_type");
    return group;
  }

  function openAt(params: Params): FakeConversation {
    const group = groupAt(params);
    if (group.archived) throw new No("is_archived");
    return group;
  }

  function freeName(name: string, itself?: FakeConversation): string {
    if (!NAME.test(name)) throw new No("invalid_name_specials", name);
    // The names of archived channels are not given out again.
    const isTaken = [...conversations.values()].some((other) => other !== itself && other.name === name);
    if (isTaken) throw new No("name_taken");
    return name;
  }

  function create({ name = "", is_private }: Params) {
    if (is_private !== "true") throw new No("our_rule", "a home is private");
    const about = { creator: botUserId, created: Math.floor(now() / 1_000) };
    return { channel: groupJson(workspace.addGroup(freeName(name), [botUserId], about), botUserId) };
  }

  function invite(params: Params) {
    const group = openAt(params);
    const person = people.get(params["users"] ?? "");
    if (!person || person.deleted) throw new No("user_not_found");
    if (person.teamId !== workspace.teamId) throw new No("user_team_not_in_channel");
    if (group.members.has(person.id)) throw new No("already_in_channel");
    group.members.add(person.id);
    return { channel: groupJson(group, botUserId) };
  }

  function kick(params: Params) {
    const group = openAt(params);
    if (params["user"] === botUserId) throw new No("cant_kick_self");
    if (!group.members.delete(params["user"] ?? "")) throw new No("not_in_channel");
    return {};
  }

  function archive(params: Params) {
    const group = groupAt(params);
    if (group.archived) throw new No("already_archived");
    group.archived = true;
    group.members.delete(botUserId);
    return {};
  }

  function list({ types, exclude_archived, limit = "", cursor = "0" }: Params) {
    if (types !== "private_channel" || exclude_archived !== "true") throw new No("our_rule", "only what may be ours");
    const most = Number(limit);
    if (!(most >= 1 && most <= 200)) throw new No("invalid_limit");
    const isListed = ({ kind, archived, members }: FakeConversation) =>
      kind === "group" && !archived && members.has(botUserId);
    const all = [...conversations.values()].filter(isListed).map((group) => groupJson(group, botUserId));
    const next = Number(cursor) + most;
    const next_cursor = next < all.length ? String(next) : "";
    return { channels: all.slice(Number(cursor), next), response_metadata: { next_cursor } };
  }

  function members(params: Params) {
    const inside = [...groupAt(params).members];
    const { limit = "", cursor = "0" } = params;
    // A page is never longer than three here, so that several are needed.
    const next = Number(cursor) + Math.min(Number(limit), 3);
    return {
      members: inside.slice(Number(cursor), next),
      response_metadata: { next_cursor: next < inside.length ? String(next) : "" },
    };
  }

  return new Map<string, KnownMethod>([
    ["conversations.create", bot(create, "groups:write")],
    ["conversations.invite", bot(invite, "groups:write")],
    ["conversations.kick", bot(kick, "groups:write")],
    ["conversations.archive", bot(archive, "groups:write")],
    [
      "conversations.rename",
      bot((params) => {
        const group = openAt(params);
        if (group.creator !== botUserId) throw new No("not_authorized");
        group.name = freeName(params["name"] ?? "", group);
        return { channel: groupJson(group, botUserId) };
      }, "groups:write"),
    ],
    [
      "conversations.unarchive",
      bot(() => {
        throw new No("not_in_channel");
      }, "groups:write"),
    ],
    ["conversations.list", bot(list, "groups:read")],
    ["conversations.members", bot(members, "groups:read")],
  ]);
}

export function groupJson(
  { id, name, archived, creator = "U0NOBODY", created = 0, members }: FakeConversation,
  me: string,
) {
  return {
    id,
    name,
    is_private: true,
    is_archived: archived,
    is_ext_shared: false,
    is_member: members.has(me),
    creator,
    created,
  };
}
