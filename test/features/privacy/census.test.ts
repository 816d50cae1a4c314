import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { census } from "../../../src/features/privacy/census/rules.js";

interface Field {
  readonly name: string;
  readonly type: string;
}

const schema = readFileSync(fileURLToPath(new URL("../../../prisma/schema.prisma", import.meta.url)), "utf8");

/** Every model of the schema with its columns. */
const models = new Map(
  [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => [
    name,
    [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\?|\[\])?/gm)].map(([, field = "", type = ""]): Field => ({
      name: field,
      type,
    })),
  ]),
);

/** Columns that can hold a text, whatever is in it. */
const holdsText = ({ type }: Field) => ["String", "Json", "Bytes"].includes(type);

/** Columns that refer to a member, as the relations of the schema say. */
const refersToMember = new Map(
  [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => [
    name,
    [...body.matchAll(/ Member\??\s+@relation\([^)]*fields: \[(\w+)\]/g)].map(([, column = ""]) => column),
  ]),
);

describe("the census", () => {
  it("has every model of the schema, and none that is gone", () => {
    expect(models.size).toBeGreaterThan(50);
    expect(Object.keys(census).sort()).toEqual([...models.keys()].sort());
  });

  it.each([...models])("says of each column of %s that can hold text what is in it", (model, fields) => {
    const texts = fields.filter(holdsText).map(({ name }) => name);
    expect(Object.keys(census[model]?.fields ?? {}).sort()).toEqual(texts.sort());
  });

  it("calls every column a member's that refers to one", () => {
    for (const [model, columns] of refersToMember)
      for (const column of columns)
        expect([model, column, census[model]?.fields[column]]).toEqual([model, column, "member"]);
  });

  it("hands out, and does away with, whatever a member wrote", () => {
    for (const [model, { fields, exported, steps = [], outside }] of Object.entries(census)) {
      const isWritten = Object.values(fields).some((use) => use === "text" || use === "given");
      if (!isWritten || outside === "platform") continue;
      expect(exported, `${model} is handed out`).toBeDefined();
      const ways = (["all", "rest"] as const).map((what) =>
        steps.filter(({ when }) => when === undefined || when === what),
      );
      // Rows of an import go with it.
      if (model !== "ShelfImportRow")
        for (const way of ways) expect(way.length, `${model} is forgotten`).toBeGreaterThan(0);
    }
  });

  it("lets no row that is kept refer to somebody by a column that says who it was for sure", () => {
    for (const [model, { steps = [] }] of Object.entries(census))
      for (const { then } of steps)
        if (then !== "delete")
          for (const column of Object.keys(then))
            expect(
              models.get(model)?.map(({ name }) => name),
              `${model}.${column}`,
            ).toContain(column);
  });
});
