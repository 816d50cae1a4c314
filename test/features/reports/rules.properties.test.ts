import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseKeyOf, casesOf, kindOf, mayRead, type Reported } from "../../../src/features/reports/rules.js";

const id = fc.constantFrom("a", "b", "c", "d");
const reported = fc
  .array(
    fc.record({
      personId: fc.option(id, { nil: undefined }),
      circleId: fc.option(id, { nil: undefined }),
      link: fc.option(fc.constantFrom("https://x.example/1", "https://x.example/2"), { nil: undefined }),
      isMessage: fc.boolean(),
      reporterId: fc.option(id, { nil: null }),
      at: fc.integer({ min: 0, max: 1_000_000 }),
    }),
    { maxLength: 30 },
  )
  .map((all) =>
    all.map(({ at, reporterId, ...subject }, index) => ({
      ...{ id: `r${index}`, subject, reporterId, createdAt: new Date(at) },
      caseKey: caseKeyOf(subject, `r${index}`),
    })),
  );

describe("reports", () => {
  it("are one case when they are about the same person, and are all in exactly one case", () => {
    fc.assert(
      fc.property(reported, (rows) => {
        const cases = casesOf<(typeof rows)[number]>(rows);
        expect(cases.flatMap(({ reports }) => reports.map((row) => row.id)).toSorted()).toEqual(
          rows.map((row) => row.id).toSorted(),
        );
        for (const { first, reports, reporters } of cases) {
          expect(first).toBe(reports[0]);
          expect(reporters).toBeLessThanOrEqual(reports.length);
          expect(new Set(reports.map((row) => row.subject.personId)).size).toBe(1);
          for (const row of reports) expect(row.createdAt.getTime()).toBeGreaterThanOrEqual(first.createdAt.getTime());
        }
        for (const person of ["a", "b", "c", "d"])
          expect(cases.filter(({ first }) => first.subject.personId === person).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("about nothing that can be named stand alone", () => {
    const rows: Reported[] = ["r1", "r2"].map((one) => ({
      ...{ id: one, reporterId: "a", createdAt: new Date(0) },
      caseKey: caseKeyOf({ isMessage: false }, one),
    }));
    expect(casesOf(rows)).toHaveLength(2);
    expect(kindOf({ isMessage: false })).toBe("other");
  });

  it("are read by nobody whom they are about, nor who leads what they are about", () => {
    fc.assert(
      fc.property(id, fc.option(id, { nil: null }), fc.array(id), (reader, aboutId, leaders) => {
        expect(mayRead(reader, { aboutId, leaders })).toBe(reader !== aboutId && !leaders.includes(reader));
      }),
    );
  });
});
