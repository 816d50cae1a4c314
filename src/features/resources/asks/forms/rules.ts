import { MOST_TEXT } from "../rules.js";

// What the forms of questions ask.

export const questionFields = {
  question: { kind: "text", long: true, max: MOST_TEXT.question, required: true },
  topics: { kind: "text", max: 200 },
  anonymous: { kind: "yesno" },
} as const;

export const answerFields = {
  answer: { kind: "text", long: true, max: MOST_TEXT.answer, required: true },
} as const;

export const additionFields = {
  addition: { kind: "text", long: true, max: MOST_TEXT.question, required: true },
} as const;

export const reasonFields = {
  reason: { kind: "text", long: true, max: MOST_TEXT.reason, required: true },
} as const;
