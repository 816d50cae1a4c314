import { join } from "node:path";
import { makeBot, type Bot, type BotParts } from "./chat/bot.js";
import type { Command } from "./chat/command.js";
import type { Observation } from "./chat/invocation.js";
import { loadCommands } from "./chat/load.js";
import type { PlatformAdapter } from "./chat/port.js";
import { clockTime } from "./chat/when.js";
import { loadWords, type Words } from "./chat/words.js";
import { circleMeetingNotices } from "./features/circles/meetings/notices.js";
import { circlesIn } from "./features/circles/meetings/membership.js";
import { makeCircleMeetings } from "./features/circles/meetings/service.js";
import { introductionNotices } from "./features/introductions/notices.js";
import { makePortraits } from "./features/introductions/portraits.js";
import { makeIntroductions } from "./features/introductions/service.js";
import { cohortNotices } from "./features/mentoring/cohort/notices.js";
import { mentoringNotices } from "./features/mentoring/notices.js";
import { makeMentoring } from "./features/mentoring/service.js";
import { meetupJobs } from "./features/meetups/jobs.js";
import { meetupNotices } from "./features/meetups/notices.js";
import { makeProgrammes } from "./features/meetups/programme.js";
import { makeMeetups } from "./features/meetups/service.js";
import { makeActivity } from "./features/members/activity.js";
import { atLocal } from "./features/members/calendar/rules.js";
import { makeCalendar } from "./features/members/calendar/service.js";
import { makeDirectory } from "./features/members/directory.js";
import { memberNotices, personalNotices } from "./features/members/notices.js";
import { makeReach } from "./features/members/reach.js";
import { makeMembers } from "./features/members/service.js";
import { bothOf } from "./features/members/withdrawals.js";
import { makeTroubles } from "./features/members/troubles.js";
import { resourceNotices } from "./features/resources/cards/notices.js";
import { shelfNotices } from "./features/resources/organising/notices.js";
import type { ResourcesParts } from "./features/resources/parts.js";
import { pupilData } from "./features/resources/pupils/rules.js";
import { makeResources } from "./features/resources/service.js";
import { quietProblem } from "./features/nudges/rules.js";
import { makeGate } from "./features/nudges/service.js";
import { askNotices } from "./features/resources/asks/notices.js";
import { makeAskService } from "./features/resources/asks/service.js";
import { upkeepNotices } from "./features/upkeep/notices.js";
import { makeUpkeep, type Upkeep } from "./features/upkeep/service.js";
import { inspectFile } from "./files/inspect.js";
import { makeCheck } from "./links/check.js";
import { makeLook } from "./links/look.js";
import { rememberLooks } from "./links/remembering.js";
import type { Wire } from "./links/visit.js";
import type { Job } from "./jobs/job.js";
import { makePlanner, type Planner } from "./jobs/planner.js";
import { makeRuns, type Runs } from "./jobs/runs.js";
import type { Services } from "./kit.js";
import { makeCourier, type Courier } from "./outbox/courier.js";
import { makeLedger } from "./outbox/ledger.js";
import { makeOutbox } from "./outbox/outbox.js";
import type { Database, Tx } from "./storage/database.js";
import { choicesIn, topicKeys, topicNames } from "./topics.js";

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
  /** Jobs of the house itself, such as the nightly copy. */
  readonly housekeeping: (runs: Runs) => readonly Job[];
}

/** The web, as far as links that members share lead there; see src/links. */
export interface Web {
  /** Without it, links are taken as they are. */
  readonly wire: Wire | undefined;
  /** Whether a list of harmful places has this host or domain. */
  readonly isListed: (name: string) => boolean;
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

/** Every message that is sent later, by its name. */
export const notices = new Map([
  ...introductionNotices,
  ...meetupNotices,
  ...mentoringNotices,
  ...cohortNotices,
  ...askNotices,
  ...circleMeetingNotices,
  ...memberNotices,
  ...personalNotices,
  ...resourceNotices,
  ...shelfNotices,
  ...upkeepNotices,
]);

/** Puts the house together, without starting anything. Platforms are added to `adapters`. */
export async function assemble(world: World): Promise<Program> {
  const { db, now, newId, wallClock, log, incident } = world;
  const words = loadWords(join(world.root, "src/locales"));
  const features = makeFeatures(world, words);
  const commands = await loadCommands<Services>(join(world.root, "commands"), words);
  const runs = makeRuns({ db, newId, now, wallClock });
  const jobs: Job[] = [...jobsOf(db, features), ...world.housekeeping(runs)];
  const upkeep = makeUpkeep({ outbox: features.outbox, now, jobs, givenUp: runs.givenUp });
  const services = servicesOf(features, upkeep, words, commands);
  const adapters = new Map<string, PlatformAdapter>();
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
function jobsOf(db: Database, { meetups, mentoring, asks, resources, circleMeetings }: Features): Job[] {
  const { rounds, questions, programmes } = meetups;
  const ofMeetups = meetupJobs({ db, rounds, questions, programmes });
  return [...ofMeetups, ...mentoring.jobs, ...asks.jobs, ...resources.jobs, ...circleMeetings.jobs];
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

/** What the bot does, each feature with what it needs of the others. */
function makeFeatures(world: World, words: Words) {
  const { db, now, newId, wallClock, breathe } = world;
  const nearestLocale = (tag: string | null | undefined) => words.nearest(tag);
  const topicKey = topicKeys(words);
  const outbox = makeOutbox({ newId, now });
  const replan = (tx: Tx, networkId: string) => meetups.replan(tx, networkId);
  const calendar = makeCalendar({ db, newId, now, wallClock, changed: replan });
  const portraits = makePortraits({ db, nearestLocale });
  const programmes = makeProgrammes({ db, calendar, newId, now });
  const icebreakers = words.keys("en", "icebreakers");
  const common = { db, outbox, portraits, calendar, newId, now, breathe, topicKey };
  const meetups = makeMeetups({ ...common, programmes, icebreakers });
  const { furnish } = calendar;
  const mentoring = makeMentoring(common);
  const resources = makeResources({ ...common, ...lookingFrom(world), ...wordsOfShelf(words), inspectFile });
  const { checkText = (text: string) => pupilData(text, now().getUTCFullYear()).map(({ kind }) => kind) } = world;
  const asks = makeAskService({ ...common, checkText });
  const circleMeetings = makeCircleMeetings({ ...common, ...circlesIn(now) });
  const withdrawals = bothOf(meetups.withdrawals, mentoring.withdrawals, asks.withdrawals);
  const defaults = world.network;
  return {
    topicKey,
    outbox,
    calendar,
    members: makeMembers({ db, newId, now, nearestLocale, defaults, furnish, rezoned: replan, withdrawals }),
    activity: makeActivity({ db, now }),
    troubles: makeTroubles({ db, outbox, now }),
    directory: makeDirectory({ db, now, nearestLocale }),
    reach: makeReach({ db, outbox, now }),
    introductions: makeIntroductions({ db, outbox, portraits, now, topicKey }),
    meetups,
    mentoring,
    resources,
    asks,
    circleMeetings,
    withdrawals,
  };
}

function servicesOf(
  features: Features,
  upkeep: Upkeep,
  words: Words,
  commands: readonly Command<Services>[],
): Services {
  const { members, calendar, introductions, meetups, mentoring, resources, asks, circleMeetings } = features;
  return {
    members,
    calendar,
    introductions,
    meetups,
    mentoring,
    resources,
    asks,
    circleMeetings,
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
function ears({
  members,
  activity,
  directory,
  meetups,
  mentoring,
  withdrawals,
  reach,
}: Features): Pick<BotParts<Services>, "people" | "observers"> {
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

function wordsOfShelf(words: Words): Pick<ResourcesParts, "topicNames" | "choiceOf" | "whyNot"> {
  return {
    topicNames: topicNames(words),
    choiceOf: choicesIn(words, "resources"),
    whyNot: (locale, problem) => words.label(locale, "shelf", `rows.${problem}`),
  };
}

function lookingFrom({
  web,
  now,
}: Pick<World, "web" | "now">): Pick<ResourcesParts, "look" | "checkLink" | "isListed"> {
  const isListed = web?.isListed ?? (() => false);
  if (web?.wire === undefined)
    return { look: () => Promise.resolve({ kind: "unseen" }), checkLink: () => Promise.resolve("unsure"), isListed };
  return { look: rememberLooks(makeLook(web.wire), now), checkLink: makeCheck(web.wire), isListed };
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
