import { reasonFields } from "../../src/features/resources/asks/forms/rules.js";
import { note, paragraph, reply, safetyCard } from "../../src/kit.js";
import { action, entry, form } from "./shared.js";

// For the safety role: who asked an anonymous question. The service decides who may, notes it and tells the asker.

export const safeguarding = {
  verbs: {
    safety: entry({
      manner: "private",
      run: async (context) => ({
        kind: "reply",
        card: safetyCard(context, await context.services.asks.safety.anonymous(context.actor)),
      }),
    }),
  },
  forms: {
    look: form({
      manner: "private",
      fields: reasonFields,
      async run({ actor, services, say, person }, { reason }, id) {
        const memberId = await services.asks.safety.look(id, actor, reason);
        const names = await services.members.calledNames([memberId]);
        const asker = person({ memberId, name: names.get(memberId) ?? "" });
        return reply(paragraph(say("looked.shown", { asker })), note(say("looked.shownNote")));
      },
    }),
  },
  actions: {
    look: action({ manner: "form", run: (_context, id) => ({ kind: "form", form: "look", subject: id }) }),
  },
};
