import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { indonesianCalendar } from "../../../src/features/members/calendar/indonesia.js";
import { atLocal, type CalendarEntry, defaultEffect } from "../../../src/features/members/calendar/rules.js";
import { type GateCommunity, type GatePerson, judge, judgeAll } from "../../../src/features/nudges/rules.js";

const minute = 60_000;
const day = 86_400_000;
const lasting = { expiresAt: null };

const calendar = indonesianCalendar.map(({ kind, from, until }): CalendarEntry => ({
  kind,
  from,
  until,
  effect: defaultEffect[kind],
}));

/** The gate told a second time, by Temporal and one instant at a time: what the verdicts are measured by. */
function isAllowed(person: GatePerson, community: GateCommunity, at: number): boolean {
  const wallOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(person.timeZone);
  const wall = wallOf(at);
  const date = wall.toPlainDate().toString();
  const time = wall.toPlainTime().toString({ smallestUnit: "minute" });
  const effects = community.calendar.filter(({ from, until }) => from <= date && date <= until).map((e) => e.effect);
  const { quietFrom, quietUntil } = person;
  const inQuiet =
    quietFrom < quietUntil
      ? time >= quietFrom && time < quietUntil
      : quietFrom > quietUntil && (time >= quietFrom || time < quietUntil);
  const isFridayMidday = wall.dayOfWeek === 5 && time >= community.fridayFrom && time < community.fridayUntil;
  const today = person.contacted.filter((contact) => wallOf(contact).toPlainDate().toString() === date);
  const week = person.contacted.filter((contact) => contact <= at && contact > at - 7 * day);
  return !(
    (person.pausedUntil !== undefined && at < person.pausedUntil) ||
    effects.includes("pause") ||
    (effects.includes("gentle") && time >= "16:00") ||
    (!person.weekends && community.weekend.includes(wall.dayOfWeek)) ||
    isFridayMidday ||
    inQuiet ||
    today.length >= community.perDay ||
    week.length >= community.perWeek
  );
}

const zones = [
  ...["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "UTC"],
  ...["Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/Havana", "Asia/Kathmandu"],
];
const anyTime = fc
  .integer({ min: 0, max: 95 })
  .map(
    (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${["00", "15", "30", "45"][quarter % 4] ?? ""}`,
  );

/** Instants of 2026, often near a change of daylight saving, the start of Ramadan or of Lebaran. */
const anyInstant = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) }),
  fc
    .tuple(
      fc.constantFrom(
        ...[Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2026, 9, 4), Date.UTC(2026, 3, 5)],
        ...[Date.UTC(2026, 2, 8), Date.UTC(2026, 10, 1), Date.UTC(2026, 1, 18), Date.UTC(2026, 2, 18)],
      ),
      fc.integer({ min: -2 * day, max: 2 * day }),
    )
    .map(([around, off]) => around + off),
);

function personAt(now: number): fc.Arbitrary<GatePerson> {
  return fc.record(
    {
      timeZone: fc.constantFrom(...zones),
      quietFrom: anyTime,
      quietUntil: anyTime,
      stopped: fc.constant(false),
      pausedUntil: fc.integer({ min: now - day, max: now + 2 * day }),
      contacted: fc.array(fc.integer({ min: now - 8 * day, max: now }), { maxLength: 4 }),
      weekends: fc.boolean(),
    },
    { requiredKeys: ["timeZone", "quietFrom", "quietUntil", "stopped", "contacted", "weekends"] },
  );
}

const anyCommunity: fc.Arbitrary<GateCommunity> = fc.record({
  timeZone: fc.constant("Asia/Jakarta"),
  perDay: fc.integer({ min: 1, max: 2 }),
  perWeek: fc.integer({ min: 1, max: 4 }),
  weekend: fc.constantFrom([6, 7], [5, 6], [7], []),
  fridayFrom: fc.constantFrom("11:00", "11:30"),
  fridayUntil: fc.constantFrom("11:00", "13:00"),
  calendar: fc.constantFrom(calendar, []),
});

const anyCase = fc
  .tuple(anyInstant, anyCommunity)
  .chain(([now, community]) =>
    fc.record({ now: fc.constant(now), community: fc.constant(community), person: personAt(now) }),
  );

/** Every whole minute after `from` and before `until`, and the last millisecond. */
function* minutesBetween(from: number, until: number): Generator<number> {
  for (let at = Math.ceil((from + 1) / minute) * minute; at < until; at += minute) yield at;
  if (until - 1 > from) yield until - 1;
}

describe("any person, community and instant", () => {
  it("gets a message exactly when nothing forbids it", () => {
    fc.assert(
      fc.property(anyCase, ({ now, community, person }) => {
        const verdict = judge(lasting, person, community, now);
        expect(verdict.kind === "send").toBe(isAllowed(person, community, now));
        if (verdict.kind !== "hold") return;
        expect(isAllowed(person, community, verdict.until)).toBe(true);
        expect(isAllowed(person, community, verdict.until - 1)).toBe(false);
        expect(judge(lasting, person, community, verdict.until)).toEqual({ kind: "send" });
      }),
      { numRuns: 1_500 },
    );
  });

  it("waits no minute longer than needed", () => {
    fc.assert(
      fc.property(anyCase, ({ now, community, person }) => {
        const verdict = judge(lasting, person, community, now);
        if (verdict.kind !== "hold") return;
        const horizon = Math.min(verdict.until, now + 2 * day);
        for (const at of minutesBetween(now, horizon)) {
          if (isAllowed(person, community, at)) expect.fail(`allowed at ${new Date(at).toISOString()} already`);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is told by the deadline alone whether a hold becomes stale", () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: -day, max: 6 * day }), ({ now, community, person }, ahead) => {
        const expiresAt = now + ahead;
        const free = judge(lasting, person, community, now);
        const sendable = free.kind === "send" ? now : free.kind === "hold" ? free.until : Infinity;
        const verdict = judge({ expiresAt }, person, community, now);
        expect(verdict).toEqual(sendable < expiresAt ? free : { kind: "drop", why: "stale" });
      }),
      { numRuns: 500 },
    );
  });

  it("shares a room with another at the first instant that suits both", () => {
    const anyPair = anyCase.chain((shared) => personAt(shared.now).map((other) => ({ ...shared, other })));
    fc.assert(
      fc.property(anyPair, ({ now, community, person, other }) => {
        const suitsBoth = (at: number) => isAllowed(person, community, at) && isAllowed(other, community, at);
        const verdict = judgeAll(lasting, [person, other], community, now);
        expect(verdict.kind === "send").toBe(suitsBoth(now));
        const until = verdict.kind === "hold" ? verdict.until : now + 14 * day;
        if (verdict.kind === "hold") expect(suitsBoth(until)).toBe(true);
        for (
          let at = Math.ceil((now + 1) / minute) * minute;
          verdict.kind !== "send" && at < until;
          at += 15 * minute
        ) {
          if (suitsBoth(at)) expect.fail(`both could have had it at ${new Date(at).toISOString()}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("daylight saving", () => {
  const berliner: GatePerson = {
    timeZone: "Europe/Berlin",
    quietFrom: "22:00",
    quietUntil: "02:30",
    stopped: false,
    contacted: [],
    weekends: true,
  };
  const open: GateCommunity = {
    timeZone: "UTC",
    perDay: 1,
    perWeek: 3,
    weekend: [],
    fridayFrom: "00:00",
    fridayUntil: "00:00",
    calendar: [],
  };
  const evening = (date: string) => atLocal(date, "23:00", "Europe/Berlin");

  it("that skips the end of quiet hours ends them with the jump", () => {
    const verdict = judge(lasting, berliner, open, evening("2026-03-28"));
    expect(verdict).toEqual({ kind: "hold", why: "quietHours", until: Date.UTC(2026, 2, 29, 1) });
  });

  it("that repeats the end of quiet hours opens them twice", () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    const back = Date.UTC(2026, 9, 25, 1);
    const second = Date.UTC(2026, 9, 25, 1, 30);
    expect(judge(lasting, berliner, open, evening("2026-10-24"))).toMatchObject({ kind: "hold", until: first });
    expect(judge(lasting, berliner, open, back - 1)).toEqual({ kind: "send" });
    expect(judge(lasting, berliner, open, back)).toMatchObject({ kind: "hold", until: second });
  });

  it("that skips a whole day in Apia skips its pause", () => {
    const skipped: CalendarEntry = { kind: "holiday", from: "2011-12-29", until: "2011-12-30", effect: "pause" };
    const person = { ...berliner, timeZone: "Pacific/Apia", quietFrom: "00:00", quietUntil: "00:00" };
    const verdict = judge(
      lasting,
      person,
      { ...open, calendar: [skipped] },
      atLocal("2011-12-29", "10:00", "Pacific/Apia"),
    );
    expect(verdict).toMatchObject({ kind: "hold", until: atLocal("2011-12-31", "00:00", "Pacific/Apia") });
  });
});
