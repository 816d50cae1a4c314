import { collectFields, findFields, reportFields, useFields } from "../src/features/resources/forms/rules.js";
import { offsetIn, PAGE, pageIn } from "../src/features/resources/cards/rules.js";
import {
  endOf,
  kit,
  paragraph,
  reply,
  resourceCard,
  shelfButton,
  type Answer,
  type Block,
  type ContextOf,
  type Reply,
} from "../src/kit.js";
import words from "../src/locales/en/resources.json" with { type: "json" };
import { fileReply, found, listed, paging, speakerFor } from "./resources/finding.js";

const { command, entry, action, form } = kit(words);

type Here = ContextOf<typeof words>;

/** Of what is like another. */
const LIKE_SHOWN = 5;

async function open(context: Here, id: string): Promise<Reply> {
  const { actor, services } = context;
  const seen = await services.resources.shelf.see(id, actor.memberId);
  const speaker = await speakerFor(context, [seen.row.sharerId, ...seen.uses.map(({ memberId }) => memberId)]);
  return { kind: "reply", card: resourceCard(seen, speaker) };
}

async function showSaved(context: Here, offset: number): Promise<Reply> {
  const { actor, services, say } = context;
  const { rows, total } = await services.resources.shelf.saved(actor.memberId, PAGE, offset);
  const { before, buttons } = paging(context, offset, total, "resources.saved", String);
  return listed(context, rows, {
    title: say("list.saved"),
    before: total === 0 ? [paragraph(say("list.savedNone"))] : before,
    buttons,
  });
}

async function showMine(context: Here, offset: number): Promise<Reply> {
  const { actor, services, say, from } = context;
  const { rows, total } = await services.resources.shelf.own(actor.memberId, PAGE, offset);
  const { before, buttons } = paging(context, offset, total, "resources.mine", String);
  return listed(context, rows, {
    title: say("list.mine"),
    before: total === 0 ? [paragraph(say("list.mineNone"))] : before,
    buttons: [...buttons, shareButton(from)],
  });
}

function shareButton(from: Here["from"]) {
  return shelfButton({ from }, "buttons.share", "share.new", "");
}

async function showCollections(context: Here, offset: number): Promise<Reply> {
  const { actor, services, say } = context;
  const { networkId, memberId } = actor;
  const { lines, total } = await services.resources.collections.list(networkId, memberId, PAGE, offset);
  const names = await services.members.namesHere(lines.flatMap(({ byId }) => byId ?? []));
  const { before, buttons } = paging(context, offset, total, "resources.collections", String);
  const blocks = lines.flatMap(({ id, title, byId, count }, place): Block[] => {
    const by = byId === undefined ? undefined : names.get(byId);
    const line =
      by === undefined ? say("collections.line", { title, count }) : say("collections.lineBy", { title, count, by });
    const number = place + 1;
    return [
      paragraph(line),
      { kind: "buttons", buttons: [shelfButton(context, "buttons.openOne", "resources.collection", id, { number })] },
    ];
  });
  const shown = total === 0 ? [paragraph(say("collections.none"))] : [...before, ...blocks];
  return { kind: "reply", card: { title: say("collections.title"), blocks: shown, buttons } };
}

/** The subject is the collection and, from its second page on, where to go on. */
async function showCollection(context: Here, subject: string): Promise<Reply> {
  const { actor, services } = context;
  const [id = "", from = ""] = subject.split("@");
  const offset = offsetIn(from);
  const { title, byId, rows } = await services.resources.collections.open(id, actor.networkId);
  const isMine = byId === actor.memberId;
  return listed(context, rows.slice(offset, offset + PAGE), {
    title: [{ kind: "plain", text: title }],
    ...paging(context, offset, rows.length, "resources.collection", (next) => `${id}@${next}`),
    each: (row, number) =>
      isMine
        ? [shelfButton(context, "buttons.takeOut", "resources.takeOut", `${id}@${endOf(row.id)}`, { number })]
        : [],
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
    saved: entry({ manner: "private", run: (context) => showSaved(context, 0) }),
    mine: entry({ manner: "private", run: (context) => showMine(context, 0) }),
    collections: entry({ manner: "private", run: (context) => showCollections(context, 0) }),
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
      async run({ actor, services, say }, { sure = false, ...told }, id) {
        await services.resources.shelf.use(id, actor.memberId, { ...told, isSure: sure });
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
    saved: action({ manner: "private", run: (context, subject) => showSaved(context, offsetIn(subject)) }),
    mine: action({ manner: "private", run: (context, subject) => showMine(context, offsetIn(subject)) }),
    collections: action({
      manner: "private",
      run: (context, subject) => showCollections(context, offsetIn(subject)),
    }),
    collection: action({ manner: "private", run: showCollection }),
    /** The subject is the collection and the end of the resource's id. */
    takeOut: action({
      manner: "private",
      async run({ actor, services, say }, subject) {
        const [id = "", resourceEnd = ""] = subject.split("@");
        await services.resources.collections.takeOut(id, actor.memberId, resourceEnd);
        return reply(paragraph(say("collections.out")));
      },
    }),
    save: action({ manner: "private", run: (context, id) => mark(context, id, "save") }),
    useful: action({ manner: "private", run: (context, id) => mark(context, id, "useful") }),
    use: about("use"),
    unuse: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        await services.resources.shelf.unuse(id, actor.memberId);
        return reply(paragraph(say("said.unused")));
      },
    }),
    report: about("report"),
    collect: about("collect"),
    like: action({
      manner: "private",
      async run(context, id) {
        const { actor, services, say } = context;
        const { row } = await services.resources.shelf.see(id, actor.memberId);
        const rows = await services.resources.finding.like(actor.networkId, id, LIKE_SHOWN);
        const before = rows.length === 0 ? [paragraph(say("list.likeNone"))] : [];
        return listed(context, rows, { title: say("list.like", { title: row.title }), before });
      },
    }),
    file: action({
      manner: "private",
      async run({ actor, services }, id) {
        return fileReply(await services.resources.shelf.file(id, actor.memberId));
      },
    }),
    digestOff: action({ manner: "private", run: (context) => setDigest(context, false) }),
  },
});
