// @ts-check
/** @import { Journey, Message, Reply, State } from "./types.js" */

/** Something could not be done; `kind` is a word of the page, `detail` what the server said. */
export class Trouble extends Error {
  /**
   * @param {"unreachable" | "failed" | "gone" | "refused"} kind
   * @param {string} detail
   */
  constructor(kind, detail = "") {
    super(`${kind}: ${detail}`);
    this.name = "Trouble";
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function ask(method, path, body) {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(path, { method, ...sent }).catch(() => {
    throw new Trouble("unreachable");
  });
  const answer = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer;
  const kind =
    response.status === 404 ? "gone" : response.status >= 400 && response.status < 500 ? "refused" : "failed";
  throw new Trouble(kind, typeof answer?.error === "string" ? answer.error : "");
}

/** @returns {Promise<State>} */
export function fetchState() {
  return ask("GET", "state");
}

/**
 * @param {string} as
 * @param {number} [last]  only the latest so many
 * @returns {Promise<readonly Message[]>}
 */
export function fetchMessages(as, last) {
  return ask("GET", `messages?${new URLSearchParams({ as, ...(last === undefined ? {} : { last: String(last) }) })}`);
}

/**
 * @param {string} as
 * @param {string} channel
 * @param {string} text
 * @returns {Promise<Reply>}
 */
export function say(as, channel, text) {
  return ask("POST", "say", { as, channel, text });
}

/**
 * @param {string} as
 * @param {string} message
 * @param {number} button  its position
 * @returns {Promise<Reply>}
 */
export function press(as, message, button) {
  return ask("POST", "press", { as, message, button });
}

/**
 * Calls a command on a message.
 * @param {string} as
 * @param {string} message
 * @param {string} command  its id
 * @returns {Promise<Reply>}
 */
export function act(as, message, command) {
  return ask("POST", "act", { as, message, command });
}

/**
 * @param {string} as
 * @param {string} channel
 * @param {string} form
 * @param {Readonly<Record<string, unknown>>} values
 * @returns {Promise<Reply>}
 */
export function submit(as, channel, form, values) {
  return ask("POST", "submit", { as, channel, form, values });
}

/**
 * @param {{ to: string } | { by: string }} travel
 * @returns {Promise<Journey>}
 */
export function moveClock(travel) {
  return ask("POST", "clock", travel);
}

/**
 * @param {Readonly<Record<string, unknown>>} person
 * @returns {Promise<{ id: string }>}
 */
export function addMember(person) {
  return ask("POST", "members", person);
}

const PATIENCE = 2_000;

/**
 * Calls `onNews` with the sandbox's time whenever something is new there, and `onLink` when the line breaks or is back.
 * @param {(now: string) => void} onNews
 * @param {(isUp: boolean) => void} onLink
 */
export function listen(onNews, onLink) {
  const source = new EventSource("events");
  source.addEventListener("open", () => onLink(true));
  source.addEventListener("changed", (event) => onNews(JSON.parse(event.data).now));
  source.addEventListener("error", () => {
    onLink(false);
    // The browser tries again by itself, except after an answer that was no stream.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(onNews, onLink), PATIENCE);
  });
}
