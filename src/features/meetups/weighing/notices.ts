import { fact, type Block } from "../../../chat/card.js";
import { plain, type Text } from "../../../chat/text.js";
import type { Speaker } from "../../introductions/notices.js";
import { criteria, usualWeights, type ChangedWeights, type Criterion } from "./rules.js";

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
