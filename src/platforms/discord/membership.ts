import { PermissionsBitField, RESTJSONErrorCodes, Routes, type Client, type REST } from "discord.js";
import { z } from "zod";
import { mayManage, nameOf } from "./decode.js";
import { codeOf } from "./errors.js";

/** What a server says of a person; undefined when it can't be asked just now. */
export type Standing =
  { readonly kind: "member"; readonly name: string; readonly isOrganiser: boolean } | { readonly kind: "stranger" };

export interface Membership {
  of(spaceId: string, userId: string): Promise<Standing | undefined>;
  /** True also when it can't be told. */
  isMember(spaceId: string, userId: string): Promise<boolean>;
  forget(spaceId: string, userId: string): void;
  /**
   * Events were missed: nothing is believed any more, and these people are asked for one after the other. It ends early
   * where they can't be asked; then each is asked for before the next message all the same.
   */
  askAnew(spaceId: string, userIds: readonly string[]): Promise<void>;
}

export interface MembershipParts {
  readonly client: Client;
  readonly rest: REST;
  readonly now: () => Date;
  /** A person turned out to have left. */
  readonly left: (spaceId: string, userId: string) => void;
}

/** How long an answer is believed, in ms, and how many are kept. */
const BELIEVED = { organiser: 60_000, member: 3_600_000 };
const MOST = 10_000;

const UNKNOWN_PERSON: ReadonlySet<number> = new Set([RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser]);
const UNKNOWN_SERVER: number = RESTJSONErrorCodes.UnknownGuild;

const schema = z.object({
  nick: z.string().nullish(),
  roles: z.array(z.string()).default([]),
  user: z.object({ username: z.string(), global_name: z.string().nullish() }),
});

/** Asks who somebody is in a server, without the privileged list of its members. */
export function makeMembership({ client, rest, now, left }: MembershipParts): Membership {
  const known = new Map<string, { readonly standing: Standing; readonly at: number }>();

  function remembered(key: string, for_: number): Standing | undefined {
    const entry = known.get(key);
    return entry !== undefined && now().getTime() - entry.at < for_ ? entry.standing : undefined;
  }

  async function ask(spaceId: string, userId: string): Promise<Standing | undefined> {
    try {
      const member = schema.parse(await rest.get(Routes.guildMember(spaceId, userId)));
      const { global_name = null, username } = member.user;
      const name = nameOf({ username, global_name }, member.nick);
      return { kind: "member", name, isOrganiser: isOrganiser(spaceId, userId, member.roles) };
    } catch (error) {
      const code = codeOf(error) ?? 0;
      if (UNKNOWN_PERSON.has(code)) left(spaceId, userId);
      return UNKNOWN_PERSON.has(code) || code === UNKNOWN_SERVER ? { kind: "stranger" } : undefined;
    }
  }

  function isOrganiser(spaceId: string, userId: string, roleIds: readonly string[]): boolean {
    const guild = client.guilds.cache.get(spaceId);
    if (!guild) return false;
    if (guild.ownerId === userId) return true;
    const bits = [spaceId, ...roleIds].flatMap((id) => guild.roles.cache.get(id)?.permissions.bitfield ?? []);
    return mayManage(new PermissionsBitField(bits).bitfield);
  }

  async function of(spaceId: string, userId: string, for_ = BELIEVED.organiser): Promise<Standing | undefined> {
    const key = `${spaceId} ${userId}`;
    const before = remembered(key, for_);
    if (before !== undefined) return before;
    const standing = await ask(spaceId, userId);
    if (known.size >= MOST) known.clear();
    if (standing !== undefined) known.set(key, { standing, at: now().getTime() });
    return standing;
  }

  return {
    of: (spaceId, userId) => of(spaceId, userId),
    isMember: async (spaceId, userId) => (await of(spaceId, userId, BELIEVED.member))?.kind !== "stranger",
    forget: (spaceId, userId) => void known.delete(`${spaceId} ${userId}`),
    async askAnew(spaceId, userIds) {
      for (const key of [...known.keys()]) if (key.startsWith(`${spaceId} `)) known.delete(key);
      for (const userId of userIds) if ((await of(spaceId, userId)) === undefined) return;
    },
  };
}
