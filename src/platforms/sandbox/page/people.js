// @ts-check
import { addMember } from "./api.js";
import { openDialog, openForm } from "./dialog.js";
import { h, icon, part, present } from "./dom.js";
import { face } from "./faces.js";
import { languageName, pageLanguage, say } from "./speech.js";
import { findPeople, fold } from "./suggest.js";
import { zoneName, zoneNamed } from "./when.js";

/** @import { Field, Member } from "./types.js" */
/** @import { World } from "./world.js" */

/**
 * Being somebody else, and somebody new.
 * @param {World} world
 * @param {(id: string) => void} onBecome
 */
export function showPeople(world, onBecome) {
  part("you").addEventListener("click", () => choosePerson(world, onBecome));
  part("add").addEventListener("click", () => addPerson(world, onBecome));
}

/**
 * A list to search in; arrow keys go through it.
 * @param {World} world
 * @param {(id: string) => void} onBecome
 */
function choosePerson(world, onBecome) {
  const known = world.get();
  const search = h("input", {
    type: "search",
    "aria-label": say("you.search"),
    placeholder: say("you.search"),
    autocomplete: "off",
    autofocus: true,
  });
  const list = h("ul", { class: "people" });
  const count = h("p", { class: "small", role: "status" });
  const dialog = openDialog(say("you.who"), [search, count, list]);

  function draw() {
    const wanted = fold(search.value.trim());
    const found = findPeople(known.state.members, wanted);
    count.textContent = found.length === 0 ? say("you.none") : say("you.count", { n: found.length });
    list.replaceChildren(...found.map((member) => h("li", {}, personButton(member))));
  }

  /** @param {Member} member */
  function personButton(member) {
    const isMe = member.id === known.as;
    const button = h(
      "button",
      { type: "button", class: "pick", "aria-current": isMe ? "true" : undefined },
      face(member.id, member.name),
      h(
        "span",
        { class: "who" },
        h("bdi", { class: "name" }, member.name),
        h("span", { class: "small" }, traits(member)),
      ),
      member.isOrganiser && h("span", { class: "mark star" }, icon("star"), say("you.organiser")),
    );
    button.addEventListener("click", () => {
      dialog.close();
      onBecome(member.id);
    });
    return button;
  }

  /** @param {Member} member */
  function traits({ locale, timeZone }) {
    const language = locale === null ? undefined : languageName(locale);
    const zone = zoneName(pageLanguage(), timeZone ?? known.state.timeZone, world.now());
    return present([language, zone]).join(" · ");
  }

  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // Or else the same key would press the button that gets the focus back.
    event.preventDefault();
    if (search.value.trim() !== "") list.querySelector("button")?.click();
  });
  dialog.addEventListener("keydown", (event) => moveBetween(event, [search, ...list.querySelectorAll("button")]));
  draw();
}

/**
 * @param {KeyboardEvent} event
 * @param {readonly HTMLElement[]} stops
 */
function moveBetween(event, stops) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const here = stops.findIndex((stop) => stop === document.activeElement);
  if (step === 0 || here < 0) return;
  event.preventDefault();
  stops[Math.min(stops.length - 1, Math.max(0, here + step))]?.focus();
}

/**
 * @param {readonly Field[]} fields
 * @param {Readonly<Record<string, unknown>>} values  as they were filled in
 * @param {Readonly<Record<string, string>>} problems
 * @returns {Field[]}
 */
function againWith(fields, values, problems) {
  return fields.map((field) => {
    const problem = problems[field.id];
    return { ...field, value: values[field.id], ...(problem === undefined ? {} : { problem }) };
  });
}

/**
 * @param {World} world
 * @param {(id: string) => void} onBecome
 */
function addPerson(world, onBecome) {
  const known = world.get();
  const locales = Object.keys(known.state.commands[0]?.names ?? { en: "" });
  /** @type {readonly Field[]} */
  const fields = [
    { id: "name", kind: "text", label: say("add.name"), required: true },
    {
      id: "locale",
      kind: "choice",
      label: say("add.locale"),
      required: true,
      choices: locales.map((value) => ({ value, label: languageName(value) })),
      value: locales.includes(pageLanguage()) ? pageLanguage() : locales[0],
    },
    { id: "timeZone", kind: "timeZone", label: say("add.zone"), hint: say("add.zoneHint"), required: false },
    { id: "isOrganiser", kind: "yesno", label: say("add.organiser"), required: false, value: false },
  ];
  const form = { title: say("add.title"), submit: say("add.submit"), fields };
  openForm(known, form, async (values) => {
    const { name, locale, timeZone, isOrganiser } = values;
    const zone = timeZone === "" ? null : zoneNamed(String(timeZone));
    /** @type {Record<string, string>} */
    const problems = {
      ...(String(name).trim() === "" ? { name: say("add.noName") } : {}),
      ...(zone === undefined ? { timeZone: say("add.noZone") } : {}),
    };
    if (Object.keys(problems).length > 0) return { ...form, fields: againWith(fields, values, problems) };
    const { id } = await addMember({ name, locale: locale || null, timeZone: zone, isOrganiser });
    onBecome(id);
    return undefined;
  });
}
