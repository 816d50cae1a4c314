import { makeCalling } from "./calling.js";
import { makeCollections } from "./collections.js";
import { makeDigests } from "./digests.js";
import { makeFinding } from "./finding.js";
import { resourceJobs } from "./jobs.js";
import { makeImporting } from "./importing.js";
import { makeLinkChecks } from "./linkChecks.js";
import type { ResourcesParts } from "./parts.js";
import { makeSharing } from "./sharing.js";
import { makeShelf } from "./shelf.js";

export type Resources = ReturnType<typeof makeResources>;

/** What is useful: shared, found again, and how it went. */
export function makeResources(parts: ResourcesParts) {
  const sharing = makeSharing(parts);
  const importing = makeImporting(parts);
  return {
    sharing,
    shelf: makeShelf(parts),
    finding: makeFinding(parts),
    collections: makeCollections(parts),
    importing,
    jobs: resourceJobs(parts, {
      remind: makeCalling(parts).remind,
      check: makeLinkChecks(parts).check,
      digest: makeDigests(parts).send,
      forgetDrafts: sharing.forgetDrafts,
      importStep: importing.step,
    }),
  };
}
