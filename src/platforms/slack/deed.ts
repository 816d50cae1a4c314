import { calledIn } from "../../chat/asking.js";
import type { Invocation } from "../../chat/invocation.js";
import type { Words } from "../../chat/words.js";
import type { Again } from "./answers.js";
import { AGAIN } from "./ids.js";

/** What somebody wants, before it is known where and by whom. */
export type Deed = Invocation extends infer I ? (I extends Invocation ? Omit<I, "place" | "person"> : never) : never;

/** The button that asks the same once more, of what was answered with a form; undefined where a press can't say it. */
export function againOf(deed: Deed, words: Words): Again | undefined {
  switch (deed.kind) {
    case "words":
      return deed.text.trim() === "" ? undefined : { action: AGAIN, subject: deed.text };
    case "action":
      return { action: deed.action, subject: deed.subject };
    case "command":
      return { action: AGAIN, subject: lineOf(deed, words) };
    // A message is too much for a button: it is called on anew.
    case "message":
      return undefined;
    case "form": {
      // A form that asked for what a command lacked is asked for by that command; others only by what opened them.
      const [command = "", verb] = deed.form.split(":");
      return verb === undefined ? undefined : { action: AGAIN, subject: lineOf({ command, verb, options: {} }, words) };
    }
  }
}

/** The command as it is typed; words of this language are understood in every other. */
const LINE = "en";

function lineOf(
  { command, verb, options }: Pick<Extract<Deed, { kind: "command" }>, "command" | "verb" | "options">,
  words: Words,
): string {
  const given = Object.values(options).filter((value) => typeof value === "string");
  return [calledIn(words, LINE, command, verb), ...given].join(" ");
}
