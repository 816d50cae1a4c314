import { kit, note, paragraph, type ContextOf, type Reply } from "../src/kit.js";
import words from "../src/locales/en/help.json" with { type: "json" };

const { command, entry, action } = kit(words);

async function show({ actor, services, say, button, locale }: ContextOf<typeof words>): Promise<Reply> {
  const { role } = await services.introductions.portrait(actor.memberId);
  const isIn = await services.meetups.enrolments.isIn(actor.networkId, actor.memberId);
  const lines = services
    .commandList(locale)
    .filter(({ organisersOnly }) => actor.isOrganiser || !organisersOnly)
    .map(({ name, summary, verbs }) =>
      verbs.length === 0 ? say("line", { name, summary }) : say("verbs", { name, summary, verbs: verbs.join(", ") }),
    );
  return {
    kind: "reply",
    card: {
      title: say("title"),
      blocks: [paragraph(say("text")), { kind: "list", items: lines }, note(say("note"))],
      buttons: [
        ...(role === undefined ? [button("buttons.introduce", "introduce.edit", "", "primary")] : []),
        ...(isIn ? [] : [button("buttons.join", "meet.join")]),
        button("buttons.my", "my.status"),
      ],
    },
  };
}

export default command({
  id: "help",
  entry: entry({ manner: "private", run: show }),
  actions: { show: action({ manner: "private", run: show }) },
});
