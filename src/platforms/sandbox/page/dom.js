// @ts-check
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with attributes, listeners ("onclick") and children. Whatever is text stays text.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Readonly<Record<string, unknown>>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * @param {readonly Child[]} children
 * @returns {(Node | string)[]}
 */
export function present(children) {
  return children.flatMap((child) => (child === null || child === undefined || child === false ? [] : [child]));
}

/**
 * The element of the page with this id. Throws when the page has none.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no "${id}"`);
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLInputElement}
 */
export function input(id) {
  return /** @type {HTMLInputElement} */ (part(id));
}

/**
 * Draws the inside of `container` anew; what had the focus keeps it when its `data-key` is there again.
 * @param {HTMLElement} container
 * @param {readonly Child[]} children
 */
export function redraw(container, children) {
  const focused = container.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-key")
    : undefined;
  container.replaceChildren(...present(children));
  if (focused === null || focused === undefined) return;
  for (const element of container.querySelectorAll("[data-key]"))
    if (element instanceof HTMLElement && element.dataset["key"] === focused) element.focus();
}

const SVG = "http://www.w3.org/2000/svg";

/** Shapes on a field of 24 × 24, drawn with a line. */
const SHAPES = /** @type {const} */ ({
  net: [
    "M5 7m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M19 6m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
    "M12 18m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M7.5 6.8l9-.6M6.2 9.2l4.5 6.6M17.9 8.2l-4.7 7.6",
  ],
  hash: ["M9 4L7 20M17 4l-2 16M4 9h16M3 15h16"],
  room: ["M4 6h11v8H9l-3 3v-3H4zM18 10h2v7h-2v3l-3-3h-3"],
  lock: ["M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3"],
  eye: ["M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6z", "M12 12m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"],
  bell: ["M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"],
  send: ["M4 12L20 4l-5 16-3.5-6.5z", "M11.5 13.5L20 4"],
  menu: ["M4 7h16M4 12h16M4 17h10"],
  close: ["M6 6l12 12M18 6L6 18"],
  plus: ["M12 5v14M5 12h14"],
  down: ["M6 9l6 6 6-6"],
  moon: ["M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5z"],
  sun: [
    "M12 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    "M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19",
  ],
  next: ["M5 5l8 7-8 7zM18 5v14"],
  calendar: ["M5 6h14v14H5zM5 10h14M9 3v5M15 3v5"],
  star: ["M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z"],
});

/**
 * A small drawing that says nothing to a screen reader.
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}
