import type { Invocation } from "./invocation.js";
import type { Pace, Paced } from "./pace.js";
import type { Parser } from "./parse.js";

/** Whether there is time for this. What the platform asks by itself costs nobody anything. */
export function pacedOf(pace: Pace | undefined, parser: Parser, invocation: Invocation): Paced {
  if (pace === undefined || invocation.unasked === true) return "go";
  const { kind, place, person } = invocation;
  const community = `${place.platform} ${place.spaceId}`;
  const isSpared = kind === "form" || (kind === "words" && parser.plain(invocation.text) !== undefined);
  return pace.ask(`${community} ${person.externalId}`, community, isSpared);
}
