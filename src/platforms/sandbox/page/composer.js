// @ts-check
import { h, icon, input, part } from "./dom.js";
import { face } from "./faces.js";
import { pageLanguage, say } from "./speech.js";
import { suggest } from "./suggest.js";
import { me, memberOf, placesOf, tongueOf } from "./world.js";

/** @import { Option, Suggestions } from "./suggest.js" */
/** @import { World } from "./world.js" */

/**
 * The line to write in, with what can be typed next (an ARIA combobox with a list box). `onSay` answers whether it
 * went well; what was typed stays when it did not.
 * @param {World} world
 * @param {(text: string) => Promise<boolean>} onSay
 */
export function showComposer(world, onSay) {
  const field = input("composer-input");
  const box = part("suggestions");
  const form = /** @type {HTMLFormElement} */ (part("composer"));
  /** @type {Suggestions | undefined} */
  let open;
  let active = -1;
  let isSending = false;
  /** What stood in each place before another was opened. @type {Map<string, string>} */
  const drafts = new Map();
  let at = "";

  function look() {
    const known = world.get();
    open = suggest(field.value, field.selectionStart ?? field.value.length, {
      ...known.state,
      locale: tongueOf(known, pageLanguage()),
      isOrganiser: me(known)?.isOrganiser ?? false,
    });
    active = open?.active ?? -1;
    drawOptions();
    part("found").textContent = open ? say("compose.found", { n: open.options.length }) : "";
  }

  function drawOptions() {
    const options = open?.options ?? [];
    box.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(options.length > 0));
    box.replaceChildren(...options.map((option, index) => drawOption(option, index === active, index)));
    const current = box.children[active];
    if (current) field.setAttribute("aria-activedescendant", current.id);
    else field.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Option} option
   * @param {boolean} isActive
   * @param {number} index
   */
  function drawOption(option, isActive, index) {
    const name = option.kind === "member" ? (memberOf(world.get(), option.id)?.name ?? "") : "";
    const row = h(
      "li",
      { role: "option", id: `suggestion-${index}`, "aria-selected": String(isActive), class: option.kind },
      option.kind === "member" ? face(option.id, name) : option.kind === "channel" && icon("hash"),
      h("bdi", { class: "label" }, option.kind === "channel" ? option.label.slice(1) : option.label),
      option.detail !== "" && h("span", { class: "detail" }, option.detail),
    );
    // Before the field loses the focus.
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(option);
    });
    return row;
  }

  /** @param {Option} option */
  function take(option) {
    if (!open) return;
    const rest = field.value.slice(open.to).replace(/^\s+/, "");
    const start = field.value.slice(0, open.from) + option.insert;
    field.value = start + rest;
    field.setSelectionRange(start.length, start.length);
    look();
  }

  function close() {
    open = undefined;
    active = -1;
    drawOptions();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (!open || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const count = open.options.length;
    const option = open.options[active] ?? (event.key === "Tab" ? open.options[0] : undefined);
    if (event.key === "ArrowDown") active = (active + 1) % count;
    else if (event.key === "ArrowUp") active = active <= 0 ? count - 1 : active - 1;
    else if (event.key === "Escape") return swallow(event, close);
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && option)
      return swallow(event, () => take(option));
    else return;
    swallow(event, drawOptions);
  }

  async function send() {
    const text = field.value.trim();
    const there = at;
    // Signs that nobody sees are no message.
    if (!/[^\s\p{Cf}]/u.test(text) || isSending) return;
    close();
    isSending = true;
    form.setAttribute("aria-busy", "true");
    try {
      const wentWell = await onSay(text);
      // Somebody may have typed on, or gone elsewhere, while it was under way.
      if (wentWell && at === there && field.value.trim() === text) field.value = "";
      if (wentWell) drafts.delete(there);
    } finally {
      isSending = false;
      form.removeAttribute("aria-busy");
    }
  }

  function drawPlace() {
    const known = world.get();
    const place = placesOf(known).find(({ id }) => id === known.place);
    const name = place ? `${place.kind === "channel" ? "#" : ""}${place.name}` : "";
    field.setAttribute("aria-label", say("compose.label", { place: name }));
    field.placeholder = say("compose.hint");
    const here = `${known.as} ${known.place}`;
    if (here === at) return;
    drafts.set(at, field.value);
    at = here;
    field.value = drafts.get(here) ?? "";
    close();
  }

  field.addEventListener("input", look);
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  world.onChange(drawPlace);
  return { redraw: drawPlace };
}

/**
 * @param {Event} event
 * @param {() => void} act
 */
function swallow(event, act) {
  event.preventDefault();
  event.stopPropagation();
  act();
}
