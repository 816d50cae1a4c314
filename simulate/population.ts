import { oneOf, type Draw } from "./chance.js";
import { manners, type Kind } from "./behaviour.js";

/** A made-up member, as they are and as they tell of themselves. */
export interface Someone {
  /** On the pretend platform. */
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly locale: "id" | "en";
  readonly timeZone: string;
  readonly institution: string;
  readonly role: "schoolLeader" | "supervisor" | "teacher";
  readonly languages: readonly string[];
  readonly subjects: readonly string[];
  readonly offers: readonly string[];
  readonly seeks: readonly string[];
  /** Days after the year began. */
  readonly joinsOn: number;
  /** The week in which they leave for good, if they are of that kind. */
  readonly leavesIn: number | undefined;
  readonly isOrganiser: boolean;
}

const INSTITUTIONS = [
  { name: "SMA Merdeka Jakarta", timeZone: "Asia/Jakarta" },
  { name: "SMP Bahari Makassar", timeZone: "Asia/Makassar" },
  { name: "SMK Cenderawasih Jayapura", timeZone: "Asia/Jayapura" },
] as const;

const SUBJECTS = [
  "Fisika",
  "Kimia",
  "Biologi",
  "Matematika",
  "Bahasa Inggris",
  "Bahasa Indonesia",
  "Sejarah",
  "Geografi",
  "Seni",
  "Informatika",
] as const;
const INTERESTS = [
  "asesmen formatif",
  "literasi",
  "numerasi",
  "pembelajaran berdiferensiasi",
  "projek",
  "STEM",
  "kelas besar",
  "teknologi pembelajaran",
  "lesson study",
  "kecerdasan artifisial",
] as const;

const FIRST = [
  "Sari",
  "Made",
  "Budi",
  "Dewi",
  "Rizal",
  "Yohana",
  "Agus",
  "Nurul",
  "Tirta",
  "Maria",
  "Joko",
  "Wahyu",
] as const;
const LAST = ["Wulandari", "Putra", "Santoso", "Lestari", "Daeng", "Wenda", "Hidayat", "Siregar"] as const;

/** The most days after the beginning on which somebody still comes for the first time. */
const LAST_ARRIVAL = 210;

/** So many people, the same for the same seed. The first two of each institution lead it or supervise it. */
export function population(count: number, draw: Draw): readonly Someone[] {
  return Array.from({ length: count }, (_, place) => someone(place, draw));
}

function someone(place: number, draw: Draw): Someone {
  const id = `p${String(place).padStart(4, "0")}`;
  const own: Draw = (...about) => draw(id, ...about);
  const { name: institution, timeZone } = INSTITUTIONS[place % INSTITUTIONS.length] ?? INSTITUTIONS[0];
  const rank = Math.floor(place / INSTITUTIONS.length);
  const kind = place === 0 ? "eager" : kindFor(own("kind"));
  const languages = languagesFor(own("languages"));
  const speaksEnglish = languages.includes("en") && (languages.length === 1 || own("locale") < 0.5);
  const soon = own("soon") < 0.5;
  return {
    ...{ id, kind, timeZone, institution, languages },
    name: `${oneOf(FIRST, own("first"))} ${oneOf(LAST, own("last"))} ${place}`,
    locale: speaksEnglish ? "en" : "id",
    role: rank === 0 ? "schoolLeader" : rank === 1 ? "supervisor" : "teacher",
    subjects: [oneOf(SUBJECTS, own("subject")), oneOf(INTERESTS, own("interest") ** 2)],
    offers: [oneOf(INTERESTS, own("offer") ** 2)],
    seeks: [oneOf(INTERESTS, own("seek") ** 2)],
    // Half come in the first fortnight, the others trickle in, fewer and fewer.
    joinsOn: place === 0 ? 0 : Math.floor(soon ? own("day") * 14 : own("day") ** 2 * LAST_ARRIVAL),
    leavesIn: kind === "leaver" ? 8 + Math.floor(own("leaves") * 34) : undefined,
    isOrganiser: place === 0,
  };
}

function kindFor(drawn: number): Kind {
  let left = drawn;
  for (const [kind, { share }] of Object.entries(manners)) {
    if (left < share) return kind as Kind;
    left -= share;
  }
  return "polite";
}

function languagesFor(drawn: number): readonly string[] {
  if (drawn < 0.68) return ["id"];
  return drawn < 0.94 ? ["id", "en"] : ["en"];
}

/** Two people have something to talk about: a topic of both, or one offers what the other looks for. */
export function shareTopic(a: Someone, b: Someone): boolean {
  const meets = (some: readonly string[], others: readonly string[]) => some.some((topic) => others.includes(topic));
  return meets(a.subjects, b.subjects) || meets(a.offers, b.seeks) || meets(b.offers, a.seeks);
}
