import { makeOrder } from "../order.js";
import { makeAnswering, type AnsweringParts } from "./answering.js";
import type { Command, Manner } from "./command.js";
import type { Invocation, Observation, PersonSeen, Place, Response } from "./invocation.js";
import { makeParser } from "./parse.js";
import { cleanLine } from "./text.js";
import type { Words } from "./words.js";

export interface Bot {
  readonly commands: readonly Command<never>[];
  readonly words: Words;
  /**
   * How the answer to this will be shown; known before any work is done. It keeps its word but for two cases: a "no" and
   * an apology are always private, and a form comes back where a person or a channel that was named can't be found, or
   * a file not be read.
   */
  mannerOf(invocation: Invocation): Manner;
  /**
   * Answers always: a refusal in words, or an apology with an incident number; nothing only to whoever was asked just
   * now to wait a little. Never rejects.
   */
  handle(invocation: Invocation): Promise<Response>;
  /** The language in which this person is spoken to, for the few words that are a platform's own. Never rejects. */
  localeOf(place: Place, person: PersonSeen): Promise<string>;
  /** Tells what happened. Never rejects. */
  observe(observation: Observation): Promise<void>;
  /** Whether a plain message, privately or in a room that the bot opened, is a command in itself, such as STOP. */
  isPlainCommand(text: string): boolean;
}

export interface BotParts<Services> extends AnsweringParts<Services> {
  readonly observers: readonly ((observation: Observation) => Promise<void>)[];
}

/** The most characters of a name; platforms allow fewer. */
const MOST_NAME = 80;

/** As platforms tell of the person, but for what nobody can see in the name: "" when that is all of it. */
function readable<Seen extends PersonSeen>(person: Seen): Seen {
  return { ...person, name: cleanLine(person.name, MOST_NAME) };
}

export function makeBot<Services>(parts: BotParts<Services>): Bot {
  const parser = makeParser(parts.commands, parts.words);
  const answering = makeAnswering(parts, parser);
  // Whoever leaves and comes back at once must not end as one who left: what is told of a person is noted in that order,
  // and before anything that they do afterwards is answered.
  const order = makeOrder();
  const keyOf = ({ platform, spaceId }: Place, { externalId }: PersonSeen) => `${platform} ${spaceId} ${externalId}`;

  async function note(observation: Observation): Promise<void> {
    for (const observer of parts.observers) {
      try {
        await observer(observation);
      } catch (error) {
        parts.log.error({ incident: parts.incident(), err: error, kind: observation.kind }, "an observation failed");
      }
    }
  }

  return {
    commands: parts.commands,
    words: parts.words,
    mannerOf: answering.mannerOf,
    async handle({ named = [], ...invocation }) {
      await order.settled(keyOf(invocation.place, invocation.person));
      return answering.handle({ ...invocation, person: readable(invocation.person), named: named.map(readable) });
    },
    localeOf: (place, person) => answering.localeOf(place, readable(person)),
    observe: (seen) =>
      order.next(keyOf(seen.place, seen.person), () => note({ ...seen, person: readable(seen.person) })),
    isPlainCommand: (text) => parser.plain(text) !== undefined,
  };
}
