import { fact, kit, paragraph, reply, textOf, type ContextOf, type Fact, type Reply } from "../../src/kit.js";
import words from "../../src/locales/en/setup.json" with { type: "json" };

const { action, entry } = kit(words);

type Here = ContextOf<typeof words>;

async function keep({ actor, services, say }: Here): Promise<Reply> {
  const wasRemoved = await services.privacy.network.takeBack(actor.networkId, actor.memberId);
  return reply(paragraph(say(wasRemoved ? "removal.kept" : "removal.notAsked")));
}

/** That the network is about to be deleted, where organisers look. */
export async function removalFacts({ actor, services, say, day }: Here): Promise<readonly Fact[]> {
  const until = await services.privacy.network.removedUntil(actor.networkId);
  return until === undefined ? [] : [fact(say("removal.label"), say("removal.soon", { day: day(until) }))];
}

/** A network as a file, and its end. */
export const ending = {
  verbs: {
    export: entry({
      manner: "private",
      async run({ actor, services, say, today }) {
        const network = await services.privacy.exportNetwork(actor.networkId);
        const name = `${textOf(say("removal.file"))}-${today}.json`;
        const content = `${JSON.stringify(network, null, 2)}\n`;
        return reply(paragraph(say("removal.exported")), {
          kind: "file",
          file: { name, mediaType: "application/json", content },
        });
      },
    }),
    remove: entry({
      manner: "private",
      // Typing the name is the confirmation: without it the command becomes a form that asks for it.
      options: { network: { kind: "text", max: 120, required: true } },
      async run({ actor, services, say, button, day }, { network }) {
        const until = await services.privacy.network.remove(actor.networkId, actor.memberId, network);
        const blocks = [paragraph(say("removal.removed", { day: day(until) }))];
        return { kind: "reply", card: { blocks, buttons: [button("buttons.keepNetwork", "keep")] } };
      },
    }),
    keep: entry({ manner: "private", run: keep }),
  },
  actions: { keep: action({ manner: "private", run: keep }) },
};
