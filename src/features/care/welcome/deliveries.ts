import type { Tx } from "../../../storage/database.js";
import type { PersonFact, Topic } from "../../introductions/rules.js";

// What is written about somebody new, as facts; `notices.ts` puts it into words.

/** To somebody new. */
export interface HelloFacts {
  readonly you: PersonFact;
}

/** To a greeter: somebody to say hello to. */
export interface GreetFacts {
  readonly who: PersonFact;
  readonly memberId: string;
  readonly isIntroduced: boolean;
  /** No greeter has been named, so it goes to an organiser. */
  readonly isStandIn: boolean;
  /** By whom they were asked to greet, while they have not heard of it. */
  readonly askedBy?: PersonFact | undefined;
}

/** To a volunteer: somebody new wishes for a companion, and this is what they share. */
export interface BuddyAskFacts {
  readonly who: PersonFact;
  readonly memberId: string;
  readonly topics: readonly Topic[];
  readonly level: string | undefined;
  /** By whom they were asked to greet, while they have not heard of it. */
  readonly askedBy?: PersonFact | undefined;
}

/** To whoever was asked to greet newcomers. */
export interface AppointedFacts {
  readonly by: PersonFact;
}

/** To whoever wished for one. */
export interface BuddyFoundFacts {
  readonly who: PersonFact;
  readonly memberId: string;
}

/** To organisers: so many came at once. */
export interface RaidFacts {
  readonly count: number;
  /** The instant before which nobody writes to them. */
  readonly until: string;
}

/** Which of these have reached somebody or may yet. */
export async function knownAmong(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const where = { key: { in: [...keys] }, status: { notIn: ["dropped", "dead"] } };
  return new Set((await tx.delivery.findMany({ where, select: { key: true } })).map(({ key }) => key));
}

/** Time, in ms, in which those who were asked may answer before others are. */
const PATIENCE = 3 * 86_400_000;

/** The same, and whether one of them was asked only lately: pressed twice, a button asks nobody else. */
export async function askedAmong(tx: Tx, keys: readonly string[], now: Date) {
  const where = { key: { in: [...keys] }, status: { notIn: ["dropped", "dead"] } };
  const rows = await tx.delivery.findMany({ where, select: { key: true, createdAt: true } });
  const isFresh = rows.some(({ createdAt }) => now.getTime() - createdAt.getTime() < PATIENCE);
  return { keys: new Set(rows.map(({ key }) => key)), isFresh };
}

export const APPOINTED = "care.appointed";
export const appointedKeys = (greeterId: string) => `appointed:${greeterId}:`;

// Keys name the newcomer first, so that whatever ends their welcome finds them all.

export const greetKeys = (newcomerId: string) => `greet:${newcomerId}:`;
export const greetKey = (newcomerId: string, greeterId: string) => `${greetKeys(newcomerId)}${greeterId}`;
export const buddyKeys = (newcomerId: string) => `buddy:${newcomerId}:`;
export const buddyKey = (newcomerId: string, volunteerId: string) => `${buddyKeys(newcomerId)}${volunteerId}`;
/** Each time that they wish, everybody may be asked once: `since` is when the company before began. */
export const wishKey = (newcomerId: string, volunteerId: string, since: Date | null) =>
  since === null ? buddyKey(newcomerId, volunteerId) : `${buddyKey(newcomerId, volunteerId)}:${since.getTime()}`;
/** That nobody could; each wish has its own. */
export const buddyNoneKeys = (newcomerId: string) => `buddyNone:${newcomerId}:`;
export const buddyFoundKey = (newcomerId: string, buddyId: string) => `buddyFound:${newcomerId}:${buddyId}`;
