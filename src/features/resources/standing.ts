import { canonicalLink } from "../../links/canonical.js";
import { nextCheckAt } from "../../links/pace.js";
import type { Tx } from "../../storage/database.js";
import { unpropose } from "../care/dormant/proposed.js";
import { reminderColumns } from "./calling.js";
import { digestKey, digestKeyOf, itemsIn, recipientIn } from "./digestFacts.js";
import type { DigestFacts } from "./deliveries.js";
import type { ResourcesParts } from "./parts.js";
import type { ResourceRow } from "./stored.js";

// What comes with standing on the shelf, and what ends with it.

/** One place on a network's shelf for a page. */
export function claimOf(networkId: string, key: string): string {
  return `${networkId} ${key}`;
}

/** What makes something the same as what stands on the shelf already. */
export interface Likeness {
  /** Of its page, by all the addresses it was given. */
  readonly keys: readonly string[];
  /** Of what is words alone; undefined: a title says nothing, as with files. */
  readonly title?: string | undefined;
  /** Whose words they must be; others may have had the same idea. */
  readonly sharerId?: string | undefined;
  /** Not this one. */
  readonly except?: string | undefined;
}

/** What stands there already, also when it waits for an organiser. */
export async function standing(
  tx: Tx,
  networkId: string,
  { keys, title, sharerId, except }: Likeness,
): Promise<string | undefined> {
  const words = { link: null, fileId: null, title: title ?? "", ...(sharerId === undefined ? {} : { sharerId }) };
  const same = keys.length > 0 ? { linkKey: { in: keys.map((key) => claimOf(networkId, key)) } } : words;
  if (keys.length === 0 && title === undefined) return undefined;
  const others = except === undefined ? {} : { id: { not: except } };
  const where = { networkId, state: { in: ["shown", "held"] }, ...same, ...others };
  return (await tx.resource.findFirst({ where, select: { id: true } }))?.id;
}

/** The claim to its page, unless another has it by now, and when the clock looks at it next. */
export async function standingColumns(
  parts: Pick<ResourcesParts, "calendar" | "now">,
  tx: Tx,
  row: Pick<ResourceRow, "id" | "networkId" | "link" | "deadline">,
) {
  const key = row.link === null ? undefined : canonicalLink(row.link)?.key;
  const claim = key === undefined ? null : claimOf(row.networkId, key);
  const isTaken = claim !== null && (await tx.resource.count({ where: { linkKey: claim, id: { not: row.id } } })) > 0;
  return {
    linkKey: isTaken ? null : claim,
    checkAt: claim === null ? null : nextCheckAt(claim, parts.now(), undefined),
    ...(await reminderColumns(parts, tx, row)),
  };
}

/** Nothing that waits to be sent speaks any more of what can't be seen by all. */
export async function silence(
  { outbox }: Pick<ResourcesParts, "outbox">,
  tx: Tx,
  { id, networkId }: Pick<ResourceRow, "id" | "networkId">,
  version: number,
): Promise<void> {
  await outbox.cancel(tx, { startsWith: `deadline:${id}:` }, "rules");
  await unpropose(outbox, tx, `dormant:resource:${id}:`);
  const waiting = await tx.delivery.findMany({
    where: { status: { in: ["pending", "leased"] }, networkId, notice: "shelf.digest", attempts: 0 },
  });
  const about = waiting.filter(({ facts }) => itemsIn(facts).some(({ resourceId }) => resourceId === id));
  if (about.length === 0) return;
  await outbox.cancel(
    tx,
    about.map(({ key }) => key),
    "rules",
  );
  // All at once, under new keys: changing thousands one by one would take longer than a transaction may.
  await outbox.add(
    tx,
    about.flatMap(({ key, to, facts, dueAt, expiresAt }) => {
      const items = itemsIn(facts).filter(({ resourceId }) => resourceId !== id);
      const rest: DigestFacts = { items };
      const { readerId, date } = digestKeyOf(key);
      const reader = recipientIn(to);
      if (items.length === 0 || reader === undefined || expiresAt === null) return [];
      return [
        {
          ...{ key: digestKey(readerId, date, version), networkId, notice: "shelf.digest", facts: { ...rest } },
          ...{ to: reader, dueAt, expiresAt, priority: "digest", proactive: true },
        } as const,
      ];
    }),
  );
}
