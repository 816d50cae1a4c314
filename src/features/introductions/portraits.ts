import type { Person } from "../../matching/types.js";
import type { Database, Tx } from "../../storage/database.js";
import { isTimeZone, zoneOffset } from "../members/calendar/rules.js";
import { calledName, chosenLocale, chosenZone } from "../members/rules.js";
import { parseSettings } from "../members/settings.js";
import { assesses, freeMinutes, placeKey, type Topic, type TopicKind } from "./rules.js";
import { isShown, isStill } from "../members/presence.js";

/** Everything about a member that brings people together, in one piece. */
export interface Portrait {
  readonly memberId: string;
  readonly name: string;
  readonly called: string;
  readonly address: string | undefined;
  /** They left, or paused the processing of their data: for others they are not here. */
  readonly hasLeft: boolean;
  readonly isStopped: boolean;
  readonly locale: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  readonly role: string | undefined;
  readonly level: string | undefined;
  readonly institution: string | undefined;
  readonly region: string | undefined;
  readonly line: string | undefined;
  readonly topics: Readonly<Record<TopicKind, readonly Topic[]>>;
  readonly joinedAt: Date;
  readonly quietFrom: string;
  readonly quietUntil: string;
}

export interface PortraitsParts {
  readonly db: Database;
  readonly nearestLocale: (tag: string | null | undefined) => string | undefined;
}

/** People who joined less than this many days ago are newcomers. */
const NEWCOMER_DAYS = 42;
/** Whoever said of so many meetings that they took place knows how it goes. */
const CONNECTOR_MEETINGS = 3;
const CHUNK = 200;

export type Portraits = ReturnType<typeof makePortraits>;

export function makePortraits({ db, nearestLocale }: PortraitsParts) {
  async function chunkOf(ids: readonly string[], tx: Tx): Promise<Portrait[]> {
    const rows = await tx.member.findMany({
      where: { id: { in: [...ids] } },
      include: { profile: true, topics: { orderBy: { position: "asc" } } },
    });
    const networks = await networksOf(
      tx,
      rows.map(({ networkId }) => networkId),
    );
    return rows.map((row): Portrait => {
      const network = networks.get(row.networkId);
      if (!network) throw new Error("a member without a network");
      const { gate } = network;
      const locale = chosenLocale(row, network.locale, nearestLocale);
      const of = (kind: TopicKind) =>
        row.topics.filter((topic) => topic.kind === kind).map(({ key, label }) => ({ key, label }));
      return {
        memberId: row.id,
        name: row.name,
        called: calledName(row.name, row.address),
        address: row.address ?? undefined,
        hasLeft: !isShown(row),
        isStopped: isStill(row),
        locale,
        timeZone: chosenZone(row, network.timeZone, isTimeZone),
        languages: languagesOf(row.profile?.languages, locale),
        role: row.profile?.role,
        level: row.profile?.level ?? undefined,
        institution: row.profile?.institution ?? undefined,
        region: row.profile?.region ?? undefined,
        line: row.profile?.line ?? undefined,
        topics: { subject: of("subject"), offer: of("offer"), seek: of("seek") },
        joinedAt: row.createdAt,
        quietFrom: row.quietFrom ?? gate.quietFrom,
        quietUntil: row.quietUntil ?? gate.quietUntil,
      };
    });
  }

  return {
    /** In pieces, so that ten thousand portraits don't hold anybody up. Unknown ids are left out. */
    async of(ids: readonly string[], tx: Tx = db.client): Promise<ReadonlyMap<string, Portrait>> {
      const portraits = new Map<string, Portrait>();
      for (let start = 0; start < ids.length; start += CHUNK) {
        for (const portrait of await chunkOf(ids.slice(start, start + CHUNK), tx))
          portraits.set(portrait.memberId, portrait);
      }
      return portraits;
    },
  };
}

/** Each network once, with its settings read: there are thousands of members, and few networks. */
async function networksOf(tx: Tx, ids: readonly string[]) {
  const rows = await tx.network.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(
    rows.map(
      ({ id, locale, timeZone, settings }) => [id, { locale, timeZone, gate: parseSettings(settings).gate }] as const,
    ),
  );
}

function languagesOf(stored: unknown, locale: string): readonly string[] {
  const languages = Array.isArray(stored) ? stored.filter((language) => typeof language === "string") : [];
  return languages.length > 0 ? languages : [locale];
}

/** A portrait as the matching sees a person. */
export function personFor(
  portrait: Portrait,
  wish: {
    readonly size: Person["size"];
    readonly topics: readonly Topic[];
    /** Languages they are glad to practise. */
    readonly willing?: readonly string[];
    readonly waiting: number;
    readonly meetings: number;
  },
  now: Date,
): Person {
  const isNew = (now.getTime() - portrait.joinedAt.getTime()) / 86_400_000 < NEWCOMER_DAYS;
  const institution = placeKey(portrait.institution ?? null);
  const region = placeKey(portrait.region ?? null);
  const keys = (topics: readonly Topic[]) => topics.map(({ key }) => key);
  return {
    id: portrait.memberId,
    languages: portrait.languages,
    ...(wish.willing === undefined ? {} : { willing: wish.willing }),
    topics: [...new Set([...keys(portrait.topics.subject), ...keys(wish.topics)])],
    offers: keys(portrait.topics.offer),
    seeks: keys(portrait.topics.seek),
    // Two who look for the same have a way to go together, whoever has it to give.
    goals: keys(portrait.topics.seek),
    ...(portrait.level === undefined ? {} : { level: portrait.level }),
    ...(institution === undefined ? {} : { institution }),
    ...(region === undefined ? {} : { region }),
    free: freeMinutes(portrait.quietFrom, portrait.quietUntil, zoneOffset(now.getTime(), portrait.timeZone) / 60_000),
    size: wish.size,
    newcomer: isNew,
    connector: !isNew && wish.meetings >= CONNECTOR_MEETINGS,
    waiting: wish.waiting,
  };
}

/** True when one of the two assesses the other's work, going by what both said of themselves. */
export function areAssessed(a: Portrait, b: Portrait): boolean {
  const seen = (portrait: Portrait) => ({
    role: portrait.role ?? "",
    institution: placeKey(portrait.institution ?? null),
  });
  return assesses(seen(a), seen(b));
}
