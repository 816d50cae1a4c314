// When a circle is quiet, and what follows: the facilitator is asked, then the circle, then all vote, then it is put away.
// Pure; days are those of the community's calendar, which stand still during holidays.

/** ms since 1970 → so many open days later. */
export type Later = (from: number, days: number) => number;

/** How far the quiet of a circle was told. */
export const quiets = ["none", "facilitator", "circle", "vote"] as const;
export type Quiet = (typeof quiets)[number];

/** Days without life until the facilitator is asked, in a circle that meets every week. */
const FIRST = 10;
/** A circle that meets less often is not quiet before it should have met, and then so many days. */
const AFTER_RHYTHM = 3;
/** Days between one telling and the next. */
const BETWEEN = 7;

/** Days of quiet until the facilitator, the circle and the vote: 10, 17 and 24 in a weekly circle. */
export function quietDays(rhythm: number): Readonly<Record<"facilitator" | "circle" | "vote", number>> {
  const first = Math.max(FIRST, rhythm + AFTER_RHYTHM);
  return { facilitator: first, circle: first + BETWEEN, vote: first + 2 * BETWEEN };
}

export interface QuietFacts {
  readonly state: "active" | "paused" | "finished" | "merged" | "archived";
  readonly rhythm: number;
  /** All instants in ms since 1970. */
  readonly lifeAt: number;
  readonly quiet: Quiet;
  /** When that was told. */
  readonly quietAt: number | undefined;
  /** The next meeting that is fixed: until it is over nobody asks. */
  readonly meetingUntil: number | undefined;
  /** Of a paused circle. */
  readonly resumesAt: number | undefined;
  /** The end of its last day, when it has one and has not been asked about it. */
  readonly endsAt: number | undefined;
}

export const timedEvents = ["resume", "askFacilitator", "askCircle", "askVote", "countVotes", "askEnd"] as const;
export type TimedEvent = (typeof timedEvents)[number];

export interface TimedStep {
  readonly what: TimedEvent;
  readonly at: number;
}

const NEXT: Readonly<Record<Quiet, TimedEvent>> = {
  none: "askFacilitator",
  facilitator: "askCircle",
  circle: "askVote",
  vote: "countVotes",
};

/** What the clock does next to a circle, and when; undefined when nothing. */
export function nextStep(facts: QuietFacts, later: Later): TimedStep | undefined {
  if (facts.state === "paused")
    return facts.resumesAt === undefined ? undefined : { what: "resume", at: facts.resumesAt };
  if (facts.state !== "active") return undefined;
  const { quiet, quietAt, lifeAt, rhythm, meetingUntil = 0, endsAt } = facts;
  const since = Math.max(lifeAt, meetingUntil);
  // Each telling leaves people a week, also when it went out late.
  const at =
    quiet === "none" || quietAt === undefined
      ? later(since, quietDays(rhythm).facilitator)
      : later(Math.max(quietAt, meetingUntil), BETWEEN);
  const step: TimedStep = { what: NEXT[quiet], at };
  return endsAt !== undefined && endsAt < at ? { what: "askEnd", at: endsAt } : step;
}

export const voteChoices = ["keep", "merge", "finish"] as const;
export type VoteChoice = (typeof voteChoices)[number];

/**
 * What a circle decided: whatever has most votes; of two with as many, the one that ends less. Nobody voted: "archive".
 * Undefined while some have not voted and it is not over yet and could still turn out otherwise.
 */
export function verdict(
  votes: readonly VoteChoice[],
  members: number,
  isOver: boolean,
): VoteChoice | "archive" | undefined {
  const count = (choice: VoteChoice) => votes.filter((vote) => vote === choice).length;
  const ranked = voteChoices
    .map((choice) => ({ choice, votes: count(choice) }))
    .sort((a, b) => b.votes - a.votes || voteChoices.indexOf(a.choice) - voteChoices.indexOf(b.choice));
  const [first, second] = ranked;
  if (first === undefined || second === undefined || votes.length === 0) return isOver ? "archive" : undefined;
  const open = Math.max(0, members - votes.length);
  const isSettled = first.votes > second.votes + open;
  return isOver || open === 0 || isSettled ? first.choice : undefined;
}
