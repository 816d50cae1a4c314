import { productDates, stages, type Stage } from "../../src/features/circles/cycle/rules.js";
import { nextStep, type Quiet } from "../../src/features/circles/quiet/rules.js";
import type { Tx } from "../../src/storage/database.js";

/** A circle of the pretend community; people by their keys, the first facilitates and the second is the deputy. */
interface DemoCircle {
  readonly name: string;
  readonly question: string;
  readonly topics: readonly string[];
  readonly access: "open" | "request";
  readonly rhythm: 7 | 14 | 28;
  readonly people: readonly string[];
  readonly stage: Stage;
  readonly startedDaysAgo: number;
  /** Days ago of its meetings, the first one first, and what they decided; one person was away each time. */
  readonly met: readonly (readonly [daysAgo: number, notes: string])[];
  readonly lifeDaysAgo: number;
  /** What the stages before this one brought. */
  readonly products: readonly string[];
  readonly action?: string;
}

/** One in each stage; the fourth has gone quiet. */
export const demoCircles: readonly DemoCircle[] = [
  {
    name: "Membaca nyaring di kelas awal",
    question: "Bagaimana anak kelas awal menjadi suka membaca?",
    topics: ["literasi", "membaca permulaan"],
    access: "open",
    rhythm: 14,
    people: ["fitri", "elsina", "norhayati", "dewi"],
    stage: "reflect",
    startedDaysAgo: 6,
    met: [],
    lifeDaysAgo: 2,
    products: [],
  },
  {
    name: "Asesmen yang membantu belajar",
    question: "Bagaimana umpan balik membuat murid memperbaiki pekerjaannya?",
    topics: ["asesmen formatif"],
    access: "request",
    rhythm: 14,
    people: ["sari", "lestari", "made", "rizal", "bayu"],
    stage: "plan",
    startedDaysAgo: 20,
    met: [
      [16, "Kami membaca komentar di lima buku murid. Yang pendek dan jelas lebih sering dipakai."],
      [4, "Tiap guru mencoba satu komentar yang bisa langsung dikerjakan murid."],
    ],
    lifeDaysAgo: 4,
    products: [
      "Murid membaca nilainya, jarang membaca komentarnya. Pertanyaan kami: komentar seperti apa yang dipakai?",
    ],
    action: "Menulis komentar yang bisa dikerjakan untuk lima murid",
  },
  {
    name: "Talk that helps thinking",
    question: "How do quiet pupils come to speak in a full class?",
    topics: ["speaking", "formative assessment"],
    access: "request",
    rhythm: 7,
    people: ["claire", "farah", "maya", "jonas"],
    stage: "do",
    startedDaysAgo: 33,
    met: [
      [28, "We counted who spoke in one lesson each: six of thirty."],
      [21, "Everybody tries two minutes of writing before the first question."],
      [14, "More hands went up. We wait five seconds longer after a question."],
      [6, "Pairs talk first, then one of each pair. We look again at the quiet ones."],
    ],
    lifeDaysAgo: 3,
    products: [
      "Six pupils of thirty did most of the talking. The others knew more than they said.",
      "Two minutes of writing before anybody speaks; we count voices, not answers.",
    ],
    action: "Count the voices in one lesson",
  },
  {
    name: "Kebun sekolah sebagai laboratorium",
    question: "Bagaimana kebun sekolah dipakai untuk belajar sains sepanjang tahun?",
    topics: ["sains", "kearifan lokal"],
    access: "open",
    rhythm: 7,
    people: ["yulianus", "cut", "zeferino", "selvina"],
    stage: "evaluate",
    startedDaysAgo: 54,
    met: [
      [47, "Kebun dilihat bersama: apa yang bisa diamati murid sepuluh menit?"],
      [40, "Murid mencatat sendiri satu hal yang berubah tiap pekan."],
      [26, "Catatan murid makin panjang. Kami lanjutkan sampai panen."],
    ],
    lifeDaysAgo: 12,
    products: [
      "Kebun dirawat, tetapi jarang dipakai untuk belajar.",
      "Satu pengamatan sepuluh menit tiap pekan, dicatat murid sendiri.",
      "Sudah tiga pekan; catatan murid makin panjang.",
    ],
  },
];

export interface CirclesSeed {
  readonly tx: Tx;
  readonly newId: () => string;
  readonly now: Date;
  readonly topicKey: (label: string) => string;
}

const DAY = 86_400_000;
const MINUTES = 60;
/** Days of a whole cycle. */
const CYCLE = 56;

export async function writeCircles(seed: CirclesSeed, networkId: string, idOf: (key: string) => string): Promise<void> {
  for (const one of demoCircles) await writeCircle(seed, networkId, one, idOf);
}

async function writeCircle(
  seed: CirclesSeed,
  networkId: string,
  one: DemoCircle,
  idOf: (key: string) => string,
): Promise<void> {
  const { tx, newId, now, topicKey } = seed;
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const id = newId();
  const [first = "", second = ""] = one.people;
  const lifeAt = ago(one.lifeDaysAgo);
  const quiet: Quiet = "none";
  const step = nextStep(
    {
      ...{ state: "active", rhythm: one.rhythm, lifeAt: lifeAt.getTime(), quiet, quietAt: undefined },
      ...{ meetingUntil: undefined, resumesAt: undefined, endsAt: undefined },
    },
    (from, days) => from + days * DAY,
  );
  const startsOn = dateOf(ago(one.startedDaysAgo));
  const dates = productDates(startsOn, CYCLE);
  await tx.circle.create({
    data: {
      ...{ id, networkId, name: one.name, question: one.question, access: one.access, isListed: true },
      topics: one.topics.map((label) => ({ key: topicKey(label), label })),
      ...{ state: "active", stage: one.stage, rhythm: one.rhythm, agreements: "" },
      ...{ stageAt: lifeAt, startedAt: ago(one.startedDaysAgo), lifeAt, quiet, homeAt: now },
      ...{ facilitatorId: idOf(first), deputyId: idOf(second), endsOn: dates.evaluate, endAskedAt: now },
      ...{ step: step?.what ?? null, stepAt: step ? new Date(step.at) : null },
      members: {
        create: one.people.map((key) => ({ id: newId(), memberId: idOf(key), joinedAt: ago(one.startedDaysAgo) })),
      },
      products: {
        create: stages.map((stage, place) => {
          const text = one.products[place];
          const done = {
            text: text ?? "",
            doneAt: text === undefined ? null : doneBy(dates[stage], lifeAt),
            byId: text === undefined ? null : idOf(first),
          };
          return { stage, dueOn: dates[stage], ...done };
        }),
      },
    },
  });
  for (const [place, [days, notes]] of one.met.entries()) {
    const date = dateOf(ago(days));
    const stage = stages.find((known) => date <= dates[known] || known === one.stage) ?? one.stage;
    await writeMeeting(seed, { circleId: id, people: one.people.map(idOf), date, stage, notes, place });
  }
  if (one.action !== undefined)
    await tx.circleAction.create({
      data: {
        ...{ id: newId(), circleId: id, ownerId: idOf(first), text: one.action, createdAt: lifeAt },
        dueOn: dateOf(new Date(now.getTime() + 7 * DAY)),
      },
    });
}

/** The afternoon before a product was due, or the last sign of life where that came sooner. */
function doneBy(dueOn: string, lifeAt: Date): Date {
  return new Date(Math.min(lifeAt.getTime(), Date.parse(`${dueOn}T09:00:00Z`) - DAY));
}

interface DemoMeeting {
  readonly circleId: string;
  readonly people: readonly string[];
  readonly date: string;
  readonly stage: Stage;
  readonly notes: string;
  /** Its place among the meetings of the circle, from 0. */
  readonly place: number;
}

async function writeMeeting(
  { tx, newId }: CirclesSeed,
  { circleId, people, date, stage, notes, place }: DemoMeeting,
): Promise<void> {
  // In the afternoon, whenever the demonstration begins.
  const at = new Date(`${date}T08:30:00Z`);
  // Those who lead were always there, the others in turn.
  const away = people[people.length - 1 - (place % (people.length - 2))];
  await tx.circleMeeting.create({
    data: {
      ...{ id: newId(), circleId, state: "held", stage, options: [at.toISOString()], at, minutes: MINUTES },
      ...{ place: "", agenda: "", sequence: 1, notes, notesAt: at, createdAt: at },
      attendance: {
        create: people.map((memberId) => ({
          ...{ id: newId(), memberId, at },
          state: memberId === away ? "absent" : "present",
        })),
      },
    },
  });
}

function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
