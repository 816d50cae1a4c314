import { makeWatching } from "./channels/watching.js";
import { makeAnswers } from "./dormant/answers.js";
import { makeAsking } from "./dormant/asking.js";
import { careJobs } from "./jobs.js";
import type { CareParts } from "./parts.js";
import { makeStanding } from "./standing/reading.js";
import { makeGreeters } from "./welcome/appointing.js";
import { makeBuddies } from "./welcome/buddies.js";
import { makeReceiving } from "./welcome/receiving.js";

export type Care = ReturnType<typeof makeCare>;

/** Care: for who is new, for who grew quiet, and for channels where nobody speaks. */
export function makeCare(parts: CareParts) {
  const receiving = makeReceiving(parts);
  const channels = makeWatching(parts);
  return {
    dormant: { ...makeAsking(parts), ...makeAnswers(parts) },
    welcome: { ...receiving, ...makeBuddies(parts), ...makeGreeters(parts) },
    channels,
    standing: makeStanding(parts),
    jobs: careJobs(parts.db, receiving.step, channels.step),
  };
}
