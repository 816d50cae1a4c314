import { tipsJob } from "./jobs.js";
import type { TipsParts } from "./parts.js";
import { makePractice } from "./practice/service.js";
import type { Situation } from "./rules.js";
import { situationOf } from "./situations.js";
import { makeTipsWithdrawals } from "./withdrawals.js";

export type Tips = ReturnType<typeof makeTips>;

/** The skill of networking, in small steps: tips that fit where somebody is, and practice for those who want it. */
export function makeTips(parts: TipsParts) {
  const practice = makePractice(parts);
  return {
    /** Where a member is just now: what a tip may build on. */
    situation: (memberId: string): Promise<Situation> => situationOf(parts.db.client, memberId, parts.now()),
    practice,
    withdrawals: makeTipsWithdrawals(parts),
    jobs: [tipsJob(parts.db, practice.step)],
  };
}
