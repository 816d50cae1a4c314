import { creditCard, mineCardOfAsks, openCard, paragraph, reply, threadCard, type Reply } from "../../src/kit.js";
import { action, entry, speakerOf, type Here } from "./shared.js";

// Looking at questions and answers, and how a question ends.

async function showMine(context: Here): Promise<Reply> {
  return { kind: "reply", card: mineCardOfAsks(context, await context.services.asks.mine(context.actor)) };
}

async function showOpen(context: Here): Promise<Reply> {
  const open = await context.services.asks.open(context.actor);
  const speaker = await speakerOf(
    context,
    open.map(({ ask }) => ask.askerId),
  );
  return { kind: "reply", card: openCard(context, open, speaker) };
}

async function showThread(context: Here, id: string, from = 0): Promise<Reply> {
  const { actor, services } = context;
  const thread = await services.asks.thread(id, actor);
  const people = [thread.ask.askerId, ...thread.entries.map(({ memberId }) => memberId)];
  const isSafety = await services.asks.safety.isSafety(actor.memberId);
  const card = threadCard(context, thread, await speakerOf(context, people), { from, isSafety });
  return { kind: "reply", card };
}

async function setHelping({ actor, services, say, day }: Here, isOn: boolean): Promise<Reply> {
  const until = await services.asks.setHelping(actor.memberId, isOn);
  return reply(paragraph(until ? say("helping.off", { day: day(until) }) : say("helping.on")));
}

export const answering = {
  verbs: {
    mine: entry({ manner: "private", run: showMine }),
    open: entry({ manner: "private", run: showOpen }),
    help: entry({
      manner: "private",
      options: { helping: { kind: "choice", choices: ["on", "off"], required: true } },
      run: (context, { helping }) => setHelping(context, helping === "on"),
    }),
  },
  actions: {
    mine: action({ manner: "private", run: showMine }),
    thread: action({ manner: "private", run: (context, id) => showThread(context, id) }),
    /** The subject is the question, with how many entries were shown before. */
    more: action({
      manner: "private",
      run(context, subject) {
        const [id = "", from = "0"] = subject.split("@");
        return showThread(context, id, /^\d{1,4}$/.test(from) ? Number(from) : 0);
      },
    }),
    pass: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.asks.pass(id, actor);
        return reply(paragraph(say("passed")));
      },
    }),
    notNow: action({ manner: "private", run: (context) => setHelping(context, false) }),
    keep: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.asks.keep(id, actor);
        return reply(paragraph(say("kept")));
      },
    }),
    close: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.asks.close(id, actor);
        return reply(paragraph(say("closed")));
      },
    }),
    solved: action({
      manner: "private",
      async run(context, id) {
        const { actor, services, say } = context;
        const credits = await services.asks.credits(id, actor);
        if (credits.length === 0) return reply(paragraph(say("solvedAlone")));
        const names = await services.members.calledNames(credits.map(({ memberId }) => memberId));
        const called = credits.map(({ answerId, memberId }) => ({ answerId, called: names.get(memberId) ?? "" }));
        return { kind: "reply", card: creditCard(context, id, called) };
      },
    }),
    alone: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.asks.solveAlone(id, actor);
        return reply(paragraph(say("solvedAlone")));
      },
    }),
    /** The subject is the answer that helped. */
    credit: action({
      manner: "private",
      async run({ actor, services, say, person }, id) {
        const memberId = await services.asks.credit(id, actor);
        if (memberId === undefined) return reply(paragraph(say("solvedAlone")));
        const names = await services.members.calledNames([memberId]);
        return reply(paragraph(say("credited", { who: person({ memberId, name: names.get(memberId) ?? "" }) })));
      },
    }),
  },
};
