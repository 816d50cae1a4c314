// @ts-check
import { h, icon, part, redraw } from "./dom.js";
import { face } from "./faces.js";
import { say } from "./speech.js";
import { me, placesOf } from "./world.js";

/** @import { Place, World } from "./world.js" */
/** @import { Reading } from "./unread.js" */

const ICONS = /** @type {const} */ ({ channel: "hash", dm: "lock", room: "room" });
const PHONE = "(max-width: 47.99rem)";

/**
 * The column with the member at hand and everywhere that the member can go.
 * @param {World} world
 * @param {Reading} reading
 * @param {(place: string) => void} onGo
 */
export function showSide(world, reading, onGo) {
  const drawer = makeDrawer();

  function draw() {
    const known = world.get();
    const places = placesOf(known);
    const here = places.find(({ id }) => id === known.place);
    if (here && document.visibilityState === "visible") reading.mark(known.as, here);
    const person = me(known);
    part("community").textContent = known.state.name || "Jejaring";
    redraw(part("you"), [
      face(known.as, person?.name ?? ""),
      h(
        "span",
        { class: "who" },
        h("span", { class: "small" }, say("you.are")),
        h("bdi", { class: "name" }, person?.name ?? say("page.loading")),
      ),
      person?.isOrganiser && h("span", { class: "mark star" }, icon("star"), say("you.organiser")),
      icon("down"),
    ]);
    part("menu-face").replaceChildren(face(known.as, person?.name ?? ""));
    const row = (/** @type {Place} */ place) =>
      placeRow(place, place.id === known.place, reading.count(known.as, place));
    const some = (/** @type {Place["kind"]} */ kind) => places.filter((place) => place.kind === kind).map(row);
    const rooms = some("room");
    redraw(part("places"), [
      h("h2", {}, say("places.private")),
      h("ul", {}, ...some("dm")),
      h("h2", {}, say("places.channels")),
      h("ul", {}, ...some("channel")),
      h("h2", {}, say("places.rooms")),
      rooms.length > 0 ? h("ul", {}, ...rooms) : h("p", { class: "small" }, say("places.noRooms")),
    ]);
    const unread = places.reduce((sum, place) => sum + reading.count(known.as, place), 0);
    part("menu-mark").textContent = unread === 0 ? "" : String(unread);
    document.title = `${unread === 0 ? "" : `(${unread}) `}${person?.name ?? ""} · ${known.state.name || "Jejaring"}`;
    drawPlaceHead(here);
  }

  /**
   * @param {Place} place
   * @param {boolean} isHere
   * @param {number} unread
   */
  function placeRow(place, isHere, unread) {
    const button = h(
      "button",
      { type: "button", class: "place", "data-key": place.id, "aria-current": isHere ? "page" : undefined },
      icon(ICONS[place.kind]),
      h("bdi", { class: "name" }, place.name),
      unread > 0 &&
        h("span", { class: "unread" }, h("span", { class: "unseen" }, " "), say("places.new", { n: unread })),
    );
    button.addEventListener("click", () => {
      onGo(place.id);
      drawer.close();
    });
    return h("li", {}, button);
  }

  world.onChange(draw);
  document.addEventListener("visibilitychange", draw);
  return { draw, closeDrawer: drawer.close };
}

/** @param {Place | undefined} place */
function drawPlaceHead(place) {
  if (!place) return;
  part("place-name").replaceChildren(icon(ICONS[place.kind]), h("bdi", {}, place.name));
  const about = part("place-about");
  const isAlone = place.kind === "room" && place.others.length === 0;
  about.textContent = say(isAlone ? "about.roomAlone" : `about.${place.kind}`);
}

/** On a small screen the column comes over the messages and goes again. */
function makeDrawer() {
  const side = part("side");
  const menu = part("menu");
  const small = window.matchMedia(PHONE);

  /** @param {boolean} isOpen */
  function set(isOpen) {
    document.body.classList.toggle("drawer-open", isOpen);
    menu.setAttribute("aria-expanded", String(isOpen));
    side.inert = small.matches && !isOpen;
    part("main").inert = small.matches && isOpen;
    if (isOpen) part("you").focus();
  }

  function close() {
    if (!document.body.classList.contains("drawer-open")) return;
    set(false);
    menu.focus();
  }

  menu.addEventListener("click", () => set(true));
  part("veil").addEventListener("click", close);
  part("close-menu").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector("dialog") === null) close();
  });
  small.addEventListener("change", () => set(false));
  set(false);
  return { close };
}
