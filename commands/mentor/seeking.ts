import {
  offerFields,
  offerFrom,
  offerInitial,
  requestFields,
  requestInitial,
} from "../../src/features/mentoring/forms/rules.js";
import { choicesCard, note, paragraph, reply, requestsCard, type Answer, type Reply } from "../../src/kit.js";
import { action, entry, form, speakerOf, type Here } from "./shared.js";

// Offering to be a mentor, and finding one: until somebody says yes.

async function showRequests(context: Here): Promise<Reply> {
  const open = await context.services.mentoring.requests.open(context.actor.memberId);
  const people = [...open.toMe.map(({ menteeId }) => menteeId), ...open.mine.flatMap(({ mentorId }) => mentorId ?? [])];
  return { kind: "reply", card: requestsCard(context, open, await speakerOf(context, people)) };
}

async function offerForm({ actor, services }: Here): Promise<Answer> {
  const offer = await services.mentoring.offers.offerOf(actor.memberId);
  const portrait = await services.introductions.portrait(actor.memberId);
  return { kind: "form", form: "offer", initial: offerInitial(offer, portrait) };
}

async function requestForm({ actor, services }: Here): Promise<Answer> {
  const portrait = await services.introductions.portrait(actor.memberId);
  return { kind: "form", form: "request", initial: requestInitial(portrait) };
}

async function showChoices(context: Here, requestId: string): Promise<Reply> {
  const { requests, cohorts } = context.services.mentoring;
  const candidates = await requests.choices(requestId, context.actor.memberId);
  const cohort = await cohorts.ensureOpen(context.actor.networkId);
  const speaker = await speakerOf(context, [
    context.actor.memberId,
    ...candidates.map(({ mentor }) => mentor.memberId),
  ]);
  return { kind: "reply", card: choicesCard(context, { requestId, candidates, cohort }, speaker) };
}

async function takeBack({ actor, services, say }: Here): Promise<Reply> {
  const wasOpen = await services.mentoring.offers.takeBack(actor.memberId);
  return reply(paragraph(say(wasOpen ? "stopped" : "notOffering")));
}

async function choose(context: Here, requestId: string, mentorEnd: string | undefined): Promise<Reply> {
  const { actor, services, say, button } = context;
  const chosen = await services.mentoring.requests.choose(requestId, actor.memberId, mentorEnd);
  const text = chosen ? say("asked", { mentor: chosen.mentor.called }) : say("noneNow");
  const buttons = [button("buttons.withdraw", "withdraw", requestId)];
  return { kind: "reply", card: { blocks: [paragraph(text)], buttons } };
}

export const seeking = {
  verbs: {
    ask: entry({ manner: "form", run: requestForm }),
    offer: entry({ manner: "form", run: offerForm }),
    requests: entry({ manner: "private", run: showRequests }),
    withdraw: entry({ manner: "private", run: takeBack }),
  },
  forms: {
    offer: form({
      manner: "private",
      fields: offerFields,
      async run({ actor, services, say, day, today }, values) {
        const draft = offerFrom(values, today);
        await services.mentoring.offers.offer(actor.networkId, actor.memberId, draft);
        const { awayUntil } = draft;
        const offer = await services.mentoring.offers.offerOf(actor.memberId);
        const isFull = offer !== undefined && offer.taken >= offer.capacity;
        return reply(
          paragraph(say("offered.text")),
          ...(awayUntil === undefined ? [] : [note(say("offered.away", { day: day(awayUntil) }))]),
          ...(isFull ? [note(say("offered.full"))] : []),
        );
      },
    }),
    request: form({
      manner: "private",
      fields: requestFields,
      async run(context, values) {
        const { actor, services } = context;
        const { goal, topics, level, mode = "either", rhythm = "fortnightly", beginner = false } = values;
        const draft = { goal, topics, level, mode, rhythm, isBeginner: beginner };
        const { id } = await services.mentoring.requests.ask(actor.networkId, actor.memberId, draft);
        return showChoices(context, id);
      },
    }),
  },
  actions: {
    ask: action({ manner: "form", run: requestForm }),
    offer: action({ manner: "form", run: offerForm }),
    requests: action({ manner: "private", run: showRequests }),
    withdrawOffer: action({ manner: "private", run: takeBack }),
    /** On a request; the subject is the request, with the mentor where one is chosen. */
    choices: action({ manner: "private", run: showChoices }),
    choose: action({ manner: "private", run: (context, id) => choose(context, id, undefined) }),
    askMentor: action({
      manner: "private",
      run(context, subject) {
        const [requestId = "", mentorEnd = ""] = subject.split("@");
        return choose(context, requestId, mentorEnd);
      },
    }),
    enrol: action({
      manner: "private",
      async run({ actor, services, say, button }, id) {
        const cohort = await services.mentoring.cohorts.ensureOpen(actor.networkId);
        await services.mentoring.requests.enrol(id, actor.memberId, cohort?.id);
        const text = say("cohortJoined", { cohort: cohort?.name ?? "" });
        return {
          kind: "reply",
          card: { blocks: [paragraph(text)], buttons: [button("buttons.withdraw", "withdraw", id)] },
        };
      },
    }),
    withdraw: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.mentoring.requests.withdraw(id, actor.memberId);
        return reply(paragraph(say("withdrawn")));
      },
    }),
    accept: action({
      manner: "private",
      async run({ actor, services, say, person }, id) {
        const { menteeId } = await services.mentoring.requests.accept(id, actor.memberId);
        const names = await services.members.calledNames([menteeId]);
        const mentee = person({ memberId: menteeId, name: names.get(menteeId) ?? "" });
        return reply(paragraph(say("accepted", { mentee })));
      },
    }),
    decline: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.mentoring.requests.decline(id, actor.memberId);
        return reply(paragraph(say("declined")));
      },
    }),
  },
};
