import { levels, roles, spokenLanguages } from "../src/features/introductions/rules.js";
import { addressForms } from "../src/features/members/rules.js";
import {
  aboutText,
  kit,
  paragraph,
  reasonTexts,
  reply,
  speakerIn,
  type Answer,
  type Block,
  type ContextOf,
  type Reply,
} from "../src/kit.js";
import words from "../src/locales/en/introduce.json" with { type: "json" };

const { command, entry, action, form } = kit(words);

/** How many people are suggested: enough to choose from, few enough to read. */
const SUGGESTIONS = 3;

const HELLO_SAID = { sent: "said", already: "saidAlready", together: "saidTogether" } as const;

/** Says hello back: the two get a room. */
async function answer({ actor, services, say }: ContextOf<typeof words>, memberId: string): Promise<Reply> {
  const room = await services.meetups.connections.answerHello(actor.networkId, actor.memberId, memberId);
  return reply(paragraph(say(room === "opening" ? "connected" : "connectedAlready")));
}

/** The form with everything that is known already. */
async function openForm({ actor, services, locale }: ContextOf<typeof words>): Promise<Answer> {
  const me = await services.introductions.portrait(actor.memberId);
  const list = (topics: typeof me.topics.subject) => topics.map((topic) => topic.label).join(", ");
  const initial = {
    role: me.role,
    subjects: list(me.topics.subject),
    languages: me.role === undefined ? [locale] : me.languages,
    offers: list(me.topics.offer),
    seeks: list(me.topics.seek),
    level: me.level,
    institution: me.institution,
    region: me.region,
    line: me.line,
    address: me.address,
  };
  return { kind: "form", form: "profile", initial };
}

export default command({
  id: "introduce",
  entry: entry({ manner: "form", run: openForm }),
  forms: {
    profile: form({
      manner: "private",
      fields: {
        role: { kind: "choice", choices: roles, required: true },
        subjects: { kind: "text" },
        languages: { kind: "choices", choices: spokenLanguages, required: true },
        offers: { kind: "text" },
        seeks: { kind: "text" },
        level: { kind: "choice", choices: levels },
        institution: { kind: "text", max: 80 },
        region: { kind: "text", max: 80 },
        line: { kind: "text", max: 140 },
        address: { kind: "choice", choices: addressForms },
      },
      async run(context, draft) {
        const { actor, services, say, button } = context;
        const { isFirst } = await services.introductions.introduce(actor.memberId, actor.spaceId, draft);
        const { called } = await services.introductions.portrait(actor.memberId);
        const suggestions = await services.introductions.suggestions(actor.memberId, SUGGESTIONS);
        const isIn =
          (await services.meetups.enrolments.status(actor.networkId, actor.memberId))?.enrolment?.status === "active";
        const isNew = await services.care.welcome.mayWish(actor.memberId);
        const people = suggestions.flatMap(({ portrait, reasons }): Block[] => {
          const speaker = speakerIn(context, new Map([[portrait.memberId, portrait.called]]), "you");
          const about = aboutText(portrait, context);
          return [
            { kind: "heading", text: [context.person({ memberId: portrait.memberId, name: portrait.called })] },
            ...(about === undefined ? [] : [paragraph(about)]),
            ...(reasons.length === 0 ? [] : [{ kind: "list", items: reasonTexts(reasons, speaker) } as const]),
            {
              kind: "buttons",
              buttons: [button("buttons.helloTo", "hello", portrait.memberId, undefined, { name: portrait.called })],
            },
          ];
        });
        return {
          kind: "reply",
          card: {
            title: isFirst ? say("thanks.title", { name: called }) : say("thanks.titleAgain"),
            blocks: [
              paragraph(say(isFirst ? "thanks.first" : "thanks.again")),
              ...(people.length > 0 ? [paragraph(say("thanks.suggestions"))] : []),
              ...(people.length === 0 && isFirst ? [paragraph(say("thanks.none"))] : []),
              ...people,
            ],
            buttons: [
              ...(isIn ? [] : [button("buttons.join", "meet.join", "", "primary")]),
              button("buttons.edit", "edit"),
              ...(isNew ? [button("buttons.buddy", "greet.wish", "")] : []),
            ],
          },
        };
      },
    }),
  },
  actions: {
    edit: action({ manner: "form", run: openForm }),
    /** On an introduction or a suggestion; the subject is the member greeted. */
    hello: action({
      manner: "private",
      async run(context, memberId) {
        const { actor, services, say } = context;
        const { called } = await services.introductions.portrait(memberId);
        const result = await services.introductions.hello(actor.memberId, memberId);
        if (result === "answers") return answer(context, memberId);
        return reply(paragraph(say(HELLO_SAID[result], { name: called })));
      },
    }),
    /** On a hello; the subject is the member who sent it. */
    back: action({ manner: "private", run: answer }),
  },
});
