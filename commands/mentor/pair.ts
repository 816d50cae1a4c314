import { agreementFields, ownWords, sessionFields, whom } from "../../src/features/mentoring/forms/rules.js";
import { usualEnd, type FitAnswer, type PulseAnswer } from "../../src/features/mentoring/rules.js";
import {
  agreementBlock,
  certificateBlock,
  fitButtons,
  note,
  paragraph,
  Refusal,
  reply,
  type Answer,
  type Block,
  type Button,
  type Reply,
} from "../../src/kit.js";
import { action, entry, form, opening, type Here } from "./shared.js";

// What the two of a mentorship do, from the first talk to the certificate.

/** What one of the two does to a mentorship, by a button, and what is said to it. */
function deed(
  key: "signs.notYet" | "signs.keep" | "signs.talked" | "reopened",
  perform: (context: Here, id: string) => Promise<unknown>,
  buttons: (context: Here, id: string) => readonly Button[] = () => [],
) {
  return action({
    manner: "private",
    async run(context, id) {
      await perform(context, id);
      const other = await otherOf(context, id);
      return {
        kind: "reply",
        card: { blocks: [paragraph(context.say(key, { other }))], buttons: buttons(context, id) },
      };
    },
  });
}

async function otherOf({ actor, services, person }: Here, id: string) {
  const { otherId } = await services.mentoring.mentorships.read(id, actor.memberId);
  const names = await services.members.calledNames([otherId]);
  return person({ memberId: otherId, name: names.get(otherId) ?? "" });
}

function fitting(answer: FitAnswer) {
  return action({
    manner: "private",
    async run({ actor, services, say, button }, id) {
      const state = await services.mentoring.mentorships.answerFit(id, actor.memberId, answer);
      const isSettled = answer === "good" && state === "working";
      const buttons = isSettled
        ? [button("buttons.agreement", "agreement", id, "primary")]
        : answer === "notFit"
          ? [button("buttons.ask", "ask")]
          : [];
      const blocks = [paragraph(say(isSettled ? "signs.settled" : `signs.${answer}`))];
      return { kind: "reply", card: { blocks, buttons } };
    },
  });
}

function pulsing(answer: PulseAnswer) {
  return action({
    manner: "private",
    async run({ actor, services, say, button }, id) {
      await services.mentoring.mentorships.pulse(id, actor.memberId, answer);
      const buttons = answer === "well" ? [] : [button("buttons.concern", "concern", id)];
      return { kind: "reply", card: { blocks: [paragraph(say(`signs.${answer}`))], buttons } };
    },
  });
}

async function agreementForm({ actor, services, today }: Here, id: string): Promise<Answer> {
  const { row } = await services.mentoring.mentorships.read(id, actor.memberId);
  const { goal, rhythm, channel, endsOn } = row;
  const ends = endsOn !== null && endsOn > today ? endsOn : usualEnd(today);
  const initial = { aim: goal, rhythm, ends, ...(channel === null ? {} : { channel }) };
  return { kind: "form", form: "agreement", subject: id, initial };
}

/** Which mentorship is meant, for a verb without a button. */
async function meant({ actor, services }: Here, person: { readonly memberId: string } | undefined): Promise<string> {
  return (await services.mentoring.mentorships.meant(actor.memberId, person?.memberId)).id;
}

interface Talk {
  readonly date?: string;
  readonly minutes?: number;
  readonly next?: string;
}

async function noteTalk({ actor, services, say, button }: Here, id: string, talk: Talk): Promise<Reply> {
  const { date, minutes, next } = talk;
  const draft = { date, minutes, nextStep: next };
  const { count, wantsAgreement } = await services.mentoring.mentorships.logSession(id, actor.memberId, draft);
  const blocks: Block[] = [
    paragraph(say("noted", { count })),
    ...(wantsAgreement ? [paragraph(say("notedAgreement"))] : []),
  ];
  const buttons = wantsAgreement ? [button("buttons.agreement", "agreement", id, "primary")] : [];
  return { kind: "reply", card: { blocks, buttons } };
}

async function certificate(context: Here, id: string): Promise<Reply> {
  const { actor, services, say } = context;
  const { row } = await services.mentoring.mentorships.read(id, actor.memberId);
  const names = await services.members.calledNames([row.mentorId, row.menteeId]);
  const network = (await services.members.network(actor.networkId)).name;
  return reply(paragraph(say("certificate.ready")), certificateBlock(context, { row, names, network }));
}

export const pair = {
  verbs: {
    session: entry({
      manner: "private",
      options: { ...whom, ...sessionFields },
      run: async (context, { person, ...talk }) => noteTalk(context, await meant(context, person), talk),
    }),
    agreement: entry({
      manner: "form",
      options: whom,
      run: async (context, { person }) => agreementForm(context, await meant(context, person)),
    }),
    pause: entry({
      manner: "form",
      options: whom,
      run: async (context, { person }) => ({ kind: "form", form: "pause", subject: await meant(context, person) }),
    }),
    finish: entry({
      manner: "form",
      options: whom,
      run: async (context, { person }) => ({ kind: "form", form: "finish", subject: await meant(context, person) }),
    }),
  },
  forms: {
    session: form({
      manner: "private",
      fields: sessionFields,
      run: (context, talk, id) => noteTalk(context, id, talk),
    }),
    agreement: form({
      manner: "private",
      fields: agreementFields,
      async run(context, { aim: goal, rhythm, channel, ends }, id) {
        const { actor, services, say, today } = context;
        const endsOn = ends ?? usualEnd(today);
        if (endsOn <= today) throw new Refusal("dateInPast");
        const agreement = { goal, rhythm, endsOn, ...(channel === undefined ? {} : { channel }) };
        await services.mentoring.mentorships.propose(id, actor.memberId, agreement);
        return reply(
          paragraph(say("agreement.sent", { other: await otherOf(context, id) })),
          agreementBlock(agreement, context),
          note(say("agreement.confidential")),
        );
      },
    }),
    pause: form({
      manner: "private",
      fields: { until: { kind: "date", required: true } },
      async run(context, { until }, id) {
        await context.services.mentoring.mentorships.pause(id, context.actor.memberId, until);
        const other = await otherOf(context, id);
        return reply(paragraph(context.say("paused", { other, day: context.day(until) })));
      },
    }),
    finish: form({
      manner: "private",
      fields: { thanks: ownWords },
      async run(context, { thanks }, id) {
        const { actor, services, say, button } = context;
        await services.mentoring.mentorships.finish(id, actor.memberId, thanks);
        const blocks = [paragraph(say("finished", { other: await otherOf(context, id) }))];
        return { kind: "reply", card: { blocks, buttons: [button("buttons.certificate", "certificate", id)] } };
      },
    }),
    thanks: form({
      manner: "private",
      fields: { thanks: { ...ownWords, required: true } },
      async run(context, { thanks }, id) {
        await context.services.mentoring.mentorships.thank(id, context.actor.memberId, thanks);
        return reply(paragraph(context.say("thanked", { other: await otherOf(context, id) })));
      },
    }),
    concern: form({
      manner: "private",
      fields: { concern: { ...ownWords, required: true } },
      async run({ actor, services, say }, { concern }, id) {
        const isHeard = await services.mentoring.mentorships.raise(id, actor.memberId, concern);
        return reply(paragraph(say(isHeard ? "concernSent" : "concernKept")));
      },
    }),
  },
  actions: {
    /** On a mentorship. */
    talked: deed(
      "signs.talked",
      ({ actor, services }, id) => services.mentoring.mentorships.talked(id, actor.memberId),
      (context, id) => fitButtons(context, id),
    ),
    notYet: deed("signs.notYet", ({ actor, services }, id) => services.mentoring.mentorships.sign(id, actor.memberId)),
    keep: deed("signs.keep", ({ actor, services }, id) => services.mentoring.mentorships.sign(id, actor.memberId)),
    reopen: deed("reopened", ({ actor, services }, id) => services.mentoring.mentorships.reopen(id, actor.memberId)),
    good: fitting("good"),
    deciding: fitting("deciding"),
    notFit: fitting("notFit"),
    well: pulsing("well"),
    unsure: pulsing("unsure"),
    stuck: pulsing("stuck"),
    session: opening("session"),
    agreement: action({ manner: "form", run: agreementForm }),
    confirm: action({
      manner: "private",
      async run(context, id) {
        const agreement = await context.services.mentoring.mentorships.confirm(id, context.actor.memberId);
        return reply(paragraph(context.say("agreement.done")), agreementBlock(agreement, context));
      },
    }),
    pause: opening("pause"),
    finish: opening("finish"),
    thank: opening("thanks"),
    concern: opening("concern"),
    certificate: action({ manner: "private", run: certificate }),
  },
};
