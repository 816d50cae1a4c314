import type { Tx } from "../../src/storage/database.js";
import { canonicalLink } from "../../src/links/canonical.js";
import { atLocal } from "../../src/features/members/calendar/rules.js";
import { gateDefaults } from "../../src/features/nudges/rules.js";
import { nextReminder } from "../../src/features/resources/deadlines/rules.js";
import { demoNetwork } from "./people.js";
import { artsShelf } from "./shelf-arts.js";
import { demoAsks } from "./shelf-asks.js";
import { demoCollections, demoOpportunities } from "./shelf-calls.js";
import { numbersShelf } from "./shelf-numbers.js";
import { scienceShelf } from "./shelf-science.js";
import type { DemoAsk, DemoOpportunity, DemoResource } from "./shelf-shapes.js";
import { teachersShelf } from "./shelf-teachers.js";
import { toolsShelf } from "./shelf-tools.js";
import { wordsShelf } from "./shelf-words.js";
import { workShelf } from "./shelf-work.js";
import { youngShelf } from "./shelf-young.js";

export const demoResources: readonly DemoResource[] = [
  ...youngShelf,
  ...wordsShelf,
  ...numbersShelf,
  ...scienceShelf,
  ...artsShelf,
  ...toolsShelf,
  ...workShelf,
  ...teachersShelf,
];

export { demoAsks, demoCollections, demoOpportunities };

export interface ShelfSeed {
  readonly tx: Tx;
  readonly newId: () => string;
  readonly now: Date;
  readonly topicKey: (label: string) => string;
}

const DAY = 86_400_000;
const DAYS = { entries: [], weekend: gateDefaults.weekend, timeZone: demoNetwork.timeZone };
/** Days before the first start on which an opportunity was shared. */
const CALLED_DAYS_AGO = 12;
/** A question without a sign of life for so long is asked about. */
const ASKED_AGAIN_DAYS = 14;

/** What the demo community has shared, asked and answered. */
export async function writeShelf(seed: ShelfSeed, networkId: string, idOf: (key: string) => string): Promise<void> {
  const all = [
    ...demoResources.map((one) => resourceRow(seed, networkId, one, idOf)),
    ...demoOpportunities.map((one) => opportunityRow(seed, networkId, one, idOf)),
  ];
  const ids = new Map(all.map(({ key, row }) => [key, row.id]));
  await seed.tx.shelf.create({ data: { networkId, version: all.length } });
  await seed.tx.resource.createMany({
    data: all.map(({ row, renews }, place) => ({
      ...row,
      version: place + 1,
      renewsId: renews === undefined ? null : (ids.get(renews) ?? null),
    })),
  });
  await writeMarks(seed, ids, idOf);
  for (const { title, by, keys } of demoCollections)
    await seed.tx.collection.create({
      data: {
        id: seed.newId(),
        ...{ networkId, title, byId: idOf(by), createdAt: seed.now },
        items: {
          create: keys.map((key, place) => ({
            resourceId: ids.get(key) ?? "",
            at: new Date(seed.now.getTime() - (keys.length - place) * 60_000),
          })),
        },
      },
    });
  for (const ask of demoAsks) await writeAsk(seed, networkId, ask, idOf);
}

function linkColumns(networkId: string, link: string | undefined) {
  const found = link === undefined ? undefined : canonicalLink(link);
  // Nothing looks at made-up pages: they are never due for a check.
  return found === undefined
    ? { link: null, linkDomain: null, linkKey: null }
    : { link: found.href, linkDomain: found.domain, linkKey: `${networkId} ${found.key}` };
}

function common(
  { newId, topicKey }: ShelfSeed,
  networkId: string,
  one: Pick<DemoResource, "by" | "title" | "about" | "subjects" | "levels" | "language" | "link">,
  idOf: (key: string) => string,
  at: Date,
) {
  const { by, title, about, subjects, levels, language, link } = one;
  return {
    id: newId(),
    ...{ networkId, title, about, language, sharerId: idOf(by), state: "shown", doubts: [] },
    ...linkColumns(networkId, link),
    topics: subjects.map((label) => ({ key: topicKey(label), label })),
    levels: [...levels],
    ...{ createdAt: at, sharedAt: at, changedAt: at },
  };
}

function resourceRow(seed: ShelfSeed, networkId: string, one: DemoResource, idOf: (key: string) => string) {
  const at = new Date(seed.now.getTime() - one.daysAgo * DAY);
  const { key, kind, licence, cost, effort, usefulTo = [], usedBy = [] } = one;
  const counts = { useful: usefulTo.length, uses: usedBy.length };
  const row = {
    ...common(seed, networkId, one, idOf, at),
    ...{ kind, ...counts, audience: [] },
    ...{ licence: licence ?? null, cost: cost ?? null, effort: effort ?? null },
  };
  return { key, row, renews: undefined };
}

function opportunityRow(seed: ShelfSeed, networkId: string, one: DemoOpportunity, idOf: (key: string) => string) {
  const { key, kind, audience, deadlineInDays, renews } = one;
  const at = new Date(seed.now.getTime() + Math.min(0, deadlineInDays) * DAY - CALLED_DAYS_AGO * DAY);
  const deadline = new Date(seed.now.getTime() + deadlineInDays * DAY).toISOString().slice(0, 10);
  const after = new Date(Date.parse(`${deadline}T12:00:00Z`) + DAY).toISOString().slice(0, 10);
  const deadlineAt = new Date(atLocal(after, "00:00", demoNetwork.timeZone));
  const reminder = nextReminder(deadline, seed.now.getTime(), DAYS);
  const row = {
    ...common(seed, networkId, one, idOf, at),
    ...{ kind, audience: [...audience], deadline, deadlineAt },
    ...{ remindAt: reminder ? new Date(reminder.at) : null, remindDays: reminder?.days ?? null },
  };
  return { key, row, renews };
}

async function writeMarks(seed: ShelfSeed, ids: ReadonlyMap<string, string>, idOf: (key: string) => string) {
  const { tx, newId, now } = seed;
  const idOfOne = (key: string) => ids.get(key) ?? "";
  await tx.resourceMark.createMany({
    data: demoResources.flatMap(({ key, usefulTo = [], daysAgo }) =>
      usefulTo.map((by) => ({
        ...{ resourceId: idOfOne(key), memberId: idOf(by), kind: "useful" },
        at: new Date(now.getTime() - (daysAgo / 2) * DAY),
      })),
    ),
  });
  await tx.resourceUse.createMany({
    data: demoResources.flatMap(({ key, usedBy = [] }) =>
      usedBy.map(({ by, klass, change, daysAgo }) => ({
        ...{ id: newId(), resourceId: idOfOne(key), memberId: idOf(by), group: klass, change },
        at: new Date(now.getTime() - daysAgo * DAY),
      })),
    ),
  });
}

async function writeAsk(
  { tx, newId, now, topicKey }: ShelfSeed,
  networkId: string,
  { by, anonymous, text, subject, daysAgo, answers, solved }: DemoAsk,
  idOf: (key: string) => string,
): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const life = answers.at(-1)?.daysAgo ?? daysAgo;
  const isSolved = solved === true;
  await tx.ask.create({
    data: {
      id: newId(),
      ...{ networkId, askerId: idOf(by), isAnonymous: anonymous === true, text },
      topics: [{ key: topicKey(subject), label: subject }],
      state: isSolved ? "solved" : "open",
      step: isSolved ? null : "askKeep",
      stepAt: isSolved ? null : ago(life - ASKED_AGAIN_DAYS),
      createdAt: ago(daysAgo),
      endedAt: isSolved ? ago(life) : null,
      helpers: {
        create: answers.map((answer) => ({
          ...{ memberId: idOf(answer.by), turn: 1, outcome: "answered" },
          at: ago(daysAgo),
        })),
      },
      answers: {
        create: answers.map((answer, place) => ({
          ...{ id: newId(), memberId: idOf(answer.by), isAsker: false, text: answer.text },
          isCredited: isSolved && place === 0,
          at: ago(answer.daysAgo),
        })),
      },
    },
  });
}
