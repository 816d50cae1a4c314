import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openTestSandbox, START, type TestSandbox } from "../../support/sandbox.js";

const button = z.strictObject({ label: z.string(), url: z.string().optional(), tone: z.string().optional() });
const where = z.union([
  z.strictObject({ kind: z.enum(["dm", "room"]), id: z.string(), name: z.string(), members: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("channel"), id: z.string(), name: z.string() }),
]);
const message = z.object({
  seq: z.int().positive(),
  id: z.string(),
  at: z.iso.datetime(),
  where,
  proactive: z.boolean(),
  title: z.string(),
  text: z.string(),
  buttons: z.array(button),
});
const field = z.object({
  id: z.string(),
  kind: z.string(),
  label: z.string(),
  required: z.boolean(),
  choices: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  value: z.unknown().optional(),
  problem: z.string().optional(),
});
const reply = z.strictObject({ kind: z.literal("reply"), visibility: z.enum(["private", "public"]), message });
const form = z.strictObject({
  kind: z.literal("form"),
  form: z.string(),
  title: z.string(),
  submit: z.string(),
  fields: z.array(field),
});
const said = z.strictObject({ kind: z.literal("said"), message });
const named = z.record(z.string(), z.string());
const state = z.strictObject({
  name: z.string(),
  now: z.iso.datetime(),
  timeZone: z.string(),
  next: z.iso.datetime().nullable(),
  members: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      locale: z.string().nullable(),
      timeZone: z.string().nullable(),
      isOrganiser: z.boolean(),
    }),
  ),
  channels: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  commands: z.array(
    z.object({
      id: z.string(),
      organisersOnly: z.boolean(),
      names: named,
      summaries: named,
      verbs: z.array(z.object({ id: z.string(), names: named, summaries: named })),
    }),
  ),
});
const journey = z.strictObject({
  now: z.iso.datetime(),
  jobs: z.array(z.strictObject({ job: z.string(), at: z.iso.datetime(), result: z.string() })),
  delivered: z.int().min(0),
});

let served: TestSandbox;

beforeAll(async () => {
  served = await openTestSandbox({ demo: false });
});
afterAll(async () => {
  await served.close();
});

async function ask<S extends z.ZodType>(schema: S, method: string, path: string, body?: unknown): Promise<z.output<S>> {
  const response = await served.request(method, `/sandbox/${path}`, body);
  expect(response.status, JSON.stringify(response.body)).toBeLessThan(300);
  return schema.parse(response.body);
}

async function member(name = "Ani Lestari", about: object = { locale: "id" }): Promise<string> {
  return (await ask(z.strictObject({ id: z.string() }), "POST", "members", { name, ...about })).id;
}

const say = <S extends z.ZodType>(schema: S, as: string, text: string, channel?: string) =>
  ask(schema, "POST", "say", { as, text, ...(channel === undefined ? {} : { channel }) });
const read = (as: string, since = 0) => ask(z.array(message), "GET", `messages?as=${as}&since=${since}`);

describe("GET /sandbox/state", () => {
  it("tells the time, who is there, where one can write, and every command in every language", async () => {
    const id = await member("Ani Lestari", { locale: "id", timeZone: "Asia/Makassar", isOrganiser: true });
    const other = await member("Bob", {});
    const seen = await ask(state, "GET", "state");
    expect(seen.timeZone).toBe("Asia/Jakarta");
    expect(seen.members).toContainEqual({
      id,
      name: "Ani Lestari",
      locale: "id",
      timeZone: "Asia/Makassar",
      isOrganiser: true,
    });
    expect(seen.members).toContainEqual({ id: other, name: "Bob", locale: null, timeZone: null, isOrganiser: false });
    expect(seen.channels.map(({ name }) => name)).toContain("perkenalan");
    const meet = seen.commands.find((command) => command.id === "meet");
    expect(meet?.names).toEqual({ en: "meet", id: "temu" });
    expect(meet?.verbs.find((verb) => verb.id === "pause")?.names).toEqual({ en: "pause", id: "jeda" });
    expect(seen.commands.find((command) => command.id === "setup")?.organisersOnly).toBe(true);
  });

  it("shows the language and the zone that people chose, and until then what they came with", async () => {
    const ani = await member("Ani Lestari", { locale: "id", timeZone: "Asia/Jakarta" });
    const bob = await member("Bob", {});
    const seen = async (id: string) => {
      const { members } = await ask(state, "GET", "state");
      const found = members.find((each) => each.id === id);
      return [found?.locale, found?.timeZone];
    };
    await say(reply, ani, "/saya bahasa Inggris");
    expect(await seen(ani)).toEqual(["en", "Asia/Jakarta"]);
    await say(reply, ani, "/my zone WIT");
    expect(await seen(ani)).toEqual(["en", "Asia/Jayapura"]);
    await say(reply, bob, "/my zone Asia/Tokyo");
    expect(await seen(bob)).toEqual([null, "Asia/Tokyo"]);
  });
});

describe("POST and DELETE /sandbox/members", () => {
  it("brings somebody, who has an own conversation with the bot, and takes them away", async () => {
    const id = await member();
    expect(await read(id)).toEqual([]);
    expect(await ask(z.object({ ok: z.literal(true) }), "DELETE", `members/${id}`)).toEqual({ ok: true });
    expect((await served.request("GET", `/sandbox/messages?as=${id}`)).status).toBe(404);
    expect((await served.request("DELETE", `/sandbox/members/${id}`)).status).toBe(404);
  });

  it("takes an id of one's own, once, and lets that person come back", async () => {
    expect(await member("Dian", { id: "dian-1" })).toBe("dian-1");
    const twice = await served.request("POST", "/sandbox/members", { name: "Another", id: "dian-1" });
    expect(twice).toEqual({ status: 409, body: { error: 'There is a member "dian-1" already.' } });
    await say(reply, "dian-1", "/my language en");
    await served.request("DELETE", "/sandbox/members/dian-1");
    expect(await member("Dian Back", { id: "dian-1" })).toBe("dian-1");
    expect((await say(reply, "dian-1", "/my")).message.title).toBe("My settings");
  });

  it.each([
    ["\u202Emoc.live\u200B\u0000", "moc.live"],
    ["<script>alert(1)</script> @everyone <@dian-1>", "<script>alert(1)</script> @everyone <@dian-1>"],
    ["x".repeat(120), `${"x".repeat(79)}…`],
    ["Bu\n\nSari", "Bu Sari"],
  ])("keeps the name %j as %j", async (name, kept) => {
    const id = await member(name);
    const seen = await ask(state, "GET", "state");
    expect(seen.members.find((each) => each.id === id)?.name).toBe(kept);
    expect((await say(reply, id, "/help")).message.buttons.length).toBeGreaterThan(0);
  });

  it("counts a language nobody here speaks and a missing one as the network's", async () => {
    const id = await member("Hans", { locale: "de-DE" });
    expect((await say(reply, id, "/bantuan")).message.title).toBe("Yang bisa Anda minta");
  });
});

describe("POST /sandbox/say", () => {
  it("answers a command with a message or a form, by the words of either language", async () => {
    const id = await member("Ani", { locale: "en" });
    const answer = await say(reply, id, "/bantuan");
    expect(answer).toMatchObject({
      visibility: "private",
      message: { title: "What you can ask me", proactive: false },
    });
    expect(answer.message.where).toEqual({ kind: "dm", id: `dm-${id}`, name: "Jejaring", members: [id] });
    const asked = await say(form, id, "/kenalan");
    expect(asked.fields.map((each) => each.id)).toEqual(expect.arrayContaining(["role", "languages"]));
    expect(asked.fields.find((each) => each.id === "role")).toMatchObject({
      kind: "choice",
      label: "What I do",
      required: true,
      choices: expect.arrayContaining([{ value: "teacher", label: "Teacher" }]) as unknown,
    });
  });

  it("takes a private message without a slash as words to the bot, and keeps it", async () => {
    const id = await member("Ani", { locale: "en" });
    expect((await say(reply, id, "help")).message.title).toBe("What you can ask me");
    const texts = (await read(id)).map(({ text }) => text.split("\n")[0]);
    expect(texts[0]).toBe("help");
    expect((await say(reply, id, "Lovely day!")).message.text).toContain("I don't know the word “Lovely”");
    expect((await say(reply, id, "STOP")).message.text).toContain("START");
  });

  it("takes a message in a channel as talk, by name or id, and a command there as a command", async () => {
    const [ani, budi] = [await member("Ani"), await member("Budi")];
    for (const channel of ["perkenalan", "#perkenalan"]) {
      const talk = await say(said, ani, "Halo semua, STOP", channel);
      expect(talk.message.where).toMatchObject({ kind: "channel", name: "perkenalan" });
      expect((await read(budi)).at(-1)).toMatchObject({ id: talk.message.id, text: "Halo semua, STOP" });
    }
    const answer = await say(reply, ani, "/bantuan", "perkenalan");
    expect(answer.visibility).toBe("private");
    expect((await read(ani)).map(({ id }) => id)).toContain(answer.message.id);
    expect((await read(budi)).map(({ id }) => id)).not.toContain(answer.message.id);
  });
});

describe("POST /sandbox/press and /sandbox/submit", () => {
  it("press by label or by position, and send a form with what was filled in beforehand", async () => {
    const id = await member("Ani", { locale: "en" });
    const { message: settings } = await say(reply, id, "/my");
    const byLabel = await ask(form, "POST", "press", { as: id, message: settings.id, button: "quiet hours" });
    const position = settings.buttons.findIndex(({ label }) => label === "Quiet hours");
    const byPosition = await ask(form, "POST", "press", { as: id, message: settings.id, button: position });
    expect(byPosition).toEqual(byLabel);
    expect(byLabel.fields.map(({ value }) => value)).toEqual(["18:00", "06:30", false]);
    const saved = await ask(reply, "POST", "submit", { as: id, form: byLabel.form, values: { from: "19.15" } });
    expect(saved.message.text).toBe("Saved: no messages from 19:15 to 06:30.");
    const wrong = await ask(form, "POST", "submit", { as: id, form: byLabel.form, values: { from: "25:00" } });
    expect(wrong.fields[0]).toMatchObject({ id: "from", value: "25:00", problem: "Please write a time like 15:30." });
  });

  it("send a form in the place where it was opened", async () => {
    const id = await member("Ani", { locale: "en" });
    const open = await say(form, id, "/meet pause", "perkenalan");
    const body = { as: id, form: open.form, values: { until: "2026-12-20" } };
    const answer = await ask(reply, "POST", "submit", body);
    expect(answer.message.where.name).toBe("perkenalan");
    expect(answer.visibility).toBe("private");
    const elsewhere = await ask(reply, "POST", "submit", { ...body, channel: "obrolan" });
    expect(elsewhere.message.where.name).toBe("obrolan");
  });
});

describe("GET /sandbox/messages", () => {
  it("tells what came since, and the last so many", async () => {
    const id = await member("Ani", { locale: "en" });
    const [first, second] = [await say(reply, id, "/help"), await say(reply, id, "/my")];
    expect((await read(id)).slice(-2)).toEqual([first.message, second.message]);
    expect(await read(id, first.message.seq)).toEqual([second.message]);
    expect(await ask(z.array(message), "GET", `messages?as=${id}&last=1`)).toEqual([second.message]);
    expect(await read(id, second.message.seq)).toEqual([]);
  });

  it("shows of channels, rooms and private talk only what this member may see", async () => {
    const [ani, budi, citra] = [await member("Ani"), await member("Budi"), await member("Citra")];
    for (const id of [ani, budi]) {
      const open = await say(form, id, "/kenalan");
      await ask(reply, "POST", "submit", {
        as: id,
        form: open.form,
        values: { role: "teacher", languages: ["id"], subjects: "fisika kuantum langka" },
      });
    }
    const suggestion = (await read(budi)).at(-1);
    await ask(reply, "POST", "press", { as: budi, message: suggestion?.id, button: 0 });
    await ask(journey, "POST", "clock", { by: "P1D" });
    const greeting = (await read(ani)).at(-1);
    expect(greeting).toMatchObject({ proactive: true, where: { kind: "dm" }, title: "Budi menyapa Anda" });
    await ask(reply, "POST", "press", { as: ani, message: greeting?.id, button: "Balas sapaan" });
    await ask(journey, "POST", "clock", { by: "P8D" });
    const room = (await read(budi)).find((each) => each.where.kind === "room");
    expect(room?.where).toMatchObject({ members: expect.arrayContaining([ani, budi]) as unknown });
    expect((await read(ani)).map(({ id }) => id)).toContain(room?.id);
    expect((await read(citra)).map(({ id }) => id)).not.toContain(room?.id);
    const mine = (await read(citra)).filter(({ where: place }) => place.kind !== "channel");
    // Nothing but her own welcomes, in the talk that is hers alone.
    expect(mine.map(({ where: place, title }) => [place, title])).toEqual(
      ["Selamat datang, Citra", "Mulai pelan-pelan, Citra?"].map((title) => [
        expect.objectContaining({ kind: "dm", members: [citra] }) as unknown,
        title,
      ]),
    );
    expect(JSON.stringify(mine)).not.toMatch(new RegExp(`Ani|Budi|${ani}|${budi}`));
    // Somebody else's room cannot be written into either.
    expect(
      (await served.request("POST", "/sandbox/say", { as: citra, channel: room?.where.id, text: "x" })).status,
    ).toBe(404);
  });
});

describe("POST /sandbox/clock", () => {
  it("goes by a duration, to an instant, or to what comes next", async () => {
    const { now: before } = await ask(state, "GET", "state");
    const byHour = await ask(journey, "POST", "clock", { by: "PT1H" });
    expect(Date.parse(byHour.now) - Date.parse(before)).toBe(3_600_000);
    const byMs = await ask(journey, "POST", "clock", { by: 1_000 });
    expect(Date.parse(byMs.now) - Date.parse(byHour.now)).toBe(1_000);
    const to = new Date(Date.parse(byMs.now) + 60_000).toISOString();
    expect((await ask(journey, "POST", "clock", { to })).now).toBe(to);
    await say(reply, await member(), "/temu ikut");
    const { next } = await ask(state, "GET", "state");
    expect((await ask(journey, "POST", "clock", { to: "next" })).now).toBe(next);
  });

  it("lets several ask at once: one journey after the other", async () => {
    const { now } = await ask(state, "GET", "state");
    const journeys = await Promise.all([1, 2, 3].map(() => ask(journey, "POST", "clock", { by: "PT1H" })));
    const hours = journeys.map((each) => (Date.parse(each.now) - Date.parse(now)) / 3_600_000);
    expect(hours.sort()).toEqual([1, 2, 3]);
  });
});

describe("a wrong request", () => {
  const cases: readonly (readonly [
    what: string,
    method: string,
    path: string,
    body: unknown,
    status: number,
    told: RegExp,
  ])[] = [
    ["an unknown member", "POST", "say", { as: "nobody", text: "/help" }, 404, /no member "nobody"/],
    ["an unknown reader", "GET", "messages?as=nobody", undefined, 404, /no member "nobody"/],
    ["no reader", "GET", "messages", undefined, 400, /who is reading/],
    [
      "a number that is none",
      "GET",
      "messages?as=ani&since=soon",
      undefined,
      400,
      /^"since" must be a whole number from 0; it is "soon"\.$/,
    ],
    ["no text", "POST", "say", { as: "ani" }, 400, /^"text" must be a text; it is missing\.$/],
    ["a text that is none", "POST", "say", { as: "ani", text: 5 }, 400, /^"text" must be a text; it is 5\.$/],
    ["nothing visible to say", "POST", "say", { as: "ani", text: " \u200B\u3164 " }, 400, /needs some text/],
    ["too much to say", "POST", "say", { as: "ani", text: "x".repeat(4_001) }, 400, /at most 4000/],
    ["an unknown channel", "POST", "say", { as: "ani", channel: "nowhere", text: "x" }, 404, /no place "nowhere"/],
    ["somebody else's conversation", "POST", "say", { as: "ani", channel: "dm-budi", text: "x" }, 404, /no place/],
    ["a list instead of an object", "POST", "say", [1, 2], 400, /^The body must be a JSON object\.$/],
    ["null", "POST", "say", null, 400, /^The body must be a JSON object\.$/],
    ["an unknown message", "POST", "press", { as: "ani", message: "none", button: 0 }, 404, /no such message/],
    [
      "no button",
      "POST",
      "press",
      { as: "ani", message: "none" },
      400,
      /^"button" must be the label of a button, .*missing\.$/,
    ],
    [
      "a button before the first",
      "POST",
      "press",
      { as: "ani", message: "none", button: -1 },
      400,
      /^"button" must .* a whole number from 0; it is -1\.$/,
    ],
    ["a form that is none", "POST", "submit", { as: "ani", form: "profile", values: {} }, 400, /not a form/],
    ["no values", "POST", "submit", { as: "ani", form: "x" }, 400, /^"values" must be an object .*; it is missing\.$/],
    ["no name", "POST", "members", {}, 400, /^"name" must be a text of 1 to 200 characters; it is missing\.$/],
    ["a name that is too long", "POST", "members", { name: "x".repeat(201) }, 400, /^"name" must .*; it is "x+…\.$/],
    ["a language that is none", "POST", "members", { name: "A", locale: 5 }, 400, /^"locale" must be a language such/],
    ["a duration that is none", "POST", "clock", { by: true }, 400, /^"by" must be a duration .*; it is true\.$/],
    ["an instant that is none", "POST", "clock", { to: {} }, 400, /^"to" must be an instant .*; it is \{\}\.$/],
    ["no number of messages", "GET", "messages?as=ani&last=0", undefined, 400, /^"last" must be a whole number from 1/],
    ["an invisible name", "POST", "members", { name: "\u200B\u3164" }, 400, /name that can be seen/],
    ["a wrong zone", "POST", "members", { name: "A", timeZone: "Mars/Base" }, 400, /"Mars\/Base" is not a time zone/],
    [
      "a wrong id",
      "POST",
      "members",
      { name: "A", id: "../x" },
      400,
      /^"id" must be up to 40 letters.*; it is "\.\.\/x"\.$/,
    ],
    ["a clock that goes back", "POST", "clock", { to: "2020-01-01T00:00:00Z" }, 400, /only goes forward; it is 20/],
    ["a duration that goes back", "POST", "clock", { by: "-P1D" }, 400, /Write/],
    ["a clock without a goal", "POST", "clock", {}, 400, /Write/],
    ["a clock with two goals", "POST", "clock", { by: "P1D", to: "next" }, 400, /Write/],
    ["a time without a zone", "POST", "clock", { to: "2027-01-01T08:00:00" }, 400, /Write/],
    ["a day that is none", "POST", "clock", { to: "2027-02-30" }, 400, /Write/],
    ["a clock that goes too far", "POST", "clock", { by: "P3Y" }, 400, /at most two years/],
    ["a clock that never arrives", "POST", "clock", { by: 1e300 }, 400, /Write|two years/],
    ["something that is not there", "GET", "nothing", undefined, 404, /nothing at/],
  ];

  beforeAll(async () => {
    await member("Ani", { id: "ani", locale: "en" });
    await member("Budi", { id: "budi", locale: "en" });
  });

  it.each(cases)("with %s is told what is wrong", async (_what, method, path, body, status, told) => {
    const response = await served.request(method, `/sandbox/${path}`, body);
    expect(response).toMatchObject({ status, body: { error: expect.stringMatching(told) as unknown } });
  });

  it("that is not JSON, or far too long, is told so", async () => {
    const post = async (body: string) => {
      const response = await fetch(`${served.url}/sandbox/say`, { method: "POST", body });
      return { status: response.status, body: await response.json() };
    };
    expect(await post("{as: ani}")).toEqual({ status: 400, body: { error: "The body is not JSON." } });
    expect(await post("")).toMatchObject({ status: 400 });
    expect(await post(JSON.stringify({ as: "ani", text: "x".repeat(1_000_000) }))).toMatchObject({ status: 413 });
  });

  it("for a message or a button of somebody else finds nothing", async () => {
    const { message: private_ } = await say(reply, "ani", "/my");
    const { message: hidden } = await say(reply, "ani", "/help", "perkenalan");
    for (const { id } of [private_, hidden]) {
      const response = await served.request("POST", "/sandbox/press", { as: "budi", message: id, button: 0 });
      expect(response).toMatchObject({
        status: 404,
        body: { error: expect.stringContaining("no such message") as unknown },
      });
    }
    const unknown = await served.request("POST", "/sandbox/press", { as: "ani", message: private_.id, button: "Sing" });
    expect(unknown).toMatchObject({ status: 404, body: { error: 'This message has no button "Sing".' } });
  });

  it("changes nothing and troubles nobody", async () => {
    expect(served.faults).toEqual([]);
    expect(Date.parse((await ask(state, "GET", "state")).now)).toBeGreaterThanOrEqual(START.getTime());
  });
});

describe("another site", () => {
  function statusWith(headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = httpRequest(`${served.url}/sandbox/state`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.once("error", reject);
      asked.end();
    });
  }

  it.each([
    [{ host: "evil.example" }, 403],
    [{ host: "127.0.0.1.evil.example" }, 403],
    [{ host: "localhost.evil.example:3000" }, 403],
    [{ host: "localhost:3000" }, 200],
    [{ host: "[::1]:3000" }, 200],
    [{ host: "127.0.0.2" }, 200],
    [{ host: "localhost:3000", origin: "http://localhost:3000" }, 200],
    [{ host: "localhost:3000", origin: "http://localhost:4000" }, 403],
    [{ host: "localhost:3000", origin: "https://evil.example" }, 403],
  ])("asking with %j gets %i", async (headers, status) => {
    expect(await statusWith(headers)).toBe(status);
  });

  it("that hides its name is refused too", async () => {
    expect(await statusWith({ host: "localhost:3000", origin: "null" })).toBe(403);
    expect(await statusWith({ host: "localhost:3000", origin: "not a url" })).toBe(403);
  });
});
