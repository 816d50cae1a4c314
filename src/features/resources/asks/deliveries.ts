import type { NewDelivery } from "../../../outbox/delivery.js";
import type { PersonFact, Topic } from "../../introductions/rules.js";
import type { Fit } from "./rules.js";

// What questions and answers write to people, as facts; `notices.ts` puts it into words. Nothing here, and no key of a
// delivery, names the one who asked an anonymous question.

/** A question as everybody may see it; `asker` is missing where it is anonymous. */
export interface QuestionFacts {
  readonly askId: string;
  readonly text: string;
  readonly asker?: PersonFact;
}

/** list: they are on the list of helpers. organiser: there is no such list. */
export type Why = Fit | "list" | "organiser";

/** To somebody who may know. */
export interface RequestFacts extends QuestionFacts {
  readonly why: Why;
  readonly topics: readonly Topic[];
}

/** To the channel of questions. */
export interface PostedFacts extends QuestionFacts {
  readonly topics: readonly Topic[];
}

/** To the one who asked. */
export interface AnsweredFacts extends QuestionFacts {
  readonly answerId: string;
  readonly by: PersonFact;
  readonly answer: string;
}

/** To those who answered: the asker adds something. */
export interface AddedFacts extends QuestionFacts {
  readonly addition: string;
}

/** To the one who asked: somebody with the safety role learned who they are, and why. */
export interface LookedFacts extends QuestionFacts {
  readonly reason: string;
}

interface QuestionRow {
  readonly id: string;
  readonly text: string;
  readonly askerId: string | null;
  readonly isAnonymous: boolean;
}

export function questionFacts({ id, text, askerId, isAnonymous }: QuestionRow): QuestionFacts {
  return { askId: id, text, ...(isAnonymous || askerId === null ? {} : { asker: { person: askerId } }) };
}

/** ms for which a message is worth telling: it may have to wait for the end of a long break. What is over is taken back. */
const WORTH = 60 * 86_400_000;

/** What the asker waits for is as important as a match. */
const ANSWERED: readonly string[] = ["ask.answered", "ask.stillLooking", "ask.nobody"];

type Letter = Pick<NewDelivery, "key" | "networkId" | "notice" | "dueAt"> & { readonly facts: object };

/** All of it passes the gate. */
export function toMember(memberId: string, letter: Letter): NewDelivery {
  return written({ kind: "member", memberId }, letter);
}

export function written(to: NewDelivery["to"], { facts, ...letter }: Letter): NewDelivery {
  return {
    ...letter,
    to,
    facts: { ...facts },
    priority: ANSWERED.includes(letter.notice) ? "match" : "request",
    proactive: true,
    expiresAt: new Date(letter.dueAt.getTime() + WORTH),
  };
}
