import { z } from "zod";
import { meetingStates, type MeetingState, type PollAnswer } from "./rules.js";

// What is stored as text or JSON, read back. A value that nobody knows becomes none.

const instants = z.array(z.iso.datetime());
const places = z.array(z.int().min(0));

/** The instants of a poll, in ms since 1970. */
export function optionsIn(stored: unknown): readonly number[] {
  return (instants.safeParse(stored).data ?? []).map((at) => Date.parse(at));
}

export function answersIn(
  rows: readonly { readonly memberId: string; readonly suits: unknown }[],
): readonly PollAnswer[] {
  return rows.map(({ memberId, suits }) => ({ memberId, suits: places.safeParse(suits).data ?? [] }));
}

export function stateOf({ state }: { readonly state: string }): MeetingState {
  const known = meetingStates.find((one) => one === state);
  if (known === undefined) throw new Error(`a meeting in the unknown state ${state}`);
  return known;
}
