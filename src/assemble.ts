import { join } from "node:path";
import { makeBot, type Bot } from "./chat/bot.js";
import type { Command } from "./chat/command.js";
import { makePrecedence } from "./chat/precedence.js";
import { loadCommands } from "./chat/load.js";
import type { PlatformAdapter } from "./chat/port.js";
import type { Pace } from "./chat/pace.js";
import { loadWords, type Words } from "./chat/words.js";
import { makeRejoining } from "./features/care/dormant/rejoining.js";
import { makeCare } from "./features/care/service.js";
import { makeAppointing } from "./features/care/welcome/appointing.js";
import { makeCareWithdrawals } from "./features/care/withdrawals.js";
import { makePortraits } from "./features/introductions/portraits.js";
import { makeIntroductions } from "./features/introductions/service.js";
import { makeCircles } from "./features/circles/service.js";
import { makeMentoring } from "./features/mentoring/service.js";
import { meetupJobs } from "./features/meetups/jobs.js";
import { makeProgrammes } from "./features/meetups/programme.js";
import { makeMeetups } from "./features/meetups/service.js";
import { makeActivity } from "./features/members/activity.js";
import { makeCalendar } from "./features/members/calendar/service.js";
import { makeDirectory } from "./features/members/directory.js";
import { makeReach } from "./features/members/reach.js";
import { networksAtRest } from "./features/members/networks.js";
import { makeMembers } from "./features/members/service.js";
import { bothOf, type Withdrawals } from "./features/members/withdrawals.js";
import { makeTroubles } from "./features/members/troubles.js";
import { pupilData } from "./features/resources/pupils/rules.js";
import { makeReports } from "./features/reports/service.js";
import { makeResources } from "./features/resources/service.js";
import { makeGate } from "./features/nudges/service.js";
import { makeTally } from "./features/nudges/tally/service.js";
import { makeAskService } from "./features/resources/asks/service.js";
import { makeTips } from "./features/tips/service.js";
import type { Suppression } from "./features/privacy/parts.js";
import { makePrivacy } from "./features/privacy/service.js";
import { makeUpkeep } from "./features/upkeep/service.js";
import { inspectFile } from "./files/inspect.js";
import { cronJob } from "./jobs/cron.js";
import type { Job } from "./jobs/job.js";
import { makePlanner, type Planner } from "./jobs/planner.js";
import { makeRuns, type Runs } from "./jobs/runs.js";
import type { Services } from "./kit.js";
import { decideHere, type Deciding } from "./matching/deciding.js";
import { notices } from "./notices.js";
import { makeCourier, type Courier } from "./outbox/courier.js";
import { makeHomes, type Homes } from "./outbox/homes.js";
import { makeLedger } from "./outbox/ledger.js";
import { makeOutbox } from "./outbox/outbox.js";
import type { Database, Tx } from "./storage/database.js";
import { earliestOfEach, type Instants } from "./storage/glance.js";
import { ears, eyes } from "./senses.js";
import { audiencesOf } from "./outbox/route.js";
import { servicesOf } from "./services.js";
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
  /** Where rounds are decided; in this thread, with pauses, unless told otherwise. */
  readonly deciding?: (breathe: () => Promise<void>) => Deciding;
  readonly log: Log;
  readonly network: { readonly locale: string; readonly timeZone: string };
  readonly concurrency: number;
  /** Who asks too much at once; without it nobody. */
  readonly pace?: Pace;
  /** The way to where shared links lead; without it none is looked at. */
  readonly web?: Web;
  /** What in a text looks like a pupil's data, by kinds; what the shelf looks for unless told otherwise. */
  readonly checkText?: (text: string) => readonly string[];
  /** What was read before, by whoever puts many houses together. */
  readonly spoken?: Spoken;
  /** Jobs of the house itself, such as the nightly copy. */
  readonly housekeeping: (runs: Runs, letGo: () => Promise<string>) => readonly Job[];
  /** Who was forgotten, kept outside the database; without it an older copy of the database would bring them back. */
  readonly suppression?: Suppression;
}

/** What the bot can say and be told. */
export interface Spoken {
  readonly words: Words;
  readonly commands: readonly Command<Services>[];
}

/** Reads the words and the commands of the house, and checks them against each other. Throws CommandFault. */
export async function loadSpoken(root: string): Promise<Spoken> {
  const words = loadWords(join(root, "src/locales"));
  return { words, commands: await loadCommands<Services>(join(root, "commands"), words) };
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
export async function assemble(given: World): Promise<Program> {
  const precedence = makePrecedence(given.breathe);
  const world: World = { ...given, breathe: precedence.breathe };
  const { db, now, newId, wallClock, log, incident } = world;
  const { words, commands } = world.spoken ?? (await loadSpoken(world.root));
  const adapters = new Map<string, PlatformAdapter>();
  const features = makeFeatures(world, words, adapters);
  const runs = makeRuns({ db, newId, now, wallClock });
  const jobs = jobsOf(world, features, runs);
  const upkeep = makeUpkeep({ outbox: features.outbox, now, jobs, givenUp: runs.givenUp });
  const services = servicesOf(features, { audiences: audiencesBy(features), upkeep, words, commands });
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
  const planner = makePlanner({ jobs, runs, now, log, incident, ...sightOf(db), onGivenUp: upkeep.giveUp });
  return {
    bot: { ...bot, handle: (invocation) => precedence.serve(() => bot.handle(invocation)) },
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

/** What the features do by themselves, and the house itself. */
/** What the planner looks at before it asks any job. */
function sightOf({ client }: Database) {
  return {
    atRest: () => networksAtRest(client),
    glance: (all: readonly Instants[]) => earliestOfEach(client, all),
  };
}

function jobsOf(world: World, features: Features, runs: Runs): Job[] {
  const { meetups, mentoring, asks, resources, circles, tips, privacy, care } = features;
  const { rounds, questions, programmes } = meetups;
  return [
    ...meetupJobs({ db: world.db, rounds, questions, programmes }),
    ...mentoring.jobs,
    ...asks.jobs,
    ...resources.jobs,
    ...circles.jobs,
    ...tips.jobs,
    ...privacy.jobs,
    ...care.jobs,
    dailyCare(world, features, runs),
    ...world.housekeeping(runs, privacy.letGo),
  ];
}

/** In the morning: who grew quiet is asked. */
function dailyCare({ network, now }: World, { care }: Features, runs: Runs): Job {
  const { timeZone } = network;
  const morning = { name: "care.day", schedule: "0 8 * * *", timeZone, missed: "once", tolerance: 86_400_000 } as const;
  return cronJob({ ...morning, now, lastSlot: runs.lastSlot, run: care.dormant.day });
}

/** Who reads what is written in a room, as a delivery to it would find them. */
function audiencesBy({ directory: { describe, space: spaceOf } }: Features) {
  return (spaceId: string, memberIds: readonly string[]) => audiencesOf({ describe, spaceOf }, spaceId, memberIds);
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
    deciding: (world.deciding ?? decideHere)(breathe),
  };
}

/** What the bot does, each feature with what it needs of the others. */
function makeFeatures(world: World, words: Words, adapters: ReadonlyMap<string, PlatformAdapter>) {
  const { db, now, newId } = world;
  const replan = (tx: Tx, networkId: string) => meetups.replan(tx, networkId);
  const common = groundOf(world, words, replan);
  const { calendar, outbox, portraits, topicKey, nearestLocale } = common;
  const programmes = makeProgrammes({ db, calendar, newId, now });
  const met = (tx: Tx, memberId: string) => circles.suggestTo(tx, memberId);
  const meetups = makeMeetups({ ...common, programmes, icebreakers: words.keys("en", "icebreakers"), met });
  const mentoring = makeMentoring(common);
  const resources = makeResources({ ...common, ...lookingFrom(world), ...wordsOfShelf(words), inspectFile });
  const { checkText = (text: string) => pupilData(text, now().getUTCFullYear()).map(({ kind }) => kind) } = world;
  const asks = makeAskService({ ...common, checkText });
  const directory = makeDirectory({ db, now, nearestLocale });
  const homes = makeHomes({ db, now, adapters, describe: directory.describe, spaceOf: directory.space });
  const circles = makeCircles(common, homes);
  const tips = makeTips(common);
  const withdrawals = withdrawalsOf(common, [meetups, mentoring, asks, circles, tips]);
  const members = makeMembers({
    ...{ db, newId, now, nearestLocale, withdrawals, care: careOf(common) },
    ...{ defaults: world.network, furnish: calendar.furnish, rezoned: replan },
  });
  return {
    topicKey,
    outbox,
    calendar,
    members,
    privacy: makePrivacy({ suppression: noSuppression, ...world, outbox, withdrawals, changed: members.refresh }),
    ...accountsOf(common, withdrawals, world.log),
    directory,
    homes,
    introductions: makeIntroductions({ db, outbox, portraits, now, topicKey, introduced: circles.suggestTo }),
    meetups,
    mentoring,
    resources,
    asks,
    circles,
    tips,
    withdrawals,
  };
}

/** What follows, in every feature, when somebody draws back. */
function withdrawalsOf(
  common: ReturnType<typeof groundOf>,
  features: readonly { readonly withdrawals: Withdrawals }[],
): Withdrawals {
  return bothOf(...features.map(({ withdrawals }) => withdrawals), makeCareWithdrawals(common));
}

/** What people are told who are back, or were asked to greet. */
function careOf(common: ReturnType<typeof groundOf>) {
  return { rejoined: makeRejoining(common), appointed: makeAppointing(common) };
}

/** What is noted of how people live with the bot: signs of life, messages that arrive or don't, troubles. */
function accountsOf(common: ReturnType<typeof groundOf>, withdrawals: Withdrawals, log: World["log"]) {
  // Whoever is seen is not quiet, and whoever was quiet is back when they are seen.
  const care = makeCare({ ...common, withdrawals, flush: () => activity.flush() });
  const unseen = (err: unknown) => log.error({ err }, "who is back could not be welcomed");
  const activity = makeActivity({ ...common, seen: care.dormant.returned, unseen });
  return {
    care,
    activity,
    reports: makeReports(common),
    troubles: makeTroubles(common),
    reach: makeReach(common),
    tally: makeTally(common),
  };
}

/** Where nothing is kept outside the database, as in tests. */
const noSuppression: Suppression = {
  add: () => Promise.resolve(true),
  takeBack: () => Promise.resolve(),
  has: () => false,
  isEmpty: () => true,
};
