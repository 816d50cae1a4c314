import type { Hono } from "hono";
import type { Pace } from "../../src/chat/pace.js";
import type { Program } from "../../src/assemble.js";
import type { Web } from "../../src/shelving.js";
import type { NewPerson, Sandbox, SandboxReply } from "../../src/platforms/sandbox/adapter.js";
import { later, type Journey, type SandboxClock } from "../../src/platforms/sandbox/clock.js";
import type { MessageView } from "../../src/platforms/sandbox/render.js";
import type { SandboxStore } from "../../src/platforms/sandbox/store.js";
import type { Database } from "../../src/storage/database.js";
import { freshDatabase } from "./database.js";
import { chance, wire } from "./wiring.js";

/** A Tuesday afternoon in Jakarta: 14:00 WIB. */
export const START = new Date("2026-11-24T07:00:00Z");

export interface WorldOptions {
  /** The demo community; without it there are only channels, and nobody has come yet. */
  readonly demo?: boolean;
  readonly start?: Date;
  readonly locale?: string;
  readonly timeZone?: string;
  /** The way to where shared links lead; without it none is looked at. */
  readonly web?: Web;
  /** What in a text looks like a pupil's data, by kinds. */
  readonly checkText?: (text: string) => readonly string[];
  readonly pace?: Pace;
  /** Takes each line of the real log, as an operator would read it. */
  readonly logged?: (line: string) => void;
  /** A fresh SQLite file unless told otherwise. */
  readonly database?: Database;
}

/** The whole program in this process, with pretend people who talk to it. Its clock stands still until it is moved. */
export interface World {
  readonly program: Program;
  readonly db: Database;
  readonly sandbox: Sandbox;
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  /** The HTTP side, without a server. */
  readonly pages: Hono;
  /** What the program warned of or failed at; empty when all went well. */
  readonly faults: readonly Readonly<Record<string, unknown>>[];
  member(name: string, about?: Omit<NewPerson, "name">): Promise<Speaker>;
  /** Somebody who is there already, by the id. */
  known(id: string): Speaker;
  /** Lets time go by ("P7D", "PT3H"), or until an instant; everything due happens at its own time. */
  goes(to: string | Date): Promise<Journey>;
}

/** A pretend member: says, presses and fills in, and remembers what came back. */
export interface Speaker {
  readonly id: string;
  says(text: string, place?: string): Promise<SandboxReply>;
  /** Presses the button on what was answered last, or else on the latest message that has it. */
  presses(button: string | number): Promise<SandboxReply>;
  /** Sends the form that is open. What is not given stays as it was filled in beforehand. */
  fills(values?: Readonly<Record<string, unknown>>): Promise<SandboxReply>;
  /** What was answered last, as text: title, body, [buttons]; or the form with its labels, values and problems. */
  sees(): string;
  buttons(): readonly string[];
  /** Everything this person can read, oldest first. */
  reads(): Promise<readonly MessageView[]>;
  /** What the bot wrote by itself since the last look, each message as text. */
  hears(): Promise<readonly string[]>;
  leaves(): Promise<void>;
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { demo = false, start = START, locale, timeZone, web, checkText, pace, logged } = options;
  const db = options.database ?? (await freshDatabase("sqlite", { random: chance() }));
  const { program, sandbox, store, clock, pages, timeline, faults } = await wire(db, {
    start,
    demo,
    locale,
    timeZone,
    web,
    checkText,
    pace,
    logged,
  });
  return {
    program,
    db,
    sandbox,
    store,
    clock,
    pages,
    faults,
    async member(name, about = {}) {
      const { id } = await sandbox.addPerson({ ...about, name });
      return speaker(sandbox, id);
    },
    known: (id) => speaker(sandbox, id),
    async goes(to) {
      const at = typeof to === "string" ? later(clock.now(), to) : to;
      if (!at) throw new Error(`"${to instanceof Date ? to.toISOString() : to}" is no duration`);
      return clock.travel(at, timeline);
    },
  };
}

function speaker(sandbox: Sandbox, id: string): Speaker {
  let last: SandboxReply | undefined;
  let heard = 0;
  const keep = async (reply: Promise<SandboxReply>) => (last = await reply);
  const hasButton = ({ buttons }: MessageView, wanted: string) =>
    buttons.some(({ label }) => label === wanted || label.split(" · ").includes(wanted));
  async function messageWith(button: string | number): Promise<string> {
    const answered = last?.kind === "reply" ? last.message : undefined;
    if (answered && (typeof button === "number" || hasButton(answered, button))) return answered.id;
    const messages = await sandbox.messages(id, 0);
    const found = messages.findLast((message) => typeof button === "string" && hasButton(message, button));
    if (!found) throw new Error(`no message has a button "${button}"; the last answer was: ${shown(last)}`);
    return found.id;
  }
  return {
    id,
    says: (text, place) => keep(sandbox.say(id, place, text)),
    presses: async (button) => keep(sandbox.press(id, await messageWith(button), button)),
    async fills(values = {}) {
      if (last?.kind !== "form") throw new Error(`no form is open; the last answer was: ${shown(last)}`);
      return keep(sandbox.submit(id, last.form, values, undefined));
    },
    sees: () => shown(last),
    buttons: () => (last?.kind === "reply" ? last.message.buttons.map(({ label }) => label) : []),
    reads: () => sandbox.messages(id, 0),
    async hears() {
      const messages = await sandbox.messages(id, heard);
      heard = messages.at(-1)?.seq ?? heard;
      return messages.filter(({ proactive }) => proactive).map(textOfMessage);
    },
    leaves: () => sandbox.removePerson(id),
  };
}

function shown(reply: SandboxReply | undefined): string {
  switch (reply?.kind) {
    case undefined:
      return "";
    case "reply":
    case "said":
      return textOfMessage(reply.message);
    case "link":
      return reply.url;
    case "nothing":
      return "";
    case "form":
      return [
        reply.title,
        ...reply.fields.map(({ label, value, problem }) =>
          [
            label,
            ...(value === undefined ? [] : [JSON.stringify(value)]),
            ...(problem === undefined ? [] : [problem]),
          ].join(" | "),
        ),
        `[${reply.submit}]`,
      ].join("\n");
  }
}

export function textOfMessage({ title, text, buttons }: MessageView): string {
  const labels = buttons.map(({ label }) => `[${label}]`).join(" ");
  return [title, text, labels].filter((line) => line !== "").join("\n");
}
