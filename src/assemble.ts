import { join } from "node:path";
import { makeBot, type Bot, type BotParts } from "./chat/bot.js";
import type { Command } from "./chat/command.js";
import type { Observation } from "./chat/invocation.js";
import { loadCommands } from "./chat/load.js";
import type { PlatformAdapter } from "./chat/port.js";
import { clockTime } from "./chat/when.js";
import { loadWords, type Words } from "./chat/words.js";
import { makePortraits } from "./features/introductions/portraits.js";
import { makeIntroductions } from "./features/introductions/service.js";
import { makeCircles } from "./features/circles/service.js";
import { makeMentoring } from "./features/mentoring/service.js";
import { meetupJobs } from "./features/meetups/jobs.js";
import type { MeetupParts } from "./features/meetups/parts.js";
import { makeProgrammes } from "./features/meetups/programme.js";
import { makeMeetups } from "./features/meetups/service.js";
import { makeActivity } from "./features/members/activity.js";
import { atLocal } from "./features/members/calendar/rules.js";
import { makeCalendar } from "./features/members/calendar/service.js";
import { makeDirectory } from "./features/members/directory.js";
import { makeReach } from "./features/members/reach.js";
import { makeMembers } from "./features/members/service.js";
import { bothOf } from "./features/members/withdrawals.js";
import { makeTroubles } from "./features/members/troubles.js";
import { pupilData } from "./features/resources/pupils/rules.js";
import { makeResources } from "./features/resources/service.js";
import { quietProblem } from "./features/nudges/rules.js";
import { makeGate } from "./features/nudges/service.js";
import { makeAskService } from "./features/resources/asks/service.js";
import { makeUpkeep, type Upkeep } from "./features/upkeep/service.js";
import { htmlPage } from "./documents/html.js";
import { pdfFile } from "./documents/pdf.js";
import { inspectFile } from "./files/inspect.js";
import type { Job } from "./jobs/job.js";
import { makePlanner, type Planner } from "./jobs/planner.js";
import { makeRuns, type Runs } from "./jobs/runs.js";
import type { Services } from "./kit.js";
import { notices } from "./notices.js";
import { makeCourier, type Courier } from "./outbox/courier.js";
import { makeHomes, type Homes } from "./outbox/homes.js";
import { makeLedger } from "./outbox/ledger.js";
import { makeOutbox } from "./outbox/outbox.js";
import type { Database, Tx } from "./storage/database.js";
import { lookingFrom, wordsOfShelf, type Web } from "./shelving.js";
import { topicKeys } from "./topics.js";

/** What comes from outside: time, chance, storage, and who listens. */
export interface World {
  readonly root: string;
  readonly db: Database;
  readonly now: () => Date;
  readonly wallClock: () => Date;
  readonly random: () => number;
  readonly newId: () => string;
  readonly incident: () => string;
  readonly breathe: () => Promise<void>;
  readonly log: Log;
  readonly network: { readonly locale: string; readonly timeZone: string };
  readonly concurrency: number;
  /** The way to where shared links lead; without it none is looked at. */
  readonly web?: Web;
  /** What in a text looks like a pupil's data, by kinds; what the shelf looks for unless told otherwise. */
  readonly checkText?: (text: string) => readonly string[];
  /** How the groups of a round are decided; as `decideRound` does unless told otherwise. */
  readonly decide?: MeetupParts["decide"];
  /** Jobs of the house itself, such as the nightly copy. */
  readonly housekeeping: (runs: Runs) => readonly Job[];
}

export interface Log {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

export interface Program {
  readonly bot: Bot;
  readonly services: Services;
  readonly planner: Planner;
  readonly courier: Courier;
  /** The lasting places of groups. */
  readonly homes: Homes;
  readonly words: Words;
  readonly topicKey: (label: string) => string;
  readonly adapters: Map<string, PlatformAdapter>;
  /** Tells organisers what only they can mend. */
  readonly troubles: ReturnType<typeof makeTroubles>;
  /** What happens by itself; a platform may add its own. */
  readonly jobs: Job[];
  /** Writes what is gathered in memory: counts of activity. */
  flush(): Promise<void>;
  /** Work of a program that died is free again. Only when no other program shares the database. */
  takeOver(): Promise<void>;
}

/** Puts the house together, without starting anything. Platforms are added to `adapters`. */
export async function assemble(world: World): Promise<Program> {
  const { db, now, newId, wallClock, log, incident } = world;
  const words = loadWords(join(world.root, "src/locales"));
  const adapters = new Map<string, PlatformAdapter>();
  const features = makeFeatures(world, words, adapters);
  const commands = await loadCommands<Services>(join(world.root, "commands"), words);
  const runs = makeRuns({ db, newId, now, wallClock });
  const jobs: Job[] = [...jobsOf(db, features), ...world.housekeeping(runs)];
  const upkeep = makeUpkeep({ outbox: features.outbox, now, jobs, givenUp: runs.givenUp });
  const services = servicesOf(features, upkeep, words, commands);
  const bot = makeBot<Services>({ ...world, commands, words, services, ...eyes(adapters), ...ears(features) });
  const ledger = makeLedger({
    db,
    gate: makeGate({ db }),
    reach: features.reach,
    newId,
    now,
    wallClock,
    random: world.random,
  });
  const courier = courierFor(world, { words, features, adapters, ledger });
  const planner = makePlanner({ jobs, runs, now, log, incident, onGivenUp: upkeep.giveUp });
  return {
    bot,
    services,
    planner,
    courier,
    homes: features.homes,
    words,
    topicKey: features.topicKey,
    adapters,
    troubles: features.troubles,
    jobs,
    flush: features.activity.flush,
    async takeOver() {
      await ledger.takeOverAll();
      await runs.takeOverAll();
    },
  };
}

/** What the features do by themselves. */
function jobsOf(db: Database, { meetups, mentoring, asks, resources, circles }: Features): Job[] {
  const { rounds, questions, programmes } = meetups;
  return [
    ...meetupJobs({ db, rounds, questions, programmes }),
    ...mentoring.jobs,
    ...asks.jobs,
    ...resources.jobs,
    ...circles.jobs,
  ];
}

interface Delivering {
  readonly words: Words;
  readonly features: Features;
  readonly adapters: Map<string, PlatformAdapter>;
  readonly ledger: ReturnType<typeof makeLedger>;
}

function courierFor({ log, concurrency }: World, { words, features, adapters, ledger }: Delivering): Courier {
  const { describe, space: spaceOf } = features.directory;
  return makeCourier({ ledger, words, notices, adapters, describe, spaceOf, log, concurrency });
}

type Features = ReturnType<typeof makeFeatures>;

/** What all features stand on; `changed` is told of every change of a calendar. */
function groundOf(world: World, words: Words, changed: (tx: Tx, networkId: string) => Promise<void>) {
  const { db, now, newId, wallClock, breathe } = world;
  const nearestLocale = (tag: string | null | undefined) => words.nearest(tag);
  return {
    ...{ db, now, newId, breathe, nearestLocale },
    topicKey: topicKeys(words),
    outbox: makeOutbox({ newId, now }),
    calendar: makeCalendar({ db, newId, now, wallClock, changed }),
    portraits: makePortraits({ db, nearestLocale }),
  };
}

/** What the bot does, each feature with what it needs of the others. */
function makeFeatures(world: World, words: Words, adapters: ReadonlyMap<string, PlatformAdapter>) {
  const { db, now, newId } = world;
  const replan = (tx: Tx, networkId: string) => meetups.replan(tx, networkId);
  const common = groundOf(world, words, replan);
  const { calendar, outbox, portraits, topicKey, nearestLocale } = common;
  const programmes = makeProgrammes({ db, calendar, newId, now });
  const icebreakers = words.keys("en", "icebreakers");
  const meetups = makeMeetups({ ...common, programmes, icebreakers, decide: world.decide });
  const mentoring = makeMentoring(common);
  const resources = makeResources({ ...common, ...lookingFrom(world), ...wordsOfShelf(words), inspectFile });
  const { checkText = (text: string) => pupilData(text, now().getUTCFullYear()).map(({ kind }) => kind) } = world;
  const asks = makeAskService({ ...common, checkText });
  const directory = makeDirectory({ db, now, nearestLocale });
  const homes = makeHomes({ db, now, adapters, describe: directory.describe, spaceOf: directory.space });
  const circles = makeCircles(common, homes);
  const withdrawals = bothOf(meetups.withdrawals, mentoring.withdrawals, asks.withdrawals, circles.withdrawals);
  return {
    topicKey,
    outbox,
    calendar,
    members: makeMembers({
      ...{ db, newId, now, nearestLocale, withdrawals },
      ...{ defaults: world.network, furnish: calendar.furnish, rezoned: replan },
    }),
    activity: makeActivity({ db, now }),
    troubles: makeTroubles({ db, outbox, now }),
    directory,
    homes,
    reach: makeReach({ db, outbox, now }),
    introductions: makeIntroductions({ db, outbox, portraits, now, topicKey }),
    meetups,
    mentoring,
    resources,
    asks,
    circles,
    withdrawals,
  };
}

function servicesOf(
  features: Features,
  upkeep: Upkeep,
  words: Words,
  commands: readonly Command<Services>[],
): Services {
  const { members, calendar, introductions, meetups, mentoring, resources, asks, circles } = features;
  return {
    members,
    calendar,
    introductions,
    meetups,
    mentoring,
    resources,
    asks,
    circles,
    print: { page: htmlPage, pdf: pdfFile },
    upkeep,
    topicName: (locale, { key, label }) =>
      words.has(locale, "topics", key) ? words.label(locale, "topics", key) : label,
    clockIn: clockTime,
    instantOf: (date, time, timeZone) => new Date(atLocal(date, time, timeZone)),
    sayIn: (locale, file, key, facts) => words.say(locale, file, key, facts),
    quietProblem,
    commandList: (locale) => commands.map((command) => commandLine(words, locale, command)),
  };
}

/** What a platform can see for us, while it runs. */
function eyes(adapters: ReadonlyMap<string, PlatformAdapter>): Pick<BotParts<Services>, "channelProblem" | "readFile"> {
  return {
    channelProblem: async ({ platform, spaceId }, channelId) =>
      adapters.get(platform)?.channelProblem?.(spaceId, channelId),
    readFile: async ({ platform, spaceId }, ref, maxBytes) =>
      adapters.get(platform)?.readFile?.(spaceId, ref, maxBytes),
  };
}

/** Who people are, and what their being there means to the features. */
function ears(features: Features): Pick<BotParts<Services>, "people" | "observers"> {
  const { members, activity, directory, meetups, mentoring, circles, withdrawals, reach } = features;
  async function notice({ kind, place, person }: Observation): Promise<void> {
    if (kind === "left") {
      await members.leave(place, person.externalId, (memberId, tx) => withdrawals.left(tx, memberId));
      return;
    }
    const { memberId, timeZone } = await members.arrive(place, person);
    if (kind === "joined") return;
    await activity.count(memberId, timeZone, kind === "reaction" ? "reactions" : "messages");
    if (place.channelId === undefined) return reach.wrote(memberId);
    const roomKey = await directory.roomKey(place.platform, place.spaceId, place.channelId);
    if (roomKey === undefined) return;
    await meetups.followups.sign(roomKey, memberId);
    await mentoring.mentorships.wroteIn(roomKey, memberId);
    await circles.wroteIn(roomKey, memberId);
  }
  return {
    people: {
      arrive: (place, person) => members.arrive(place, person),
      find: (actor, written) => members.find(actor, written),
      count: (actor, what) => activity.count(actor.memberId, actor.timeZone, what),
    },
    observers: [notice],
  };
}

function commandLine(words: Words, locale: string, command: Bot["commands"][number]) {
  const verbs = Object.keys(command.entries).filter((verb) => verb !== "");
  return {
    name: words.label(locale, command.id, "name"),
    summary: words.label(locale, command.id, "summary"),
    verbs: verbs.map((verb) => words.label(locale, command.id, `verbs.${verb}.name`)),
    organisersOnly: command.organisersOnly,
  };
}
