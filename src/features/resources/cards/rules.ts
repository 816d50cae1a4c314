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

/** A page as the subject of a button; the words can make it longer than a button can carry. */
export function subjectOf({ offset, kind, level, language, words }: PageOf): string {
  return [offset, kind ?? "", level ?? "", language ?? "", words].join("|");
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
