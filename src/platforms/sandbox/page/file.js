// @ts-check
import { Trouble } from "./api.js";
import { h } from "./dom.js";
import { framed } from "./field.js";
import { pageLanguage, say } from "./speech.js";

/** @import { About, Control } from "./field.js" */
/** @import { Field } from "./types.js" */

/**
 * A file of this computer. What was chosen is said by name and size; what is too large is refused before it is sent.
 * @param {Field} field
 * @param {About} about
 * @returns {Control}
 */
export function drawFile(field, about) {
  const kept = keptIn(field.value);
  const chosen = h("p", { class: "hint", id: `${about.id}-chosen`, role: "status" });
  const refused = h("p", { class: "problem", id: `${about.id}-refused`, role: "alert" });
  const described = [about["aria-describedby"], chosen.id, refused.id].filter(Boolean).join(" ");
  const control = h("input", {
    ...about,
    type: "file",
    "aria-describedby": described,
    // Nothing but a text or a choice can be said to be needed in this way.
    "aria-required": undefined,
    required: field.required && kept === undefined,
  });

  function fault() {
    const size = control.files?.[0]?.size ?? 0;
    const max = field.maxBytes ?? Infinity;
    return size > max ? say("form.fileTooLarge", { size: sizeName(size), max: sizeName(max) }) : "";
  }

  function look() {
    const file = control.files?.[0] ?? kept;
    chosen.textContent = file ? say("form.fileChosen", { name: file.name, size: sizeName(file.size) }) : "";
    refused.textContent = fault();
    if (fault() !== "") control.setAttribute("aria-invalid", "true");
    else if (field.problem === undefined) control.removeAttribute("aria-invalid");
  }

  control.addEventListener("change", look);
  look();
  return { field, element: framed(field, control, chosen, refused), focus: control, read: () => read(control), fault };
}

/**
 * Nothing where nothing new was chosen: then what is kept stays.
 * @param {HTMLInputElement} control
 */
async function read({ files }) {
  const [file] = files ?? [];
  if (!file) return undefined;
  return { name: file.name, mediaType: file.type, base64: await base64Of(file) };
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(new Trouble("refused", say("form.fileUnread", { name: file.name }))));
    reader.readAsDataURL(file);
  });
}

/**
 * @param {unknown} value
 * @returns {{ name: string, size: number } | undefined}
 */
function keptIn(value) {
  if (typeof value !== "object" || value === null || !("name" in value) || !("size" in value)) return undefined;
  return { name: String(value.name), size: Number(value.size) };
}

/**
 * "1.5 MB"
 * @param {number} bytes
 */
function sizeName(bytes) {
  const isLarge = bytes >= 1_000_000;
  // Nothing that is there is called nothing.
  const kilobytes = bytes === 0 ? 0 : Math.max(bytes / 1_000, 0.1);
  const unit = isLarge ? "megabyte" : "kilobyte";
  const format = new Intl.NumberFormat(pageLanguage(), { style: "unit", unit, maximumFractionDigits: 1 });
  return format.format(isLarge ? bytes / 1_000_000 : kilobytes);
}
