import { kit, speakerIn, type ContextOf, type Speaker } from "../../src/kit.js";
import words from "../../src/locales/en/ask.json" with { type: "json" };

export const { command, entry, action, form } = kit(words);

export type Here = ContextOf<typeof words>;

/** Speaks to the actor of these people. */
export async function speakerOf(context: Here, memberIds: readonly (string | undefined)[]): Promise<Speaker> {
  const known = memberIds.filter((id) => id !== undefined);
  const names = await context.services.members.calledNames([...new Set(known)]);
  return speakerIn(context, names, "you");
}
