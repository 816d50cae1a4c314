import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { PersonSeen } from "../../chat/invocation.js";
import { unescape } from "./escape.js";
import { failureOf, isNobody } from "./failures.js";
import type { Sender } from "./decode.js";

/** Who somebody is here: a member of the workspace, or one of those whom the bot leaves alone. */
export type Visitor =
  | { readonly kind: "member"; readonly person: PersonSeen }
  /** A guest, or somebody from another organisation in a shared channel. */
  | { readonly kind: "guest"; readonly locale: string | undefined }
  /** Slack did not tell: whoever asked something is answered, but nobody becomes a member unasked. */
  | { readonly kind: "unknown"; readonly person: PersonSeen }
  | { readonly kind: "bot" }
  | { readonly kind: "gone" };

export interface Told {
  readonly visitor: Visitor;
  /** When Slack changed it last, in seconds. */
  readonly updated: number;
}

export interface VisitorsParts {
  readonly client: Pick<WebClient, "users">;
  readonly teamId: string;
  /** Real time in ms. */
  readonly now: () => number;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface Visitors {
  of(sender: Pick<Sender, "userId" | "name">): Promise<Visitor>;
  /** Asks Slack itself; undefined when it does not tell. */
  ask(userId: string): Promise<Told | undefined>;
  /** What was known of the person is no longer right. */
  forget(userId: string): void;
  /** Changes may have been missed: everybody is looked up anew. */
  doubt(): void;
  /** Takes in what a list of Slack's says of somebody; undefined when it can't be read. */
  learn(user: unknown): { readonly userId: string; readonly visitor: Visitor } | undefined;
}

const userInfo = z.object({
  team_id: z.string().optional(),
  updated: z.number().default(0),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  /** In an organisation of several workspaces: those in which the person is. */
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  is_stranger: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_admin: z.boolean().default(false),
  is_owner: z.boolean().default(false),
  locale: z.string().optional(),
  tz: z.string().optional(),
  name: z.string().default(""),
  real_name: z.string().default(""),
  profile: z.looseObject({ display_name: z.string().default(""), real_name: z.string().default("") }).optional(),
});
const info = z.object({ user: userInfo });
const listed = userInfo.extend({ id: z.string() });

/** How long, in ms, what Slack said of a person holds; changes are told by an event before that. */
const HOLDS = 10 * 60_000;
const MOST = 5_000;

/** Looks people up, seldom: a lookup for each press of a button would soon be too many. */
export function makeVisitors({ client, teamId, now, log }: VisitorsParts): Visitors {
  const known = new Map<string, { readonly visitor: Promise<Visitor | undefined>; readonly until: number }>();
  /** What was told last, for when Slack tells nothing. */
  const last = new Map<string, Visitor>();
  /** Slack asked for patience until then. */
  let quietUntil = 0;

  async function ask(userId: string): Promise<Told | undefined> {
    if (now() < quietUntil) return undefined;
    try {
      const { user } = info.parse(await client.users.info({ user: userId, include_locale: true }));
      const visitor = visitorOf(userId, user, teamId);
      last.set(userId, visitor);
      return { visitor, updated: user.updated };
    } catch (error) {
      const failure = failureOf(error);
      if (isNobody(failure)) return { visitor: { kind: "gone" }, updated: 0 };
      if (failure.kind === "limited") quietUntil = now() + failure.retryAfter;
      log.warn({ err: error }, "Slack did not tell who somebody is");
      return undefined;
    }
  }

  async function look(userId: string): Promise<Visitor | undefined> {
    const told = await ask(userId);
    if (!told) known.delete(userId);
    return told?.visitor ?? last.get(userId);
  }

  function tidy(): void {
    for (const kept of [known, last]) if (kept.size >= MOST) kept.clear();
  }

  return {
    async of({ userId, name }) {
      const before = known.get(userId);
      const isDue = !before || before.until < now();
      if (isDue && now() >= quietUntil) {
        tidy();
        known.set(userId, { visitor: look(userId), until: now() + HOLDS });
      }
      const visitor = (await known.get(userId)?.visitor) ?? last.get(userId);
      return visitor ?? { kind: "unknown", person: { externalId: userId, name } };
    },
    ask,
    forget: (userId) => void known.delete(userId),
    doubt: () => known.clear(),

    learn(user) {
      const found = listed.safeParse(user).data;
      if (!found) return undefined;
      const visitor = visitorOf(found.id, found, teamId);
      tidy();
      last.set(found.id, visitor);
      known.set(found.id, { visitor: Promise.resolve(visitor), until: now() + HOLDS });
      return { userId: found.id, visitor };
    },
  };
}

function visitorOf(userId: string, user: z.infer<typeof userInfo>, teamId: string): Visitor {
  if (user.is_bot || userId === "USLACKBOT") return { kind: "bot" };
  if (user.deleted) return { kind: "gone" };
  const isHere = user.team_id === undefined || user.team_id === teamId || user.enterprise_user?.teams.includes(teamId);
  const isFromElsewhere = user.is_stranger || isHere !== true;
  if (isFromElsewhere || user.is_restricted || user.is_ultra_restricted) return { kind: "guest", locale: user.locale };
  const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name];
  const person: PersonSeen = {
    externalId: userId,
    name: unescape(names.find((name) => name !== undefined && name.trim() !== "") ?? ""),
    ...(user.locale === undefined ? {} : { locale: user.locale }),
    ...(user.tz === undefined ? {} : { timeZone: user.tz }),
    isOrganiser: user.is_admin || user.is_owner,
  };
  return { kind: "member", person };
}
