import { exportText } from "../../src/features/privacy/portrait/rules.js";
import type { Thoroughness } from "../../src/features/privacy/rules.js";
import { dataDocument, paragraph, reply, Refusal, textOf, type Reply } from "../../src/kit.js";
import { action, entry, type Here } from "./shared.js";

async function showData({ actor, services, say, button }: Here): Promise<Reply> {
  const isFrozen = await services.privacy.isFrozen(actor.memberId);
  return {
    kind: "reply",
    card: {
      title: say("data.title"),
      blocks: [paragraph(say("data.text")), ...(isFrozen ? [paragraph(say("data.paused"))] : [])],
      buttons: [
        button("buttons.export", "export", "", "primary"),
        isFrozen ? button("buttons.resume", "resume") : button("buttons.pause", "pause"),
        button("buttons.delete", "delete", "", "danger"),
      ],
    },
  };
}

async function exportData({ actor, services, say, locale, from, today }: Here): Promise<Reply> {
  const data = await services.privacy.export(actor.memberId);
  const name = `${textOf(say("data.file"))}-${today}`;
  const page = services.print.page(dataDocument(data, { locale, from }));
  return reply(
    paragraph(say("data.exported")),
    { kind: "file", file: { name: `${name}.html`, mediaType: "text/html", content: page } },
    { kind: "file", file: { name: `${name}.json`, mediaType: "application/json", content: exportText(data) } },
  );
}

async function pause({ actor, services, say, button }: Here): Promise<Reply> {
  await services.privacy.freeze(actor.memberId, true);
  const buttons = [button("buttons.resume", "resume")];
  return { kind: "reply", card: { blocks: [paragraph(say("data.nowPaused"))], buttons } };
}

async function resume({ actor, services, say }: Here): Promise<Reply> {
  const wasPaused = await services.privacy.freeze(actor.memberId, false);
  return reply(paragraph(say(wasPaused ? "data.resumed" : "data.notPaused")));
}

/** What goes, what stays as a number, and what is out of reach, in plain words: the buttons are the confirmation. */
async function askToDelete({ actor, services, say, button }: Here): Promise<Reply> {
  // Whoever comes again later is somebody new, of whom these buttons know nothing.
  const since = await services.privacy.since(actor.memberId);
  const told = (["goes", "stays", "shared", "outside", "undo"] as const).map((key) => paragraph(say(`delete.${key}`)));
  return {
    kind: "reply",
    card: {
      title: say("delete.title"),
      blocks: told,
      buttons: [
        button("buttons.deleteAll", "deleteAll", since, "danger"),
        button("buttons.deleteRest", "deleteRest", since, "danger"),
        button("buttons.keepMe", "keepMe", since),
        button("buttons.export", "export"),
      ],
    },
  };
}

/** The question is about what was kept when it was asked; whoever has had that deleted since began anew. @throws Refusal */
async function requireSince({ actor, services }: Here, since: string): Promise<void> {
  if (since !== (await services.privacy.since(actor.memberId))) throw new Refusal("deletedSince");
}

function deleting(what: Thoroughness) {
  return action({
    manner: "private",
    async run(context, since) {
      const { actor, services, say } = context;
      await requireSince(context, since);
      await services.privacy.forget(actor.memberId, "asked", what);
      return reply(paragraph(say(what === "all" ? "delete.done" : "delete.doneRest")));
    },
  });
}

/** What members may have done with what is kept about them. */
export const data = {
  verbs: {
    data: entry({ manner: "private", run: showData }),
    export: entry({ manner: "private", run: exportData }),
    pause: entry({ manner: "private", run: pause }),
    resume: entry({ manner: "private", run: resume }),
    delete: entry({ manner: "private", run: askToDelete }),
  },
  actions: {
    data: action({ manner: "private", run: showData }),
    export: action({ manner: "private", run: exportData }),
    pause: action({ manner: "private", run: pause }),
    resume: action({ manner: "private", run: resume }),
    delete: action({ manner: "private", run: askToDelete }),
    deleteAll: deleting("all"),
    deleteRest: deleting("rest"),
    keepMe: action({
      manner: "private",
      async run(context, since) {
        await requireSince(context, since);
        return reply(paragraph(context.say("data.kept")));
      },
    }),
  },
};
