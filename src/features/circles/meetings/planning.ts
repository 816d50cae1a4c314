import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { leadersOnly } from "../leaders.js";
import { expectAtOnce } from "./attendance.js";
import { announce, change, writeStep } from "./changes.js";
import { keysOf } from "./deliveries.js";
import type { MeetingsParts } from "./parts.js";
import { askPoll, decide, fixAt } from "./polls.js";
import { circleOf, meetingOf, readMeeting, requireGoingOn, type Found, type MeetingRow, type Seat } from "./reading.js";
import { isPollComplete, LENGTH, MOST, POLL_LEAD } from "./rules.js";
import { answersIn, optionsIn } from "./stored.js";
import { strainsOf, type Strain } from "./times/rules.js";

/** How far ahead, in ms, a meeting may be: five years. */
const FARTHEST = 5 * 366 * 86_400_000;
/** So many polls that found no time can hardly be waited with. */
const LATELY = 3;

export interface ProposalDraft {
  /** In ms since 1970: one is the time, several are a poll. */
  readonly instants: readonly number[];
  readonly minutes?: number | undefined;
  readonly place?: string | undefined;
  readonly agenda?: string | undefined;
}

export interface Proposed {
  readonly meetingId: string;
  readonly isFixed: boolean;
  readonly instants: readonly number[];
  /** Whose waking hours an instant is outside of, for whoever proposed it. */
  readonly strains: readonly Strain[];
}

export interface Move {
  readonly at: Date;
  readonly place?: string | undefined;
}

/** How a circle finds a time to meet. Each of these is one transaction. */
export function makePlanning(parts: MeetingsParts) {
  const { db, now } = parts;

  function act<T>(id: string, memberId: string, work: (tx: Tx, found: Found) => Promise<T>): Promise<T> {
    return db.transaction(async (tx) => work(tx, await meetingOf(parts, tx, id, memberId)));
  }

  /** Whoever proposes comes at any of the times, unless they say otherwise. */
  async function create(tx: Tx, { circle }: Seat, memberId: string, draft: ProposalDraft): Promise<MeetingRow> {
    const id = parts.newId();
    const { instants, minutes = LENGTH.usual, place = "", agenda = "" } = draft;
    const [only] = instants;
    const isFixed = instants.length === 1 && only !== undefined;
    const options = instants.map((at) => new Date(at).toISOString());
    const when = isFixed ? { state: "fixed", at: new Date(only), sequence: 1 } : { state: "polling", at: null };
    const { id: circleId, stage } = circle;
    await tx.circleMeeting.create({
      data: { id, circleId, stage, options, minutes, place, agenda, createdAt: now(), ...when },
    });
    const suits = instants.map((_, place) => place);
    if (isFixed) await expectAtOnce(parts, tx, id, [memberId]);
    else await tx.circleAnswer.create({ data: { meetingId: id, memberId, suits, at: now() } });
    return writeStep(parts, tx, id);
  }

  /** A form that is sent twice proposes once. */
  async function same(tx: Tx, circleId: string, instants: readonly number[]): Promise<MeetingRow | undefined> {
    const open = await tx.circleMeeting.findMany({ where: { circleId, state: { in: ["polling", "fixed"] } } });
    const equal = open.find(
      ({ state, at, options }) =>
        (state === "fixed" && instants.length === 1 && at?.getTime() === instants[0]) ||
        (state === "polling" && optionsIn(options).join() === instants.join()),
    );
    if (equal) return (await readMeeting(tx, equal.id)) ?? undefined;
    if (instants.length > 1 && open.some(({ state }) => state === "polling"))
      throw new Refusal("circlePollRunning", {}, "times");
    return undefined;
  }

  /** That no time was found, where it was not told yet, is not true any more. */
  async function forgetFailures(tx: Tx, circleId: string): Promise<void> {
    const given = await tx.circleMeeting.findMany({
      where: { circleId, state: "cancelled", at: null },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      take: LATELY,
      select: { id: true },
    });
    for (const { id } of given) await parts.outbox.cancel(tx, { startsWith: keysOf(id, "noTime") }, "rules");
  }

  return {
    /** One instant is fixed at once; of several, the circle says which suit. @throws Refusal where it can't be so */
    propose: (circleId: string, memberId: string, draft: ProposalDraft): Promise<Proposed> =>
      db.transaction(async (tx) => {
        const seat = await circleOf(parts, tx, circleId, memberId);
        requireGoingOn(seat.circle);
        if (seat.role !== "lead") throw await leadersOnly(tx, seat.circle);
        const { instants } = draft;
        requireFuture(instants, now().getTime(), "times");
        const people = [...(await parts.portraits.of(seat.memberIds, tx)).values()];
        const strains = strainsOf(instants, draft.minutes ?? LENGTH.usual, people);
        const known = await same(tx, circleId, instants);
        const row = known ?? (await create(tx, seat, memberId, draft));
        const isFixed = row.state === "fixed";
        if (!known) {
          await parts.touch(tx, circleId);
          await forgetFailures(tx, circleId);
          if (isFixed) await announce(parts, tx, row, seat.memberIds, { notice: "fixed", byId: memberId });
          else await askPoll(parts, tx, row, seat.memberIds);
        }
        return { meetingId: row.id, isFixed, instants, strains };
      }),

    /** Which instants suit somebody, as places; the last of all to answer ends the poll. Answers with its time, if it has one now. */
    answer: (id: string, memberId: string, suits: readonly number[]): Promise<Date | undefined> =>
      act(id, memberId, async (tx, { row, role, memberIds }) => {
        await change(parts, tx, row, { event: "answer", by: role });
        const count = optionsIn(row.options).length;
        const data = { suits: suits.filter((place) => place < count), at: now() };
        const key = { meetingId: id, memberId };
        await tx.circleAnswer.upsert({
          where: { meetingId_memberId: key },
          create: { ...key, ...data },
          update: data,
        });
        await parts.touch(tx, row.circleId);
        const fresh = (await readMeeting(tx, id)) ?? row;
        if (!isPollComplete(memberIds, answersIn(fresh.answers))) return undefined;
        return (await decide(parts, tx, fresh, memberIds)).at ?? undefined;
      }),

    /** The facilitator or the deputy ends a poll with one of its instants. */
    fix: (id: string, memberId: string, place: number): Promise<Date> =>
      act(id, memberId, async (tx, { row, role, memberIds }) => {
        const at = optionsIn(row.options)[place];
        if (at === undefined) throw new Refusal("outdated");
        // What happened since is said before what is wrong with the time.
        if (row.state === "polling" && at <= now().getTime()) throw new Refusal("timeInPast");
        await fixAt(parts, tx, row, memberIds, { at: new Date(at), by: role, byId: memberId });
        await parts.touch(tx, row.circleId);
        return new Date(at);
      }),

    /** Another time, and maybe another place; a poll ends by it. The same time and place again change nothing. */
    move: (id: string, memberId: string, { at, place }: Move): Promise<void> =>
      act(id, memberId, async (tx, { row, role, memberIds }) => {
        const isSame = row.state === "fixed" && row.at?.getTime() === at.getTime();
        if (isSame && (place === undefined || place === row.place)) return;
        const set = { at, sequence: row.sequence + 1, ...(place === undefined ? {} : { place }) };
        const moved = await change(parts, tx, row, { event: "move", by: role, set });
        requireFuture([at.getTime()], now().getTime(), "time");
        // Who comes was said of the other time.
        if (!isSame) {
          await tx.circleAttendance.deleteMany({ where: { meetingId: id } });
          await expectAtOnce(parts, tx, id, [memberId]);
        }
        await parts.touch(tx, row.circleId);
        const news = row.at === null ? { notice: "fixed" as const } : { notice: "moved" as const, before: row.at };
        await announce(parts, tx, moved, memberIds, { ...news, byId: memberId });
      }),

    /** Answers whether the circle hears of it: it does, unless it has not heard of the meeting either. */
    cancel: (id: string, memberId: string): Promise<boolean> =>
      act(id, memberId, async (tx, { row, role, memberIds }) => {
        const set = { sequence: row.sequence + 1 };
        const cancelled = await change(parts, tx, row, { event: "cancel", by: role, set });
        await parts.touch(tx, row.circleId);
        return announce(parts, tx, cancelled, memberIds, { notice: "cancelled", byId: memberId });
      }),
  };
}

/** What is wrong is said at the field, so that nothing that was typed is lost. */
function requireFuture(instants: readonly number[], now: number, field: "times" | "time"): void {
  if (instants.length === 0) throw new Refusal("circleNoTimes", {}, field);
  if (instants.length > MOST.options) throw new Refusal("circleTooManyTimes", { most: MOST.options }, field);
  if (instants.some((at) => at <= now)) throw new Refusal("timeInPast", {}, field);
  if (instants.some((at) => at - now > FARTHEST)) throw new Refusal("dateTooFar", {}, field);
  if (instants.length > 1 && instants.some((at) => at - now < POLL_LEAD)) throw new Refusal("circleTooSoon", {}, field);
}
