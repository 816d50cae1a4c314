// @ts-check
import { Trouble } from "./api.js";
import { h, icon } from "./dom.js";
import { drawField } from "./fields.js";
import { say } from "./speech.js";
import { troubleText } from "./notice.js";

/** @import { Field } from "./types.js" */
/** @import { Knowledge } from "./world.js" */
/** @import { Control } from "./field.js" */

/**
 * @typedef {object} FormParts
 * @property {string} title
 * @property {string} submit
 * @property {readonly Field[]} fields
 */

let count = 0;

/**
 * A modal window with a heading and a way out. What had the focus before gets it back when it closes.
 * @param {string} title
 * @param {readonly Node[]} content
 */
export function openDialog(title, content) {
  count++;
  const id = `dialog-${count}`;
  const close = h("button", { type: "button", class: "quiet round", "aria-label": say("form.close") }, icon("close"));
  const heading = h("h2", { id: `${id}-title`, dir: "auto" }, title);
  const dialog = h("dialog", { id, "aria-labelledby": `${id}-title` }, h("div", { class: "head" }, heading, close));
  dialog.append(...content);
  close.addEventListener("click", () => dialog.close());
  // A press beside the window closes it too, as long as nothing was typed into it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && dialog.querySelector("form") === null) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * A form in a modal window. `onSubmit` answers with the form once more when something needs another look, and with
 * nothing when it is done. What was typed stays until then, whatever goes wrong.
 * @param {Knowledge} known
 * @param {FormParts} parts
 * @param {(values: Record<string, unknown>) => Promise<FormParts | undefined>} onSubmit
 */
export function openForm(known, parts, onSubmit) {
  const prefix = `form-${count + 1}`;
  /** @type {readonly Control[]} */
  let controls = [];
  const fields = h("div", { class: "fields" });
  const alert = h("p", { class: "trouble", role: "alert", hidden: true });
  const submit = h("button", { type: "submit", class: "button primary" });
  const cancel = h("button", { type: "button", class: "button" }, say("form.cancel"));
  const form = h("form", { novalidate: true }, alert, fields, h("div", { class: "foot" }, cancel, submit));
  const dialog = openDialog(parts.title, [form]);
  cancel.addEventListener("click", () => dialog.close());

  /** @param {FormParts} shown */
  function draw(shown) {
    controls = shown.fields.map((field) => drawField(field, known, prefix));
    fields.replaceChildren(...controls.map(({ element }) => element));
    submit.textContent = shown.submit;
    const wrong = controls.find(({ field }) => field.problem !== undefined);
    tell(wrong ? say("form.check") : "");
    (wrong ?? controls[0])?.focus.focus();
  }

  /** @param {string} text */
  function tell(text) {
    alert.textContent = text;
    alert.hidden = text === "";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const wrong = controls.find(({ fault }) => fault !== undefined && fault() !== "");
    tell(wrong ? say("form.check") : "");
    if (wrong) return wrong.focus.focus();
    form.setAttribute("aria-busy", "true");
    Promise.all(controls.map(async ({ field, read }) => [field.id, await read()]))
      .then((values) => onSubmit(Object.fromEntries(values)))
      .then(
        (again) => (again ? draw(again) : dialog.close()),
        (error) => {
          if (!(error instanceof Trouble)) throw error;
          tell(troubleText(error));
        },
      )
      .finally(() => form.removeAttribute("aria-busy"));
  });
  draw(parts);
  return dialog;
}
