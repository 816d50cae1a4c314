import { by, type Holdings } from "../../holdings/rules.js";

const mine = by("memberId");
const goes = { rows: mine, then: "delete" } as const;
const emptyProduct = Object.fromEntries([
  ["byId", null],
  ["text", ""],
  ["link", null],
]);
const nameless = { rows: mine, then: { memberId: null } } as const;

/** Circles. Their question, agreements and minutes are the circle's own. */
export const circles = {
  Circle: {
    fields: {
      ...{ id: "own", networkId: "own", name: "group", question: "group", topics: "group", access: "word" },
      ...{ state: "word", stage: "word", agreements: "group", endsOn: "word", facilitatorId: "member" },
      ...{ deputyId: "member", quiet: "word", pausedUntil: "word", step: "word", homeProblem: "word" },
      ...{ mergedIntoId: "own", summary: "group" },
    },
    exported: (memberId) => ({ members: { some: { memberId } } }),
    shown: "circles",
    steps: [
      { rows: by("facilitatorId"), then: { facilitatorId: null } },
      { rows: by("deputyId"), then: { deputyId: null } },
    ],
  },
  CircleMember: {
    fields: { id: "own", circleId: "own", memberId: "member" },
    exported: mine,
    shown: "circles",
    steps: [nameless],
  },
  CircleRequest: {
    fields: {
      id: "own",
      circleId: "own",
      memberId: "member",
      kind: "word",
      byId: "member",
      state: "word",
      openKey: "key",
    },
    exported: mine,
    shown: "circles",
    steps: [goes, { rows: by("byId"), then: { byId: null } }],
  },
  CircleVote: {
    fields: { circleId: "own", memberId: "member", choice: "word" },
    exported: mine,
    shown: "circles",
    steps: [goes],
  },
  CircleMeeting: {
    fields: {
      ...{ id: "own", circleId: "own", state: "word", stage: "word", options: "word", place: "group" },
      ...{ agenda: "group", notes: "group", protocol: "facts", step: "word" },
    },
  },
  CircleAnswer: {
    fields: { meetingId: "own", memberId: "member", suits: "word" },
    exported: mine,
    shown: "circles",
    steps: [goes],
  },
  CircleAttendance: {
    fields: { id: "own", meetingId: "own", memberId: "member", state: "word" },
    exported: mine,
    shown: "circles",
    steps: [nameless],
  },
  CircleAction: {
    fields: { id: "own", circleId: "own", meetingId: "own", ownerId: "member", text: "given", dueOn: "word" },
    exported: by("ownerId"),
    shown: "circles",
    steps: [
      { rows: by("ownerId"), then: { ownerId: null, text: "" }, when: "all" },
      { rows: by("ownerId"), then: { ownerId: null }, when: "rest" },
    ],
  },
  CircleProduct: {
    fields: { circleId: "own", stage: "word", dueOn: "word", text: "given", link: "given", byId: "member" },
    exported: by("byId"),
    shown: "circles",
    steps: [
      { rows: by("byId"), then: emptyProduct, when: "all" },
      { rows: by("byId"), then: { byId: null }, when: "rest" },
    ],
  },
} as const satisfies Holdings;
