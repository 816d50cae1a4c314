// @ts-check
import { h, icon, part } from "./dom.js";
import { say } from "./speech.js";

/** @import { Trouble } from "./api.js" */

/**
 * A sentence for people; what the server said comes after it, since it names what was wrong.
 * @param {Trouble} trouble
 */
export function troubleText({ kind, detail }) {
  return [say(`trouble.${kind}`), detail].filter((piece) => piece !== "").join(" ");
}

/** The line above the composer that says what went wrong; it goes with the next thing that works. */
export const notice = {
  /** @param {Trouble} trouble */
  show(trouble) {
    const close = h(
      "button",
      { type: "button", class: "quiet round", "aria-label": say("trouble.close") },
      icon("close"),
    );
    close.addEventListener("click", () => {
      notice.clear();
      part("composer-input").focus();
    });
    part("notice").replaceChildren(h("span", {}, troubleText(trouble)), close);
  },
  clear() {
    part("notice").replaceChildren();
  },
};
