// @ts-check
import { h, icon } from "./dom.js";

const HUES = 10;

/**
 * The picture of a person: initials on a colour that stays the same. Names are read beside it, so it is silent.
 * @param {string} id
 * @param {string} name
 */
export function face(id, name) {
  return h("span", { class: `face hue-${hueOf(id)}`, "aria-hidden": "true" }, initials(name));
}

/** The picture of the bot. */
export function botFace() {
  return h("span", { class: "face bot", "aria-hidden": "true" }, icon("net"));
}

/** @param {string} id */
function hueOf(id) {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return sum % HUES;
}

/**
 * The first letters of the first and the last word, whatever the script.
 * @param {string} name
 */
export function initials(name) {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("") || "?";
}
