// @ts-check
import { drawFile } from "./file.js";
import { h } from "./dom.js";
import { framed, labelParts, remarks } from "./field.js";
import { say } from "./speech.js";
import { COMMON_ZONES } from "./when.js";

/** @import { About, Control } from "./field.js" */
/** @import { Field } from "./types.js" */
/** @import { Knowledge } from "./world.js" */

/**
 * The browser's own control for a kind of field, with label, hint and what is wrong with it.
 * @param {Field} field
 * @param {Knowledge} known
 * @param {string} prefix  makes ids unique in the page
 * @returns {Control}
 */
export function drawField(field, known, prefix) {
  const id = `${prefix}-${field.id}`;
  const described = [field.hint !== undefined && `${id}-hint`, field.problem !== undefined && `${id}-problem`];
  const about = {
    id,
    name: field.id,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
    "aria-invalid": field.problem === undefined ? undefined : "true",
    "aria-required": field.required ? "true" : undefined,
  };
  switch (field.kind) {
    case "choices":
      return drawChoices(field, about);
    case "yesno":
      return drawYesNo(field, about);
    case "choice":
    case "language":
      return drawSelect(field, about, field.choices ?? [], textOf(field.value));
    case "channel": {
      const channels = known.state.channels.map(({ id: value, name }) => ({ value, label: `#${name}` }));
      const named = channels.find(({ label }) => label === textOf(field.value));
      return drawSelect(field, about, channels, named?.value ?? textOf(field.value));
    }
    case "member":
      return drawMember(field, about, known);
    case "timeZone":
      return drawInput(field, { ...about, type: "text", list: `${id}-list` }, COMMON_ZONES);
    case "date":
    case "time":
    case "url":
      return drawInput(field, { ...about, type: field.kind });
    case "whole":
      return drawInput(field, { ...about, type: "text", inputmode: "numeric" });
    case "text":
      return field.long ? drawLong(field, about) : drawInput(field, { ...about, type: "text" });
    case "file":
      return drawFile(field, about);
  }
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/**
 * @param {Field} field
 * @param {About & { list?: string }} about
 * @param {readonly string[]} [offers]
 * @returns {Control}
 */
function drawInput(field, about, offers) {
  const control = h("input", { autocomplete: "off", ...about, value: textOf(field.value) });
  const list = offers ? [h("datalist", { id: about.list }, ...offers.map((value) => h("option", { value })))] : [];
  return { field, element: framed(field, control, ...list), focus: control, read: () => control.value };
}

/**
 * @param {Field} field
 * @param {About} about
 * @returns {Control}
 */
function drawLong(field, about) {
  const control = h("textarea", { ...about, rows: 4 }, textOf(field.value));
  return { field, element: framed(field, control), focus: control, read: () => control.value };
}

/**
 * @param {Field} field
 * @param {About} about
 * @param {readonly { value: string, label: string }[]} choices
 * @param {string} chosen
 * @returns {Control}
 */
function drawSelect(field, about, choices, chosen) {
  const control = h(
    "select",
    about,
    h("option", { value: "" }, field.required ? say("form.choose") : "–"),
    ...choices.map(({ value, label }) => h("option", { value, selected: value === chosen }, label)),
  );
  return { field, element: framed(field, control), focus: control, read: () => control.value };
}

/**
 * A box to tick, or a list where leaving it open means something else than no.
 * @param {Field} field
 * @param {About} about
 * @returns {Control}
 */
function drawYesNo(field, about) {
  const isOpen = field.value === undefined && !field.required;
  if (!isOpen) {
    const control = h("input", { ...about, type: "checkbox", checked: field.value === true });
    const [hint, problem] = remarks(field, about.id);
    const label = h("label", { class: "tick", for: about.id }, control, h("span", {}, field.label));
    const element = h("div", { class: "field" }, label, hint, problem);
    return { field, element, focus: control, read: () => control.checked };
  }
  const choices = [
    { value: "yes", label: say("form.yes") },
    { value: "no", label: say("form.no") },
  ];
  const open = drawSelect(field, about, choices, "");
  return { ...open, read: () => (open.read() === "" ? "" : open.read() === "yes") };
}

/**
 * @param {Field} field
 * @param {About} about
 * @returns {Control}
 */
function drawChoices(field, about) {
  const chosen = new Set(Array.isArray(field.value) ? field.value : textOf(field.value).split(/\s*[,;]\s*/));
  const boxes = (field.choices ?? []).map(({ value, label }, index) => {
    const box = h("input", { type: "checkbox", id: `${about.id}-${index}`, value, checked: chosen.has(value) });
    return { box, element: h("label", { class: "tick", for: `${about.id}-${index}` }, box, h("span", {}, label)) };
  });
  const [hint, problem] = remarks(field, about.id);
  const group = h("div", { class: "ticks" }, ...boxes.map(({ element }) => element));
  const element = h(
    "fieldset",
    { class: field.problem === undefined ? "field" : "field wrong", "aria-describedby": about["aria-describedby"] },
    h("legend", {}, ...labelParts(field)),
    hint,
    group,
    problem,
  );
  const read = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  return { field, element, focus: boxes[0]?.box ?? element, read };
}

/**
 * Names are offered while one types; what is sent is the id.
 * @param {Field} field
 * @param {About} about
 * @param {Knowledge} known
 * @returns {Control}
 */
function drawMember(field, about, known) {
  const { members } = known.state;
  const names = members.map(({ name }) => name);
  const shown = members.map(({ id, name }) => ({
    id,
    label: names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${id})`,
  }));
  const written = textOf(field.value);
  const given = /^<@!?([^>|]+)/.exec(written)?.[1] ?? written;
  const value = shown.find(({ id }) => id === given)?.label ?? written;
  const labels = shown.map(({ label }) => label);
  const list = `${about.id}-list`;
  const control = drawInput(
    { ...field, value },
    { placeholder: say("form.person"), ...about, type: "text", list },
    labels,
  );
  return {
    ...control,
    field,
    read() {
      const typed = String(control.read()).trim();
      const found = shown.find(({ label }) => label.toLowerCase() === typed.toLowerCase());
      return found?.id ?? typed;
    },
  };
}
