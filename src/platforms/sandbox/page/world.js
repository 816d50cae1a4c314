// @ts-check
/** @import { Member, Message, State } from "./types.js" */

/**
 * What the page knows. `place` is the id of a channel or room, or `dm-<member>` for the conversation with the bot.
 *
 * @typedef {object} Knowledge
 * @property {State} state
 * @property {string} as  the member that this tab is
 * @property {string} place
 * @property {readonly Message[]} messages  all that the member sees, oldest first
 * @property {boolean} isWhole  whether these are all, or only the latest
 */

/** @typedef {ReturnType<typeof makeWorld>} World */

/** How many of the latest messages are fetched before somebody asks for more. */
export const LATEST = 300;

/** The page's memory: whoever draws a part of it listens to changes. */
export function makeWorld() {
  /** @type {Knowledge} */
  let known = {
    state: { name: "", now: "", timeZone: "UTC", next: null, members: [], channels: [], commands: [] },
    as: "",
    place: "",
    messages: [],
    isWhole: true,
  };
  /** The sandbox's time minus this computer's, in ms. */
  let ahead = 0;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    /** What is known at this moment. */
    get: () => known,
    /** @param {Partial<Knowledge>} news */
    change(news) {
      known = { ...known, ...news };
      for (const listener of listeners) listener();
    },
    /** @param {() => void} listener */
    onChange(listener) {
      listeners.add(listener);
    },
    /** The sandbox's present. */
    now: () => new Date(Date.now() + ahead),
    /** @param {string} now  an ISO instant */
    setNow(now) {
      ahead = Date.parse(now) - Date.now();
    },
  };
}

/**
 * @param {Knowledge} known
 * @param {string} id
 */
export function memberOf(known, id) {
  return known.state.members.find((member) => member.id === id);
}

/**
 * @param {Knowledge} known
 * @returns {Member | undefined}
 */
export function me(known) {
  return memberOf(known, known.as);
}

/** @param {Knowledge} known */
export function zoneOf(known) {
  return me(known)?.timeZone ?? known.state.timeZone;
}

/** @param {Knowledge} known */
export function conversationOf(known) {
  return `dm-${known.as}`;
}

/**
 * The language in which this member types commands: the member's own where there are words in it.
 * @param {Knowledge} known
 * @param {string} fallback
 */
export function tongueOf(known, fallback) {
  const wish = me(known)?.locale?.split("-")[0] ?? fallback;
  return known.state.commands.some(({ names }) => wish in names) ? wish : fallback;
}

/**
 * Everywhere that the member can write, and the messages there; rooms with the latest word come first.
 *
 * @typedef {object} Place
 * @property {string} id
 * @property {"channel" | "dm" | "room"} kind
 * @property {string} name
 * @property {readonly string[]} others  the names of the other people in a room
 * @property {readonly Message[]} messages
 *
 * @param {Knowledge} known
 * @returns {readonly Place[]}
 */
export function placesOf(known) {
  /** @type {Map<string, Message[]>} */
  const byPlace = new Map();
  for (const message of known.messages) {
    const there = byPlace.get(message.where.id);
    if (there) there.push(message);
    else byPlace.set(message.where.id, [message]);
  }
  const messagesIn = (/** @type {string} */ id) => byPlace.get(id) ?? [];
  const channels = known.state.channels.map(
    ({ id, name }) => /** @type {Place} */ ({ id, kind: "channel", name, others: [], messages: messagesIn(id) }),
  );
  const dm = conversationOf(known);
  const rooms = [...byPlace.values()]
    .filter((messages) => messages[0]?.where.kind === "room")
    .sort((a, b) => (b.at(-1)?.seq ?? 0) - (a.at(-1)?.seq ?? 0))
    .map((messages) => roomFrom(known, messages));
  return [...channels, { id: dm, kind: "dm", name: "Jejaring", others: [], messages: messagesIn(dm) }, ...rooms];
}

/**
 * A room goes by the names of the others in it; a group's own by its name, as the latest message there has it.
 * @param {Knowledge} known
 * @param {readonly Message[]} messages
 * @returns {Place}
 */
function roomFrom(known, messages) {
  const { id = "", name = "", members = [], isHome = false } = messages.at(-1)?.where ?? {};
  const others = members
    .filter((member) => member !== known.as)
    .flatMap((member) => memberOf(known, member)?.name ?? []);
  return { id, kind: "room", name: isHome || others.length === 0 ? name : others.join(", "), others, messages };
}

/**
 * The messages with these among them, each once, in order.
 * @param {readonly Message[]} messages
 * @param {readonly Message[]} more
 */
export function withMessages(messages, more) {
  const byId = new Map([...messages, ...more].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}
