import { lengths } from "../../src/features/circles/rules.js";
import { endOf, note, paragraph, type Block, type Reply } from "../../src/kit.js";
import { action, entry, placeOf, whichCircle, type Here } from "./shared.js";

/** Buttons for circles on one card; whoever wants another names it. */
const SHOWN = 3;

/** It can't be undone, so it is asked for first; and only when nothing stands in its way. */
async function askToMerge({ actor, services, say, button }: Here, id: string, otherId: string): Promise<Reply> {
  const { row, other } = await services.circles.merging.foresee(id, actor, otherId);
  const facts = { name: row.name, other: other.name };
  return {
    kind: "reply",
    card: {
      title: say("merging.title", facts),
      blocks: [paragraph(say("merging.text", facts))],
      buttons: [button("buttons.mergeSure", "mergeSure", `${id}@${endOf(otherId)}`, "danger")],
    },
  };
}

/** With which others it can be: those that this person can bring together, and those that need a word first. */
async function showWays({ actor, services, say, button }: Here, id: string): Promise<Reply> {
  const { row, able, alike } = await services.circles.merging.ways(id, actor);
  const into = able
    .slice(0, SHOWN)
    .map(({ id: otherId, name }) =>
      button("buttons.mergeInto", "mergeAsk", `${id}@${endOf(otherId)}`, undefined, { name }),
    );
  const others = alike.slice(0, SHOWN).flatMap(({ id: otherId, name, question, access }, place): Block[] => {
    const key = access === "open" ? "buttons.join" : "buttons.ask";
    return [
      paragraph(say("browse.line", { name, question })),
      { kind: "buttons", buttons: [button(key, "enter", otherId, undefined, { number: place + 1 })] },
    ];
  });
  const none =
    able.length + alike.length > 0 ? [] : [note(say(actor.isOrganiser ? "merging.noneToDo" : "merging.none"))];
  return {
    kind: "reply",
    card: {
      title: say("merging.ways", { name: row.name }),
      blocks: [
        ...(into.length === 0 ? [] : [paragraph(say("merging.able")), { kind: "buttons" as const, buttons: into }]),
        ...(others.length === 0 ? [] : [paragraph(say("merging.alike")), ...others, note(say("merging.how"))]),
        ...none,
      ],
    },
  };
}

/** The subject is the circle, and the end of the id of the one that it joins. */
async function pairIn({ actor, services }: Here, subject: string): Promise<readonly [id: string, otherId: string]> {
  const [id = "", end = ""] = subject.split("@");
  return [id, await services.circles.merging.ending(actor, end)];
}

/** Two circles become one. */
export const merging = {
  verbs: {
    merge: entry({
      manner: "private",
      options: { into: { kind: "text", max: lengths.name }, ...whichCircle },
      async run(context, { into, circle }) {
        const { actor, services } = context;
        const named = (name: string | undefined) => services.circles.overseeing.named(actor, name, placeOf(context));
        if (into === undefined) return showWays(context, (await named(circle)).id);
        const other = await services.circles.merging.named(actor, into);
        // Of two circles of one's own the other one is meant.
        const rest = (await services.circles.lists.own(actor.memberId)).filter(({ id }) => id !== other.id);
        const [only, another] = rest;
        const isPlain = circle === undefined && only !== undefined && another === undefined;
        return askToMerge(context, isPlain ? only.id : (await named(circle)).id, other.id);
      },
    }),
  },
  actions: {
    mergeWays: action({ manner: "private", run: showWays }),
    mergeAsk: action({
      manner: "private",
      run: async (context, subject) => askToMerge(context, ...(await pairIn(context, subject))),
    }),
    mergeSure: action({
      manner: "private",
      async run(context, subject) {
        const { actor, services, say } = context;
        const [id, otherId] = await pairIn(context, subject);
        const { row, other } = await services.circles.merging.merge(id, actor, otherId);
        return {
          kind: "reply",
          card: { blocks: [paragraph(say("said.merged", { name: row.name, other: other.name }))] },
        };
      },
    }),
  },
};
