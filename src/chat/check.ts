import type { Command } from "./command.js";
import { maxSize, type Field, type Fields } from "./field.js";
import { fileBytes } from "./file.js";
import { parityFaults, pluralFaults, sentenceFaults } from "./parity.js";
import { fold, wordList } from "./parse.js";
import { SOURCE, type Words } from "./words.js";

/** The narrowest of all platforms: what fits here fits everywhere. Characters, from Discord's and Slack's references. */
export const limits = {
  name: /^[-_\p{Ll}\p{Lm}\p{Lo}\p{N}]{1,32}$/u,
  summary: 100,
  fieldLabel: 45,
  hint: 100,
  title: 24,
  submit: 24,
  /** Half of a button, since a card for two languages shows both labels with " · " between them. */
  button: 36,
  entries: 25,
  fields: 25,
  choices: 25,
  choiceLabel: 75,
  /** Slack: 10 shortcuts in all, of which the adapter itself has five. Discord: 15 commands on messages. */
  messages: 5,
  messageName: 24,
  messageSummary: 150,
} as const;

/** Everything in the command files and their words that would fail later, each as a sentence naming the file. */
export function faultsIn(commands: readonly Command<never>[], words: Words): string[] {
  return [
    ...duplicateIds(commands),
    ...commands.flatMap((command) => words.locales.flatMap((locale) => wordFaults(command, words, locale))),
    ...commands.flatMap(shapeFaults),
    ...duplicateWords(commands, words),
    ...messageFaults(commands, words),
    ...parityFaults(words),
    ...pluralFaults(words),
    ...sentenceFaults(words),
  ];
}

function duplicateIds(commands: readonly Command<never>[]): string[] {
  const ids = commands.map(({ id }) => id);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `commands/${id}.ts: another file has the id "${id}" too`);
}

/** What people see on a message is one short list: no more than fits, and no label twice. */
function messageFaults(commands: readonly Command<never>[], words: Words): string[] {
  const acting = commands.filter(({ message }) => message !== undefined);
  const twice = words.locales.flatMap((locale) => {
    const labels = acting.map(({ id }) => fold(words.written(locale, id, "message.name")));
    return acting
      .filter((_, index) => labels[index] !== "" && labels.indexOf(labels[index] ?? "") < index)
      .map(({ id }) => `src/locales/${locale}/${id}.json: "message.name" is the label of another command too`);
  });
  const files = acting.slice(limits.messages).map(({ id }) => `commands/${id}.ts`);
  return [...files.map((file) => `${file}: more than ${limits.messages} commands act on messages`), ...twice];
}

function shapeFaults(command: Command<never>): string[] {
  const file = `commands/${command.id}.ts`;
  const entries = Object.entries(command.entries);
  const all = [
    ...entries.map(([, entry]) => entry.options),
    ...Object.values(command.forms).map((form) => form.fields),
  ];
  return [
    ...(entries.length === 0 ? [`${file}: it has neither an entry nor verbs`] : []),
    ...(entries.length > limits.entries ? [`${file}: more than ${limits.entries} verbs`] : []),
    ...all.flatMap((fields) => fieldFaults(file, fields)),
    ...entries.flatMap(([, entry]) => orderFaults(file, entry.options)),
    ...groupFaults(file, command),
    ...(/^[a-z][a-z-]{0,31}$/.test(command.id) ? [] : [`${file}: the id "${command.id}" is not lower-case letters`]),
  ];
}

/** Where verbs are told in groups, none is forgotten or told twice. */
function groupFaults(file: string, { entries, groups }: Command<never>): string[] {
  const told = Object.values(groups).flat();
  if (told.length === 0) return [];
  const verbs = Object.keys(entries).filter((verb) => verb !== "");
  return [...new Set([...verbs, ...told])]
    .filter((verb) => !verbs.includes(verb) || told.filter((one) => one === verb).length !== 1)
    .map((verb) => `${file}: the verb "${verb}" must stand in one of its groups, once`);
}

function fieldFaults(file: string, fields: Fields): string[] {
  const known = Object.entries(fields);
  return [
    ...(known.length > limits.fields ? [`${file}: more than ${limits.fields} fields`] : []),
    ...known.flatMap(([id, field]) => [
      ...(/^[a-zA-Z][a-zA-Z0-9]*$/.test(id) ? [] : [`${file}: the field id "${id}" is not one English word`]),
      ...(field.kind === "file" && !(maxSize(field) >= 1 && maxSize(field) <= fileBytes.most)
        ? [`${file}: the field "${id}" has a maxBytes that is not 1 to ${fileBytes.most}, which every platform carries`]
        : []),
      ...("choices" in field && (field.choices.length === 0 || field.choices.length > limits.choices)
        ? [
            `${file}: the field "${id}" has ${field.choices.length} choices; 1 to ${limits.choices} fit on every platform`,
          ]
        : []),
    ]),
  ];
}

function orderFaults(file: string, options: Fields): string[] {
  const known = Object.entries(options);
  return known
    .filter(([, field], index) => field.required && known.slice(0, index).some(([, before]) => !before.required))
    .map(([id]) => `${file}: the option "${id}" is required, so it must stand before those that are not`);
}

function wordFaults(command: Command<never>, words: Words, locale: string): string[] {
  const file = `src/locales/${locale}/${command.id}.json`;
  const faults: string[] = [];
  const need = (key: string, most: number) => {
    const text = words.has(locale, command.id, key) ? words.label(locale, command.id, key) : "";
    if (text.trim() === "") faults.push(`${file}: "${key}" is missing`);
    else if (text.length > most) faults.push(`${file}: "${key}" is longer than ${most} characters`);
  };
  const needName = (key: string) => {
    if (!words.has(locale, command.id, key)) faults.push(`${file}: "${key}" is missing`);
    else if (!limits.name.test(words.label(locale, command.id, key))) {
      faults.push(`${file}: "${key}" must be 1 to 32 lower-case letters, digits or "-", without spaces`);
    }
  };
  needName("name");
  need("summary", limits.summary);
  for (const [verb, entry] of Object.entries(command.entries)) {
    if (verb !== "") {
      needName(`verbs.${verb}.name`);
      need(`verbs.${verb}.summary`, limits.summary);
    }
    for (const [id, field] of Object.entries(entry.options)) {
      needName(`fields.${id}.name`);
      needField(command.id, id, field, words, locale, need);
    }
  }
  for (const group of Object.keys(command.groups)) need(`groups.${group}`, limits.title);
  for (const [name, form] of Object.entries(command.forms)) {
    need(`forms.${name}.title`, limits.title);
    need(`forms.${name}.submit`, limits.submit);
    for (const [id, field] of Object.entries(form.fields)) needField(command.id, id, field, words, locale, need);
  }
  if (command.message !== undefined) {
    need("message.name", limits.messageName);
    need("message.summary", limits.messageSummary);
  }
  for (const key of words.keys(locale, command.id)) if (key.startsWith("buttons.")) need(key, limits.button);
  return faults;
}

function needField(
  command: string,
  id: string,
  field: Field,
  words: Words,
  locale: string,
  need: (key: string, most: number) => void,
): void {
  need(`fields.${id}.label`, limits.fieldLabel);
  if (words.has(locale, command, `fields.${id}.hint`)) need(`fields.${id}.hint`, limits.hint);
  if (!("choices" in field)) return;
  // A field whose first choice has a label must have one for each; one without any shows the values themselves.
  const labelled = field.choices.some((choice) => words.has(SOURCE, command, `fields.${id}.choices.${choice}`));
  if (labelled) for (const choice of field.choices) need(`fields.${id}.choices.${choice}`, limits.choiceLabel);
}

/** The same word for two commands, or for two verbs or two fields of one command, in any language. */
function duplicateWords(commands: readonly Command<never>[], words: Words): string[] {
  const faults: string[] = [];
  const owners = new Map<string, string>();
  const claim = (file: string, key: string, scope: string, owner: string, locale: string) => {
    if (!words.has(locale, file, key)) return;
    for (const word of wordList(words.label(locale, file, key))) {
      const before = owners.get(`${scope} ${word}`);
      if (before !== undefined && before !== owner) {
        faults.push(`src/locales/${locale}/${file}.json: "${key}" is "${word}", which already means ${before}`);
      }
      owners.set(`${scope} ${word}`, owner);
    }
  };
  for (const { id, entries } of commands) {
    const verbs = Object.keys(entries).filter((verb) => verb !== "");
    const fields = [...new Set(Object.values(entries).flatMap(({ options }) => Object.keys(options)))];
    // Verbs and fields can also be called by their own ids.
    for (const verb of verbs) owners.set(`/${id} ${fold(verb)}`, `/${id} ${verb}`);
    for (const field of fields) owners.set(`/${id} : ${fold(field)}`, `the field "${field}"`);
    for (const locale of words.locales) {
      for (const key of ["name", "aliases"]) claim(id, key, "/", `/${id}`, locale);
      if ("" in entries) for (const key of ["plain", "plainWords"]) claim(id, key, "plain", `/${id}`, locale);
      for (const verb of verbs) {
        for (const key of [`verbs.${verb}.name`, `verbs.${verb}.aliases`])
          claim(id, key, `/${id}`, `/${id} ${verb}`, locale);
        for (const key of [`verbs.${verb}.plain`, `verbs.${verb}.plainWords`])
          claim(id, key, "plain", `/${id} ${verb}`, locale);
      }
      for (const field of fields) claim(id, `fields.${field}.name`, `/${id} :`, `the field "${field}"`, locale);
    }
  }
  return faults;
}
