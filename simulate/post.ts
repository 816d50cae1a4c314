import { weekOf } from "./calendar.js";
import type { Meetings } from "./meetings.js";
import type { Arrival } from "./platform.js";
import { react } from "./reactions.js";
import type { Town } from "./town.js";

/** Takes what the program delivered to the people, and writes it down. */
export interface Post {
  hand(): Promise<void>;
}

/** A delivery as it is stored: what it is called, and what it tells. */
interface Content {
  readonly notice: string;
  readonly facts: unknown;
}

export function makePost(town: Town, meetings: Meetings): Post {
  const { world, notes } = town;
  const known = new Set<string>();

  /** What went out under each of these ids; several where what waited went together. */
  async function contentsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Content[]>> {
    const rows = await world.db.client.delivery.findMany({
      where: { OR: [{ id: { in: [...ids] } }, { mergedInto: { in: [...ids] }, status: "merged" }] },
      select: { id: true, notice: true, facts: true, mergedInto: true },
      orderBy: { id: "asc" },
    });
    const contents = new Map<string, Content[]>();
    for (const { id, mergedInto, notice, facts } of rows) {
      const into = mergedInto ?? id;
      contents.set(into, [...(contents.get(into) ?? []), { notice, facts }]);
    }
    return contents;
  }

  /** A match reaches people in a room, or each alone: it is written down once. */
  async function match(arrival: Arrival, facts: Facts): Promise<void> {
    const { meetingId, kind } = facts;
    if (known.has(meetingId)) return;
    known.add(meetingId);
    const lives = await town.peopleOf(facts.participants.map(({ who }) => who.person));
    const matched = { at: arrival.at, meetingId, kind, members: lives.map(({ who }) => who.id) };
    notes.matched.push(matched);
    meetings.begin(matched, arrival.channelId);
  }

  async function read(arrival: Arrival, { notice, facts }: Content): Promise<void> {
    if (isMatch(notice) && isFacts(facts)) await match(arrival, facts);
    const meetingId = meetingIn(facts);
    if (notice === "meet.nudge" && meetingId !== undefined) meetings.nudged(meetingId);
    const seen = { card: arrival.card, channelId: arrival.channelId };
    for (const id of arrival.to) {
      const life = town.lives.get(id);
      // Not by its id, which depends on all that was said before: the same week draws the same in two years.
      const key = `${notice} ${weekOf(arrival.at)}`;
      if (life) react(town, meetings, { life, notice, seen, key, meetingId });
    }
  }

  return {
    async hand() {
      const arrivals = world.stage.take();
      if (arrivals.length === 0) return;
      const contents = await contentsOf(arrivals.map(({ nonce }) => nonce));
      for (const arrival of arrivals) {
        const { at, to, place, proactive, nonce } = arrival;
        const inside = contents.get(nonce) ?? [];
        notes.told.push({ at, to, place, proactive, notices: inside.map(({ notice }) => notice) });
        for (const content of inside) await read(arrival, content);
      }
    },
  };
}

function isMatch(notice: string): boolean {
  return notice === "meet.match" || notice === "meet.matchApart";
}

interface Facts {
  readonly meetingId: string;
  readonly kind: string;
  readonly participants: readonly { readonly who: { readonly person: string } }[];
}

function isFacts(facts: unknown): facts is Facts {
  return typeof facts === "object" && facts !== null && "meetingId" in facts && "participants" in facts;
}

function meetingIn(facts: unknown): string | undefined {
  if (typeof facts !== "object" || facts === null || !("meetingId" in facts)) return undefined;
  return typeof facts.meetingId === "string" ? facts.meetingId : undefined;
}
