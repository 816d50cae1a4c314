import { levels, roles } from "../../introductions/rules.js";
import {
  costs,
  efforts,
  lengths,
  licences,
  opportunityKinds,
  reportReasons,
  resourceKinds,
  resourceLanguages,
  shelfKinds,
} from "../rules.js";

// What the forms of the shelf ask, and with what they begin.

export const shareFields = {
  what: { kind: "text", long: true, max: lengths.about, required: true },
  kind: { kind: "choice", choices: resourceKinds },
  file: { kind: "file" },
} as const;

/** What others see first. */
export const editFields = {
  title: { kind: "text", max: lengths.title, required: true },
  kind: { kind: "choice", choices: resourceKinds, required: true },
  about: { kind: "text", long: true, max: lengths.about },
  topics: { kind: "text", max: 200 },
  deadline: { kind: "date" },
} as const;

/** What makes it easier to find and to use. */
export const moreFields = {
  levels: { kind: "choices", choices: levels },
  language: { kind: "choice", choices: resourceLanguages },
  licence: { kind: "choice", choices: licences },
  cost: { kind: "choice", choices: costs },
  effort: { kind: "choice", choices: efforts },
  audience: { kind: "choices", choices: roles },
  author: { kind: "text", max: lengths.author },
} as const;

const narrowing = {
  level: { kind: "choice", choices: levels },
  language: { kind: "choice", choices: resourceLanguages },
} as const;

const wordsField = { kind: "text", max: 200 } as const;

export const findFields = { words: wordsField, kind: { kind: "choice", choices: shelfKinds }, ...narrowing } as const;

export const openFields = {
  words: wordsField,
  kind: { kind: "choice", choices: opportunityKinds },
  ...narrowing,
} as const;

export const useFields = {
  group: { kind: "text", max: lengths.group, required: true },
  change: { kind: "text", long: true, max: lengths.change, required: true },
  sure: { kind: "yesno" },
} as const;

export const reportFields = {
  reason: { kind: "choice", choices: reportReasons, required: true },
  note: { kind: "text", long: true, max: lengths.words },
} as const;

export const collectFields = { collection: { kind: "text", max: lengths.group, required: true } } as const;
