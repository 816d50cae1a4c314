import { canonicalLink, type Link } from "../../links/canonical.js";
import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import type { Looked, ResourcesParts, Uploaded } from "./parts.js";
import { lengths, resourceLanguages, type ResourceKind } from "./rules.js";
import type { ResourceRow } from "./stored.js";

// What somebody hands in, made into what a draft consists of.

/** What somebody wants to share: at least one of link, text and file. */
export interface Shared {
  readonly link?: string | undefined;
  readonly text?: string | undefined;
  readonly file?: Uploaded | undefined;
  readonly kind?: ResourceKind | undefined;
  /** Who made it, when it was not the one who shares it. */
  readonly author?: string | undefined;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/i;

/** Everything in a text that platforms make a link of, without the signs after it. */
export function linksIn(text: string): readonly string[] {
  return (text.match(new RegExp(ADDRESS, "gi")) ?? []).map((link) => link.replace(/[).,;:!?]+$/, ""));
}

/** The link that was given, or the first one in the text. @throws Refusal for one that not everybody could open */
export function linkOf({ link, text = "" }: Shared): Link | undefined {
  if (link !== undefined) {
    const given = canonicalLink(link);
    if (given === undefined) throw new Refusal("linkRefused");
    return given;
  }
  const [found] = linksIn(text);
  return found === undefined ? undefined : canonicalLink(found);
}

/** The person's own words first; of a page, what it says of itself. */
export function wordsOf({ text = "" }: Shared, looked: Looked | undefined, link: Link | undefined) {
  const page = looked?.kind === "page" ? looked : undefined;
  const isOnlyLink = link !== undefined && text.replace(ADDRESS, "").trim() === "";
  const own = isOnlyLink ? "" : text.trim();
  if (page?.title !== undefined)
    return {
      title: shortened(page.title, lengths.title),
      about: shortened(own || (page.description ?? ""), lengths.about),
    };
  const [first = "", ...rest] = own.split("\n");
  const more = rest.join("\n").trim();
  const sentence = more === "" ? SENTENCE.exec(first)?.[0] : undefined;
  if (sentence !== undefined)
    return { title: sentence.replace(/\.$/, ""), about: shortened(first.slice(sentence.length).trim(), lengths.about) };
  if (first.length <= lengths.title) return { title: first.trim(), about: shortened(more, lengths.about) };
  return { title: shortened(first, lengths.title), about: shortened(own, lengths.about) };
}

/** A first sentence that can stand above the others. */
const SENTENCE = /^.{8,110}?[.!?](?=\s+\S)/;

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${cut.replace(/\s+\S{0,20}$/, "")}…`;
}

export function languageOf(looked: Looked | undefined, locale: string | undefined): string {
  const tag = (looked?.kind === "page" ? looked.language : undefined) ?? locale ?? "other";
  const [main = ""] = tag.toLowerCase().split("-");
  return resourceLanguages.find((known) => known === main) ?? "other";
}

export async function taken(parts: ResourcesParts, file: Uploaded): Promise<Uploaded> {
  const inspected = await parts.inspectFile(file);
  if (inspected.kind === "taken") return inspected;
  throw new Refusal(FILE_REFUSALS[inspected.why]);
}

const FILE_REFUSALS = {
  type: "fileType",
  size: "fileSize",
  mismatch: "fileMismatch",
  bomb: "fileBomb",
  macro: "fileMacro",
} as const;

export async function keepFile(
  parts: ResourcesParts,
  tx: Tx,
  networkId: string,
  memberId: string,
  file: Uploaded,
): Promise<string> {
  const id = parts.newId();
  const { name, mediaType } = file;
  const bytes = Uint8Array.from(file.bytes);
  await tx.storedFile.create({
    data: { id, networkId, memberId, name, mediaType, size: bytes.length, bytes, createdAt: parts.now() },
  });
  return id;
}

export async function throwAway(tx: Tx, rows: readonly ResourceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.resource.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  const files = rows.flatMap(({ fileId }) => fileId ?? []);
  const used = await tx.resource.findMany({ where: { fileId: { in: files } }, select: { fileId: true } });
  const free = files.filter((id) => !used.some(({ fileId }) => fileId === id));
  await tx.storedFile.deleteMany({ where: { id: { in: free } } });
}
