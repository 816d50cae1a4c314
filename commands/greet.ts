import { kit, paragraph, reply } from "../src/kit.js";
import words from "../src/locales/en/greet.json" with { type: "json" };

const { command, entry } = kit(words);

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
});
