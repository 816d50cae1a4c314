import type { BotParts } from "./chat/bot.js";
import type { Observation } from "./chat/invocation.js";
import type { PlatformAdapter } from "./chat/port.js";
import type { Care } from "./features/care/service.js";
import type { Circles } from "./features/circles/service.js";
import type { Meetups } from "./features/meetups/service.js";
import type { makeActivity } from "./features/members/activity.js";
import type { makeDirectory } from "./features/members/directory.js";
import type { makeReach } from "./features/members/reach.js";
import type { Members } from "./features/members/service.js";
import type { Mentoring } from "./features/mentoring/service.js";
import type { Services } from "./kit.js";
import type { Tx } from "./storage/database.js";

/** Those to whom it means something that somebody is there. */
interface Hearing {
  readonly members: Members;
  readonly activity: ReturnType<typeof makeActivity>;
  readonly directory: ReturnType<typeof makeDirectory>;
  readonly reach: ReturnType<typeof makeReach>;
  readonly meetups: Meetups;
  readonly mentoring: Mentoring;
  readonly circles: Circles;
  readonly care: Care;
  readonly withdrawals: { left(tx: Tx, memberId: string): Promise<void> };
}

/** What a platform can see for us, while it runs. */
export function eyes(
  adapters: ReadonlyMap<string, PlatformAdapter>,
): Pick<BotParts<Services>, "channelProblem" | "readFile"> {
  return {
    channelProblem: async ({ platform, spaceId }, channelId) =>
      adapters.get(platform)?.channelProblem?.(spaceId, channelId),
    readFile: async ({ platform, spaceId }, ref, maxBytes) =>
      adapters.get(platform)?.readFile?.(spaceId, ref, maxBytes),
  };
}

/** Who people are, and what their being there means to the features. */
export function ears(features: Hearing): Pick<BotParts<Services>, "people" | "observers"> {
  const { members, activity, directory, meetups, mentoring, circles, care, withdrawals, reach } = features;
  async function notice({ kind, place, person }: Observation): Promise<void> {
    if (kind === "left") {
      await members.leave(place, person.externalId, (memberId, tx) => withdrawals.left(tx, memberId));
      return;
    }
    const { memberId, timeZone } = await members.arrive(place, person);
    if (kind === "joined") return person.isOrganiser === true ? undefined : care.welcome.joined(memberId);
    await activity.count(memberId, timeZone, kind === "reaction" ? "reactions" : "messages");
    if (place.channelId === undefined) return reach.wrote(memberId);
    const roomKey = await directory.roomKey(place.platform, place.spaceId, place.channelId);
    if (roomKey === undefined) return care.channels.heard({ ...place, channelId: place.channelId });
    await meetups.followups.sign(roomKey, memberId);
    await mentoring.mentorships.wroteIn(roomKey, memberId);
    await circles.wroteIn(roomKey, memberId);
  }
  return {
    people: {
      arrive: (place, person) => members.arrive(place, person),
      find: (actor, written) => members.find(actor, written),
      count: (actor, what) => activity.count(actor.memberId, actor.timeZone, what),
    },
    observers: [notice],
  };
}
