import { collectFields, findFields, reportFields, useFields } from "../src/features/resources/forms/rules.js";
import { pageIn } from "../src/features/resources/cards/rules.js";
import {
  kit,
  paragraph,
  reply,
  resourceCard,
  shelfButton,
  textOf,
  type Answer,
  type Block,
  type ContextOf,
  type Reply,
} from "../src/kit.js";
import words from "../src/locales/en/resources.json" with { type: "json" };
import { found, listed, speakerFor } from "./resources/finding.js";

const { command, entry, action, form } = kit(words);

type Here = ContextOf<typeof words>;

/** Of one's own things, of what is like another, and of collections. */
const SHOWN = { own: 10, like: 5, collections: 10 } as const;

async function open(context: Here, id: string): Promise<Reply> {
  const { actor, services } = context;
  const seen = await services.resources.shelf.see(id, actor.memberId);
  const speaker = await speakerFor(context, [seen.row.sharerId, ...seen.uses.map(({ memberId }) => memberId)]);
  return { kind: "reply", card: resourceCard(seen, speaker) };
}

async function showSaved(context: Here): Promise<Reply> {
  const { actor, services, say } = context;
  const rows = await services.resources.shelf.saved(actor.memberId, SHOWN.own);
  const before = rows.length === 0 ? [paragraph(say("list.savedNone"))] : [];
  return listed(context, rows, { title: say("list.saved"), before });
}

async function showMine(context: Here): Promise<Reply> {
  const { actor, services, say, from } = context;
  const rows = await services.resources.shelf.own(actor.memberId, SHOWN.own);
  const before = rows.length === 0 ? [paragraph(say("list.mineNone"))] : [];
  return listed(context, rows, { title: say("list.mine"), before, buttons: [shareButton(from)] });
}

function shareButton(from: Here["from"]) {
  return {
    kind: "action",
    label: textOf(from("resources", "buttons.share")),
    action: "share.new",
    subject: "",
  } as const;
}

async function showCollections(context: Here): Promise<Reply> {
  const { actor, services, say } = context;
  const { networkId, memberId } = actor;
  const all = await services.resources.collections.list(networkId, memberId, SHOWN.collections);
  const names = await services.members.calledNames(all.flatMap(({ byId }) => byId ?? []));
  const blocks = all.flatMap(({ id, title, byId, count }, place): Block[] => {
    const by = byId === undefined ? undefined : names.get(byId);
    const line =
      by === undefined ? say("collections.line", { title, count }) : say("collections.lineBy", { title, count, by });
    const number = place + 1;
    return [
      paragraph(line),
      { kind: "buttons", buttons: [shelfButton(context, "buttons.openOne", "resources.collection", id, { number })] },
    ];
  });
  const title = say("collections.title");
  return { kind: "reply", card: { title, blocks: blocks.length > 0 ? blocks : [paragraph(say("collections.none"))] } };
}

async function showCollection(context: Here, id: string): Promise<Reply> {
  const { actor, services } = context;
  const { title, byId, rows } = await services.resources.collections.open(id, actor.networkId);
  const isMine = byId === actor.memberId;
  return listed(context, rows.slice(0, SHOWN.own), {
    title: [{ kind: "plain", text: title }],
    each: (row, number) =>
      isMine ? [shelfButton(context, "buttons.takeOut", "resources.takeOut", `${id}@${row.id}`, { number })] : [],
  });
}

async function mark(context: Here, id: string, kind: "save" | "useful"): Promise<Reply> {
  const { actor, services, say } = context;
  const { shelf } = services.resources;
  const isMarked = await shelf.mark(id, actor.memberId, kind);
  if (kind === "useful") return reply(paragraph(say(isMarked ? "said.useful" : "said.unuseful")));
  const { row } = await shelf.see(id, actor.memberId);
  if (!isMarked) return reply(paragraph(say("said.unsaved")));
  // What is said is what the clock is going to do.
  const key = row.remindDays === null ? "said.saved" : row.remindDays > 1 ? "said.savedDeadline" : "said.savedLate";
  return reply(paragraph(say(key)));
}

async function setDigest(context: Here, isOn: boolean): Promise<Reply> {
  await context.services.resources.shelf.digest(context.actor.memberId, isOn);
  return reply(paragraph(context.say(isOn ? "said.digestOn" : "said.digestOff")));
}

/** A form about the resource of a button, which is looked up first: what is gone is said at once. */
function about(name: string) {
  return action({
    manner: "form",
    async run({ actor, services }, id): Promise<Answer> {
      await services.resources.shelf.see(id, actor.memberId);
      return { kind: "form", form: name, subject: id };
    },
  });
}

const search = (
  context: Here,
  { words: text = "", ...narrowed }: Parameters<Parameters<typeof form<"private", typeof findFields>>[0]["run"]>[1],
) => found(context, { ...narrowed, words: text, offset: 0, among: "shelf" });

/** What others shared: searched, opened, and how it went. */
export default command({
  id: "resources",
  verbs: {
    search: entry({ manner: "private", options: findFields, run: search }),
    saved: entry({ manner: "private", run: showSaved }),
    mine: entry({ manner: "private", run: showMine }),
    collections: entry({ manner: "private", run: showCollections }),
    digest: entry({
      manner: "private",
      options: { weekly: { kind: "yesno", required: true } },
      run: (context, { weekly }) => setDigest(context, weekly),
    }),
  },
  forms: {
    find: form({ manner: "private", fields: findFields, run: search }),
    use: form({
      manner: "private",
      fields: useFields,
      async run({ actor, services, say }, values, id) {
        await services.resources.shelf.use(id, actor.memberId, values);
        return reply(paragraph(say("said.used")));
      },
    }),
    report: form({
      manner: "private",
      fields: reportFields,
      async run({ actor, services, say }, { reason, note }, id) {
        await services.resources.shelf.report(id, actor.memberId, reason, note);
        return reply(paragraph(say("said.reported")));
      },
    }),
    collect: form({
      manner: "private",
      fields: collectFields,
      async run({ actor, services, say }, { collection }, id) {
        const { networkId, memberId } = actor;
        const { title, count } = await services.resources.collections.put(networkId, memberId, id, collection);
        return reply(paragraph(say("collections.put", { title, count })));
      },
    }),
  },
  actions: {
    open: action({ manner: "private", run: open }),
    page: action({
      manner: "private",
      run: (context, subject) => found(context, { ...pageIn(subject), among: "shelf" }),
    }),
    find: action({ manner: "form", run: () => ({ kind: "form", form: "find" }) }),
    saved: action({ manner: "private", run: showSaved }),
    mine: action({ manner: "private", run: showMine }),
    collections: action({ manner: "private", run: showCollections }),
    collection: action({ manner: "private", run: showCollection }),
    /** The subject is the collection and the resource. */
    takeOut: action({
      manner: "private",
      async run({ actor, services, say }, subject) {
        const [id = "", resourceId = ""] = subject.split("@");
        await services.resources.collections.takeOut(id, actor.memberId, resourceId);
        return reply(paragraph(say("collections.out")));
      },
    }),
    save: action({ manner: "private", run: (context, id) => mark(context, id, "save") }),
    useful: action({ manner: "private", run: (context, id) => mark(context, id, "useful") }),
    use: about("use"),
    report: about("report"),
    collect: about("collect"),
    like: action({
      manner: "private",
      async run(context, id) {
        const { actor, services, say } = context;
        const { row } = await services.resources.shelf.see(id, actor.memberId);
        const rows = await services.resources.finding.like(actor.networkId, id, SHOWN.like);
        const before = rows.length === 0 ? [paragraph(say("list.likeNone"))] : [];
        return listed(context, rows, { title: say("list.like", { title: row.title }), before });
      },
    }),
    file: action({
      manner: "private",
      async run({ actor, services }, id) {
        const { name, mediaType, bytes } = await services.resources.shelf.file(id, actor.memberId);
        const content = Buffer.from(bytes).toString("base64");
        return reply({ kind: "file", file: { name, mediaType, content, encoding: "base64" } });
      },
    }),
    digestOff: action({ manner: "private", run: (context) => setDigest(context, false) }),
  },
});
