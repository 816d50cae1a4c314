import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buttonsOf, cardText, joinLanguages, MOST_SUBJECT } from "../../../src/chat/card.js";
import { textOf } from "../../../src/chat/text.js";
import { loadWords } from "../../../src/chat/words.js";
import {
  protocolCard,
  protocolNotices,
  protocolsCard,
  stepCard,
  type ProtocolReader,
} from "../../../src/features/circles/protocols/notices.js";
import {
  protocolIds,
  protocolRoles,
  protocols,
  speakers,
} from "../../../src/features/circles/protocols/repertoire/rules.js";
import { back, end, pause, skip, startProtocol } from "../../../src/features/circles/protocols/rules.js";
import { readerFor } from "../../../src/outbox/notice.js";

const words = loadWords(join(process.cwd(), "src/locales"));
const meetingId = "019ad0f3-5a77-7000-8000-0123456789ab";
const start = new Date("2026-11-24T08:00:00Z");
const MINUTE = 60_000;

function readerOf(locale: string, timeZone = "Asia/Jakarta"): ProtocolReader {
  return { locale, timeZone, from: (file, key, facts) => words.say(locale, file, key, facts) };
}

function actionsOf(card: Parameters<typeof buttonsOf>[0]): string[] {
  return buttonsOf(card).map((button) => (button.kind === "action" ? `${button.action} ${button.subject}` : ""));
}

describe.each(["en", "id"])("protocols, in %s", (locale) => {
  const reader = readerOf(locale);

  it("has words for every protocol, step, role and speaker, and none to spare", () => {
    const wanted = [
      ...protocolIds.flatMap((id) => [
        `${id}.name`,
        `${id}.for`,
        ...protocols[id].steps.flatMap((step) => [`${id}.steps.${step.id}.name`, `${id}.steps.${step.id}.what`]),
      ]),
      ...protocolRoles.map((role) => `roles.${role}`),
      ...speakers.map((speaker) => `who.${speaker}`),
    ].sort();
    const general = /^(choose|overview|sure|step|buttons)\./;
    const keys = words.keys(locale, "circleProtocols").filter((key) => !general.test(key));
    expect([...keys].sort()).toEqual(wanted);
  });

  it("offers those that suit the stage, and all of them where asked", () => {
    const suiting = protocolsCard(reader, meetingId, "plan");
    expect(actionsOf(suiting)).toEqual([
      ...["dilemma", "ideas", "textTalk", "tuning"].map((id) => `circle.protocolShow ${meetingId}@${id}`),
      `circle.protocolAll ${meetingId}`,
    ]);
    const all = protocolsCard(reader, meetingId);
    expect(actionsOf(all)).toEqual(protocolIds.map((id) => `circle.protocolShow ${meetingId}@${id}`));
    // A stage nobody knows leaves nobody without a protocol.
    expect(protocolsCard(reader, meetingId, "dance")).toEqual(all);
  });

  it.each(protocolIds)("shows %s with its roles and steps, to be started at three lengths", (id) => {
    const card = protocolCard(reader, meetingId, id);
    const text = cardText(card);
    for (const step of protocols[id].steps) {
      expect(text).toContain(textOf(words.say(locale, "circleProtocols", `${id}.steps.${step.id}.name`)));
    }
    expect(actionsOf(card).at(-1)).toBe(`circle.protocolAll ${meetingId}`);
    for (const button of buttonsOf(card)) {
      if (button.kind === "action") expect(button.subject.length).toBeLessThanOrEqual(MOST_SUBJECT);
      expect(button.label.length).toBeLessThanOrEqual(75);
    }
    expect(text).not.toMatch(/[{}*]/);
  });

  it("keeps every title short enough for any platform", () => {
    for (const id of protocolIds) {
      let run = startProtocol(id, start);
      for (const step of protocols[id].steps) {
        const card = stepCard(reader, meetingId, run, start);
        expect(textOf(card.title ?? []).length, step.id).toBeLessThanOrEqual(75);
        run = skip(run, start);
      }
    }
  });
});

describe("the card of a step", () => {
  const run = startProtocol("tuning", start);

  it("says what, who, how long and until when on the circle's clock", () => {
    const card = stepCard(readerOf("en", "Asia/Makassar"), meetingId, skip(run, start), start);
    expect(textOf(card.title ?? [])).toBe("Tuning 2/7: The work");
    expect(cardText(card)).toContain("10 minutes, until 16:10 WITA");
    expect(cardText(card)).toContain("Who speaks: The one who brought it; the others listen");
    expect(cardText(card)).toContain("Next: Questions of fact");
    const kartu = stepCard(readerOf("id"), meetingId, skip(run, start), start);
    expect(cardText(kartu)).toContain("10 menit, sampai pukul 15:10 WIB");
  });

  it("has what can be done with it, by the meeting's id", () => {
    const named = (card: Parameters<typeof buttonsOf>[0]) => actionsOf(card).map((action) => action.split(" ")[0]);
    const first = stepCard(readerOf("en"), meetingId, run, start);
    expect(named(first)).toEqual([
      "circle.protocolPause",
      "circle.protocolNext",
      "circle.protocolMore",
      "circle.protocolEnd",
    ]);
    expect(actionsOf(first).every((action) => action.endsWith(` ${meetingId}`))).toBe(true);
    const later = new Date(start.getTime() + 3 * MINUTE);
    const paused = stepCard(readerOf("en"), meetingId, pause(run, later), new Date(later.getTime() + 50 * MINUTE));
    expect(named(paused)).toEqual([
      "circle.protocolResume",
      "circle.protocolNext",
      "circle.protocolMore",
      "circle.protocolBack",
      "circle.protocolEnd",
    ]);
    expect(cardText(paused)).toContain("Paused, 9 minutes left");
  });

  it("knows the last step, the last minute and the end", () => {
    const almost = new Date(start.getTime() + 44 * MINUTE + 30_000);
    expect(cardText(stepCard(readerOf("en"), meetingId, run, almost))).toContain("1 minute, until 15:45 WIB");
    expect(cardText(stepCard(readerOf("en"), meetingId, run, almost))).toContain("This is the last step.");
    const over = stepCard(readerOf("en"), meetingId, end(run, almost), almost);
    expect(textOf(over.title ?? [])).toBe("Tuning: done");
    expect(actionsOf(over)).toEqual([`circle.meetMinutes ${meetingId}`]);
  });

  it("is told in each language of a circle at once, by one set of buttons", () => {
    const step = protocolNotices.get("circleProtocols.step")?.make;
    if (step === undefined) throw new Error("there is no such notice");
    const facts = { meetingId, timeZone: "Asia/Jayapura", run: back(run, start), at: start.toISOString() };
    const cards = ["id", "en"].map((locale) =>
      step(
        facts as never,
        readerFor(words, "circleProtocols", { memberId: undefined, locale, timeZone: "UTC" }, new Map()),
      ),
    );
    const card = joinLanguages(cards);
    expect(cardText(card)).toContain("sampai pukul 17:02 WIT");
    expect(cardText(card)).toContain("until 17:02 WIT");
    expect(buttonsOf(card)[0]?.label).toBe("Jeda · Pause");
  });
});
