import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languagesOf } from "../../src/outbox/notice.js";

const reader = (locale: string, timeZone = "Asia/Jakarta") => ({ memberId: undefined, locale, timeZone });
const order = (locales: readonly string[], own?: string) =>
  languagesOf(
    locales.map((locale) => reader(locale)),
    own,
  ).map(({ locale }) => locale);

describe("the languages of a message for several people", () => {
  it.each([
    ["most read English", ["id", "en", "en"], "id", ["en", "id"]],
    ["most read Indonesian", ["en", "id", "id"], "en", ["id", "en"]],
    ["as many read each, and one is the community's", ["en", "id"], "id", ["id", "en"]],
    ["as many read each, and neither is the community's", ["en", "id"], "de", ["en", "id"]],
    ["nobody reads the community's", ["en", "en"], "id", ["en"]],
    ["there are three", ["de", "en", "id", "id"], "en", ["id", "en", "de"]],
    ["there are none", [], "id", []],
  ])("when %s: %j in a community of %s", (_when, locales, own, expected) => {
    expect(order(locales, own)).toEqual(expected);
  });

  it("are each said once, those of most readers first, on the clock of the first who reads them", () => {
    const someone = fc.record({
      locale: fc.constantFrom("id", "en", "de"),
      timeZone: fc.constantFrom("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin"),
    });
    fc.assert(
      fc.property(fc.array(someone), fc.option(fc.constantFrom("id", "en"), { nil: undefined }), (people, own) => {
        const audiences = people.map(({ locale, timeZone }) => reader(locale, timeZone));
        const said = languagesOf(audiences, own);
        expect(said.map(({ locale }) => locale).toSorted()).toEqual(
          [...new Set(people.map((each) => each.locale))].sort(),
        );
        for (const audience of said) expect(audience).toBe(audiences.find(({ locale }) => locale === audience.locale));
        const counts = said.map(({ locale }) => people.filter((each) => each.locale === locale).length);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      }),
    );
  });
});
