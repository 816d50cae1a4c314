import { describe, expect, it } from "vitest";
import { COHORT_PIECE } from "../../../src/features/mentoring/cohortPublishing.js";
import type { CohortPreview } from "../../../src/features/mentoring/cohorts.js";
import { levels } from "../../../src/features/introductions/rules.js";
import { seededChance, type Chance } from "../../../src/matching/chance.js";
import { freshDatabase, onBothDatabases } from "../../support/database.js";
import { DAY } from "../../outbox/office.js";
import { canGain, CLOSES, MORNING, openTown, pointsIn, topicsOf, type CohortTown } from "./cohortTown.js";

const pairsIn = ({ seats }: CohortPreview) => seats.map(({ menteeId, mentorId }) => `${menteeId} ${mentorId}`).sort();
const whyOf = ({ waiting }: CohortPreview, id: string) => waiting.find(({ menteeId }) => menteeId === id)?.why;

/** The member ids of a town of so many. */
async function town(db: CohortTown["db"], count: number) {
  const opened = await openTown(db, count);
  const [a = "", b = "", c = "", d = "", e = "", f = ""] = opened.memberIds;
  await opened.cohorts.open(opened.networkId, "Spring", CLOSES);
  return { ...opened, a, b, c, d, e, f };
}

/** Room deliveries, by the mentorship's two. */
async function roomsOf({ db }: Pick<CohortTown, "db">) {
  const rows = await db.client.delivery.findMany({ where: { notice: "mentor.start" } });
  return rows.map(({ to }) => (to as { memberIds: [string, string] }).memberIds).map(([one, two]) => `${two} ${one}`);
}

onBothDatabases("a cohort", (open) => {
  it("is one at a time, and can be joined until its last day", async () => {
    const { cohorts, networkId, clock, memberIds } = await openTown(await open(), 1);
    await expect(cohorts.preview(networkId)).rejects.toMatchObject({ code: "cohortNone" });
    await expect(cohorts.approve(networkId, memberIds[0] ?? "")).rejects.toMatchObject({ code: "cohortNone" });
    await expect(cohorts.open(networkId, "Early", "2026-11-01")).rejects.toMatchObject({ code: "dateInPast" });
    const { id } = await cohorts.open(networkId, "Spring", CLOSES);
    await expect(cohorts.open(networkId, "Second", CLOSES)).rejects.toMatchObject({ code: "cohortRunning" });
    await expect(cohorts.preview(networkId)).rejects.toMatchObject({ code: "cohortEmpty" });
    await expect(cohorts.approve(networkId, memberIds[0] ?? "")).rejects.toMatchObject({ code: "cohortUnseen" });

    // The last minute of the day in Jakarta, and the next one.
    clock.set(new Date(`${CLOSES}T23:59:00+07:00`));
    expect((await cohorts.ensureOpen(networkId))?.id).toBe(id);
    clock.forward(60_000);
    expect(await cohorts.ensureOpen(networkId)).toBeUndefined();
    expect((await cohorts.current(networkId))?.id).toBe(id);
  });

  it("is put together as a whole, with reasons, and says why somebody waits", async () => {
    const { a, b, c, d, e, f, networkId, ...rest } = await town(await open(), 6);
    const { offers, enrols, speaks, avoids, cohorts } = rest;
    await offers(a, "physics");
    await offers(b, "stories");
    // Whoever came first would take the best seat, and the other would get what doesn't fit at all.
    await enrols(c, "physics, stories");
    await enrols(d, "physics");
    await enrols(e, "physics");
    await enrols(f, "physics");
    await speaks(e, ["de"]);
    await avoids(f, a);
    await avoids(b, f);

    const preview = await cohorts.preview(networkId);
    expect(pairsIn(preview)).toEqual([`${c} ${b}`, `${d} ${a}`]);
    expect(canGain(await pointsIn({ networkId, ...rest }), preview.seats)).toBe(false);
    expect(preview.totals).toEqual(preview.best);
    expect(preview.totals.fit).toBe(preview.seats.reduce((sum, { points }) => sum + points, 0));
    const mine = preview.seats.find(({ menteeId }) => menteeId === c);
    expect(mine?.why.met[0]).toMatchObject({ kind: "topics", topics: [{ key: "stories" }] });
    expect(mine?.why.short).toContainEqual({ kind: "noTopics", topics: topicsOf("physics") });
    expect(whyOf(preview, e)).toMatchObject({ kind: "musts", unmet: [{ kind: "language", anyOf: ["de"] }] });
    expect(whyOf(preview, f)).toEqual({ kind: "apart", mentors: 2 });
    expect(await rest.together()).toEqual([]);
  });

  it("gives each mentee one mentor, and nobody whom they have or are waiting for", async () => {
    const { a, b, c, d, networkId, ...rest } = await town(await open(), 4);
    await rest.offers(a, "physics", { capacity: 3 });
    const first = await rest.enrols(b, "physics");
    rest.clock.forward(1);
    const second = await rest.enrols(b, "maths");
    const asking = await rest.requests.ask(networkId, c, draft("physics"));
    await rest.requests.choose(asking.id, c, a);
    await rest.enrols(c, "physics");
    const asked = await rest.requests.ask(networkId, d, draft("physics"));
    await rest.requests.choose(asked.id, d, a);
    await rest.requests.accept(asked.id, a);
    await rest.enrols(d, "physics");

    const preview = await rest.cohorts.preview(networkId);
    expect(preview.seats.map(({ requestId }) => requestId)).toEqual([first]);
    expect(preview.waiting.find(({ requestId }) => requestId === second)?.why).toEqual({ kind: "otherRequest" });
    expect(whyOf(preview, c)).toEqual({ kind: "apart", mentors: 1 });
    expect(whyOf(preview, d)).toEqual({ kind: "apart", mentors: 1 });
  });

  it("is adjusted within the rules, and tells what that costs", async () => {
    const { a, b, c, d, e, networkId, cohorts, ...rest } = await town(await open(), 6);
    await rest.offers(a, "physics");
    await rest.offers(b, "stories");
    await rest.enrols(c, "physics");
    await rest.enrols(d, "stories");
    await rest.enrols(e, "", { mode: "inPerson" });
    await rest.avoids(e, b);
    const plain = await cohorts.preview(networkId);
    expect(pairsIn(plain)).toEqual([`${c} ${a}`, `${d} ${b}`]);
    expect(whyOf(plain, e)).toEqual({ kind: "taken", mentors: 1 });

    const crossed = await cohorts.adjust(networkId, c, b);
    expect(pairsIn(crossed)).toEqual([`${c} ${b}`, `${d} ${a}`]);
    expect(crossed.price).toEqual({ before: plain.totals, after: { seated: 2, fit: plain.totals.fit - 120 } });
    expect(crossed.best).toEqual(plain.best);
    expect(crossed.seats.map(({ isFixed }) => isFixed)).toEqual([true, false]);
    // A seat that the organiser gave is taken, not missing.
    expect(whyOf(await cohorts.adjust(networkId, d, a), e)).toEqual({ kind: "taken", mentors: 1 });
    // What was decided stays decided.
    expect(pairsIn(await cohorts.preview(networkId))).toEqual(pairsIn(crossed));

    await expect(cohorts.adjust(networkId, e, b)).rejects.toMatchObject({ code: "cohortCantPair" });
    await expect(cohorts.adjust(networkId, e, a)).rejects.toMatchObject({ code: "mentorNotFree" });
    await expect(cohorts.adjust(networkId, e, c)).rejects.toMatchObject({ code: "mentorNotFree" });
    await expect(cohorts.adjust(networkId, a, b)).rejects.toMatchObject({ code: "gone" });
    const alone = await cohorts.adjust(networkId, d, undefined);
    expect(pairsIn(alone)).toEqual([`${c} ${b}`, `${e} ${a}`]);
    expect(whyOf(alone, d)).toEqual({ kind: "organiser" });
    await cohorts.release(networkId, d);
    const back = await cohorts.release(networkId, c);
    expect(pairsIn(back)).toEqual(pairsIn(plain));
    expect(back.price.after).toEqual(plain.totals);
  });

  it("forgets what the organiser decided when it is no longer possible, and says so", async () => {
    const { a, b, c, networkId, cohorts, db, ...rest } = await town(await open(), 3);
    await rest.offers(a, "physics");
    await rest.offers(b, "stories");
    await rest.enrols(c, "physics");
    await cohorts.adjust(networkId, c, b);
    await db.client.mentorOffer.update({ where: { memberId: b }, data: { isOpen: false } });
    const preview = await cohorts.preview(networkId);
    expect(pairsIn(preview)).toEqual([`${c} ${a}`]);
    expect(preview.dropped).toEqual([{ menteeId: c, mentorId: b }]);
  });

  it("is carried out once, as it was approved", async () => {
    const { a, b, c, d, networkId, cohorts, db, ...rest } = await town(await open(), 4);
    await rest.offers(a, "physics");
    const [seated, waits] = [await rest.enrols(b, "physics"), await rest.enrols(c, "stories")];
    await cohorts.preview(networkId);
    // Came after the organiser looked.
    const late = await rest.enrols(d, "physics");
    expect(await rest.job.upcoming(5)).toEqual([]);
    expect(await cohorts.approve(networkId, a)).toBe("approved");
    expect(await cohorts.approve(networkId, b)).toBe("already");
    await expect(cohorts.preview(networkId)).rejects.toMatchObject({ code: "cohortDone" });
    await expect(cohorts.cancel(networkId)).rejects.toMatchObject({ code: "cohortDone" });
    expect(await rest.together()).toEqual([]);

    await rest.workOff();
    expect(await rest.together()).toEqual([`${b} ${a}`]);
    expect(await Promise.all([seated, waits, late].map(rest.stateOf))).toEqual(["accepted", "waiting", "waiting"]);
    const { id, approvedBy } = await db.client.mentorCohort.findFirstOrThrow({ where: { state: "done" } });
    expect(approvedBy).toBe(a);
    expect(await db.client.mentorship.findFirst()).toMatchObject({ requestId: seated, cohortId: id });
    expect(await db.client.mentorAsk.findMany()).toMatchObject([{ mentorId: a, outcome: "accepted" }]);
    const told = await db.client.delivery.findMany({ where: { notice: "mentor.cohortWaiting" } });
    expect(told.map(({ facts }) => facts)).toEqual(
      expect.arrayContaining([waits, late].map((requestId) => ({ requestId, cohort: "Spring" }))),
    );
    expect(told).toHaveLength(2);

    expect(await cohorts.approve(networkId, c)).toBe("already");
    expect(await cohorts.carryOut(id)).toBe("nothing left to do");
    expect(await rest.job.upcoming(5)).toEqual([]);
    expect(await db.client.delivery.count()).toBe(3);
    expect(await cohorts.current(networkId)).toBeUndefined();
  });

  it("leaves whoever changed in between waiting", async () => {
    const { networkId, cohorts, db, memberIds, ...rest } = await town(await open(), 13);
    const [mentors, mentees] = [memberIds.slice(0, 6), memberIds.slice(6)];
    for (const [place, id] of mentors.entries())
      await rest.offers(id, `topic${place}`, { capacity: place === 5 ? 2 : 1 });
    const ids: string[] = [];
    for (const [place, id] of mentees.entries()) ids.push(await rest.enrols(id, `topic${Math.min(place, 5)}`));
    expect((await cohorts.preview(networkId)).seats).toHaveLength(7);
    await cohorts.approve(networkId, mentors[0] ?? "");

    const at = (place: number) => ({ where: { memberId: mentors[place] ?? "" } });
    await db.client.mentorOffer.update({ ...at(0), data: { isOpen: false } });
    await db.client.member.update({ where: { id: mentors[1] ?? "" }, data: { leftAt: MORNING } });
    await rest.avoids(mentees[2] ?? "", mentors[2] ?? "");
    await rest.requests.withdraw(ids[3] ?? "", mentees[3] ?? "");
    // Somebody else took the seat meanwhile.
    const other = await rest.requests.ask(networkId, mentors[0] ?? "", draft("topic4"));
    await rest.requests.choose(other.id, mentors[0] ?? "", mentors[4]);
    await rest.requests.accept(other.id, mentors[4] ?? "");

    // Two are planned for this one, who takes only one now.
    await db.client.mentorOffer.update({ ...at(5), data: { capacity: 1 } });

    await rest.workOff();
    const states = await Promise.all(ids.map(rest.stateOf));
    expect(states).toEqual(["waiting", "waiting", "waiting", "withdrawn", "waiting", "accepted", "waiting"]);
    const expected = [`${mentors[0] ?? ""} ${mentors[4] ?? ""}`, `${mentees[5] ?? ""} ${mentors[5] ?? ""}`];
    expect(await rest.together()).toEqual(expected);
    expect(await db.client.delivery.count({ where: { notice: "mentor.cohortWaiting" } })).toBe(5);
  });

  it("is looked for like anybody else when it is cancelled, and the weeks until then don't count", async () => {
    const { networkId, cohorts, db, clock, nuisance, memberIds, ...rest } = await town(await open(), COHORT_PIECE + 3);
    const [late = "", ...mentees] = memberIds;
    for (const id of mentees) await rest.enrols(id, "physics");
    const cohort = await cohorts.ensureOpen(networkId);
    clock.forward(60 * DAY);
    nuisance.breathe = () => Promise.reject(new Error("power cut"));
    await expect(cohorts.cancel(networkId)).rejects.toThrow("power cut");
    expect(await db.client.mentorRequest.count({ where: { state: "enrolled" } })).toBe(2);
    delete nuisance.breathe;
    // Whoever still had the form open goes on too, although the cohort is over.
    const { id, state, cohortId } = await rest.requests.ask(networkId, late, draft("physics"), cohort?.id);
    expect([state, cohortId]).toEqual(["waiting", null]);
    await rest.workOff();

    const rows = await db.client.mentorRequest.findMany({ where: { id: { not: id } } });
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(["waiting"]));
    expect(new Set(rows.map(({ step }) => step))).toEqual(new Set(["look"]));
    expect(await db.client.mentorCohort.findMany()).toMatchObject([{ state: "cancelled" }]);
    expect(await rest.job.upcoming(5)).toEqual([]);
    expect(await db.client.delivery.count()).toBe(0);
    await cohorts.open(networkId, "Next", "2027-12-01");
  });

  it("is not overruled by a proposal that was worked out meanwhile", async () => {
    const { a, b, c, networkId, cohorts, nuisance, ...rest } = await town(await open(), 3);
    await rest.offers(a, "physics");
    await rest.enrols(b, "physics");
    await rest.enrols(c, "stories");
    const seen = await cohorts.preview(networkId);
    nuisance.breathe = async () => {
      delete nuisance.breathe;
      await cohorts.approve(networkId, a);
    };
    await expect(cohorts.adjust(networkId, c, a)).rejects.toMatchObject({ code: "cohortDone" });
    await rest.workOff();
    expect(await rest.together()).toEqual(pairsIn(seen));
  });

  it("keeps what one organiser decided while another one's adjustment was worked out", async () => {
    const { a, b, c, networkId, cohorts, nuisance, ...rest } = await town(await open(), 3);
    await rest.offers(a, "physics");
    await rest.enrols(b, "physics");
    await rest.enrols(c, "stories");
    nuisance.breathe = async () => {
      delete nuisance.breathe;
      await cohorts.adjust(networkId, b, undefined);
    };
    await expect(cohorts.adjust(networkId, c, undefined)).rejects.toMatchObject({ code: "busy" });
    expect(pairsIn(await cohorts.preview(networkId))).toEqual([`${c} ${a}`]);
  });
});

function draft(topics: string) {
  return { goal: "Calmer lessons", topics, mode: "online", rhythm: "weekly", isBeginner: false } as const;
}

const MENTEES = 600;
const MENTORS = 200;
const TOPICS = ["physics", "maths", "stories", "assessment", "inclusion", "robotics", "music", "reading", "projects"];
const ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];

function some<T>(list: readonly T[], count: number, chance: Chance): T[] {
  const left = [...list];
  return Array.from({ length: count }, () => left.splice(chance(left.length), 1)).flat();
}

/** A large community: mostly Indonesian, in three zones, with schools, levels and topics as they come. */
async function populate({ db, networkId, memberIds, cohorts }: CohortTown) {
  const chance = seededChance(20261102);
  const { client } = db;
  const mentorIds = memberIds.slice(0, MENTORS);
  const menteeIds = memberIds.slice(MENTORS);
  const when = { createdAt: MORNING, updatedAt: MORNING };
  const one = <T>(list: readonly T[]) => some(list, 1, chance)[0] as T;
  for (const timeZone of ZONES.slice(1))
    await client.member.updateMany({ where: { id: { in: some(memberIds, 150, chance) } }, data: { timeZone } });
  await client.profile.createMany({
    data: memberIds.map((memberId) => ({
      ...{ memberId, role: chance(20) === 0 ? "schoolLeader" : "teacher", level: one(levels), searchText: "", ...when },
      institution: `School ${chance(60)}`,
      languages: chance(12) === 0 ? ["en"] : chance(4) === 0 ? ["id", "jv"] : ["id"],
    })),
  });
  await client.profileTopic.createMany({
    data: memberIds.flatMap((memberId) =>
      some(TOPICS, 1 + chance(2), chance).map((key, position) => ({
        ...{ memberId, key, position, label: key, kind: "subject" },
      })),
    ),
  });
  await client.mentorOffer.createMany({
    data: mentorIds.map((memberId) => ({
      ...{ memberId, networkId, levels: some(levels, 1 + chance(3), chance), isOpen: true, ...when },
      mode: one(["either", "online", "online", "inPerson"]),
      rhythm: one(["any", "any", "weekly", "monthly"]),
      topics: topicsOf(some(TOPICS, 2, chance).join(",")),
      // Few take many: there are fewer seats than mentees.
      capacity: 1 + Math.min(chance(5), chance(5)),
    })),
  });
  const { id: cohortId } = await cohorts.open(networkId, "Spring", CLOSES);
  await client.mentorRequest.createMany({
    data: menteeIds.map((menteeId) => ({
      ...{ id: `request-${menteeId}`, networkId, menteeId, cohortId, goal: "Calmer lessons", state: "enrolled" },
      topics: topicsOf(some(TOPICS, 1 + chance(2), chance).join(",")),
      level: one([...levels, null]),
      mode: one(["either", "online", "online", "inPerson"]),
      rhythm: one(["fortnightly", "weekly", "monthly"]),
      isBeginner: chance(3) === 0,
      createdAt: new Date(MORNING.getTime() - chance(40) * DAY),
    })),
  });
  await client.avoidance.createMany({
    data: Array.from({ length: 400 }, (_, place) => {
      const [mentee, mentor] = [one(menteeIds), one(mentorIds)];
      const [memberId, otherId] = place % 2 === 0 ? [mentee, mentor] : [mentor, mentee];
      return { id: `avoidance-${place}`, networkId, memberId, otherId, kind: `k${place}`, createdAt: MORNING };
    }),
  });
  return { cohortId, mentorIds, menteeIds };
}

describe("six hundred mentees and two hundred mentors", () => {
  it("are put together as well as anybody could, and published once although the power fails twice", async () => {
    const large = await openTown(await freshDatabase("sqlite"), MENTEES + MENTORS);
    const { db, cohorts, networkId, nuisance } = large;
    const { cohortId, mentorIds } = await populate(large);
    let breaths = 0;
    nuisance.breathe = () => {
      breaths++;
    };
    const preview = await cohorts.preview(networkId);
    expect(breaths).toBeGreaterThan(MENTEES / 2);

    const points = await pointsIn(large);
    const { seats, waiting, totals, best } = preview;
    expect(seats.length + waiting.length).toBe(MENTEES);
    expect(seats.length).toBeGreaterThan(MENTEES / 2);
    expect(waiting.length).toBeGreaterThan(MENTEES / 10);
    expect(waiting.filter(({ why }) => why.kind === "taken").length).toBeGreaterThan(MENTEES / 10);
    expect(totals).toEqual(best);
    expect(totals.fit).toBe(
      seats.reduce((sum, { menteeId, mentorId }) => sum + (points.of(menteeId, mentorId) ?? NaN), 0),
    );
    expect(canGain(points, seats)).toBe(false);
    // The proof would notice: without one seat, and with two mentees exchanged, more can be had.
    expect(canGain(points, seats.slice(1))).toBe(true);
    const [first, ...others] = seats;
    const other = others.find(({ mentorId, menteeId }) => {
      if (!first || mentorId === first.mentorId) return false;
      const crossed = [points.of(first.menteeId, mentorId), points.of(menteeId, first.mentorId)] as const;
      return crossed.every((value) => value !== undefined) && sum(crossed) < first.points + pointsOf(seats, menteeId);
    });
    if (!first || !other) throw new Error("nobody to exchange");
    const exchanged = seats.map((seat) =>
      seat === first
        ? { ...seat, mentorId: other.mentorId }
        : seat === other
          ? { ...seat, mentorId: first.mentorId }
          : seat,
    );
    expect(canGain(points, exchanged)).toBe(true);
    for (const id of mentorIds)
      expect(seats.filter(({ mentorId }) => mentorId === id).length).toBeLessThanOrEqual(
        points.capacityOf.get(id) ?? 0,
      );
    expect(seats.filter(({ menteeId, mentorId }) => points.apart.has(`${menteeId} ${mentorId}`))).toEqual([]);
    expect(seats.every(({ why }) => why.met.length > 0)).toBe(true);

    expect(await cohorts.approve(networkId, mentorIds[0] ?? "")).toBe("approved");
    // Three leave before they could hear of it.
    const gone = seats.slice(100, 103).map(({ mentorId }) => mentorId);
    await db.client.mentorOffer.updateMany({ where: { memberId: { in: gone } }, data: { isOpen: false } });
    const work = { id: cohortId, at: MORNING };
    breakAfter(large, 8);
    await expect(large.job.run(work, MORNING)).rejects.toThrow("power cut");
    delete nuisance.newId;
    const half = await db.client.mentorship.count();
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(seats.length - COHORT_PIECE);
    nuisance.breathe = () => Promise.reject(new Error("power cut"));
    await expect(large.job.run(work, MORNING)).rejects.toThrow("power cut");
    delete nuisance.breathe;
    expect(await cohorts.approve(networkId, mentorIds[1] ?? "")).toBe("already");
    expect(await db.client.mentorship.count()).toBeGreaterThan(half);
    await large.workOff();

    const kept = pairsIn({ ...preview, seats: seats.filter(({ mentorId }) => !gone.includes(mentorId)) });
    expect(await large.together()).toEqual(kept);
    expect((await roomsOf(large)).sort()).toEqual(kept);
    const states = await db.client.mentorRequest.groupBy({ by: ["state"], _count: { id: true } });
    expect(new Map(states.map(({ state, _count }) => [state, _count.id]))).toEqual(
      new Map([
        ["accepted", kept.length],
        ["waiting", MENTEES - kept.length],
      ]),
    );
    const told = await db.client.delivery.count({ where: { notice: "mentor.cohortWaiting" } });
    expect(told).toBe(MENTEES - kept.length);
    expect(await large.job.upcoming(5)).toEqual([]);
  });
});

const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);

function pointsOf(seats: CohortPreview["seats"], id: string): number {
  return seats.find(({ menteeId }) => menteeId === id)?.points ?? 0;
}

/** The power fails in the middle of a piece, after so many whole ones: a mentorship takes two ids. */
function breakAfter({ nuisance }: CohortTown, pieces: number) {
  let drawn = 0;
  nuisance.newId = () => {
    if (++drawn > pieces * COHORT_PIECE * 2 + COHORT_PIECE) throw new Error("power cut");
  };
}
