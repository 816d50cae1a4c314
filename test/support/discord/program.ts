import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { assemble, type Program } from "../../../src/assemble.js";
import type { Pace } from "../../../src/chat/pace.js";
import type { DiscordConfig } from "../../../src/config.js";
import { openDiscord, type OpenDiscord } from "../../../src/discord.js";
import { later, openClock } from "../../../src/platforms/sandbox/clock.js";
import type { Database } from "../../../src/storage/database.js";
import { discordStore } from "../../../src/storage/discord.js";
import { sandboxStore } from "../../../src/storage/sandbox.js";
import { START } from "../conversation.js";
import { chance } from "../wiring.js";
import { freshDatabase } from "../database.js";
import type { About } from "./people.js";
import { openScene, TIMING, type DiscordScene } from "./stage.js";
import type { FakeAnswer, FakeModal } from "./world.js";
import { readSpoken } from "../spoken.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The whole program in this process, connected to a pretend Discord. Its clock stands still until it is moved. */
export interface DiscordWorld extends DiscordScene {
  readonly program: Program;
  readonly db: Database;
  readonly opened: OpenDiscord;
  readonly said: readonly string[];
  /** Resolves with the next line for whoever runs the program. */
  nextSaid(): Promise<string>;
  readonly incidents: readonly Readonly<Record<string, unknown>>[];
  now(): Date;
  member(name: string, about?: About): Member;
  /** Lets time go by ("P7D"), or until an instant; everything due happens at its own time. */
  goes(to: string | Date): Promise<void>;
}

/** A person with Discord's client. */
export interface Member {
  readonly id: string;
  calls(line: string, where?: "private" | "channel"): Promise<void>;
  /** Presses the button on what was answered last, or else on the latest message that has it. */
  presses(label: string): Promise<void>;
  /** Sends the form that is open; choices by their values. */
  fills(values?: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  /** What was answered last, as text. */
  sees(): string;
  /** What the bot wrote since the last look that this person can read, each as "place: text". */
  hears(): readonly string[];
}

export interface DiscordWorldOptions {
  readonly locale?: string;
  readonly config?: Partial<DiscordConfig>;
  readonly database?: Database;
  readonly pace?: Pace;
  readonly privileged?: boolean;
  /** Between two tries to reach Discord, in ms. */
  readonly waits?: number;
}

export async function openDiscordWorld(options: DiscordWorldOptions = {}): Promise<DiscordWorld> {
  const db = options.database ?? (await freshDatabase("sqlite", { random: chance() }));
  const clock = await openClock(sandboxStore(db), () => START);
  const scene = await openScene(
    discordStore(db, () => START),
    { now: clock.now, privileged: options.privileged ?? true },
  );
  const incidents: Record<string, unknown>[] = [];
  const said: string[] = [];
  let tellSaid: (line: string) => void = () => undefined;
  const say = (line: string) => {
    said.push(line);
    tellSaid(line);
  };
  const note = (facts: Record<string, unknown>, message: string) => void incidents.push({ ...facts, message });
  const log = { info: () => undefined, warn: note, error: note };
  let ids = 0;
  const newId = () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`;
  const program = await assemble({
    root,
    spoken: await readSpoken(),
    db,
    now: clock.now,
    wallClock: () => START,
    random: chance(),
    newId,
    incident: () => String(100_001 + incidents.length),
    breathe: () => breathe(),
    log,
    network: { locale: options.locale ?? "id", timeZone: "Asia/Jakarta" },
    concurrency: 1,
    ...(options.pace === undefined ? {} : { pace: options.pace }),
    housekeeping: () => [],
  });
  const config: DiscordConfig = {
    token: scene.discord.token,
    apiUrl: scene.discord.apiUrl,
    publicKey: undefined,
    guildIds: [],
    memberEvents: false,
    shards: "auto",
    ...options.config,
  };
  const world = { db, now: clock.now, wallClock: clock.now, newId, log, say };
  const opened = await openDiscord(
    config,
    { ...world, timing: TIMING, fileHosts: [scene.discord.filesUrl], waits: () => options.waits ?? 60_000 },
    program,
  );
  onTestFinished(async () => {
    opened.stop();
    for (const adapter of program.adapters.values()) await adapter.stop();
  });
  const timeline = {
    async nextAt() {
      const [job, delivery] = await Promise.all([program.planner.nextAt(() => true), program.courier.nextAt()]);
      return job && delivery ? (job < delivery ? job : delivery) : (job ?? delivery);
    },
    nextSeenAt: () => Promise.resolve(undefined),
    async runDue() {
      const jobs = await program.planner.runDue();
      return { jobs, delivered: await program.courier.runDue() };
    },
  };
  return {
    ...scene,
    program,
    db,
    opened,
    said,
    nextSaid: () => new Promise((resolve) => (tellSaid = resolve)),
    incidents,
    now: clock.now,
    member: (name, about) => memberOf(scene, scene.people.joins(name, about)),
    async goes(to) {
      const at = typeof to === "string" ? later(clock.now(), to) : to;
      if (!at) throw new Error(`"${String(to)}" is no duration`);
      await clock.travel(at, timeline);
    },
  };
}

function memberOf({ people }: DiscordScene, id: string): Member {
  let last: FakeAnswer | undefined;
  let modal: FakeModal | undefined;
  const heard = new Set<string>();
  const keep = async (answer: Promise<FakeAnswer>) => {
    last = await answer;
    modal = last.kind === "modal" ? last.modal : modal;
    if (last.kind === "message") heard.add(last.message.id);
  };
  const messageWith = (label: string) => {
    const has = ({ buttons }: { readonly buttons: readonly string[] }) =>
      buttons.some((button) => button === label || button.split(" · ").includes(label));
    if (last?.kind === "message" && has(people.read(last.message))) return last.message.id;
    const found = people.reads(id).findLast(has);
    if (!found) throw new Error(`no message has a button "${label}"; the last answer was: ${shown(people, last)}`);
    return found.id;
  };
  return {
    id,
    calls: (line, where = "channel") => keep(people.calls(id, line, where)),
    presses: async (label) => keep(people.presses(id, messageWith(label), label)),
    async fills(values = {}) {
      if (!modal) throw new Error(`no form is open; the last answer was: ${shown(people, last)}`);
      await keep(people.fills(id, modal, values));
    },
    sees: () => shown(people, last),
    hears() {
      const fresh = people.reads(id).filter((message) => !heard.has(message.id));
      for (const message of fresh) heard.add(message.id);
      return fresh.map((message) => `${message.place}: ${textOfMessage(message)}`);
    },
  };
}

function shown(people: DiscordScene["people"], answer: FakeAnswer | undefined): string {
  switch (answer?.kind) {
    case undefined:
      return "";
    case "message":
      return textOfMessage(people.read(answer.message));
    case "choices":
      return answer.choices.map(({ name }) => name).join(", ");
    case "modal":
      return [
        answer.modal.title,
        ...answer.modal.labels.map(({ label, description, component }) =>
          [label, component.value, description].filter((part) => part !== undefined).join(" | "),
        ),
      ].join("\n");
  }
}

function textOfMessage({ title, text, buttons, files }: ReturnType<DiscordScene["people"]["read"]>): string {
  const labels = buttons.map((label) => `[${label}]`).join(" ");
  return [title, text, ...files, labels].filter((line) => line !== "").join("\n");
}
