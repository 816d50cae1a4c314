import type { Tx } from "../../storage/database.js";
import type { CirclesParts } from "./parts.js";
import { isAlive } from "./rules.js";
import { readCircle, stateOf, type CircleRow } from "./stored.js";

export type Post = "facilitator" | "deputy";

/** What is told of a post: to whoever has it now, to whoever had it, and to all of them that it has changed hands. */
export const LOST = { facilitator: "relieved", deputy: "relievedDeputy" } as const satisfies Record<Post, string>;
export const CHANGED = { facilitator: "changed", deputy: "changedDeputy" } as const satisfies Record<Post, string>;
type About = Post | "successor" | (typeof LOST)[Post] | (typeof CHANGED)[Post];

/** Unique to what happened, and tells what it is about. */
export function postKey({ newId }: Pick<CirclesParts, "newId">, id: string, about: About): string {
  return `circlePost:${id}:${about}:${newId()}`;
}

interface Waiting {
  readonly key: string;
  readonly about: About;
  /** Whose letter it is; undefined in the home. */
  readonly readerId: string | undefined;
  /** Who has the post by it, where it isn't the reader. */
  readonly whoId: string | undefined;
  readonly beforeId: string | undefined;
}

/** What nobody has heard of, since it was taken back or tells now of another. */
export interface Unheard {
  /** Who had a post, never heard of it and has it no more. */
  readonly had: ReadonlySet<string>;
  /** Who lost this post, never heard of it and has it again. */
  readonly lost: (post: Post) => ReadonlySet<string>;
  /** All of them read at once who has this post now, or need not read anything. */
  readonly isTold: (post: Post) => boolean;
}

function personIn(facts: unknown, name: "who" | "before"): string | undefined {
  const found = (facts as Readonly<Record<string, { readonly person?: unknown } | undefined>> | null)?.[name]?.person;
  return typeof found === "string" ? found : undefined;
}

/** What no platform has yet. */
async function waitingAbout(tx: Tx, id: string): Promise<readonly Waiting[]> {
  const start = `circlePost:${id}:`;
  const rows = await tx.delivery.findMany({
    where: { key: { startsWith: start }, status: { in: ["pending", "leased", "merging"] }, attempts: 0 },
    select: { key: true, recipient: true, facts: true },
  });
  return rows.map(({ key, recipient, facts }) => ({
    key,
    about: (key.slice(start.length).split(":")[0] ?? "") as About,
    readerId: recipient.startsWith("member:") ? recipient.slice("member:".length) : undefined,
    whoId: personIn(facts, "who"),
    beforeId: personIn(facts, "before"),
  }));
}

/** What becomes of it: it stays, is taken back, or tells of whoever has the post now. */
function fateOf({ about, readerId, whoId, beforeId }: Waiting, row: CircleRow): "stays" | "goes" | { whoId: string } {
  if (!isAlive(stateOf(row)) && !isLoss(about)) return "goes";
  const holderId = about.toLowerCase().includes("deputy") ? row.deputyId : row.facilitatorId;
  if (about === "facilitator" || about === "successor" || about === "deputy")
    return readerId === holderId ? "stays" : "goes";
  if (holderId === null || holderId === (isLoss(about) ? readerId : beforeId)) return "goes";
  if (about === "relievedDeputy" && readerId === row.facilitatorId) return "goes";
  return whoId === holderId ? "stays" : { whoId: holderId };
}

function isLoss(about: About): boolean {
  return about === "relieved" || about === "relievedDeputy";
}

/** Nothing on its way says of a post what is no longer so. Harmless where all of it is. */
export async function keepPostsTrue({ outbox }: Pick<CirclesParts, "outbox">, tx: Tx, id: string): Promise<Unheard> {
  const row = await readCircle(tx, id);
  const waiting = row ? await waitingAbout(tx, id) : [];
  const judged = row ? waiting.map((one) => ({ ...one, fate: fateOf(one, row) })) : [];
  const gone = judged.filter(({ fate }) => fate === "goes");
  await outbox.cancel(
    tx,
    gone.map(({ key }) => key),
    "rules",
  );
  for (const { key, fate } of judged)
    if (typeof fate === "object")
      await outbox.amend(tx, key, ({ to, facts }) => ({
        to,
        facts: { ...(facts as object), who: { person: fate.whoId } },
      }));
  const readersOf = (isMeant: (about: About) => boolean) =>
    new Set(gone.flatMap(({ about, readerId }) => (isMeant(about) ? (readerId ?? []) : [])));
  return {
    had: readersOf((about) => about === "facilitator" || about === "successor" || about === "deputy"),
    lost: (post) => readersOf((about) => about === LOST[post]),
    isTold: (post) => judged.some(({ about, fate }) => about === CHANGED[post] && fate !== "stays"),
  };
}
