import { z } from "zod";
import type { Card, Fact } from "../../chat/card.js";
import type { FormView } from "../../chat/form.js";
import { plain, textOf } from "../../chat/text.js";
import type { Words } from "../../chat/words.js";
import { writeCustomId, type CustomId } from "./ids.js";
import { pagesOf, renderModal, withProblems } from "./modal.js";
import { limits } from "./limits.js";
import { renderOffer, type RenderedMessage } from "./render.js";
import type { DiscordStore } from "./store.js";

/** A form that doesn't fit into one of Discord's, or that can't be shown at once: kept until it is complete. */
export interface Draft {
  readonly userId: string;
  readonly spaceId: string;
  readonly channelId: string | undefined;
  readonly form: FormView;
  readonly values: Readonly<Record<string, unknown>>;
}

const field = z.custom<FormView["fields"][number]>(
  (value) =>
    z.object({ id: z.string(), kind: z.string(), label: z.string(), required: z.boolean() }).safeParse(value).success,
);
const draftSchema = z.object({
  userId: z.string(),
  spaceId: z.string(),
  channelId: z.string().optional(),
  form: z.object({
    id: z.string(),
    subject: z.string(),
    title: z.string(),
    submit: z.string(),
    fields: z.array(field),
  }),
  values: z.record(z.string(), z.unknown()),
});

export interface DraftParts {
  readonly store: DiscordStore;
  readonly words: Words;
  readonly newToken: () => string;
}

/** For whom and where a form is shown. */
export interface Reader {
  readonly userId: string;
  readonly spaceId: string;
  readonly channelId: string | undefined;
  readonly locale: string;
}

export type Drafts = ReturnType<typeof makeDrafts>;

export function makeDrafts({ store, words, newToken }: DraftParts) {
  const modalParts = ({ channelId }: Pick<Reader, "channelId">) => ({ isPrivate: channelId === undefined });

  async function keep(form: FormView, { userId, spaceId, channelId }: Reader): Promise<string> {
    const values = Object.fromEntries(
      form.fields.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])),
    );
    const token = newToken();
    const draft: Draft = { userId, spaceId, channelId, form: withProblems(form), values };
    await store.keepDraft(token, draft);
    return token;
  }

  function modalOf(draft: Draft, token: string, page: number, locale: string) {
    const pages = pagesOf(draft.form);
    const fields = (pages[page] ?? []).map((view) => {
      const value = draft.values[view.id];
      return value === undefined ? view : { ...view, value };
    });
    const { title } = draft.form;
    const facts = { title, page: page + 1, pages: pages.length };
    const shown = pages.length === 1 ? title : textOf(words.say(locale, "common", "discord.page", facts));
    return renderModal({ kind: "page", token, page }, { title: shown, fields }, modalParts(draft));
  }

  return {
    /** The form as Discord shows it at once, kept where it has several pages. */
    async open(form: FormView, reader: Reader) {
      const id: CustomId = {
        kind: "form",
        spaceId: reader.channelId === undefined ? reader.spaceId : undefined,
        form: form.id,
        subject: form.subject,
      };
      const fits = form.id.length + form.subject.length + 20 <= limits.customId;
      // A file that is there already has no place in Discord's form.
      const hasFile = form.fields.some(({ kind, value }) => kind === "file" && value !== undefined);
      if (fits && !hasFile && form.fields.length <= limits.modalFields && form === withProblems(form))
        return renderModal(id, form, modalParts(reader));
      const token = await keep(form, reader);
      const draft = await this.of(token, reader.userId);
      if (draft === undefined) throw new Error("a form that was just kept is not there");
      return modalOf(draft, token, 0, reader.locale);
    },

    modalOf,

    /** The form behind a button, where it can't be opened at once: after a wait, or in answer to another form. */
    async offer(form: FormView, reader: Reader, key: "ready" | "late"): Promise<RenderedMessage> {
      const token = await keep(form, reader);
      const wrong = form.fields.filter(({ problem }) => problem !== undefined);
      const facts = wrong.map(({ label, problem = "" }): Fact => ({ label, value: plain(problem) }));
      const text = words.say(reader.locale, "common", wrong.length > 0 ? "discord.look" : `discord.${key}`);
      const blocks: Card["blocks"] = [
        { kind: "text", text },
        ...(facts.length > 0 ? [{ kind: "facts" as const, facts }] : []),
      ];
      const label = words.label(reader.locale, "common", wrong.length > 0 ? "discord.correct" : "discord.open");
      return renderOffer({ title: plain(form.title), blocks }, label, writeCustomId({ kind: "open", token, page: 0 }));
    },

    /** Undefined when it is too old, done, or somebody else's. */
    async of(token: string, userId: string): Promise<Draft | undefined> {
      const found = draftSchema.safeParse(await store.draft(token)).data;
      if (found?.userId !== userId) return undefined;
      return { ...found, channelId: found.channelId };
    },

    /** Adds a page's values. */
    async add(token: string, draft: Draft, values: Draft["values"]): Promise<Draft> {
      const grown = { ...draft, values: { ...draft.values, ...values } };
      await store.keepDraft(token, grown);
      return grown;
    },

    forget: (token: string) => store.forgetDraft(token),

    /** Says that a page is kept and that there is more. */
    nextCard(draft: Draft, page: number, locale: string): Card {
      const pages = pagesOf(draft.form).length;
      const text = words.say(locale, "common", "discord.kept", { page: page + 1, pages });
      return { title: plain(draft.form.title), blocks: [{ kind: "text", text }] };
    },
  };
}
