import { kit, type ContextOf } from "../../src/kit.js";
import words from "../../src/locales/en/my.json" with { type: "json" };

export const { command, entry, action, form } = kit(words);

export type Here = ContextOf<typeof words>;
