// @ts-check
import { h } from "./dom.js";
import { say } from "./speech.js";

/** @import { Field } from "./types.js" */

/**
 * One thing to fill in: what is shown, what was filled in, and where the focus goes. `fault` says what is wrong with it
 * as far as the page itself can tell.
 * @typedef {object} Control
 * @property {Field} field
 * @property {HTMLElement} element
 * @property {HTMLElement} focus
 * @property {() => unknown} read  the value, or a promise of it
 * @property {() => string} [fault]  "" when nothing is
 */

/** @typedef {Readonly<Record<string, unknown>> & { id: string }} About */

/** @param {Field} field */
export function labelParts({ label, required }) {
  return [label, required && h("span", { class: "needed" }, say("form.required"))];
}

/**
 * @param {Field} field
 * @param {string} id
 */
export function remarks({ hint, problem }, id) {
  return [
    hint !== undefined && h("p", { class: "hint", id: `${id}-hint` }, hint),
    problem !== undefined && h("p", { class: "problem", id: `${id}-problem` }, problem),
  ];
}

/**
 * @param {Field} field
 * @param {HTMLElement} control
 * @param {...Node} more
 */
export function framed(field, control, ...more) {
  const [hint, problem] = remarks(field, control.id);
  const label = h("label", { for: control.id }, ...labelParts(field));
  return h(
    "div",
    { class: field.problem === undefined ? "field" : "field wrong" },
    label,
    hint,
    control,
    ...more,
    problem,
  );
}
