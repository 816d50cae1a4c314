import { z } from "zod";
import { askStates, outcomes, type AskState, type Outcome } from "./rules.js";

// What is stored as text or JSON, read back.

export function stateOf({ state }: { readonly state: string }): AskState {
  const known = askStates.find((one) => one === state);
  if (known === undefined) throw new Error(`a question in the unknown state ${state}`);
  return known;
}

/** An outcome that nobody knows is nothing to wait for. */
export function outcomeOf(stored: string): Outcome {
  return outcomes.find((one) => one === stored) ?? "lapsed";
}

/** What a draft is to become; it stands where an open question has its topics. */
const purpose = z.discriminatedUnion("for", [
  z.object({ for: z.literal("question"), topics: z.string() }),
  z.object({ for: z.literal("answer"), askId: z.string() }),
  z.object({ for: z.literal("addition"), askId: z.string() }),
]);

export type Purpose = z.infer<typeof purpose>;

export function purposeOf(stored: unknown): Purpose | undefined {
  return purpose.safeParse(stored).data;
}
