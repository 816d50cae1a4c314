// @ts-check
import { h, icon } from "./dom.js";
import { botFace } from "./faces.js";
import { pageLanguage, pieces, say } from "./speech.js";
import { me, tongueOf } from "./world.js";

/** @import { Knowledge, Place } from "./world.js" */

/**
 * What stands where nobody has written yet: how to begin.
 * @param {Knowledge} known
 * @param {Place} place
 * @param {(line: string) => void} onSay
 */
export function drawEmpty(known, place, onSay) {
  if (place.kind !== "dm")
    return h("div", {}, icon("hash"), h("h3", {}, say("empty.channelTitle")), h("p", {}, say("empty.channel")));
  const locale = tongueOf(known, pageLanguage());
  const command = (/** @type {string} */ id) => known.state.commands.find((known) => known.id === id);
  const lineOf = (/** @type {string} */ id, /** @type {string | undefined} */ verb = undefined) => {
    const words = [command(id), command(id)?.verbs.find((known) => known.id === verb)];
    return `/${words.flatMap((word) => (word ? [word.names[locale] ?? word.id] : [])).join(" ")}`;
  };
  const start = (/** @type {string} */ label, /** @type {string} */ line, tone = "") => {
    const button = h("button", { type: "button", class: `button ${tone}`, "data-key": line }, label);
    button.addEventListener("click", () => onSay(line));
    return button;
  };
  const introduce = lineOf("introduce");
  return h(
    "div",
    {},
    botFace(),
    h("h3", {}, ...pieces("empty.dmTitle", { name: h("bdi", {}, me(known)?.name ?? "") })),
    h("p", {}, ...pieces("empty.dm", { command: h("kbd", {}, introduce) })),
    h(
      "div",
      { class: "buttons" },
      start(say("empty.introduce"), introduce, "primary"),
      start(say("empty.join"), lineOf("meet", "join")),
      start(say("empty.help"), lineOf("help")),
    ),
  );
}
