import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indonesianCalendar } from "../../../src/features/members/calendar/indonesia.js";
import { atLocal, defaultEffect, effectOn, localDate } from "../../../src/features/members/calendar/rules.js";
import {
  gateDefaults,
  type GateCommunity,
  type GatePerson,
  inOrder,
  judge,
  type Priority,
} from "../../../src/features/nudges/rules.js";

const day = 86_400_000;

const community: GateCommunity = {
  ...gateDefaults,
  timeZone: "Asia/Jakarta",
  calendar: indonesianCalendar.map(({ kind, from, until }) => ({ kind, from, until, effect: defaultEffect[kind] })),
};

interface Message {
  readonly priority: Priority;
  readonly dueAt: number;
  readonly expiresAt: number | null;
}

interface Outcome {
  readonly sent: readonly { readonly message: Message; readonly at: number }[];
  readonly stale: readonly Message[];
  readonly judgements: number;
}

/** Follows every message as a courier does: judged when due, judged again at the end of each hold. */
function deliver(person: GatePerson, messages: readonly Message[]): Outcome {
  const sent: { message: Message; at: number }[] = [];
  const stale: Message[] = [];
  let waiting = messages.map((message) => ({ ...message, message, next: message.dueAt }));
  let judgements = 0;
  while (waiting.length > 0) {
    const now = Math.min(...waiting.map(({ next }) => next));
    const later = waiting.filter(({ next }) => next > now);
    for (const candidate of inOrder(waiting.filter(({ next }) => next === now))) {
      judgements++;
      const contacted = sent.map(({ at }) => at).filter((at) => at > now - 8 * day);
      const verdict = judge(candidate.message, { ...person, contacted }, community, now);
      if (verdict.kind === "send") sent.push({ message: candidate.message, at: now });
      else if (verdict.kind === "drop") stale.push(candidate.message);
      else later.push({ ...candidate, next: verdict.until });
    }
    waiting = later;
  }
  return { sent, stale, judgements };
}

const start = Date.UTC(2026, 1, 1);
const anyMessage = fc
  .record({
    priority: fc.constantFrom<Priority>("match", "request", "circle", "dormancy", "digest"),
    dueAt: fc.integer({ min: start, max: start + 60 * day }),
    lasts: fc.option(fc.integer({ min: 0, max: 20 * day })),
  })
  .map(({ priority, dueAt, lasts }): Message => ({
    priority,
    dueAt,
    expiresAt: lasts === null ? null : dueAt + lasts,
  }));
const anyZone = fc.constantFrom(
  ...["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"],
);

function newcomer(timeZone: string): GatePerson {
  const { quietFrom, quietUntil } = gateDefaults;
  return { timeZone, quietFrom, quietUntil, stopped: false, contacted: [], weekends: false };
}

describe("sixty days of messages, from before Ramadan until after Lebaran", () => {
  it("never bring more than one on a day, three in seven days, or any in a pause, and lose none", () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 60 }), anyZone, (messages, zone) => {
        const { sent, stale, judgements } = deliver(newcomer(zone), messages);
        expect(sent.length + stale.length).toBe(messages.length);
        expect(judgements).toBeLessThan(messages.length * (messages.length + 2));
        const days = sent.map(({ at }) => localDate(at, zone));
        expect(new Set(days).size).toBe(days.length);
        expect(days.filter((date) => effectOn(community.calendar, date) === "pause")).toEqual([]);
        for (const { at } of sent) {
          expect(sent.filter((other) => other.at > at - 7 * day && other.at <= at).length).toBeLessThanOrEqual(3);
        }
        for (const { message, at } of sent) expect(at).toBeLessThan(message.expiresAt ?? Infinity);
      }),
      { numRuns: 60 },
    );
  });

  it("leave nobody waiting while there is room: a lone message goes out within Lebaran and a weekend", () => {
    fc.assert(
      fc.property(anyMessage, anyZone, (message, zone) => {
        const { sent } = deliver(newcomer(zone), [{ ...message, expiresAt: null }]);
        expect(sent).toHaveLength(1);
        expect((sent[0]?.at ?? Infinity) - message.dueAt).toBeLessThan(15 * day);
      }),
      { numRuns: 300 },
    );
  });

  it("make no burst after Lebaran: what piled up trickles out, matches first", () => {
    const priorities: Priority[] = ["digest", "dormancy", "match", "circle", "request", "digest"];
    const feast = atLocal("2026-03-20", "10:00", "Asia/Jakarta");
    const piled = priorities.map((priority, index) => ({ priority, dueAt: feast + index, expiresAt: null }));
    const { sent } = deliver(newcomer("Asia/Jakarta"), piled);
    expect(sent.map(({ message, at }) => `${localDate(at, "Asia/Jakarta")} ${message.priority}`)).toEqual([
      "2026-03-30 match",
      "2026-03-31 request",
      "2026-04-01 circle",
      "2026-04-06 dormancy",
      "2026-04-07 digest",
      "2026-04-08 digest",
    ]);
  });
});
