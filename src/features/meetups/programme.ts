import type { Database, Tx } from "../../storage/database.js";
import type { Calendar } from "../members/calendar/service.js";
import { parseSettings } from "../members/settings.js";
import { withoutPlan } from "./round.js";
import { defaults, hash, nextTimes, type RoundTimes, type Timetable } from "./rules.js";
import type { ChangedWeights } from "./weighing/rules.js";

export interface ProgrammeParts {
  readonly db: Database;
  readonly calendar: Calendar;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** The weekly meet-up of a network with everything that decides when its rounds are. */
export interface Programme {
  readonly id: string;
  readonly networkId: string;
  readonly status: string;
  readonly restWeeks: number;
  readonly approval: string;
  readonly weights: ChangedWeights;
  readonly table: Timetable;
}

export type Programmes = ReturnType<typeof makeProgrammes>;

export function makeProgrammes(parts: ProgrammeParts) {
  const { db, now, newId } = parts;

  async function read(
    given: Tx | undefined,
    where: { id: string } | { networkId: string },
  ): Promise<Programme | undefined> {
    const tx = given ?? db.client;
    const row = await tx.programme.findFirst({ where: { ...where, kind: "meetup" }, include: { network: true } });
    if (!row) return undefined;
    const { gate, weights } = parseSettings(row.network.settings);
    const calendar = await parts.calendar.entries(row.networkId, given);
    return {
      id: row.id,
      networkId: row.networkId,
      status: row.status,
      restWeeks: row.restWeeks,
      approval: row.approval,
      weights,
      table: { weekday: row.weekday, time: row.time, timeZone: row.network.timeZone, weekend: gate.weekend, calendar },
    };
  }

  /** Writes the next round that is not written yet; harmless when it is. */
  async function planNext(tx: Tx, programme: Programme): Promise<void> {
    if (programme.status !== "active") return;
    const open = await tx.round.count({ where: { programmeId: programme.id, step: "announce" } });
    if (open > 0) return;
    const last = await tx.round.findFirst({
      where: { programmeId: programme.id },
      orderBy: { week: "desc" },
      omit: withoutPlan,
    });
    const times = nextTimes(last?.week ?? "", now().getTime(), programme.table);
    if (!times) return;
    // 31 bits, so that it fits an integer column everywhere.
    const seed = hash(`${programme.id} ${times.week}`) >>> 1;
    await tx.round.create({
      data: { id: newId(), programmeId: programme.id, seed, ...plannedRound(times), createdAt: now() },
    });
  }

  /** The round that people hear of next, or that is being decided; another one than `not`. */
  async function nextRound(programmeId: string, tx: Tx = db.client, not = "") {
    return tx.round.findFirst({
      where: { programmeId, id: { not }, step: { in: ["announce", "decide", "approve", "publish"] } },
      orderBy: { week: "asc" },
      omit: withoutPlan,
    });
  }

  return {
    read: (where: { id: string } | { networkId: string }, tx?: Tx) => read(tx, where),
    planNext,

    /** The network's meet-up, made with the defaults when it is first wanted. */
    async ensure(tx: Tx, networkId: string): Promise<Programme> {
      const known = await read(tx, { networkId });
      if (known) {
        await planNext(tx, known);
        return known;
      }
      const { weekday, time, restWeeks } = defaults;
      await tx.programme.create({
        data: {
          id: newId(),
          networkId,
          kind: "meetup",
          status: "active",
          weekday,
          time,
          restWeeks,
          approval: "auto",
          createdAt: now(),
        },
      });
      const made = await read(tx, { networkId });
      if (!made) throw new Error("a programme vanished while it was made");
      await planNext(tx, made);
      return made;
    },

    nextRound,

    /** The next round as people are told of it: none in a network that is to be deleted, nor one whose time passed before it was planned anew. */
    async roundAhead(programme: Programme, tx: Tx = db.client, not = "") {
      const isEnding = { id: programme.networkId, removedAt: { not: null } };
      if ((await tx.network.count({ where: isEnding })) > 0) return null;
      const round = await nextRound(programme.id, tx, not);
      return round?.step === "announce" && round.roundAt <= now() ? null : round;
    },

    /** The last round that was decided and still runs. */
    async runningRound(programmeId: string, tx: Tx = db.client) {
      const where = { programmeId, step: "close" };
      return tx.round.findFirst({ where, orderBy: { week: "desc" }, omit: withoutPlan });
    },
  };
}

/** A round of which nobody has heard yet. */
export function plannedRound(times: RoundTimes) {
  return {
    week: times.week,
    headsUpAt: new Date(times.headsUpAt),
    roundAt: new Date(times.roundAt),
    checkInAt: new Date(times.checkInAt),
    closeAt: new Date(times.closeAt),
    step: "announce",
    stepAt: new Date(times.headsUpAt),
  };
}
