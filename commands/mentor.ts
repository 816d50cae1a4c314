import { mineCard, type Reply } from "../src/kit.js";
import { pair } from "./mentor/pair.js";
import { seeking } from "./mentor/seeking.js";
import { command, entry, speakerOf, type Here } from "./mentor/shared.js";

async function showMine(context: Here): Promise<Reply> {
  const { actor, services } = context;
  const { offers, requests, mentorships } = services.mentoring;
  const [offer, open, rows] = await Promise.all([
    offers.offerOf(actor.memberId),
    requests.open(actor.memberId),
    mentorships.of(actor.memberId),
  ]);
  const people = [
    ...rows.flatMap(({ mentorId, menteeId }) => [mentorId, menteeId]),
    ...open.mine.flatMap(({ mentorId }) => mentorId ?? []),
  ];
  const card = mineCard(context, { mentorships: rows, offer, ...open }, await speakerOf(context, people));
  return { kind: "reply", card };
}

export default command({
  id: "mentor",
  verbs: { mine: entry({ manner: "private", run: showMine }), ...seeking.verbs, ...pair.verbs },
  forms: { ...seeking.forms, ...pair.forms },
  actions: { ...seeking.actions, ...pair.actions },
});
