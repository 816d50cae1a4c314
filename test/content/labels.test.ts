import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { levels, roles } from "../../src/features/introductions/rules.js";
import { costs, efforts, licences, resourceKinds, resourceLanguages } from "../../src/features/resources/rules.js";

/** The names of things on the shelf, by the group of resources.json that holds them, and the fields in which they are chosen. */
const GROUPS = {
  kinds: { values: resourceKinds, fields: ["kind"] },
  levels: { values: levels, fields: ["level", "levels"] },
  audience: { values: roles, fields: ["audience"] },
  languages: { values: resourceLanguages, fields: ["language"] },
  licences: { values: licences, fields: ["licence"] },
  costs: { values: costs, fields: ["cost"] },
  efforts: { values: efforts, fields: ["effort"] },
} as const;

interface Catalogue {
  readonly fields: Readonly<Record<string, { readonly choices?: Readonly<Record<string, string>> }>>;
}

function catalogue(locale: string, name: string): Catalogue & Readonly<Record<string, Record<string, string>>> {
  return JSON.parse(readFileSync(`src/locales/${locale}/${name}.json`, "utf8")) as ReturnType<typeof catalogue>;
}

describe.each(["en", "id"])("what stands on the shelf, in %s", (locale) => {
  it.each(Object.entries(GROUPS))(
    "has one name for each of its %s, wherever it is chosen",
    (group, { values, fields }) => {
      const names = catalogue(locale, "resources")[group] ?? {};
      expect(Object.keys(names).sort()).toEqual([...values].sort());
      const chosen = ["share", "resources", "opportunities"].flatMap((name) =>
        fields.flatMap((field) => Object.entries(catalogue(locale, name).fields[field]?.choices ?? {})),
      );
      expect(chosen.length).toBeGreaterThan(0);
      for (const [value, label] of chosen) expect(`${value}: ${label}`).toBe(`${value}: ${names[value]}`);
    },
  );
});
