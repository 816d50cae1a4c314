import { cohortJobs } from "./cohortPublishing.js";
import { makeCohorts } from "./cohorts.js";
import { makeClockwork } from "./clockwork.js";
import { mentoringJobs } from "./jobs.js";
import { makeMentorships } from "./mentorships.js";
import { makeOffers } from "./offers.js";
import type { MentoringParts } from "./parts.js";
import { reportOf } from "./report.js";
import { makeRequests } from "./requests.js";
import { makeMentoringWithdrawals } from "./withdrawals.js";

export type Mentoring = ReturnType<typeof makeMentoring>;

/** Mentoring: offers, requests, and the life of a mentorship. */
export function makeMentoring(parts: MentoringParts) {
  const requests = makeRequests(parts);
  const cohorts = makeCohorts(parts, requests);
  return {
    offers: makeOffers(parts),
    requests,
    cohorts,
    mentorships: makeMentorships(parts),
    withdrawals: makeMentoringWithdrawals(parts, requests),
    /** What an organiser sees: counts, states, and what somebody chose to tell. */
    report: (networkId: string, readerId: string) => reportOf(parts, networkId, readerId),
    jobs: [...mentoringJobs(parts.db, makeClockwork(parts, requests)), ...cohortJobs(parts.db, cohorts)],
  };
}
