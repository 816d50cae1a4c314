import { joinLanguages } from "./chat/card.js";
import type { Command } from "./chat/command.js";
import { namesIn } from "./chat/parse.js";
import { clockTime } from "./chat/when.js";
import type { Words } from "./chat/words.js";
import { htmlPage } from "./documents/html.js";
import { pdfFile } from "./documents/pdf.js";
import { atLocal } from "./features/members/calendar/rules.js";
import { quietProblem } from "./features/nudges/rules.js";
import type { Upkeep } from "./features/upkeep/service.js";
import type { Services } from "./kit.js";
import type { Audience } from "./outbox/notice.js";

/** What the features give commands as it is. */
type Given = Pick<
  Services,
  | ("members" | "calendar" | "introductions" | "meetups" | "mentoring" | "resources" | "asks" | "circles")
  | ("tips" | "privacy" | "reports" | "care" | "tally")
>;

interface Spoken {
  /** Who reads what is written in a room of these members, one a language. */
  readonly audiences: (spaceId: string, memberIds: readonly string[]) => Promise<readonly Audience[]>;
  readonly upkeep: Upkeep;
  readonly words: Words;
  readonly commands: readonly Command<Services>[];
}

/** All that a command may ask of the house. */
export function servicesOf(features: Given, { audiences, upkeep, words, commands }: Spoken): Services {
  return {
    ...givenBy(features),
    print: { page: htmlPage, pdf: pdfFile },
    upkeep,
    topicName: (locale, { key, label }) =>
      words.has(locale, "topics", key) ? words.label(locale, "topics", key) : label,
    clockIn: clockTime,
    instantOf: (date, time, timeZone) => new Date(atLocal(date, time, timeZone)),
    sayIn: (locale, file, key, facts) => words.say(locale, file, key, facts),
    async forRoom(spaceId, memberIds, make) {
      const readers = await audiences(spaceId, memberIds);
      return joinLanguages(
        readers.map(({ locale }) => make({ locale, from: (file, key, facts) => words.say(locale, file, key, facts) })),
      );
    },
    quietProblem,
    commandList: (locale) => commands.map((command) => commandLine(words, locale, command)),
  };
}

/** Nothing else of what the house is made of. */
function givenBy(features: Given): Given {
  const { members, calendar, introductions, meetups, mentoring, resources, asks, circles } = features;
  const { tips, privacy, reports, care, tally } = features;
  return {
    ...{ members, calendar, introductions, meetups, mentoring, resources, asks, circles },
    ...{ tips, privacy, reports, care, tally },
  };
}

function commandLine(words: Words, locale: string, { id, entries, groups, organisersOnly }: Command<Services>) {
  const label = (key: string) => words.label(locale, id, key);
  const verbLine = (verb: string) => ({ name: label(`verbs.${verb}.name`), summary: label(`verbs.${verb}.summary`) });
  return {
    ...{ name: label("name"), summary: label("summary"), organisersOnly },
    called: namesIn(words, id, "name", "aliases"),
    verbs: Object.keys(entries).flatMap((verb) => (verb === "" ? [] : [verbLine(verb)])),
    groups: Object.entries(groups).map(([group, verbs]) => ({
      title: label(`groups.${group}`),
      verbs: verbs.map(verbLine),
    })),
  };
}
