import {
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
} from "discord.js";
import type { FieldView, FormView } from "../../chat/form.js";
import { shorten } from "../../chat/text.js";
import { writeCustomId, type CustomId } from "./ids.js";
import { limits } from "./limits.js";

export interface ModalParts {
  /** In a private conversation Discord offers nobody but the two to choose from, so that names are typed there. */
  readonly isPrivate: boolean;
}

/** The fields of a form in pages of what Discord shows at once. */
export function pagesOf(form: FormView): readonly (readonly FieldView[])[] {
  const count = Math.max(1, Math.ceil(form.fields.length / limits.modalFields));
  return Array.from({ length: count }, (_, page) =>
    form.fields.slice(page * limits.modalFields, (page + 1) * limits.modalFields),
  );
}

/** Only what needs another look, when something does; the rest is kept. */
export function withProblems(form: FormView): FormView {
  const wrong = form.fields.filter(({ problem }) => problem !== undefined);
  return wrong.length === 0 ? form : { ...form, fields: wrong };
}

/** A page of a form. The title tells which page it is, where there are several. */
export function renderModal(
  id: CustomId,
  { title, fields }: Pick<FormView, "title" | "fields">,
  parts: ModalParts,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: writeCustomId(id),
    title: shorten(title, limits.modalTitle),
    components: fields.map((field) => labelOf(field, parts)),
  };
}

function labelOf(field: FieldView, parts: ModalParts): APILabelComponent {
  const description = field.problem ?? field.hint;
  return {
    type: ComponentType.Label,
    label: shorten(field.label, limits.inputLabel),
    ...(description === undefined ? {} : { description: shorten(description, limits.inputHint) }),
    component: inputOf(field, parts),
  };
}

function inputOf(field: FieldView, { isPrivate }: ModalParts): APILabelComponent["component"] {
  switch (field.kind) {
    case "choice":
    case "language":
      return selectOf(field, field.choices ?? [], 1);
    case "choices":
      return selectOf(field, field.choices ?? [], (field.choices ?? []).length);
    case "yesno": {
      const value = field.value === true ? "yes" : field.value === false ? "no" : field.value;
      return selectOf({ ...field, value }, field.choices ?? [], 1);
    }
    case "member": {
      if (isPrivate) return textInputOf(field);
      const id = mentionedIn(field.value, /^<@!?(\d+)>$/);
      const chosen =
        id === undefined ? {} : { default_values: [{ id, type: SelectMenuDefaultValueType.User as const }] };
      return { type: ComponentType.UserSelect, ...pickOne(field), ...chosen };
    }
    case "channel": {
      if (isPrivate) return textInputOf(field);
      const id = mentionedIn(field.value, /^<#(\d+)>$/);
      const chosen =
        id === undefined ? {} : { default_values: [{ id, type: SelectMenuDefaultValueType.Channel as const }] };
      const channel_types: ChannelType[] = [ChannelType.GuildText];
      return { type: ComponentType.ChannelSelect, channel_types, ...pickOne(field), ...chosen };
    }
    case "file": {
      // What is kept needs no second choice; Discord can't show it as chosen.
      const isNeeded = field.required && field.value === undefined;
      return { type: ComponentType.FileUpload, ...pickOne({ ...field, required: isNeeded }) };
    }
    case "text":
    case "whole":
    case "date":
    case "time":
    case "url":
    case "timeZone":
      return textInputOf(field);
  }
}

function textInputOf({ id, long, max, required, value }: FieldView): APILabelComponent["component"] {
  const most = Math.min(max ?? limits.inputText, limits.inputText);
  const text = typeof value === "string" || typeof value === "number" ? shorten(String(value), most) : "";
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: long === true ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: most,
    ...(text === "" ? {} : { value: text }),
  };
}

function selectOf(
  { id, required, value }: FieldView,
  choices: readonly { readonly value: string; readonly label: string }[],
  most: number,
): APILabelComponent["component"] {
  const known = choices.slice(0, limits.selectOptions);
  const chosen = (typeof value === "string" ? value.split(/[,;]\s*/) : Array.isArray(value) ? value : []).slice(
    0,
    most,
  );
  const options = known.map((choice): APISelectMenuOption => ({
    value: choice.value,
    label: shorten(choice.label, limits.optionLabel),
    ...(chosen.includes(choice.value) ? { default: true } : {}),
  }));
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    required,
    min_values: required ? 1 : 0,
    max_values: Math.min(most, known.length),
    options,
  };
}

function pickOne({ id, required }: FieldView) {
  return { custom_id: id, required, min_values: required ? 1 : 0, max_values: 1 };
}

function mentionedIn(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === "string" ? pattern.exec(value)?.[1] : undefined;
}
