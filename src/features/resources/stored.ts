import { z } from "zod";
import type { Tx } from "../../storage/database.js";
import { levels, roles, type Topic } from "../introductions/rules.js";
import { doubts, resourceKinds, type Doubt, type ResourceKind, type ResourceState } from "./rules.js";

export type ResourceRow = NonNullable<Awaited<ReturnType<Tx["resource"]["findUnique"]>>>;

const topics = z.array(z.object({ key: z.string(), label: z.string() }));

export function topicsIn(stored: unknown): readonly Topic[] {
  return topics.safeParse(stored).data ?? [];
}

export function levelsIn(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? levels.filter((level) => stored.includes(level)) : [];
}

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
