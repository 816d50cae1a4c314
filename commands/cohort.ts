import {
  cohortCard,
  kit,
  namedInCohort,
  paragraph,
  reply,
  reportCard,
  speakerIn,
  type ContextOf,
  type Reply,
} from "../src/kit.js";
import words from "../src/locales/en/cohort.json" with { type: "json" };

const { command, entry, action } = kit(words);

type Here = ContextOf<typeof words>;

type Preview = Parameters<typeof cohortCard>[1];

/** What the organiser sees of an assignment, with everybody's name. */
async function show(context: Here, preview: Preview): Promise<Reply> {
  const names = await context.services.members.calledNames([...new Set(namedInCohort(preview))]);
  return { kind: "reply", card: cohortCard(context, preview, speakerIn(context, names)) };
}

async function showPreview(context: Here): Promise<Reply> {
  return show(context, await context.services.mentoring.cohorts.preview(context.actor.networkId));
}

async function approve({ actor, services, say }: Here): Promise<Reply> {
  const outcome = await services.mentoring.cohorts.approve(actor.networkId, actor.memberId);
  return reply(paragraph(say(outcome === "approved" ? "approved" : "already")));
}

/** How mentoring stands, and a whole cohort of mentees at once. */
export default command({
  id: "cohort",
  organisersOnly: true,
  verbs: {
    report: entry({
      manner: "private",
      async run(context) {
        const { actor, services } = context;
        const report = await services.mentoring.report(actor.networkId, actor.memberId);
        const names = await services.members.calledNames(report.concerns.map(({ memberId }) => memberId));
        return { kind: "reply", card: reportCard(context, report, names) };
      },
    }),
    open: entry({
      manner: "private",
      options: { title: { kind: "text", required: true, max: 80 }, until: { kind: "date", required: true } },
      async run({ actor, services, say, day }, { title, until }) {
        await services.mentoring.cohorts.open(actor.networkId, title, until);
        return reply(paragraph(say("opened", { name: title, day: day(until) })));
      },
    }),
    preview: entry({ manner: "private", run: showPreview }),
    assign: entry({
      manner: "private",
      options: { mentee: { kind: "member", required: true }, mentor: { kind: "member" } },
      async run(context, { mentee, mentor }) {
        const { actor, services } = context;
        const { cohorts } = services.mentoring;
        return show(context, await cohorts.adjust(actor.networkId, mentee.memberId, mentor?.memberId));
      },
    }),
    release: entry({
      manner: "private",
      options: { mentee: { kind: "member", required: true } },
      async run(context, { mentee }) {
        const { actor, services } = context;
        return show(context, await services.mentoring.cohorts.release(actor.networkId, mentee.memberId));
      },
    }),
    approve: entry({ manner: "private", run: approve }),
    cancel: entry({
      manner: "private",
      async run({ actor, services, say }) {
        await services.mentoring.cohorts.cancel(actor.networkId);
        return reply(paragraph(say("cancelled")));
      },
    }),
  },
  actions: {
    preview: action({ manner: "private", run: showPreview }),
    approve: action({ manner: "private", run: approve }),
  },
});
