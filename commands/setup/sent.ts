import { kit, tallyCard } from "../../src/kit.js";
import words from "../../src/locales/en/setup.json" with { type: "json" };

const { entry } = kit(words);

/** The periods told of, in days; the last one in full. */
const PERIODS = [7, 30];

// What the bot sent on its own: that it keeps the peace can be checked.

export const sent = {
  sent: entry({
    manner: "private",
    async run(context) {
      const { actor, services } = context;
      const periods = [];
      for (const days of PERIODS) periods.push({ days, tally: await services.tally.ofNetwork(actor.networkId, days) });
      const { settings } = await services.members.network(actor.networkId);
      const most = await services.tally.mostToOne(actor.networkId);
      return { kind: "reply", card: tallyCard(context, periods, { most, limit: settings.gate.perWeek }) };
    },
  }),
};
