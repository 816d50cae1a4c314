import { describe, expect, it } from "vitest";
import { openDiscordWorld } from "../support/discord/program.js";
import type { FakeAnswer, FakeModal } from "../support/discord/world.js";
import type { Outcome } from "../support/slack/people.js";
import { readMessage } from "../support/slack/reading.js";
import type { OpenView } from "../support/slack/workspace.js";
import { openTestSlack } from "../support/slack/world.js";

/** A message as somebody reads it, and by what the platform knows it: one that is replaced keeps that. */
interface Seen {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Somebody with a real client's payloads, who answers forms to their end. */
interface Person {
  readonly id: string;
  calls(words: string): Promise<void>;
  /** On what was answered last, or else on the latest message that has the button. */
  presses(label: string): Promise<void>;
  fills(values: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  last(): Seen;
  reads(): readonly Seen[];
}

/** The whole program on one platform, through its real SDK. */
interface Stage {
  joins(name: string): Person;
  goes(to: string): Promise<void>;
  /** What went wrong anywhere; empty when all went well. */
  faults(): readonly unknown[];
}

const has = ({ buttons }: Seen, label: string) =>
  buttons.some((button) => button === label || button.split(" · ").includes(label));

function latestWith(label: string, last: Seen | undefined, all: readonly Seen[]): Seen {
  const found = last && has(last, label) ? last : all.findLast((message) => has(message, label));
  if (!found) throw new Error(`no message has a button "${label}"; the last one: ${JSON.stringify(last)}`);
  return found;
}

async function onSlack(): Promise<Stage> {
  const { slack, people, goes, errors, warnings } = await openTestSlack();
  const { workspace } = slack;
  const channel = workspace.addChannel("umum", [workspace.botUserId]);
  return {
    goes,
    faults: () => [...slack.complaints, ...errors, ...warnings],
    joins(name) {
      const { id } = workspace.addPerson(name);
      channel.members.add(id);
      let last: Seen | undefined;
      let view: OpenView | undefined;
      const keep = async (outcome: Promise<Outcome>) => {
        const seen = await outcome;
        if (seen.kind === "view") view = seen.view;
        else last = { id: seen.message.ts, ...readMessage(seen.message.content) };
      };
      const reads = () => workspace.readBy(id).map((message) => ({ ...message, id: message.ts }));
      return {
        id,
        reads,
        calls: (words) => keep(people.slash(id, channel.id, words)),
        presses: (label) => keep(people.press(id, { ts: latestWith(label, last, reads()).id }, label)),
        async fills(values) {
          if (!view) throw new Error("no form is open");
          await keep(people.submit(view, values));
        },
        last() {
          if (!last) throw new Error("nothing was answered");
          return last;
        },
      };
    },
  };
}

async function onDiscord(): Promise<Stage> {
  const { people, goes, discord, incidents } = await openDiscordWorld();
  return {
    goes,
    faults: () => [...discord.refusals, ...incidents],
    joins(name) {
      const id = people.joins(name);
      let last: Seen | undefined;
      let modal: FakeModal | undefined;
      const keep = async (answer: Promise<FakeAnswer>) => {
        const seen = await answer;
        if (seen.kind === "modal") modal = seen.modal;
        if (seen.kind === "message") last = people.read(seen.message);
      };
      const reads = () => people.reads(id);
      const presses = (label: string) => keep(people.presses(id, latestWith(label, last, reads()).id, label));
      return {
        id,
        reads,
        presses,
        calls: (words) => keep(people.calls(id, words, "channel")),
        async fills(values) {
          if (!modal) throw new Error("no form is open");
          await keep(people.fills(id, modal, values));
          // Discord shows five fields at a time.
          while (last?.buttons.includes("Continue") === true) {
            await presses("Continue");
            await keep(people.fills(id, modal, values));
          }
        },
        last() {
          if (!last) throw new Error("nothing was answered");
          return last;
        },
      };
    },
  };
}

const PLATFORMS = [
  ["Slack", onSlack],
  ["Discord", onDiscord],
] as const;

/** On the clocks of the community, a week and more after the tests begin. */
const TIMES = "2026-12-01 15:30\n2026-12-02 15:30\n2026-12-03 15:30";

describe.each(PLATFORMS)("a circle on %s", (_name, open) => {
  it("is begun, joined by a button, finds a time by a poll, meets, and keeps what it decided", async () => {
    const { joins, goes, faults } = await open();
    const [sari, budi] = [joins("Sari"), joins("Budi")];
    await sari.calls("circle start");
    await sari.fills({ name: "Numeracy", question: "How do pupils learn to estimate?", access: "open" });
    expect(sari.last().text).toContain("“Numeracy” has begun.");
    await budi.calls("circle browse");
    await budi.presses("Join 1");
    expect(budi.last().text).toContain("Welcome to “Numeracy”!");
    await goes("PT1H");

    await sari.calls("circle meeting");
    await sari.presses("Propose times");
    await sari.fills({ times: TIMES, place: "Staff room" });
    await goes("PT1H");
    await budi.presses("Say what suits me");
    const poll = budi.last();
    const count = budi.reads().length;
    for (const label of ["Tuesday, 1 December 2026, 15:30 WIB", "Wednesday, 2 December 2026, 15:30 WIB"])
      await budi.presses(label);
    await budi.presses("✓ Tuesday, 1 December 2026, 15:30 WIB");
    expect(budi.last().buttons).toEqual([
      "Tuesday, 1 December 2026, 15:30 WIB",
      "✓ Wednesday, 2 December 2026, 15:30 WIB",
      "Thursday, 3 December 2026, 15:30 WIB",
      "Send my times",
    ]);
    await budi.presses("Send my times");
    expect(budi.last().text).toContain("You were the last one");
    // It was one message all the time.
    expect(budi.last().id).toBe(poll.id);
    expect(budi.reads()).toHaveLength(count);

    await goes("PT1H");
    expect(
      budi.reads().some(({ title, text }) => `${title} ${text}`.includes("Wednesday, 2 December 2026, 15:30")),
    ).toBe(true);
    await goes("P9D");
    await budi.presses("I was there");
    await sari.presses("I was there");
    expect(sari.last().text).toContain("Noted");
    await sari.calls("circle minutes");
    await sari.fills({
      notes: "We try number talks.",
      action1: "Film one lesson",
      owner1: budi.id,
      due1: "2026-12-20",
    });
    expect(sari.last().text).toContain("The circle gets to read it.");
    await budi.calls("circle todo");
    expect(budi.last().text).toContain("Film one lesson");
    await budi.presses("No longer needed");
    expect(budi.last().text).toContain("is no longer needed");
    await sari.calls("circle status");
    expect(sari.last().title).toBe("Numeracy");
    expect(sari.last().text).toContain("a place with the name of the circle");
    expect(faults()).toEqual([]);
  }, 60_000);
});

describe.each(PLATFORMS)("mentoring on %s", (_name, open) => {
  it("is offered, asked for, and accepted by a button", async () => {
    const { joins, goes, faults } = await open();
    const [sari, budi] = [joins("Sari"), joins("Budi")];
    for (const person of [sari, budi]) {
      await person.calls("introduce");
      await person.fills({ role: "teacher", languages: ["en"], subjects: "physics", level: "primary" });
    }
    await sari.calls("mentor offer");
    await sari.fills({ topics: "formative assessment" });
    expect(sari.last().text).toContain("Whoever fits may ask you");
    await budi.calls("mentor ask");
    await budi.fills({ goal: "honest assessment", topics: "formative assessment" });
    expect(budi.last().title).toBe("Mentors who fit you");
    await budi.presses("Ask Sari");
    await goes("PT1H");
    await sari.presses("Yes, gladly");
    await goes("PT1H");
    await budi.calls("mentor status");
    expect(`${budi.last().title} ${budi.last().text}`).toContain("Sari");
    expect(faults()).toEqual([]);
  }, 60_000);
});
