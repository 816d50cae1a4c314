import { actionButton, type Button } from "./card.js";
import type { Actor, Context } from "./command.js";
import { person, shorten, textOf } from "./text.js";
import { clockTime, dateIn, dateName, dayName } from "./when.js";
import type { FileRef } from "./file.js";
import type { Words } from "./words.js";

/** The most characters of a button that a member's words went into; the narrowest platform takes no more. */
const MOST_LABEL = 75;

export interface ContextParts<Services> {
  readonly words: Words;
  readonly services: Services;
  readonly actor: Actor;
  readonly channelId: string | undefined;
  readonly now: Date;
  /** Whose sentences `say` and `button` speak: a command's id, or another file of the catalogue. */
  readonly file: string;
  readonly readFile: (file: FileRef) => Promise<Uint8Array>;
}

/** What a handler is given, in the language and on the clock of whoever called. */
export function contextOf<Services>(parts: ContextParts<Services>): Context<Services> {
  const { words, file, now } = parts;
  const { locale, timeZone } = parts.actor;
  return {
    actor: parts.actor,
    channelId: parts.channelId,
    locale,
    now,
    today: dateIn(timeZone, now),
    services: parts.services,
    say: (key, facts) => words.say(locale, file, key, facts),
    from: (other, key, facts) => words.say(locale, other, key, facts),
    button: (key, action, subject = "", tone, facts): Button =>
      actionButton(
        shorten(textOf(words.say(locale, file, key, facts)), MOST_LABEL),
        action.includes(".") ? action : `${file}.${action}`,
        subject,
        tone,
      ),
    person: (member) => person(member),
    day: (at) => (typeof at === "string" ? dateName(locale, at) : dayName(locale, timeZone, at)),
    time: (at) => clockTime(locale, timeZone, at),
    readFile: parts.readFile,
  };
}
