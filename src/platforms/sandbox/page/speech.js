// @ts-check
import { words } from "./words.js";

/** @import { Word } from "./words.js" */

let language = "en";

/** The language of the page's own sentences. */
export function pageLanguage() {
  return language;
}

/** The languages that the page has, each in its own words. */
export function pageLanguages() {
  return Object.keys(words).map((tag) => ({ tag, name: languageName(tag) }));
}

/**
 * "Indonesia" for "id", in that language itself.
 * @param {string} tag
 */
export function languageName(tag) {
  const name = new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * The language of the page that comes nearest to these wishes, the first that fits.
 * @param {readonly (string | null | undefined)[]} wishes
 */
export function nearestLanguage(wishes) {
  const known = wishes.map((wish) => wish?.toLowerCase().split("-")[0] ?? "").find((tag) => tag in words);
  return known ?? "en";
}

/**
 * Speaks this language from now on, also in what stands in the page already.
 * @param {string} tag  one that `nearestLanguage` gave
 */
export function speak(tag) {
  language = tag;
  document.documentElement.lang = tag;
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = say(/** @type {Word} */ (element.getAttribute("data-word")));
  for (const element of document.querySelectorAll("[data-word-label]"))
    element.setAttribute("aria-label", say(/** @type {Word} */ (element.getAttribute("data-word-label"))));
}

/**
 * @param {string} key
 * @returns {key is Word}
 */
export function isWord(key) {
  return key in (words["en"] ?? {});
}

/**
 * A sentence of the page with its facts filled in; `n` decides about singular and plural.
 * @param {Word} key
 * @param {Readonly<Record<string, string | number>>} [facts]
 */
export function say(key, facts = {}) {
  return pieces(key, facts).join("");
}

/**
 * The same in pieces, so that a fact can be something else than text.
 * @template T
 * @param {Word} key
 * @param {Readonly<Record<string, T>>} facts
 * @returns {(string | T)[]}
 */
export function pieces(key, facts) {
  const sentence = words[language]?.[key] ?? key;
  const text = typeof sentence === "string" ? sentence : formFor(sentence, Number(facts["n"] ?? 0));
  return text.split(/(\{\w+\})/).map((piece) => {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    return (name === undefined ? undefined : facts[name]) ?? piece;
  });
}

/**
 * @param {{ readonly one?: string, readonly other: string }} forms
 * @param {number} count
 */
function formFor(forms, count) {
  const isOne = new Intl.PluralRules(language).select(count) === "one";
  return (isOne ? forms.one : undefined) ?? forms.other;
}
