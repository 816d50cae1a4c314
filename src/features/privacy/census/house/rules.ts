import { by, type Holdings } from "../../holdings/rules.js";

const mine = by("memberId");
const goes = { rows: mine, then: "delete" } as const;

const UNLINKED: Readonly<Record<string, unknown>> = { link: null };

/** What the program keeps to do its work, and the care for members. */
export const house = {
  Network: { fields: { id: "own", name: "group", locale: "word", timeZone: "word", settings: "group" } },
  Space: { fields: { id: "own", networkId: "own", platform: "word", externalId: "own", name: "group" } },
  CalendarEntry: {
    fields: {
      ...{ id: "own", networkId: "own", kind: "word", effect: "word", from: "word", until: "word", name: "group" },
      shippedId: "own",
    },
  },
  Programme: { fields: { id: "own", networkId: "own", kind: "word", status: "word", time: "word", approval: "word" } },
  Room: { fields: { key: "own", spaceId: "own", externalId: "own" } },
  Shelf: { fields: { networkId: "own" } },
  Delivery: {
    // Deliveries are gone through one by one: see forgetting.ts.
    fields: {
      ...{ id: "own", key: "key", networkId: "own", recipient: "key", to: "facts", notice: "word", facts: "facts" },
      ...{ status: "word", leaseToken: "own", reason: "word", heldWhy: "word", receipt: "own", mergedInto: "own" },
    },
    exported: (memberId) => ({ recipient: `member:${memberId}` }),
    shown: "messages",
    steps: [{ rows: (memberId) => ({ recipient: `member:${memberId}` }), then: "delete" }],
  },
  // Kept for a day, or by a trace from which nobody can be told.
  PlatformMark: { fields: { platform: "word", key: "own", receipt: "own" } },
  Contact: {
    fields: { memberId: "member", deliveryId: "own" },
    exported: mine,
    shown: "messages",
    steps: [goes],
  },
  // A job that does something for a member says for whom in the name of its run.
  JobRun: { fields: { job: "word", slot: "key", status: "word", leaseToken: "own", result: "word" } },
  AuditEntry: {
    fields: { id: "own", networkId: "own", memberId: "member", action: "word", facts: "facts" },
    exported: mine,
    shown: "organising",
  },
  SandboxMember: { fields: { id: "own", name: "text", locale: "word", timeZone: "word" }, outside: "platform" },
  SandboxPlace: { fields: { id: "own", kind: "word", name: "text", key: "own", members: "own" }, outside: "platform" },
  SandboxMessage: {
    fields: { id: "own", nonce: "own", placeId: "own", onlyFor: "own", authorId: "own", card: "text" },
    outside: "platform",
  },
  SandboxClock: { fields: {} },
  Welcome: {
    fields: { memberId: "member", step: "word", greeterId: "member", buddyId: "member" },
    exported: mine,
    shown: "care",
    steps: [
      goes,
      { rows: by("greeterId"), then: { greeterId: null } },
      { rows: by("buddyId"), then: { buddyId: null } },
    ],
  },
  WatchedChannel: {
    fields: { id: "own", networkId: "own", platform: "word", spaceId: "own", channelId: "own", name: "group" },
  },
  Practice: {
    fields: { memberId: "member", current: "word", told: "word" },
    exported: mine,
    shown: "care",
    steps: [goes],
  },
  Report: {
    fields: {
      ...{ id: "own", networkId: "own", reporterId: "member", aboutId: "member", kind: "word", text: "text" },
      ...{ circleId: "own", caseKey: "key", link: "text", status: "word", closedBy: "member", note: "group" },
    },
    // What others reported about them is the others' text, and what came of it was noted for organisers only.
    exported: by("reporterId"),
    withheld: ["closedBy", "note"],
    shown: "care",
    steps: [
      { rows: by("reporterId"), then: { reporterId: null, text: "", ...UNLINKED } },
      { rows: by("aboutId"), then: { aboutId: null, ...UNLINKED } },
    ],
  },
  Forgetting: { fields: { id: "own", networkId: "own", why: "word" } },
  ActivityMonth: { fields: { networkId: "own", month: "word" } },
} as const satisfies Holdings;
