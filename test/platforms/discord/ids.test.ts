import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldOfOption, nonceOf, optionName, readCustomId, writeCustomId } from "../../../src/platforms/discord/ids.js";

const snowflake = fc.bigInt({ min: 10n ** 16n, max: 2n ** 63n }).map(String);
const subject = fc.oneof(
  fc.uuid(),
  fc.constant(""),
  fc.constant("00000000-0000-4000-8000-000000000001|2026-12-01T08:30"),
);

describe("the id of a button", () => {
  it("is at most 100 characters, and is read as what it was written from", () => {
    const spaceId = fc.option(snowflake, { nil: undefined });
    const action = fc.constantFrom("meet.wontHappen", "introduce.hello", "setup.calendar");
    fc.assert(
      fc.property(spaceId, action, subject, fc.nat(9), (space, name, about, copy) => {
        const id = { kind: "action" as const, spaceId: space, action: name, subject: about };
        const written = writeCustomId(id, copy);
        expect(written.length).toBeLessThanOrEqual(100);
        expect(readCustomId(written)).toEqual(id);
      }),
    );
  });

  it.each(["introduce.profile", "meet:pause", "secret:"])("of the form %s is read back", (form) => {
    const id = { kind: "form" as const, spaceId: "1574680972492800003", form, subject: "a:b;c" };
    expect(readCustomId(writeCustomId(id))).toEqual(id);
  });

  it.each(["v2:a::meet.in:", "", "v1", "v1:x:y", "v1:o:one:t", "v1:p:1:", "__proto__"])(
    "“%s” means nothing",
    (written) => {
      expect(readCustomId(written)).toBeUndefined();
    },
  );
});

describe("the nonce of a message", () => {
  it("is short, the same for the same delivery, and another for another", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.string(), (one, other, part) => {
        expect(nonceOf(one, part)).toMatch(/^[a-z2-7]{24}$/);
        expect(nonceOf(one, part)).toBe(nonceOf(one, part));
        if (one !== other) expect(nonceOf(one, part)).not.toBe(nonceOf(other, part));
        expect(nonceOf(one, `${part}1`)).not.toBe(nonceOf(one, part));
      }),
    );
  });
});

describe("the name of an option", () => {
  it.each(["until", "weekdayFrom", "perDay"])("%s is lower case at Discord, and its own again here", (name) => {
    expect(optionName(name)).toBe(optionName(name).toLowerCase());
    expect(fieldOfOption(optionName(name))).toBe(name);
  });
});
