// @ts-check
import { h, icon } from "./dom.js";
import { say } from "./speech.js";

/** @import { Block, Button, Message, Text } from "./types.js" */

/**
 * Words as they are: every piece becomes a text node, nothing is ever read as markup.
 * @param {Text} text
 * @returns {Node[]}
 */
export function spans(text) {
  return text.map((span) => {
    if (span.kind === "person") return h("bdi", { class: "person" }, span.name);
    if (span.kind === "channel") return h("bdi", { class: "channel" }, `#${span.name}`);
    return span.kind === "strong" ? h("strong", {}, span.text) : document.createTextNode(span.text);
  });
}

/**
 * A message's card; `onPress` gets a button's position and the element that was pressed.
 * @param {Message} message
 * @param {(button: number, element: HTMLButtonElement) => void} onPress
 */
export function drawCard({ card, buttons, title }, onPress) {
  const isPlain = title === "" && card.blocks.every(({ kind }) => kind === "text");
  return h(
    "div",
    { class: isPlain ? "card plain" : "card" },
    card.title !== undefined && h("h3", { dir: "auto" }, ...spans(card.title)),
    ...card.blocks.map((block) => drawBlock(block, buttons, onPress)),
  );
}

/**
 * @param {Block} block
 * @param {readonly Button[]} buttons
 * @param {(button: number, element: HTMLButtonElement) => void} onPress
 * @returns {Node}
 */
function drawBlock(block, buttons, onPress) {
  switch (block.kind) {
    case "text":
      return h("p", { dir: "auto" }, ...spans(block.text));
    case "note":
      return h("p", { class: "note", dir: "auto" }, ...spans(block.text));
    case "heading":
      return h("h4", { dir: "auto" }, ...spans(block.text));
    case "list":
      return h("ul", {}, ...block.items.map((item) => h("li", { dir: "auto" }, ...spans(item))));
    case "facts":
      return h(
        "dl",
        {},
        ...block.facts.map(({ label, value }) =>
          h("div", {}, h("dt", {}, label), h("dd", { dir: "auto" }, ...spans(value))),
        ),
      );
    case "divider":
      return h("hr");
    case "file":
      return drawFile(block.file);
    case "buttons":
      return h(
        "div",
        { class: "buttons" },
        ...block.buttons.flatMap((position) => {
          const button = buttons[position];
          return button ? [drawButton(button, position, onPress)] : [];
        }),
      );
  }
}

/**
 * @param {Button} button
 * @param {number} position
 * @param {(button: number, element: HTMLButtonElement) => void} onPress
 */
function drawButton({ label, url, tone }, position, onPress) {
  if (url !== undefined) {
    if (!/^https?:\/\//i.test(url)) return h("span", { class: "button" }, label);
    const hint = h("span", { class: "unseen" }, ` (${say("message.newTab")})`);
    return h("a", { class: "button", href: url, target: "_blank", rel: "noopener noreferrer" }, label, hint);
  }
  const element = h(
    "button",
    { type: "button", class: `button ${tone ?? ""}`, "data-key": `button-${position}` },
    label,
  );
  element.addEventListener("click", () => onPress(position, element));
  return element;
}

/** @param {{ name: string, mediaType: string, content: string, encoding?: "base64" }} file */
function drawFile({ name, mediaType, content, encoding }) {
  // A file is saved, never opened, so it doesn't matter what it says it is.
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : "text/plain";
  const data = encoding === "base64" ? `;base64,${content}` : `;charset=utf-8,${encodeURIComponent(content)}`;
  const href = `data:${type}${data}`;
  const isCalendar = mediaType === "text/calendar";
  return h(
    "a",
    { class: "file", href, download: name },
    icon("calendar"),
    h("span", {}, isCalendar ? say("message.calendar") : say("message.file", { name })),
  );
}
