import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startProtocol } from "../../../src/features/circles/protocols/rules.js";
import { notices } from "../../../src/notices.js";
import { joinLanguages, mergeCards, type Card } from "../../../src/chat/card.js";
import { fieldViews, type FormView } from "../../../src/chat/form.js";
import { loadCommands } from "../../../src/chat/load.js";
import { person, plain, strong } from "../../../src/chat/text.js";
import { loadWords } from "../../../src/chat/words.js";
import { readerFor } from "../../../src/outbox/notice.js";
import { drawForm } from "../../../src/platforms/slack/forms.js";
import { drawCard, type Drawn } from "../../../src/platforms/slack/render.js";
import { makeWording } from "../../../src/platforms/slack/wording.js";
import type { Services } from "../../../src/kit.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const words = loadWords(`${root}/src/locales`);
const commands = await loadCommands<Services>(`${root}/commands`, words);
const wording = makeWording({ commands, words });
const names = new Map([
  ["sari", "Bu Sari"],
  ["lucy", "Lucy Tan <R&D>"],
  ["made", "Pak Made"],
]);
const userIds = new Map([
  ["sari", "U0SARI"],
  ["lucy", "U0LUCY"],
  ["made", "U0MADE"],
]);

const sari = { person: "sari" };
const lucy = { person: "lucy" };
const topic = { key: "assessment", label: "asesmen formatif" };
const participant = (who: { readonly person: string }, timeZone: string) => {
  const about = { role: "teacher", institution: "SMAN 2 Kupang", line: "I like @everyone & *bold* ideas" };
  return { who, ...about, region: undefined, timeZone };
};
const match = {
  meetingId: "meeting-1",
  participants: [participant(sari, "Asia/Jakarta"), participant(lucy, "Asia/Tokyo")],
  reasons: [{ kind: "sharedTopics", topics: [topic] }, { kind: "overlap" }],
  host: sari,
  icebreaker: "i01",
  isRepeat: true,
  kind: "round",
  window: { from: "2026-12-01T03:00:00Z", until: "2026-12-01T05:00:00Z" },
  connector: undefined,
  topic: undefined,
};

/** Why two fit as mentor and mentee, and what is only partly met. */
const why = {
  ...{ mentor: sari, mentee: lucy },
  met: [
    { kind: "topics", topics: [topic] },
    { kind: "level", level: "primary" },
    { kind: "hours", hours: 8 },
  ],
  short: [{ kind: "otherRhythm", rhythm: "monthly" }],
};
const shared = { resourceId: "resource-1", title: "Word wall for @everyone" };
const together = { mentorshipId: "mentorship-1", mentor: sari, mentee: lucy, goal: "Group work", rhythm: "weekly" };
const agreement = { goal: "Group work", rhythm: "weekly", channel: "video", endsOn: "2027-02-28" };

const anonymous = { askId: "ask-1", text: "How to assess <fairly> in a class of 40?" };
const question = { ...anonymous, asker: lucy };

const circle = { circleId: "circle-1", name: "Reading <aloud>", question: "How do pupils come to like reading?" };
const gathering = {
  ...{ meetingId: "meeting-1", circle: "Reading <aloud>", at: "2026-12-01T08:30:00.000Z", minutes: 60 },
  ...{ place: "Room 2", agenda: "Our first look", zones: ["Asia/Jakarta", "Asia/Jayapura"] },
};
const deed = { actionId: "action-1", circle: "Reading <aloud>", text: "Ask two pupils", dueOn: "2026-12-08" };

/** What each notice tells of, as its feature would write it. */
const facts: Readonly<Record<string, unknown>> = {
  "introduce.announcement": {
    ...{
      who: lucy,
      memberId: "lucy",
      role: "lecturer",
      level: "higher",
      institution: "Universitas Nusa",
      region: "Bali",
    },
    ...{ line: "Hello & <hi>", subjects: [topic], offers: [topic], seeks: [] },
  },
  "introduce.hello": { from: lucy, memberId: "lucy" },
  "meet.headsUp": { roundId: "round-1", roundAt: "2026-12-01T08:30:00Z", weeks: 2 },
  "meet.match": match,
  "meet.matchApart": { ...match, connector: { person: "made" }, topic: "lesson study" },
  "meet.roomOpened": { by: lucy, icebreaker: "i02", meetingId: "meeting-1" },
  "meet.nudge": { meetingId: "meeting-1", icebreaker: "i03" },
  "meet.timesProposed": {
    ...{ meetingId: "meeting-1", by: lucy, zones: ["Asia/Jakarta", "Asia/Makassar"] },
    slots: ["2026-12-02T08:30:00.000Z", "2026-12-03T02:00:00.000Z"],
  },
  "meet.timeTaken": {
    ...{ meetingId: "meeting-1", by: lucy, zones: ["Asia/Jakarta"] },
    ...{ at: "2026-12-02T08:30:00.000Z", calendar: "BEGIN:VCALENDAR" },
  },
  "meet.checkIn": { meetingId: "meeting-1", others: [lucy] },
  "meet.askAgain": { meetingId: "meeting-1", others: [lucy, { person: "made" }] },
  "meet.unmatched": { why: "alone", nextAt: "2026-12-15T08:30:00Z", isAgain: true },
  "meet.resting": {},
  "meet.approval": { groups: 7, unmatched: 1 },
  "meet.result": { met: 9, meetings: 12 },
  "my.called": { who: lucy },
  "setup.channelGone": { uses: ["introductions", "meetups", "asks", "shelf"], why: "archived" },
  "setup.trouble": { what: "channelClosed", channel: "temu" },
  "tips.step": { tip: "thankSpecific", weeks: 1, isAgain: true, me: sari, who: lucy, topic },
  "tips.resting": { weeks: 2 },
  "care.still": {
    you: lucy,
    proposed: {
      ...{ kind: "circle", circleId: "circle-1", name: "Reading <aloud>", meetsAt: "2026-12-01T08:30:00.000Z" },
      ...{ because: "seek", topics: [topic] },
    },
  },
  "care.last": { you: lucy },
  "care.returned": { you: lucy, wasMonthly: true },
  "care.rejoined": { you: lucy, isIntroduced: true, ended: ["meetup", "circle", "mentoring"] },
  "care.hello": { you: lucy },
  "care.again": { you: lucy },
  "care.greet": { who: sari, memberId: "sari", isIntroduced: true, isStandIn: false },
  "care.appointed": { by: sari },
  "care.buddyAsk": { who: sari, memberId: "sari", topics: [topic], level: undefined },
  "care.buddyNone": {},
  "care.buddyFound": { who: sari, memberId: "sari" },
  "care.raid": { count: 42, until: "2026-11-25T07:00:00.000Z" },
  "care.quietChannel": { channelId: "C0TALK", name: "talk <all>", days: 14, starter: "s1" },
  "upkeep.trouble": { task: "round", incident: "100001" },
  "mentor.request": {
    ...why,
    requestId: "request-1",
    goal: "Group work <in> a class of 40",
    topics: [topic],
    rhythm: "weekly",
  },
  "mentor.reminder": { requests: [{ requestId: "request-1", mentee: lucy, goal: "Group work" }] },
  "mentor.nowAsked": { requestId: "request-1", why, isNext: true },
  "mentor.noneFree": { requestId: "request-1", isNext: false },
  "mentor.givenUp": { requestId: "request-1", isNext: false },
  "mentor.cohortWaiting": { requestId: "request-1", cohort: "Spring" },
  ...Object.fromEntries(
    [
      ...["start", "askTalked", "askFit", "askAgreement", "askPulse", "nudge", "askKeep", "ending"],
      ...["archived", "resumed", "parted", "left"],
    ].map((name) => [`mentor.${name}`, together]),
  ),
  "mentor.proposed": { ...together, agreement, by: lucy },
  "mentor.agreed": { ...together, agreement },
  "mentor.paused": { ...together, until: "2027-01-11", by: lucy },
  "mentor.ended": { ...together, by: lucy, thanks: "I learned to listen." },
  "mentor.thanked": { ...together, by: lucy, words: "Thank you." },
  "mentor.reopened": { ...together, by: lucy },
  "resources.used": { ...shared, who: lucy, group: "grade 4, 28 pupils", change: "We added <drawings>." },
  "resources.decided": { ...shared, outcome: "kept" },
  "shelf.deadline": { ...shared, kind: "funding", days: 1, deadlineAt: "2026-12-02T17:00:00Z" },
  "shelf.linkGone": { ...shared, domain: "example.org" },
  "shelf.digest": {
    items: [
      { ...shared, kind: "method", sharer: lucy },
      { ...shared, kind: "papers", deadlineAt: "2026-12-02T17:00:00Z" },
    ],
  },
  "shelf.imported": { taken: 3, refused: 1, lines: [{ line: 4, why: "noTitle" }] },
  "shelf.waiting": {},
  "ask.request": { ...question, why: "offer", topics: [topic] },
  "ask.posted": { ...anonymous, topics: [topic] },
  "ask.answered": { ...anonymous, answerId: "answer-1", by: lucy, answer: "Exit tickets, <one> a lesson" },
  "ask.added": { ...anonymous, addition: "It is a class of grade 7." },
  "ask.stillLooking": question,
  "ask.nobody": question,
  "ask.keep": question,
  "ask.thanked": question,
  "ask.looked": { ...anonymous, reason: "Somebody may be in danger" },
  ...Object.fromEntries(
    [
      ...[
        "asked",
        "invited",
        "accepted",
        "declined",
        "facilitator",
        "deputy",
        "successor",
        "stage",
        "opened",
        "paused",
        "resumed",
        "changed",
        ...["relieved", "relievedDeputy", "post"],
      ],
      ...["kept", "toMerge", "finished", "archived", "merged", "welcomed", "reopened", "suggested"],
      ...["quietFacilitator", "quietCircle", "quietVote", "ending"],
    ].map((name) => [
      `circle.${name}`,
      {
        ...circle,
        who: lucy,
        requestId: "request-1",
        stage: "plan",
        until: "2026-12-15",
        other: "Writing",
        newcomers: [lucy, sari],
        topics: [topic],
        ...{ changed: ["question", "endsOn"], endsOn: "2027-01-14", endsPoll: true },
        ...{ post: "deputy", before: sari, isByOrganiser: true },
        record: { weeks: 9, people: 6, meetings: 4, products: 3, stages: 4, open: 2 },
      },
    ]),
  ),
  "circleMeetings.poll": {
    ...{ ...gathering, at: null, closesAt: "2026-11-29T08:30:00.000Z" },
    options: ["2026-12-01T08:30:00.000Z", "2026-12-02T08:30:00.000Z"],
  },
  ...Object.fromEntries(
    ["fixed", "moved", "cancelled", "reminder", "soon", "attendance"].map((name) => [
      `circleMeetings.${name}`,
      { ...gathering, by: lucy, calendar: "BEGIN:VCALENDAR" },
    ]),
  ),
  "circleHomes.trouble": { name: "Numerasi <pagi>", right: "groupScopes" },
  "circleMeetings.noTime": { ...gathering, at: null, circleId: "circle-1", lead: lucy },
  "circleMeetings.minutes": {
    ...{ ...gathering, notes: "We read *aloud* every morning." },
    actions: [{ owner: lucy, text: "Ask two pupils", dueOn: "2026-12-08" }],
  },
  "circleMeetings.assigned": { ...deed, by: lucy },
  "circleMeetings.due": deed,
  "circleProtocols.step": {
    ...{ meetingId: "meeting-1", timeZone: "Asia/Jakarta", at: "2026-12-01T08:40:00.000Z" },
    run: startProtocol("dilemma", new Date("2026-12-01T08:30:00.000Z")),
  },
  "cohort.closed": { name: "Spring", mentees: 12 },
  "report.case": {
    ...{ kind: "message", about: lucy, circle: "Literasi <kelas> 4", link: "https://chat.example/1", from: sari },
    ...{ words: "This is not *kind*.", count: 3 },
  },
  "setup.networkEnding": { by: sari, until: "2026-12-24T03:00:00Z" },
  "setup.networkKept": { by: sari },
  "report.closed": { at: "2026-11-24T03:00:00Z" },
  "cohort.concern": { who: lucy, words: "We need time <together>." },
  "connect.outcome": { meetingId: "meeting-1", first: sari, second: lucy, outcome: "met" },
};

/** Every kind of block that there is. */
const everything: Card = {
  title: plain("Title & <more>"),
  blocks: [
    {
      kind: "text",
      text: [...plain("Plain, "), ...strong("strong, "), person({ memberId: "sari", name: "Bu Sari" }, true)],
    },
    { kind: "heading", text: plain("Heading") },
    { kind: "list", items: [plain("One"), [...plain("Two "), person({ memberId: "lucy", name: "Lucy" })]] },
    {
      kind: "facts",
      facts: [
        { label: "Next", value: plain("Tuesday") },
        { label: "With", value: strong("one") },
      ],
    },
    { kind: "divider" },
    { kind: "buttons", buttons: [{ kind: "link", label: "Read", url: "https://example.org/?a=1&b=2" }] },
    { kind: "file", file: { name: "jejaring.ics", mediaType: "text/calendar", content: "BEGIN:VCALENDAR" } },
    { kind: "note", text: plain("Small print; /meet join") },
  ],
  buttons: [
    { kind: "action", label: "Yes", action: "meet.in", subject: "round-1", tone: "primary" },
    { kind: "action", label: "No", action: "meet.skip", subject: "round-1", tone: "danger" },
  ],
};

/** A line for each block: short enough to read in a review. */
const lines = (drawn: readonly unknown[]) => drawn.map((block) => JSON.stringify(block)).join("\n");

function golden(name: string, { text, blocks }: Drawn): string {
  return `== ${name}\n${lines(blocks)}\n-- ${text.replaceAll("\n", " / ")}\n`;
}

function cardOf(name: string, locale: string): Card {
  const notice = notices.get(name);
  if (!notice) throw new Error(`there is no notice "${name}"`);
  const reader = readerFor(words, notice.file, { memberId: "sari", locale, timeZone: "Asia/Jakarta" }, names);
  return notice.make(facts[name] as never, reader);
}

/** Every form of every command, and what a command asks for when everything is lacking. */
function formsIn(locale: string): FormView[] {
  return commands.flatMap((command) => {
    const view = (fields: (typeof command.forms)[string]["fields"]) =>
      fieldViews({ words, locale, command: command.id, fields, values: {} });
    const asked = Object.entries(command.entries).filter(([, { options }]) => Object.keys(options).length > 0);
    return [
      ...Object.entries(command.forms).map(([form, { fields }]) => ({
        id: `${command.id}.${form}`,
        subject: "subject-1",
        title: words.label(locale, command.id, `forms.${form}.title`),
        submit: words.label(locale, command.id, `forms.${form}.submit`),
        fields: view(fields),
      })),
      ...asked.map(([verb, { options }]) => ({
        id: `${command.id}:${verb}`,
        subject: "",
        title: `/${words.label(locale, command.id, "name")}`,
        submit: words.label(locale, "common", "submit"),
        fields: view(options),
      })),
    ];
  });
}

describe.each(["en", "id"])("what is shown in Slack, in %s", (locale) => {
  it("cards", async () => {
    const cards = [...notices.keys()]
      .toSorted()
      .map((name) => golden(name, drawCard(wording.card(cardOf(name, locale)), userIds)));
    await expect(cards.join("\n")).toMatchFileSnapshot(`golden/cards.${locale}.txt`);
  });

  it("forms", async () => {
    const close = words.label(locale, "common", "slack.close");
    const forms = formsIn(locale).map((form) => {
      const { title, submit, blocks } = drawForm(form, { channel: "C1" }, close);
      return `== ${form.id}\n${title.text} [${submit?.text ?? ""}]\n${lines(blocks)}\n`;
    });
    await expect(forms.join("\n")).toMatchFileSnapshot(`golden/forms.${locale}.txt`);
  });
});

describe("what is shown in Slack, whatever the language", () => {
  it("every kind of block, merged cards, and one card for two languages", async () => {
    const two = joinLanguages(["en", "id"].map((locale) => cardOf("meet.nudge", locale)));
    const merged = mergeCards([cardOf("introduce.hello", "en"), cardOf("meet.headsUp", "en")]);
    const all = { everything, two, merged };
    const shown = Object.entries(all).map(([name, card]) => golden(name, drawCard(wording.card(card), userIds)));
    await expect(shown.join("\n")).toMatchFileSnapshot("golden/kinds.txt");
  });

  it("knows what each notice tells of", () => {
    expect(Object.keys(facts).toSorted()).toEqual([...notices.keys()].toSorted());
  });
});
