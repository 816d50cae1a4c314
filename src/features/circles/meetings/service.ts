import { makeActions } from "./actions.js";
import { makeAttendance } from "./attendance.js";
import { makeBreaks } from "./breaks.js";
import { makeClockwork } from "./clockwork.js";
import { meetingJobs } from "./jobs.js";
import { makeMinutes } from "./minutes.js";
import type { MeetingsParts } from "./parts.js";
import { makePlanning } from "./planning.js";
import { makeViews } from "./views.js";
import { makeMeetingWithdrawals } from "./withdrawals.js";

/** Meetings of circles: finding a time, who was there, what was decided, and what people said they would do. */
export function makeCircleMeetings(parts: MeetingsParts) {
  const actions = makeActions(parts);
  return {
    ...makePlanning(parts),
    ...makeAttendance(parts),
    ...makeMinutes(parts),
    views: makeViews(parts),
    actions,
    withdrawals: makeMeetingWithdrawals(parts),
    breaks: makeBreaks(parts),
    jobs: meetingJobs(parts.db, makeClockwork(parts), actions),
  };
}
