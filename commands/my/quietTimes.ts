import { kit, paragraph, reply } from "../../src/kit.js";
import words from "../../src/locales/en/my.json" with { type: "json" };

const { action, form } = kit(words);

/** What somebody answers when they are asked, after a quiet time, how they would like it. */
export const quietTimes = {
  forms: {
    away: form({
      manner: "private",
      fields: { back: { kind: "date", required: true } },
      async run({ actor, services, say, day }, { back }) {
        await services.care.dormant.pause(actor.memberId, back);
        return reply(paragraph(say("care.away", { day: day(back) })));
      },
    }),
  },
  actions: {
    here: action({
      manner: "private",
      async run({ actor, services, say }) {
        await services.care.dormant.answer(actor.memberId, "here");
        return reply(paragraph(say("care.here")));
      },
    }),
    stayQuiet: action({
      manner: "private",
      async run({ actor, services, say }) {
        await services.care.dormant.answer(actor.memberId, "quiet");
        return reply(paragraph(say("care.stayQuiet")));
      },
    }),
    monthly: action({
      manner: "private",
      async run({ actor, services, say }) {
        await services.care.dormant.answer(actor.memberId, "monthly");
        return reply(paragraph(say("care.monthly")));
      },
    }),
    away: action({
      manner: "form",
      async run({ actor, services }) {
        await services.care.dormant.hears(actor.memberId);
        return { kind: "form", form: "away" };
      },
    }),
    leave: action({
      manner: "private",
      async run({ actor, services, say, button }) {
        await services.care.dormant.hears(actor.memberId);
        const buttons = [button("buttons.reallyLeave", "reallyLeave", "", "danger"), button("buttons.stay", "here")];
        return { kind: "reply", card: { blocks: [paragraph(say("care.sure"))], buttons } };
      },
    }),
    reallyLeave: action({
      manner: "private",
      async run({ actor, services, say }) {
        await services.care.dormant.leave(actor.memberId);
        return reply(paragraph(say("care.left")));
      },
    }),
  },
};
