// Who grew quiet, what they are asked, and what is worth telling them. Pure; instants are ms since 1970.

/** ms since 1970 → so many open days later; it stands still in the pauses of the community's calendar. */
export type Later = (from: number, days: number) => number;

/** Open days without a sign of life until somebody is asked, and as many again until they are asked for the last time. */
export const QUIET_DAYS = 21;
/** The same for whoever said that they like to read along. */
export const READING_DAYS = 63;
/** Members of one network who are asked on one day; the others the day after. */
export const ASKED_A_DAY = 500;
/** Open days for which a question is worth delivering. */
export const ASK_DAYS = 7;
/** On one day nobody is proposed to more people than this. */
export const PROPOSED_A_DAY = 2;

/** ms after an answer in which whatever they do belongs to it: most look at their settings next, or press again. */
export const SITTING = 60 * 60_000;

/** The last stage: they were asked twice, or have said how they want it, and are asked nothing any more. */
export const LEFT_IN_PEACE = 3;

const DAY = 86_400_000;
/** Further back than this no calendar has pauses: five years may be written ahead, and a little more. */
const FARTHEST = 4_000 * DAY;

/**
 * The last instant from which so many open days have passed until `now`: whoever was last seen then, or before, has been
 * quiet for so long. Found by halving, since the clock only ever runs forward.
 */
export function cutOff(later: Later, now: number, days: number): number {
  let early = now - days * DAY;
  for (let back = days * DAY; later(early, days) > now && now - early < FARTHEST; back *= 2) early = now - back;
  let late = now;
  if (later(early, days) > now) return early;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (later(middle, days) <= now) early = middle;
    else late = middle;
  }
  return early;
}

/** Answers to the last question. "leave": out of programmes and circles, but still in the network. */
export const careAnswers = ["here", "quiet", "monthly", "pause", "leave"] as const;
export type CareAnswer = (typeof careAnswers)[number];

export interface Care {
  /** 0 nobody asked, 1 asked, 2 asked for the last time, 3 left in peace. */
  readonly stage: number;
  /** When that was; of an answer, when its sitting is over; of a pause, when it ends. */
  readonly at: number | undefined;
}

/**
 * Whether a sign of life is somebody's return. The press with which they answered is none, nor what they do in the same
 * sitting: they asked to be left in peace with it. Nor is anything during a pause: it ends by itself.
 */
export function isReturn({ stage, at }: Care, signAt: number): boolean {
  return stage > 0 && (at === undefined || signAt > at);
}

/**
 * What an answer makes of somebody; `until`: the end of their pause. Whether they are asked just now makes no difference: the
 * press of the button may have been taken for their return already, and the wish is theirs all the same.
 */
export function afterAnswer(answer: CareAnswer, now: number, until: number): Care {
  if (answer === "here") return { stage: 0, at: undefined };
  return answer === "pause" ? { stage: 2, at: until } : { stage: LEFT_IN_PEACE, at: now + SITTING };
}

/** What a member is interested in, as keys of topics. */
export interface Interests {
  readonly seeks: ReadonlySet<string>;
  /** Subjects and what they offer themselves. */
  readonly has: ReadonlySet<string>;
}

export const proposalKinds = ["circle", "person", "resource"] as const;
export type ProposalKind = (typeof proposalKinds)[number];

/** Something that could be told: a circle with its next meeting, a person by what they offer, something on the shelf. */
export interface Proposal {
  readonly kind: ProposalKind;
  readonly id: string;
  readonly topics: readonly string[];
  /** Of two that fit alike the better one: 0 to 1. */
  readonly worth: number;
}

export interface Fit {
  readonly points: number;
  /** Because they look for it, or because they have it in common. */
  readonly because: "seek" | "share";
  readonly keys: readonly string[];
}

const LOOKED_FOR = 2;
const SHARED = 1;

/** How well it fits, and why; undefined when nothing of it concerns them: nothing is forced on anybody. */
export function fitOf({ seeks, has }: Interests, { topics }: Pick<Proposal, "topics">): Fit | undefined {
  const all = [...new Set(topics)];
  const sought = all.filter((key) => seeks.has(key));
  const shared = all.filter((key) => has.has(key) && !seeks.has(key));
  if (sought.length + shared.length === 0) return undefined;
  const points = LOOKED_FOR * sought.length + SHARED * shared.length;
  return sought.length > 0 ? { points, because: "seek", keys: sought } : { points, because: "share", keys: shared };
}

export interface Fitting<P extends Proposal = Proposal> {
  readonly proposal: P;
  readonly fit: Fit;
}

/** All that fit, the best first; of two as good, what brings people together sooner. */
export function fitting<P extends Proposal>(interests: Interests, proposals: readonly P[]): readonly Fitting<P>[] {
  return proposals
    .flatMap((proposal) => {
      const fit = fitOf(interests, proposal);
      return fit ? [{ proposal, fit }] : [];
    })
    .sort(
      (a, b) =>
        b.fit.points - a.fit.points ||
        proposalKinds.indexOf(a.proposal.kind) - proposalKinds.indexOf(b.proposal.kind) ||
        b.proposal.worth - a.proposal.worth ||
        (a.proposal.id < b.proposal.id ? -1 : 1),
    );
}
