import type { Database } from "../src/storage/database.js";
import { insertMany } from "../src/storage/insert.js";

const SUBJECTS = [
  "fisika",
  "kimia",
  "biologi",
  "matematika",
  "bahasa inggris",
  "sejarah",
  "ipa",
  "literasi",
  "numerasi",
  "stem",
  "seni",
  "geografi",
];
const ZONES = ["Asia/Jakarta", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];
const CHUNK = 500;

/** A network of `count` introduced members who all take part in the weekly meet-up. Made alike each time. */
export async function populate(
  db: Database,
  count: number,
  at: Date,
): Promise<{ networkId: string; programmeId: string }> {
  const networkId = `bench-${count}`;
  const programmeId = `programme-${count}`;
  const spaceId = `space-${count}`;
  const { client } = db;
  await client.network.create({
    data: { id: networkId, name: "Bench", locale: "id", timeZone: "Asia/Jakarta", settings: {}, createdAt: at },
  });
  await client.space.create({
    data: { id: spaceId, networkId, platform: "bench", externalId: networkId, name: "Bench", createdAt: at },
  });
  await client.programme.create({
    data: {
      id: programmeId,
      networkId,
      kind: "meetup",
      status: "active",
      weekday: 2,
      time: "15:30",
      restWeeks: 12,
      approval: "auto",
      createdAt: at,
    },
  });
  for (let start = 0; start < count; start += CHUNK) {
    const people = Array.from({ length: Math.min(CHUNK, count - start) }, (_, index) => start + index);
    const idOf = (index: number) => `m${count}-${index}`;
    await client.member.createMany({
      data: people.map((i) => ({
        id: idOf(i),
        networkId,
        name: `Guru ${i}`,
        createdAt: at,
        zoneHint: ZONES[i % ZONES.length] ?? null,
      })),
    });
    await client.account.createMany({
      data: people.map((i) => ({ id: `a${count}-${i}`, memberId: idOf(i), spaceId, externalId: `u${i}` })),
    });
    await client.profile.createMany({
      data: people.map((i) => ({
        memberId: idOf(i),
        role: i % 40 === 0 ? "schoolLeader" : "teacher",
        level: ["primary", "lowerSecondary", "upperSecondary"][i % 3] ?? null,
        institution: `SMAN ${i % Math.max(10, count / 20)}`,
        region: `Kabupaten ${i % 60}`,
        languages: i % 7 === 0 ? ["en", "id"] : ["id"],
        searchText: `guru ${i} ${SUBJECTS[i % SUBJECTS.length] ?? ""}`,
        createdAt: at,
        updatedAt: at,
      })),
    });
    await client.profileTopic.createMany({
      data: people.flatMap((i) =>
        (["subject", "offer", "seek"] as const).map((kind, turn) => {
          const label = SUBJECTS[(i * (turn * 2 + 1) + turn) % SUBJECTS.length] ?? "";
          return { memberId: idOf(i), kind, key: label, label, position: 0 };
        }),
      ),
    });
    await client.enrolment.createMany({
      data: people.map((i) => ({
        id: `e${count}-${i}`,
        programmeId,
        memberId: idOf(i),
        status: "active",
        size: "either",
        cadenceWeeks: 1,
        topics: [],
        joinedAt: at,
      })),
    });
  }
  return { networkId, programmeId };
}

/** So many weekly rounds behind that network, in which everybody met somebody else each time. */
export async function addHistory(db: Database, count: number, weeks: number, at: Date): Promise<void> {
  const networkId = `bench-${count}`;
  const programmeId = `programme-${count}`;
  const idOf = (index: number) => `m${count}-${index % count}`;
  for (let ago = 1; ago <= weeks; ago++) {
    const week = mondayBefore(at, ago);
    // Everybody meets whoever stands as many places away as weeks have gone by: never the same two.
    const pairs = pairsApart(count, ago).map(([a, b]): [string, string] =>
      idOf(a) < idOf(b) ? [idOf(a), idOf(b)] : [idOf(b), idOf(a)],
    );
    const idOfMeeting = (index: number) => `past-${count}-${ago}-${index}`;
    const past = { networkId, programmeId, kind: "round", icebreaker: "", reasons: [], week, status: "met" };
    await insertMany(
      db.client,
      "Meeting",
      pairs.map(([hostId], index) => ({ ...past, id: idOfMeeting(index), hostId, createdAt: new Date(week) })),
    );
    await insertMany(
      db.client,
      "MeetingMember",
      pairs.flatMap((pair, index) =>
        pair.map((memberId) => ({ meetingId: idOfMeeting(index), memberId, answer: "met" })),
      ),
    );
    await insertMany(
      db.client,
      "Encounter",
      pairs.map(([aId, bId], index) => ({ networkId, aId, bId, meetingId: idOfMeeting(index), week, happened: true })),
    );
  }
}

/** Each number below `count` at most once, with the one `apart` places further. */
function pairsApart(count: number, apart: number): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let start = 0; start + 2 * apart <= count; start += 2 * apart) {
    for (let index = start; index < start + apart; index++) pairs.push([index, index + apart]);
  }
  return pairs;
}

function mondayBefore(at: Date, weeks: number): string {
  const day = new Date(at.getTime() - weeks * 7 * 86_400_000);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
