export const roles = [
  "teacher",
  "lecturer",
  "schoolLeader",
  "supervisor",
  "researcher",
  "studentTeacher",
  "parentRepresentative",
  "communityPartner",
  "educationOfficial",
  "technologist",
] as const;

export const levels = [
  "early",
  "primary",
  "lowerSecondary",
  "upperSecondary",
  "vocational",
  "higher",
  "special",
  "adult",
] as const;

/** Languages people can say they talk in; a community needing another adds it here and in both catalogues. */
export const spokenLanguages = [
  "id",
  "en",
  "jv",
  "su",
  "min",
  "ban",
  "bug",
  "ms",
  "ar",
  "zh",
  "ja",
  "de",
  "fr",
  "es",
  "pt",
  "tet",
  "fil",
  "hi",
  "ml",
  "ta",
  "th",
  "vi",
] as const;

/** The same topic has the same key in every language; the label is what its owner wrote. */
export interface Topic {
  readonly key: string;
  readonly label: string;
}

export type TopicKind = "subject" | "offer" | "seek";

export const TOPICS_PER_KIND = 8;
const TOPIC_LENGTH = 60;

/** "Fisika, asesmen formatif" → topics; what is too long or too many is cut off. */
export function topicsFrom(text: string | undefined, keyOf: (label: string) => string): Topic[] {
  const labels = (text ?? "")
    .split(/[,;\n]/)
    .map((label) => label.trim().replace(/\s+/g, " ").slice(0, TOPIC_LENGTH))
    .filter((label) => label !== "");
  const byKey = new Map(labels.map((label) => [keyOf(label), { key: keyOf(label), label }] as const));
  return [...byKey.values()].slice(0, TOPICS_PER_KIND);
}

/** Topics as a row keeps them; what is no topic, as in an edited row, is left out. */
export function topicsIn(stored: unknown): readonly Topic[] {
  return Array.isArray(stored) ? stored.flatMap((one: unknown) => topicIn(one) ?? []) : [];
}

function topicIn(stored: unknown): Topic | undefined {
  if (typeof stored !== "object" || stored === null || !("key" in stored) || !("label" in stored)) return undefined;
  const { key, label } = stored;
  return typeof key === "string" && typeof label === "string" ? { key, label } : undefined;
}

/** Languages as a row keeps them, in their own order. */
export function languagesIn(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? spokenLanguages.filter((language) => stored.includes(language)) : [];
}

/** Levels as a row keeps them, in their own order. */
export function levelsIn(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? levels.filter((level) => stored.includes(level)) : [];
}

/** School and region count as the same when they are written the same, whatever the capitals and spaces. */
export function placeKey(text: string | null): string | undefined {
  const key = text
    ?.toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return key === "" ? undefined : key;
}

const DAY_MINUTES = 1_440;

/**
 * The minutes of the UTC day in which someone can talk: outside quiet hours, seen from UTC.
 * `offset`: the zone's minutes ahead of UTC. Times "HH:MM".
 */
export function freeMinutes(quietFrom: string, quietUntil: string, offset: number): (readonly [number, number])[] {
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const from = minute(quietUntil);
  const length = (minute(quietFrom) - from + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const start = (((from - offset) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  const end = start + length;
  return end <= DAY_MINUTES
    ? [[start, end]]
    : [
        [start, DAY_MINUTES],
        [0, end - DAY_MINUTES],
      ];
}

/** Leaders and supervisors assess teachers of their own institution; they are never brought together with them. */
export function assesses(
  a: { role: string; institution: string | undefined },
  b: { role: string; institution: string | undefined },
): boolean {
  const leads = (role: string) => role === "schoolLeader" || role === "supervisor";
  return a.institution !== undefined && a.institution === b.institution && leads(a.role) !== leads(b.role);
}

/** A member in the facts of a message; the name is looked up when it is delivered. */
export interface PersonFact {
  readonly person: string;
}

/** Why these people meet, ready to be worded. */
export type ReasonFact =
  | { readonly kind: "sharedTopics"; readonly topics: readonly Topic[] }
  | { readonly kind: "sharedGoals"; readonly goals: readonly Topic[] }
  | {
      readonly kind: "offerMeetsSeek";
      readonly giver: PersonFact;
      readonly taker: PersonFact;
      readonly topics: readonly Topic[];
    }
  | { readonly kind: "sameLevel"; readonly level: string }
  | { readonly kind: "differentInstitution" }
  | { readonly kind: "differentRegion" }
  | { readonly kind: "overlap"; readonly minutes: number }
  | { readonly kind: "newcomer"; readonly newcomer: PersonFact; readonly connector: PersonFact }
  | { readonly kind: "bridge" }
  | { readonly kind: "longTime"; readonly weeks: number }
  | { readonly kind: "partlyNew" }
  | { readonly kind: "fresh" };

/** One person's introduction, as the channel sees it. */
export interface AnnouncementFacts {
  readonly who: PersonFact;
  readonly memberId: string;
  readonly role: string;
  readonly level: string | undefined;
  readonly institution: string | undefined;
  readonly region: string | undefined;
  readonly line: string | undefined;
  readonly subjects: readonly Topic[];
  readonly offers: readonly Topic[];
  readonly seeks: readonly Topic[];
}

/** One greeting a pair and direction: the key of its delivery. */
export function helloKey(fromId: string, toId: string): string {
  return `hello:${fromId}:${toId}`;
}

export interface HelloFacts {
  readonly from: PersonFact;
  readonly memberId: string;
  /** Whoever is greeted had introduced themselves; missing in what was stored before this was asked, and then true. */
  readonly isIntroduced?: boolean;
}
