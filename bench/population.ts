import type { Database } from "../src/storage/database.js";

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
