import { makeWatching } from "./channels/watching.js";
import { makeAnswers } from "./dormant/answers.js";
import { makeAsking } from "./dormant/asking.js";
import { careJobs } from "./jobs.js";
import { makeMessages } from "./messages/reading.js";
import type { CareParts } from "./parts.js";
import { makeBuddies } from "./welcome/buddies.js";
import { makeReceiving } from "./welcome/receiving.js";

export type Care = ReturnType<typeof makeCare>;

/** Care: for who is new, for who grew quiet, for channels where nobody speaks; and what all that writing amounts to. */
export function makeCare(parts: CareParts) {
  const receiving = makeReceiving(parts);
  const channels = makeWatching(parts);
  return {
    dormant: { ...makeAsking(parts), ...makeAnswers(parts) },
    welcome: { ...receiving, ...makeBuddies(parts) },
    channels,
    messages: makeMessages(parts),
    jobs: careJobs(parts.db, receiving.step, channels.step),
  };
}
