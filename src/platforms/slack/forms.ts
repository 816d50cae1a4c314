import type { types } from "@slack/bolt";
import type { FieldView, FormView } from "../../chat/form.js";
import { shorten } from "../../chat/text.js";
import { escape, escapeWithin } from "./escape.js";
import { fieldBlockId, inputId, viewIds, writeOrigin, type FormOrigin } from "./ids.js";
import { limits } from "./limits.js";
import { drawCard, plainText, type UserIds } from "./render.js";
import type { Card } from "../../chat/card.js";
import { textOf } from "../../chat/text.js";

/** A form as a modal. Problems stand above their fields: only the answer to a sent form can mark them in place. */
export function drawForm(form: FormView, from: Omit<FormOrigin, "form" | "subject">, close: string): types.ModalView {
  return {
    type: "modal",
    callback_id: viewIds.form,
    private_metadata: writeOrigin({ ...from, form: form.id, subject: form.subject, ...keptFiles(form) }),
    title: plainText(escapeWithin(form.title, limits.modalTitle)),
    submit: plainText(escapeWithin(form.submit, limits.modalTitle)),
    close: plainText(escapeWithin(close, limits.modalTitle)),
    blocks: form.fields.flatMap(drawField),
  };
}

function keptFiles({ fields }: FormView): Pick<FormOrigin, "files"> {
  const kept = fields.filter(({ kind, value }) => kind === "file" && value !== undefined);
  return kept.length === 0 ? {} : { files: Object.fromEntries(kept.map(({ id, value }) => [id, value])) };
}

/** A private answer where there is no conversation to write it into: on the Home tab, or above another modal. */
export function drawAnswer(card: Card, close: string): types.ModalView {
  const title = card.title === undefined ? "" : textOf(card.title).replace(/\s+/g, " ").trim();
  const isShort = title !== "" && escape(title).length <= limits.modalTitle;
  const rest: Card = card.buttons ? { blocks: card.blocks, buttons: card.buttons } : { blocks: card.blocks };
  return {
    type: "modal",
    callback_id: viewIds.card,
    title: plainText(isShort ? escape(title) : "Jejaring"),
    close: plainText(escapeWithin(close, limits.modalTitle)),
    blocks: drawCard(isShort ? rest : card, NOBODY, limits.viewBlocks).blocks,
  };
}

const NOBODY: UserIds = new Map();

/** The problems of a form that came back, by block; Slack shows each at its field and keeps what was typed. */
export function problemsOf(form: FormView): Record<string, string> {
  return Object.fromEntries(
    form.fields.flatMap(({ id, problem }) =>
      problem === undefined ? [] : [[fieldBlockId(id), escapeWithin(problem, limits.label)]],
    ),
  );
}

function drawField(field: FieldView): types.KnownBlock[] {
  const { id, label, hint, required, problem } = field;
  const warning: types.KnownBlock[] =
    problem === undefined
      ? []
      : [{ type: "context", elements: [plainText(`⚠️ ${escapeWithin(problem, limits.text - 10)}`)] }];
  return [
    ...warning,
    {
      type: "input",
      block_id: fieldBlockId(id),
      label: plainText(escapeWithin(label, limits.label)),
      ...(hint === undefined ? {} : { hint: plainText(escapeWithin(hint, limits.label)) }),
      // A file that is kept needs no second choice.
      optional: !required || (field.kind === "file" && field.value !== undefined),
      element: drawInput(field),
    },
  ];
}

function drawInput(field: FieldView): types.InputBlock["element"] {
  const typed = typeof field.value === "string" || typeof field.value === "number" ? String(field.value) : undefined;
  switch (field.kind) {
    case "text":
    case "timeZone":
      return textInput(typed, field);
    case "whole": {
      const preset = initial("initial_value", typed, /^(-?\d{1,15})$/);
      return { type: "number_input", action_id: inputId, is_decimal_allowed: false, ...preset };
    }
    case "url":
      return { type: "url_text_input", action_id: inputId, ...initial("initial_value", typed, /^(https?:\/\/\S+)$/) };
    case "date":
      return { type: "datepicker", action_id: inputId, ...(isDate(typed) ? { initial_date: typed } : {}) };
    case "time":
      return { type: "timepicker", action_id: inputId, ...initial("initial_time", typed, CLOCK) };
    case "member":
      return { type: "users_select", action_id: inputId, ...initial("initial_user", typed, /^<@([UW][A-Z0-9]+)/) };
    case "channel":
      return { type: "channels_select", action_id: inputId, ...initial("initial_channel", typed, /^<#(C[A-Z0-9]+)/) };
    case "file":
      return { type: "file_input", action_id: inputId, max_files: 1 };
    case "yesno":
    case "choice":
    case "language":
    case "choices":
      return choiceInput(field);
  }
}

function textInput(typed: string | undefined, { long, max }: FieldView): types.PlainTextInput {
  const most = Math.min(max ?? limits.input, limits.input);
  return {
    type: "plain_text_input",
    action_id: inputId,
    multiline: long ?? false,
    max_length: most,
    ...(typed === undefined || typed === "" ? {} : { initial_value: shorten(typed, most) }),
  };
}

const CLOCK = /^((?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Slack refuses a whole form for a day that the calendar does not have. */
function isDate(typed: string | undefined): typed is string {
  if (typed === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(typed)) return false;
  const at = new Date(`${typed}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed);
}

function initial<Key extends string>(
  key: Key,
  typed: string | undefined,
  pattern: RegExp,
): Partial<Record<Key, string>> {
  const id = typed === undefined ? undefined : pattern.exec(typed)?.[1];
  // The key is the caller's own, so the record has just it.
  return id === undefined ? {} : ({ [key]: id } as Record<Key, string>);
}

function choiceInput(field: FieldView): types.InputBlock["element"] {
  const options = (field.choices ?? []).slice(0, limits.options).map(drawOption);
  const chosen = valuesOf(field.value);
  const preset = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  if (field.kind === "choices") {
    const some = preset.length === 0 ? {} : { initial_options: preset };
    return { type: "multi_static_select", action_id: inputId, options, ...some };
  }
  const [first] = preset;
  return {
    type: "static_select",
    action_id: inputId,
    options,
    ...(first === undefined ? {} : { initial_option: first }),
  };
}

function valuesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "boolean") return [value ? YES : NO];
  return [value];
}

/** How a yes and a no are called in a form's choices. */
const YES = "yes";
const NO = "no";

function drawOption({ value, label }: { readonly value: string; readonly label: string }): types.PlainTextOption {
  return { value: value.slice(0, limits.option), text: plainText(escapeWithin(label, limits.option)) };
}
