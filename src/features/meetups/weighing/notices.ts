import { fact, paragraph, type Block } from "../../../chat/card.js";
import { join, listing, plain, type Text } from "../../../chat/text.js";
import type { Facts } from "../../../chat/words.js";
import type { Speaker } from "../../introductions/notices.js";
import { criteria, usualWeights, type ChangedWeights, type Criterion, type WhyNotShown } from "./rules.js";

/** A criterion in plain words, the same wherever organisers see it. */
export function criterionText(criterion: Criterion, from: Speaker["from"]): Text {
  return from("setup", `fields.criterion.choices.${criterion}`);
}

/** What each criterion counts, and what it usually does where that was changed. */
export function weightsBlock(weights: ChangedWeights, from: Speaker["from"]): Block {
  const points = (criterion: Criterion): Text => {
    const weight = weights[criterion];
    const usual = usualWeights[criterion];
    return weight === undefined ? plain(String(usual)) : from("setup", "weights.changed", { weight, usual });
  };
  return {
    kind: "facts",
    facts: criteria.map((criterion) => fact(criterionText(criterion, from), points(criterion))),
  };
}

/** So many of the things that count for and against two people are shown. */
const STRONGEST = 5;

/** Why two members don't meet: what counts for them, what they have instead, and what it would cost to change that. */
export function whyNotBlocks(why: WhyNotShown, names: ReadonlyMap<string, string>, speaker: Speaker): readonly Block[] {
  const say = (key: string, facts: Facts = {}) => speaker.from("setup", `whyNot.${key}`, facts);
  const called = (ids: readonly string[]) =>
    listing(
      speaker.locale,
      ids.map((id) => plain(names.get(id) ?? "")),
    );
  const company = (ids: readonly string[]) => (ids.length > 1 ? called(ids) : say("alone", { name: called(ids) }));
  switch (why.kind) {
    case "absent":
      return [paragraph(say(why.ids.length === 1 ? "absent" : "bothAbsent", { names: called(why.ids) }))];
    case "together":
      return [paragraph(say("together", { count: why.score })), ...countedBlocks(why.counted, speaker.from)];
    case "rule":
      return [paragraph(say("rule"))];
    case "outweighed": {
      const instead = why.instead.map(({ id, others, score }) =>
        others.length === 0 ? company([id]) : say("instead", { names: called([id, ...others]), count: score }),
      );
      return [
        paragraph(say("allowed", { count: why.score })),
        ...countedBlocks(why.counted, speaker.from),
        paragraph(say("insteadTitle")),
        { kind: "list", items: instead },
        paragraph(exchangeText(why.exchange, company, say)),
      ];
    }
  }
}

type Outweighed = Extract<WhyNotShown, { kind: "outweighed" }>;

function exchangeText(
  exchange: Outweighed["exchange"],
  company: (ids: readonly string[]) => Text,
  say: (key: string, facts?: Facts) => Text,
): Text {
  if (exchange === undefined) return say("noExchange");
  const groups = join(exchange.groups.map(company), "; ");
  return exchange.loss > 0 ? say("exchange", { groups, count: exchange.loss }) : say("exchangeFree", { groups });
}

/** The criteria that weigh most, each with its points; nothing where none counts. */
function countedBlocks(counted: Outweighed["counted"], from: Speaker["from"]): readonly Block[] {
  const facts = counted.slice(0, STRONGEST).flatMap(({ criterion, points }) => {
    const known = criteria.find((name) => name === criterion);
    return known ? [fact(criterionText(known, from), plain(String(Math.round(points))))] : [];
  });
  return facts.length === 0 ? [] : [{ kind: "facts", facts }];
}
