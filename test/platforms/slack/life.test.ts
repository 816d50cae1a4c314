import { describe, expect, it } from "vitest";
import type { Outcome } from "../../support/slack/people.js";
import { readMessage, type ReadMessage } from "../../support/slack/reading.js";
import { openTestSlack, type TestSlack } from "../../support/slack/world.js";

/** A Tuesday; the first round that is still to come is a week later, its heads-up the Monday before. */
const AFTER_HEADS_UP = new Date("2026-11-30T09:30:00Z");
const AFTER_ROUND = new Date("2026-12-01T09:30:00Z");
const AFTER_NUDGE = new Date("2026-12-04T09:30:00Z");
const AFTER_CHECK_IN = new Date("2026-12-07T09:30:00Z");

const LANGUAGES = {
  en: {
    introduce: "introduce",
    thanks: "Nice to meet you, ",
    joinWord: "meet join",
    welcome: "Welcome to the weekly meet-up",
    headsUp: "Weekly meet-up on",
    takePart: "I'm in",
    met: "We met",
    question: "How did it go?",
  },
  id: {
    introduce: "kenalan",
    thanks: "Salam kenal, ",
    joinWord: "temu ikut",
    welcome: "Selamat datang di temu mingguan",
    headsUp: "Temu mingguan",
    takePart: "Saya ikut",
    met: "Sudah bertemu",
    question: "Bagaimana pertemuannya?",
  },
} as const;

interface Somebody {
  readonly id: string;
  readonly name: string;
  readonly says: (typeof LANGUAGES)["en" | "id"];
}

/** Puts hindrances in the way of what comes next; nothing when all is calm. */
type Weather = (world: TestSlack) => void;

const calm: Weather = () => undefined;

const storm: Weather = ({ slack }) => {
  slack.fail("chat.postMessage", { kind: "cut", when: "after" }, { kind: "status", status: 429, retryAfter: "1" });
  slack.fail("chat.postMessage", { kind: "status", status: 500 }, { kind: "error", code: "internal_error" });
  slack.fail("conversations.open", { kind: "status", status: 503 }, { kind: "cut", when: "before" });
  slack.fail("users.info", { kind: "status", status: 500 });
  slack.renew();
};

function messageOf(outcome: Outcome): ReadMessage & { readonly ts: string } {
  if (outcome.kind !== "message") throw new Error("a view came instead of a message");
  return { ...readMessage(outcome.message.content), ts: outcome.message.ts };
}

async function arrive(world: TestSlack, channel: string, { id, name, says }: Somebody): Promise<void> {
  const form = await world.people.slash(id, channel, says.introduce);
  if (form.kind !== "view") throw new Error("no form came");
  const filled = { role: "teacher", languages: ["en", "id"], offers: "lesson study", seeks: "asesmen formatif" };
  const thanks = messageOf(await world.people.submit(form.view, { ...filled, institution: `School of ${name}` }));
  expect(thanks.title).toBe(`${says.thanks}${name}`);
  expect(messageOf(await world.people.slash(id, channel, says.joinWord)).title).toBe(says.welcome);
}

/** The messages of one kind of place that this person reads. */
function readIn({ slack }: TestSlack, { id }: Somebody, kind: "im" | "mpim" | "channel") {
  const { workspace } = slack;
  return workspace.readBy(id).filter(({ channel }) => workspace.conversations.get(channel)?.kind === kind);
}

async function live(weather: Weather): Promise<void> {
  const world = await openTestSlack();
  const { slack, people } = world;
  const { workspace } = slack;
  const sari = workspace.addPerson("Sari Wulandari", { locale: "id-ID" });
  const lucy = workspace.addPerson("Lucy Tan", { tz: "Asia/Singapore" });
  const first: Somebody = { id: sari.id, name: sari.name, says: LANGUAGES.id };
  const both = [first, { id: lucy.id, name: lucy.name, says: LANGUAGES.en }];
  const channel = workspace.addChannel("umum", [sari.id, lucy.id, workspace.botUserId]).id;
  for (const person of both) await arrive(world, channel, person);

  weather(world);
  await world.goes(AFTER_HEADS_UP);
  for (const person of both) {
    const headsUps = readIn(world, person, "im").filter(({ title }) => title.startsWith(person.says.headsUp));
    expect(headsUps).toHaveLength(1);
    await people.press(person.id, { ts: headsUps[0]?.ts ?? "" }, person.says.takePart);
  }

  weather(world);
  await world.goes(AFTER_ROUND);
  const [match, ...more] = readIn(world, first, "mpim");
  expect(more).toEqual([]);
  expect(match?.pings.toSorted()).toEqual(expect.arrayContaining([sari.id, lucy.id].toSorted()));
  expect(match?.text).toContain("kenalkan");
  expect(match?.text).toContain("meet");
  expect(workspace.conversations.get(match?.channel ?? "")?.members).toEqual(new Set([sari.id, lucy.id]));

  const times = messageOf(await people.press(lucy.id, { ts: match?.ts ?? "" }, "Propose times"));
  const chosen = messageOf(await people.press(sari.id, { ts: times.ts }, times.buttons[0] ?? ""));
  await people.write(sari.id, match?.channel ?? "", "Halo Lucy");
  expect(chosen.text).toContain("jejaring.ics");
  await expect.poll(() => workspace.files.map(({ name }) => name)).toEqual(["jejaring.ics"]);
  expect(workspace.files[0]).toMatchObject({ channel: match?.channel });
  expect(workspace.files[0]?.content).toContain("BEGIN:VCALENDAR");

  weather(world);
  await world.goes(AFTER_NUDGE);
  expect(readIn(world, first, "mpim").filter(({ title }) => /Not yet|Belum sempat/.test(title))).toEqual([]);

  weather(world);
  await world.goes(AFTER_CHECK_IN);
  for (const person of both) {
    const questions = readIn(world, person, "im").filter(({ title }) => title === person.says.question);
    expect(questions).toHaveLength(1);
    await people.press(person.id, { ts: questions[0]?.ts ?? "" }, person.says.met);
  }

  const deliveries = await world.db.client.delivery.findMany({ select: { status: true, notice: true, reason: true } });
  expect(deliveries.filter(({ status }) => status !== "sent" && status !== "merged")).toEqual([]);
  const keys = workspace.messages.flatMap(({ metadata }) => (metadata === undefined ? [] : [JSON.stringify(metadata)]));
  expect(new Set(keys).size).toBe(keys.length);
  expect(slack.complaints).toEqual([]);
  expect(world.errors).toEqual([]);
}

describe("a meet-up in Slack, from the first hello to the question how it went, in two languages", () => {
  it("is lived through when all is well", () => live(calm));
  it("is lived through, nothing lost and nothing twice, when calls fail and connections drop", () => live(storm));
});
