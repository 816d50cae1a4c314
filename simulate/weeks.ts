import { DRIFT, FELT, STOPS } from "./behaviour.js";
import { dateAfter, weekKind } from "./calendar.js";
import { resume } from "./reactions.js";
import type { Life, Town } from "./town.js";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

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
    town.returns(life);
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

export function mondayOf(week: number): string {
  return dateAfter("2026-07-13", 7 * week);
}
