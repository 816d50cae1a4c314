import {
  aboutText,
  fact,
  join,
  kit,
  paragraph,
  plain,
  reply,
  speakerIn,
  type Block,
  type Button,
  type ContextOf,
  type Reply,
} from "../src/kit.js";
import words from "../src/locales/en/people.json" with { type: "json" };

const { command, entry } = kit(words);

type Here = ContextOf<typeof words>;
type Portrait = Awaited<ReturnType<Here["services"]["introductions"]["portrait"]>>;

/** Whoever was pointed at: the whole introduction, or that there is none yet. */
async function showOne(context: Here, memberId: string): Promise<Reply> {
  const { actor, services, say, button } = context;
  const portrait = await services.introductions.portraitFor(actor.memberId, memberId);
  const isMe = memberId === actor.memberId;
  const name = context.person({ memberId, name: portrait.called });
  const hello = isMe ? [] : [helloButton(context, portrait)];
  if (portrait.role !== undefined)
    return { kind: "reply", card: { title: [name], blocks: introduction(context, portrait), buttons: hello } };
  const introduce = isMe ? [button("buttons.introduce", "introduce.edit", "", "primary")] : [];
  const blocks = [paragraph(isMe ? say("newMe") : say("new", { name }))];
  return { kind: "reply", card: { blocks, buttons: [...hello, ...introduce] } };
}

function introduction(context: Here, portrait: Portrait): Block[] {
  const about = aboutText(portrait, context);
  const { topic } = speakerIn(context, new Map());
  const facts = (["subject", "offer", "seek"] as const)
    .filter((kind) => portrait.topics[kind].length > 0)
    .map((kind) => fact(context.say(`topics.${kind}`), join(portrait.topics[kind].map(topic), ", ")));
  return [
    ...(about === undefined ? [] : [paragraph(about)]),
    ...(portrait.line === undefined ? [] : [paragraph(plain(portrait.line))]),
    ...(facts.length === 0 ? [] : [{ kind: "facts", facts } as const]),
  ];
}

async function search(context: Here, query: string): Promise<Reply> {
  const { actor, services, say } = context;
  const { portraits, total } = await services.introductions.search(actor.networkId, query, undefined, actor.memberId);
  if (portraits.length === 0) return nobody(context, query);
  const people = portraits.flatMap((portrait): Block[] => {
    const name = context.person({ memberId: portrait.memberId, name: portrait.called });
    const about = aboutText(portrait, context) ?? plain("");
    const isMe = portrait.memberId === actor.memberId;
    return [
      paragraph(say("person", { name, about })),
      ...(isMe ? [] : [{ kind: "buttons", buttons: [helloButton(context, portrait)] } as const]),
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
}

async function nobody({ actor, services, say, button }: Here, query: string): Promise<Reply> {
  const { role } = await services.introductions.portrait(actor.memberId);
  const { card } = reply(paragraph(query === "" ? say("empty") : say("none", { query })));
  const buttons = role === undefined ? { buttons: [button("buttons.introduce", "introduce.edit")] } : {};
  return { kind: "reply", card: { ...card, title: say("title"), ...buttons } };
}

function helloButton({ button }: Here, { memberId, called }: Portrait): Button {
  return button("buttons.hello", "introduce.hello", memberId, undefined, { name: called });
}

export default command({
  id: "people",
  entry: entry({
    manner: "private",
    options: { person: { kind: "member" }, query: { kind: "text", max: 80 } },
    run: (context, { person, query = "" }) =>
      person === undefined ? search(context, query) : showOne(context, person.memberId),
  }),
});
