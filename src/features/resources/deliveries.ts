import type { NewDelivery } from "../../outbox/delivery.js";
import type { PersonFact } from "../introductions/rules.js";
import type { RowProblem } from "./importing/rules.js";
import type { ResourceKind } from "./rules.js";

// What the shelf writes to people, as facts; `notices.ts` puts it into words.

/** To whoever shared it: somebody used it. */
export interface UsedFacts {
  readonly resourceId: string;
  readonly title: string;
  readonly who: PersonFact;
  readonly group: string;
  readonly change: string;
}

/** To whoever shared it: what an organiser decided. */
export interface DecidedFacts {
  readonly resourceId: string;
  readonly title: string;
  readonly outcome: "kept" | "removed";
}

/** To those who saved it. */
export interface DeadlineFacts {
  readonly resourceId: string;
  readonly title: string;
  readonly kind: ResourceKind;
  readonly days: number;
  /** The end of the last day: an ISO instant, told in the reader's zone. */
  readonly deadlineAt: string;
}

/** To whoever shared it: its link leads nowhere any more. */
export interface LinkGoneFacts {
  readonly resourceId: string;
  readonly title: string;
  readonly domain: string;
}

/** What is new and concerns the reader. */
export interface DigestFacts {
  readonly items: readonly {
    readonly resourceId: string;
    readonly title: string;
    readonly kind: ResourceKind;
    readonly sharer?: PersonFact | undefined;
    readonly deadlineAt?: string | undefined;
  }[];
}

type Given = Pick<NewDelivery, "key" | "networkId" | "notice" | "dueAt" | "priority"> & {
  readonly facts: object;
  readonly days: number;
};

/** All of it passes the gate. */
export function toMember(memberId: string, { days, facts, ...given }: Given): NewDelivery {
  return {
    ...given,
    to: { kind: "member", memberId },
    facts: { ...facts },
    proactive: true,
    expiresAt: new Date(given.dueAt.getTime() + days * 86_400_000),
  };
}

/** To the organiser who handed in a table. The rows themselves are kept no longer than the table: see importing.ts. */
export interface ImportedFacts {
  readonly taken: number;
  readonly refused: number;
  /** The first of them. */
  readonly lines: readonly { readonly line: number; readonly why: RowProblem }[];
}
