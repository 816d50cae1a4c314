import type { Outbox } from "../../outbox/delivery.js";
import type { Database, Tx } from "../../storage/database.js";
import type { Portraits } from "../introductions/portraits.js";
import type { Topic } from "../introductions/rules.js";
import type { ChoiceOf, RowProblem } from "./importing/rules.js";
import { addOpenTime, atLocal, addDays, localDate } from "../members/calendar/rules.js";
import type { Calendar } from "../members/calendar/service.js";

/** A file as it was handed in. */
export interface Uploaded {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What src/files made of it. */
export type Inspected =
  | ({ readonly kind: "taken" } & Uploaded)
  | { readonly kind: "refused"; readonly why: "type" | "size" | "mismatch" | "bomb" | "macro" };

/** What src/links saw at the end of a link; "unseen" says no more, so that nobody learns from it what there is inside. */
export type Looked =
  | {
      readonly kind: "page";
      readonly href: string;
      readonly title?: string | undefined;
      readonly description?: string | undefined;
      readonly language?: string | undefined;
    }
  | { readonly kind: "file"; readonly name?: string | undefined }
  | { readonly kind: "gone" }
  | { readonly kind: "unseen" };

export type LinkState = "works" | "gone" | "unsure";

/** What the pieces of the shelf share. */
export interface ResourcesParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly calendar: Pick<Calendar, "entries">;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Lets other work go first; called often during long work. */
  readonly breathe: () => Promise<void>;
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
  /** The names of a topic in all languages, as it was written where it is not one we know. */
  readonly topicNames: (topic: Topic) => readonly string[];
  /** The value that a label in any language means: "SD" is the level "primary". */
  readonly choiceOf: ChoiceOf;
  /** Why a row of a table was not taken, in words. */
  readonly whyNot: (locale: string, problem: RowProblem) => string;
  /** Looks at a link, safely; see src/links. */
  readonly look: (href: string) => Promise<Looked>;
  /** Whether it can still be opened. */
  readonly checkLink: (href: string) => Promise<LinkState>;
  /** Whether a file is what it says, without what nobody meant to share; see src/files. */
  readonly inspectFile: (file: Uploaded) => Promise<Inspected>;
  /** Whether a list of harmful places has this host or domain. */
  readonly isListed: (name: string) => boolean;
}

const DAY = 86_400_000;

/** The community's own time. */
export async function paceOf(parts: Pick<ResourcesParts, "calendar" | "now">, tx: Tx, networkId: string) {
  const { timeZone } = await tx.network.findUniqueOrThrow({ where: { id: networkId }, select: { timeZone: true } });
  const calendar = await parts.calendar.entries(networkId, tx);
  return {
    timeZone,
    today: localDate(parts.now().getTime(), timeZone),
    /** The end of a local day. */
    endOf: (date: string) => new Date(atLocal(addDays(date, 1), "00:00", timeZone)),
    /** So many days of the community's calendar later; ms since 1970. */
    later: (from: number, days: number) => addOpenTime(calendar, from, days * DAY, timeZone),
  };
}
