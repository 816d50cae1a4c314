import { makeSandbox, type Sandbox, type SandboxReply } from "../../../src/platforms/sandbox/adapter.js";
import { SPACE } from "../../../src/platforms/sandbox/decode.js";
import type { MessageView } from "../../../src/platforms/sandbox/render.js";
import type { Text } from "../../../src/chat/text.js";
import { sandboxStore } from "../../../src/storage/sandbox.js";
import { START } from "../../support/conversation.js";
import { countedIds } from "../../support/wiring.js";
import { freshDatabase } from "../../support/database.js";
import { platformContract, type Outcome, type Seen } from "../contract.js";
import { homeContract, type HomeStage } from "../homeContract.js";

async function makeStage(): Promise<HomeStage> {
  const store = sandboxStore(await freshDatabase("sqlite"));
  const newId = countedIds();
  const people = ["ani", "budi", "citra"] as const;
  for (const id of people) {
    const person = { id, name: id, locale: "en", timeZone: undefined, isOrganiser: false };
    await store.addPerson(person, START);
  }
  await store.openPlace({ id: "c1", kind: "channel", name: "perkenalan", members: [] }, undefined, START);
  let sandbox: Sandbox | undefined;
  const now = () => {
    if (!sandbox) throw new Error("there is no adapter yet");
    return sandbox;
  };

  function outcome(who: string, reply: SandboxReply): Outcome {
    switch (reply.kind) {
      case "reply":
      case "said":
        return { kind: "message", message: seen(reply.message) };
      case "form":
        return {
          kind: "form",
          form: {
            title: reply.title,
            fields: reply.fields.map(({ id, value, problem }) => ({
              id,
              ...(value === undefined ? {} : { value }),
              ...(problem === undefined ? {} : { problem }),
            })),
            send: async (values) => outcome(who, await now().submit(who, reply.form, values, undefined)),
          },
        };
      case "nothing":
      case "link":
        throw new Error("a link opens no answer");
    }
  }

  return {
    spaceId: SPACE,
    channelId: "c1",
    people,
    adapter() {
      sandbox = makeSandbox({
        store,
        newId,
        now: () => START,
        settle: () => Promise.resolve(),
        changed: () => undefined,
      });
      return Promise.resolve(sandbox);
    },
    asks: async (who, command, where) =>
      outcome(who, await now().say(who, where === "channel" ? "c1" : undefined, `/${command}`)),
    presses: async (who, messageId, button) => outcome(who, await now().press(who, messageId, button)),
    async talks(who, text) {
      await now().say(who, "c1", text);
    },
    sees: async (who) => (await now().messages(who, 0)).filter(({ author }) => author === null).map(seen),
    leaves: (who) => now().removePerson(who),
    joins: async (name) => (await now().addPerson({ name })).id,
    async homes() {
      const rooms = (await store.places()).filter(({ kind }) => kind === "room");
      return new Map(
        rooms.map(({ id, name, members, isArchived = false }) => [id, { name, people: members, isArchived }]),
      );
    },
    placeOf: (roomId) => roomId,
    async meddles(id, who, how) {
      const place = (await store.places()).find((known) => known.id === id);
      if (!place) throw new Error("there is no such room");
      const others = place.members.filter((member) => member !== who);
      await store.changeRoom(id, { ...place, members: how === "in" ? [...others, who] : others, isArchived: false });
    },
    named: (name) => name,
    reopens: true,
  };
}

function seen(message: MessageView): Seen {
  const { id, where, onlyForYou, title, text, buttons } = message;
  const place = where.kind === "dm" ? "private" : where.kind;
  const labels = buttons.map(({ label }) => label);
  return { id, place, onlyForMe: onlyForYou, title, text, buttons: labels, pings: pingsIn(message), links: [] };
}

/** The page draws spans and nothing else, so only a person's span can call anybody. */
function pingsIn({ card }: MessageView): string[] {
  const texts = card.blocks.flatMap((block): readonly Text[] => {
    switch (block.kind) {
      case "text":
      case "note":
      case "heading":
        return [block.text];
      case "list":
        return block.items;
      case "facts":
        return block.facts.map(({ value }) => value);
      case "divider":
      case "file":
      case "buttons":
        return [];
    }
  });
  return [card.title ?? [], ...texts]
    .flat()
    .flatMap((span) => (span.kind === "person" && span.ping ? [span.memberId.replace(/^member-/, "")] : []));
}

platformContract("the sandbox", makeStage);
homeContract("the sandbox", makeStage);
