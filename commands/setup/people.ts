import { kit, paragraph, Refusal, reply } from "../../src/kit.js";
import words from "../../src/locales/en/setup.json" with { type: "json" };

const { entry } = kit(words);

/** Roles that organisers give and take: who may look who asked an anonymous question, who helps with any, and who
 * greets newcomers. */
const roles = ["safety", "helper", "greeter"] as const;

// What organisers say about single members.

export const people = {
  evaluator: entry({
    manner: "private",
    options: { evaluator: { kind: "member", required: true }, person: { kind: "member", required: true } },
    async run(context, { evaluator, person }) {
      const { actor, services, say } = context;
      if (evaluator.memberId === person.memberId) throw new Refusal("samePerson");
      await services.members.keepApart(actor.networkId, evaluator.memberId, person.memberId, "evaluator");
      return reply(
        paragraph(say("evaluatorSaved", { evaluator: context.person(evaluator), person: context.person(person) })),
      );
    },
  }),
  organiser: entry({
    manner: "private",
    options: { person: { kind: "member", required: true } },
    async run(context, { person }) {
      await context.services.members.giveRole(person.memberId, "organiser");
      return reply(paragraph(context.say("organiserSaved", { name: context.person(person) })));
    },
  }),
  role: entry({
    manner: "private",
    options: {
      person: { kind: "member", required: true },
      role: { kind: "choice", choices: roles, required: true },
      take: { kind: "yesno" },
    },
    async run(context, { person, role, take = false }) {
      const { actor, services, say } = context;
      const isGiven = !take;
      // Nobody lets themselves see what only this role sees.
      if (role === "safety" && isGiven && person.memberId === actor.memberId) throw new Refusal("notYourself");
      await services.members.changeRole(actor.networkId, actor.memberId, { memberId: person.memberId, role, isGiven });
      return reply(paragraph(say(`roleSaved.${isGiven ? role : "taken"}`, { name: context.person(person) })));
    },
  }),
};
