import { openWorld } from "./world.js";
import { PAUSE_DAYS } from "./behaviour.js";
import { planArrival } from "./arrivals.js";
import { dateAfter, schoolDays, WEEK, YEAR_BEGINS } from "./calendar.js";
import { drawsOf } from "./chance.js";
import { circlesAtEnd, newCircle, turnCircles } from "./circles.js";
import { makeMeetings } from "./meetings.js";
import { makePost } from "./post.js";
import { population } from "./population.js";
import { decidingByChance } from "./random.js";
import type { YearRecord } from "./record.js";
import { wallIn } from "./time.js";
import { makeTown, type FillIn, type Town } from "./town.js";
import { mondayOf, turnWeek } from "./weeks.js";

export interface YearWishes {
  readonly members: number;
  readonly weeks: number;
  readonly seed: number;
  readonly hasNudges: boolean;
  readonly matching: "engine" | "random";
  /** Told after each week. */
  readonly onWeek?: (week: number) => void;
}

/** More steps than that at one instant, and something is always due again. */
const MOST_STEPS = 500;

/** Lives through a year of the real program. The same wishes give the same record. */
export async function liveThrough(wishes: YearWishes): Promise<YearRecord> {
  const { seed, hasNudges, matching, weeks, members } = wishes;
  const deciding = matching === "random" ? decidingByChance : undefined;
  const world = await openWorld({ seed, hasNudges, deciding, start: YEAR_BEGINS });
  try {
    const draw = drawsOf(seed);
    const people = population(members, draw);
    const town = makeTown(world, people, draw, fillIn);
    const until = YEAR_BEGINS + weeks * WEEK;
    await setUp(town, wishes);
    await pass(town, until);
    const circles = await circlesAtEnd(town);
    return { from: YEAR_BEGINS, until, people, ...town.notes, circles, faults: world.faults };
  } finally {
    await world.close();
  }
}

/** The organiser comes first, and writes the school's days into the calendar; then everything is planned. */
async function setUp(town: Town, { weeks, onWeek }: YearWishes): Promise<void> {
  for (const life of town.lives.values()) {
    planArrival(town, life, YEAR_BEGINS);
    if (!life.who.isOrganiser) continue;
    await town.joins(life);
    for (const { title, kind, from, until } of schoolDays)
      await town.command(life, "setup", "add", { title, kind, from, until });
  }
  for (let week = 0; week < weeks; week++) {
    town.queue.add(YEAR_BEGINS + week * WEEK, async () => {
      onWeek?.(week);
      await turnWeek(town, week, mondayOf(week));
      await turnCircles(town, week);
    });
  }
}

/** From one instant at which something happens to the next. */
async function pass(town: Town, until: number): Promise<void> {
  const { world, queue } = town;
  const post = makePost(town, makeMeetings(town));
  for (let stays = 0; ;) {
    const at = Math.max(world.now(), Math.min(world.nextAt(), queue.nextAt() ?? Infinity));
    if (at >= until) break;
    stays = at === world.now() ? stays + 1 : 0;
    if (stays > MOST_STEPS) throw new Error(`time stands still at ${new Date(at).toISOString()}`);
    world.goTo(at);
    await queue.run(at);
    await world.runDue();
    await post.hand();
  }
  await world.program.flush();
}

/** How people fill in the forms that they meet. */
const fillIn: FillIn = (life, { id, fields }, now) => {
  const { who } = life;
  if (id === "circle.start" || id === "circle:start") return newCircle(life);
  if (id === "introduce.profile") {
    const { role, institution, languages, subjects, offers, seeks } = who;
    const list = (topics: readonly string[]) => topics.join(", ");
    return { role, institution, languages, subjects: list(subjects), offers: list(offers), seeks: list(seeks) };
  }
  const asGiven = Object.fromEntries(
    fields.flatMap(({ id: field, value }) => (value === undefined ? [] : [[field, value]])),
  );
  const hasUntil = fields.some(({ id: field }) => field === "until");
  return hasUntil ? { ...asGiven, until: dateAfter(wallIn(who.timeZone, now).date, PAUSE_DAYS) } : asGiven;
};
