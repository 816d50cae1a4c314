import { aboutText, kit, paragraph, plain, type Block } from "../src/kit.js";
import words from "../src/locales/en/people.json" with { type: "json" };

const { command, entry } = kit(words);

export default command({
  id: "people",
  entry: entry({
    manner: "private",
    options: { query: { kind: "text", max: 80 } },
    async run(context, { query = "" }) {
      const { actor, services, say, button } = context;
      const { portraits, total } = await services.introductions.search(actor.networkId, query);
      if (portraits.length === 0) {
        const { role } = await services.introductions.portrait(actor.memberId);
        const sentence = query === "" ? say("empty") : say("none", { query });
        return {
          kind: "reply",
          card: {
            title: say("title"),
            blocks: [paragraph(sentence)],
            ...(role === undefined ? { buttons: [button("buttons.introduce", "introduce.edit")] } : {}),
          },
        };
      }
      const people = portraits.flatMap((portrait): Block[] => {
        const name = context.person({ memberId: portrait.memberId, name: portrait.called });
        const about = aboutText(portrait, context) ?? plain("");
        const isMe = portrait.memberId === actor.memberId;
        const hello = button("buttons.hello", "introduce.hello", portrait.memberId, undefined, {
          name: portrait.called,
        });
        return [
          paragraph(say("person", { name, about })),
          ...(isMe ? [] : [{ kind: "buttons", buttons: [hello] } as const]),
        ];
      });
      return {
        kind: "reply",
        card: {
          title: say("title"),
          blocks: [
            paragraph(say("found", { count: total })),
            ...people,
            ...(total > portraits.length ? [paragraph(say("more", { shown: portraits.length }))] : []),
          ],
        },
      };
    },
  }),
});
