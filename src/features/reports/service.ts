import type { NewDelivery, Outbox } from "../../outbox/delivery.js";
import { Refusal } from "../../refusal.js";
import type { Database, Tx } from "../../storage/database.js";
import { localDate } from "../members/calendar/rules.js";
import { organisersIn } from "../members/organisers.js";
import { caseKeyOf, casesOf, kindOf, mayRead, MOST_REPORTS, type CaseFacts, type Subject } from "./rules.js";

export interface ReportsParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly newId: () => string;
  readonly now: () => Date;
}

export interface ReportDraft {
  readonly personId?: string | undefined;
  /** A circle's name, as it was typed. */
  readonly circle?: string | undefined;
  readonly link?: string | undefined;
  readonly isMessage: boolean;
  readonly text: string;
}

/** Who reports, and from where. */
export interface Reporter {
  readonly networkId: string;
  readonly memberId: string;
  readonly spaceId: string;
}

/** What became of it: how many read it, or that there is nobody, and on which platform one is to be found. */
export type Told =
  { readonly kind: "told"; readonly readers: number } | { readonly kind: "nobody"; readonly platform: string };

export type Reports = ReturnType<typeof makeReports>;

const DAY = 86_400_000;
/** Days for which it is worth telling whoever reported it that it was looked into. */
const NEWS_DAYS = 14;

/**
 * What should not have happened, told to those who look after the community. They hear of it at once and at any hour: it
 * is the one message that must not wait for a budget, nor be lost with one; of a case it comes once a day, as long as it is
 * open.
 */
export function makeReports({ db, outbox, newId, now }: ReportsParts) {
  async function circleNamed(tx: Tx, { networkId, memberId }: Reporter, name: string): Promise<string> {
    const isMine = { OR: [{ members: { some: { memberId } } }, { requests: { some: { memberId } } }] };
    const rows = await tx.circle.findMany({
      where: { networkId, OR: [{ isListed: true }, isMine] },
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      select: { id: true, name: true },
    });
    const found = rows.find((row) => row.name.toLowerCase() === name.toLowerCase());
    if (!found) throw new Refusal("circleUnknown", { name }, "circle");
    return found.id;
  }

  async function leadersIn(tx: Tx, circleIds: readonly (string | null)[]) {
    const ids = circleIds.flatMap((id) => id ?? []);
    const rows = await tx.circle.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true, facilitatorId: true, deputyId: true },
    });
    return new Map(
      rows.map(({ id, name, facilitatorId, deputyId }) => [
        id,
        { name, leaders: [facilitatorId, deputyId].flatMap((leader) => leader ?? []) },
      ]),
    );
  }

  async function openCases(tx: Tx, networkId: string, readerId: string, caseKey?: string) {
    const where = { networkId, status: "open", ...(caseKey === undefined ? {} : { caseKey }) };
    const rows = await tx.report.findMany({ where });
    const circles = await leadersIn(
      tx,
      rows.map(({ circleId }) => circleId),
    );
    const leadersOf = (circleId: string | null) => circles.get(circleId ?? "")?.leaders ?? [];
    const readable = rows.filter(({ aboutId, circleId }) =>
      mayRead(readerId, { aboutId, leaders: leadersOf(circleId) }),
    );
    return casesOf(readable.map((row) => ({ ...row, circle: circles.get(row.circleId ?? "")?.name })));
  }

  async function requireFew(tx: Tx, { networkId, memberId }: Reporter): Promise<void> {
    const since = { gt: new Date(now().getTime() - DAY) };
    const count = await tx.report.count({ where: { networkId, reporterId: memberId, createdAt: since } });
    if (count >= MOST_REPORTS) throw new Refusal("tooManyReports", { count: MOST_REPORTS });
  }

  async function tellReaders(
    tx: Tx,
    networkId: string,
    readers: readonly string[],
    { first, facts }: { readonly first: string; readonly facts: CaseFacts },
  ): Promise<void> {
    const { timeZone } = await tx.network.findUniqueOrThrow({ where: { id: networkId }, select: { timeZone: true } });
    const date = localDate(now().getTime(), timeZone);
    await outbox.add(
      tx,
      readers.map((memberId): NewDelivery => ({
        key: `report:${first}:${date}:${memberId}`,
        networkId,
        to: { kind: "member", memberId },
        notice: "report.case",
        facts: { ...facts },
        priority: "match",
        proactive: false,
        dueAt: now(),
      })),
    );
  }

  /** Answers how many there are to be told; who left, or had their data deleted, is not. */
  async function tellReporters(tx: Tx, networkId: string, reports: readonly CaseRow[]): Promise<number> {
    const dueAt = now();
    const ids = reports.flatMap(({ reporterId }) => reporterId ?? []);
    const here = await tx.member.findMany({ where: { id: { in: ids }, leftAt: null }, select: { id: true } });
    const first = new Map(
      reports.flatMap((row) => (here.some(({ id }) => id === row.reporterId) ? [[row.reporterId ?? "", row]] : [])),
    );
    await outbox.add(
      tx,
      [...first].map(([memberId, { id, createdAt }]): NewDelivery => ({
        key: `reportClosed:${id}`,
        networkId,
        to: { kind: "member", memberId },
        notice: "report.closed",
        facts: { at: createdAt.toISOString() },
        priority: "request",
        proactive: true,
        dueAt,
        expiresAt: new Date(dueAt.getTime() + NEWS_DAYS * DAY),
      })),
    );
    return first.size;
  }

  return {
    /** Tells the organisers, but none whom it is about. Where there is nobody to tell, nothing is kept. */
    async tell(reporter: Reporter, { circle, text, ...draft }: ReportDraft): Promise<Told> {
      const { networkId, memberId, spaceId } = reporter;
      if (draft.personId === memberId) throw new Refusal("notYourself", {}, "person");
      return db.transaction(async (tx) => {
        await requireFew(tx, reporter);
        const circleId = circle === undefined ? undefined : await circleNamed(tx, reporter, circle);
        const subject: Subject = { ...draft, circleId };
        const known = circleId === undefined ? undefined : (await leadersIn(tx, [circleId])).get(circleId);
        const concerned = { aboutId: draft.personId ?? null, leaders: known?.leaders ?? [] };
        const readers = (await organisersIn(tx, networkId)).filter((one) => mayRead(one.memberId, concerned));
        if (readers.length === 0) {
          const { platform } = await tx.space.findUniqueOrThrow({ where: { id: spaceId }, select: { platform: true } });
          return { kind: "nobody", platform };
        }
        const id = newId();
        const caseKey = caseKeyOf(subject, id);
        const [kind, link] = [kindOf(subject), draft.link ?? null];
        const about = { aboutId: concerned.aboutId, circleId: circleId ?? null, kind, link, caseKey, text };
        const row = { id, networkId, reporterId: memberId, ...about, status: "open", createdAt: now() };
        await tx.report.create({ data: row });
        const open = await tx.report.findMany({
          where: { networkId, caseKey, status: "open" },
          orderBy: [{ createdAt: "asc" }, { id: "asc" }],
          select: { id: true },
        });
        const facts: CaseFacts = {
          ...{ kind, count: open.length, words: text, from: { person: memberId } },
          ...(draft.personId === undefined ? {} : { about: { person: draft.personId } }),
          ...(known === undefined ? {} : { circle: known.name }),
          ...(draft.link === undefined ? {} : { link: draft.link }),
        };
        const ids = readers.map((one) => one.memberId);
        await tellReaders(tx, networkId, ids, { first: open[0]?.id ?? id, facts });
        return { kind: "told", readers: ids.length };
      });
    },

    /** What waits for an organiser, but nothing about themselves; the oldest first. */
    async cases(networkId: string, readerId: string) {
      return openCases(db.client, networkId, readerId);
    },

    /** Somebody has looked into it. Whoever reported it hears that, not what came of it; answers how many hear. */
    async close(networkId: string, readerId: string, id: string, note: string | undefined): Promise<number> {
      return db.transaction(async (tx) => {
        const row = await tx.report.findUnique({ where: { id } });
        if (row?.networkId !== networkId) throw new Refusal("gone");
        if (row.status !== "open") throw new Refusal("reportClosed");
        const [one] = await openCases(tx, networkId, readerId, row.caseKey);
        // The same words as for what there never was: nobody learns that there is something about themselves.
        if (!one) throw new Refusal("gone");
        const ids = one.reports.map((report) => report.id);
        const data = { status: "closed", closedAt: now(), closedBy: readerId, note: note ?? null };
        await tx.report.updateMany({ where: { id: { in: ids } }, data });
        for (const closed of ids) await outbox.cancel(tx, { startsWith: `report:${closed}:` }, "rules");
        const told = await tellReporters(tx, networkId, one.reports);
        const facts = { reports: ids.length };
        const entry = { id: newId(), networkId, memberId: readerId, action: "report.close", facts, at: now() };
        await tx.auditEntry.create({ data: entry });
        return told;
      });
    },
  };
}

type CaseRow = Awaited<ReturnType<Reports["cases"]>>[number]["first"];
