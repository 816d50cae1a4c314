const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The zones of the simulation have no daylight saving. Hours east of UTC. */
const OFFSETS: Readonly<Record<string, number>> = { "Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9 };

export interface Wall {
  /** "YYYY-MM-DD" */
  readonly date: string;
  /** ISO: Monday 1 to Sunday 7. */
  readonly weekday: number;
  /** Hours since midnight, with fractions. */
  readonly hour: number;
}

/** What a clock on the wall shows there. */
export function wallIn(timeZone: string, at: number): Wall {
  const offset = OFFSETS[timeZone];
  if (offset === undefined) throw new RangeError(`no zone of the simulation: ${timeZone}`);
  const local = at + offset * HOUR;
  const day = Math.floor(local / DAY);
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  // Day 0 was a Thursday.
  return { date, weekday: ((day + 3) % 7) + 1, hour: (local - day * DAY) / HOUR };
}

/** When people look at their telephones, on their own clock. */
const AWAKE = { from: 6.5, until: 20.5 } as const;
/**
 * People act twice an hour: the fewer instants there are, the sooner the year is over. Ten minutes after the full and
 * the half hour, at which the program does things by itself, so that what was asked for can be told from what was not.
 */
const GRID = { every: HOUR / 2, after: HOUR / 6 } as const;

/** The first instant from `at` on at which somebody there may look at a message. */
export function whenAwake(timeZone: string, at: number): number {
  const { hour } = wallIn(timeZone, at);
  const wait = hour < AWAKE.from ? AWAKE.from - hour : hour >= AWAKE.until ? 24 - hour + AWAKE.from : 0;
  return Math.ceil((at + wait * HOUR - GRID.after) / GRID.every) * GRID.every + GRID.after;
}
