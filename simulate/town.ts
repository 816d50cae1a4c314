import { buttonsOf, type Card } from "../src/chat/card.js";
import type { FormView } from "../src/chat/form.js";
import type { Invocation, Response } from "../src/chat/invocation.js";
import { manners, type Manner } from "./behaviour.js";
import type { Draw } from "./chance.js";
import { PLATFORM, SPACE } from "./platform.js";
import type { Someone } from "./population.js";
import type { Deed, KeptApart, Matched, Met, Returned, Told } from "./record.js";
import { makeQueue, type Queue } from "./queue.js";
import { whenAwake } from "./time.js";
import type { SimulatedWorld } from "./world.js";

/** Somebody in the course of the year. */
export interface Life {
  readonly who: Someone;
  readonly manner: Manner;
  presence: "to come" | "here" | "away" | "left";
  isIntroduced: boolean;
  isInMeetup: boolean;
  /** When they last met somebody, and whether they had a topic in common. */
  met: { readonly at: number; readonly isTopical: boolean } | undefined;
  /** When they last wanted to meet and nobody came. */
  stoodUpAt: number;
  circles: number;
}

/** What is written down as it happens. */
export interface Notes {
  readonly told: Told[];
  readonly deeds: Deed[];
  readonly matched: Matched[];
  readonly met: Met[];
  readonly apart: KeptApart[];
  readonly returned: Returned[];
}

/** A button that somebody sees, and where. */
export interface Seen {
  readonly card: Card;
  readonly channelId: string | undefined;
}

/** The people, the program they talk to, and what was written down of both. */
export interface Town {
  readonly world: SimulatedWorld;
  readonly draw: Draw;
  readonly lives: ReadonlyMap<string, Life>;
  readonly queue: Queue;
  readonly notes: Notes;
  /** Somebody does something after about so many hours, when they are awake; unless they have gone by then. */
  later(life: Life, hours: number, about: string, deed: () => Promise<void> | void): void;
  /**
   * They press the button with this action (without one: the first), and fill in the form that it may open. Undefined
   * when there is none.
   */
  press(life: Life, seen: Seen, action?: string): Promise<Response | undefined>;
  /** `as` is what it is written down as. */
  type(life: Life, text: string, as?: string): Promise<Response>;
  command(life: Life, command: string, verb: string, options?: Readonly<Record<string, unknown>>): Promise<Response>;
  /** They write something, which the bot counts and does not read. */
  write(life: Life, channelId: string): Promise<void>;
  /** Whom the program's own ids stand for, also those of whoever came since the last look. */
  peopleOf(memberIds: readonly string[]): Promise<readonly Life[]>;
  joins(life: Life): Promise<void>;
  leaves(life: Life): Promise<void>;
  /** Whoever had drifted away is here again, on account of this message or by themselves. */
  returns(life: Life, notice?: string): void;
}

const HOUR = 3_600_000;

/** What a form is filled in with, by its name; where it is not known, it is sent as it was filled in beforehand. */
export type FillIn = (life: Life, form: FormView, now: number) => Readonly<Record<string, unknown>>;

export function makeTown(world: SimulatedWorld, people: readonly Someone[], draw: Draw, fillIn: FillIn): Town {
  const { bot } = world.program;
  const lives = new Map(people.map((who) => [who.id, lifeOf(who)]));
  const byMemberId = new Map<string, string>();
  const queue = makeQueue();
  const notes: Notes = { told: [], deeds: [], matched: [], met: [], apart: [], returned: [] };
  const place = (channelId?: string) => ({
    ...{ platform: PLATFORM, spaceId: SPACE },
    ...(channelId === undefined ? {} : { channelId }),
  });
  const person = ({ who: { id, name, locale, timeZone, isOrganiser } }: Life) => ({
    ...{ externalId: id, name, locale, timeZone, isOrganiser },
  });
  const note = ({ who }: Life, what: string, about?: string) =>
    void notes.deeds.push({ at: world.now(), who: who.id, what, ...(about === undefined ? {} : { about }) });

  /** Asks the bot, and sends the form that it may answer with, once. */
  async function ask(life: Life, invocation: Invocation): Promise<Response> {
    const answer = await bot.handle(invocation);
    if (answer.kind !== "form" || invocation.kind === "form") return answer;
    const { id, subject } = answer.form;
    const values = fillIn(life, answer.form, world.now());
    note(life, id, subject);
    return ask(life, { kind: "form", form: id, subject, values, place: invocation.place, person: person(life) });
  }

  async function press(life: Life, { card, channelId }: Seen, wanted?: string): Promise<Response | undefined> {
    for (const button of buttonsOf(card)) {
      if (button.kind !== "action" || (wanted !== undefined && button.action !== wanted)) continue;
      const { action, subject } = button;
      note(life, action, subject);
      return ask(life, { kind: "action", action, subject, place: place(channelId), person: person(life) });
    }
    return undefined;
  }

  const observe = (life: Life, kind: "joined" | "left" | "message", channelId?: string) =>
    bot.observe({ kind, place: place(channelId), person: person(life) });

  return {
    ...{ world, draw, lives, queue, notes, press },
    later(life, hours, about, deed) {
      // Waiting times as of a Poisson process: mostly short, sometimes long.
      const wait = -Math.log(1 - draw(life.who.id, "wait", about)) * hours * HOUR;
      queue.add(whenAwake(life.who.timeZone, world.now() + wait), () =>
        life.presence === "here" ? deed() : undefined,
      );
    },
    type(life, text, as = "type") {
      note(life, as);
      return ask(life, { kind: "words", text, place: place(), person: person(life) });
    },
    command(life, command, verb, options = {}) {
      note(life, `${command} ${verb}`.trim());
      return ask(life, { kind: "command", command, verb, options, place: place(), person: person(life) });
    },
    async write(life, channelId) {
      note(life, "write", channelId);
      await observe(life, "message", channelId);
    },
    async peopleOf(memberIds) {
      if (memberIds.some((id) => !byMemberId.has(id))) {
        const accounts = await world.db.client.account.findMany({ select: { memberId: true, externalId: true } });
        for (const { memberId, externalId } of accounts) byMemberId.set(memberId, externalId);
      }
      return memberIds.flatMap((id) => lives.get(byMemberId.get(id) ?? "") ?? []);
    },
    async joins(life) {
      life.presence = "here";
      note(life, "joined");
      await observe(life, "joined");
    },
    async leaves(life) {
      life.presence = "left";
      note(life, "left");
      await observe(life, "left");
    },
    returns(life, notice) {
      life.presence = "here";
      notes.returned.push({ at: world.now(), who: life.who.id, ...(notice === undefined ? {} : { notice }) });
    },
  };
}

function lifeOf(who: Someone): Life {
  return {
    ...{ who, manner: manners[who.kind], presence: "to come", isIntroduced: false, isInMeetup: false },
    ...{ met: undefined, stoodUpAt: 0, circles: 0 },
  };
}
