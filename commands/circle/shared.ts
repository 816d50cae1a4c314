import { kit, speakerIn, type ContextOf, type Speaker } from "../../src/kit.js";
import words from "../../src/locales/en/circle.json" with { type: "json" };

export const { command, entry, action, form } = kit(words);

export type Here = ContextOf<typeof words>;

/** Which circle of one's own is meant; the beginning of its name is enough. */
export const whichCircle = { circle: { kind: "text", max: 60 } } as const;

/** Where it is asked, for circles that are in that very place. */
export const placeOf = ({ actor, channelId }: Here) => ({ spaceId: actor.spaceId, channelId });

/** The circle of one's own that is meant: by its name, by the place in which it is asked, or the only one. @throws Refusal */
export async function ownCircle(context: Here, name: string | undefined) {
  const { actor, services } = context;
  return services.circles.lists.named(actor.memberId, name, placeOf(context));
}

export async function ownCircleId(context: Here, name: string | undefined): Promise<string> {
  return (await ownCircle(context, name)).id;
}

/** Speaks of these people, who are called as they want. */
export async function speakerOf(context: Here, memberIds: readonly (string | null | undefined)[]): Promise<Speaker> {
  const ids = [...new Set(memberIds.flatMap((id) => id ?? []))];
  return speakerIn(context, await context.services.members.namesHere(ids));
}
