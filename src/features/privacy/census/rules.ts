import type { Holdings } from "../holdings/rules.js";
import { circles } from "./circles/rules.js";
import { house } from "./house/rules.js";
import { people } from "./people/rules.js";
import { mentoring, shelf } from "./work/rules.js";

const all = { ...people, ...mentoring, ...shelf, ...circles, ...house };

export type HeldModel = keyof typeof all;

/**
 * Every model of the schema, with what it holds about a member, who gets it and what becomes of it when the member is
 * forgotten. A test reads the schema and fails when a model or a column is missing here.
 */
export const census: Holdings = all;

/** The census in the order in which it is gone through: what hangs on other rows before those. */
export const models = Object.keys(all);
