import { MOST_SUBJECT } from "../../../chat/card.js";
import { resourceKinds, type ResourceKind } from "../rules.js";

/** A page of a search, as a button carries it. */
export interface PageOf {
  readonly offset: number;
  readonly kind?: ResourceKind | undefined;
  readonly level?: string | undefined;
  readonly language?: string | undefined;
  readonly words: string;
}

/** Items on a page: as many as a message has room for with buttons of their own. */
export const PAGE = 5;

/** Undefined where the words are too long to be carried. */
export function subjectOf({ offset, kind, level, language, words }: PageOf): string | undefined {
  const subject = [offset, kind ?? "", level ?? "", language ?? "", words].join("|");
  return subject.length <= MOST_SUBJECT ? subject : undefined;
}

/** Where in a list to go on, out of a button. */
export function offsetIn(subject: string): number {
  const offset = Number(subject);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

export function pageIn(subject: string): PageOf {
  const [offset = "", kind, level = "", language = "", ...words] = subject.split("|");
  return {
    offset: offsetIn(offset),
    kind: resourceKinds.find((known) => known === kind),
    level: level === "" ? undefined : level,
    language: language === "" ? undefined : language,
    words: words.join("|"),
  };
}
