import { roles } from "../../introductions/rules.js";
import { doubts, resourceKinds, type Doubt, type ResourceKind, type ResourceState } from "../rules.js";

// What the database holds of a resource, read: whatever an older or edited row has, the answer is one that is known.

export function audienceIn(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? roles.filter((role) => stored.includes(role)) : [];
}

export function doubtsIn(stored: unknown): readonly Doubt[] {
  return Array.isArray(stored) ? doubts.filter((doubt) => stored.includes(doubt)) : [];
}

export function kindOf(stored: string): ResourceKind {
  return resourceKinds.find((known) => known === stored) ?? "material";
}

const STATES: readonly ResourceState[] = ["draft", "shown", "held", "withdrawn", "removed"];

export function stateOf({ state }: { readonly state: string }): ResourceState {
  const known = STATES.find((one) => one === state);
  if (known === undefined) throw new Error(`a resource in the unknown state ${state}`);
  return known;
}
