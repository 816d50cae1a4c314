import { casesCard, kit, paragraph, reply, type ContextOf, type Reply } from "../../src/kit.js";
import words from "../../src/locales/en/setup.json" with { type: "json" };

const { entry, action, form } = kit(words);

type Here = ContextOf<typeof words>;

async function showCases(context: Here): Promise<Reply> {
  const { actor, services } = context;
  const cases = await services.reports.cases(actor.networkId, actor.memberId);
  const ids = cases.flatMap(({ reports }) => reports.flatMap(({ aboutId, reporterId }) => [aboutId, reporterId]));
  const names = await services.members.calledNames(ids.flatMap((id) => id ?? []));
  return { kind: "reply", card: casesCard(context, cases, names) };
}

/** What members reported, for those who look after the community. */
export const reports = {
  verbs: { reports: entry({ manner: "private", run: showCases }) },
  actions: {
    reports: action({ manner: "private", run: showCases }),
    /** The subject is the first report of the case. */
    closeReport: action({
      manner: "form",
      run: (_context, id) => ({ kind: "form", form: "closeReport", subject: id }),
    }),
  },
  forms: {
    closeReport: form({
      manner: "private",
      fields: { note: { kind: "text", long: true, max: 500 } },
      async run({ actor, services, say }, values, id) {
        const told = await services.reports.close(actor.networkId, actor.memberId, id, values.note);
        return reply(paragraph(say(told > 0 ? "reports.closed" : "reports.closedQuietly")));
      },
    }),
  },
};
