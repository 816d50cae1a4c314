import { editFields, moreFields, shareFields } from "../src/features/resources/forms/rules.js";
import {
  draftCard,
  kit,
  paragraph,
  reply,
  resourceCard,
  shelfButton,
  type ContextOf,
  type Reply,
  type Text,
} from "../src/kit.js";
import { speakerFor } from "./resources/finding.js";
import words from "../src/locales/en/share.json" with { type: "json" };

const { command, entry, action, form, message } = kit(words);

type Here = ContextOf<typeof words>;
type Offered = Parameters<Here["services"]["resources"]["sharing"]["begin"]>[2];
type Draft = Awaited<ReturnType<Here["services"]["resources"]["sharing"]["draft"]>>;

/** Characters of a sentence that is more than the words around a link. */
const A_SENTENCE = 12;

async function showDraft(context: Here, draft: Draft, hints: readonly Text[] = []): Promise<Reply> {
  return { kind: "reply", card: draftCard(draft, context, await speakerFor(context, [draft.row.sharerId]), hints) };
}

/** Somebody shared the same before: theirs is shown. */
async function showKnown(context: Here, resourceId: string): Promise<Reply> {
  const { actor, services, say } = context;
  const seen = await services.resources.shelf.see(resourceId, actor.memberId);
  const speaker = await speakerFor(context, [seen.row.sharerId, ...seen.uses.map(({ memberId }) => memberId)]);
  const card = resourceCard(seen, speaker);
  return { kind: "reply", card: { ...card, blocks: [paragraph(say("known")), ...card.blocks] } };
}

async function begin(context: Here, offered: Offered, hints: readonly Text[] = []): Promise<Reply> {
  const { actor, services } = context;
  const begun = await services.resources.sharing.begin(actor.networkId, actor.memberId, offered);
  if (begun.kind === "known") return showKnown(context, begun.resourceId);
  return showDraft(context, begun.draft, [...hints, ...(begun.isUnseen ? [context.say("draft.unseen")] : [])]);
}

async function publish(context: Here, id: string): Promise<Reply> {
  const { actor, services, say } = context;
  const begun = await services.resources.sharing.publish(id, actor.memberId);
  if (begun.kind === "known") return showKnown(context, begun.resourceId);
  const { title } = begun.draft.row;
  const text = say(begun.isHeld ? "held" : "published", { title });
  const buttons = [shelfButton(context, "buttons.open", "resources.open", id)];
  return { kind: "reply", card: { blocks: [paragraph(text)], buttons } };
}

/** What the form changes, on top of what is there. */
async function keep(context: Here, id: string, change: Partial<Parameters<Save>[2]>): Promise<Reply> {
  const { actor, services, say } = context;
  const draft = await services.resources.sharing.edit(id, actor.memberId, change);
  if (draft.row.state === "draft" || draft.pupils.length > 0) return showDraft(context, draft);
  return {
    kind: "reply",
    card: { blocks: [paragraph(say("saved"))], buttons: [shelfButton(context, "buttons.open", "resources.open", id)] },
  };
}

type Save = Here["services"]["resources"]["sharing"]["edit"];

type File = Parameters<Here["readFile"]>[0];

async function read(context: Here, file: File | undefined): Promise<Offered["file"]> {
  return file && { name: file.name, mediaType: file.mediaType, bytes: await context.readFile(file) };
}

type Values = Parameters<Parameters<typeof form<"private", typeof shareFields>>[0]["run"]>[1];

async function share(context: Here, { what, kind, file }: Values): Promise<Reply> {
  return begin(context, { text: what, kind, file: await read(context, file) });
}

/** Something useful, from "here it is" to the shelf. */
export default command({
  id: "share",
  entry: entry({ manner: "private", options: shareFields, run: share }),
  message: message({
    manner: "private",
    async run(context, { text, link, author, files }) {
      const { actor, say } = context;
      const uploaded = await read(context, files[0]);
      const isTheirs = author !== undefined && author.memberId !== actor.memberId;
      const hasWords = /https?:\/\//i.test(text) || text.length >= A_SENTENCE;
      const offered = { text: hasWords || uploaded ? text : "", link: hasWords || uploaded ? undefined : link };
      return begin(context, { ...offered, file: uploaded, author: isTheirs ? author.name : undefined }, [
        ...(isTheirs ? [say("draft.theirs", { name: author.name })] : []),
        ...(files.length > 1 ? [say("draft.files", { count: files.length })] : []),
      ]);
    },
  }),
  forms: {
    new: form({ manner: "private", fields: shareFields, run: share }),
    edit: form({
      manner: "private",
      fields: editFields,
      run: (context, { title, kind, about = "", topics = "", deadline }, id) =>
        keep(context, id, { title, kind, about, topics, deadline: deadline ?? null }),
    }),
    more: form({
      manner: "private",
      fields: moreFields,
      run: (context, { levels = [], audience = [], language, licence, cost, effort, author }, id) =>
        keep(context, id, {
          ...{ levels, audience, licence: licence ?? null, cost: cost ?? null, effort: effort ?? null },
          ...{ language: language ?? "other", author: author ?? null },
        }),
    }),
  },
  actions: {
    new: action({ manner: "form", run: () => ({ kind: "form", form: "new" }) }),
    publish: action({ manner: "private", run: publish }),
    edit: action({
      manner: "form",
      async run({ actor, services }, id) {
        const initial = await services.resources.sharing.initial(id, actor.memberId, "edit");
        return { kind: "form", form: "edit", subject: id, initial };
      },
    }),
    more: action({
      manner: "form",
      async run({ actor, services }, id) {
        const initial = await services.resources.sharing.initial(id, actor.memberId, "more");
        return { kind: "form", form: "more", subject: id, initial };
      },
    }),
    withdraw: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const wasDraft = await services.resources.sharing.withdraw(id, actor.memberId);
        return reply(paragraph(say(wasDraft ? "discarded" : "withdrawn")));
      },
    }),
    renew: action({
      manner: "private",
      run: async (context, id) =>
        showDraft(context, await context.services.resources.sharing.renew(id, context.actor.memberId)),
    }),
  },
});
