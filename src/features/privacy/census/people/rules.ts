import { by, type Holdings } from "../../holdings/rules.js";

const mine = by("memberId");
const goes = { rows: mine, then: "delete" } as const;

/** Who members are, how they introduced themselves, and whom they met. */
export const people = {
  Member: {
    fields: {
      ...{ id: "member", networkId: "own", name: "text", address: "word", locale: "word", localeHint: "word" },
      ...{ timeZone: "word", zoneHint: "word", quietFrom: "word", quietUntil: "word", careAnswer: "word" },
    },
    exported: by("id"),
    shown: "about",
    steps: [
      {
        rows: by("id"),
        then: {
          ...{ name: "", address: null, locale: null, localeHint: null, timeZone: null, zoneHint: null },
          ...{ quietFrom: null, quietUntil: null, weekends: false, noDigest: false, noAsksUntil: null },
          ...{ stoppedAt: null, frozenAt: null, lastActiveAt: null },
          ...{ careStage: 0, careAt: null, careAnswer: null, digestMonthly: false },
        },
      },
    ],
  },
  Account: {
    fields: { id: "own", memberId: "member", spaceId: "own", externalId: "text" },
    exported: mine,
    shown: "about",
    steps: [goes],
  },
  Role: { fields: { memberId: "member", name: "word" }, exported: mine, shown: "about", steps: [goes] },
  Avoidance: {
    fields: { id: "own", networkId: "own", memberId: "member", otherId: "member", kind: "word" },
    // That others would rather not meet them is theirs to know alone.
    exported: mine,
    shown: "meetups",
    steps: [goes, { rows: by("otherId"), then: "delete" }],
  },
  ActivityDay: { fields: { memberId: "member", date: "word" }, exported: mine, shown: "about", steps: [goes] },
  Profile: {
    fields: {
      ...{ memberId: "member", role: "word", level: "word", institution: "text", region: "text" },
      ...{ languages: "word", line: "text", searchText: "text" },
    },
    exported: mine,
    shown: "introduction",
    steps: [goes],
  },
  ProfileTopic: {
    fields: { memberId: "member", kind: "word", key: "text", label: "text" },
    exported: mine,
    shown: "introduction",
    steps: [goes],
  },
  Enrolment: {
    fields: {
      ...{ id: "own", programmeId: "own", memberId: "member", status: "word", pausedUntil: "word", size: "word" },
      ...{ topics: "text", willing: "word", lastWeek: "word", skipWeek: "word" },
    },
    exported: mine,
    shown: "meetups",
    steps: [goes],
  },
  Unmatched: { fields: { roundId: "own", memberId: "member", why: "word" }, exported: mine, shown: "meetups" },
  Meeting: {
    fields: {
      ...{ id: "own", networkId: "own", programmeId: "own", roundId: "own", kind: "word", connectorId: "member" },
      ...{ hostId: "member", icebreaker: "word", reasons: "facts", topic: "text", week: "word", status: "word" },
    },
    exported: (memberId) => ({ members: { some: { memberId } } }),
    shown: "meetups",
    steps: [
      { rows: (memberId) => ({ members: { some: { memberId } } }), then: { reasons: [], topic: null } },
      { rows: by("connectorId"), then: { topic: null } },
    ],
  },
  MeetingMember: {
    fields: { meetingId: "own", memberId: "member", answer: "word" },
    exported: mine,
    shown: "meetups",
  },
  Encounter: {
    fields: { networkId: "own", aId: "member", bId: "member", meetingId: "own", week: "word" },
    exported: (memberId) => ({ OR: [{ aId: memberId }, { bId: memberId }] }),
    shown: "meetups",
  },
  Round: {
    fields: { id: "own", programmeId: "own", week: "word", step: "word", plan: "facts", result: "facts" },
  },
} as const satisfies Holdings;
