import type { Tx } from "../../storage/database.js";
import { mine, touch } from "./changes.js";
import { makeAppointing } from "./appointing.js";
import { makeEvidence } from "./evidence/gathering.js";
import type { MeetingsParts } from "./meetings/parts.js";
import { makeProtocols, protocolJob } from "./protocols/leading.js";
import { makeCircleMeetings } from "./meetings/service.js";
import { makeClockwork } from "./clockwork.js";
import { makeCourse } from "./course.js";
import { makeFounding } from "./founding.js";
import { makeHomework, type HomeKeeper } from "./homes.js";
import { makeInquiry } from "./inquiry.js";
import { circleJobs } from "./jobs.js";
import { makeLists } from "./lists.js";
import { makeMembership } from "./membership.js";
import { makeMerging } from "./merging.js";
import { makeOverseeing } from "./overseeing.js";
import type { CirclesParts } from "./parts.js";
import { isAlive } from "./rules.js";
import { memberIdsOf, readCircle, stateOf } from "./stored.js";
import { suggestTo } from "./suggesting.js";
import { makeTerms } from "./terms.js";
import { makeCircleWithdrawals } from "./withdrawals.js";

export type Circles = ReturnType<typeof makeCircles>;

const HOUR = 3_600_000;

/** Circles: groups that learn together. */
export function makeCircles(outer: Omit<CirclesParts, "meetings">, keeper: HomeKeeper) {
  const { db } = outer;
  const ofMeetings: MeetingsParts = {
    ...outer,
    touch: (tx, id) => touch(parts, tx, id),
    async membersOf(tx, id) {
      const row = await readCircle(tx, id);
      return row ? memberIdsOf(row) : [];
    },
  };
  const meetings = makeCircleMeetings(ofMeetings);
  const protocols = makeProtocols(ofMeetings);
  const parts: CirclesParts = { ...outer, meetings: { ...meetings.withdrawals, ...meetings.breaks } };
  const inquiry = makeInquiry(parts);
  const lists = makeLists(parts);
  return {
    start: makeFounding(parts),
    membership: makeMembership(parts),
    appoint: makeAppointing(parts),
    merging: makeMerging(parts, lists),
    inquiry,
    course: makeCourse(parts),
    terms: makeTerms(parts),
    overseeing: makeOverseeing(parts, lists),
    meetings,
    protocols,
    evidence: makeEvidence(parts),
    lists,
    withdrawals: makeCircleWithdrawals(parts),
    /** Somebody has said what they look for, or met others: a circle may suit them. */
    suggestTo: (tx: Tx, memberId: string): Promise<void> => suggestTo(parts, tx, memberId),
    /** Somebody wrote in a circle's home: it lives. */
    async wroteIn(key: string, memberId: string): Promise<void> {
      await db.transaction(async (tx: Tx) => {
        const row = await readCircle(tx, key);
        if (!row || stateOf(row) !== "active" || !memberIdsOf(row).includes(memberId)) return;
        // Among many words each would be written down for nothing.
        if (row.quiet === "none" && parts.now().getTime() - row.lifeAt.getTime() < HOUR) return;
        await touch(parts, tx, key);
      });
    },
    /** The facilitator has seen to it: the clock begins anew. */
    async revive(id: string, memberId: string): Promise<void> {
      await db.transaction(async (tx: Tx) => {
        const { row } = await mine(tx, id, memberId);
        if (isAlive(stateOf(row))) await touch(parts, tx, id);
      });
    },
    jobs: [
      ...circleJobs(db, makeClockwork(parts, inquiry), makeHomework(parts, keeper)),
      ...meetings.jobs,
      protocolJob(ofMeetings, protocols),
    ],
  };
}
