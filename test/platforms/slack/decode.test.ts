import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPress, readShortcut, readSlash, readSubmission } from "../../../src/platforms/slack/decode.js";
import { readEvent } from "../../../src/platforms/slack/events.js";
import { buttonId, readButtonId, readOrigin, viewIds, writeOrigin } from "../../../src/platforms/slack/ids.js";

const key = fc.constantFrom(
  ...[
    "type",
    "user",
    "team",
    "view",
    "state",
    "values",
    "actions",
    "event",
    "channel",
    "trigger_id",
    "container",
    "id",
  ],
  ...["__proto__", "constructor", "text", "team_id", "user_id", "item", "tokens", "deleted"],
);
const payload = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      "message",
      "view_submission",
      "U1",
      "T1",
      "user_change",
      "message_changed",
      "",
      null,
      7,
      1e309,
      true,
    ),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(key, tie("any"), { maxKeys: 8 }),
  ),
}));

describe("whatever Slack may send one day", () => {
  it("is read or left alone, and never throws", () => {
    fc.assert(
      fc.property(payload.any, (body) => {
        for (const read of [readSlash, readPress, readSubmission, readShortcut]) read(body);
        readEvent(body, "U0BOT");
        readEvent({ team_id: "T1", event_id: "Ev1", event: body }, "U0BOT");
        expect(Object.prototype).not.toHaveProperty("type");
      }),
      { numRuns: 500 },
    );
  });
});

describe("a sent form", () => {
  it("has its values by field, people and channels as they are written, and nothing that was left empty", () => {
    const values = {
      "f:name": { value: { type: "plain_text_input", value: "Laut" } },
      "f:empty": { value: { type: "plain_text_input", value: null } },
      "f:who": { value: { type: "users_select", selected_user: "U1" } },
      "f:where": { value: { type: "channels_select", selected_channel: "C1" } },
      "f:many": { value: { type: "multi_static_select", selected_options: [{ value: "a" }, { value: "b" }] } },
      "f:none": { value: { type: "static_select", selected_option: null } },
      "f:day": { value: { type: "datepicker", selected_date: "2026-12-20" } },
      other: { value: { type: "plain_text_input", value: "not ours" } },
    };
    const view = { id: "V1", callback_id: viewIds.form, private_metadata: writeOrigin({ form: "x.y", subject: "s" }) };
    const sent = readSubmission({ user: { id: "U1" }, team: { id: "T1" }, view: { ...view, state: { values } } });
    expect(sent?.from).toEqual({ form: "x.y", subject: "s" });
    expect(sent?.values).toEqual({ name: "Laut", who: "<@U1>", where: "<#C1>", many: ["a", "b"], day: "2026-12-20" });
  });
});

describe("ids", () => {
  it("come back as what they were, and those of another version as nothing", () => {
    expect(readButtonId(buttonId("meet.skip", 3))).toBe("meet.skip");
    for (const id of ["v2:meet.skip:3", "meet.skip", "v1:meet.skip", "v1:a:b:1", ""])
      expect(readButtonId(id)).toBeUndefined();
    expect(readOrigin("v2:form", writeOrigin({ form: "a.b", subject: "" }))).toBeUndefined();
    expect(readOrigin(viewIds.form, "{")).toBeUndefined();
    expect(readOrigin(viewIds.form, `{"form":7}`)).toBeUndefined();
  });

  it("of a form keep what matters when there is too much to remember", () => {
    const written = writeOrigin({ form: "a.b", subject: "s", respond: `https://${"x".repeat(4_000)}` });
    expect(written.length).toBeLessThanOrEqual(3_000);
    expect(readOrigin(viewIds.form, written)).toEqual({ form: "a.b", subject: "s" });
    const quotes = writeOrigin({ form: "a.b", subject: '"'.repeat(4_000), channel: "C1" });
    expect(quotes.length).toBeLessThanOrEqual(3_000);
    expect(readOrigin(viewIds.form, quotes)?.form).toBe("a.b");
  });
});
