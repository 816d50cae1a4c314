import { kit, note, paragraph, plain, type Block, type CommandLine, type ContextOf, type Reply } from "../src/kit.js";
import words from "../src/locales/en/help.json" with { type: "json" };

const { command, entry, action } = kit(words);

type Here = ContextOf<typeof words>;

/** Of a command that can do more, only what people do first is named; `/help <command>` has the rest. */
const FIRST_VERBS = 4;
const FEW_VERBS = 6;

function linesFor({ actor, services, locale }: Here): readonly CommandLine[] {
  return services.commandList(locale).filter(({ organisersOnly }) => actor.isOrganiser || !organisersOnly);
}

function overviewLine({ say }: Here, { name, summary, verbs }: CommandLine) {
  if (verbs.length === 0) return say("line", { name, summary });
  const shown = verbs.length <= FEW_VERBS ? verbs : verbs.slice(0, FIRST_VERBS);
  const facts = { name, summary, verbs: shown.map((verb) => verb.name).join(", ") };
  return say(shown.length === verbs.length ? "verbs" : "firstVerbs", facts);
}

/** @param unknown a word that was asked about and is no command of this person's */
async function showAll(context: Here, unknown?: string): Promise<Reply> {
  const { actor, services, say, button } = context;
  const { role } = await services.introductions.portrait(actor.memberId);
  const isIn = await services.meetups.enrolments.isIn(actor.networkId, actor.memberId);
  const items = linesFor(context).map((line) => overviewLine(context, line));
  return {
    kind: "reply",
    card: {
      title: say("title"),
      blocks: [
        paragraph(unknown === undefined ? say("text") : say("unknown", { word: unknown })),
        { kind: "list", items },
        note(say("more")),
        note(say("note")),
      ],
      buttons: [
        ...(role === undefined ? [button("buttons.introduce", "introduce.edit", "", "primary")] : []),
        ...(isIn ? [] : [button("buttons.join", "meet.join")]),
        button("buttons.my", "my.status"),
      ],
    },
  };
}

/** Everything that one command can do, each with what it is for. */
function showOne({ say, button }: Here, line: CommandLine): Reply {
  const verbLines = (verbs: CommandLine["verbs"]): Block => ({
    kind: "list",
    items: verbs.map(({ name, summary }) => say("line", { name: `${line.name} ${name}`, summary })),
  });
  const grouped = line.groups.flatMap(({ title, verbs }): Block[] => [
    { kind: "heading", text: plain(title) },
    verbLines(verbs),
  ]);
  const all = line.verbs.length === 0 ? [] : [verbLines(line.verbs)];
  const blocks = grouped.length > 0 ? grouped : all;
  return {
    kind: "reply",
    card: {
      title: say("one", { name: line.name }),
      blocks: [paragraph(say("summaryLine", { summary: line.summary })), ...blocks],
      buttons: [button("buttons.all", "help.show")],
    },
  };
}

export default command({
  id: "help",
  entry: entry({
    manner: "private",
    options: { about: { kind: "text", max: 40 } },
    run(context, { about }) {
      if (about === undefined) return showAll(context);
      const word = about.trim().replace(/^\//, "").toLowerCase();
      const line = linesFor(context).find(({ called }) => called.includes(word));
      return line === undefined ? showAll(context, about) : showOne(context, line);
    },
  }),
  actions: { show: action({ manner: "private", run: (context) => showAll(context) }) },
});
