import { oneOf } from "./chance.js";
import type { CircleAtEnd } from "./record.js";
import type { Life, Town } from "./town.js";

/** A facilitator writes so much more often. */
const LEADS = 1.5;
/** A week: that somebody who is in no circle looks at the list, and enters the first that is open. */
const LOOKS = 0.02;
/** Circles are begun between these weeks. */
const FOUNDED = { from: 3, weeks: 28 } as const;

/** What people do in circles in a week: begin one, enter one, write in theirs. */
export async function turnCircles(town: Town, week: number): Promise<void> {
  const circles = await circlesNow(town);
  for (const life of town.lives.values()) life.circles = 0;
  for (const { members, isAlive } of circles) for (const { life } of members) if (isAlive) life.circles++;
  for (const circle of circles)
    if (circle.isAlive) for (const member of circle.members) mayWrite(town, week, circle, member);
  for (const life of town.lives.values()) {
    if (life.presence !== "here" || !life.isIntroduced) continue;
    if (foundsIn(town, life) === week) town.later(life, 30, `founds ${week}`, () => found(town, life));
    else if (life.circles === 0 && town.draw(life.who.id, "looks", week) < LOOKS * life.manner.answers)
      town.later(life, 30, `looks ${week}`, () => look(town, life));
  }
}

interface CircleNow {
  readonly name: string;
  readonly isAlive: boolean;
  readonly roomId: string | undefined;
  readonly members: readonly { readonly life: Life; readonly leads: boolean }[];
}

async function circlesNow(town: Town): Promise<readonly CircleNow[]> {
  const { client } = town.world.db;
  const rows = await client.circle.findMany({
    orderBy: { id: "asc" },
    include: { members: { where: { leftAt: null }, orderBy: { id: "asc" } } },
  });
  const rooms = await client.room.findMany({ where: { key: { in: rows.map(({ id }) => id) } } });
  const roomOf = new Map(rooms.map(({ key, externalId }) => [key, externalId]));
  const circles: CircleNow[] = [];
  for (const { id, name, state, facilitatorId, members } of rows) {
    const ids = members.flatMap(({ memberId }) => memberId ?? []);
    const [leader] = facilitatorId === null ? [] : await town.peopleOf([facilitatorId]);
    const lives = await town.peopleOf(ids);
    circles.push({
      ...{ name, isAlive: state === "active", roomId: roomOf.get(id) },
      members: lives.map((life) => ({ life, leads: life === leader })),
    });
  }
  return circles;
}

function mayWrite(
  town: Town,
  week: number,
  { name, roomId }: CircleNow,
  { life, leads }: CircleNow["members"][number],
): void {
  if (roomId === undefined || life.presence !== "here") return;
  if (town.draw(life.who.id, "writes", name, week) >= life.manner.writes * (leads ? LEADS : 1)) return;
  // Any time of the week.
  const at = 12 + 4 * 24 * town.draw(life.who.id, "writes when", name, week);
  town.later(life, at, `writes ${name} ${week}`, () => town.write(life, roomId));
}

function foundsIn({ draw }: Town, { who, manner }: Life): number | undefined {
  if (draw(who.id, "founds") >= manner.founds) return undefined;
  const first = FOUNDED.from + Math.floor(draw(who.id, "founds when") * FOUNDED.weeks);
  return Math.max(first, Math.ceil(who.joinsOn / 7) + 2);
}

async function found(town: Town, life: Life): Promise<void> {
  await town.command(life, "circle", "start");
}

/** How somebody fills in the form of a new circle. */
export function newCircle({ who }: Life): Readonly<Record<string, unknown>> {
  const [subject = "", interest = ""] = who.subjects;
  return {
    name: `${interest} ${who.id}`,
    question: `Bagaimana ${interest} membantu murid belajar ${subject}?`,
    topics: interest,
    access: "open",
    rhythm: oneOf(["7", "14"], Number(who.id.slice(1)) % 2 === 0 ? 0 : 0.9),
  };
}

async function look(town: Town, life: Life): Promise<void> {
  const response = await town.type(life, life.who.locale === "id" ? "/kombel lihat" : "/circle browse");
  if (response.kind === "reply") await town.press(life, { card: response.card, channelId: undefined }, "circle.enter");
}

/** How every circle stands at the end of the year. */
export async function circlesAtEnd({ world }: Town): Promise<readonly CircleAtEnd[]> {
  const rows = await world.db.client.circle.findMany({
    orderBy: { id: "asc" },
    include: { members: { where: { leftAt: null } } },
  });
  return rows.map(({ state, members, lifeAt }) => ({ state, members: members.length, lifeAt: lifeAt.getTime() }));
}
