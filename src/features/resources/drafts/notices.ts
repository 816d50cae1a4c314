import { note, paragraph, type Block, type Button, type Card } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { listing, plain, type Text } from "../../../chat/text.js";
import type words from "../../../locales/en/share.json";
import type { KeyIn } from "../../../outbox/notice.js";
import { resourceFacts, type ShelfSpeaker } from "../cards/notices.js";
import type { Draft } from "../sharing.js";
import { doubtsIn, stateOf } from "../stored/rules.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** What the one who shares should know before others see it. */
function warnings(
  { row, pupils, hasFaces, needsDeadline }: Draft,
  { say, locale }: Here,
  speaker: ShelfSpeaker,
): Block[] {
  const kinds = listing(
    locale,
    pupils.map((kind) => say(`pupils.${kind}`)),
  );
  const doubts = listing(
    locale,
    doubtsIn(row.doubts).map((doubt) => speaker.from("resources", `doubts.${doubt}`)),
  );
  const said: (Text | undefined)[] = [
    pupils.length > 0 ? say("draft.pupils", { kinds }) : undefined,
    hasFaces ? say("draft.faces") : undefined,
    doubtsIn(row.doubts).length > 0 ? say("draft.doubt", { doubts }) : undefined,
    needsDeadline ? say("draft.needsDeadline") : undefined,
  ];
  return said.flatMap((text) => (text === undefined ? [] : [paragraph(text)]));
}

/** What others would see, and what can be done before they do; or what they see already. */
export function draftCard(draft: Draft, context: Here, speaker: ShelfSpeaker, hints: readonly Text[] = []): Card {
  const { say } = context;
  const { row, fileName } = draft;
  const isDraft = stateOf(row) === "draft";
  return {
    title: say(isDraft ? "draft.title" : stateOf(row) === "shown" ? "draft.seen" : "saved"),
    blocks: [
      paragraph([{ kind: "strong", text: row.title }]),
      ...(row.about === "" ? [] : [paragraph(plain(row.about))]),
      { kind: "facts", facts: resourceFacts(row, speaker, fileName) },
      ...warnings(draft, context, speaker),
      ...hints.map(paragraph),
      ...(isDraft ? [note(say("draft.note"))] : []),
    ],
    buttons: isDraft ? deedsOnDraft(draft, context) : deedsOnShown(draft, context),
  };
}

function deedsOnDraft({ row, pupils, needsDeadline }: Draft, { button }: Here): Button[] {
  const publish = button(pupils.length > 0 ? "buttons.publishAnyway" : "buttons.publish", "publish", row.id, "primary");
  return [
    needsDeadline ? button("buttons.until", "edit", row.id, "primary") : publish,
    ...(needsDeadline ? [] : [button("buttons.edit", "edit", row.id)]),
    button("buttons.more", "more", row.id),
    button("buttons.discard", "withdraw", row.id),
  ];
}

function deedsOnShown({ row }: Draft, { button }: Here): Button[] {
  const isOut = stateOf(row) !== "withdrawn";
  return [
    button("buttons.edit", "edit", row.id, "primary"),
    ...(isOut ? [button("buttons.withdraw", "withdraw", row.id)] : []),
  ];
}
