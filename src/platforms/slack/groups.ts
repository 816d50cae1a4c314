import type { WebClient } from "@slack/web-api";
import { DeliveryError, type Home, type HomeProblem, type HomeReport } from "../../chat/port.js";
import { channelName, isCalled } from "./channelNames.js";
import { codeOf, deliveryError, failureOf, isNobody, mayHaveArrived } from "./failures.js";
import { conversationOf, homeId, isHome } from "./ids.js";
import { makeOwnChannels, type OwnChannel } from "./ownChannels.js";
import type { SlackStore } from "./store.js";

export interface GroupsParts {
  readonly client: Pick<WebClient, "conversations">;
  readonly botUserId: string;
  readonly store: Pick<SlackStore, "latestRoom" | "room" | "keepRoom">;
  /** Real time in ms. */
  readonly now: () => number;
}

export type KeepHome = (home: Home) => Promise<HomeReport>;

/** So many channels may have the same name. */
const MOST_NAMESAKES = 30;
/** An older channel of ours with people in it, of which nothing is known any more, is left alone; in ms. */
const ORPHANED = 86_400_000;

/** Slack's words for what a workspace does not let an app do until somebody changes that. */
const FORBIDDEN = new Set([
  ...["missing_scope", "restricted_action", "not_authorized", "no_permission", "not_allowed_token_type"],
  ...["user_is_restricted", "ura_max_channels", "access_denied", "action_prohibited", "accesslimited"],
]);
/** Of one person: not in this workspace, or not allowed in its private channels. */
const UNINVITED = new Set(["cant_invite", "user_not_found", "user_team_not_in_channel", "org_user_not_in_team"]);

/** It is so already. */
const DONE = new Set(["already_in_channel", "not_in_channel", "already_archived"]);

/** What Slack said no to, where that is no reason to stop; undefined when it is done. Anything else is thrown. */
async function refusalOf(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== "refused") throw error;
    const { code } = failure;
    if (DONE.has(code)) return undefined;
    if (FORBIDDEN.has(code) || UNINVITED.has(code) || isNobody(failure) || code === "name_taken") return code;
    throw error;
  }
}

/** Nothing is unsure here: whatever was carried out is found as it is the next time. */
function passing(error: unknown): DeliveryError {
  const failure = failureOf(error);
  return mayHaveArrived(failure)
    ? new DeliveryError("retry", "Slack did not say what became of it")
    : deliveryError(failure);
}

/** The lasting home of a group: a private channel of the bot's own. */
export function makeGroups(parts: GroupsParts): KeepHome {
  const { client, store } = parts;
  const own = makeOwnChannels(parts);
  let last: Promise<unknown> = Promise.resolve();

  /** Made before the program could write it down: nobody's, and young, or without people. */
  async function orphan(home: Home): Promise<OwnChannel | undefined> {
    for (const channel of await own.list()) {
      if (!isCalled(channel.name, home.name)) continue;
      if ((await store.latestRoom(home.spaceId, channel.id)) !== undefined) continue;
      const isYoung = parts.now() - channel.createdAt < ORPHANED;
      if (isYoung || (await own.people(channel.id)).length === 0) return channel;
    }
    return undefined;
  }

  /** Tries one name after the other until one is free. */
  async function called<T>(name: string, work: (name: string) => Promise<T>): Promise<T> {
    for (let number = 1; ; number++) {
      try {
        return await work(channelName(name, number));
      } catch (error) {
        if (codeOf(error) !== "name_taken" || number === MOST_NAMESAKES) throw error;
      }
    }
  }

  async function openNew(home: Home): Promise<OwnChannel> {
    const channel = (await orphan(home)) ?? (await called(home.name, own.create));
    await store.keepRoom(home.spaceId, home.key, homeId(home.key, channel.id));
    return channel;
  }

  async function knownId({ spaceId, key, roomId }: Home): Promise<string | undefined> {
    const known = roomId ?? (await store.room(spaceId, key));
    // A group conversation is no home.
    return known !== undefined && isHome(known) ? conversationOf(known) : undefined;
  }

  /** The channel, open. What was archived and can't be had back stays as it is, and another takes its place. */
  async function openChannel(home: Home): Promise<OwnChannel> {
    const id = await knownId(home);
    if (id === undefined) return openNew(home);
    const found = await own.look(id);
    if (found !== undefined && !found.isArchived) return found;
    return (await own.reopen(id)) ?? openNew(home);
  }

  /** Takes out whoever is in there and should not be. */
  async function takeOut(id: string, userIds: readonly string[]) {
    const inside = await own.people(id);
    let isForbidden = false;
    for (const user of inside) {
      if (userIds.includes(user)) continue;
      const failed = await refusalOf(() => client.conversations.kick({ channel: id, user }));
      if (failed !== undefined && FORBIDDEN.has(failed)) isForbidden = true;
    }
    return { inside, isForbidden };
  }

  async function bringIn(id: string, userIds: readonly string[], inside: readonly string[]) {
    const unreached: string[] = [];
    let isForbidden = false;
    for (const user of userIds) {
      if (inside.includes(user)) continue;
      const failed = await refusalOf(() => client.conversations.invite({ channel: id, users: user }));
      if (failed === undefined) continue;
      unreached.push(user);
      if (FORBIDDEN.has(failed)) isForbidden = true;
    }
    return { unreached, isForbidden };
  }

  async function rename({ id, name: before }: OwnChannel, wanted: string): Promise<boolean> {
    if (isCalled(before, wanted)) return true;
    const renaming = (name: string) => client.conversations.rename({ channel: id, name });
    return (await refusalOf(() => called(wanted, renaming))) === undefined;
  }

  async function open(home: Home): Promise<HomeReport> {
    const channel = await openChannel(home);
    const { inside, isForbidden: mayNotRemove } = await takeOut(channel.id, home.userIds);
    const { unreached, isForbidden: mayNotInvite } = await bringIn(channel.id, home.userIds, inside);
    const isNamed = await rename(channel, home.name);
    const problems: readonly (HomeProblem | false)[] = [
      mayNotRemove && "mayNotRemove",
      mayNotInvite && "mayNotInvite",
      !isNamed && "mayNotRename",
    ];
    const problem = problems.find((found) => found !== false);
    const roomId = homeId(home.key, channel.id);
    return { roomId, unreached, ...(problem === undefined ? {} : { problem }) };
  }

  async function putAway(home: Home): Promise<HomeReport> {
    const id = await knownId(home);
    const found = id === undefined ? undefined : await own.look(id);
    if (id === undefined) return { roomId: undefined, unreached: [] };
    const there: HomeReport = { roomId: homeId(home.key, id), unreached: [] };
    // A bot is not in what is archived, and is not told of it.
    if (found === undefined || found.isArchived) return there;
    const { isForbidden } = await takeOut(id, home.userIds);
    const failed = await refusalOf(() => client.conversations.archive({ channel: id }));
    if (failed !== undefined) return { ...there, problem: "mayNotArchive" };
    return isForbidden ? { ...there, problem: "mayNotRemove" } : there;
  }

  async function keep(home: Home): Promise<HomeReport> {
    try {
      return await (home.isOpen ? open(home) : putAway(home));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "refused" && failure.code === "too_many_channels")
        return { roomId: undefined, unreached: home.userIds, problem: "tooMany" };
      if (failure.kind !== "refused" || !FORBIDDEN.has(failure.code)) throw passing(error);
      const { isOpen, userIds } = home;
      return { roomId: undefined, unreached: isOpen ? userIds : [], problem: isOpen ? "mayNotOpen" : "mayNotArchive" };
    }
  }

  // One after the other: two groups of the same name must not take the same channel for theirs.
  return (home) => {
    const turn = last.then(() => keep(home));
    last = turn.catch(() => undefined);
    return turn;
  };
}
