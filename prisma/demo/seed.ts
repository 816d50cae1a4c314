import { calledName, pairOf } from "../../src/features/members/rules.js";
import type { SandboxStore } from "../../src/platforms/sandbox/store.js";
import type { Tx } from "../../src/storage/database.js";
import { writeCircles } from "./circles.js";
import { writeMentoring } from "./mentoring.js";
import { writeShelf } from "./shelf.js";
import { demoNetwork, demoPeople } from "./people.js";
import type { DemoPerson } from "./person.js";
import { demoDoNotMeet, demoEvaluations, demoHistory } from "./relations.js";

export interface SeedParts {
  readonly tx: Tx;
  readonly newId: () => string;
  readonly now: Date;
  readonly topicKey: (label: string) => string;
  readonly shipCalendar: (networkId: string, tx: Tx) => Promise<void>;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Writes the demo community as if it had lived for a while. All in the transaction at hand. */
export async function seedDemo(parts: SeedParts): Promise<void> {
  const { tx, newId, now } = parts;
  const networkId = newId();
  const spaceId = newId();
  const { introductions, meetups } = demoNetwork.channels;
  await tx.network.create({
    data: {
      id: networkId,
      name: demoNetwork.name,
      locale: demoNetwork.locale,
      timeZone: demoNetwork.timeZone,
      settings: { channels: { introductions: introductions.id, meetups: meetups.id } },
      createdAt: ago(now, 26),
    },
  });
  await tx.space.create({
    data: {
      id: spaceId,
      networkId,
      platform: "sandbox",
      externalId: "sandbox",
      name: demoNetwork.name,
      createdAt: ago(now, 26),
    },
  });
  await parts.shipCalendar(networkId, tx);
  const ids = new Map(demoPeople.map(({ key }) => [key, newId()]));
  const idOf = (key: string) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`the demo community has nobody called "${key}"`);
    return id;
  };
  for (const person of demoPeople) await writePerson(parts, networkId, spaceId, idOf(person.key), person);
  await writeRelations(parts, networkId, idOf);
  await writeMeetups(parts, networkId, idOf);
  await writeMentoring(parts, networkId, idOf);
  await writeCircles(parts, networkId, idOf);
  await writeShelf(parts, networkId, idOf);
}

/** People and channels of the sandbox itself. Harmless when they are there. */
export async function seedSandbox(store: SandboxStore, now: Date, withDemo: boolean): Promise<void> {
  for (const { id, name } of Object.values(demoNetwork.channels)) {
    await store.openPlace({ id, kind: "channel", name, members: [] }, undefined, now);
  }
  if (!withDemo) return;
  const here = new Set((await store.people()).map(({ id }) => id));
  for (const { key, name, locale, timeZone, isOrganiser } of demoPeople) {
    if (!here.has(key)) await store.addPerson({ id: key, name, locale, timeZone, isOrganiser }, now);
  }
}

async function writePerson(
  { tx, newId, now, topicKey }: SeedParts,
  networkId: string,
  spaceId: string,
  id: string,
  person: DemoPerson,
): Promise<void> {
  const createdAt = new Date(now.getTime() - person.joinedWeeksAgo * WEEK);
  await tx.member.create({
    data: {
      id,
      networkId,
      name: person.name,
      address: person.address,
      localeHint: person.locale,
      zoneHint: person.timeZone,
      createdAt,
      lastActiveAt: now,
      accounts: { create: { id: newId(), spaceId, externalId: person.key } },
      ...(person.isOrganiser ? { roles: { create: { name: "organiser" } } } : {}),
    },
  });
  // The newcomer has not introduced herself yet.
  if (person.line === "" && person.offers.length + person.seeks.length + person.subjects.length === 0) return;
  const topics = [
    ...person.subjects.map((label) => ({ kind: "subject", label })),
    ...person.offers.map((label) => ({ kind: "offer", label })),
    ...person.seeks.map((label) => ({ kind: "seek", label })),
  ].map((topic, position) => ({ memberId: id, position, key: topicKey(topic.label), ...topic }));
  const unique = [...new Map(topics.map((topic) => [`${topic.kind} ${topic.key}`, topic])).values()];
  await tx.profile.create({
    data: {
      memberId: id,
      role: person.role,
      level: person.level ?? null,
      institution: person.institution,
      region: person.region,
      languages: [...person.languages],
      line: person.line,
      searchText: [
        calledName(person.name, person.address),
        person.institution,
        person.region,
        person.line,
        ...topics.map(({ label }) => label),
      ]
        .join(" ")
        .toLowerCase(),
      createdAt,
      updatedAt: createdAt,
    },
  });
  await tx.profileTopic.createMany({ data: unique });
}

async function writeRelations(
  { tx, newId, now }: SeedParts,
  networkId: string,
  idOf: (key: string) => string,
): Promise<void> {
  const pairs = [
    ...demoEvaluations.map(({ evaluator, evaluated }) => ({
      memberId: idOf(evaluator),
      otherId: idOf(evaluated),
      kind: "evaluator",
    })),
    ...demoDoNotMeet.map(({ member, other }) => ({ memberId: idOf(member), otherId: idOf(other), kind: "doNotMeet" })),
  ];
  await tx.avoidance.createMany({ data: pairs.map((pair) => ({ ...pair, id: newId(), networkId, createdAt: now })) });
}

async function writeMeetups(
  { tx, newId, now }: SeedParts,
  networkId: string,
  idOf: (key: string) => string,
): Promise<void> {
  const programmeId = newId();
  await tx.programme.create({
    data: {
      id: programmeId,
      networkId,
      kind: "meetup",
      status: "active",
      weekday: 2,
      time: "15:30",
      restWeeks: 12,
      approval: "auto",
      createdAt: ago(now, 20),
    },
  });
  const lastWeek = new Map(
    demoHistory.flatMap(({ members, weeksAgo }) => members.map((key) => [key, mondayAgo(now, weeksAgo)] as const)),
  );
  for (const { key, meetup, joinedWeeksAgo } of demoPeople) {
    if (!meetup.joined) continue;
    await tx.enrolment.create({
      data: {
        id: newId(),
        programmeId,
        memberId: idOf(key),
        status: "active",
        size: meetup.size,
        cadenceWeeks: meetup.cadenceWeeks,
        pausedUntil: meetup.pausedWeeks === undefined ? null : day(new Date(now.getTime() + meetup.pausedWeeks * WEEK)),
        topics: [],
        joinedAt: ago(now, joinedWeeksAgo),
        lastWeek: lastWeek.get(key) ?? null,
      },
    });
  }
  for (const past of demoHistory) await writeMeeting({ tx, newId, now }, networkId, programmeId, past, idOf);
}

async function writeMeeting(
  { tx, newId, now }: Pick<SeedParts, "tx" | "newId" | "now">,
  networkId: string,
  programmeId: string,
  past: (typeof demoHistory)[number],
  idOf: (key: string) => string,
): Promise<void> {
  const members = past.members.map(idOf);
  const week = mondayAgo(now, past.weeksAgo);
  const happened = past.outcome !== "wontHappen";
  const at = new Date(Date.parse(week) + 8 * DAY);
  const meeting = await tx.meeting.create({
    data: {
      id: newId(),
      networkId,
      programmeId,
      kind: "round",
      hostId: members[0] ?? "",
      icebreaker: "i01",
      reasons: [],
      createdAt: at,
      week,
      status: happened ? "met" : "closed",
      members: { create: members.map((memberId) => ({ memberId, answer: past.outcome, answeredAt: at, signAt: at })) },
    },
  });
  const pairs = members.flatMap((a, index) => members.slice(index + 1).map((b) => pairOf(a, b)));
  await tx.encounter.createMany({
    data: pairs.map(([aId, bId]) => ({ networkId, aId, bId, meetingId: meeting.id, week, happened })),
  });
}

function ago(now: Date, weeks: number): Date {
  return new Date(now.getTime() - weeks * WEEK);
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function mondayAgo(now: Date, weeks: number): string {
  const at = ago(now, weeks);
  return day(new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY));
}
