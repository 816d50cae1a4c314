import type { NewDelivery } from "../../outbox/delivery.js";
import type { Tx } from "../../storage/database.js";
import { LEFT_IN_PEACE } from "../care/dormant/rules.js";
import { levelsIn, topicsIn } from "../introductions/rules.js";
import type { Portrait } from "../introductions/portraits.js";
import { addDays, atLocal, isoWeekday, localDate, nextOpenDate } from "../members/calendar/rules.js";
import { parseSettings } from "../members/settings.js";
import { openDaysOf } from "./calling.js";
import type { OpenDays } from "./deadlines/rules.js";
import { toMember, type DigestFacts } from "./deliveries.js";
import { digestKey, itemsIn } from "./digestFacts.js";
import type { ResourcesParts } from "./parts.js";
import { DIGEST_ITEMS, forDigest, opensMonth, worthOf, type Interests, type Newcomer } from "./rules.js";
import { audienceIn, kindOf, type ResourceRow } from "./stored.js";
import { openMember } from "../members/presence.js";

const DAY = 86_400_000;
/** Days that a digest looks back at most, and for which it is worth reading. */
const FRESH_DAYS = 14;
/** The same for whoever wants a digest once a month. */
const MONTH_DAYS = 35;
const WORTH_DAYS = 4;
/** Fresh things that are looked at; more than a week brings nobody reads anyway. */
const MOST_FRESH = 500;
const MEMBERS_A_STEP = 200;
/** Late in the week: what waits for somebody's answer goes first, and both share what the weekly ritual leaves. */
const THURSDAY = 4;
const MORNING = "08:00";

/** Once a week each member hears of what is new and concerns them, in one message; of nothing nobody hears. */
export function makeDigests(parts: ResourcesParts) {
  const { db, now } = parts;

  /** The morning of the next Thursday; in a break, of the first day after it. */
  function nextAt(days: OpenDays): Date {
    const today = localDate(now().getTime(), days.timeZone);
    const thursday = addDays(today, ((THURSDAY - isoWeekday(today) + 6) % 7) + 1);
    const open = nextOpenDate(days.entries, thursday, days.weekend);
    return new Date(atLocal(open, MORNING, days.timeZone));
  }

  /** What was shared since the last digest, up to the time of this one: run late or twice, it is the same. */
  async function freshIn(networkId: string, from: Date | null, until: Date, most = FRESH_DAYS) {
    const earliest = new Date(until.getTime() - most * DAY);
    const since = from !== null && from > earliest ? from : earliest;
    return db.client.resource.findMany({
      where: {
        ...{ networkId, state: "shown", sharedAt: { gt: since, lte: until } },
        OR: [{ deadlineAt: null }, { deadlineAt: { gt: now() } }],
      },
      orderBy: [{ sharedAt: "desc" }, { id: "asc" }],
      take: MOST_FRESH,
    });
  }

  /** For members whose ids come after `after`; answers with the last one's, and how many are written to. */
  async function writeSome({ networkId, fresh, date, isMonthly }: Issue, after: string) {
    const members = await db.client.member.findMany({
      where: {
        ...{ networkId, ...openMember, noDigest: false, digestMonthly: isMonthly, id: { gt: after } },
        // Who grew quiet and was asked twice is left in peace, unless this is what they wanted.
        ...(isMonthly ? {} : { careStage: { lt: LEFT_IN_PEACE } }),
      },
      orderBy: { id: "asc" },
      select: { id: true },
      take: MEMBERS_A_STEP,
    });
    const ids = members.map(({ id }) => id);
    const portraits = await parts.portraits.of(ids);
    const news = fresh.map((row) => newcomerOf(row, now()));
    const rows = new Map(fresh.map((row) => [row.id, row]));
    const letters = ids.flatMap((memberId) => {
      const portrait = portraits.get(memberId);
      const chosen = portrait ? forDigest(memberId, interestsOf(portrait), news) : [];
      if (chosen.length === 0) return [];
      const facts = digestFacts(chosen.slice(0, DIGEST_ITEMS), rows);
      return [
        toMember(memberId, {
          ...{ key: digestKey(memberId, date), networkId, notice: "shelf.digest", facts },
          ...{ dueAt: now(), days: WORTH_DAYS, priority: "digest" },
        }),
      ];
    });
    const count = letters.length === 0 ? 0 : await db.transaction((tx) => addShown(tx, letters));
    return { last: ids.at(-1), count };
  }

  async function writeAll(issue: Issue): Promise<number> {
    let count = 0;
    for (let after: string | undefined = ""; after !== undefined && issue.fresh.length > 0;) {
      const step: { last: string | undefined; count: number } = await writeSome(issue, after);
      count += step.count;
      after = step.last;
      await parts.breathe();
    }
    return count;
  }

  /** Without what was taken down since it was read: from here on `silence` finds the letters. */
  async function addShown(tx: Tx, letters: readonly NewDelivery[]): Promise<number> {
    const named = new Set(letters.flatMap(({ facts }) => itemsIn(facts).map(({ resourceId }) => resourceId)));
    const shown = await tx.resource.findMany({
      where: { id: { in: [...named] }, state: "shown" },
      select: { id: true },
    });
    const isShown = new Set(shown.map(({ id }) => id));
    const still = letters.flatMap((letter) => {
      const items = itemsIn(letter.facts).filter(({ resourceId }) => isShown.has(resourceId));
      return items.length === 0 ? [] : [{ ...letter, facts: { items } }];
    });
    await parts.outbox.add(tx, still);
    return still.length;
  }

  /** The best of it for everybody, where organisers have chosen a channel for it. */
  async function writeForAll(networkId: string, fresh: readonly ResourceRow[], date: string): Promise<void> {
    const { settings, spaces } = await db.client.network.findUniqueOrThrow({
      where: { id: networkId },
      include: { spaces: { where: { removedAt: null }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: 1 } },
    });
    const channelId = parseSettings(settings).channels.shelf;
    const [space] = spaces;
    if (channelId === undefined || !space) return;
    const best = fresh
      .map((row) => newcomerOf(row, now()))
      .toSorted((a, b) => b.worth - a.worth || (a.id < b.id ? -1 : 1))
      .slice(0, DIGEST_ITEMS);
    const facts = { ...digestFacts(best, new Map(fresh.map((row) => [row.id, row]))) };
    const expiresAt = new Date(now().getTime() + WORTH_DAYS * DAY);
    await db.transaction((tx) =>
      addShown(tx, [
        {
          ...{ key: digestKey(networkId, date), networkId, notice: "shelf.digest", facts, dueAt: now(), expiresAt },
          to: { kind: "channel", spaceId: space.id, channelId },
          priority: "digest",
          proactive: true,
        },
      ]),
    );
  }

  return {
    /** Writes the week's digests of a network and plans the next. Interrupted, it goes on: keys are unique. */
    async send(networkId: string, at: Date): Promise<string> {
      const shelf = await db.client.shelf.findUnique({ where: { networkId } });
      if (!shelf || (shelf.digestAt !== null && shelf.digestAt > at)) return "nothing to do";
      const days = await openDaysOf(parts, db.client, networkId);
      let count = 0;
      if (shelf.digestAt !== null) {
        const fresh = await freshIn(networkId, shelf.digestFrom, shelf.digestAt);
        const date = localDate(shelf.digestAt.getTime(), days.timeZone);
        if (fresh.length > 0) await writeForAll(networkId, fresh, date);
        count += await writeAll({ networkId, fresh, date, isMonthly: false });
        const before = shelf.digestFrom === null ? undefined : localDate(shelf.digestFrom.getTime(), days.timeZone);
        if (opensMonth(date, before)) {
          const month = await freshIn(networkId, null, shelf.digestAt, MONTH_DAYS);
          count += await writeAll({ networkId, fresh: month, date, isMonthly: true });
        }
      }
      const where = { networkId, digestAt: shelf.digestAt };
      await db.client.shelf.updateMany({ where, data: { digestAt: nextAt(days), digestFrom: shelf.digestAt } });
      return `${count} written`;
    },
  };
}

/** What is written to those who want it weekly, or monthly. */
interface Issue {
  readonly networkId: string;
  readonly fresh: readonly ResourceRow[];
  /** The local day. */
  readonly date: string;
  readonly isMonthly: boolean;
}

function interestsOf({ topics, level, role, languages }: Portrait): Interests {
  const keys = [...topics.subject, ...topics.offer, ...topics.seek].map(({ key }) => key);
  return { topics: new Set(keys), level, role, languages };
}

function newcomerOf(row: ResourceRow, now: Date): Newcomer {
  const { useful, uses, saves } = row;
  const sharedAt = (row.sharedAt ?? row.createdAt).getTime();
  return {
    ...{ id: row.id, sharerId: row.sharerId ?? undefined, language: row.language },
    topics: topicsIn(row.topics).map(({ key }) => key),
    levels: levelsIn(row.levels),
    audience: audienceIn(row.audience),
    worth: worthOf({ useful, uses, saves, sharedAt }, now.getTime()),
  };
}

function digestFacts(chosen: readonly Newcomer[], rows: ReadonlyMap<string, ResourceRow>): DigestFacts {
  return {
    items: chosen.flatMap(({ id }) => {
      const row = rows.get(id);
      if (!row) return [];
      return [
        {
          ...{ resourceId: id, title: row.title, kind: kindOf(row.kind) },
          ...(row.sharerId === null ? {} : { sharer: { person: row.sharerId } }),
          ...(row.deadlineAt === null ? {} : { deadlineAt: row.deadlineAt.toISOString() }),
        },
      ];
    }),
  };
}
