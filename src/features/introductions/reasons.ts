import type { Reason } from "../../matching/types.js";
import type { Portrait } from "./portraits.js";
import type { ReasonFact, Topic } from "./rules.js";

/** The engine's reasons with everything that a sentence needs. */
export function factsOf(reasons: readonly Reason[], people: readonly Portrait[]): ReasonFact[] {
  const labels = new Map(
    people.flatMap(({ topics }) =>
      [...topics.subject, ...topics.offer, ...topics.seek].map(({ key, label }) => [key, label] as const),
    ),
  );
  const named = (keys: readonly string[]): Topic[] => keys.map((key) => ({ key, label: labels.get(key) ?? key }));
  return worthTelling(reasons, people).map((reason): ReasonFact => {
    switch (reason.kind) {
      case "sharedTopics":
        return { kind: reason.kind, topics: named(reason.topics) };
      case "sharedGoals":
        return { kind: reason.kind, goals: named(reason.goals) };
      case "offerMeetsSeek":
        return {
          kind: reason.kind,
          giver: { person: reason.giver },
          taker: { person: reason.taker },
          topics: named(reason.topics),
        };
      case "newcomer":
        return { kind: reason.kind, newcomer: { person: reason.newcomer }, connector: { person: reason.connector } };
      case "sameLevel":
      case "differentInstitution":
      case "differentRegion":
      case "overlap":
      case "bridge":
      case "longTime":
      case "partlyNew":
      case "fresh":
        return reason;
    }
  });
}

/** That two people of one zone are awake at the same time goes without saying, when there is anything else to say. */
function worthTelling(reasons: readonly Reason[], people: readonly Portrait[]): readonly Reason[] {
  const isOneZone = new Set(people.map(({ timeZone }) => timeZone)).size < 2;
  const telling = reasons.filter(({ kind }) => kind !== "overlap" || !isOneZone);
  return telling.length > 0 ? telling : reasons;
}
