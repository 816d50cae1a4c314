import { accesses, lengths, type TermName } from "../../src/features/circles/rules.js";
import { listing, note, paragraph, plain, reply, type Answer, type Reply } from "../../src/kit.js";
import { action, entry, form, placeOf, speakerOf, whichCircle, type Here } from "./shared.js";

// The course of a circle, by whoever leads it or, where that is needed, by an organiser: what it agrees on, breaks, the end.

const person = { kind: "member", required: true } as const;
const untilFields = { until: { kind: "date", required: true } } as const;
const summaryFields = { summary: { kind: "text", long: true, max: lengths.agreements } } as const;
const termFields = {
  question: { kind: "text", long: true, max: lengths.question, required: true },
  rhythm: { kind: "choice", choices: ["7", "14", "28"], required: true },
  access: { kind: "choice", choices: accesses, required: true },
  lastDay: { kind: "date" },
  agreements: { kind: "text", long: true, max: lengths.agreements },
} as const;

/** A circle of one's own or, for an organiser, any of the network. */
async function idOf(context: Here, circle: string | undefined): Promise<string> {
  const { actor, services } = context;
  return (await services.circles.overseeing.named(actor, circle, placeOf(context))).id;
}

async function termsForm({ actor, services }: Here, id: string): Promise<Answer> {
  const { rhythm, endsOn, ...held } = await services.circles.terms.held(id, actor.memberId);
  const initial = { ...held, rhythm: String(rhythm), lastDay: endsOn };
  return { kind: "form", form: "change", subject: id, initial };
}

async function pause(context: Here, id: string, until: string): Promise<Reply> {
  const { actor, services, say, day, time, locale, button } = context;
  const { row, planned } = await services.circles.course.pause(id, actor, until);
  const paused = paragraph(say("said.paused", { name: row.name, day: day(until) }));
  const goOn = button("buttons.resume", "resume", id);
  if (planned.length === 0) return { kind: "reply", card: { blocks: [paused], buttons: [goOn] } };
  const when = listing(
    locale,
    planned.map((at) => plain(`${day(at)}, ${time(at)}`)),
  );
  const text = paragraph(say("said.plannedInBreak", { when }));
  const buttons = [button("buttons.cancelPlanned", "cancelPlanned", id, "danger"), goOn];
  return { kind: "reply", card: { blocks: [paused, text], buttons } };
}

async function resume({ actor, services, say }: Here, id: string): Promise<Reply> {
  const { name } = await services.circles.course.resume(id, actor);
  return reply(paragraph(say("said.resumed", { name })));
}

async function finish(context: Here, id: string, summary: string | undefined): Promise<Reply> {
  const { actor, services, say, button } = context;
  const row = await services.circles.course.finish(id, actor, summary);
  const isTheirs = row.members.some(({ memberId }) => memberId === actor.memberId);
  const tip = isTheirs ? [button("buttons.tip", "tips.about", `ending@${id}`)] : [];
  const buttons = [...tip, button("buttons.reopen", "reopen", id)];
  const text = say(isLeading(context, row) ? "said.finished" : "said.finishedFor", { name: row.name });
  return { kind: "reply", card: { blocks: [paragraph(text)], buttons } };
}

async function reopen(context: Here, id: string): Promise<Reply> {
  const { actor, services, say, locale } = context;
  const { row, busy } = await services.circles.course.reopen(id, actor);
  const { person: personOf } = await speakerOf(context, busy);
  const names = listing(
    locale,
    busy.map((memberId) => [personOf({ person: memberId })]),
  );
  const left = busy.length === 0 ? [] : [paragraph(say("said.leftOut", { names }))];
  return reply(paragraph(say("said.reopened", { name: row.name })), note(say("said.endless")), ...left);
}

/** Whether this is the circle's own facilitator: others hear neither thanks nor "we". */
const isLeading = ({ actor }: Here, { facilitatorId, deputyId }: Led) =>
  facilitatorId === actor.memberId || deputyId === actor.memberId;

interface Led {
  readonly facilitatorId: string | null;
  readonly deputyId: string | null;
}

const handover = entry({
  manner: "private",
  options: { person, ...whichCircle },
  async run(context, { person: who, circle }) {
    const { actor, services, say, person: personOf } = context;
    const row = await services.circles.appoint(await idOf(context, circle), actor, who, "facilitator");
    const facts = { who: [personOf(who)], name: row.name };
    if (who.memberId === actor.memberId) return reply(paragraph(say("said.ledNow", { name: row.name })));
    return reply(paragraph(say(row.facilitatorId === actor.memberId ? "said.handed" : "said.handedFor", facts)));
  },
});

const deputy = entry({
  manner: "private",
  options: { person, ...whichCircle },
  async run(context, { person: who, circle }) {
    const { actor, services, say, person: personOf } = context;
    const row = await services.circles.appoint(await idOf(context, circle), actor, who, "deputy");
    const facts = { who: [personOf(who)], name: row.name };
    const { person: named } = await speakerOf(context, [row.deputyId]);
    if (row.deputyId === null) return reply(paragraph(say("said.deputy", facts)));
    return reply(paragraph(say("said.deputyInstead", { ...facts, before: [named({ person: row.deputyId })] })));
  },
});

function changedText({ say, locale }: Here, changed: readonly TermName[]) {
  return listing(
    locale,
    changed.map((term) => say(`changed.what.${term}`)),
  );
}

export const steering = {
  verbs: {
    change: entry({
      manner: "form",
      options: whichCircle,
      run: async (context, { circle }) => termsForm(context, await idOf(context, circle)),
    }),
    pause: entry({
      manner: "private",
      options: { ...untilFields, ...whichCircle },
      run: async (context, { until, circle }) => pause(context, await idOf(context, circle), until),
    }),
    resume: entry({
      manner: "private",
      options: whichCircle,
      run: async (context, { circle }) => resume(context, await idOf(context, circle)),
    }),
    handover,
    deputy,
    finish: entry({
      manner: "form",
      options: whichCircle,
      run: async (context, { circle }) => ({ kind: "form", form: "finish", subject: await idOf(context, circle) }),
    }),
    reopen: entry({
      manner: "private",
      options: { circle: { ...whichCircle.circle, required: true } },
      run: async (context, { circle }) => reopen(context, await idOf(context, circle)),
    }),
  },
  forms: {
    change: form({
      manner: "private",
      fields: termFields,
      async run(context, { rhythm, lastDay, agreements = "", ...given }, id) {
        const { actor, services, say } = context;
        const held = await services.circles.terms.held(id, actor.memberId);
        const terms = { ...given, rhythm: Number(rhythm), endsOn: lastDay ?? held.endsOn, agreements };
        const { row, changed } = await services.circles.terms.change(id, actor.memberId, terms);
        if (changed.length === 0) return reply(paragraph(say("said.unchanged")));
        return reply(paragraph(say("said.changed", { name: row.name, what: changedText(context, changed) })));
      },
    }),
    pause: form({ manner: "private", fields: untilFields, run: (context, { until }, id) => pause(context, id, until) }),
    finish: form({
      manner: "private",
      fields: summaryFields,
      run: (context, { summary }, id) => finish(context, id, summary),
    }),
  },
  actions: {
    /** The subject is the circle. */
    pause: action({ manner: "form", run: (_, id) => ({ kind: "form", form: "pause", subject: id }) }),
    resume: action({ manner: "private", run: resume }),
    cancelPlanned: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const { count } = await services.circles.course.cancelPlanned(id, actor);
        return reply(paragraph(count === 0 ? say("said.nothingPlanned") : say("said.cancelledPlanned", { count })));
      },
    }),
    finish: action({ manner: "form", run: (_, id) => ({ kind: "form", form: "finish", subject: id }) }),
    reopen: action({ manner: "private", run: reopen }),
  },
};
