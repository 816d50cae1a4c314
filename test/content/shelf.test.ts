import { describe, expect, it } from "vitest";
import { demoPeople } from "../../prisma/demo/people.js";
import { demoAsks, demoCollections, demoOpportunities, demoResources } from "../../prisma/demo/shelf.js";
import { pupilData } from "../../src/features/resources/pupils/rules.js";
import { lengths } from "../../src/features/resources/rules.js";
import { openWorld } from "../support/conversation.js";

const people = new Set(demoPeople.map(({ key }) => key));
const all = [...demoResources, ...demoOpportunities];
const repeated = (texts: readonly string[]) => texts.filter((text, place) => texts.indexOf(text) !== place);

describe("the demo community's shelf", () => {
  it("has enough to look through, in both languages", () => {
    expect(demoResources.length).toBeGreaterThanOrEqual(120);
    expect(demoOpportunities.length).toBeGreaterThanOrEqual(15);
    expect(demoAsks.length).toBeGreaterThanOrEqual(10);
    const english = demoResources.filter(({ language }) => language === "en").length / demoResources.length;
    expect(english).toBeGreaterThan(0.25);
    expect(english).toBeLessThan(0.45);
  });

  it("says nothing twice", () => {
    expect(repeated(all.map(({ key }) => key))).toEqual([]);
    expect(repeated(all.map(({ title }) => title))).toEqual([]);
    expect(repeated([...all.map(({ about }) => about), ...demoAsks.map(({ text }) => text)])).toEqual([]);
  });

  it("is of people who are there, and none praises their own", () => {
    const named = [
      ...all.map(({ by }) => by),
      ...demoResources.flatMap(({ usefulTo = [], usedBy = [] }) => [...usefulTo, ...usedBy.map(({ by }) => by)]),
      ...demoCollections.map(({ by }) => by),
      ...demoAsks.flatMap(({ by, answers }) => [by, ...answers.map((answer) => answer.by)]),
    ];
    expect(named.filter((key) => !people.has(key))).toEqual([]);
    expect(demoResources.filter(({ by, usefulTo = [] }) => usefulTo.includes(by))).toEqual([]);
    expect(demoAsks.filter(({ by, answers }) => answers.some((answer) => answer.by === by))).toEqual([]);
  });

  it("puts into collections what is there", () => {
    const keys = new Set(demoResources.map(({ key }) => key));
    expect(demoCollections.flatMap((one) => one.keys).filter((key) => !keys.has(key))).toEqual([]);
  });

  it("names no pupil and points at nothing real", () => {
    const texts = [...all.map(({ title, about }) => `${title}\n${about}`), ...demoAsks.map(({ text }) => text)];
    expect(texts.filter((text) => pupilData(text).length > 0)).toEqual([]);
    const hosts = all.flatMap(({ link }) => (link === undefined ? [] : [new URL(link).hostname]));
    expect(hosts.filter((host) => !/(^|\.)(example\.(org|com|net)|[a-z-]+\.example)$/.test(host))).toEqual([]);
  });

  it("fits where it is shown", () => {
    expect(all.filter(({ title }) => title.length > lengths.title)).toEqual([]);
    expect(all.filter(({ about }) => about.length > 1_000)).toEqual([]);
  });

  it("is found by a misspelt word, and shows what is open first to those who ask for it", async () => {
    const world = await openWorld({ demo: true });
    const rahma = world.known("rahma");
    await rahma.says("/sumber pecahn kertas");
    expect(rahma.sees()).toContain("Pecahan senilai hanya dengan melipat kertas");
    await rahma.says("/peluang");
    expect(rahma.sees()).toContain("Robot kits on loan for one school term");
    expect(rahma.sees()).not.toContain("putaran pertama");
    await rahma.says("/sumber koleksi");
    expect(rahma.sees()).toContain("Membaca permulaan · 5");
    expect(world.faults).toEqual([]);
  });
});
