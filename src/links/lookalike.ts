import { partsOf } from "./host.js";
import { BAIT, PROVEN_SUFFIXES, TRUSTED, type Trusted } from "./trusted.js";
import { glance, hostAsWritten } from "./writing.js";

/** A host name as people read it. */
interface Seen {
  /** The whole of it. */
  readonly host: string;
  /** The label that was registered, and those before it. */
  readonly labels: readonly string[];
  readonly name: string;
  readonly suffix: string;
}

/**
 * The trusted domain that this host can be taken for, if there is one. A trusted domain itself, what is below it, and
 * what schools, universities and the government registered are never lookalikes.
 */
export function lookalikeOf(host: string): string | undefined {
  const { name, suffix, before } = partsOf(host);
  if (name === "" || PROVEN_SUFFIXES.has(suffix)) return undefined;
  if (TRUSTED.some(({ domain }) => host === domain || host.endsWith(`.${domain}`))) return undefined;
  const labels = [...before, name].map(hostAsWritten);
  const seen = { host: hostAsWritten(host), labels, name: hostAsWritten(name), suffix };
  if (TRUSTED.some((trusted) => isAtHome(seen, trusted))) return undefined;
  return TRUSTED.find((trusted) => TRICKS.some((trick) => trick(seen, trusted)))?.domain;
}

function isAtHome({ name, suffix }: Seen, trusted: Trusted): boolean {
  return trusted.inEveryCountry === true && name === trusted.name && /^(?:com?\.)?[a-z]{2}$/.test(suffix);
}

const TRICKS: readonly ((seen: Seen, trusted: Trusted) => boolean)[] = [
  /** g00gle.com, canνa.com: another word that looks the same. */
  ({ labels }, { name }) => labels.some((label) => label !== name && glance(label) === glance(name)),

  /** belajar.id.masuk.com, belajar-id.com: the whole domain, and then the real one. */
  ({ host }, { domain }) => `.${dotted(host)}`.includes(`.${dotted(domain)}.`),

  /** belajarid.com, kemdikbudgoid-info.com: the whole domain without its dots. */
  ({ name }, { domain }) => words(name).some((word) => glance(word) === glance(domain.replaceAll(".", ""))),

  /** kemdikbud.co: the name under another suffix. */
  ({ name }, trusted) => trusted.kind !== "word" && name === trusted.name,

  /** infokemdikbud.com, kemdikbud.masuk.com */
  ({ labels }, { kind, name }) => kind === "official" && labels.some((label) => glance(label).includes(glance(name))),

  /** canva-gratis.com, googlelogin.com */
  ({ name }, trusted) => trusted.kind === "brand" && (words(name).includes(trusted.name) || isBaited(name, trusted)),

  /** gogle.com, kemdikbut.com */
  ({ name }, trusted) => trusted.kind !== "word" && isSlip(name, trusted.name),

  /** belajr.id, but neither pelajar.id (a pupil) nor belajar.com. */
  ({ host, name }, trusted) =>
    trusted.kind === "word" &&
    host.endsWith(name + trusted.domain.slice(trusted.name.length)) &&
    name.startsWith(trusted.name.slice(0, 1)) &&
    name.endsWith(trusted.name.slice(-1)) &&
    (name.length !== trusted.name.length || isSwapped(name, trusted.name)) &&
    distance(name, trusted.name) === 1,
];

function dotted(host: string): string {
  return glance(host.replaceAll("-", "."));
}

function words(name: string): string[] {
  return name.split("-");
}

function isBaited(name: string, trusted: Trusted): boolean {
  const isFirst = name.startsWith(trusted.name) && BAIT.has(name.slice(trusted.name.length));
  return isFirst || (name.endsWith(trusted.name) && BAIT.has(name.slice(0, -trusted.name.length)));
}

/** A short word soon is another (canva, canvas), unless its letters only changed places. */
function isSlip(name: string, meant: string): boolean {
  const slips = distance(name, meant);
  if (meant.length < 6) return slips === 1 && isSwapped(name, meant);
  return slips <= (meant.length < 10 ? 1 : 2);
}

function isSwapped(one: string, other: string): boolean {
  return Array.from(one).sort().join("") === Array.from(other).sort().join("");
}

/** Letters put in, left out, changed or swapped with their neighbour (optimal string alignment, Damerau 1964). */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const change = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      const isSwap = one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      const swap = isSwap && line > 1 && column > 1 ? (before[column - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
