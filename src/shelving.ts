import type { Words } from "./chat/words.js";
import type { ResourcesParts } from "./features/resources/parts.js";
import { makeCheck } from "./links/check.js";
import { makeLook } from "./links/look.js";
import { rememberLooks } from "./links/remembering.js";
import type { Wire } from "./links/visit.js";
import { choicesIn, topicNames } from "./topics.js";

/** The web, as far as links that members share lead there; see src/links. */
export interface Web {
  /** Without it, links are taken as they are. */
  readonly wire: Wire | undefined;
  /** Whether a list of harmful places has this host or domain. */
  readonly isListed: (name: string) => boolean;
}

/** Words and names as the shelf knows them. */
export function wordsOfShelf(words: Words): Pick<ResourcesParts, "topicNames" | "choiceOf" | "whyNot"> {
  return {
    topicNames: topicNames(words),
    choiceOf: choicesIn(words, "resources"),
    whyNot: (locale, problem) => words.label(locale, "shelf", `rows.${problem}`),
  };
}

/** The ways to where links lead; without a wire none is looked at. */
export function lookingFrom({
  web,
  now,
}: {
  readonly web?: Web;
  readonly now: () => Date;
}): Pick<ResourcesParts, "look" | "checkLink" | "isListed"> {
  const isListed = web?.isListed ?? (() => false);
  if (web?.wire === undefined)
    return { look: () => Promise.resolve({ kind: "unseen" }), checkLink: () => Promise.resolve("unsure"), isListed };
  return { look: rememberLooks(makeLook(web.wire), now), checkLink: makeCheck(web.wire), isListed };
}
