import type { Progress, RoundInput, RoundOutcome } from "../../matching/types.js";
import type { Outbox } from "../../outbox/delivery.js";
import type { Database } from "../../storage/database.js";
import type { Portraits } from "../introductions/portraits.js";
import type { Programmes } from "./programme.js";

/** What the pieces of the meet-up share. */
export interface MeetupParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly portraits: Portraits;
  readonly programmes: Programmes;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Lets other work go first; called often during long work. */
  readonly breathe: () => Promise<void>;
  /** Decides the groups of a round, step by step; `decideRound` where there is none. */
  readonly decide?: ((input: RoundInput) => Generator<Progress, RoundOutcome, undefined>) | undefined;
  /** Keys of the bundled icebreakers. */
  readonly icebreakers: readonly string[];
  /** The same key for the same topic in any language. */
  readonly topicKey: (label: string) => string;
}
