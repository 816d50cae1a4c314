import type { Job } from "../../../jobs/job.js";
import { Refusal } from "../../../refusal.js";
import type { Tx } from "../../../storage/database.js";
import { paceOf, type MeetingsParts } from "../meetings/parts.js";
import { isOver, meetingOf, readMeeting, type MeetingRow } from "../meetings/reading.js";
import { endProtocol, protocolKeys } from "./ending.js";
import type { ProtocolId } from "./repertoire/rules.js";
import {
  back,
  end,
  extend,
  nextStepAt,
  pause,
  protocolAt,
  protocolIn,
  protocolTiming,
  resume,
  skip,
  startProtocol,
  told,
  type ProtocolDeed,
  type ProtocolRun,
  type ProtocolTiming,
} from "./rules.js";

const DEEDS: Readonly<Record<ProtocolDeed, (run: ProtocolRun, now: Date) => ProtocolRun>> = {
  pause,
  resume,
  next: skip,
  back,
  more: (run, now) => extend(run, now, 1),
  end,
};

/** ms for which the step of a protocol is worth telling. */
const FRESH = 15 * 60_000;

/** A protocol as it stands, for whoever looks at it. */
export interface Led {
  readonly meetingId: string;
  readonly run: ProtocolRun;
  readonly timeZone: string;
  readonly stage: string;
}

/** A meeting, for whoever chooses a protocol for it. */
export interface ProtocolSight {
  readonly timeZone: string;
  readonly stage: string;
  /** The one that runs in it. */
  readonly led: Led | undefined;
  readonly at: Date | undefined;
  /** Other than "now", all of the circle would be told of something that they don't expect. */
  readonly timing: ProtocolTiming;
}

/** Nothing is led there any more. */
function isDead({ state, circle }: Pick<MeetingRow, "state" | "circle">): boolean {
  return isOver(circle) || state === "cancelled";
}

/** @throws Refusal where nothing is led any more */
function requireUsable({ state, circle }: MeetingRow): void {
  if (isOver(circle)) throw new Refusal("circleOver");
  if (state === "cancelled") throw new Refusal("circleMeetingCancelled");
}

/** Protocols led in a circle's home: begun, held on, hurried and ended by anybody in it. */
export function makeProtocols(parts: MeetingsParts) {
  const { db, now, outbox } = parts;

  async function keep(tx: Tx, row: MeetingRow, run: ProtocolRun): Promise<Led> {
    await tx.circleMeeting.update({
      where: { id: row.id },
      data: { protocol: JSON.parse(JSON.stringify(run)) as object, protocolAt: nextStepAt(run) ?? null },
    });
    const { timeZone } = await paceOf(parts, tx, row.circle.networkId);
    return { meetingId: row.id, run, timeZone, stage: row.circle.stage };
  }

  async function announce(tx: Tx, row: MeetingRow, { run, timeZone }: Led): Promise<void> {
    const at = now();
    await outbox.add(tx, [
      {
        ...{ key: `${protocolKeys(row.id)}${parts.newId()}`, networkId: row.circle.networkId },
        to: { kind: "room", key: row.circleId, memberIds: await parts.membersOf(tx, row.circleId) },
        ...{ notice: "circleProtocols.step", priority: "match", proactive: false, dueAt: at },
        facts: { meetingId: row.id, timeZone, run, at: at.toISOString() },
        expiresAt: new Date(at.getTime() + FRESH),
      },
    ]);
  }

  function running({ protocol, state, circle }: MeetingRow): ProtocolRun | undefined {
    if (isDead({ state, circle })) return undefined;
    const run = protocol === null ? undefined : protocolIn(protocol);
    return run && protocolAt(run, now()).state !== "ended" ? run : undefined;
  }

  return {
    /** What a meeting is about, for choosing a protocol. @throws Refusal where none can begin any more */
    async sight(meetingId: string, memberId: string): Promise<ProtocolSight> {
      const { row } = await meetingOf(parts, db.client, meetingId, memberId);
      requireUsable(row);
      const { timeZone } = await paceOf(parts, db.client, row.circle.networkId);
      const { stage } = row.circle;
      const run = running(row);
      const at = row.at ?? undefined;
      const timing = protocolTiming(at?.getTime(), row.minutes, now().getTime());
      return { timeZone, stage, led: run && { meetingId, run, timeZone, stage }, at, timing };
    },

    /** Begins now, in the circle's home. */
    start: (meetingId: string, memberId: string, id: ProtocolId, minutes: number | undefined): Promise<Led> =>
      db.transaction(async (tx) => {
        const { row } = await meetingOf(parts, tx, meetingId, memberId);
        requireUsable(row);
        if (running(row)) throw new Refusal("circleProtocolRunning");
        const run = startProtocol(id, now(), minutes === undefined ? {} : { minutes });
        const led = await keep(tx, row, run);
        await parts.touch(tx, row.circleId);
        await announce(tx, row, led);
        return led;
      }),

    /**
     * What somebody does to it. `isApart`: on a card that only they see, so that the home is told what is new; in the home
     * itself the card is replaced, and what is on its way there is out of date.
     */
    deed: (
      meetingId: string,
      memberId: string,
      deed: ProtocolDeed,
      isApart: boolean,
    ): Promise<Led & { readonly memberIds: readonly string[] }> =>
      db.transaction(async (tx) => {
        const { row, memberIds } = await meetingOf(parts, tx, meetingId, memberId);
        const run = running(row);
        if (!run) throw new Refusal("circleProtocolOver");
        const led = await keep(tx, row, DEEDS[deed](run, now()));
        await outbox.cancel(tx, { startsWith: protocolKeys(row.id) }, "rules");
        if (isApart) await announce(tx, row, led);
        return { ...led, memberIds };
      }),

    /** The next step is told when its time has come. */
    step: (meetingId: string, at: Date): Promise<string> =>
      db.transaction(async (tx) => {
        const row = await readMeeting(tx, meetingId);
        const run = row && row.protocolAt !== null && row.protocolAt <= at ? protocolIn(row.protocol) : undefined;
        if (!row || !run) return "nothing to do";
        if (isDead(row)) {
          await endProtocol(parts, tx, row);
          return "over with its meeting";
        }
        const led = await keep(tx, row, told(run, now()));
        await announce(tx, row, led);
        return "told";
      }),
  };
}

export function protocolJob({ db }: MeetingsParts, protocols: ReturnType<typeof makeProtocols>): Job {
  return {
    name: "circle.protocol",
    instants: { table: "CircleMeeting", column: "protocolAt" },
    async upcoming(limit) {
      const rows = await db.client.circleMeeting.findMany({
        where: { protocolAt: { not: null } },
        orderBy: [{ protocolAt: "asc" }, { id: "asc" }],
        take: limit,
        select: { id: true, protocolAt: true },
      });
      // Each step of a meeting is a piece of work of its own.
      return rows.flatMap(({ id, protocolAt: at }) => (at ? [{ at, id: `${id} ${at.getTime()}` }] : []));
    },
    run: ({ id }, now) => protocols.step(id.split(" ")[0] ?? "", now),
    async networkOf(id) {
      const where = { id: id.split(" ")[0] ?? "" };
      return (await db.client.circleMeeting.findUnique({ where, include: { circle: true } }))?.circle.networkId;
    },
  };
}
