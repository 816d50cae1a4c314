// What stands in the way of a circle's home, for people: what the bot may not do, and what organisers can give it.

/** What a platform does not let the bot do; see HomeProblem in src/chat/port.ts. */
const forbidden = [
  "mayNotOpen",
  "tooMany",
  "mayNotInvite",
  "mayNotRemove",
  "mayNotRename",
  "mayNotArchive",
  "mayNotReopen",
] as const;
type Forbidden = (typeof forbidden)[number];

/** What organisers can do about it; its words are in circleHomes.json, under `rights`. */
export type Right =
  | "threads"
  | "manageThreads"
  | "closeThreads"
  | "groupScopes"
  | "invite"
  | "remove"
  | "manageChannels"
  | "closeChannels";

const RIGHTS: Readonly<Record<"discord" | "slack", Readonly<Record<Forbidden, Right>>>> = {
  discord: {
    mayNotOpen: "threads",
    tooMany: "closeThreads",
    mayNotInvite: "threads",
    mayNotRemove: "manageThreads",
    mayNotRename: "manageThreads",
    mayNotArchive: "manageThreads",
    mayNotReopen: "manageThreads",
  },
  slack: {
    mayNotOpen: "groupScopes",
    tooMany: "closeChannels",
    mayNotInvite: "invite",
    mayNotRemove: "remove",
    mayNotRename: "manageChannels",
    mayNotArchive: "manageChannels",
    mayNotReopen: "manageChannels",
  },
};

/** What the bot may not do; undefined where nobody forbids it anything. */
export function forbiddenIn(problem: string | null | undefined): Forbidden | undefined {
  return forbidden.find((known) => known === problem);
}

/** What is missing on a platform; undefined where nothing that organisers could give is. */
export function rightFor(platform: string | undefined, problem: string | undefined): Right | undefined {
  const what = forbiddenIn(problem);
  if (what === undefined || (platform !== "discord" && platform !== "slack")) return undefined;
  return RIGHTS[platform][what];
}

/** ms after which a home is looked at again that could not be as it is to be: a right may have been given meanwhile. */
const LOOK_AGAIN = 24 * 3_600_000;

/** When to look at it again; undefined when it is as it should be, or nothing can come of it. */
export function lookAgainAt(problem: string | undefined, isOpen: boolean, now: number): number | undefined {
  if (problem === undefined || problem === "noHomesHere" || !isOpen) return undefined;
  return now + LOOK_AGAIN;
}

/** Where a circle's home is, for its members. */
export interface CircleHome {
  /** The name of the server or workspace; undefined while it has no place. */
  readonly space: string | undefined;
  /** They share none: what is for all of them comes to each alone. */
  readonly isApart: boolean;
  readonly forbidden: Forbidden | undefined;
}
