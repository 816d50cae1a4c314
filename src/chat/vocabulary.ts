import type { Vocabulary } from "./field.js";
import { choiceLabel, languageName } from "./form.js";
import { fold, wordList } from "./parse.js";
import type { Words } from "./words.js";

/** Where the catalogue has the words for yesterday and the days after it. */
const DAY_WORDS = ["days.yesterday", "days.today", "days.tomorrow", "days.dayAfterTomorrow"] as const;
const TODAY = DAY_WORDS.indexOf("days.today");

/** What people write for the choices of a command, for languages, and for yes and no: in any language we speak. */
export function vocabularyOf(words: Words, command: string): Vocabulary {
  const { locales } = words;
  return {
    choice(fieldId, choices, written) {
      const wanted = fold(written);
      const labelsOf = (value: string) => locales.map((locale) => choiceLabel(words, locale, command, fieldId, value));
      const exact = choices.find((value) => [value, ...labelsOf(value)].some((one) => fold(one) === wanted));
      if (exact !== undefined) return exact;
      // "Greeter: says hello to newcomers" is called by what it begins with.
      const [meant, another] = choices.filter((value) =>
        labelsOf(value).some((label) => label.includes(":") && fold(label.split(":")[0] ?? "") === wanted),
      );
      return another === undefined ? meant : undefined;
    },
    language(written) {
      // "bahasa Inggris" is how the language is called in full.
      const wanted = fold(written).replace(/^bahasa /, "");
      const isIts = (locale: string) => (speaker: string) => fold(languageName(locale, speaker)) === wanted;
      return locales.find((locale) => locales.some(isIts(locale))) ?? words.nearest(wanted);
    },
    daysAhead(written) {
      const wanted = fold(written);
      const isSaid = (key: string) =>
        locales.some((locale) => wordList(words.label(locale, "common", key)).includes(wanted));
      const place = DAY_WORDS.findIndex(isSaid);
      return place < 0 ? undefined : place - TODAY;
    },
    yesno(written) {
      const wanted = fold(written);
      const says = (key: "yes" | "no") =>
        locales.some((locale) => wordList(words.label(locale, "common", key)).includes(wanted));
      return says("yes") ? true : says("no") ? false : undefined;
    },
  };
}
