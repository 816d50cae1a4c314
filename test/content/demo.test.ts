import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { demoNetwork, demoPeople } from "../../prisma/demo/people.js";
import type { DemoPerson } from "../../prisma/demo/person.js";
import { demoDoNotMeet, demoEvaluations, demoHistory } from "../../prisma/demo/relations.js";

const joined = demoPeople.filter((person) => person.meetup.joined);
const newcomers = demoPeople.filter((person) => person.line === "");

function personOf(key: string): DemoPerson {
  const person = demoPeople.find((candidate) => candidate.key === key);
  if (person === undefined) throw new Error(`nobody in the demo has the key "${key}"`);
  return person;
}

function pairsOf(keys: readonly string[]): string[] {
  return keys.flatMap((one, index) => keys.slice(index + 1).map((other) => [one, other].sort().join(" & ")));
}

function sharedLanguages(people: readonly DemoPerson[]): string[] {
  const [first, ...others] = people;
  return (first?.languages ?? []).filter((code) => others.every((other) => other.languages.includes(code)));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** From a topic in either language to the key both languages share; a topic outside the vocabulary is its own key. */
const topicKeys = new Map(
  ["en", "id"].flatMap((language) => {
    const source = readFileSync(new URL(`../../src/locales/${language}/topics.json`, import.meta.url), "utf8");
    const topics = z.record(z.string(), z.string()).parse(JSON.parse(source));
    return Object.entries(topics).map(([key, value]): [string, string] => [value.toLowerCase(), key]);
  }),
);

function topicsOf(person: DemoPerson): string[] {
  const topics = [...person.subjects, ...person.offers, ...person.seeks];
  return distinct(topics.map((topic) => topicKeys.get(topic.toLowerCase()) ?? topic));
}

describe("the demo community", () => {
  it("is large enough to be alive, and most of it takes part in the meet-up", () => {
    expect(demoPeople.length).toBeGreaterThanOrEqual(28);
    expect(joined.length).toBeGreaterThanOrEqual(20);
  });

  it("gives everyone a key and a name of their own", () => {
    expect(distinct(demoPeople.map((person) => person.key))).toHaveLength(demoPeople.length);
    expect(distinct(demoPeople.map((person) => person.name))).toHaveLength(demoPeople.length);
  });

  it("lives in time zones that the platform knows, the three of Indonesia among them", () => {
    const zones = distinct([demoNetwork.timeZone, ...demoPeople.map((person) => person.timeZone)]);
    for (const timeZone of zones) expect(() => new Intl.DateTimeFormat("en", { timeZone })).not.toThrow();
    expect(zones).toEqual(expect.arrayContaining(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]));
  });

  it("reads in two languages and speaks only languages that have a name", () => {
    expect(distinct(demoPeople.map((person) => person.locale)).sort()).toEqual(["en", "id"]);
    const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
    const codes = distinct(demoPeople.flatMap((person) => person.languages));
    expect(codes.filter((code) => names.of(code) === undefined)).toEqual([]);
    expect(demoPeople.filter((person) => !person.languages.includes(person.locale))).toEqual([]);
  });

  it("has two organisers and every role", () => {
    expect(demoPeople.filter((person) => person.isOrganiser)).toHaveLength(2);
    expect(distinct(demoPeople.map((person) => person.role))).toHaveLength(10);
  });

  it("opens with three channels of their own names", () => {
    const channels = Object.values(demoNetwork.channels);
    expect(distinct(channels.map((channel) => channel.id))).toHaveLength(3);
    expect(channels.filter((channel) => !/^[a-z][a-z-]*$/.test(channel.name))).toEqual([]);
  });
});

describe("what the demo's people say of themselves", () => {
  it("is left open by exactly one newcomer, who arrived this week and has not joined the meet-up", () => {
    expect(newcomers).toHaveLength(1);
    expect(newcomers[0]).toMatchObject({ joinedWeeksAgo: 0, offers: [], seeks: [], meetup: { joined: false } });
  });

  it("fits one line", () => {
    const lines = demoPeople.filter((person) => !newcomers.includes(person)).map((person) => person.line);
    expect(lines.filter((line) => line.length > 140 || line !== line.trim() || !/^\p{Lu}.*\.$/u.test(line))).toEqual(
      [],
    );
  });

  it("offers and seeks something, never the same thing", () => {
    const introduced = demoPeople.filter((person) => !newcomers.includes(person));
    for (const { key, offers, seeks } of introduced) {
      expect([key, offers.length > 0, seeks.length > 0]).toEqual([key, true, true]);
      expect(distinct([...offers, ...seeks])).toHaveLength(offers.length + seeks.length);
    }
  });

  it("mostly uses topics of the vocabulary, in the person's own language", () => {
    const topics = demoPeople.flatMap((person) => [...person.offers, ...person.seeks]);
    const known = topics.filter((topic) => topicKeys.has(topic));
    expect(known.length / topics.length).toBeGreaterThan(0.9);
  });

  it("gives everyone in the meet-up at least three people with a topic and a language in common", () => {
    for (const person of joined) {
      const topics = topicsOf(person);
      const kindred = joined.filter(
        (other) =>
          other !== person &&
          sharedLanguages([person, other]).length > 0 &&
          topicsOf(other).some((topic) => topics.includes(topic)),
      );
      expect([person.key, kindred.length >= 3]).toEqual([person.key, true]);
    }
  });

  it("shares at least eight topics across the two languages", () => {
    const inEnglish = demoPeople.filter((person) => person.locale === "en").flatMap(topicsOf);
    const inIndonesian = demoPeople.filter((person) => person.locale === "id").flatMap(topicsOf);
    expect(distinct(inEnglish.filter((topic) => inIndonesian.includes(topic))).length).toBeGreaterThanOrEqual(8);
  });
});

describe("the demo's relations", () => {
  it("has evaluators only between two colleagues of one institution", () => {
    expect(demoEvaluations.length).toBeGreaterThanOrEqual(1);
    for (const { evaluator, evaluated } of demoEvaluations) {
      expect(evaluator).not.toBe(evaluated);
      expect(personOf(evaluator).institution).toBe(personOf(evaluated).institution);
    }
  });

  it("keeps apart people who all take part in the meet-up, so that the rules have work to do", () => {
    expect(demoDoNotMeet.length).toBeGreaterThanOrEqual(1);
    const keys = [
      ...demoEvaluations.flatMap(({ evaluator, evaluated }) => [evaluator, evaluated]),
      ...demoDoNotMeet.flatMap(({ member, other }) => [member, other]),
    ];
    expect(keys.filter((key) => !personOf(key).meetup.joined)).toEqual([]);
  });
});

describe("the demo's history", () => {
  it("has about twenty meet-ups of two or three in the last nine weeks", () => {
    expect(demoHistory.length).toBeGreaterThanOrEqual(18);
    expect(demoHistory.filter(({ weeksAgo }) => !Number.isInteger(weeksAgo) || weeksAgo < 1 || weeksAgo > 9)).toEqual(
      [],
    );
    expect(demoHistory.filter(({ members }) => members.length < 2 || members.length > 3)).toEqual([]);
  });

  it("knows only people who take part and had joined by then", () => {
    for (const { weeksAgo, members } of demoHistory) {
      const strangers = members.filter(
        (key) => !personOf(key).meetup.joined || personOf(key).joinedWeeksAgo <= weeksAgo,
      );
      expect(strangers).toEqual([]);
    }
  });

  it("matches nobody sooner than they asked for, and so never twice in a week", () => {
    for (const { key, meetup } of joined) {
      const weeks = demoHistory.flatMap(({ weeksAgo, members }) =>
        members.filter((member) => member === key).map(() => weeksAgo),
      );
      const gaps = weeks.slice(1).map((week, index) => (weeks[index] ?? 0) - week);
      expect([key, gaps.filter((gap) => gap < meetup.cadenceWeeks)]).toEqual([key, []]);
    }
  });

  it("matches nobody in a size they did not choose", () => {
    const unwanted = demoHistory.filter(({ members }) =>
      members.some((key) => personOf(key).meetup.size === (members.length === 2 ? "group" : "pair")),
    );
    expect(unwanted).toEqual([]);
  });

  it("never repeats a pair, and never brings together a forbidden one", () => {
    const met = demoHistory.flatMap(({ members }) => pairsOf(members));
    expect(distinct(met)).toHaveLength(met.length);
    const forbidden = [
      ...demoEvaluations.flatMap(({ evaluator, evaluated }) => pairsOf([evaluator, evaluated])),
      ...demoDoNotMeet.flatMap(({ member, other }) => pairsOf([member, other])),
    ];
    expect(met.filter((pair) => forbidden.includes(pair))).toEqual([]);
  });

  it("brings together only people with a language in common", () => {
    expect(demoHistory.filter(({ members }) => sharedLanguages(members.map(personOf)).length === 0)).toEqual([]);
  });

  it("says that some met only of a group", () => {
    expect(demoHistory.filter(({ outcome, members }) => outcome === "some" && members.length < 3)).toEqual([]);
    expect(distinct(demoHistory.map(({ outcome }) => outcome)).sort()).toEqual(["met", "some", "wontHappen"]);
  });
});
