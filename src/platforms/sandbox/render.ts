import { buttonsOf, cardText, withTexts, type Block, type Button, type Card, type CardFile } from "../../chat/card.js";
import type { FieldView, FormView } from "../../chat/form.js";
import type { FileRef } from "../../chat/file.js";
import type { MessageTold } from "../../chat/message.js";
import { textOf, type Text } from "../../chat/text.js";
import type { SandboxMessage, SandboxPerson, SandboxPlace } from "./store.js";

/** A message as the JSON interface and the page see it. `title` and `text` are plain; `card` has the parts for drawing. */
export interface MessageView {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly where: {
    readonly kind: SandboxPlace["kind"];
    readonly id: string;
    readonly name: string;
    readonly members?: readonly string[];
    /** A group's own room, with a name of its own. */
    readonly isHome?: true;
  };
  readonly proactive: boolean;
  readonly author: string | null;
  readonly onlyForYou: boolean;
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly url?: string; readonly tone?: string }[];
  readonly card: CardView;
}

/** The card with its texts as spans, ready to be drawn without any parsing; `button` is the position in `buttons`. */
export interface CardView {
  readonly title: Text | undefined;
  readonly blocks: readonly BlockView[];
}

export type BlockView =
  Exclude<Block, { kind: "buttons" }> | { readonly kind: "buttons"; readonly buttons: readonly number[] };

export function viewMessage(message: SandboxMessage, place: SandboxPlace): MessageView {
  const { card } = message;
  return {
    seq: message.seq,
    id: message.id,
    at: message.at.toISOString(),
    where: {
      kind: place.kind,
      id: place.id,
      name: place.name,
      ...(place.kind === "channel" ? {} : { members: place.members }),
      ...(place.isHome === true ? { isHome: true } : {}),
    },
    proactive: message.proactive,
    author: message.authorId ?? null,
    onlyForYou: message.onlyFor !== undefined && place.kind !== "dm",
    title: card.title === undefined ? "" : textOf(card.title),
    text: cardText(card),
    buttons: buttonsOf(card).map(viewButton),
    card: viewCard(card),
  };
}

function viewButton(button: Button) {
  const tone = button.kind === "action" && button.tone !== undefined ? { tone: button.tone } : {};
  return { label: button.label, ...(button.kind === "link" ? { url: button.url } : {}), ...tone };
}

function viewCard(card: Card): CardView {
  let count = 0;
  const positions = (buttons: readonly Button[]) => buttons.map(() => count++);
  const blocks = card.blocks.map((block): BlockView =>
    block.kind === "buttons" ? { kind: "buttons", buttons: positions(block.buttons) } : block,
  );
  const last = positions(card.buttons ?? []);
  return { title: card.title, blocks: last.length === 0 ? blocks : [...blocks, { kind: "buttons", buttons: last }] };
}

/** The card with its channels called by the names they have here. */
export function withChannelNames(card: Card, places: readonly SandboxPlace[]): Card {
  const nameOf = new Map(places.filter(({ kind }) => kind === "channel").map(({ id, name }) => [id, name]));
  return withTexts(card, (text) =>
    text.map((span) => (span.kind === "channel" ? { ...span, name: nameOf.get(span.channelId) ?? span.name } : span)),
  );
}

/** A message on which somebody acts; what hangs on it is lent so that it can be read. */
export function toldOf(
  { card }: SandboxMessage,
  author: SandboxPerson | undefined,
  lend: (file: CardFile) => FileRef,
): MessageTold {
  const title = card.title === undefined ? "" : textOf(card.title);
  const words = cardText({ blocks: card.blocks.filter(({ kind }) => kind !== "file") });
  return {
    text: [title, words].filter((line) => line !== "").join("\n"),
    files: card.blocks.flatMap((block) => (block.kind === "file" ? [lend(block.file)] : [])),
    ...(author === undefined ? {} : { author: { externalId: author.id, name: author.name } }),
  };
}

/** Which button was meant: by its label, or by its position from 0. */
export function findButton(card: Card, wanted: string | number): Button | undefined {
  const buttons = buttonsOf(card);
  if (typeof wanted === "number") return buttons[wanted];
  const label = wanted.trim().toLowerCase();
  const byLabel = buttons.find((button) => button.label.toLowerCase() === label);
  // A button for two languages shows both labels; either of them names it.
  const byPart = () => buttons.find((button) => button.label.toLowerCase().split(" · ").includes(label));
  return byLabel ?? byPart() ?? (/^\d+$/.test(label) ? buttons[Number(label)] : undefined);
}

/**
 * A form as JSON. `form` carries what was known already and the place where it was opened, so that an open form
 * survives a restart and is answered where it was asked for.
 */
export function viewForm(form: FormView, placeId: string, places: readonly SandboxPlace[] = []) {
  const { id, subject, title, submit, fields } = form;
  const initial = Object.fromEntries(
    fields.flatMap((field) => (field.value === undefined ? [] : [[field.id, field.value]])),
  );
  const references = Object.fromEntries(
    fields.flatMap(({ id, kind }) => (kind === "member" || kind === "channel" || kind === "file" ? [[id, kind]] : [])),
  );
  return {
    kind: "form" as const,
    form: Buffer.from(JSON.stringify({ id, subject, placeId, initial, references })).toString("base64url"),
    title,
    submit,
    fields: fields.map((field) => withChannelName(field, places)),
  };
}

/**
 * A channel that was chosen before is told by its name, as whoever fills in the form knows it. One that was typed without
 * its mark is chosen in the form, with nothing wrong about it.
 */
function withChannelName(field: FieldView, places: readonly SandboxPlace[]): FieldView {
  if (field.kind !== "channel") return field;
  const channels = places.filter(({ kind }) => kind === "channel");
  const chosen = channels.find(({ id }) => field.value === `<#${id}>`);
  if (chosen !== undefined) return { ...field, value: `#${chosen.name}` };
  const typed = typeof field.value === "string" ? field.value.trim().toLowerCase() : "";
  const meant = channels.find(({ name }) => name.toLowerCase() === typed);
  if (meant === undefined) return field;
  const { problem: settled, ...right } = field;
  return settled === undefined ? field : { ...right, value: `#${meant.name}` };
}
