import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fact, type Card } from "../../src/chat/card.js";
import { person, plain, strong } from "../../src/chat/text.js";
import { renderCard } from "../../src/platforms/discord/render.js";
import { bodyOf } from "../../src/platforms/discord/wire.js";
import { drawCard } from "../../src/platforms/slack/render.js";
import { callsIn, readMarkdown } from "../support/discord/markdown.js";
import { componentsIn } from "../support/discord/rules.js";
import { readMessage } from "../support/slack/reading.js";
import { rules } from "../support/slack/rules.js";

/** What means something on one platform or the other. */
const signs = fc.constantFrom(
  ...["@everyone", "@here", "<@1234567890123>", "<@!1234567890123>", "<@&1234567890123>", "<#1234567890123>"],
  ...[
    "</meet:1234567890123>",
    "<t:1>",
    "<id:home>",
    "<a:b:1>",
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<@U1>",
    "<#C1>",
  ],
  ...["<!subteam^S1|x>", "<https://evil.example|bank>", "[bank](https://evil.example)", "https://evil.example/a_b"],
  ...["<https://evil.example>", "mailto:a@b.example", "**b**", "*i*", "__u__", "_i_", "~~s~~", "~s~", "||x||", "`c`"],
  ...["```p```", "> q", ">>> q", "-# s", "# h", "- l", "1. n", "\\", "\\*", "&amp;", "&lt;!channel&gt;", "<", ">", "&"],
  ...["\n", "\r", "\u2028", "\t", "\u202Ertl\u202C", "\u2066x\u2069", "\u200B", "\u0000", "\uD800", "👩🏽‍🏫", "é", "ẹ̸"],
);
const hostile = fc
  .array(fc.oneof({ weight: 4, arbitrary: signs }, fc.string({ unit: "grapheme", maxLength: 12 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));

/** Every place of a card in which something that a member typed can stand. */
const SINKS = 10;
const cardOf = ([a, b, c, d, e, f, g, h, i, j]: readonly string[]): Card => ({
  title: plain(a ?? ""),
  blocks: [
    { kind: "text", text: plain(b ?? "") },
    { kind: "text", text: [...plain("“"), ...strong(c ?? ""), ...plain("”")] },
    { kind: "heading", text: plain(d ?? "") },
    { kind: "list", items: [plain(e ?? ""), [person({ memberId: "unknown", name: f ?? "" }, true)]] },
    { kind: "facts", facts: [fact(plain(g ?? ""), plain(h ?? ""))] },
    { kind: "note", text: plain(i ?? "") },
  ],
  buttons: [{ kind: "action", label: j ?? "", action: "meet.skip", subject: "" }],
});

const RUNS = 1_000;
const typed = fc.array(hostile, { minLength: SINKS, maxLength: SINKS });
const ALL = { parse: ["users", "roles", "everyone"], users: [] };

describe(`whatever members type (${RUNS * SINKS} times), wherever it stands`, () => {
  it("calls, links and formats nothing on Discord, even if everything were allowed", () => {
    fc.assert(
      fc.property(typed, (strings) => {
        for (const message of renderCard(cardOf(strings))) {
          expect(bodyOf(message).allowed_mentions).toEqual({ parse: [], users: [], replied_user: false });
          for (const { content } of componentsIn(message.components)) {
            if (content === undefined) continue;
            const { links, formats } = readMarkdown(content);
            expect({ calls: callsIn(content, ALL), links, formats }).toEqual({ calls: [], links: [], formats: [] });
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("calls and links nothing in Slack, neither in the message nor in its notification", () => {
    fc.assert(
      fc.property(typed, (strings) => {
        const { text, blocks } = drawCard(cardOf(strings));
        const { pings, links } = readMessage(rules.message.parse({ text, blocks }));
        expect({ pings, links }).toEqual({ pings: [], links: [] });
        // Only in a text of this kind Slack looks for signs of formatting; the others show what is there.
        expect(JSON.stringify(blocks)).not.toContain('"mrkdwn"');
      }),
      { numRuns: RUNS },
    );
  });
});
