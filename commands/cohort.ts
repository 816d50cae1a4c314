import { kit, reportCard } from "../src/kit.js";
import words from "../src/locales/en/cohort.json" with { type: "json" };

const { command, entry } = kit(words);

export default command({
  id: "cohort",
  organisersOnly: true,
  verbs: {
    report: entry({
      manner: "private",
      async run(context) {
        const { actor, services } = context;
        const report = await services.mentoring.report(actor.networkId);
        const names = await services.members.calledNames(report.concerns.map(({ memberId }) => memberId));
        return { kind: "reply", card: reportCard(context, report, names) };
      },
    }),
  },
});
