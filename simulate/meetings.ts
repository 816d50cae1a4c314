import { SECOND_THOUGHT, TOPIC_HELPS } from "./behaviour.js";
import { weekOf } from "./calendar.js";
import { shareTopic } from "./population.js";
import { pairsOf, type Matched } from "./record.js";
import { whenAwake } from "./time.js";
import type { Life, Town } from "./town.js";

/** What becomes of people who were brought together. */
export interface Meetings {
  /** They were told. In a room they can write to each other. */
  begin(matched: Matched, channelId: string | undefined): void;
  /** The bot wrote into the room because nobody had. */
  nudged(meetingId: string): void;
  /** Somebody is asked how it went. */
  answerOf(meetingId: string, life: Life): "meet.met" | "meet.notYet" | "meet.wontHappen";
  /** Somebody said "not yet": perhaps it comes about now. */
  tryAgain(meetingId: string, life: Life): void;
}

interface Course {
  readonly meetingId: string;
  /** What chance is drawn by: the same week draws the same in two years, whoever is matched with whom. */
  readonly key: string;
  readonly members: readonly Life[];
  readonly channelId: string | undefined;
  readonly isTopical: boolean;
  readonly willing: Set<Life>;
  hasMet: boolean;
}

const DAY = 86_400_000;
/** Most who do meet find an hour within so many days. */
const DAYS_TO_MEET = 3;

export function makeMeetings(town: Town): Meetings {
  const { draw, world, notes, queue } = town;
  const courses = new Map<string, Course>();

  /** Two who want to are enough. */
  function meetSoon(course: Course): void {
    if (course.hasMet || course.willing.size < 2) return;
    course.hasMet = true;
    const [first] = course.willing;
    if (!first) return;
    const at = world.now() + (0.2 + draw("day", course.key, first.who.id) * DAYS_TO_MEET) * DAY;
    queue.add(whenAwake(first.who.timeZone, at), () => meet(course));
  }

  function meet({ willing, meetingId, isTopical }: Course): void {
    const there = [...willing].filter(({ presence }) => presence !== "left");
    if (there.length < 2) return;
    notes.met.push({ at: world.now(), meetingId, members: there.map(({ who }) => who.id) });
    for (const life of there) life.met = { at: world.now(), isTopical };
  }

  function want(course: Course, life: Life, hours: number, then?: () => void): void {
    const { channelId, key } = course;
    course.willing.add(life);
    if (channelId === undefined) {
      meetSoon(course);
      return;
    }
    town.later(life, hours, `write ${key}`, async () => {
      await town.write(life, channelId);
      then?.();
      meetSoon(course);
    });
  }

  /** Whoever had not found the time thinks again, because a partner wrote, or because of a nudge. */
  function thinkAgain(course: Course, why: keyof typeof SECOND_THOUGHT): void {
    for (const life of course.members) {
      if (life.presence !== "here" || course.willing.has(life)) continue;
      const chance = SECOND_THOUGHT[why] * life.manner.answers;
      if (draw("again", why, course.key, life.who.id) < chance) want(course, life, life.manner.hours);
    }
  }

  return {
    begin({ at, kind, meetingId, members }, channelId) {
      const lives = members.flatMap((id) => town.lives.get(id) ?? []);
      const isTopical = pairsOf(lives).every(([a, b]) => shareTopic(a.who, b.who));
      const key = `${kind} ${weekOf(at)}`;
      const course = { meetingId, key, members: lives, channelId, isTopical, willing: new Set<Life>(), hasMet: false };
      courses.set(meetingId, course);
      const helps = TOPIC_HELPS[isTopical ? "shared" : "none"];
      for (const life of lives) {
        const wants = draw("meets", key, life.who.id) < life.manner.meets * helps;
        if (life.presence !== "here" || !wants) continue;
        want(course, life, life.manner.hours, () => thinkAgain(course, "written"));
      }
    },

    nudged(meetingId) {
      const course = courses.get(meetingId);
      if (course) thinkAgain(course, "nudged");
    },

    answerOf(meetingId, life) {
      const course = courses.get(meetingId);
      if (course?.hasMet === true && course.willing.has(life)) return "meet.met";
      if (course?.willing.has(life) === true) life.stoodUpAt = world.now();
      return draw("won't", course?.key ?? "", life.who.id) < 0.5 ? "meet.notYet" : "meet.wontHappen";
    },

    tryAgain(meetingId, life) {
      const course = courses.get(meetingId);
      if (!course || course.hasMet || draw("not yet", course.key, life.who.id) >= SECOND_THOUGHT.notYet) return;
      course.willing.add(life);
      const other = course.members.find((one) => one !== life && one.presence === "here");
      const isIn = other && draw("not yet", course.key, other.who.id) < other.manner.meets;
      if (isIn) course.willing.add(other);
      meetSoon(course);
    },
  };
}
