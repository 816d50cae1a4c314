import type { Tx } from "./database.js";
import { Prisma } from "./generated/sqlite/client.js";

export interface DormantAsk {
  readonly networkId: string;
  /** Who has been asked so often already. */
  readonly stage: number;
  /** Last seen, or asked, at this instant or before. */
  readonly until: Date;
  /** The same for whoever said that they read along. */
  readonly readersUntil: Date;
  /** Private messages that did not get through after this instant: they would not now either. */
  readonly shutSince: Date;
  /** How many at most, those who have been quiet longest first. */
  readonly limit: number;
}

/**
 * Members of a network who grew quiet and may be asked about it, out of an index: whoever spoke lately is not looked at.
 * Left out is who takes part in something that asks them anyway, and who wants, or can get, no messages.
 */
export async function dormantMembers(tx: Tx, ask: DormantAsk): Promise<readonly Dormant[]> {
  return tx.$queryRaw<Dormant[]>(dormantQuery(ask));
}

export interface Dormant {
  readonly id: string;
  readonly lastActiveAt: Date | null;
  readonly createdAt: Date;
}

/** The query by itself, so that its plan can be looked at. */
export function dormantQuery({ networkId, stage, until, readersUntil, shutSince, limit }: DormantAsk): Prisma.Sql {
  // Whoever was asked waits from then on; the others from when they were last seen, or since their break is over.
  const since = stage === 0 ? Prisma.raw(`m."lastActiveAt"`) : Prisma.raw(`m."careAt"`);
  const afterBreak = stage === 0 ? Prisma.sql`AND COALESCE(m."careAt", m."lastActiveAt") <= ${until}` : Prisma.empty;
  return Prisma.sql`
    SELECT m."id", m."lastActiveAt", m."createdAt" FROM "Member" m
    WHERE m."networkId" = ${networkId} AND m."careStage" = ${stage} AND ${since} <= ${until} ${afterBreak}
      AND m."leftAt" IS NULL AND m."stoppedAt" IS NULL AND m."frozenAt" IS NULL
      AND (m."careAnswer" IS NULL OR m."careAnswer" <> 'here' OR m."lastActiveAt" <= ${readersUntil})
      AND NOT EXISTS (
        SELECT 1 FROM "Account" a JOIN "Space" s ON s."id" = a."spaceId"
        WHERE a."memberId" = m."id" AND a."leftAt" IS NULL AND s."removedAt" IS NULL AND a."dmClosedAt" > ${shutSince}
          AND NOT EXISTS (
            SELECT 1 FROM "Account" b JOIN "Space" t ON t."id" = b."spaceId"
            WHERE b."memberId" = m."id" AND b."leftAt" IS NULL AND t."removedAt" IS NULL
              AND (b."dmClosedAt" IS NULL OR b."dmClosedAt" <= ${shutSince})))
      AND NOT EXISTS (
        SELECT 1 FROM "Programme" p JOIN "Enrolment" e ON e."programmeId" = p."id" AND e."memberId" = m."id"
        WHERE p."networkId" = ${networkId} AND e."status" = 'active')
      AND NOT EXISTS (
        SELECT 1 FROM "CircleMember" cm JOIN "Circle" c ON c."id" = cm."circleId"
        WHERE cm."memberId" = m."id" AND cm."leftAt" IS NULL AND c."state" IN ('active', 'paused'))
      AND NOT EXISTS (
        SELECT 1 FROM "MentorshipSide" s JOIN "Mentorship" t ON t."id" = s."mentorshipId"
        WHERE s."memberId" = m."id" AND t."state" IN ('firstTalk', 'fit', 'working', 'asked', 'paused'))
    ORDER BY ${since}, m."id" LIMIT ${limit}`;
}

/** Members of whom it was not written down when they were last seen count from when they came. Answers with how many. */
export async function countFromArrival(tx: Tx, networkId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Member" SET "lastActiveAt" = "createdAt"
    WHERE "networkId" = ${networkId} AND "careStage" = 0 AND "lastActiveAt" IS NULL
      AND "leftAt" IS NULL AND "frozenAt" IS NULL`;
}

/** A network in which somebody may have to be seen to; false where surely nobody has. */
export interface NetworkDue {
  readonly id: string;
  /** Somebody was last seen long ago. */
  readonly isQuiet: boolean;
  /** Of somebody it was not written down when they were last seen. */
  readonly isUncounted: boolean;
  /** Somebody was asked once, or twice. */
  readonly isAsked: boolean;
  readonly isAskedTwice: boolean;
}

/**
 * Networks worth a closer look, in one question for all of them: on most days most have nobody. `since`: whoever was seen
 * after it is not quiet in any of them, since breaks of the calendar only make it longer.
 */
export async function networksDue(tx: Tx, since: Date): Promise<readonly NetworkDue[]> {
  const rows = await tx.$queryRaw<({ id: string } & Readonly<Record<Exclude<keyof NetworkDue, "id">, unknown>>)[]>`
    SELECT n."id",
      EXISTS (SELECT 1 FROM "Member" m
        WHERE m."networkId" = n."id" AND m."careStage" = 0 AND m."lastActiveAt" <= ${since}) AS "isQuiet",
      EXISTS (SELECT 1 FROM "Member" m
        WHERE m."networkId" = n."id" AND m."careStage" = 0 AND m."lastActiveAt" IS NULL
          AND m."leftAt" IS NULL AND m."frozenAt" IS NULL) AS "isUncounted",
      EXISTS (SELECT 1 FROM "Member" m WHERE m."networkId" = n."id" AND m."careStage" = 1) AS "isAsked",
      EXISTS (SELECT 1 FROM "Member" m WHERE m."networkId" = n."id" AND m."careStage" = 2) AS "isAskedTwice"
    FROM "Network" n WHERE n."removedAt" IS NULL ORDER BY n."id"`;
  // SQLite says 0 and 1.
  return rows
    .map(({ id, isQuiet, isUncounted, isAsked, isAskedTwice }) => ({
      ...{ id, isQuiet: Boolean(isQuiet), isUncounted: Boolean(isUncounted) },
      ...{ isAsked: Boolean(isAsked), isAskedTwice: Boolean(isAskedTwice) },
    }))
    .filter((due) => due.isQuiet || due.isUncounted || due.isAsked || due.isAskedTwice);
}

export interface ThereAsk {
  readonly networkId: string;
  /** Seen after this instant. */
  readonly since: Date;
  /** Whoever wants no questions of others at this one is left out. */
  readonly now: Date;
  /** Keys of topics. */
  readonly keys: readonly string[];
  /** So many topics at most, those of who was seen last first. */
  readonly limit: number;
}

/** So many of those who were seen last are looked at. */
const SEEN_LAST = 5_000;

/**
 * What those who are there these days offer, or have as a subject, of these topics. It begins with the people, in the order
 * in which they were seen: the index of topics knows no networks, and would lead through everybody's.
 */
export async function topicsThere(tx: Tx, { networkId, since, now, keys, limit }: ThereAsk) {
  if (keys.length === 0) return [];
  // Nothing is added to kind and key: but so all of somebody's few topics are read at once, instead of each pair looked up.
  return tx.$queryRaw<{ memberId: string; key: string; label: string }[]>`
    SELECT t."memberId", t."key", t."label" FROM (
      SELECT m."id", m."lastActiveAt" FROM "Member" m
      WHERE m."networkId" = ${networkId} AND m."careStage" = 0 AND m."lastActiveAt" > ${since}
        AND m."leftAt" IS NULL AND m."stoppedAt" IS NULL AND m."frozenAt" IS NULL
        AND (m."noAsksUntil" IS NULL OR m."noAsksUntil" <= ${now})
      ORDER BY m."lastActiveAt" DESC LIMIT ${SEEN_LAST}
    ) seen CROSS JOIN "ProfileTopic" t
    WHERE t."memberId" = seen."id" AND t."kind" || '' IN ('offer', 'subject') AND t."key" || '' IN (${Prisma.join([...keys])})
    LIMIT ${limit}`;
}
