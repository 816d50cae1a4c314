import type { Job } from "../../jobs/job.js";
import type { makeRetention } from "./retention.js";
import type { Removal } from "./removal.js";

const DAY = 86_400_000;

/** What happens by itself: whoever left long ago is forgotten, and a network whose deletion nobody took back. */
export function privacyJobs(
  retention: ReturnType<typeof makeRetention>,
  removal: Removal,
  now: () => Date,
): readonly Job[] {
  return [
    {
      name: "privacy.left",
      instants: { table: "Member", column: "leftAt", where: `"leftAt" IS NOT NULL AND "forgottenAt" IS NULL` },
      async upcoming() {
        const next = await retention.nextLeft();
        // The id of a work outlives its day, and whoever was forgotten is not to be found there.
        return next ? [eachDay({ at: next.at, id: "left" }, now())] : [];
      },
      run: async () => `${await retention.forgetLeft()} forgotten`,
    },
    {
      name: "privacy.network",
      instants: { table: "Network", column: "removedAt" },
      async upcoming() {
        const next = await removal.next();
        return next ? [eachDay({ at: next.at, id: "network" }, now())] : [];
      },
      run: () => removal.eraseDue(),
    },
  ];
}

/** What was given up is tried again a day later. */
function eachDay({ at, id }: { readonly at: Date; readonly id: string }, now: Date) {
  const late = Math.floor((now.getTime() - at.getTime()) / DAY);
  return { at: late <= 0 ? at : new Date(at.getTime() + late * DAY), id };
}
