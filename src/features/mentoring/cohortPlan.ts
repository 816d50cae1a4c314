import { z } from "zod";
import { decideMentors } from "../../matching/mentors/decide.js";
import { rulesOf } from "../../matching/mentors/rules.js";
import type { MentoringInput, MentoringOutcome, Mentor, Must, Total } from "../../matching/mentors/types.js";
import type { Steps } from "../../matching/steps.js";

// Who of a cohort gets which mentor: worked out from facts alone, and how it is kept as text until it is carried out.

const total = z.object({ seated: z.number(), fit: z.number() });
const must = z.object({ kind: z.string(), anyOf: z.array(z.string()) });
const help = z.object({ must, mentors: z.number() });
const mentors = z.number();
const why = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("noSeats") }),
  z.object({ kind: z.literal("musts"), helps: z.array(help), unmet: z.array(must) }),
  z.object({ kind: z.literal("apart"), mentors }),
  z.object({ kind: z.literal("taken"), mentors }),
  // The organiser decided so.
  z.object({ kind: z.literal("organiser") }),
  // Another request of the same mentee takes part: a cohort gives everybody one mentor.
  z.object({ kind: z.literal("otherRequest") }),
]);
/** What the organiser decided for a mentee; null: no mentor in this cohort. */
const fixed = z.object({ menteeId: z.string(), mentorId: z.string().nullable() });
const plan = z.object({
  seats: z.array(
    z.object({ requestId: z.string(), menteeId: z.string(), mentorId: z.string(), points: z.number() }).readonly(),
  ),
  waiting: z.array(z.object({ requestId: z.string(), menteeId: z.string(), why }).readonly()),
  totals: total,
  best: total,
  fixed: z.array(fixed.readonly()),
});

export type CohortWhy = z.infer<typeof why>;
export type Fixed = Readonly<z.infer<typeof fixed>>;
/** `best` is what nobody could surpass if the organiser had decided nothing. */
export type CohortPlan = Readonly<z.infer<typeof plan>>;
export type PlannedSeat = CohortPlan["seats"][number];

export function planText(decided: CohortPlan): string {
  return JSON.stringify(decided);
}

/** @throws ZodError for a text that is no plan: carrying out half of one would be worse than stopping. */
export function planIn(text: string): CohortPlan {
  return plan.parse(JSON.parse(text));
}

/** A request that takes part, the only one of its mentee. */
export interface CohortMentee {
  readonly requestId: string;
  readonly menteeId: string;
  /** Whole weeks since they asked. */
  readonly waiting: number;
  readonly musts: readonly Must[];
}

/** Everything a plan is worked out from. */
export interface CohortFacts {
  readonly mentees: readonly CohortMentee[];
  /** Further requests of the same mentees. */
  readonly others: readonly { readonly requestId: string; readonly menteeId: string }[];
  /** With the seats that are free. */
  readonly mentors: readonly Mentor[];
  /** Who must not be put together, of those above. */
  readonly apart: readonly (readonly [menteeId: string, mentorId: string])[];
  readonly pointsOf: (menteeId: string, mentorId: string) => number | undefined;
}

/** Facts whose points have been looked up once for all: working them out takes longer than all the rest. */
export interface Weighed extends CohortFacts {
  /** Undefined also for those who must not be put together. */
  readonly pointsOf: CohortFacts["pointsOf"];
}

const IMPOSSIBLE = -1;

export function* weigh(facts: CohortFacts): Steps<Weighed> {
  const width = facts.mentors.length;
  const points = new Int32Array(facts.mentees.length * width).fill(IMPOSSIBLE);
  const apart = new Set(facts.apart.map(([menteeId, mentorId]) => `${menteeId} ${mentorId}`));
  for (const [row, { menteeId }] of facts.mentees.entries()) {
    for (const [column, { id }] of facts.mentors.entries())
      if (!apart.has(`${menteeId} ${id}`)) points[row * width + column] = facts.pointsOf(menteeId, id) ?? IMPOSSIBLE;
    yield row / facts.mentees.length;
  }
  const rows = new Map(facts.mentees.map(({ menteeId }, row) => [menteeId, row]));
  const columns = new Map(facts.mentors.map(({ id }, column) => [id, column]));
  return {
    ...facts,
    pointsOf(menteeId, mentorId) {
      const [row, column] = [rows.get(menteeId), columns.get(mentorId)];
      const known = row === undefined || column === undefined ? undefined : points[row * width + column];
      return known === IMPOSSIBLE ? undefined : known;
    },
  };
}

/** What the organiser decided and is still possible; of too many for one mentor the first ones. */
export function possible(facts: Weighed, decided: readonly Fixed[]): readonly Fixed[] {
  const here = new Set(facts.mentees.map(({ menteeId }) => menteeId));
  const left = new Map(facts.mentors.map(({ id, seats }) => [id, seats]));
  return decided.filter(({ menteeId, mentorId }) => {
    if (mentorId === null) return here.has(menteeId);
    const seats = left.get(mentorId) ?? 0;
    if (seats < 1 || facts.pointsOf(menteeId, mentorId) === undefined) return false;
    left.set(mentorId, seats - 1);
    return true;
  });
}

/** As many seats as possible, then the greatest total fit, around what the organiser decided. */
export function* planCohort(facts: Weighed, decided: readonly Fixed[]): Steps<CohortPlan> {
  const kept = possible(facts, decided);
  const free = yield* decideMentors(inputOf(facts));
  const chosen = kept.length === 0 ? free : yield* decideMentors(inputAround(facts, kept));
  const mentorOf = new Map(chosen.seats.map(({ mentee, mentor }) => [mentee, mentor]));
  for (const { menteeId, mentorId } of kept) if (mentorId !== null) mentorOf.set(menteeId, mentorId);
  const seats = facts.mentees.flatMap(({ requestId, menteeId }): PlannedSeat[] => {
    const mentorId = mentorOf.get(menteeId);
    if (mentorId === undefined) return [];
    return [{ requestId, menteeId, mentorId, points: facts.pointsOf(menteeId, mentorId) ?? 0 }];
  });
  return {
    seats,
    waiting: waitingOf(facts, kept, (menteeId) => mentorOf.has(menteeId)),
    totals: totalOf(seats),
    best: free.best,
    fixed: kept.map((one) => ({ ...one })),
  };
}

function totalOf(seats: readonly PlannedSeat[]): Total {
  return { seated: seats.length, fit: seats.reduce((sum, { points }) => sum + points, 0) };
}

function inputOf({ mentees, mentors, apart, pointsOf }: Weighed): MentoringInput {
  return {
    mentees: mentees.map(({ menteeId: id, waiting, musts }) => ({ id, waiting, musts })),
    mentors,
    fitOf: (mentee, mentor) => pointsOf(mentee.id, mentor.id),
    forbidden: apart,
    aim: "best",
  };
}

/** The same without those for whom the organiser decided, and without the seats that these take. */
function inputAround(facts: Weighed, kept: readonly Fixed[]): MentoringInput {
  const input = inputOf(facts);
  const settled = new Set(kept.map(({ menteeId }) => menteeId));
  const taken = (id: string) => kept.filter(({ mentorId }) => mentorId === id).length;
  return {
    ...input,
    mentees: input.mentees.filter(({ id }) => !settled.has(id)),
    mentors: input.mentors.map((mentor) => ({ ...mentor, seats: mentor.seats - taken(mentor.id) })),
    forbidden: input.forbidden.filter(([menteeId]) => !settled.has(menteeId)),
  };
}

function waitingOf(
  facts: Weighed,
  kept: readonly Fixed[],
  hasSeat: (menteeId: string) => boolean,
): CohortPlan["waiting"] {
  // Seen with all seats: one that the organiser gave away is taken like any other.
  const { whyWaiting } = rulesOf(inputOf(facts));
  const without = new Set(kept.filter(({ mentorId }) => mentorId === null).map(({ menteeId }) => menteeId));
  const whyOf = (mentee: CohortMentee): CohortWhy => {
    if (without.has(mentee.menteeId)) return { kind: "organiser" };
    const { menteeId: id, waiting, musts } = mentee;
    const open = facts.mentors.filter(({ id: mentorId }) => facts.pointsOf(id, mentorId) !== undefined).length;
    return stored(whyWaiting({ id, waiting, musts }, open));
  };
  return [
    ...facts.mentees
      .filter(({ menteeId }) => !hasSeat(menteeId))
      .map((mentee) => ({ requestId: mentee.requestId, menteeId: mentee.menteeId, why: whyOf(mentee) })),
    ...facts.others.map((other) => ({ ...other, why: { kind: "otherRequest" as const } })),
  ];
}

function stored(reason: MentoringOutcome["waiting"][number]["why"]): CohortWhy {
  if (reason.kind !== "musts") return reason;
  const copy = ({ kind, anyOf }: Must) => ({ kind, anyOf: [...anyOf] });
  return {
    kind: "musts",
    helps: reason.helps.map((one) => ({ must: copy(one.must), mentors: one.mentors })),
    unmet: reason.unmet.map(copy),
  };
}
