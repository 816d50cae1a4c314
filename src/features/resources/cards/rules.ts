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

/** Characters that a button can carry on every platform. */
const MOST_SUBJECT = 60;

/** Undefined where the words are too long to be carried. */
export function subjectOf({ offset, kind, level, language, words }: PageOf): string | undefined {
  const subject = [offset, kind ?? "", level ?? "", language ?? "", words].join("|");
  return subject.length <= MOST_SUBJECT ? subject : undefined;
}

export function pageIn(subject: string): PageOf {
  const [offset = "", kind, level = "", language = "", ...words] = subject.split("|");
  const at = Number(offset);
  return {
    offset: Number.isInteger(at) && at > 0 ? at : 0,
    kind: resourceKinds.find((known) => known === kind),
    level: level === "" ? undefined : level,
    language: language === "" ? undefined : language,
    words: words.join("|"),
  };
}
