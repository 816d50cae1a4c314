import { describe, expect, it } from "vitest";
import { z } from "zod";
import { messagesOf, runProgram, type RunningProgram } from "../support/program.js";

const created = z.object({ id: z.string() });
const form = z.object({ kind: z.literal("form"), form: z.string() });
const state = z.object({ now: z.string() });

const profile = {
  role: "teacher",
  subjects: "Fisika, asesmen formatif",
  languages: ["id", "en"],
  offers: "literasi",
  seeks: "STEM",
};

async function joins(
  program: RunningProgram,
  name: string,
  locale: string,
  lines: readonly [string, string],
): Promise<string> {
  const { id } = created.parse(await program.request("POST", "/sandbox/members", { name, locale }));
  const opened = form.parse(await program.request("POST", "/sandbox/say", { as: id, text: lines[0] }));
  await program.request("POST", "/sandbox/submit", { as: id, form: opened.form, values: profile });
  await program.request("POST", "/sandbox/say", { as: id, text: lines[1] });
  return id;
}

async function nowOf(program: RunningProgram): Promise<number> {
  return Date.parse(state.parse(await program.request("GET", "/sandbox/state")).now);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Travels until `to`, killing the program in the middle of each stretch and starting it again. */
async function travelsKilled(program: RunningProgram, to: number, stretch: number): Promise<void> {
  for (let delay = 5; (await nowOf(program)) < to; delay = (delay * 7 + 3) % 97) {
    const goal = Math.min(to, (await nowOf(program)) + stretch);
    const journey = program
      .request("POST", "/sandbox/clock", { to: new Date(goal).toISOString() })
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await program.kill();
    await journey;
    await program.start();
    await program.request("POST", "/sandbox/clock", {
      to: new Date(Math.max(goal, await nowOf(program)) + 1_000).toISOString(),
    });
  }
}

describe("two newcomers, two languages, two weeks, and a program that is killed again and again", () => {
  it("brings each a heads-up, a match, at most one nudge and a check-in, and nothing twice", async () => {
    const program = await runProgram({ DEMO: "off" });
    await program.start();
    const ani = await joins(program, "Ani Uji Coba", "id", ["/kenalan", "/temu ikut"]);
    const bob = await joins(program, "Bob Trial", "en", ["/introduce", "/meet join"]);

    await travelsKilled(program, (await nowOf(program)) + 14 * DAY, 4.7 * DAY);

    for (const [id, own, words] of [
      [
        ani,
        "Ani Uji Coba",
        {
          headsUp: /^Temu mingguan/,
          match: /Saatnya bertemu/,
          nudge: /Belum sempat/,
          checkIn: /Bagaimana pertemuannya/,
          why: /Mengapa dipertemukan/,
        },
      ],
      [
        bob,
        "Bob Trial",
        {
          headsUp: /^Weekly meet-up/,
          match: /Time to meet/,
          nudge: /Not got round/,
          checkIn: /How did it go/,
          why: /Why you/,
        },
      ],
    ] as const) {
      const seen = (await messagesOf(program, id)).filter(({ proactive }) => proactive);
      const titled = (pattern: RegExp) => seen.filter(({ title, text }) => pattern.test(title) || pattern.test(text));
      expect(titled(words.headsUp).length, "heads-ups").toBeGreaterThanOrEqual(1);
      const matches = titled(words.match);
      expect(matches, "matches").toHaveLength(1);
      expect(matches[0]?.text).toMatch(words.why);
      const partners = matches[0]?.where.members ?? [];
      expect(partners).toContain(id);
      expect(partners.length).toBeGreaterThanOrEqual(2);
      expect(matches[0]?.where.name).toContain(own);
      expect(titled(words.nudge).length, "nudges").toBeLessThanOrEqual(1);
      // A question to begin with, in the match, may ask the same.
      const checkIns = titled(words.checkIn).filter((message) => !matches.includes(message));
      expect(checkIns, "check-ins").toHaveLength(1);
      expect(new Set(seen.map((message) => `${message.title} ${message.text}`)).size, "nothing twice").toBe(
        seen.length,
      );
    }
  }, 180_000);
});

describe("a running program", () => {
  it("stops a second program on its port or its SQLite file with a sentence that says so, and itself on SIGTERM", async () => {
    const program = await runProgram();
    await program.start();
    const { port } = new URL(program.url);
    const onItsPort = await runProgram({ PORT: port });
    await expect(onItsPort.start()).rejects.toThrow(new RegExp(`port ${port}`, "i"));
    const onItsFile = await runProgram({ DATABASE_URL: program.database });
    await expect(onItsFile.start()).rejects.toThrow(/Another Jejaring/);
    expect(await program.signal("SIGTERM")).toBe(0);
    expect(program.output()).toContain("Stopping");
  }, 60_000);
});
