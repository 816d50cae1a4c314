import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notices } from "../../../src/notices.js";
import { subjectOf, tallyOf, type Row } from "../../../src/features/nudges/tally/rules.js";

const row = fc.record<Row>({
  notice: fc.constantFrom("meet.match", "circle.asked", "shelf.digest", "setup.trouble", "unheard.of"),
  status: fc.constantFrom("pending", "leased", "merging", "merged", "sent", "maybeSent", "dropped", "dead"),
  reason: fc.constantFrom(null, "stopped", "stale", "rules", "closed", "refused", "quietHours"),
  heldWhy: fc.constantFrom(null, "quietHours", "weekBudget", "something older"),
  count: fc.integer({ min: 1, max: 500 }),
});

const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);

describe("the account of what was sent", () => {
  it("counts every message once, and explains every one that was let go", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const { sent, merged, waiting, dropped, losses, about } = tallyOf(rows);
        expect(sent + merged + waiting + dropped).toBe(sum(rows.map(({ count }) => count)));
        expect(sum(losses.map(([, count]) => count))).toBe(dropped);
        expect(sum(about.map(([, count]) => count))).toBe(sent + merged);
      }),
    );
  });

  it("knows what each message is about that is ever sent", () => {
    expect([...notices.keys()].filter((notice) => subjectOf(notice) === undefined)).toEqual([]);
  });

  it("counts what went to each of a room's people only where it went", () => {
    const room = { notice: "circle.stage", status: "dropped", reason: "apart", heldWhy: null, count: 1 };
    const each = { notice: "circle.stage", status: "sent", reason: null, heldWhy: null, count: 3 };
    expect(tallyOf([room, each])).toMatchObject({ sent: 3, dropped: 0, losses: [] });
  });

  it("is the same in whatever order the rows come, the greatest first", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const tally = tallyOf(rows);
        expect(tallyOf(rows.toReversed())).toEqual(tally);
        for (const list of [tally.waits, tally.losses, tally.about]) {
          const counts = list.map(([, count]) => count);
          expect(counts).toEqual(counts.toSorted((a, b) => b - a));
        }
      }),
    );
  });
});
