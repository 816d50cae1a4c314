import { kit, paragraph, reply } from "../src/kit.js";
import words from "../src/locales/en/greet.json" with { type: "json" };

const { command, entry, action } = kit(words);

/** Says hello to somebody by way of the bot; some platforms offer it in a person's own menu. */
export default command({
  id: "greet",
  entry: entry({
    manner: "private",
    options: { person: { kind: "member", required: true } },
    async run({ actor, services, say, person }, options) {
      const result = await services.introductions.hello(actor.memberId, options.person.memberId);
      return reply(paragraph(say(result === "sent" ? "sent" : "already", { name: person(options.person) })));
    },
  }),
  actions: {
    /** Of a greeter; the subject is the newcomer. */
    greeted: action({
      manner: "private",
      async run({ actor, services, say }, memberId) {
        await services.care.welcome.greeted(memberId, actor.memberId);
        const { called } = await services.introductions.portrait(memberId);
        return reply(paragraph(say("greeted", { name: called })));
      },
    }),
    /** Of a newcomer: company for the first weeks. */
    wish: action({
      manner: "private",
      async run({ actor, services, say }) {
        await services.care.welcome.wish(actor.memberId);
        return reply(paragraph(say("wished")));
      },
    }),
    /** Of a volunteer; the subject is the newcomer. */
    accompany: action({
      manner: "private",
      async run({ actor, services, say }, memberId) {
        await services.care.welcome.accept(memberId, actor.memberId);
        const { called } = await services.introductions.portrait(memberId);
        return reply(paragraph(say("accompanied", { name: called })));
      },
    }),
  },
});
