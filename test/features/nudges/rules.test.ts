import { describe, expect, it } from "vitest";
import { indonesianCalendar } from "../../../src/features/members/calendar/indonesia.js";
import {
  atLocal,
  type CalendarEntry,
  defaultEffect,
  lebaranSpan,
} from "../../../src/features/members/calendar/rules.js";
import {
  gateDefaults,
  type GateCommunity,
  type GatePerson,
  inOrder,
  judge,
  judgeAll,
  type Priority,
  quietProblem,
  type Verdict,
} from "../../../src/features/nudges/rules.js";

const day = 86_400_000;
const lasting = { expiresAt: null };
const send: Verdict = { kind: "send" };
const stale: Verdict = { kind: "drop", why: "stale" };
const stopped: Verdict = { kind: "drop", why: "stopped" };

const community: GateCommunity = {
  timeZone: "Asia/Jakarta",
  perDay: gateDefaults.perDay,
  perWeek: gateDefaults.perWeek,
  weekend: gateDefaults.weekend,
  fridayFrom: gateDefaults.fridayFrom,
  fridayUntil: gateDefaults.fridayUntil,
  calendar: [],
};
const siti: GatePerson = {
  timeZone: "Asia/Jakarta",
  quietFrom: gateDefaults.quietFrom,
  quietUntil: gateDefaults.quietUntil,
  stopped: false,
  contacted: [],
  weekends: false,
};
const indonesia: GateCommunity = {
  ...community,
  calendar: indonesianCalendar.map(({ kind, from, until }) => ({ kind, from, until, effect: defaultEffect[kind] })),
};

/** An instant by Jakarta's wall, "2026-02-03 15:30". */
function at(wall: string, zone = "Asia/Jakarta"): number {
  return atLocal(wall.slice(0, 10), wall.slice(11), zone);
}

function hold(why: string, until: string, zone?: string) {
  return { kind: "hold", why, until: at(until, zone) };
}

describe("a message to Siti in Jakarta", () => {
  it.each([
    // Tuesday 3 February 2026 and the days after it.
    ["2026-02-03 15:30", send],
    ["2026-02-03 06:29", hold("quietHours", "2026-02-03 06:30")],
    ["2026-02-03 06:30", send],
    ["2026-02-03 17:59", send],
    ["2026-02-03 18:00", hold("quietHours", "2026-02-04 06:30")],
    ["2026-02-03 23:59", hold("quietHours", "2026-02-04 06:30")],
    ["2026-02-06 10:59", send],
    ["2026-02-06 11:00", hold("fridayMidday", "2026-02-06 13:00")],
    ["2026-02-06 13:00", send],
    ["2026-02-06 18:00", hold("quietHours", "2026-02-09 06:30")],
    ["2026-02-07 10:00", hold("weekend", "2026-02-09 06:30")],
    ["2026-02-08 23:00", hold("weekend", "2026-02-09 06:30")],
  ])("at %s", (wall, verdict) => {
    expect(judge(lasting, siti, community, at(wall))).toEqual(verdict);
  });

  it("is held to the millisecond", () => {
    const opening = at("2026-02-03 06:30");
    expect(judge(lasting, siti, community, opening - 1)).toEqual({ kind: "hold", why: "quietHours", until: opening });
    expect(judge(lasting, siti, community, opening)).toEqual(send);
  });

  it("does not mind a Friday window that is empty or ends before it begins", () => {
    for (const fridayUntil of ["10:00", "11:00"]) {
      expect(judge(lasting, siti, { ...community, fridayUntil }, at("2026-02-06 11:30"))).toEqual(send);
    }
  });

  it("may come on weekends if she allows them", () => {
    expect(judge(lasting, { ...siti, weekends: true }, community, at("2026-02-07 10:00"))).toEqual(send);
  });

  it("waits out her pause and then whatever else forbids it", () => {
    const paused = { ...siti, pausedUntil: at("2026-02-06 12:00") };
    expect(judge(lasting, paused, community, at("2026-02-03 10:00"))).toEqual(hold("paused", "2026-02-06 13:00"));
    expect(judge(lasting, paused, community, at("2026-02-06 13:00"))).toEqual(send);
  });

  it("never comes again after STOP, not even a stale one", () => {
    expect(judge({ expiresAt: 0 }, { ...siti, stopped: true }, community, at("2026-02-03 10:00"))).toEqual(stopped);
  });
});

describe("quiet hours", () => {
  it.each([
    ["12:00", "13:30", "2026-02-03 12:30", "2026-02-03 13:30"],
    ["21:00", "05:00", "2026-02-03 22:00", "2026-02-04 05:00"],
    ["21:00", "05:00", "2026-02-03 04:00", "2026-02-03 05:00"],
    ["00:00", "06:00", "2026-02-03 00:00", "2026-02-03 06:00"],
    ["18:00", "24:00", "2026-02-03 20:00", "2026-02-04 00:00"],
    ["18:00", "00:00", "2026-02-03 20:00", "2026-02-04 00:00"],
  ])("from %s until %s hold at %s until %s", (quietFrom, quietUntil, now, until) => {
    expect(judge(lasting, { ...siti, quietFrom, quietUntil }, community, at(now))).toEqual(hold("quietHours", until));
  });

  it("are none when both times are equal", () => {
    const open = { ...siti, quietFrom: "07:00", quietUntil: "07:00" };
    for (const time of ["00:00", "03:00", "07:00", "23:59"]) {
      expect(judge(lasting, open, community, at(`2026-02-03 ${time}`))).toEqual(send);
    }
  });

  it("that cannot be read are the default ones", () => {
    const garbled = { ...siti, quietFrom: "late", quietUntil: "" };
    expect(judge(lasting, garbled, community, at("2026-02-03 19:00"))).toEqual(hold("quietHours", "2026-02-04 06:30"));
  });

  it.each([
    ["21:00", "05:00", undefined],
    ["07:00", "07:00", undefined],
    ["18:00", "24:00", undefined],
    ["00:00", "00:00", undefined],
    ["00:00", "24:00", "fullDay"],
    ["24:00", "06:00", "format"],
    ["9:00", "10:00", "format"],
    ["09:60", "10:00", "format"],
    ["25:00", "06:00", "format"],
    ["", "", "format"],
    ["18:00 ", "06:30", "format"],
  ])("from %j until %j: %s", (from, until, problem) => {
    expect(quietProblem(from, until)).toBe(problem);
  });
});

describe("the community's calendar", () => {
  it("pauses Lebaran: what falls due in it waits until the Monday after", () => {
    const verdict = judge(lasting, siti, indonesia, at("2026-03-18 10:00"));
    expect(verdict).toEqual(hold("calendar", "2026-03-30 06:30"));
    expect(judge({ expiresAt: at("2026-03-28 12:00") }, siti, indonesia, at("2026-03-18 10:00"))).toEqual(stale);
  });

  it("follows the government when it moves Lebaran by a day", () => {
    const moved = (feast: string): CalendarEntry => ({ kind: "lebaran", ...lebaranSpan(feast), effect: "pause" });
    const before = { ...community, calendar: [moved("2026-03-21")] };
    const after = { ...community, calendar: [moved("2026-03-20")] };
    const now = at("2026-03-17 10:00");
    expect(judge(lasting, siti, before, now)).toEqual(send);
    expect(judge(lasting, siti, after, now)).toEqual(hold("calendar", "2026-03-30 06:30"));
    const allowing = { ...siti, weekends: true };
    expect(judge(lasting, allowing, after, now)).toEqual(hold("calendar", "2026-03-28 06:30"));
  });

  it("is gentle in Ramadan: nothing from 16:00", () => {
    expect(judge(lasting, siti, indonesia, at("2026-03-03 15:59"))).toEqual(send);
    const late = judge(lasting, siti, indonesia, at("2026-03-03 16:00"));
    expect(late).toEqual(hold("gentle", "2026-03-04 06:30"));
    const owl = { ...siti, quietFrom: "23:00", quietUntil: "23:00" };
    expect(judge(lasting, owl, indonesia, at("2026-03-03 16:00"))).toEqual(hold("gentle", "2026-03-04 00:00"));
  });

  it("counts in the person's own zone", () => {
    const holiday = {
      ...community,
      calendar: [{ ...lebaranSpan("2026-03-21"), kind: "lebaran", effect: "pause" }] as const,
    };
    const newYorker = { ...siti, timeZone: "America/New_York" };
    // Lebaran has begun in Jakarta at this instant, in New York it is the afternoon before.
    const now = at("2026-03-17 15:00", "America/New_York");
    expect(judge(lasting, newYorker, holiday, now)).toEqual(send);
    expect(judge(lasting, siti, holiday, now)).toMatchObject({ kind: "hold", why: "calendar" });
  });
});

describe("the budget", () => {
  it("is one message a local day, not one in 24 hours", () => {
    const contacted = { ...siti, contacted: [at("2026-02-03 07:00")] };
    const verdict = judge(lasting, contacted, community, at("2026-02-03 17:00"));
    expect(verdict).toEqual(hold("dayBudget", "2026-02-04 06:30"));
    expect(judge(lasting, { ...siti, contacted: [at("2026-02-03 17:59")] }, community, at("2026-02-04 06:30"))).toEqual(
      send,
    );
  });

  it("counts days on the wall of the person, not of the community", () => {
    const morning = at("2026-02-03 07:00", "America/New_York");
    const afternoon = at("2026-02-03 17:00", "America/New_York");
    const newYorker = { ...siti, timeZone: "America/New_York", contacted: [morning] };
    expect(judge(lasting, newYorker, community, afternoon)).toMatchObject({ kind: "hold", why: "dayBudget" });
  });

  it("is three messages in any seven days, whatever their order in memory", () => {
    const contacted = [at("2026-02-04 09:00"), at("2026-02-02 09:00"), at("2026-02-03 09:00")];
    const now = at("2026-02-05 09:00");
    expect(judge(lasting, { ...siti, contacted }, community, now)).toEqual(hold("weekBudget", "2026-02-09 09:00"));
    expect(judge(lasting, { ...siti, contacted }, community, at("2026-02-09 09:00"))).toEqual(send);
    expect(judge(lasting, { ...siti, contacted: contacted.slice(1) }, community, now)).toEqual(send);
  });

  it("counts what is reserved for later too", () => {
    const contacted = [at("2026-02-10 09:00"), at("2026-02-11 09:00"), at("2026-02-12 09:00")];
    const verdict = judge(lasting, { ...siti, contacted }, community, at("2026-02-06 09:00"));
    expect(verdict).toEqual(hold("weekBudget", "2026-02-17 09:00"));
    expect(judge(lasting, { ...siti, contacted }, community, at("2026-02-05 09:00"))).toEqual(send);
  });

  it("of nothing lets nothing through", () => {
    expect(judge(lasting, siti, { ...community, perDay: 0 }, at("2026-02-03 10:00"))).toEqual(stale);
    expect(judge(lasting, siti, { ...community, perWeek: 0 }, at("2026-02-03 10:00"))).toEqual(stale);
  });
});

describe("what is stale", () => {
  it("has expired, or would by the time it may be sent", () => {
    const now = at("2026-02-03 19:00");
    const opening = at("2026-02-04 06:30");
    expect(judge({ expiresAt: opening + 1 }, siti, community, now)).toEqual(hold("quietHours", "2026-02-04 06:30"));
    expect(judge({ expiresAt: opening }, siti, community, now)).toEqual(stale);
    expect(judge({ expiresAt: at("2026-02-03 10:00") }, siti, community, at("2026-02-03 10:00"))).toEqual(stale);
  });

  it("would have to wait for more than 60 days", () => {
    const now = at("2026-02-03 10:00");
    expect(judge(lasting, { ...siti, pausedUntil: now + 61 * day }, community, now)).toEqual(stale);
    expect(judge(lasting, { ...siti, pausedUntil: Infinity }, community, now)).toEqual(stale);
    expect(judge(lasting, siti, { ...community, weekend: [1, 2, 3, 4, 5, 6, 7] }, now)).toEqual(stale);
    expect(judge(lasting, { ...siti, quietFrom: "00:00", quietUntil: "24:00" }, community, now)).toEqual(stale);
  });
});

describe("a zone that nobody knows", () => {
  it("is read as the community's, and that as UTC", () => {
    const lost = { ...siti, timeZone: "Asia/Bandung" };
    const now = at("2026-02-03 19:00", "Asia/Jayapura");
    const eastern = { ...community, timeZone: "Asia/Jayapura" };
    expect(judge(lasting, lost, eastern, now)).toEqual(hold("quietHours", "2026-02-04 06:30", "Asia/Jayapura"));
    const nowhere = { ...community, timeZone: "" };
    const verdict = judge(lasting, lost, nowhere, Date.UTC(2026, 1, 3, 20));
    expect(verdict).toEqual(hold("quietHours", "2026-02-04 06:30", "UTC"));
  });
});

describe("a room that several people share", () => {
  const made = { ...siti, timeZone: "Asia/Makassar" };
  const newYorker = { ...siti, timeZone: "America/New_York" };

  it("gets a message when all of them may get one", () => {
    expect(judgeAll(lasting, [siti, made], community, at("2026-02-03 10:00"))).toEqual(send);
    expect(judgeAll(lasting, [siti, made], community, at("2026-02-03 17:30"))).toEqual(
      hold("quietHours", "2026-02-04 06:30"),
    );
  });

  it("waits for the hour that two continents share", () => {
    // In summer New York's day begins half an hour before Jakarta's ends.
    const verdict = judgeAll(lasting, [siti, newYorker], community, at("2026-06-02 10:00"));
    expect(verdict).toEqual(hold("quietHours", "2026-06-02 17:30"));
  });

  it("gets nothing when there is no such hour", () => {
    expect(judgeAll(lasting, [siti, newYorker], community, at("2026-02-03 10:00"))).toEqual(stale);
    expect(judgeAll(lasting, [newYorker, siti], community, at("2026-02-03 22:00"))).toEqual(stale);
  });

  it("gets nothing when that hour is more than 14 days away, or too late", () => {
    const now = at("2026-02-03 10:00");
    expect(judgeAll(lasting, [siti, { ...made, pausedUntil: now + 15 * day }], community, now)).toEqual(stale);
    expect(
      judgeAll({ expiresAt: now + day / 24 }, [siti, { ...made, pausedUntil: now + day }], community, now),
    ).toEqual(stale);
  });

  it("does not wait for who said STOP", () => {
    const now = at("2026-02-03 10:00");
    expect(judgeAll(lasting, [siti, made, { ...newYorker, stopped: true }], community, now)).toEqual(send);
  });

  it("gets nothing when those who said STOP leave nobody, or one alone", () => {
    const now = at("2026-02-03 10:00");
    expect(judgeAll(lasting, [siti, { ...made, stopped: true }], community, now)).toEqual(stopped);
    expect(judgeAll(lasting, [{ ...siti, stopped: true }], community, now)).toEqual(stopped);
    expect(judgeAll(lasting, [], community, now)).toEqual(stopped);
  });

  it("does not wait for who asked for it, and still waits for the others", () => {
    const now = at("2026-02-03 22:00");
    const asking = { ...siti, asked: true };
    expect(judgeAll(lasting, [asking, newYorker], community, now)).toEqual(send);
    expect(judgeAll(lasting, [{ ...asking, stopped: true }, newYorker], community, now)).toEqual(send);
    expect(judgeAll(lasting, [asking, made], community, now)).toEqual(
      hold("quietHours", "2026-02-04 06:30", "Asia/Makassar"),
    );
    expect(judgeAll(lasting, [asking, { ...newYorker, stopped: true }], community, now)).toEqual(stopped);
  });
});

describe("waiting messages", () => {
  it("try the gate matches first, then by how long they are due", () => {
    const waiting = (["digest", "match", "dormancy", "request", "match", "circle"] as const).map(
      (priority: Priority, index) => ({ priority, dueAt: 9 - index }),
    );
    const order = inOrder(waiting).map(({ priority, dueAt }) => `${priority} ${dueAt}`);
    expect(order).toEqual(["match 5", "match 8", "request 6", "circle 4", "dormancy 7", "digest 9"]);
    expect(waiting[0]).toEqual({ priority: "digest", dueAt: 9 });
  });
});
