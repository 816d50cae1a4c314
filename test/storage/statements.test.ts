import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statementsIn } from "../../src/storage/statements.js";

describe("statementsIn", () => {
  it("leaves out comments before a statement, empty statements and the semicolons", () => {
    expect(statementsIn("-- CreateTable\nCREATE TABLE a (b TEXT);\n\n;/* no; thing */\nDROP TABLE c")).toEqual([
      "CREATE TABLE a (b TEXT)",
      "DROP TABLE c",
    ]);
  });

  it("does not end a statement at a semicolon in quotes, in a comment or in a $$ body", () => {
    const script = `INSERT INTO a VALUES ('it''s; fine', "x;y") -- no; end
      ;CREATE FUNCTION f() RETURNS void AS $body$ BEGIN PERFORM 1; END; $body$ LANGUAGE plpgsql; SELECT 1`;
    expect(statementsIn(script)).toHaveLength(3);
  });

  it("keeps a trigger with all that it does together", () => {
    const trigger = `CREATE TRIGGER t AFTER INSERT ON a BEGIN
      UPDATE a SET b = CASE WHEN b > 1 THEN 2 ELSE 3 END; DELETE FROM c; END`;
    expect(statementsIn(`${trigger};\nSELECT 1;`)).toEqual([trigger, "SELECT 1"]);
  });

  it("gives back every statement, whatever is quoted in it", () => {
    const quoted = fc.string().map((text) => `SELECT '${text.replaceAll("'", "''")}', "${text.replaceAll('"', '""')}"`);
    fc.assert(
      fc.property(fc.array(quoted), (statements) => {
        expect(statementsIn(statements.join(";\n"))).toEqual(statements);
      }),
    );
  });
});
