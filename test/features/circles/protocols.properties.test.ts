import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protocolIds, protocols } from "../../../src/features/circles/protocols/repertoire/rules.js";
import {
  back,
  end,
  extend,
  nextStepAt,
  pause,
  protocolAt,
  protocolIn,
  protocolMinutes,
  type ProtocolRun,
  protocolSubject,
  protocolTiming,
  readProtocolSubject,
  readStepSubject,
  resume,
  skip,
  startProtocol,
  stepMinutes,
  stepSubject,
  told,
  usualMinutes,
} from "../../../src/features/circles/protocols/rules.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = new Date("2026-11-24T08:00:00Z");

const anyId = fc.constantFrom(...protocolIds);
const anyMinutes = fc.integer({ min: protocolMinutes.min, max: protocolMinutes.max });

type Deed = (run: ProtocolRun, now: Date) => ProtocolRun;

const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.constantFrom<Deed>(pause, resume, skip, back, told),
  fc.integer({ min: -3, max: 40 }).map(
    (minutes): Deed =>
      (run, now) =>
        extend(run, now, minutes),
  ),
);

/** What happens, and how many milliseconds after the thing before; a clock may also go back. */
const anyStory = fc.array(fc.tuple(fc.integer({ min: -2 * MINUTE, max: 25 * MINUTE }), anyDeed), { maxLength: 30 });

const anyBegun = fc
  .tuple(anyId, fc.option(anyMinutes, { nil: undefined }))
  .map(([id, minutes]) => startProtocol(id, start, minutes === undefined ? {} : { minutes }));

interface Told {
  readonly run: ProtocolRun;
  readonly now: Date;
}

function after(begun: ProtocolRun, story: readonly (readonly [number, Deed])[]): Told[] {
  const seen: Told[] = [{ run: begun, now: start }];
  for (const [later, deed] of story) {
    const { run, now } = seen.at(-1) ?? { run: begun, now: start };
    const then = new Date(now.getTime() + later);
    seen.push({ run: deed(run, then), now: then });
  }
  return seen;
}

function lastOf(begun: ProtocolRun, story: readonly (readonly [number, Deed])[]): Told {
  return after(begun, story).at(-1) ?? { run: begun, now: start };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe("the time for a protocol", () => {
  it.each([
    [-24 * HOUR, "early"],
    [-31 * MINUTE, "early"],
    [-30 * MINUTE, "now"],
    [0, "now"],
    [4 * HOUR, "now"],
    [4 * HOUR + MINUTE, "late"],
    [7 * 24 * HOUR, "late"],
  ])("%i ms after an hour’s meeting begins is %s", (ms, timing) => {
    const at = start.getTime();
    expect(protocolTiming(at, 60, at + ms)).toBe(timing);
  });

  it("is none while the meeting has no time", () => {
    expect(protocolTiming(undefined, 60, start.getTime())).toBe("open");
  });
});

describe("the minutes of a protocol", () => {
  it("keep the total that is asked for, with a minute at least for each step", () => {
    fc.assert(
      fc.property(anyId, anyMinutes, (id, minutes) => {
        const lengths = stepMinutes(id, minutes);
        expect(sum(lengths)).toBe(minutes);
        expect(lengths.every((length) => Number.isInteger(length) && length >= 1)).toBe(true);
      }),
    );
  });

  it("are the usual ones when nothing is asked, and are never out of bounds", () => {
    fc.assert(
      fc.property(anyId, fc.double(), (id, minutes) => {
        expect(stepMinutes(id)).toEqual(protocols[id].steps.map((step) => step.minutes));
        const total = sum(stepMinutes(id, minutes));
        expect(total).toBeGreaterThanOrEqual(protocolMinutes.min);
        expect(total).toBeLessThanOrEqual(protocolMinutes.max);
      }),
    );
  });

  it("keep the order of the steps' lengths: a longer step doesn't become the shorter one", () => {
    fc.assert(
      fc.property(anyId, anyMinutes, (id, minutes) => {
        const usual = protocols[id].steps.map((step) => step.minutes);
        const lengths = stepMinutes(id, minutes);
        usual.forEach((one, a) => {
          usual.forEach((other, b) => {
            if (one > other) expect(lengths[a]).toBeGreaterThanOrEqual(lengths[b] ?? Infinity);
          });
        });
      }),
    );
  });

  it.each(protocolIds)("fit a meeting: %s takes 30 to 60, has five steps or more, and names its stages", (id) => {
    expect(usualMinutes(id)).toBeGreaterThanOrEqual(30);
    expect(usualMinutes(id)).toBeLessThanOrEqual(60);
    expect(protocols[id].steps.length).toBeGreaterThanOrEqual(5);
    expect(protocols[id].stages.length).toBeGreaterThan(0);
    expect(new Set(protocols[id].steps.map((step) => step.id)).size).toBe(protocols[id].steps.length);
  });
});

describe("a protocol that runs", () => {
  it("left alone, tells every step in order, each when the one before is over, and ends with its total", () => {
    fc.assert(
      fc.property(anyId, anyMinutes, (id, minutes) => {
        let run = startProtocol(id, start, { minutes });
        const seen: string[] = [];
        let now = start;
        for (;;) {
          const place = protocolAt(run, now);
          if (place.state === "ended") break;
          seen.push(place.step.id);
          expect(place.left).toBe(place.length);
          expect(place.endsAt).toEqual(nextStepAt(run));
          now = nextStepAt(run) ?? now;
          run = told(run, now);
        }
        expect(seen).toEqual(protocols[id].steps.map((step) => step.id));
        expect(now.getTime() - start.getTime()).toBe(minutes * MINUTE);
        expect(nextStepAt(run)).toBeUndefined();
      }),
    );
  });

  it("never has negative time, nor a step that isn't one, whatever is done and whatever the clock does", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, fc.integer({ min: -MINUTE, max: 200 * MINUTE }), (begun, story, later) => {
        for (const { run, now } of after(begun, story)) {
          for (const at of [now, new Date(now.getTime() + later)]) {
            const place = protocolAt(run, at);
            if (place.state === "ended") continue;
            expect(place.left).toBeGreaterThan(0);
            expect(place.left).toBeLessThanOrEqual(place.length);
            expect(place.step).toBe(protocols[run.protocol].steps[place.index]);
            expect(place.endsAt === undefined).toBe(place.state === "paused");
          }
        }
      }),
    );
  });

  it("shifts by exactly the pause", () => {
    fc.assert(
      fc.property(
        anyBegun,
        anyStory,
        fc.integer({ min: 0, max: 60 * MINUTE }),
        fc.integer({ min: 0, max: 500 * MINUTE }),
        fc.integer({ min: 0, max: 60 * MINUTE }),
        (begun, story, before, long, later) => {
          const { run, now } = lastOf(begun, story);
          const from = new Date(Math.max(now.getTime(), Date.parse(run.at)) + before);
          const until = new Date(from.getTime() + long);
          fc.pre(run.state === "running");
          const again = resume(pause(run, from), until);
          const there = protocolAt(run, new Date(from.getTime() + later));
          const here = protocolAt(again, new Date(until.getTime() + later));
          if (there.state === "ended") expect(here).toEqual(there);
          else expect(here).toEqual({ ...there, endsAt: there.endsAt && new Date(there.endsAt.getTime() + long) });
        },
      ),
    );
  });

  it("stands still while it is paused", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, fc.nat(), (begun, story, later) => {
        const { run, now } = lastOf(begun, story);
        const still = pause(run, now);
        fc.pre(still.state === "paused");
        expect(nextStepAt(still)).toBeUndefined();
        expect(protocolAt(still, new Date(now.getTime() + later))).toEqual(protocolAt(still, now));
      }),
    );
  });

  it("goes one step on, or one back, from its beginning", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, (begun, story) => {
        const { run, now } = lastOf(begun, story);
        const place = protocolAt(run, now);
        fc.pre(place.state !== "ended");
        const on = protocolAt(skip(run, now), now);
        const was = protocolAt(back(run, now), now);
        if (on.state === "ended") expect(place.next).toBeUndefined();
        else expect([on.index, on.left, on.state]).toEqual([place.index + 1, on.length, "running"]);
        if (was.state === "ended") throw new Error("going back never ends it");
        expect([was.index, was.left, was.state]).toEqual([Math.max(0, place.index - 1), was.length, "running"]);
      }),
    );
  });

  it("gives this step the minutes asked for, and takes none from the others", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, fc.integer({ min: 1, max: 10 }), (begun, story, minutes) => {
        const { run, now } = lastOf(begun, story);
        const place = protocolAt(run, now);
        if (place.state === "ended" || place.length > 110 * MINUTE) return;
        const more = protocolAt(extend(run, now, minutes), now);
        expect(more).toMatchObject({ index: place.index, left: place.left + minutes * MINUTE });
        expect(sum(extend(run, now, minutes).lengths)).toBe(sum(run.lengths) + minutes * MINUTE);
      }),
    );
  });

  it("comes to an end by itself after any order of deeds, in as many tellings as there are steps at most", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, (begun, story) => {
        const last = lastOf(begun, story);
        let run = resume(last.run, last.now);
        let tellings = 0;
        for (let at = nextStepAt(run); at !== undefined; at = nextStepAt(run)) {
          run = told(run, at);
          tellings += 1;
          expect(tellings).toBeLessThanOrEqual(run.lengths.length);
          expect(nextStepAt(run)?.getTime() ?? Infinity).toBeGreaterThan(at.getTime());
        }
        expect(run.state).toBe("ended");
      }),
    );
  });

  it("stays ended", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, anyStory, (begun, story, more) => {
        const { run, now } = lastOf(begun, story);
        for (const told of after(end(run, now), more)) expect(told.run.state).toBe("ended");
      }),
    );
  });

  it("finds the step of this moment when the bot was away for some of them", () => {
    const run = told(startProtocol("tuning", start), new Date(start.getTime() + 14 * MINUTE));
    const place = protocolAt(run, new Date(start.getTime() + 14 * MINUTE));
    expect(place).toMatchObject({ step: { id: "clarify" }, left: 3 * MINUTE, next: { id: "study" } });
    expect(nextStepAt(run)).toEqual(new Date(start.getTime() + 17 * MINUTE));
  });
});

describe("what is stored of a protocol", () => {
  it("is read back as it was", () => {
    fc.assert(
      fc.property(anyBegun, anyStory, (begun, story) => {
        for (const { run } of after(begun, story)) expect(protocolIn(JSON.parse(JSON.stringify(run)))).toEqual(run);
      }),
    );
  });

  it("is nothing when it is something else, and reading it never throws", () => {
    const run = startProtocol("ideas", start);
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("protocol", "lengths", "state", "at", "done"), (json, key) => {
        expect(protocolIn(json)).toBeUndefined();
        const read = protocolIn({ ...run, [key]: json });
        if (read !== undefined) expect(protocolAt(read, start).state).toMatch(/running|paused|ended/);
      }),
    );
    expect(protocolIn({ ...run, done: -1 })).toBeUndefined();
    expect(protocolIn({ ...run, lengths: [...run.lengths, 60_000] })).toBeUndefined();
    expect(protocolIn({ ...run, at: "soon" })).toBeUndefined();
    expect(protocolIn({ ...run, protocol: "toString" })).toBeUndefined();
    expect(protocolIn(null)).toBeUndefined();
  });

  it("is named by a button within what a platform can carry", () => {
    const meetingId = "019ad0f3-5a77-7000-8000-0123456789ab";
    fc.assert(
      fc.property(anyId, fc.option(anyMinutes, { nil: undefined }), (id, minutes) => {
        const subject = protocolSubject(meetingId, id, minutes);
        expect(subject.length).toBeLessThanOrEqual(60);
        expect(readProtocolSubject(subject)).toEqual({ meetingId, protocol: id, minutes });
      }),
    );
    for (const isApart of [true, false])
      expect(readStepSubject(stepSubject(meetingId, isApart))).toEqual({ meetingId, isApart });
    expect(stepSubject(meetingId, true).length).toBeLessThanOrEqual(60);
    expect(readProtocolSubject("m@nothing@x")).toEqual({ meetingId: "m", protocol: undefined, minutes: undefined });
  });
});
