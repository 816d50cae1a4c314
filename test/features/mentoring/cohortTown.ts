import { makePortraits } from "../../../src/features/introductions/portraits.js";
import { makeCalendar } from "../../../src/features/members/calendar/service.js";
import { cohortJobs } from "../../../src/features/mentoring/cohortPublishing.js";
import { makeCohorts } from "../../../src/features/mentoring/cohorts.js";
import { fitBetween } from "../../../src/features/mentoring/fit.js";
import type { MentoringParts } from "../../../src/features/mentoring/parts.js";
import { makeRequests, type RequestDraft } from "../../../src/features/mentoring/requests.js";
import { offeringOf, wishOf } from "../../../src/features/mentoring/stored.js";
import { makeOutbox } from "../../../src/outbox/outbox.js";
import type { Database } from "../../../src/storage/database.js";
import { clockAt, countedIds, foundTown, words } from "../../outbox/office.js";

export const MORNING = new Date("2026-11-02T02:00:00Z");
export const CLOSES = "2026-11-20";

const DRAFT: RequestDraft = {
  goal: "Calmer lessons",
  topics: "",
  mode: "online",
  rhythm: "fortnightly",
  isBeginner: false,
};

/** A network with mentoring, on a clock that stands still. What `nuisance` holds breaks in, as a power cut would. */
export async function openTown(db: Database, members = 0) {
  const clock = clockAt(MORNING);
  const { now } = clock;
  const ids = countedIds("x");
  const nuisance: { newId?: () => void; breathe?: () => Promise<void> | void } = {};
  const newId = () => {
    nuisance.newId?.();
    return ids();
  };
  const calendar = makeCalendar({ db, newId, now, wallClock: now, changed: () => Promise.resolve() });
  const portraits = makePortraits({ db, nearestLocale: (tag) => words.nearest(tag) });
  const parts: MentoringParts = {
    ...{ db, calendar, portraits, newId, now },
    outbox: makeOutbox({ newId, now }),
    breathe: async () => nuisance.breathe?.(),
    topicKey: (label) => label.toLowerCase(),
  };
  const requests = makeRequests(parts);
  const cohorts = makeCohorts(parts, requests);
  const [job] = cohortJobs(db, cohorts);
  if (!job) throw new Error("there is no job");
  const { networkId, memberIds } = await foundTown(db, { members, locale: "id" });

  return {
    ...{ db, clock, parts, requests, cohorts, networkId, memberIds, nuisance, job },

    /** Somebody who offers these topics. */
    async offers(mentorId: string, topics: string, changes: { capacity?: number; mode?: string } = {}) {
      await db.client.mentorOffer.create({
        data: {
          ...{ memberId: mentorId, networkId, levels: [], rhythm: "any", isOpen: true },
          ...{ mode: "either", capacity: 1, createdAt: now(), updatedAt: now(), ...changes },
          topics: topicsOf(topics),
        },
      });
    },

    async enrols(menteeId: string, topics: string, changes: Partial<RequestDraft> = {}): Promise<string> {
      const cohort = await cohorts.ensureOpen(networkId);
      return (await requests.ask(networkId, menteeId, { ...DRAFT, topics, ...changes }, cohort?.id)).id;
    },

    async speaks(memberId: string, languages: readonly string[]) {
      await db.client.profile.create({
        data: {
          ...{ memberId, role: "teacher", languages: [...languages], searchText: "" },
          ...{ createdAt: now(), updatedAt: now() },
        },
      });
    },

    async avoids(memberId: string, otherId: string) {
      await db.client.avoidance.create({
        data: { id: newId(), networkId, memberId, otherId, kind: "asked", createdAt: now() },
      });
    },

    /** Everything that the job has to do now. */
    async workOff(): Promise<void> {
      for (const work of await job.upcoming(5)) await job.run(work, now());
    },

    stateOf: async (requestId: string) =>
      (await db.client.mentorRequest.findUniqueOrThrow({ where: { id: requestId } })).state,

    /** "mentee mentor" of all mentorships. */
    async together(): Promise<string[]> {
      const rows = await db.client.mentorship.findMany();
      return rows.map(({ menteeId, mentorId }) => `${menteeId} ${mentorId}`).sort();
    },
  };
}

export type CohortTown = Awaited<ReturnType<typeof openTown>>;

export function topicsOf(text: string): { key: string; label: string }[] {
  return text
    .split(",")
    .map((label) => label.trim())
    .filter((label) => label !== "")
    .map((label) => ({ key: label.toLowerCase(), label }));
}

/** What two are worth to each other, or undefined where they must not be together; written apart from the service. */
export async function pointsIn({ db, parts, networkId }: CohortTown) {
  const offers = await db.client.mentorOffer.findMany({ where: { networkId } });
  const rows = await db.client.mentorRequest.findMany({ where: { networkId } });
  const avoidances = await db.client.avoidance.findMany();
  const portraits = await parts.portraits.of([
    ...offers.map(({ memberId }) => memberId),
    ...rows.map(({ menteeId }) => menteeId),
  ]);
  const apart = new Set(avoidances.flatMap(({ memberId: a, otherId: b }) => [`${a} ${b}`, `${b} ${a}`]));
  const points = new Map<string, number>();
  const offering = offers.map((offer) => [offer.memberId, offeringOf(offer)] as const);
  for (const row of rows) {
    const wish = wishOf(row);
    for (const [mentorId, offer] of offering) {
      const [mentee, mentor] = [portraits.get(row.menteeId), portraits.get(mentorId)];
      if (!mentee || !mentor || apart.has(`${row.menteeId} ${mentorId}`)) continue;
      const fit = fitBetween(mentee, wish, mentor, offer, MORNING);
      if (fit) points.set(`${row.menteeId} ${mentorId}`, fit.points);
    }
  }
  return {
    of: (menteeId: string, mentorId: string) => points.get(`${menteeId} ${mentorId}`),
    menteeIds: rows.map(({ menteeId }) => menteeId),
    capacityOf: new Map(offers.map(({ memberId, capacity }) => [memberId, capacity])),
    apart,
  };
}

export type Points = Awaited<ReturnType<typeof pointsIn>>;

/** A seat is worth more than any fit. */
const SEAT = 1e6;

/**
 * Whether some mentees could move around in a ring so that all together gain: an assignment is the best exactly when there
 * is no such ring. The last place is that of nobody, where empty seats wait as well.
 */
export function canGain(
  { of, menteeIds, capacityOf }: Points,
  seats: readonly { readonly menteeId: string; readonly mentorId: string }[],
): boolean {
  const mentorIds = [...capacityOf.keys()];
  const nobody = mentorIds.length;
  const mentorOf = new Map(seats.map(({ menteeId, mentorId }) => [menteeId, mentorIds.indexOf(mentorId)]));
  const gains = mentorIds.concat("nobody").map(() => new Float64Array(nobody + 1).fill(-Infinity));
  const raise = (from: number, to: number, gain: number) => {
    const row = gains[from];
    if (row) row[to] = Math.max(row[to] ?? -Infinity, gain);
  };
  const worth = (menteeId: string, place: number) => {
    if (place === nobody) return 0;
    const points = of(menteeId, mentorIds[place] ?? "");
    return points === undefined ? -Infinity : SEAT + points;
  };
  for (const menteeId of menteeIds) {
    const from = mentorOf.get(menteeId) ?? nobody;
    const now = worth(menteeId, from);
    for (let to = 0; to <= nobody; to++) if (to !== from) raise(from, to, worth(menteeId, to) - now);
  }
  for (const [place, id] of mentorIds.entries()) {
    const taken = seats.filter(({ mentorId }) => mentorId === id).length;
    if (taken < (capacityOf.get(id) ?? 0)) raise(place, nobody, 0);
    // An empty seat may come into being.
    raise(nobody, place, 0);
  }
  return hasGainfulRing(gains);
}

/** Longest ways from anywhere: when they still grow after as many steps as there are places, a ring feeds them. */
function hasGainfulRing(gains: readonly Float64Array[]): boolean {
  const most = new Float64Array(gains.length);
  for (let round = 0; round <= gains.length; round++) {
    let grows = false;
    for (const [from, row] of gains.entries())
      for (let to = 0; to < row.length; to++) {
        const reached = (most[from] ?? 0) + (row[to] ?? -Infinity);
        if (reached > (most[to] ?? 0)) {
          most[to] = reached;
          grows = true;
        }
      }
    if (!grows) return false;
  }
  return true;
}
