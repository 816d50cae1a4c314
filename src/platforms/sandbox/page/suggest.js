// @ts-check
/** @import { Command, Member, Verb } from "./types.js" */

/**
 * What can be typed at the cursor. The text from `from` to `to` is replaced by an option's `insert`; `active` is the
 * option that Enter takes, or -1 when Enter sends what is there already.
 *
 * @typedef {{ kind: "command" | "member" | "channel", insert: string, label: string, detail: string, id: string }} Option
 * @typedef {{ from: number, to: number, options: readonly Option[], active: number }} Suggestions
 *
 * @typedef {object} Repertoire
 * @property {readonly Command[]} commands
 * @property {readonly Member[]} members
 * @property {readonly { id: string, name: string }[]} channels
 * @property {string} locale  of the member who types
 * @property {boolean} isOrganiser
 */

/** More people than this are found by typing another letter. */
const MOST_PEOPLE = 8;

/**
 * @param {string} text
 * @param {number} cursor
 * @param {Repertoire} repertoire
 * @returns {Suggestions | undefined}
 */
export function suggest(text, cursor, repertoire) {
  const typed = text.slice(0, cursor);
  const found = forCommand(typed, repertoire) ?? forVerb(typed, repertoire) ?? forMention(typed, repertoire);
  return found && found.options.length > 0 ? { ...found, to: cursor } : undefined;
}

/** @param {string} text */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {string} typed
 * @param {Repertoire} repertoire
 * @returns {Omit<Suggestions, "to"> | undefined}
 */
function forCommand(typed, { commands, locale, isOrganiser }) {
  const written = /^\/(\S*)$/.exec(typed)?.[1];
  if (written === undefined) return undefined;
  const allowed = commands.filter(({ organisersOnly }) => isOrganiser || !organisersOnly);
  const { options, isExact } = named(allowed, written, locale, "/");
  return { from: 0, options, active: isExact ? -1 : 0 };
}

/**
 * @param {string} typed
 * @param {Repertoire} repertoire
 * @returns {Omit<Suggestions, "to"> | undefined}
 */
function forVerb(typed, { commands, locale }) {
  const [, name, space, written] = /^\/(\S+)(\s+)(\S*)$/.exec(typed) ?? [];
  if (name === undefined || space === undefined || written === undefined) return undefined;
  const command = commands.find(({ names }) => Object.values(names).some((known) => fold(known) === fold(name)));
  if (!command || command.verbs.length === 0) return undefined;
  const { options, isExact } = named(command.verbs, written, locale, "");
  // A command does something without a verb too, so Enter after the space sends.
  return { from: 1 + name.length + space.length, options, active: isExact || written === "" ? -1 : 0 };
}

/**
 * Those whose name begins so in the member's language or, as every language counts, in another.
 * @param {readonly Verb[]} all
 * @param {string} written
 * @param {string} locale
 * @param {string} mark
 */
function named(all, written, locale, mark) {
  const wanted = fold(written);
  const found = all.flatMap(({ id, names, summaries }) => {
    const own = names[locale] ?? names["en"] ?? id;
    const name = [own, ...Object.values(names)].find((known) => fold(known).startsWith(wanted));
    return name === undefined ? [] : [{ id, name, detail: summaries[locale] ?? summaries["en"] ?? "" }];
  });
  return {
    isExact: found.some(({ name }) => fold(name) === wanted),
    options: found.map(
      ({ id, name, detail }) =>
        /** @type {Option} */ ({
          kind: "command",
          insert: `${mark}${name} `,
          label: `${mark}${name}`,
          detail,
          id,
        }),
    ),
  };
}

/**
 * @param {string} typed
 * @param {Repertoire} repertoire
 * @returns {Omit<Suggestions, "to"> | undefined}
 */
function forMention(typed, { members, channels }) {
  const [all, before, mark, written] = /(^|[\s(:,])([@#])((?:\S[^@#\n]{0,60})?)$/.exec(typed) ?? [];
  if (all === undefined || before === undefined || written === undefined) return undefined;
  const from = typed.length - all.length + before.length;
  const options = mark === "@" ? people(members, written) : places(channels, written);
  return { from, options, active: 0 };
}

/**
 * @param {readonly Member[]} members
 * @param {string} written
 * @returns {Option[]}
 */
function people(members, written) {
  const wanted = fold(written);
  const names = members.map(({ name }) => name);
  return findPeople(members, wanted)
    .filter(({ name }) => beginsSomewhere(fold(name), wanted))
    .slice(0, MOST_PEOPLE)
    .map(({ id, name }) => {
      const isOnly = names.indexOf(name) === names.lastIndexOf(name);
      return { kind: "member", insert: isOnly ? `@${name} ` : `@${id} `, label: name, detail: isOnly ? "" : id, id };
    });
}

/**
 * @param {readonly { id: string, name: string }[]} channels
 * @param {string} written
 * @returns {Option[]}
 */
function places(channels, written) {
  return channels
    .filter(({ name }) => beginsSomewhere(fold(name), fold(written)))
    .map(({ id, name }) => ({ kind: "channel", insert: `#${name} `, label: `#${name}`, detail: "", id }));
}

/**
 * Those with these letters in their name: first whose name begins so, then with whom one of its words does, then the
 * others.
 * @param {readonly Member[]} members
 * @param {string} wanted  folded
 */
export function findPeople(members, wanted) {
  const rank = (/** @type {Member} */ { name }) =>
    fold(name).startsWith(wanted) ? 0 : beginsSomewhere(fold(name), wanted) ? 1 : 2;
  return members.filter(({ name }) => fold(name).includes(wanted)).sort((a, b) => rank(a) - rank(b));
}

/**
 * The name begins so, or one of its words does.
 * @param {string} name
 * @param {string} wanted
 */
function beginsSomewhere(name, wanted) {
  return name.startsWith(wanted) || name.split(/[\s-]+/).some((word) => word.startsWith(wanted));
}
