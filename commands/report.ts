import { MOST_TEXT } from "../src/features/reports/rules.js";
import { kit, note, paragraph, plain, reply, type ContextOf, type Reply } from "../src/kit.js";
import words from "../src/locales/en/report.json" with { type: "json" };

const { command, entry, form, message } = kit(words);

type Here = ContextOf<typeof words>;

const fields = {
  text: { kind: "text", long: true, max: MOST_TEXT, required: true },
  person: { kind: "member" },
  circle: { kind: "text", max: 80 },
  link: { kind: "url" },
} as const;

type Values = Parameters<Parameters<typeof form<"private", typeof fields>>[0]["run"]>[1];

/** Which platform's owner is to be turned to, where nobody reads it here. */
const owners = ["discord", "slack"] as const;

/** @param author the member who wrote the message on which it was called; "" when it is nobody we know */
async function tell(context: Here, values: Values, author: string | undefined): Promise<Reply> {
  const { actor, services, say } = context;
  const { text, person, circle, link } = values;
  const personId = person?.memberId ?? (author === "" ? undefined : author);
  const isMessage = author !== undefined;
  const told = await services.reports.tell(actor, { text, personId, circle, link, isMessage });
  if (told.kind === "told") return reply(paragraph(say("received", { count: told.readers })), note(say("shelf")));
  const owner = owners.find((known) => known === told.platform) ?? "other";
  return reply(paragraph(say("nobody", { owner: say(`owners.${owner}`) })), paragraph(plain(text)));
}

const ON_MESSAGE = "message:";

/** Something is not right: told to those who look after the community, and to nobody else. */
export default command({
  id: "report",
  entry: entry({ manner: "form", run: () => ({ kind: "form", form: "tell" }) }),
  // What the message says is left where it is; whoever reads the report can look there.
  message: message({
    manner: "form",
    run: (_context, { link, author }) => ({
      kind: "form",
      form: "tell",
      subject: `${ON_MESSAGE}${author?.memberId ?? ""}`,
      initial: { link },
    }),
  }),
  forms: {
    tell: form({
      manner: "private",
      fields,
      run: (context, values, subject) =>
        tell(context, values, subject.startsWith(ON_MESSAGE) ? subject.slice(ON_MESSAGE.length) : undefined),
    }),
  },
});
