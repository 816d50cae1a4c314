import { canonicalLink, type Link } from "../../links/canonical.js";
import { suspicion } from "../../links/suspicion.js";
import type { Tx } from "../../storage/database.js";
import { linksIn } from "./offered.js";
import type { ResourcesParts } from "./parts.js";
import { FLOOD, type Doubt } from "./rules.js";
import { doubtsIn, type ResourceRow } from "./stored.js";

// Why an organiser looks at something before others do.

const DAY = 86_400_000;
/** What is looked up anew each time. */
const PASSING: readonly Doubt[] = ["flood", "removed"];

type Listing = ResourcesParts["isListed"];

export function doubtsOf(links: readonly (Link | undefined)[], isListed: Listing): Doubt[] {
  const kinds = links.flatMap((link) => {
    const kind = link && suspicion(link.href, isListed)?.kind;
    return kind === undefined || kind === "refused" ? [] : [kind];
  });
  return [...new Set(kinds)];
}

/** Readers can press every link in a text, not only the one that was looked at. */
export function doubtsInWords({ title, about }: Pick<ResourceRow, "title" | "about">, isListed: Listing): Doubt[] {
  const written = linksIn(`${title}\n${about}`);
  const links = written.map(canonicalLink);
  const isStrange = links.includes(undefined);
  return [...new Set<Doubt>([...doubtsOf(links, isListed), ...(isStrange ? (["strange"] as const) : [])])];
}

/** All that speaks for looking at it first, at the moment in which it is to be shown. */
export async function doubtsAbout(
  { isListed, now }: Pick<ResourcesParts, "isListed" | "now">,
  tx: Tx,
  row: ResourceRow,
): Promise<readonly Doubt[]> {
  const found = new Set<Doubt>([
    ...doubtsIn(row.doubts).filter((doubt) => !PASSING.includes(doubt)),
    ...doubtsInWords(row, isListed),
  ]);
  const { networkId, link, linkDomain, sharerId } = row;
  if (link !== null && (await tx.resource.count({ where: { networkId, link, state: "removed" } })) > 0)
    found.add("removed");
  if (linkDomain === null || sharerId === null) return [...found];
  const since = { gt: new Date(now().getTime() - DAY) };
  const like = await tx.resource.count({
    where: { sharerId, linkDomain, state: { in: ["shown", "held"] }, sharedAt: since },
  });
  if (like >= FLOOD) found.add("flood");
  return [...found];
}
