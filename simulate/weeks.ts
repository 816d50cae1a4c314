import { DRIFT, FELT, STOPS } from "./behaviour.js";
import { dateAfter, weekKind } from "./calendar.js";
import { resume } from "./reactions.js";
import { shareTopic } from "./population.js";
import type { Life, Town } from "./town.js";
import { whenAwake } from "./time.js";

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** That somebody asks never to be matched with a certain other, in the course of the year. */
const KEEPS_APART = 0.05;

/** Once a week, before anybody is awake: who drifts away, who comes back, who leaves for good or says STOP. */
export async function turnWeek(town: Town, week: number, monday: string): Promise<void> {
  const kind = weekKind(monday);
  for (const life of town.lives.values()) {
    if (life.presence === "to come" || life.presence === "left") continue;
    if (life.who.leavesIn !== undefined && week >= life.who.leavesIn) await town.leaves(life);
    else if (kind !== "closed") turnOne(town, life, week, kind);
  }
}

function turnOne(town: Town, life: Life, week: number, kind: ReturnType<typeof weekKind>): void {
  const { draw } = town;
  const { id } = life.who;
  if (life.presence === "away") {
    if (draw(id, "back", week) >= life.manner.returns) return;
    life.presence = "here";
    town.later(life, 12, `back ${week}`, () => resume(town, life, `back ${week}`));
    return;
  }
  if (draw(id, "drifts", week) < life.manner.drifts * driftOf(town, life, kind)) life.presence = "away";
  else if (life.who.kind !== "eager" && draw(id, "stops", week) < STOPS) {
    town.later(life, 20, `stop ${week}`, async () => {
      await town.type(life, life.who.locale === "id" ? "BERHENTI" : "STOP", "stop");
    });
  }
}

function driftOf({ world, notes }: Town, life: Life, kind: ReturnType<typeof weekKind>): number {
  const ago = (at: number | undefined) => (at === undefined ? Infinity : (world.now() - at) / WEEK);
  const isFelt = ago(life.met?.at) < FELT.meeting;
  let factor = life.circles > 0 ? DRIFT.inCircle : 1;
  if (isFelt) factor *= life.met?.isTopical === true ? DRIFT.metWithTopic : DRIFT.metWithout;
  else if (life.isInMeetup && ago(life.met?.at) > FELT.alone) factor *= DRIFT.longAlone;
  if (ago(life.stoodUpAt) < FELT.meeting) factor *= DRIFT.stoodUp;
  if (kind === "tense" || kind === "back") factor *= DRIFT[kind];
  if (lastWeek(notes.told, world.now(), life.who.id) >= 3) factor *= DRIFT.threeMessages;
  return factor;
}

function lastWeek(told: Town["notes"]["told"], now: number, id: string): number {
  let count = 0;
  for (let place = told.length - 1; place >= 0; place--) {
    const message = told[place];
    if (!message || message.at < now - WEEK) break;
    if (message.proactive && message.to.includes(id)) count++;
  }
  return count;
}

/** Plans that somebody comes, introduces themselves, joins, and perhaps keeps away from somebody. */
export function planArrival(town: Town, life: Life, begins: number): void {
  const { who, manner } = life;
  const { draw, queue } = town;
  queue.add(whenAwake(who.timeZone, begins + (who.joinsOn + draw(who.id, "hour") / 2) * DAY), async () => {
    // The organiser is there already.
    if (life.presence === "to come") await town.joins(life);
    if (draw(who.id, "introduces") < manner.introduces)
      town.later(life, manner.hours, "introduces", () => introduceSelf(town, life));
  });
  if (draw(who.id, "apart") >= KEEPS_APART) return;
  const at = begins + (who.joinsOn + 7 + draw(who.id, "apart when") * 60) * DAY;
  queue.add(whenAwake(who.timeZone, at), () => keepApart(town, life));
}

async function introduceSelf(town: Town, life: Life): Promise<void> {
  const { who, manner } = life;
  const response = await town.type(life, who.locale === "id" ? "/kenalan" : "/introduce");
  life.isIntroduced = true;
  if (response.kind !== "reply") return;
  const seen = { card: response.card, channelId: undefined };
  // Of the people who are suggested, one in four greets the first.
  if (town.draw(who.id, "greets") < 0.25) await town.press(life, seen, "introduce.hello");
  if (town.draw(who.id, "joins") >= manner.joins) return;
  life.isInMeetup = true;
  const isWeekly = town.draw(who.id, "weekly") < manner.everyWeek;
  if (isWeekly) await town.command(life, "meet", "join", { cadence: "1" });
  else await town.press(life, seen, "meet.join");
}

/** From somebody who has nothing in common with them, so that it costs as little as it does in life. */
async function keepApart(town: Town, life: Life): Promise<void> {
  if (life.presence !== "here" || !life.isInMeetup) return;
  const others = [...town.lives.values()].filter(
    (other) => other !== life && other.presence === "here" && !shareTopic(other.who, life.who),
  );
  const other = others[Math.floor(town.draw(life.who.id, "apart from") * others.length)];
  if (!other) return;
  await town.command(life, "meet", "avoid", { person: `<@${other.who.id}>` });
  town.notes.apart.push({ at: town.world.now(), who: life.who.id, other: other.who.id });
}

export function mondayOf(week: number): string {
  return dateAfter("2026-07-13", 7 * week);
}
