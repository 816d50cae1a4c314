import { by, type Holdings, type Where } from "../../holdings/rules.js";

const mine = by("memberId");
const goes = { rows: mine, then: "delete" } as const;
const nameless = { memberId: null } as const;
const inside = (memberId: string): Where => ({ OR: [{ mentorId: memberId }, { menteeId: memberId }] });

/** Mentoring. */
export const mentoring = {
  MentorOffer: {
    fields: {
      ...{ memberId: "member", networkId: "own", topics: "text", levels: "word", mode: "word", rhythm: "word" },
      awayUntil: "word",
    },
    exported: mine,
    shown: "mentoring",
    steps: [goes],
  },
  MentorRequest: {
    fields: {
      ...{ id: "own", networkId: "own", menteeId: "member", cohortId: "own", goal: "text", topics: "text" },
      ...{ level: "word", mode: "word", rhythm: "word", state: "word", mentorId: "member", step: "word" },
    },
    exported: by("menteeId"),
    shown: "mentoring",
    steps: [{ rows: by("menteeId"), then: { goal: "", topics: [], level: null } }],
  },
  MentorAsk: {
    fields: { requestId: "own", mentorId: "member", outcome: "word" },
    exported: by("mentorId"),
    shown: "mentoring",
  },
  Mentorship: {
    fields: {
      ...{ id: "own", networkId: "own", requestId: "own", cohortId: "own", mentorId: "member", menteeId: "member" },
      ...{ state: "word", goal: "text", rhythm: "word", channel: "text", endsOn: "word", proposal: "facts" },
      ...{ proposedBy: "member", pausedUntil: "word", asked: "word", step: "word" },
    },
    exported: inside,
    shown: "mentoring",
    steps: [
      { rows: by("menteeId"), then: { goal: "" } },
      { rows: inside, then: { channel: null, proposedBy: null }, emptied: ["proposal"] },
    ],
  },
  MentorshipSide: {
    fields: { mentorshipId: "own", memberId: "member", role: "word", fit: "word", pulse: "word", thanks: "text" },
    exported: mine,
    shown: "mentoring",
    steps: [{ rows: mine, then: { fit: null, pulse: null, thanks: null } }],
  },
  MentoringSession: {
    fields: { id: "own", mentorshipId: "own", date: "word", nextStep: "text", byId: "member" },
    exported: by("byId"),
    shown: "mentoring",
    steps: [{ rows: by("byId"), then: { nextStep: null } }],
  },
  MentoringConcern: {
    fields: { id: "own", networkId: "own", mentorshipId: "own", memberId: "member", text: "text" },
    exported: mine,
    shown: "mentoring",
    steps: [goes],
  },
  MentorCohort: {
    fields: {
      ...{ id: "own", networkId: "own", name: "group", state: "word", closesOn: "word", plan: "facts" },
      approvedBy: "member",
    },
  },
} as const satisfies Holdings;

const unseen = { sharerId: { not: null }, state: { in: ["draft", "held", "withdrawn", "removed"] } };

/** What becomes of a resource that goes: others who saved or used it stay countable. */
const emptyResource = {
  ...{ state: "removed", title: "", about: "", author: null, link: null, linkKey: null, linkDomain: null },
  ...{ fileId: null, topics: [], levels: [], audience: [], licence: null, cost: null, effort: null, doubts: [] },
  ...{ deadline: null, deadlineAt: null, remindAt: null, remindDays: null, checkAt: null, sharerId: null },
};

/** The shelf, and questions. */
export const shelf = {
  Resource: {
    fields: {
      ...{ id: "own", networkId: "own", sharerId: "member", state: "word", kind: "word", title: "given" },
      ...{ about: "given", author: "given", link: "given", linkKey: "given", linkDomain: "given", fileId: "own" },
      ...{ topics: "given", levels: "word", audience: "word", language: "word", licence: "given", cost: "given" },
      ...{ effort: "given", deadline: "word", renewsId: "own", doubts: "word", linkState: "word" },
    },
    exported: by("sharerId"),
    shown: "shelf",
    steps: [
      { rows: by("sharerId"), then: emptyResource, when: "all" },
      { rows: (sharerId) => ({ ...unseen, sharerId }), then: emptyResource, when: "rest" },
      { rows: by("sharerId"), then: { sharerId: null }, when: "rest" },
    ],
  },
  ResourceMark: {
    fields: { resourceId: "own", memberId: "member", kind: "word" },
    exported: mine,
    shown: "shelf",
    steps: [goes],
  },
  ResourceUse: {
    fields: { id: "own", resourceId: "own", memberId: "member", group: "given", change: "given" },
    exported: mine,
    shown: "shelf",
    steps: [
      { rows: mine, then: { ...nameless, group: "", change: "" }, when: "all" },
      { rows: mine, then: nameless, when: "rest" },
    ],
  },
  ResourceReport: {
    fields: { resourceId: "own", memberId: "member", reason: "word", words: "text", outcome: "word" },
    exported: mine,
    shown: "shelf",
    steps: [goes],
  },
  Collection: {
    fields: { id: "own", networkId: "own", byId: "member", title: "given" },
    exported: by("byId"),
    shown: "shelf",
    steps: [
      { rows: by("byId"), then: "delete", when: "all" },
      { rows: by("byId"), then: { byId: null }, when: "rest" },
    ],
  },
  CollectionItem: {
    fields: { collectionId: "own", resourceId: "own" },
    exported: (byId) => ({ collection: { byId } }),
    shown: "shelf",
  },
  StoredFile: {
    fields: { id: "own", networkId: "own", memberId: "member", name: "given", mediaType: "word", bytes: "given" },
    exported: mine,
    shown: "shelf",
    steps: [
      { rows: mine, then: "delete", when: "all" },
      // What stands on the shelf stays with it.
      { rows: (memberId) => ({ memberId, resources: { none: {} } }), then: "delete", when: "rest" },
      { rows: mine, then: nameless, when: "rest" },
    ],
  },
  ShelfImport: {
    fields: { id: "own", networkId: "own", memberId: "member", state: "word" },
    exported: mine,
    shown: "organising",
    steps: [goes],
  },
  ShelfImportRow: {
    fields: { importId: "own", cells: "text", why: "word" },
    exported: (memberId) => ({ import: { memberId } }),
    shown: "organising",
  },
  Ask: {
    fields: {
      id: "own",
      networkId: "own",
      askerId: "member",
      text: "given",
      topics: "given",
      state: "word",
      step: "word",
    },
    exported: by("askerId"),
    shown: "asks",
    steps: [
      { rows: by("askerId"), then: "delete", when: "all" },
      { rows: (askerId) => ({ askerId, state: "draft" }), then: "delete", when: "rest" },
      { rows: by("askerId"), then: { askerId: null }, when: "rest" },
    ],
  },
  AskHelper: {
    fields: { askId: "own", memberId: "member", outcome: "word" },
    exported: mine,
    shown: "asks",
    steps: [goes],
  },
  AskAnswer: {
    fields: { id: "own", askId: "own", memberId: "member", text: "given" },
    exported: mine,
    shown: "asks",
    steps: [
      { rows: mine, then: "delete", when: "all" },
      { rows: mine, then: nameless, when: "rest" },
    ],
  },
} as const satisfies Holdings;
