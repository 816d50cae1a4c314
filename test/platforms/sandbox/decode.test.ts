import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asMention, readFormToken, withMentions } from "../../../src/platforms/sandbox/decode.js";
import { viewForm } from "../../../src/platforms/sandbox/render.js";
import type { SandboxPerson, SandboxPlace } from "../../../src/platforms/sandbox/store.js";

const person = (id: string, name: string): SandboxPerson => ({
  id,
  name,
  locale: undefined,
  timeZone: undefined,
  isOrganiser: false,
});
const place = (id: string, name: string, kind: SandboxPlace["kind"] = "channel"): SandboxPlace => ({
  id,
  name,
  kind,
  members: [],
});

const people = [
  person("sari", "Sari Wulandari"),
  person("sarinah", "Sarinah"),
  person("s3", "Sari"),
  person("budi1", "Budi"),
  person("budi2", "budi"),
  person("evil", "x> <@sari"),
  person("regex", "A.*(b)"),
];
const places = [place("c1", "perkenalan"), place("c2", "perkenalan-lama"), place("r1", "rahasia", "room")];

describe("what is typed into the sandbox", () => {
  it.each([
    ["/connect @Sari Wulandari @Sarinah", "/connect <@sari> <@sarinah>"],
    ["/connect @sari wulandari dan @SARI, ya", "/connect <@sari> dan <@s3>, ya"],
    ["@Sari.", "<@s3>."],
    ["(@Sari)", "(<@s3>)"],
    ["person:@Sarinah", "person:<@sarinah>"],
    ['@"Sari Wulandari"nya', "<@sari>nya"],
    ['@"Sari Wu', '@"Sari Wu'],
    ["@Sariwangi", "@Sariwangi"],
    ["@budi1", "<@budi1>"],
    ["<@sari>", "<@sari>"],
    ["sari@sarinah.id dan a.@Sari", "sari@sarinah.id dan a.@Sari"],
    ["@x> <@sari", "<@evil>"],
    ["@A.*(b)!", "<@regex>!"],
    ["#perkenalan-lama #perkenalan #c1", "<#c2> <#c1> <#c1>"],
    ["#rahasia #r1", "#rahasia #r1"],
    ["@", "@"],
    ["@@Sari", "@<@s3>"],
  ])("%s means %s", (typed, meant) => {
    expect(withMentions(typed, people, places)).toBe(meant);
  });

  it.each([
    ["Sari Wulandari", "member", "<@sari>"],
    ["@sarinah", "member", "<@sarinah>"],
    ["budi1", "member", "<@budi1>"],
    ["<@sari>", "member", "<@sari>"],
    ["Budi", "member", "Budi"],
    ["Sari dan Budi", "member", "Sari dan Budi"],
    ["perkenalan", "channel", "<#c1>"],
    ["#perkenalan-lama", "channel", "<#c2>"],
    ["c2", "channel", "<#c2>"],
    ["rahasia", "channel", "rahasia"],
  ] as const)("%s in a field for a %s means %s", (written, kind, meant) => {
    expect(asMention(written, kind, people, places)).toBe(meant);
  });

  it("means nobody by a name that two have", () => {
    expect(withMentions("@Budi", people, places)).toBe("@Budi");
    expect(withMentions("@budi, @BUDI", people, places)).toBe("@budi, @BUDI");
  });

  it("keeps everything that is no mention", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (typed) => {
        expect(withMentions(typed, [], [])).toBe(typed);
      }),
    );
  });
});

describe("the name of an open form", () => {
  const form = (subject: string, value: unknown) =>
    viewForm(
      {
        id: "meet.time",
        subject,
        title: "Title",
        submit: "Send",
        fields: [
          { id: "a", kind: "text", label: "A", required: true, value },
          { id: "b", kind: "member", label: "B", required: false },
        ],
      },
      "r1",
    );

  it("holds which form it is, for whom, and what was filled in, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), (subject, value) => {
        const token = readFormToken(form(subject, value).form);
        expect(token).toMatchObject({ id: "meet.time", placeId: "r1", references: { b: "member" } });
        expect(token?.subject).toBe(subject);
        expect(JSON.stringify(token?.initial)).toBe(JSON.stringify({ a: value }));
      }),
    );
  });

  it.each([
    "",
    "profile",
    "e30",
    "bnVsbA",
    "W10",
    "!!!",
    Buffer.from('{"id":1,"subject":"","initial":{}}').toString("base64url"),
  ])("is none when it is %j", (token) => {
    expect(readFormToken(token)).toBeUndefined();
  });
});
