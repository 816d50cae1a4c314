import { nextStep, quietDays, USUAL_MINUTES, type Rhythm } from "../../src/features/mentoring/rules.js";
import type { Tx } from "../../src/storage/database.js";

/** What somebody of the pretend community offers as a mentor; keys of people. */
interface DemoOffer {
  readonly mentor: string;
  readonly topics: readonly string[];
  readonly levels: readonly string[];
  readonly capacity: number;
  /** Weeks from the first start in which they take nobody. */
  readonly awayWeeks?: number;
}

/** Two who have been together for a while. */
interface DemoMentorship {
  readonly mentor: string;
  readonly mentee: string;
  readonly goal: string;
  readonly rhythm: Rhythm;
  readonly startedDaysAgo: number;
  /** Days ago, oldest first; the last one is the last sign of life. */
  readonly talks: readonly number[];
  readonly nextStep?: string;
}

/** Agus has no seat left, Sari is away, and Irwan and Selvina have not talked for a good while. */
const offers: readonly DemoOffer[] = [
  { mentor: "lestari", topics: ["observasi kelas", "asesmen formatif"], levels: ["lowerSecondary"], capacity: 2 },
  { mentor: "made", topics: ["STEM", "kearifan lokal"], levels: ["upperSecondary"], capacity: 2 },
  { mentor: "irwan", topics: ["penelitian tindakan kelas"], levels: ["higher", "upperSecondary"], capacity: 3 },
  { mentor: "agus", topics: ["pendidikan inklusif"], levels: ["special", "primary"], capacity: 1 },
  { mentor: "sari", topics: ["pembelajaran inkuiri"], levels: ["upperSecondary"], capacity: 2, awayWeeks: 4 },
];

const mentorships: readonly DemoMentorship[] = [
  {
    mentor: "agus",
    mentee: "elsina",
    goal: "Mendampingi murid yang lambat membaca",
    rhythm: "fortnightly",
    startedDaysAgo: 26,
    talks: [20, 6],
    nextStep: "Mencoba kartu kata bersama dua murid",
  },
  {
    mentor: "irwan",
    mentee: "selvina",
    goal: "Menulis penelitian tindakan kelas yang pertama",
    rhythm: "weekly",
    startedDaysAgo: 25,
    talks: [17, 8],
  },
];

/** Who waits for the assignment of a cohort that is open for so many more days. */
const cohort = {
  name: "Angkatan guru pemula",
  openDays: 24,
  enrolled: [
    { mentee: "cut", goal: "Membuat penilaian yang membantu murid belajar", topics: ["asesmen formatif"] },
    { mentee: "nadia", goal: "Tenang di depan kelas selama praktik mengajar", topics: ["observasi kelas"] },
  ],
} as const;

export interface MentoringSeed {
  readonly tx: Tx;
  readonly newId: () => string;
  readonly now: Date;
  readonly topicKey: (label: string) => string;
}

const DAY = 86_400_000;

export async function writeMentoring(
  seed: MentoringSeed,
  networkId: string,
  idOf: (key: string) => string,
): Promise<void> {
  const { tx, now, topicKey } = seed;
  for (const { mentor, topics, levels, capacity, awayWeeks } of offers) {
    const away = awayWeeks === undefined ? null : dateOf(now.getTime() + awayWeeks * 7 * DAY);
    await tx.mentorOffer.create({
      data: {
        memberId: idOf(mentor),
        networkId,
        topics: topics.map((label) => ({ key: topicKey(label), label })),
        levels: [...levels],
        mode: "either",
        rhythm: "any",
        capacity,
        awayUntil: away,
        isOpen: true,
        createdAt: now,
        updatedAt: now,
      },
    });
  }
  for (const one of mentorships) await writeMentorship(seed, networkId, one, idOf);
  await writeCohort(seed, networkId, idOf);
}

async function writeCohort(
  { tx, newId, now, topicKey }: MentoringSeed,
  networkId: string,
  idOf: (key: string) => string,
): Promise<void> {
  const cohortId = newId();
  const { name, openDays, enrolled } = cohort;
  const closesOn = dateOf(now.getTime() + openDays * DAY);
  await tx.mentorCohort.create({
    data: { id: cohortId, networkId, name, closesOn, state: "open", createdAt: now },
  });
  for (const { mentee, goal, topics } of enrolled)
    await tx.mentorRequest.create({
      data: {
        id: newId(),
        ...{ networkId, menteeId: idOf(mentee), goal, cohortId, state: "enrolled", createdAt: now },
        topics: topics.map((label) => ({ key: topicKey(label), label })),
        mode: "either",
        rhythm: "fortnightly",
        isBeginner: true,
      },
    });
}

async function writeMentorship(
  { tx, newId, now }: MentoringSeed,
  networkId: string,
  { mentor, mentee, goal, rhythm, startedDaysAgo, talks, nextStep: words }: DemoMentorship,
  idOf: (key: string) => string,
): Promise<void> {
  const [mentorId, menteeId] = [idOf(mentor), idOf(mentee)];
  const ago = (days: number) => now.getTime() - days * DAY;
  const lifeAt = ago(talks.at(-1) ?? startedDaysAgo);
  // They said lately how it goes, so that the first days of a demonstration belong to the meet-up.
  const pulseAt = new Date(ago(3));
  const agreedAt = new Date(ago(talks[0] ?? 0));
  const endsAt = ago(startedDaysAgo) + quietDays("weekly").archive * 3 * DAY;
  const step = nextStep(
    {
      ...{ state: "working", rhythm, lifeAt, endsAt },
      startedAt: ago(startedDaysAgo),
      pausedUntil: undefined,
      isAgreed: true,
      isFit: true,
      keepAskedAt: undefined,
      sessions: talks.length,
      asked: { pulse: pulseAt.getTime() },
    },
    (from, days) => from + days * DAY,
  );
  await tx.mentorship.create({
    data: {
      id: newId(),
      ...{ networkId, mentorId, menteeId, goal, rhythm, agreedAt },
      state: "working",
      endsOn: dateOf(endsAt),
      startedAt: new Date(ago(startedDaysAgo)),
      lifeAt: new Date(lifeAt),
      asked: { pulse: pulseAt.toISOString() },
      step: step?.what ?? null,
      stepAt: step ? new Date(step.at) : null,
      sides: {
        create: [
          { memberId: mentorId, role: "mentor", fit: "good" },
          { memberId: menteeId, role: "mentee", fit: "good" },
        ],
      },
      sessions: {
        create: talks.map((days, place) => ({
          id: newId(),
          date: dateOf(ago(days)),
          minutes: USUAL_MINUTES,
          nextStep: place === talks.length - 1 ? (words ?? null) : null,
          byId: menteeId,
          createdAt: new Date(ago(days)),
        })),
      },
    },
  });
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
