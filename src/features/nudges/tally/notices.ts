import { fact, note, paragraph, type Block, type Card, type Fact } from "../../../chat/card.js";
import type { Context } from "../../../chat/command.js";
import { listing, type Text } from "../../../chat/text.js";
import type { Facts } from "../../../chat/words.js";
import type words from "../../../locales/en/messages.json";
import type { KeyIn } from "../../../outbox/notice.js";
import type { Tally, Wait } from "./rules.js";

const FILE = "messages";
type Here = Pick<Context<unknown>, "from" | "locale">;
type Say = (key: KeyIn<typeof words>, facts?: Facts) => Text;

const sayFrom =
  ({ from }: Here): Say =>
  (key, facts) =>
    from(FILE, key, facts);

interface Period {
  readonly days: number;
  readonly tally: Tally;
}

/** The account of what the bot sent on its own: for some periods, the last of which is told in full. */
export function tallyCard(
  here: Here,
  periods: readonly Period[],
  { most, limit }: { readonly most: number; readonly limit: number },
): Card {
  const say = sayFrom(here);
  const lines = periods.map(({ days, tally: { sent, merged, waiting, dropped } }) =>
    fact(say("period", { count: days }), say("counts", { sent, merged, waiting, dropped })),
  );
  const { about, waits, losses } = periods.at(-1)?.tally ?? { about: [], waits: [], losses: [] };
  return {
    title: say("title"),
    blocks: [
      { kind: "facts", facts: [...lines, fact(say("most"), say("mostValue", { most, limit }))] },
      ...list(
        say("aboutTitle"),
        about.map(([what, count]) => say("line", { what: say(`about.${what}`), count })),
      ),
      ...list(
        say("waitsTitle"),
        waits.map(([what, count]) => say("line", { what: say(`waits.${what}`), count })),
      ),
      ...list(
        say("lossesTitle"),
        losses.map(([what, count]) => say("line", { what: say(`losses.${what}`), count })),
      ),
      ...(about.length + waits.length + losses.length === 0 ? [paragraph(say("none"))] : []),
      note(say("note")),
    ],
  };
}

function list(title: Text, items: readonly Text[]): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { kind: "heading", text: title },
        { kind: "list", items },
      ];
}

/** What a member got unasked of late, what waits, and why. */
export function ownTallyFact(
  here: Here,
  { got, waiting, why }: { readonly got: number; readonly waiting: number; readonly why: readonly Wait[] },
  limit: number,
): Fact {
  const say = sayFrom(here);
  // "Enough for one week" would be a riddle beside "1 of at most 3".
  const isKept = (wait: Wait) => wait === "weekBudget" && got < limit;
  const reasons = why.map((wait) => say(isKept(wait) ? "own.kept" : `waits.${wait}`));
  const key = waiting === 0 ? "own.value" : reasons.length === 0 ? "own.waiting" : "own.waitingWhy";
  return fact(
    say("own.label"),
    say(key, { got, limit, count: waiting, ...(reasons.length === 0 ? {} : { why: listing(here.locale, reasons) }) }),
  );
}
