import {
  importedBlocks,
  kit,
  paragraph,
  queueCard,
  reply,
  shelfSpeakerIn,
  type ContextOf,
  type Reply,
} from "../src/kit.js";
import { fileReply } from "./resources/finding.js";
import words from "../src/locales/en/shelf.json" with { type: "json" };

const { command, entry, action } = kit(words);

type Here = ContextOf<typeof words>;

/** Of what waits, so many at once: each takes a good part of a message. */
const QUEUED = 3;

async function showQueue(context: Here): Promise<Reply> {
  const { actor, services } = context;
  const rows = await services.resources.shelf.queue(actor.networkId, QUEUED);
  const names = await services.members.namesHere(rows.flatMap(({ sharerId }) => sharerId ?? []));
  return { kind: "reply", card: queueCard(context, rows, shelfSpeakerIn(context, names)) };
}

type Progress = Awaited<ReturnType<Here["services"]["resources"]["importing"]["begin"]>>;

function shown({ say }: Here, progress: Progress): Reply {
  const { isDone, next, of } = progress;
  if (!isDone) return reply(paragraph(say("import.running", { next, of })));
  return reply(...importedBlocks(progress, say));
}

async function showProgress(context: Here): Promise<Reply> {
  const progress = await context.services.resources.importing.progress(context.actor.networkId, context.locale);
  return progress ? shown(context, progress) : reply(paragraph(context.say("import.none")));
}

async function decide({ actor, services, say }: Here, id: string, event: "release" | "remove"): Promise<Reply> {
  const { title } = await services.resources.shelf.decide(id, actor.networkId, actor.memberId, event);
  return reply(paragraph(say(event === "release" ? "queue.shown" : "queue.removed", { title })));
}

/** What organisers do about the shelf. */
export default command({
  id: "shelf",
  organisersOnly: true,
  verbs: {
    queue: entry({ manner: "private", run: showQueue }),
    import: entry({
      manner: "private",
      options: { table: { kind: "file", required: true } },
      async run(context, { table }) {
        const { actor, services } = context;
        const bytes = await context.readFile(table);
        return shown(
          context,
          await services.resources.importing.begin(actor.networkId, actor.memberId, bytes, context.locale),
        );
      },
    }),
    progress: entry({ manner: "private", run: showProgress }),
    export: entry({
      manner: "private",
      async run({ actor, services, say, today }) {
        const content = await services.resources.importing.table(actor.networkId);
        const file = { name: `shelf-${today}.csv`, mediaType: "text/csv", content };
        return reply(paragraph(say("export.text")), { kind: "file", file });
      },
    }),
  },
  actions: {
    queue: action({ manner: "private", run: showQueue }),
    progress: action({ manner: "private", run: showProgress }),
    file: action({
      manner: "private",
      async run({ actor, services }, id) {
        const { memberId, networkId } = actor;
        return fileReply(await services.resources.shelf.file(id, memberId, networkId));
      },
    }),
    show: action({ manner: "private", run: (context, id) => decide(context, id, "release") }),
    remove: action({ manner: "private", run: (context, id) => decide(context, id, "remove") }),
  },
});
