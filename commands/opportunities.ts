import { pageIn } from "../src/features/resources/cards/rules.js";
import { openFields } from "../src/features/resources/forms/rules.js";
import { kit, type ContextOf, type Reply } from "../src/kit.js";
import words from "../src/locales/en/opportunities.json" with { type: "json" };
import { found } from "./resources/finding.js";

const { command, entry, action, form } = kit(words);

type Values = Parameters<Parameters<typeof form<"private", typeof openFields>>[0]["run"]>[1];

function look(context: ContextOf<typeof words>, { words: text = "", ...narrowed }: Values): Promise<Reply> {
  return found(context, { ...narrowed, words: text, offset: 0, among: "opportunities" });
}

/** What counts until a day only: funding, training, jobs, calls for papers, offers. */
export default command({
  id: "opportunities",
  entry: entry({ manner: "private", options: openFields, run: look }),
  forms: { find: form({ manner: "private", fields: openFields, run: look }) },
  actions: {
    find: action({ manner: "form", run: () => ({ kind: "form", form: "find" }) }),
    page: action({
      manner: "private",
      run: (context, subject) => found(context, { ...pageIn(subject), among: "opportunities" }),
    }),
  },
});
