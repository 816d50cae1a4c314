import { fold, wordList } from "./parse.js";
import type { Words } from "./words.js";

/** A longer line says more than "hello". */
const MOST_WORDS = 4;

/** Whether a short private line that is no command is a greeting or a thank-you, in any language we speak. */
export function courtesyOf(text: string, words: Words): "greeted" | "thanked" | undefined {
  const said = fold(text)
    .split(/[^\p{L}\p{N}'-]+/u)
    .filter((word) => word !== "");
  if (said.length > MOST_WORDS) return undefined;
  const line = `${said.join(" ")} `;
  const begins = (key: "greetings" | "thanks") =>
    words.locales.some((locale) =>
      wordList(words.label(locale, "common", key)).some((phrase) => line.startsWith(`${phrase} `)),
    );
  return begins("greetings") ? "greeted" : begins("thanks") ? "thanked" : undefined;
}
