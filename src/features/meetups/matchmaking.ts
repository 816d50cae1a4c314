import { decideRoundAtOnce } from "../../matching/round.js";
import type { Group } from "../../matching/types.js";
import type { Tx } from "../../storage/database.js";
import { addOpenTime } from "../members/calendar/rules.js";
import { gather } from "./gathering.js";
import { weekAt, writeMeetings, type MeetingKind } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import { CONNECT_CHECK_AFTER, hash, LATE_FOR } from "./rules.js";

/** Whoever is free at this moment is matched from at most so many. */
const FREE_PEOPLE = 60;

/** Its groups stand, and nobody has been told yet. */
function isDecided({ step }: { readonly step: string }): boolean {
  return step === "approve" || step === "publish";
}

/** Brings people together outside a round: whoever comes late, and whoever wants somebody now. */
export function makeMatchmaking(parts: MeetupParts) {
  const { now, programmes } = parts;

  /** The last round, as long as somebody may still come late to it. */
  async function openRound(tx: Tx, programme: Programme) {
    const running = await programmes.runningRound(programme.id, tx);
    return running && running.roundAt.getTime() + LATE_FOR > now().getTime() ? running : undefined;
  }

  async function bring(tx: Tx, programme: Programme, group: Group, kind: MeetingKind, seed: number): Promise<void> {
    const { members, reasons } = group;
    const { calendar, timeZone } = programme.table;
    const round = await openRound(tx, programme);
    const week = round?.week ?? weekAt(programme, now());
    const portraits = await parts.portraits.of(members, tx);
    const ours = { programmeId: programme.id, memberId: { in: [...members] } };
    const enrolled = await tx.enrolment.findMany({ where: ours });
    const hostedAt = new Map(enrolled.map((row) => [row.memberId, row.lastHostedAt]));
    const draft = {
      id: parts.newId(),
      kind,
      roundId: round?.id ?? null,
      week,
      members,
      reasons,
      isRepeat: false,
      seed,
      checkInAt: round?.checkInAt ?? new Date(addOpenTime(calendar, now().getTime(), CONNECT_CHECK_AFTER, timeZone)),
    };
    await writeMeetings(parts, tx, programme, [draft], portraits, hostedAt);
    await tx.enrolment.updateMany({ where: ours, data: { lastWeek: week, waiting: 0, freeUntil: null } });
    await tx.enrolment.updateMany({ where: { ...ours, cadenceWeeks: 0 }, data: { status: "done" } });
  }

  /** Matches this member, who is free, with whoever else is free right now; false when nobody suits. */
  async function matchAtOnce(tx: Tx, programme: Programme, memberId: string, kind: MeetingKind): Promise<boolean> {
    const me = await tx.enrolment.findUniqueOrThrow({
      where: { programmeId_memberId: { programmeId: programme.id, memberId } },
    });
    const free = await tx.enrolment.findMany({
      where: { programmeId: programme.id, status: "active", freeUntil: { gt: now() }, memberId: { not: memberId } },
      orderBy: [{ freeUntil: "asc" }, { memberId: "asc" }],
      take: FREE_PEOPLE,
    });
    if (free.length === 0) return false;
    // They are few, and nobody is let go first as long as the transaction keeps everybody from writing.
    const inOneGo = { ...parts, breathe: () => Promise.resolve() };
    const week = weekAt(programme, now());
    const gathered = await gather(inOneGo, tx, programme, [me, ...free], week, { memberId });
    const mine = { forbidden: gathered.forbidden.filter((pair) => pair.includes(memberId)), met: gathered.met };
    const { restWeeks, weights } = programme;
    const seed = hash(`${memberId} ${now().toISOString()}`) >>> 1;
    const best = gathered.people
      .filter((person) => person.id !== memberId)
      .flatMap((person) => {
        const people = gathered.people.filter(({ id }) => id === memberId || id === person.id);
        return decideRoundAtOnce({ ...mine, people, restWeeks, weights, seed }).groups;
      })
      .filter((group) => group.repeats.length === 0)
      .sort((a, b) => b.score - a.score)[0];
    if (best) await bring(tx, programme, best, kind, seed);
    return best !== undefined;
  }

  return {
    matchAtOnce,

    /** Somebody who came after this week's round was decided is matched at once when somebody is free. */
    async enterLate(tx: Tx, programme: Programme, memberId: string, lastWeek: string | null): Promise<boolean> {
      const where = { programmeId: programme.id, memberId };
      const next = await programmes.nextRound(programme.id, tx);
      if (next && isDecided(next) && lastWeek !== next.week) {
        // It has no place for this member any more; when it has gone out, somebody may be free.
        const freeUntil = new Date(next.stepAt.getTime() + LATE_FOR);
        await tx.enrolment.updateMany({ where, data: { freeUntil } });
        return false;
      }
      const round = await openRound(tx, programme);
      if (!round || lastWeek === round.week) return false;
      const freeUntil = new Date(round.roundAt.getTime() + LATE_FOR);
      await tx.enrolment.updateMany({ where, data: { freeUntil } });
      return matchAtOnce(tx, programme, memberId, "late");
    },

    /** Whoever came while a round waited for an organiser, now that it has gone out. */
    async bringLate(programme: Programme, planned: ReadonlySet<string>): Promise<void> {
      const free = { programmeId: programme.id, status: "active", freeUntil: { gt: now() } };
      const rows = await parts.db.client.enrolment.findMany({ where: free, orderBy: { memberId: "asc" } });
      for (const { memberId } of rows.filter((row) => !planned.has(row.memberId))) {
        await parts.db.transaction(async (tx) => {
          const isFree = (await tx.enrolment.count({ where: { ...free, memberId } })) > 0;
          if (isFree) await matchAtOnce(tx, programme, memberId, "late");
        });
        await parts.breathe();
      }
    },
  };
}
