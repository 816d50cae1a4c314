import type { Client } from "discord.js";
import type { Home, HomeProblem, HomeReport } from "../../chat/port.js";
import { deliveryErrorOf, isForbidden, isMissing } from "./errors.js";
import { isSnowflake } from "./ids.js";
import { insist, type Patience } from "./patience.js";
import { threadName, type OpenedRoom, type Rooms } from "./rooms.js";
import type { Thread, Wire } from "./wire.js";

export interface HomeParts {
  readonly client: Client;
  readonly wire: Wire;
  readonly rooms: Rooms;
  readonly patience: Patience;
  /** Discord tells an app who is in a thread only where it has the privileged list of members. */
  readonly mayList: boolean;
  /** Sees every failure as Discord put it. */
  readonly failed: (error: unknown) => void;
}

export type KeepHome = (home: Home) => Promise<HomeReport>;

const PROBLEMS = {
  noThreads: "mayNotOpen",
  channelGone: "mayNotOpen",
  threadsFull: "tooMany",
} as const satisfies Record<Exclude<OpenedRoom["kind"], "thread">, HomeProblem>;

/**
 * The lasting home of a group: a private thread of the bot's own, so that it needs no permission to take people out,
 * to name it or to put it away. It is archived and not locked: whoever writes there wakes it, and nothing is lost by that.
 */
export function makeHomes(parts: HomeParts): KeepHome {
  const { client, wire, rooms, patience } = parts;
  const again = <T>(request: () => Promise<T>) => insist(patience, request);

  /** Undefined when somebody deleted it. */
  async function look(threadId: string): Promise<Thread | undefined> {
    try {
      return await again(() => wire.thread(threadId));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** False when Discord forbids it. */
  async function permitted(request: () => Promise<void>): Promise<boolean> {
    try {
      await again(request);
      return true;
    } catch (error) {
      if (isForbidden(error)) return false;
      throw error;
    }
  }

  async function listed(threadId: string): Promise<readonly string[] | undefined> {
    try {
      return parts.mayList ? await again(() => wire.insideThread(threadId)) : undefined;
    } catch (error) {
      if (isForbidden(error)) return undefined;
      throw error;
    }
  }

  /** Everybody in the thread; where Discord does not tell, whoever may be in it. */
  async function inside(threadId: string, formerIds: readonly string[]): Promise<readonly string[]> {
    const all = await listed(threadId);
    const likely = [...new Set([...rooms.brought(threadId), ...formerIds])];
    rooms.learn(threadId, all ?? []);
    return all ?? likely;
  }

  async function takeOut(threadId: string, { userIds, formerIds }: Home): Promise<boolean> {
    let mayAll = true;
    for (const userId of await inside(threadId, formerIds)) {
      if (userId === client.user?.id || userIds.includes(userId) || !isSnowflake(userId)) continue;
      try {
        if (!(await permitted(() => wire.takeOutOfThread(threadId, userId)))) mayAll = false;
      } catch (error) {
        // Not in it any more.
        if (!isMissing(error)) throw error;
      }
    }
    return mayAll;
  }

  /** The thread, awake; opened when there is none. Else why not. */
  async function openThread(
    home: Home,
  ): Promise<{ readonly id: string; readonly name: string | undefined } | HomeProblem> {
    const known = await rooms.known(home);
    const found = known === undefined ? undefined : await look(known);
    if (known === undefined || found === undefined) {
      const opened = await rooms.open(home, known);
      if (opened.kind === "thread") return { id: opened.id, name: undefined };
      return PROBLEMS[opened.kind];
    }
    const isAwake = !found.isArchived || (await permitted(() => wire.wakeThread(known)));
    return isAwake ? { id: known, name: found.name } : "mayNotReopen";
  }

  async function open(home: Home): Promise<HomeReport> {
    const opened = await openThread(home);
    if (typeof opened === "string") return { roomId: undefined, unreached: home.userIds, problem: opened };
    const { id } = opened;
    const mayRemove = await takeOut(id, home);
    const unreached = await again(() => rooms.bring(id, home.userIds.filter(isSnowflake)));
    const name = threadName(home.name);
    // Last: Discord lets a name be changed a few times within ten minutes only.
    const mayRename = opened.name === undefined || opened.name === name || (await rename(id, name));
    const unknown = home.userIds.filter((userId) => !isSnowflake(userId));
    return {
      roomId: id,
      unreached: [...unreached, ...unknown],
      ...(mayRemove ? (mayRename ? {} : { problem: "mayNotRename" }) : { problem: "mayNotRemove" }),
    };
  }

  const rename = (id: string, name: string) => permitted(() => wire.changeThread(id, { name }));

  async function putAway(home: Home): Promise<HomeReport> {
    const known = await rooms.known(home);
    const found = known === undefined ? undefined : await look(known);
    if (known === undefined || found === undefined) return { roomId: undefined, unreached: [] };
    const there: HomeReport = { roomId: known, unreached: [] };
    if (found.isArchived) return there;
    const mayRemove = await takeOut(known, home);
    if (!(await permitted(() => wire.changeThread(known, { archived: true }))))
      return { ...there, problem: "mayNotArchive" };
    return mayRemove ? there : { ...there, problem: "mayNotRemove" };
  }

  return async (home) => {
    try {
      return await (home.isOpen ? open(home) : putAway(home));
    } catch (error) {
      parts.failed(error);
      if (!isForbidden(error)) throw deliveryErrorOf(error);
      const { isOpen, userIds } = home;
      return { roomId: undefined, unreached: isOpen ? userIds : [], problem: isOpen ? "mayNotOpen" : "mayNotArchive" };
    }
  };
}
