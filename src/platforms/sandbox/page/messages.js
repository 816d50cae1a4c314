// @ts-check
import { drawCard } from "./card.js";
import { h, icon, part, present } from "./dom.js";
import { botFace, face } from "./faces.js";
import { pageLanguage, say } from "./speech.js";
import { longDay, timeOfDay, zoneName } from "./when.js";
import { me, memberOf, placesOf, tongueOf, zoneOf } from "./world.js";

/** @import { Message } from "./types.js" */
/** @import { Knowledge, Place, World } from "./world.js" */

/** Messages of one author that follow within this time, in ms, stand together under one name. */
const TOGETHER = 5 * 60_000;
/** So close to the end, in pixels, a reader wants to see what comes next. */
const NEAR_END = 120;

/**
 * What can be done with a message: a command's id and its label.
 * @typedef {{ command: string, label: string }} Act
 *
 * @typedef {object} Doing
 * @property {(message: Message, button: number, element: HTMLButtonElement) => void} onPress  the button's position
 * @property {(message: Message, command: string, element: HTMLButtonElement) => void} onAct
 */

/**
 * The messages of the place at hand.
 * @param {World} world
 * @param {Doing} doing
 * @param {(known: Knowledge, place: Place) => Node} emptyState
 */
export function showMessages(world, doing, emptyState) {
  const list = part("messages");
  const scroller = part("scroller");
  /** What is drawn already, by the message's id. @type {Map<string, { of: string, element: HTMLElement }>} */
  let drawn = new Map();
  let drawnFor = "";
  let latestHeard = 0;

  function draw() {
    const known = world.get();
    const place = placesOf(known).find(({ id }) => id === known.place);
    if (!place) return;
    const look = [known.as, place.id, pageLanguage(), zoneOf(known)].join(" ");
    const isElsewhere = look !== drawnFor;
    const wasAtEnd = isElsewhere || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
    if (isElsewhere) drawn = new Map();
    drawnFor = look;
    const rows = place.messages.length === 0 ? [emptyRow(known, place)] : rowsOf(known, place);
    part("earlier").hidden = known.isWhole || place.messages.length === 0;
    arrange(list, rows);
    if (wasAtEnd) toEnd();
    announce(known, place, isElsewhere);
  }

  /** To the latest message; one that is higher than the window is read from its beginning. */
  function toEnd() {
    const last = list.lastElementChild;
    const isHigh = last !== null && last.clientHeight > scroller.clientHeight;
    if (isHigh) last.scrollIntoView({ block: "start" });
    else scroller.scrollTop = scroller.scrollHeight;
  }

  /**
   * @param {Knowledge} known
   * @param {Place} place
   */
  function emptyRow(known, place) {
    const of = `empty ${known.state.commands.length} ${known.state.members.length}`;
    return kept("empty", of, () => h("li", { class: "empty" }, emptyState(known, place)));
  }

  /**
   * @param {Knowledge} known
   * @param {Place} place
   */
  function rowsOf(known, place) {
    const zone = zoneOf(known);
    return place.messages.flatMap((message, index) => {
      const before = place.messages[index - 1];
      const day = longDay(pageLanguage(), zone, new Date(message.at));
      const isNewDay = before === undefined || longDay(pageLanguage(), zone, new Date(before.at)) !== day;
      const follows = !isNewDay && belongTogether(before, message);
      const author = message.author === null ? undefined : memberOf(known, message.author);
      const acts = actsOn(known, message);
      const of = JSON.stringify([message, follows, author?.name, acts]);
      const row = kept(message.id, of, () => drawRow(known, message, follows, acts, doing));
      return isNewDay ? [kept(`day ${day}`, day, () => h("li", { class: "day" }, h("span", {}, day))), row] : [row];
    });
  }

  /**
   * The element drawn before for the same content, so that focus and selection in it survive.
   * @param {string} id
   * @param {string} of
   * @param {() => HTMLElement} make
   */
  function kept(id, of, make) {
    const before = drawn.get(id);
    if (before?.of === of) return before.element;
    const element = make();
    drawn.set(id, { of, element });
    return element;
  }

  /**
   * Tells a screen reader what arrived, not what was there when the place was opened.
   * @param {Knowledge} known
   * @param {Place} place
   * @param {boolean} isElsewhere
   */
  function announce(known, place, isElsewhere) {
    const latest = place.messages.at(-1)?.seq ?? 0;
    if (!isElsewhere) {
      const fresh = place.messages.filter(({ seq, author }) => seq > latestHeard && author !== known.as);
      for (const { author, title, text } of fresh.slice(-3)) {
        const name = author === null ? "Jejaring" : (memberOf(known, author)?.name ?? say("you.former"));
        part("heard").append(h("p", {}, `${name}: ${[title, text].filter((piece) => piece !== "").join(". ")}`));
      }
      while (part("heard").childElementCount > 5) part("heard").firstElementChild?.remove();
    }
    latestHeard = latest;
  }

  world.onChange(draw);
  return { draw, toEnd };
}

/**
 * @param {Message} before
 * @param {Message} message
 */
function belongTogether(before, message) {
  return (
    before.author === message.author &&
    before.onlyForYou === message.onlyForYou &&
    before.proactive === message.proactive &&
    Date.parse(message.at) - Date.parse(before.at) < TOGETHER
  );
}

/**
 * What this member may do with the message; with what the bot said to the member alone there is nothing to do.
 * @param {Knowledge} known
 * @param {Message} message
 * @returns {readonly Act[]}
 */
function actsOn(known, { author, onlyForYou, where }) {
  if (author === null && (onlyForYou || where.kind === "dm")) return [];
  const tongue = tongueOf(known, pageLanguage());
  return known.state.commands.flatMap(({ id, message, organisersOnly }) => {
    const label = message?.names[tongue];
    const isAllowed = !organisersOnly || me(known)?.isOrganiser === true;
    return label !== undefined && isAllowed ? [{ command: id, label }] : [];
  });
}

/**
 * @param {Message} message
 * @param {readonly Act[]} acts
 * @param {string} about  which message, for those who don't see it beside the button
 * @param {Doing["onAct"]} onAct
 */
function drawActs(message, acts, about, onAct) {
  const buttons = acts.map(({ command, label }) => {
    const which = h("span", { class: "unseen" }, ` (${about})`);
    const element = h("button", { type: "button", class: "act", "data-key": `act-${command}` }, label, which);
    element.addEventListener("click", () => onAct(message, command, element));
    return element;
  });
  return buttons.length > 0 && h("div", { class: "acts" }, ...buttons);
}

/**
 * @param {Knowledge} known
 * @param {Message} message
 * @param {boolean} follows
 * @param {readonly Act[]} acts
 * @param {Doing} doing
 */
function drawRow(known, message, follows, acts, { onPress, onAct }) {
  const { author } = message;
  const zone = zoneOf(known);
  const at = new Date(message.at);
  const name = author === null ? "Jejaring" : (memberOf(known, author)?.name ?? say("you.former"));
  const time = h(
    "time",
    { datetime: message.at, title: `${longDay(pageLanguage(), zone, at)} ${zoneName(pageLanguage(), zone, at)}` },
    timeOfDay(zone, at),
  );
  const marks = [
    message.proactive && h("span", { class: "mark" }, icon("bell"), say("message.proactive")),
    message.onlyForYou && h("span", { class: "mark only" }, icon("eye"), say("message.onlyYou")),
  ];
  const kind = [follows && "follows", author === null && "from-bot", author === known.as && "mine"];
  return h(
    "li",
    { class: ["message", ...kind, message.onlyForYou && "private"].filter(Boolean).join(" "), "data-id": message.id },
    author === null ? botFace() : face(author, name),
    h(
      "article",
      { "aria-label": `${name}, ${timeOfDay(zone, at)}` },
      h("p", { class: "by" }, h("bdi", { class: "author" }, name), time, ...present(marks)),
      drawCard(message, (button, element) => onPress(message, button, element)),
      drawActs(message, acts, `${name}, ${timeOfDay(zone, at)}`, onAct),
    ),
  );
}

/**
 * Puts exactly these rows into the list, in this order, and moves none that is in its place: what has the focus and
 * doesn't move keeps it.
 * @param {HTMLElement} list
 * @param {readonly HTMLElement[]} rows
 */
function arrange(list, rows) {
  const wanted = new Set(rows);
  for (const child of [...list.children]) if (!wanted.has(/** @type {HTMLElement} */ (child))) child.remove();
  rows.forEach((row, index) => {
    const there = list.children[index];
    if (there !== row) list.insertBefore(row, there ?? null);
  });
}
