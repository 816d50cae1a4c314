import { lengths } from "../../src/features/circles/rules.js";
import { stages, type Stage } from "../../src/features/circles/cycle/rules.js";
import { paragraph, reply, textOf, type Answer, type Reply } from "../../src/kit.js";
import { action, entry, form, ownCircleId, whichCircle, type Here } from "./shared.js";

const productFields = {
  product: { kind: "text", long: true, max: lengths.product, required: true },
  link: { kind: "url" },
} as const;

const stageIn = (stage: string): Stage => stages.find((known) => known === stage) ?? "reflect";

async function moveOn({ actor, services, say }: Here, id: string): Promise<Reply> {
  const { row, stage } = await services.circles.inquiry.moveOn(id, actor.memberId);
  const facts = { name: row.name, stage: say(`stages.${stage}`) };
  return reply(paragraph(say("said.stage", facts)), paragraph(say(`stageWork.${stage}`)));
}

/** The form of the stage that the circle is in, with its four questions. */
async function productForm({ actor, services, say }: Here, id: string): Promise<Answer> {
  const { row } = await services.circles.lists.status(id, actor.memberId);
  const stage = stageIn(row.stage);
  const there = row.products.find((one) => one.stage === stage);
  const written = there?.text ?? "";
  const product = written === "" ? textOf(say(`templates.${stage}`)) : written;
  return {
    kind: "form",
    form: "product",
    subject: `${id}@${stage}`,
    initial: { product, link: there?.link ?? undefined },
  };
}

function vote(choice: "keep" | "merge" | "finish") {
  return action({
    manner: "private",
    async run({ actor, services, say }, id) {
      const { isSettled, isAlone } = await services.circles.inquiry.vote(id, actor.memberId, choice);
      const facts = { choice: textOf(say(`buttons.${choice === "finish" ? "end" : choice}`)) };
      const settled = isAlone ? "said.votedAlone" : "said.votedLast";
      return reply(paragraph(say(isSettled ? settled : "said.voted", facts)));
    },
  });
}

/** The work of a circle. */
export const leading = {
  verbs: {
    product: entry({
      manner: "form",
      options: whichCircle,
      run: async (context, { circle }) => productForm(context, await ownCircleId(context, circle)),
    }),
    stage: entry({
      manner: "private",
      options: whichCircle,
      run: async (context, { circle }) => moveOn(context, await ownCircleId(context, circle)),
    }),
  },
  forms: {
    product: form({
      manner: "private",
      fields: productFields,
      async run({ actor, services, say, button }, { product, link }, subject) {
        const [id = "", stage = ""] = subject.split("@");
        const known = stageIn(stage);
        await services.circles.inquiry.bring(id, actor.memberId, known, product, link);
        const text = say("said.product", { stage: say(`stages.${known}`) });
        return {
          kind: "reply",
          card: { blocks: [paragraph(text)], buttons: [button("buttons.status", "status", id)] },
        };
      },
    }),
  },
  actions: {
    product: action({ manner: "form", run: productForm }),
    stage: action({ manner: "private", run: moveOn }),
    starter: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const { row, isAsked } = await services.circles.inquiry.starter(id, actor.memberId);
        const question = say(`starters.${stageIn(row.stage)}`);
        return reply(paragraph(say(isAsked ? "said.starter" : "said.starterAlone", { question })));
      },
    }),
    extend: action({
      manner: "private",
      async run({ actor, services, say, day }, id) {
        const { row, endsOn } = await services.circles.inquiry.extend(id, actor.memberId);
        return reply(paragraph(say("said.longer", { name: row.name, day: day(endsOn) })));
      },
    }),
    voteKeep: vote("keep"),
    voteMerge: vote("merge"),
    voteFinish: vote("finish"),
  },
};
