import { kit, paragraph, Refusal, reply, type ContextOf, type Reply } from "../src/kit.js";
import words from "../src/locales/en/greet.json" with { type: "json" };

const { command, entry, action } = kit(words);

/** Of a greeter, who would rather not any more. */
async function resign({ actor, services, say }: ContextOf<typeof words>): Promise<Reply> {
  await services.care.welcome.resign(actor.memberId);
  return reply(paragraph(say("resigned")));
}

/** Says hello to somebody by way of the bot; some platforms offer it in a person's own menu. */
export default command({
  id: "greet",
  verbs: {
    hello: entry({
      manner: "private",
      options: { person: { kind: "member", required: true } },
      async run({ actor, services, say, person }, options) {
        const result = await services.introductions.hello(actor.memberId, options.person.memberId);
        return reply(paragraph(say(result === "sent" ? "sent" : "already", { name: person(options.person) })));
      },
    }),
    resign: entry({ manner: "private", run: resign }),
  },
  actions: {
    resign: action({ manner: "private", run: resign }),
    /** Of a greeter, by way of the bot; the subject is the newcomer. */
    hello: action({
      manner: "private",
      async run({ actor, services, say }, memberId) {
        const result = await services.introductions.hello(actor.memberId, memberId);
        await services.care.welcome.greeted(memberId, actor.memberId);
        const { called } = await services.introductions.portrait(memberId);
        return reply(paragraph(say(result === "sent" ? "sent" : "already", { name: called })));
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
