import { kit, paragraph, reply } from "../src/kit.js";
import words from "../src/locales/en/connect.json" with { type: "json" };

const { command, entry } = kit(words);

export default command({
  id: "connect",
  entry: entry({
    manner: "private",
    options: {
      first: { kind: "member", required: true },
      second: { kind: "member", required: true },
      topic: { kind: "text", max: 200 },
    },
    async run({ actor, services, say, person }, { first, second, topic }) {
      await services.meetups.connections.connect(
        actor.networkId,
        actor.memberId,
        [first.memberId, second.memberId],
        topic,
      );
      return reply(paragraph(say("done", { first: person(first), second: person(second) })));
    },
  }),
});
