import { kit, paragraph, plain, Refusal, reply, type ContextOf, type Reply, type Text } from "../src/kit.js";
import words from "../src/locales/en/greet.json" with { type: "json" };

const { command, entry, action } = kit(words);

type Here = ContextOf<typeof words>;

/** Of a greeter, who would rather not any more. */
async function resign({ actor, services, say }: Here): Promise<Reply> {
  await services.care.welcome.resign(actor.memberId);
  return reply(paragraph(say("resigned")));
}

/** To whoever has said hello first it is the answer, and the two get a room. */
async function sayHello({ actor, services, say, from }: Here, memberId: string, name: Text): Promise<Reply> {
  const result = await services.introductions.hello(actor.memberId, memberId);
  if (result === "sent" || result === "already") return reply(paragraph(say(result, { name })));
  if (result === "together") return reply(paragraph(from("introduce", "saidTogether", { name })));
  const room = await services.meetups.connections.answerHello(actor.networkId, actor.memberId, memberId);
  return reply(paragraph(from("introduce", room === "opening" ? "connected" : "connectedAlready")));
}

/** Says hello to somebody by way of the bot; some platforms offer it in a person's own menu. */
export default command({
  id: "greet",
  verbs: {
    hello: entry({
      manner: "private",
      options: { person: { kind: "member", required: true } },
      run: (context, { person }) => sayHello(context, person.memberId, [context.person(person)]),
    }),
    resign: entry({ manner: "private", run: resign }),
  },
  actions: {
    resign: action({ manner: "private", run: resign }),
    /** Of a greeter, by way of the bot; the subject is the newcomer. */
    hello: action({
      manner: "private",
      async run(context, memberId) {
        const { actor, services } = context;
        const { called } = await services.introductions.portrait(memberId);
        const answer = await sayHello(context, memberId, plain(called));
        await services.care.welcome.greeted(memberId, actor.memberId);
        return answer;
      },
    }),
    /** Of a greeter; the subject is the newcomer. */
    greeted: action({
      manner: "private",
      async run({ actor, services, say }, memberId) {
        if (!(await services.care.welcome.greeted(memberId, actor.memberId))) throw new Refusal("notYours");
        const { called } = await services.introductions.portrait(memberId);
        return reply(paragraph(say("greeted", { name: called })));
      },
    }),
    /** Of a newcomer: company for the first weeks. */
    wish: action({
      manner: "private",
      async run({ actor, services, say }) {
        const result = await services.care.welcome.wish(actor.memberId);
        return reply(paragraph(say(result === "asked" ? "wished" : "wishWaits")));
      },
    }),
    /** Of a volunteer; the subject is the newcomer. */
    accompany: action({
      manner: "private",
      async run({ actor, services, say }, memberId) {
        const result = await services.care.welcome.accept(memberId, actor.memberId);
        const { called } = await services.introductions.portrait(memberId);
        return reply(paragraph(say(result === "accepted" ? "accompanied" : "accompanies", { name: called })));
      },
    }),
  },
});
