import type { Tx } from "../../../storage/database.js";
import { areAssessed, type Portrait } from "../../introductions/portraits.js";
import { topicsIn, type Topic } from "../../introductions/rules.js";
import { organisersIn } from "../../members/organisers.js";
import { outOfReach } from "../../members/reach.js";
import { parseSettings } from "../../members/settings.js";
import { lesserShare } from "../../nudges/rules.js";
import type { Why } from "./deliveries.js";
import type { AsksParts } from "./parts.js";
import { ASK_DAYS, byLoad, loadOf, mayBeAsked, rank, type AskedOnce, type Knower } from "./rules.js";
import { outcomeOf } from "./stored.js";
import { askableMember } from "../../members/presence.js";

/** Somebody who can be asked, and why it is them. */
export interface Candidate {
  readonly memberId: string;
  readonly why: Why;
  readonly topics: readonly Topic[];
}

export interface Sought {
  readonly id: string;
  readonly networkId: string;
  readonly askerId: string | null;
  readonly topics: unknown;
}

/** Days back to which it is read who was asked: enough for the load and for the last two. */
const HISTORY_DAYS = 90;
const DAY = 86_400_000;
/** People who are looked at more closely at a time, and in all. */
const CHUNK = 30;
const MOST_LOOKED = 300;

/** The best of those whom a question fits, at most `most`. */
export async function fittingFor(parts: AsksParts, tx: Tx, ask: Sought, most: number): Promise<readonly Candidate[]> {
  const topics = topicsIn(ask.topics);
  const keys = topics.map(({ key }) => key);
  if (keys.length === 0 || ask.askerId === null) return [];
  const kinds = { kind: { in: ["offer", "subject"] }, key: { in: keys } };
  const rows = await tx.member.findMany({
    where: { networkId: ask.networkId, ...askableMember(parts.now()), topics: { some: kinds } },
    select: { id: true, topics: { where: kinds, select: { kind: true, key: true } } },
  });
  const histories = await historiesIn(parts, tx, ask.networkId);
  const now = parts.now().getTime();
  const people = rows.flatMap(({ id, topics: known }): Knower[] => {
    const history = histories.get(id) ?? [];
    if (!mayBeAsked(history, now)) return [];
    const of = (kind: string) => known.filter((topic) => topic.kind === kind).map(({ key }) => key);
    return [{ memberId: id, offers: of("offer"), subjects: of("subject"), ...loadOf(history, now) }];
  });
  const ranked = rank(people, keys).map(({ memberId, fit, known }): Candidate => ({
    memberId,
    why: fit,
    topics: topics.filter(({ key }) => known.includes(key)),
  }));
  return firstOpenTo(parts, tx, ask, ranked, most);
}

/** Of those who said they help with anything, or else of the organisers, those who were asked least. */
export async function listFor(parts: AsksParts, tx: Tx, ask: Sought, most: number): Promise<readonly Candidate[]> {
  const { networkId } = ask;
  const member = { networkId, ...askableMember(parts.now()) };
  const helpers = await tx.role.findMany({ where: { name: "helper", member }, select: { memberId: true } });
  const isList = helpers.length > 0;
  const organisers = isList ? [] : await organisersIn(tx, networkId);
  const ids = [...helpers, ...organisers].map(({ memberId }) => memberId);
  const able = await tx.member.findMany({ where: { id: { in: ids }, ...member }, select: { id: true } });
  const histories = await historiesIn(parts, tx, networkId);
  const now = parts.now().getTime();
  const load = (id: string) => loadOf(histories.get(id) ?? [], now);
  const ordered = able
    .map(({ id }) => id)
    .filter((id) => mayBeAsked(histories.get(id) ?? [], now))
    .sort((a, b) => byLoad(load(a), load(b)) || (a < b ? -1 : 1))
    .map((memberId): Candidate => ({ memberId, why: isList ? "list" : "organiser", topics: [] }));
  return firstOpenTo(parts, tx, ask, ordered, most);
}

async function historiesIn(parts: AsksParts, tx: Tx, networkId: string): Promise<ReadonlyMap<string, AskedOnce[]>> {
  const since = new Date(parts.now().getTime() - HISTORY_DAYS * DAY);
  const rows = await tx.askHelper.findMany({
    where: { at: { gt: since }, ask: { networkId } },
    select: { memberId: true, at: true, outcome: true },
  });
  const histories = new Map<string, AskedOnce[]>();
  for (const { memberId, at, outcome } of rows) {
    const known = histories.get(memberId) ?? [];
    known.push({ at: at.getTime(), outcome: outcomeOf(outcome) });
    histories.set(memberId, known);
  }
  return histories;
}

/**
 * The first of them, in their order, who may be brought a question of this asker: not the asker, not asked for it yet,
 * within reach of a private message, with a language in common, and kept apart by nothing. Whoever has had their messages
 * of the week would hear of it too late: they come only where there is nobody else.
 */
async function firstOpenTo(
  parts: AsksParts,
  tx: Tx,
  ask: Sought,
  candidates: readonly Candidate[],
  most: number,
): Promise<readonly Candidate[]> {
  const late: Candidate[] = [];
  const found: Candidate[] = [];
  for await (const near of openTo(parts, tx, ask, candidates)) {
    const spent = await spentIn(parts, tx, ask.networkId, near);
    late.push(...near.filter(({ memberId }) => spent.has(memberId)));
    found.push(...near.filter(({ memberId }) => !spent.has(memberId)));
    if (found.length >= most) break;
  }
  return (found.length > 0 ? found : late).slice(0, most);
}

/** The same, whether they hear of it in time or not, a few at a time. */
async function* openTo(
  parts: AsksParts,
  tx: Tx,
  { id, askerId }: Sought,
  candidates: readonly Candidate[],
): AsyncGenerator<readonly Candidate[]> {
  const asker = askerId === null ? undefined : (await parts.portraits.of([askerId], tx)).get(askerId);
  if (!asker) return;
  const asked = await tx.askHelper.findMany({ where: { askId: id }, select: { memberId: true } });
  const apart = await apartFrom(tx, asker.memberId);
  const out = new Set([asker.memberId, ...asked.map(({ memberId }) => memberId), ...apart]);
  const open = candidates.filter(({ memberId }) => !out.has(memberId)).slice(0, MOST_LOOKED);
  for (let start = 0; start < open.length; start += CHUNK) {
    const near = open.slice(start, start + CHUNK);
    const ids = near.map(({ memberId }) => memberId);
    const portraits = await parts.portraits.of(ids, tx);
    const shut = await outOfReach(tx, ids, parts.now());
    yield near.filter(({ memberId }) => {
      const other = portraits.get(memberId);
      return other !== undefined && !shut.has(memberId) && mayTalk(asker, other);
    });
  }
}

/** Those whom the gate lets hear of nothing more before their time to answer is over. */
async function spentIn(
  parts: AsksParts,
  tx: Tx,
  networkId: string,
  people: readonly Candidate[],
): Promise<ReadonlySet<string>> {
  const { settings } = await tx.network.findUniqueOrThrow({ where: { id: networkId }, select: { settings: true } });
  const { perWeek } = parseSettings(settings).gate;
  const since = new Date(parts.now().getTime() - (7 - ASK_DAYS.turn) * DAY);
  const contacts = await tx.contact.findMany({
    where: { memberId: { in: people.map(({ memberId }) => memberId) }, at: { gt: since } },
    select: { memberId: true, priority: true },
  });
  const isSpent = ({ memberId }: Candidate) => {
    const own = contacts.filter((contact) => contact.memberId === memberId);
    return own.length >= perWeek || own.filter(({ priority }) => priority > 0).length >= lesserShare(perWeek);
  };
  return new Set(people.filter(isSpent).map(({ memberId }) => memberId));
}

/** Who has not introduced themselves yet talks at least in the language they read. */
function spoken({ languages, locale }: Portrait): readonly string[] {
  return languages.length > 0 ? languages : [locale];
}

/** They have a language in common, and neither assesses the other. */
export function mayTalk(a: Portrait, b: Portrait): boolean {
  return spoken(a).some((language) => spoken(b).includes(language)) && !areAssessed(a, b);
}

/** Whom this member asked not to meet, who asked not to meet them, and who evaluates whom. */
export async function apartFrom(tx: Tx, memberId: string): Promise<readonly string[]> {
  const rows = await tx.avoidance.findMany({ where: { OR: [{ memberId }, { otherId: memberId }] } });
  return rows.flatMap((row) => [row.memberId, row.otherId]).filter((id) => id !== memberId);
}
