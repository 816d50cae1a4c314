import type { Response } from "../src/chat/invocation.js";
import { KEEPS_APART } from "./behaviour.js";
import { shareTopic } from "./population.js";
import { whenAwake } from "./time.js";
import type { Life, Town } from "./town.js";

const DAY = 86_400_000;

/** Plans that somebody comes, introduces themselves, joins, and perhaps keeps away from somebody. */
export function planArrival(town: Town, life: Life, begins: number): void {
  const { who, manner } = life;
  const { draw, queue } = town;
  queue.add(whenAwake(who.timeZone, begins + (who.joinsOn + draw(who.id, "hour") / 2) * DAY), async () => {
    // The organiser is there already.
    if (life.presence === "to come") await town.joins(life);
    if (draw(who.id, "introduces") >= manner.introduces) return;
    const command = who.locale === "id" ? "/kenalan" : "/introduce";
    town.later(life, manner.hours, "introduces", () => introduce(town, life, () => town.type(life, command)));
  });
  if (draw(who.id, "apart") >= KEEPS_APART) return;
  const at = begins + (who.joinsOn + 7 + draw(who.id, "apart when") * 60) * DAY;
  queue.add(whenAwake(who.timeZone, at), () => keepApart(town, life));
}

/** They fill in who they are, on a command or a button; and then perhaps greet somebody and join the meet-up. */
export async function introduce(town: Town, life: Life, ask: () => Promise<Response | undefined>): Promise<void> {
  if (life.isIntroduced) return;
  const { who, manner } = life;
  const response = await ask();
  life.isIntroduced = true;
  if (response?.kind !== "reply") return;
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
