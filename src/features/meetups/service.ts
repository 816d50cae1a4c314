import { factsOf } from "../introductions/reasons.js";
import { topicsIn } from "../introductions/rules.js";
import { makeConnections } from "./connections.js";
import { makeEnrolments } from "./enrolments.js";
import { makeFollowups } from "./followups.js";
import { lastRound } from "./log.js";
import type { MeetupParts } from "./parts.js";
import { makeQuestions } from "./questions.js";
import { makeRounds } from "./rounds.js";
import { makeSchedule } from "./schedule.js";
import { leftOverOf } from "./telling.js";
import { namedIn } from "./weighing/rules.js";
import { makeWithdrawals } from "./withdrawals.js";

export type Meetups = ReturnType<typeof makeMeetups>;

/** The weekly meet-up: who takes part, the rounds, and what follows a match. */
export function makeMeetups(parts: MeetupParts) {
  const { db, programmes } = parts;
  const rounds = makeRounds(parts);
  const { replan, ...schedule } = makeSchedule(parts);
  return {
    programmes: { ...programmes, ...schedule },
    enrolments: makeEnrolments(parts),
    rounds,
    followups: makeFollowups(parts),
    questions: makeQuestions(parts),
    connections: makeConnections(parts),
    withdrawals: makeWithdrawals(parts),

    /** The zone or the calendar changed: rounds, and what follows them, are planned anew as far as that can still be. */
    replan,

    /** What an organiser wants to see first. */
    async overview(networkId: string) {
      const programme = await db.transaction((tx) => programmes.ensure(tx, networkId));
      const next = await programmes.roundAhead(programme);
      const enrolled = await db.client.enrolment.count({ where: { programmeId: programme.id, status: "active" } });
      return { programme, next, enrolled };
    },

    /** The next round as it would be, with names and reasons ready to be worded. */
    async preview(networkId: string) {
      const preview = await rounds.preview(networkId);
      if (!preview) return undefined;
      const { plan, roundAt, isWaiting } = preview;
      const portraits = await parts.portraits.of([
        ...plan.groups.flatMap(({ members }) => members),
        ...plan.unmatched.map(({ id }) => id),
      ]);
      const groups = plan.groups.map((group) => ({
        ...group,
        reasons: factsOf(
          group.reasons,
          group.members.flatMap((id) => portraits.get(id) ?? []),
        ),
      }));
      return {
        ...plan,
        groups,
        unmatched: plan.unmatched.map(leftOverOf),
        roundAt,
        isWaiting,
        names: new Map([...portraits.values()].map(({ memberId, called }) => [memberId, called])),
      };
    },

    /** Why the next round does not bring two members together, with the names of everybody in the answer. */
    async whyNot(networkId: string, a: string, b: string) {
      const answer = await rounds.whyNot(networkId, a, b);
      if (!answer) return undefined;
      const portraits = await parts.portraits.of([...new Set([a, b, ...namedIn(answer.why)])]);
      return { ...answer, names: new Map([...portraits.values()].map(({ memberId, called }) => [memberId, called])) };
    },

    /** The last round that was held, for organisers: who, why, who was not and why. */
    log: (networkId: string) => lastRound(parts, networkId),

    /** "literasi, numerasi" out of a stored list. */
    topicLabels: (stored: unknown) =>
      topicsIn(stored)
        .map(({ label }) => label)
        .join(", "),
  };
}
