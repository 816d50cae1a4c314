import { describe, expect, it } from "vitest";
import { openDiscordWorld, type DiscordWorld, type Member } from "../../support/discord/program.js";

/** Words of a scene in the language it is played in. */
interface Script {
  readonly locale: "en" | "id";
  /** The language of the people's own Discord. */
  readonly client: string;
  label(file: string, key: string): string;
}

function scriptIn(locale: "en" | "id", { program }: DiscordWorld): Script {
  const label = (file: string, key: string) => program.words.label(locale, file, key);
  return { locale, client: locale === "en" ? "en-GB" : "id", label };
}

/** An organiser sets the channels; two teachers introduce themselves, over two pages, and join. */
async function begin(world: DiscordWorld, script: Script): Promise<{ sari: Member; made: Member }> {
  const { label } = script;
  const tuti = world.member("Tuti Handayani", { locale: script.client, isOrganiser: true });
  const command = `${label("setup", "name")} ${label("setup", "verbs.channels.name")}`;
  await tuti.calls(`${command} introductions:${world.channel.id} meetups:${world.channel.id}`);
  const sari = await introduced(world, script, "Sari Wulandari", "SMAN 2 Kupang");
  const made = await introduced(world, script, "Made Wirawan", "SMAN 1 Denpasar");
  return { sari, made };
}

async function introduced(world: DiscordWorld, { client, label }: Script, name: string, institution: string) {
  const who = world.member(name, { locale: client });
  await who.calls(label("introduce", "name"));
  await who.fills({ role: "teacher", subjects: "Fisika", languages: ["id", "en"], offers: "asesmen formatif" });
  await who.presses(label("common", "discord.continue"));
  await who.fills({ institution, line: "*Halo* @everyone" });
  await who.presses(label("introduce", "buttons.join"));
  return who;
}

/** Everything that these people were ever shown, by how often. */
function doubles(world: DiscordWorld, people: readonly Member[]): string[] {
  return people.flatMap(({ id }) => {
    const texts = world.people.reads(id).map(({ place, title, text }) => `${place} ${title} ${text}`);
    return texts.filter((text, index) => texts.indexOf(text) !== index);
  });
}

const ROUND = new Date("2026-12-01T10:00:00Z");
const CHECK_IN = new Date("2026-12-08T10:00:00Z");

describe.each(["en", "id"] as const)("the life of a meet-up on Discord, in %s", (locale) => {
  it("leads from an introduction by a private thread to the check-in", async () => {
    const world = await openDiscordWorld({ locale });
    const script = scriptIn(locale, world);
    const { label } = script;
    const { sari, made } = await begin(world, script);
    expect(made.sees()).toContain(label("meet", "joined.title"));

    await world.goes(new Date("2026-11-30T10:00:00Z"));
    expect(sari.hears()).toEqual([
      expect.stringContaining("channel: "),
      expect.stringContaining("channel: "),
      expect.stringContaining(`private: `),
    ]);
    await sari.presses(label("meet", "buttons.in"));

    await world.goes(ROUND);
    const [match = ""] = sari.hears();
    expect(match).toContain(`room: ${label("meet", "match.title")}`);
    expect(match).toContain("*Halo* @everyone");
    expect(made.hears()).toContain(match);
    const room = world.people.reads(sari.id).find(({ place }) => place === "room");
    expect([...new Set(room?.pings)].sort()).toEqual([sari.id, made.id].sort());
    await made.presses(label("meet", "buttons.times"));
    expect(made.sees()).not.toBe("");

    await world.goes(CHECK_IN);
    await sari.presses(label("meet", "buttons.met"));
    expect(sari.sees()).not.toBe("");
    expect(await world.db.client.encounter.count({ where: { happened: true } })).toBe(1);

    expect(world.discord.refusals).toEqual([]);
    expect(world.incidents).toEqual([]);
    expect(doubles(world, [sari, made])).toEqual([]);
    expect(world.people.reads(sari.id).flatMap(({ formats, links }) => [...formats, ...links])).toEqual([]);
  });
});

describe("the life of a meet-up on Discord, when much goes wrong", () => {
  it("reaches everybody once, in order, while Discord wants each third message later", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const people = Array.from({ length: 8 }, (_, index) => world.member(`Guru ${index}`, { locale: "id" }));
    for (const who of people) await who.calls("temu ikut");
    const headers = { "retry-after": "30", "x-ratelimit-scope": "shared" };
    const limited = { status: 429, headers, body: { retry_after: 30, global: false, message: "" } };
    world.discord.fault("POST", /\/messages$/, limited, Infinity, 3);
    await world.goes(new Date("2026-12-02T10:00:00Z"));
    for (const who of people)
      expect(who.hears().map((text) => text.split("\n")[0])).toEqual([
        expect.stringContaining("private: Temu mingguan"),
        "room: Saatnya bertemu",
      ]);
    const refused = world.discord.requests.filter(({ status }) => [401, 403, 404, 429].includes(status));
    expect(refused.length).toBeLessThan(100);
    expect(world.discord.refusals).toEqual([]);
    expect(doubles(world, people)).toEqual([]);
  });

  it("loses nothing and tells nothing twice", async () => {
    const world = await openDiscordWorld({ locale: "id" });
    const script = scriptIn("id", world);
    const { sari, made } = await begin(world, script);
    const { discord } = world;
    discord.fault("POST", /\/messages$/, "lose", 2);
    discord.fault("POST", /\/messages$/, { status: 503, body: {} }, 4);
    discord.fault("POST", /\/messages$/, {
      status: 429,
      body: { retry_after: 30, global: false, message: "" },
      headers: { "retry-after": "30", "x-ratelimit-scope": "shared" },
    });
    discord.fault("POST", /\/users\/@me\/channels$/, "drop", 4);
    discord.fault("POST", /\/threads$/, "lose");
    discord.fault("PUT", /\/thread-members\//, { status: 500, body: {} });
    discord.gateway.close(undefined);
    await discord.gateway.nextConnection();

    await world.goes(ROUND);
    const threads = [...discord.world.channels.values()].filter(({ type }) => type === 12);
    expect(threads).toHaveLength(1);
    for (const who of [sari, made])
      expect(who.hears().map((text) => text.split("\n")[0])).toEqual([
        expect.stringContaining("channel: "),
        expect.stringContaining("channel: "),
        expect.stringContaining("private: Temu mingguan"),
        "room: Saatnya bertemu",
      ]);

    discord.fault("POST", /\/callback$/, "lose");
    discord.fault("PATCH", /@original$/, "lose");
    await world.goes(CHECK_IN);
    await sari.presses("Sudah bertemu");
    discord.gateway.repeat(3);
    await made.presses("Sudah bertemu");
    expect(await world.db.client.encounter.count({ where: { happened: true } })).toBe(1);
    // Whether the lost acknowledgement had arrived could only be asked.
    expect(discord.refusals).toEqual([expect.stringContaining("already been acknowledged")]);
    expect(doubles(world, [sari, made])).toEqual([]);
  });
});
