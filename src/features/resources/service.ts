import { makeCollections } from "./collections.js";
import { makeFinding } from "./finding.js";
import type { ResourcesParts } from "./parts.js";
import { makeSharing } from "./sharing.js";
import { makeShelf } from "./shelf.js";

export type Resources = ReturnType<typeof makeResources>;

/** What is useful: shared, found again, and how it went. */
export function makeResources(parts: ResourcesParts) {
  return {
    sharing: makeSharing(parts),
    shelf: makeShelf(parts),
    finding: makeFinding(parts),
    collections: makeCollections(parts),
  };
}
