import { PAGE, subjectOf, type PageOf } from "../../src/features/resources/cards/rules.js";
import { opportunityKinds, shelfKinds } from "../../src/features/resources/rules.js";
import {
  MOST_SUBJECT,
  note,
  paragraph,
  reply,
  resourceBlocks,
  shelfButton,
  shelfSpeakerIn,
  type Block,
  type Button,
  type Context,
  type Reply,
  type Services,
  type Text,
} from "../../src/kit.js";

// Searching the shelf, for /resources and for /opportunities alike; the words are those of resources.json.

/** What of a command's context does not depend on its own words. */
type Here = Omit<Context<Services>, "say" | "button">;
export type Row = Awaited<ReturnType<Services["resources"]["shelf"]["own"]>>["rows"][number];

export async function speakerFor(context: Here, memberIds: readonly (string | null | undefined)[]) {
  const ids = [...new Set(memberIds.flatMap((id) => id ?? []))];
  return shelfSpeakerIn(context, await context.services.members.namesHere(ids));
}

/** A file of the shelf, handed out. */
export function fileReply({ name, mediaType, bytes }: Readonly<StoredFile>): Reply {
  const content = Buffer.from(bytes).toString("base64");
  return reply({ kind: "file", file: { name, mediaType, content, encoding: "base64" } });
}

type StoredFile = Awaited<ReturnType<Services["resources"]["shelf"]["file"]>>;

/** Where one is in a list that is longer than a page, and the button to what comes next. */
export function paging(
  context: Here,
  offset: number,
  total: number,
  action: string,
  subject: (offset: number) => string,
) {
  const next = offset + PAGE;
  const until = Math.min(next, total);
  return {
    before:
      total > PAGE ? [note(context.from("resources", "list.page", { from: offset + 1, until, count: total }))] : [],
    buttons: next < total ? [shelfButton(context, "buttons.next", action, subject(next))] : [],
  };
}

/** A list of resources under a title. */
export async function listed(
  context: Here,
  rows: readonly Row[],
  { title, before = [], buttons = [], each }: Listing,
): Promise<Reply> {
  const speaker = await speakerFor(
    context,
    rows.map(({ sharerId }) => sharerId),
  );
  return { kind: "reply", card: { title, blocks: [...before, ...resourceBlocks(rows, speaker, each)], buttons } };
}

interface Listing {
  readonly title: Text;
  readonly before?: readonly Block[];
  readonly buttons?: readonly Button[];
  readonly each?: (row: Row, number: number) => readonly Button[];
}

export interface Sought extends PageOf {
  readonly among: "shelf" | "opportunities";
}

/** One page of what was sought. */
export async function found(context: Here, sought: Sought): Promise<Reply> {
  const { actor, services, from } = context;
  const { offset, kind, level, language, words, among } = sought;
  const kinds = kind === undefined ? (among === "shelf" ? shelfKinds : opportunityKinds) : [kind];
  const narrowed = { text: words, kinds, level, language };
  const page = await services.resources.finding.search(actor.networkId, narrowed, PAGE, offset);
  const title =
    words !== ""
      ? from("resources", "list.found", { count: page.total })
      : among === "shelf"
        ? from("resources", "list.newest")
        : from("opportunities", "list.title");
  const before = remarks(context, sought, page);
  return listed(context, page.rows, { title, before, buttons: goingOn(context, sought, page) });
}

type Page = Awaited<ReturnType<Services["resources"]["finding"]["search"]>>;

/** Why there is nothing, or what to know of what there is. */
function remarks({ from }: Here, { words, kind, among, offset }: Sought, page: Page): Block[] {
  const say = (key: string, facts = {}) => from("resources", key, facts);
  const { rows, total, isPartial, corrected } = page;
  if (rows.length === 0) {
    if (words !== "") return [paragraph(say("list.none"))];
    if (among === "opportunities") return [paragraph(from("opportunities", "list.none"))];
    return [paragraph(say(kind === undefined ? "list.empty" : "list.none"))];
  }
  const until = Math.min(offset + PAGE, total);
  return [
    ...(isPartial ? [paragraph(say("list.partial"))] : []),
    ...(corrected === undefined ? [] : [note(say("list.corrected", { words: corrected }))]),
    ...(total > PAGE ? [note(say("list.page", { from: offset + 1, until, count: total }))] : []),
  ];
}

function goingOn(context: Here, sought: Sought, { rows, total }: Page): Button[] {
  const { offset, words, among } = sought;
  const is = (key: Parameters<typeof shelfButton>[1], action: string, subject = "") =>
    shelfButton(context, key, action, subject);
  const here = among === "shelf" ? "resources" : "opportunities";
  const next = subjectOf({ ...sought, offset: offset + PAGE });
  const more = next.length <= MOST_SUBJECT && total > offset + PAGE ? [is("buttons.next", `${here}.page`, next)] : [];
  const search = is("buttons.search", `${here}.find`);
  if (words !== "") return [...more, search, ...(rows.length === 0 ? [is("buttons.ask", "ask.new")] : [])];
  const mine = [is("buttons.saved", "resources.saved"), is("buttons.mine", "resources.mine")];
  const all = among === "shelf" ? [is("buttons.collections", "resources.collections")] : [];
  return [...more, search, ...mine, ...all];
}
