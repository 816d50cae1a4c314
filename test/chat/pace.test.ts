import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  drawn,
  filled,
  makePace,
  ofCommunity,
  ofMember,
  OVERDRAFT,
  TOLD_FOR,
  type Allowance,
  type Bucket,
} from "../../src/chat/pace.js";

const allowances = fc
  .record({
    most: fc.integer({ min: 1, max: 50 }),
    perSecond: fc.integer({ min: 1, max: 20 }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
  })
  .map(({ most, perSecond, share }): Allowance => ({ most, perSecond, rested: Math.max(1, Math.floor(most * share)) }));
/** Ms between one and the next; a clock may also stand still, or go back. */
const waits = fc.array(fc.integer({ min: -500, max: 3_000 }), { maxLength: 300 });

function askAll(allowance: Allowance, gaps: readonly number[], overdraft = 0) {
  let bucket: Bucket | undefined;
  let at = 0;
  return gaps.map((gap) => {
    at += gap;
    const { bucket: after, isAnswered } = drawn(bucket, at, allowance, overdraft);
    bucket = after;
    return { at, isAnswered, bucket: after };
  });
}

describe("a bucket", () => {
  it("never lets through more than it holds and what came back since, in any stretch of time", () => {
    fc.assert(
      fc.property(allowances, waits, (allowance, gaps) => {
        const asked = askAll(allowance, gaps.map(Math.abs));
        for (const [from, { at: begin }] of asked.entries()) {
          const answered = asked.slice(from).filter(({ isAnswered }) => isAnswered);
          for (const [count, { at }] of answered.entries())
            expect(count + 1).toBeLessThanOrEqual(allowance.most + ((at - begin) / 1_000) * allowance.perSecond + 1e-6);
        }
      }),
    );
  });

  it("holds never more than it can, nor less than may be overdrawn, whatever the clock does", () => {
    fc.assert(
      fc.property(allowances, waits, fc.constantFrom(0, OVERDRAFT), (allowance, gaps, overdraft) => {
        for (const { bucket } of askAll(allowance, gaps, overdraft)) {
          expect(bucket.left).toBeLessThanOrEqual(allowance.most);
          expect(bucket.left).toBeGreaterThanOrEqual(-overdraft);
        }
      }),
    );
  });

  it("answers everything of whoever asks no faster than it fills", () => {
    fc.assert(
      fc.property(allowances, fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (allowance, more) => {
        const slow = more.map((extra) => Math.ceil(1_000 / allowance.perSecond) + extra);
        expect(askAll(allowance, slow).every(({ isAnswered }) => isAnswered)).toBe(true);
      }),
    );
  });

  it("answers again once it has rested", () => {
    fc.assert(
      fc.property(allowances, waits, (allowance, gaps) => {
        const last = askAll(allowance, gaps).at(-1);
        if (last === undefined) return;
        const later =
          Math.max(last.at, last.bucket.at) + Math.ceil((allowance.rested / allowance.perSecond) * 1_000) + 1;
        expect(filled(last.bucket, later, allowance).isResting).toBe(false);
        expect(drawn(last.bucket, later, allowance).isAnswered).toBe(true);
      }),
    );
  });
});

describe("the pace of a community", () => {
  /** A clock that is moved by hand, in ms. */
  function paced(most?: number) {
    let at = 0;
    const pace = makePace({ clock: () => at, ...(most === undefined ? {} : { most }) });
    return { pace, waits: (ms: number) => (at += ms) };
  }

  it("asks one who sends 500 in a minute to wait once, and answers all others", () => {
    const { pace, waits } = paced();
    const answers: string[] = [];
    for (let turn = 0; turn < 500; turn++) {
      answers.push(pace.ask("flood", "c", false));
      if (turn % 10 === 0) expect(pace.ask(`other ${turn / 10}`, "c", false)).toBe("go");
      waits(120);
    }
    const count = (kind: string) => answers.filter((answer) => answer === kind).length;
    expect(count("tooFast")).toBe(1);
    expect(count("go")).toBeLessThanOrEqual(ofMember.most + 60 * ofMember.perSecond);
    expect(count("go")).toBeGreaterThanOrEqual(ofMember.most);
    expect(count("silence")).toBe(500 - 1 - count("go"));
    waits(TOLD_FOR);
    expect(pace.ask("flood", "c", false)).toBe("go");
  });

  it("never asks somebody to wait who presses a button each second", () => {
    const { pace, waits } = paced();
    for (let turn = 0; turn < 600; turn++) {
      expect(pace.ask("busy", "c", false)).toBe("go");
      waits(1_000);
    }
  });

  it("takes what was typed into a form a little longer than anything else", () => {
    const { pace } = paced();
    for (let turn = 0; turn < ofMember.most; turn++) pace.ask("one", "c", false);
    expect(pace.ask("one", "c", false)).toBe("tooFast");
    for (let turn = 0; turn < OVERDRAFT; turn++) expect(pace.ask("one", "c", true)).toBe("go");
    expect(pace.ask("one", "c", true)).toBe("silence");
  });

  it("keeps many accounts of one community from using up another's, and tells each once", () => {
    const { pace } = paced();
    const answers = Array.from({ length: 2_000 }, (_, turn) => pace.ask(`bot ${turn % 200}`, "raided", false));
    expect(answers.filter((answer) => answer === "go")).toHaveLength(ofCommunity.most);
    expect(answers.filter((answer) => answer === "tooMany")).toHaveLength(200);
    expect(pace.ask("teacher", "elsewhere", false)).toBe("go");
  });

  it("remembers a bounded number of people, and of those first who is at it", () => {
    const { pace } = paced(100);
    for (let turn = 0; turn < ofMember.most; turn++) pace.ask("flood", "c", false);
    for (let turn = 0; turn < 5_000; turn++) {
      pace.ask(`passer-by ${turn}`, `c${turn}`, false);
      if (turn % 20 === 0) expect(pace.ask("flood", "c", false)).not.toBe("go");
      expect(pace.size()).toBeLessThanOrEqual(200);
    }
  });
});
