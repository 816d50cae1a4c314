import { kit, speakerIn, type ContextOf, type Speaker } from "../../src/kit.js";
import words from "../../src/locales/en/mentor.json" with { type: "json" };

export const { command, entry, action, form } = kit(words);

export type Here = ContextOf<typeof words>;

/** Speaks to the actor of these people. */
export async function speakerOf(context: Here, memberIds: readonly string[]): Promise<Speaker> {
  const names = await context.services.members.calledNames([...new Set(memberIds)]);
  return speakerIn(context, names, "you");
}

/** A form about the mentorship, or the request, of a button. */
export function opening(name: string) {
  return action({ manner: "form", run: (_context, id) => ({ kind: "form", form: name, subject: id }) });
}
