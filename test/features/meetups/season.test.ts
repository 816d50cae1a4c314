import { expect, it } from "vitest";
import { isPaused, isoWeekday, localDate, localTime } from "../../../src/features/members/calendar/rules.js";
import { planOf } from "../../../src/features/meetups/round.js";
import { seededChance } from "../../../src/matching/chance.js";
import { onBothDatabases } from "../../support/database.js";
import { testPlatform } from "../../outbox/office.js";
import { mailOf, meetingsOf, networkOf, openProgram, PLACE, wib, type Mail, type TestProgram } from "../community.js";

const DAY = 86_400_000;
const ZONES = ["Asia/Jakarta", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin"];

interface Season {
  readonly program: TestProgram;
  readonly networkId: string;
  readonly people: Map<string, { readonly zone: string; readonly user: string }>;
  /** Since when nothing may come any more. */
  readonly silenced: Map<string, Date>;
  readonly chance: (of: number) => number;
}

async function join(season: Season, name: string): Promise<string> {
  const { program, networkId, people, chance } = season;
  const zone = ZONES[chance(ZONES.length)] ?? "Asia/Jakarta";
  const id = await program.arrive(name, { timeZone: zone, locale: chance(2) === 0 ? "id" : "en" });
  people.set(id, { zone, user: name });
  const at = program.clock.now();
  const role = name === "principal" ? "schoolLeader" : "teacher";
  const profile = { role, languages: ["id", "en"], institution: `School ${people.size % 6}`, searchText: "" };
  await program.db.client.profile.create({ data: { memberId: id, ...profile, createdAt: at, updatedAt: at } });
  await program.meetups.enrolments.join(networkId, id, { cadenceWeeks: chance(4) === 0 ? 2 : 1 });
  return id;
}

/** What people do with a heads-up: most nothing, some skip, pause, leave, or say STOP. */
async function answerHeadsUps({ program, networkId, people, silenced, chance }: Season): Promise<void> {
  const round = await program.db.client.round.findFirst({ where: { step: "decide" } });
  if (!round) return;
  const { enrolments } = program.meetups;
  const enrolled = await program.db.client.enrolment.findMany({
    where: { status: "active" },
    orderBy: { memberId: "asc" },
  });
  for (const { memberId, pausedUntil } of enrolled) {
    if (silenced.has(memberId)) continue;
    const whim = chance(40);
    if (whim < 4) await enrolments.confirm(round.id, memberId);
    if (whim >= 4 && whim < 7) await enrolments.skipRound(round.id, memberId);
    if (whim === 7)
      await enrolments.pause(networkId, memberId, localDate(program.clock.now().getTime() + 10 * DAY, "Asia/Jakarta"));
    if (whim === 8 && pausedUntil !== null) await enrolments.resume(networkId, memberId);
    if (whim === 9 && people.size > 15) {
      await program.members.stop(memberId, true);
      silenced.set(memberId, program.clock.now());
    }
  }
}

/** Some write in their room, some say at once that they met, and later some answer what they are asked. */
async function talk({ program, silenced, chance }: Season): Promise<void> {
  for (const meeting of await meetingsOf(program)) {
    if (meeting.status !== "open") continue;
    for (const memberId of meeting.people.filter((id) => !silenced.has(id))) {
      const whim = chance(12);
      if (whim < 3) await program.meetups.followups.sign(meeting.id, memberId);
      const answer = (["met", "notYet", "wontHappen"] as const)[whim - 3];
      if (answer !== undefined) await program.meetups.followups.answer(meeting.id, memberId, answer);
    }
  }
}

async function live(season: Season, weeks: number, joiners: number): Promise<void> {
  const { program, networkId, people, silenced, chance } = season;
  for (let week = 0; week < weeks; week++) {
    const monday = wib("2026-11-02").getTime() + week * 7 * DAY;
    const at = (day: number, hour: number) => new Date(monday + day * DAY + (hour - 9) * 3_600_000);
    if (week === 2) {
      await program.calendar.add(networkId, { kind: "break", from: "2026-11-25", until: "2026-11-27", name: "Exams" });
      await program.calendar.add(networkId, {
        kind: "holiday",
        from: "2026-12-21",
        until: "2026-12-27",
        name: "Holidays",
      });
    }
    await program.travel(at(1, 9));
    await answerHeadsUps(season);
    await program.travel(at(2, 10));
    await talk(season);
    if (week % 3 === 1) for (let index = 0; index < joiners; index++) await join(season, `late ${week} ${index}`);
    if (week === 3) {
      const [leaver = ""] = [...people.keys()].filter((id) => !silenced.has(id)).slice(chance(10));
      silenced.set(leaver, program.clock.now());
      await program.members.leave(PLACE, people.get(leaver)?.user ?? "", program.meetups.followups.memberLeft);
    }
    await program.travel(at(4, 17));
  }
}

/** Who must never be brought together: by wish, by an organiser's word, or because one leads the other's school. */
async function keepApart({ program, networkId, people }: Season): Promise<ReadonlySet<string>> {
  const [a = "", b = "", c = "", d = "", principal = ""] = [...people.keys()];
  await program.members.keepApart(networkId, b, a, "doNotMeet");
  await program.members.keepApart(networkId, c, d, "evaluator");
  const rows = await program.db.client.profile.findMany();
  const school = rows.find(({ memberId }) => memberId === principal)?.institution;
  const staff = rows.filter(({ memberId, institution }) => institution === school && memberId !== principal);
  const pairs = [[a, b], [c, d], ...staff.map(({ memberId }) => [principal, memberId])];
  return new Set(pairs.map((pair) => pair.toSorted().join(" ")));
}

function pairsOf(people: readonly string[]): string[] {
  return people.flatMap((a, index) => people.slice(index + 1).map((b) => [a, b].toSorted().join(" ")));
}

function checkTimes(
  { people, silenced }: Season,
  mail: readonly Mail[],
  calendar: Parameters<typeof isPaused>[0],
): void {
  const received = new Map<string, number[]>();
  for (const [message, one] of new Map(mail.map((row) => [row.message, row]))) {
    for (const id of one.people) {
      const since = silenced.get(id);
      if (since && one.people.length > 1) continue;
      expect(since === undefined || one.at < since, `${one.notice} to somebody who wants none`).toBe(true);
      const zone = people.get(id)?.zone ?? "";
      const [date, time] = [localDate(one.at.getTime(), zone), localTime(one.at.getTime(), zone)];
      const when = `${one.notice} ${message} on ${date} at ${time} in ${zone}`;
      expect(time >= "06:30" && time < "18:00", when).toBe(true);
      expect(isoWeekday(date), when).toBeLessThan(6);
      expect(isoWeekday(date) === 5 && time >= "11:00" && time < "13:00", when).toBe(false);
      expect(isPaused(calendar, date), when).toBe(false);
      received.set(id, [...(received.get(id) ?? []), one.at.getTime()]);
    }
  }
  for (const [id, times] of received) {
    const zone = people.get(id)?.zone ?? "";
    const days = times.map((at) => localDate(at, zone));
    expect(new Set(days).size, `one a day for ${id}`).toBe(days.length);
    const inOrder = times.toSorted((a, b) => a - b);
    for (const [index, at] of inOrder.entries())
      expect(at - (inOrder[index - 3] ?? -Infinity)).toBeGreaterThanOrEqual(7 * DAY);
  }
}

/** Everybody for whom a round was decided meets somebody, or hears why not, or has withdrawn by then. */
async function checkNobodyForgotten({ program, silenced }: Season, mail: readonly Mail[]): Promise<number> {
  const told = new Set(
    mail
      .filter(({ notice }) => notice === "meet.unmatched")
      .map(({ key, people }) => `${key.split(":")[1] ?? ""} ${people[0] ?? ""}`),
  );
  const meetings = await meetingsOf(program);
  const rounds = await program.db.client.round.findMany({ where: { step: { in: ["close", "done"] } } });
  let places = 0;
  for (const { id, plan } of rounds) {
    if (plan === null) continue;
    const { groups, unmatched } = await planOf(program.db.client, { id }, () => Promise.resolve());
    const met = new Set(meetings.filter(({ roundId }) => roundId === id).flatMap(({ people }) => people));
    for (const memberId of [...groups.flatMap(({ members }) => members), ...unmatched.map(({ id: one }) => one)]) {
      places++;
      const isKnown = met.has(memberId) || told.has(`${id} ${memberId}`);
      expect(isKnown || silenced.has(memberId), `${memberId} in ${id}`).toBe(true);
    }
  }
  return places;
}

onBothDatabases("a season of meet-ups with people as they are", (open, kind) => {
  const [weeks, size, joiners] = kind === "sqlite" ? [12, 20, 1] : [3, 10, 1];

  it("keeps every promise", { timeout: 120_000 }, async () => {
    const platform = testPlatform(false);
    const program = openProgram(await open(), { platform });
    await program.arrive("somebody");
    const chance = seededChance(Number(process.env["JEJARING_SEED"] ?? 7));
    const season: Season = {
      program,
      networkId: await networkOf(program),
      people: new Map(),
      silenced: new Map(),
      chance,
    };
    for (let index = 0; index < size; index++) await join(season, index === 4 ? "principal" : `person ${index}`);
    const apart = await keepApart(season);
    await live(season, weeks, joiners);

    const meetings = await meetingsOf(program);
    const pairs = meetings.flatMap(({ people }) => pairsOf(people));
    expect(pairs.filter((pair) => apart.has(pair))).toEqual([]);
    const counted = meetings
      .filter(({ id }) => id !== "")
      .flatMap(({ id, people }) => pairsOf(people).map((pair) => ({ id, pair })));
    const again = counted.filter(({ pair }, index) => counted.findIndex((other) => other.pair === pair) < index);
    const missed = await program.db.client.encounter.findMany({ where: { happened: false } });
    const missedPairs = new Set(missed.map(({ aId, bId }) => `${aId} ${bId}`));
    // Nobody has met everybody after twelve weeks; only what did not take place is made up for.
    expect(again.filter(({ pair }) => !missedPairs.has(pair))).toEqual([]);

    const mail = await mailOf(program);
    const entries = await program.calendar.entries(season.networkId);
    checkTimes(season, mail, entries);
    expect(await checkNobodyForgotten(season, mail)).toBeGreaterThan(weeks * size * 0.4);
    expect(new Set(platform.shown.map(({ nonce }) => nonce)).size).toBe(platform.shown.length);
    expect(program.faults).toEqual([]);
    expect(meetings.length).toBeGreaterThan(weeks * 3);
  });
});
