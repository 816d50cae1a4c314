import type { Job } from "../../jobs/job.js";
import { makeExporting } from "./exporting.js";
import { makeForgetting } from "./forgetting.js";
import { privacyJobs } from "./jobs.js";
import { makeOverview } from "./overview.js";
import type { PrivacyParts } from "./parts.js";
import { makePausing } from "./pausing.js";
import { makeRemoval } from "./removal.js";
import { makeRetention } from "./retention.js";

export type Privacy = ReturnType<typeof makePrivacy>;

/** What members may have done with what is kept about them, and organisers with their network. */
export function makePrivacy(parts: PrivacyParts) {
  const { db, suppression } = parts;
  const forgetting = makeForgetting(parts);
  const retention = makeRetention(parts, forgetting);
  const removal = makeRemoval(parts);
  const jobs: readonly Job[] = privacyJobs(retention, removal, parts.now);
  return {
    ...makeExporting(parts),
    ...makePausing(parts),
    ...makeOverview(parts),
    /** Everything about a member goes; `what` says whether what they gave to everybody goes too. */
    forget: forgetting.forget,
    /** A whole network. */
    network: removal,
    letGo: retention.letGo,
    jobs,

    /**
     * An older copy of the database was put in its place: whoever was forgotten since is forgotten again. To be done
     * before anybody is written to. Answers how many there were.
     */
    async replay(): Promise<number> {
      if (suppression.isEmpty()) return 0;
      let count = 0;
      for (const { id } of await db.client.network.findMany({ select: { id: true } })) {
        if (!suppression.has("network", id)) continue;
        await removal.erase(id);
        count++;
      }
      for (const { id } of await db.client.member.findMany({ where: { forgottenAt: null }, select: { id: true } })) {
        const what = (["all", "rest"] as const).find((kind) => suppression.has(kind, id));
        if (what !== undefined && (await forgetting.forget(id, "restored", what))) count++;
      }
      return count;
    },
  };
}
