// What can be shared and what happens to it. Pure: nothing here knows of storage, words or the time.

/** What stays useful. */
export const shelfKinds = ["material", "method", "technology", "reading", "event"] as const;
/** What counts until a day. */
export const opportunityKinds = ["funding", "training", "job", "papers", "offer"] as const;
export const resourceKinds = [...shelfKinds, ...opportunityKinds] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Creative Commons, as people know them; "own": made by the one who shares it, for everybody here. "ask": ask them first. */
export const licences = ["cc0", "ccBy", "ccBySa", "ccByNc", "ccByNcSa", "own", "ask"] as const;
export const costs = ["free", "freemium", "paid"] as const;
/** What it takes to put it to use. */
export const efforts = ["minutes", "lesson", "days", "weeks"] as const;
/** The languages a resource is written in, besides "other". */
export const resourceLanguages = ["id", "en", "other"] as const;

/** Characters. */
export const lengths = { title: 120, about: 2_000, author: 80, group: 80, change: 500, words: 400 } as const;
/** Resources of one member that may be shared within a day of the clock; organisers' tables are not counted. */
export const SHARED_A_DAY = 20;
/** Days until a draft nobody finished is thrown away. */
export const DRAFT_DAYS = 7;

export type ResourceState = "draft" | "shown" | "held" | "withdrawn" | "removed";

export type ResourceEvent =
  /** The one who shared it says that it can be seen. */
  | "publish"
  /** The same, for what somebody should look at first. */
  | "hold"
  | "withdraw"
  /** An organiser lets it be seen, or takes it away. */
  | "release"
  | "remove";

/** Who may make something happen; the bot itself holds what is doubtful. */
export type ResourceRole = "sharer" | "organiser" | "bot";

type Changes = Readonly<Partial<Record<ResourceEvent, { readonly by: ResourceRole; readonly to: ResourceState }>>>;

/** The whole life of a resource. What was removed stays so; what was withdrawn can be shared again by its owner. */
export const resourceTable: Readonly<Record<ResourceState, Changes>> = {
  draft: {
    publish: { by: "sharer", to: "shown" },
    hold: { by: "bot", to: "held" },
    withdraw: { by: "sharer", to: "withdrawn" },
  },
  shown: {
    hold: { by: "bot", to: "held" },
    withdraw: { by: "sharer", to: "withdrawn" },
    remove: { by: "organiser", to: "removed" },
  },
  held: {
    withdraw: { by: "sharer", to: "withdrawn" },
    release: { by: "organiser", to: "shown" },
    remove: { by: "organiser", to: "removed" },
  },
  withdrawn: { publish: { by: "sharer", to: "shown" }, hold: { by: "bot", to: "held" } },
  removed: { release: { by: "organiser", to: "shown" } },
};

/** Where a resource is after something happened; undefined when it can't happen now, or not by this one. */
export function resourceAfter(state: ResourceState, event: ResourceEvent, by: ResourceRole): ResourceState | undefined {
  const change = resourceTable[state][event];
  return change?.by === by ? change.to : undefined;
}

/** Why an organiser looks at it before others do. Each has its sentence in the catalogue. */
export const doubts = [
  "shortener",
  "lookalike",
  "homograph",
  "address",
  "listed",
  "flood",
  "reports",
  "removed",
  "strange",
] as const;
export type Doubt = (typeof doubts)[number];

/** So many of the same domain by one member within a day are a flood. */
export const FLOOD = 5;
/** With so many open reports it is not shown until an organiser has looked. */
export const REPORTS_TO_HOLD = 2;

export const reportReasons = ["wrong", "rights", "pupils", "advert", "harm", "other"] as const;
export type ReportReason = (typeof reportReasons)[number];

export function isOpportunity(kind: ResourceKind): boolean {
  return opportunityKinds.some((known) => known === kind);
}

/** What a link is likely to be, from where it leads; whoever shares it can say otherwise. */
export function likelyKind(domain: string | undefined, mediaType: string | undefined): ResourceKind {
  if (domain === undefined) return mediaType === undefined ? "method" : "material";
  return READING.test(domain) ? "reading" : "material";
}

const READING = /(^|\.)(medium\.com|wikipedia\.org|researchgate\.net|doi\.org|ac\.[a-z]{2}|kompas\.id|kompas\.com)$/;

/** Days before a deadline on which those who saved it hear of it. */
export const REMINDER_DAYS = [7, 1] as const;

/** So many items at most in a digest; more would not be read. */
export const DIGEST_ITEMS = 5;

/** Whether a digest is the first of its month, so that it also goes to whoever wants one a month. Local dates. */
export function opensMonth(date: string, before: string | undefined): boolean {
  return before?.slice(0, 7) !== date.slice(0, 7);
}

/** What decides between two that fit a question equally: how useful people found it, and how new it is. From 0 to 1. */
export function worthOf(
  { useful, uses, saves, sharedAt }: Readonly<Record<"useful" | "uses" | "saves" | "sharedAt", number>>,
  now: number,
): number {
  const praise = useful + 2 * uses + saves / 2;
  const age = Math.max(0, now - sharedAt) / (365 * 86_400_000);
  return 0.8 * (praise / (praise + 4)) + 0.2 * Math.exp(-age);
}

/** What a member is interested in, as keys of topics. */
export interface Interests {
  readonly topics: ReadonlySet<string>;
  readonly level: string | undefined;
  readonly role: string | undefined;
  readonly languages: readonly string[];
}

export interface Newcomer {
  readonly id: string;
  readonly sharerId: string | undefined;
  readonly topics: readonly string[];
  readonly levels: readonly string[];
  readonly audience: readonly string[];
  readonly language: string;
  readonly worth: number;
}

/** What of the new things is for this member, the best first; nothing is forced on anybody who shares no interest with it. */
export function forDigest(memberId: string, interests: Interests, fresh: readonly Newcomer[]): readonly Newcomer[] {
  return fresh
    .filter(({ sharerId }) => sharerId !== memberId)
    .map((one) => ({ one, fit: interestIn(interests, one) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || b.one.worth - a.one.worth || (a.one.id < b.one.id ? -1 : 1))
    .slice(0, DIGEST_ITEMS)
    .map(({ one }) => one);
}

/** How much something new concerns a member: a shared topic is what counts; 0 where nothing is shared or it can't be read. */
export function interestIn({ topics, level, role, languages }: Interests, one: Newcomer): number {
  const shared = one.topics.filter((key) => topics.has(key)).length;
  const isReadable = one.language === "other" || languages.length === 0 || languages.includes(one.language);
  const isFor = one.audience.length === 0 || role === undefined || one.audience.includes(role);
  if (shared === 0 || !isReadable || !isFor) return 0;
  return shared + (level !== undefined && one.levels.includes(level) ? 0.5 : 0);
}
