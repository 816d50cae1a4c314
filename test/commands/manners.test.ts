import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Field } from "../../src/chat/field.js";
import type { Invocation } from "../../src/chat/invocation.js";
import { openWorld, type World } from "../support/conversation.js";

/** What may come for a field: right, wrong, and hostile. */
function valueOf(field: Field, people: readonly string[]): fc.Arbitrary<unknown> {
  const any = fc.oneof(
    fc.constantFrom<unknown>(undefined, "", "  ", null, "constructor", [], {}),
    fc.string({ maxLength: 12 }),
  );
  const right: Record<Field["kind"], fc.Arbitrary<unknown>> = {
    text: fc.constantFrom("Fisika, literasi", "**x** {{name}}", `<@${people[0] ?? ""}>`),
    whole: fc.integer({ min: -1, max: 6 }),
    yesno: fc.constantFrom<unknown>(true, "tidak", "yes"),
    date: fc.constantFrom("2026-12-03", "2026-12-21", "2020-01-01", "2026-02-30"),
    time: fc.constantFrom("09:00", "9.30", "24:00", "18:00"),
    url: fc.constantFrom("https://contoh.sch.id/", "javascript:alert(1)"),
    choice: fc.constantFrom(...("choices" in field ? field.choices : [""])),
    choices: fc.subarray([...("choices" in field ? field.choices : [])]),
    language: fc.constantFrom("id", "English", "Klingon"),
    timeZone: fc.constantFrom("WIB", "Tokyo", "Atlantis"),
    member: fc.constantFrom(...people.map((id) => `<@${id}>`), "Zainal"),
    channel: fc.constantFrom("<#perkenalan>", "nowhere"),
    file: fc.constantFrom<unknown>(
      { name: "naskah.pdf", mediaType: "application/pdf", size: 12, ref: "lost" },
      { name: "naskah.pdf", mediaType: "application/pdf", size: 99_000_000, ref: "large" },
      "naskah.pdf",
    ),
  };
  return fc.oneof({ weight: 3, arbitrary: right[field.kind] }, { weight: 1, arbitrary: any });
}

type Deed =
  | Omit<Extract<Invocation, { kind: "command" }>, "place" | "person">
  | Omit<Extract<Invocation, { kind: "form" }>, "place" | "person">
  | Omit<Extract<Invocation, { kind: "action" }>, "place" | "person">
  | Omit<Extract<Invocation, { kind: "message" }>, "place" | "person">;

/** Everything that anybody can do with any command. */
function deedsOf(world: World, people: readonly string[], subjects: readonly string[]): fc.Arbitrary<Deed> {
  const subject = fc.oneof(fc.constantFrom(...subjects, ""), fc.string({ maxLength: 8 }));
  const valuesFor = (fields: Readonly<Record<string, Field>>) =>
    fc.record(Object.fromEntries(Object.entries(fields).map(([id, field]) => [id, valueOf(field, people)])));
  const told = fc.record({ text: fc.string({ maxLength: 60 }), files: fc.constant([]) });
  const deeds = world.program.bot.commands.flatMap(({ id, entries, actions, forms, message }): fc.Arbitrary<Deed>[] => [
    ...(message === undefined ? [] : [told.map((on) => ({ kind: "message" as const, command: id, message: on }))]),
    ...Object.entries(entries).flatMap(([verb, { options }]) => [
      valuesFor(options).map((values) => ({ kind: "command" as const, command: id, verb, options: values })),
      valuesFor(options).map((values) => ({ kind: "form" as const, form: `${id}:${verb}`, subject: "", values })),
    ]),
    ...Object.keys(actions).map((action) =>
      subject.map((about) => ({ kind: "action" as const, action: `${id}.${action}`, subject: about })),
    ),
    ...Object.entries(forms).map(([form, { fields }]) =>
      fc
        .tuple(valuesFor(fields), subject)
        .map(([values, about]) => ({ kind: "form" as const, form: `${id}.${form}`, subject: about, values })),
    ),
  ]);
  return fc.oneof(...deeds);
}

describe("every command", () => {
  it("keeps the manner it declared, is private in every refusal, and has no fault, whatever is asked of it", async () => {
    const world = await openWorld();
    const [ani, budi, citra] = [
      await world.member("Ani", { locale: "id", isOrganiser: true }),
      await world.member("Budi", { locale: "en" }),
      await world.member("Citra", { locale: "id" }),
    ];
    for (const who of [ani, budi, citra]) await who.says("/temu ikut tiap:1");
    await world.goes(new Date("2026-12-01T09:00:00Z"));
    const { client } = world.db;
    const subjects = [
      ...(await client.member.findMany()),
      ...(await client.meeting.findMany()),
      ...(await client.round.findMany()),
      ...(await client.calendarEntry.findMany({ take: 2 })),
    ].map(({ id }) => id);
    const people = [ani.id, budi.id, citra.id];
    const { bot } = world.program;
    const who = fc.constantFrom(...people);
    const where = fc.constantFrom(undefined, "obrolan");
    const done = { answers: 0, forms: 0, refusals: 0 };
    await fc.assert(
      fc.asyncProperty(deedsOf(world, people, subjects), who, where, async (deed, externalId, channelId) => {
        const invocation: Invocation = {
          ...deed,
          place: { platform: "sandbox", spaceId: "sandbox", ...(channelId === undefined ? {} : { channelId }) },
          person: { externalId, name: "", locale: "en", isOrganiser: externalId === ani.id },
        };
        const manner = bot.mannerOf(invocation);
        const response = await bot.handle(invocation);
        expect(world.faults).toEqual([]);
        if (response.kind === "form") {
          done.forms++;
          // What can't be found, or can't be done with one of the fields, is known only afterwards.
          const isProblem = response.form.fields.some((field) => field.problem !== undefined);
          expect(manner === "form" || isProblem).toBe(true);
          return;
        }
        if (response.kind === "nothing") expect.unreachable();
        if (manner === "form") done.refusals++;
        else done.answers++;
        if (response.visibility === "public") expect([manner, channelId]).toEqual(["public", "obrolan"]);
        if (response.replaces) expect(manner).toBe("replace");
      }),
      { numRuns: 400 },
    );
    // All kinds of endings were seen.
    expect(Math.min(done.answers, done.forms, done.refusals)).toBeGreaterThan(5);
  });
});
