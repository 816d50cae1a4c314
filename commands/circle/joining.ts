import { accesses, lengths, mayLeave, rhythms } from "../../src/features/circles/rules.js";
import { offsetIn } from "../../src/features/resources/cards/rules.js";
import {
  browseCard,
  overseenCard,
  paragraph,
  Refusal,
  reply,
  statusCard,
  type Block,
  type MemberRef,
  type Reply,
} from "../../src/kit.js";
import { action, entry, form, ownCircleId, placeOf, speakerOf, whichCircle, type Here } from "./shared.js";

const startFields = {
  name: { kind: "text", max: lengths.name, required: true },
  question: { kind: "text", long: true, max: lengths.question, required: true },
  topics: { kind: "text", max: lengths.topics },
  access: { kind: "choice", choices: accesses },
  rhythm: { kind: "choice", choices: ["7", "14", "28"] },
  endsOn: { kind: "date" },
  agreements: { kind: "text", long: true, max: lengths.agreements },
} as const;

type Values = Parameters<Parameters<typeof form<"private", typeof startFields>>[0]["run"]>[1];

async function browse(context: Here, offset: number): Promise<Reply> {
  const { actor, services } = context;
  const lines = await services.circles.lists.browse(actor.networkId, actor.memberId);
  return { kind: "reply", card: browseCard(context, lines, offset, await speakerOf(context, [])) };
}

export async function showStatus(context: Here, id: string): Promise<Reply> {
  const { actor, services } = context;
  const overseen = await services.circles.overseeing.sight(id, actor);
  if (overseen) {
    const { facilitatorId, deputyId } = overseen.row;
    return {
      kind: "reply",
      card: overseenCard(context, overseen, await speakerOf(context, [facilitatorId, deputyId])),
    };
  }
  const status = await services.circles.lists.status(id, actor.memberId);
  const { row, waiting } = status;
  const people = [...row.members, ...waiting].map(({ memberId }) => memberId);
  return { kind: "reply", card: statusCard(context, status, await speakerOf(context, people)) };
}

/** Whoever is in several and names none presses the one they mean. */
async function showNamed(context: Here, { circle }: { readonly circle?: string }): Promise<Reply> {
  const { actor, services } = context;
  try {
    return await showStatus(context, (await services.circles.overseeing.named(actor, circle, placeOf(context))).id);
  } catch (error) {
    if (circle === undefined && error instanceof Refusal && error.code === "circleOneOnly") return choose(context);
    throw error;
  }
}

async function choose({ actor, services, say, button }: Here): Promise<Reply> {
  const rows = await services.circles.lists.own(actor.memberId);
  const blocks = rows.flatMap(({ id, name, question }, place): Block[] => [
    paragraph(say("browse.line", { name, question })),
    { kind: "buttons", buttons: [button("buttons.openOne", "status", id, undefined, { number: place + 1 })] },
  ]);
  return { kind: "reply", card: { title: say("status.choose"), blocks } };
}

/** What holds where nobody chooses stands in it, so that everybody sees what they begin. */
const startForm = { kind: "form", form: "start", initial: { access: "request", rhythm: "14" } } as const;

async function start(context: Here, values: Values): Promise<Reply> {
  const { actor, services, say, button } = context;
  const { name, question, topics = "", access = "request", rhythm = "14", endsOn, agreements = "" } = values;
  const draft = { name, question, topics, access, agreements, endsOn };
  const every = rhythms.find((days) => String(days) === rhythm) ?? 14;
  const { id } = await services.circles.start(actor.networkId, actor.memberId, { ...draft, rhythm: every });
  const buttons = [button("buttons.status", "status", id)];
  return { kind: "reply", card: { blocks: [paragraph(say("said.started", { name }))], buttons } };
}

async function enter(context: Here, id: string): Promise<Reply> {
  const { actor, services, say, button } = context;
  const { row, way } = await services.circles.membership.enter(id, actor.networkId, actor.memberId);
  const { name } = row;
  if (way === "ask") {
    const buttons = [button("buttons.withdraw", "withdraw", id)];
    return { kind: "reply", card: { blocks: [paragraph(say("said.asked", { name }))], buttons } };
  }
  const text = say(way === "join" ? "said.joined" : "said.inside", { name });
  return { kind: "reply", card: { blocks: [paragraph(text)], buttons: [button("buttons.status", "status", id)] } };
}

async function answer(context: Here, requestId: string, verb: "accept" | "decline"): Promise<Reply> {
  const { actor, services, say } = context;
  const { row, who } = await services.circles.membership[verb](requestId, actor.memberId);
  const { person } = await speakerOf(context, [who]);
  const key = verb === "accept" ? "said.accepted" : "said.declined";
  return reply(paragraph(say(key, { who: [person({ person: who })], name: row.name })));
}

async function invite({ actor, services, say, person: personOf }: Here, id: string, who: MemberRef): Promise<Reply> {
  const { name } = await services.circles.membership.invite(id, actor.memberId, who);
  return reply(paragraph(say("said.invited", { who: [personOf(who)], name })));
}

/** Leaving can't be taken back by oneself, so it is asked for first. */
async function askToLeave({ actor, services, say, button }: Here, id: string): Promise<Reply> {
  const { row, role } = await services.circles.lists.status(id, actor.memberId);
  if (!mayLeave(role === "facilitator", row.members.length)) throw new Refusal("circleHandOverFirst");
  return {
    kind: "reply",
    card: {
      title: say("leaving.title", { name: row.name }),
      blocks: [paragraph(say(row.members.length > 1 ? "leaving.text" : "leaving.last"))],
      buttons: [button("buttons.leaveSure", "leaveSure", id, "danger")],
    },
  };
}

/** Looking around, beginning, coming in and going. */
export const joining = {
  verbs: {
    browse: entry({ manner: "private", run: (context) => browse(context, 0) }),
    join: entry({
      manner: "private",
      options: whichCircle,
      async run(context, { circle }) {
        const { actor, services } = context;
        if (circle === undefined) return browse(context, 0);
        return enter(context, await services.circles.lists.inSight(actor.networkId, actor.memberId, circle));
      },
    }),
    start: entry({ manner: "form", run: () => startForm }),
    status: entry({
      manner: "private",
      options: whichCircle,
      run: showNamed,
    }),
    invite: entry({
      manner: "private",
      options: { person: { kind: "member", required: true }, ...whichCircle },
      async run(context, { person, circle }) {
        return invite(context, await ownCircleId(context, circle), person);
      },
    }),
    leave: entry({
      manner: "private",
      options: whichCircle,
      run: async (context, { circle }) => askToLeave(context, await ownCircleId(context, circle)),
    }),
  },
  forms: {
    start: form({ manner: "private", fields: startFields, run: start }),
    invite: form({
      manner: "private",
      fields: { person: { kind: "member", required: true } },
      run: (context, { person }, id) => invite(context, id, person),
    }),
  },
  actions: {
    start: action({ manner: "form", run: () => startForm }),
    browse: action({ manner: "private", run: (context) => browse(context, 0) }),
    page: action({ manner: "private", run: (context, subject) => browse(context, offsetIn(subject)) }),
    status: action({ manner: "private", run: showStatus }),
    invite: action({ manner: "form", run: (_, id) => ({ kind: "form", form: "invite", subject: id }) }),
    leaveSure: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const { name } = await services.circles.membership.leave(id, actor.memberId);
        return reply(paragraph(say("said.left", { name })));
      },
    }),
    enter: action({ manner: "private", run: enter }),
    withdraw: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const what = await services.circles.membership.withdraw(id, actor.memberId);
        return reply(paragraph(say(what === "request" ? "said.withdrawn" : "said.notJoining")));
      },
    }),
    accept: action({ manner: "private", run: (context, id) => answer(context, id, "accept") }),
    decline: action({ manner: "private", run: (context, id) => answer(context, id, "decline") }),
  },
};
