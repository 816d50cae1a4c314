// @ts-check
/**
 * What the sandbox's JSON interface answers with, as far as the page uses it.
 *
 * @typedef {{ kind: "plain", text: string } | { kind: "strong", text: string }
 *   | { kind: "person", memberId: string, name: string, ping: boolean }
 *   | { kind: "channel", channelId: string, name: string }} Span
 * @typedef {readonly Span[]} Text
 *
 * @typedef {{ kind: "text", text: Text } | { kind: "note", text: Text } | { kind: "heading", text: Text }
 *   | { kind: "list", items: readonly Text[] }
 *   | { kind: "facts", facts: readonly { label: string, value: Text }[] }
 *   | { kind: "divider" }
 *   | { kind: "buttons", buttons: readonly number[] }
 *   | { kind: "file", file: { name: string, mediaType: string, content: string, encoding?: "base64" } }} Block
 *
 * @typedef {object} Where
 * @property {"dm" | "channel" | "room"} kind
 * @property {string} id
 * @property {string} name
 * @property {readonly string[]} [members]
 * @property {boolean} [isHome]  a group's own room, with a name of its own
 *
 * @typedef {object} Button
 * @property {string} label
 * @property {string} [url]
 * @property {"primary" | "danger"} [tone]
 *
 * @typedef {object} Message
 * @property {number} seq
 * @property {string} id
 * @property {string} at
 * @property {Where} where
 * @property {boolean} proactive
 * @property {string | null} author  null for the bot
 * @property {boolean} onlyForYou
 * @property {string} title
 * @property {string} text
 * @property {readonly Button[]} buttons
 * @property {{ title?: Text, blocks: readonly Block[] }} card
 *
 * @typedef {object} Member
 * @property {string} id
 * @property {string} name
 * @property {string | null} locale
 * @property {string | null} timeZone
 * @property {boolean} isOrganiser
 *
 * @typedef {Readonly<Record<string, string>>} InLanguages
 * @typedef {{ id: string, names: InLanguages, summaries: InLanguages }} Verb
 * @typedef {Verb & { organisersOnly: boolean, verbs: readonly Verb[], message?: { names: InLanguages } }} Command
 *
 * @typedef {object} State
 * @property {string} name
 * @property {string} now
 * @property {string} timeZone
 * @property {string | null} next  when something happens by itself
 * @property {readonly Member[]} members
 * @property {readonly { id: string, name: string }[]} channels
 * @property {readonly Command[]} commands
 *
 * @typedef {object} Field
 * @property {string} id
 * @property {"text" | "whole" | "yesno" | "date" | "time" | "url" | "choice" | "choices" | "language" | "timeZone"
 *   | "member" | "channel" | "file"} kind
 * @property {string} label
 * @property {string} [hint]
 * @property {boolean} required
 * @property {boolean} [long]
 * @property {number} [maxBytes]  of a file
 * @property {readonly { value: string, label: string }[]} [choices]
 * @property {unknown} [value]
 * @property {string} [problem]
 *
 * @typedef {{ kind: "form", form: string, title: string, submit: string, fields: readonly Field[] }} FormReply
 * @typedef {{ kind: "reply", visibility: "private" | "public", message: Message }
 *   | { kind: "said", message: Message } | { kind: "link", url: string } | { kind: "nothing" } | FormReply} Reply
 *
 * @typedef {{ job: string, at: string, result: string }} JobLine
 * @typedef {{ now: string, jobs: readonly JobLine[], delivered: number }} Journey
 */
export {};
