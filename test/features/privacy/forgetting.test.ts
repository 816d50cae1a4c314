import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { census } from "../../../src/features/privacy/census/rules.js";
import type { Use } from "../../../src/features/privacy/holdings/rules.js";
import { tableOf } from "../../../src/storage/table.js";
import { wipeDeleted } from "../../../src/storage/traces.js";
import { openWorld, type Speaker, type World } from "../../support/conversation.js";
import { onBothDatabases, type TestDatabase } from "../../support/database.js";

/** Found nowhere else, whatever it stands in. */
const MARK = "zqxjkv";
const AT = new Date("2026-11-24T07:00:00Z");
const LATER = new Date("2027-01-01T00:00:00Z");

type Row = Readonly<Record<string, unknown>>;

/** Everything in every table that isn't a platform's, as one text a row. */
async function everything({ client, kind }: TestDatabase): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [model, { outside }] of Object.entries(census)) {
    if (outside === "platform") continue;
    const rows = await client.$queryRawUnsafe<Row[]>(
      kind === "sqlite" ? `SELECT * FROM "${model}"` : `SELECT t::text AS "row" FROM "${model}" t`,
    );
    rows.forEach((row, place) => {
      const text = JSON.stringify(row, (_, value: unknown) =>
        typeof value === "bigint"
          ? String(value)
          : value instanceof Uint8Array
            ? Buffer.from(value).toString("latin1")
            : value,
      );
      found.set(`${model} ${place}`, text);
    });
  }
  return found;
}

/** Where these texts still stand. */
async function tracesIn(db: TestDatabase, texts: readonly string[]): Promise<readonly string[]> {
  const rows = await everything(db);
  return [...rows].flatMap(([where, row]) =>
    texts.filter((text) => row.includes(text)).map((text) => `${text} in ${where}: ${row}`),
  );
}

interface Town {
  readonly world: World;
  readonly ani: Speaker;
  readonly budi: Speaker;
  readonly aniId: string;
  readonly budiId: string;
  readonly marks: readonly string[];
  /** The program's log. */
  readonly lines: readonly string[];
}

const fill = (mark: string, column: string): unknown => (column === "bytes" ? Buffer.from(mark) : mark);

/** A row in every table in which a member can write, with a mark of its own in every text. */
async function markEverything(
  db: TestDatabase,
  networkId: string,
  memberId: string,
  otherId: string,
): Promise<string[]> {
  const marks: string[] = [];
  const { client } = db;
  let count = 0;
  const text = (model: string, column: string) => {
    const mark = `${MARK}-${model}-${column}-${++count}`;
    marks.push(mark);
    return fill(mark, column);
  };
  const topics = (model: string) => [
    { key: String(text(model, "topicKey")), label: String(text(model, "topicLabel")) },
  ];
  /** Fills in each text of the model that isn't given, and writes the row. */
  async function row(model: string, given: Row, isMarked: readonly Use[] = ["text", "given"]): Promise<void> {
    const fields = Object.entries(census[model]?.fields ?? {});
    const own = fields.flatMap(([column, use]) =>
      isMarked.includes(use) && !(column in given) ? [[column, text(model, column)] as const] : [],
    );
    const table = tableOf(client, model) as unknown as { create(args: { data: Row }): Promise<unknown> };
    await table.create({ data: { ...Object.fromEntries(own), ...given } });
  }
  const common = { networkId, createdAt: AT };
  await row("StoredFile", { ...common, id: "file", memberId, mediaType: "text/plain", size: 9 });
  const resource = {
    ...common,
    sharerId: memberId,
    kind: "text",
    levels: [],
    audience: [],
    language: "id",
    version: 1,
  };
  for (const state of ["shown", "draft"])
    await row("Resource", {
      ...{ ...resource, id: `resource-${state}`, state, topics: topics("Resource"), doubts: [], changedAt: AT },
      ...(state === "shown" ? { fileId: "file" } : {}),
    });
  await row("ResourceUse", { id: "use", resourceId: "resource-shown", memberId, at: AT });
  await row("ResourceReport", { resourceId: "resource-shown", memberId, reason: "other", outcome: "open", at: AT });
  await row("Collection", { ...common, id: "collection", byId: memberId });
  await row("ShelfImport", { ...common, id: "import", memberId, state: "running", total: 1, taken: 0, refused: 0 });
  await row("ShelfImportRow", { importId: "import", line: 1, cells: [String(text("ShelfImportRow", "cells"))] });
  const ask = { ...common, id: "ask", askerId: memberId, isAnonymous: false, state: "solved" };
  await row("Ask", { ...ask, topics: topics("Ask") });
  await row("Ask", { ...ask, id: "theirs", askerId: otherId, text: "?", topics: [] });
  await row("AskAnswer", { id: "answer", askId: "theirs", memberId, isAsker: false, at: AT });
  await row("MentorOffer", {
    ...{ ...common, memberId, topics: topics("MentorOffer"), levels: [], mode: "online", rhythm: "weekly" },
    ...{ capacity: 1, isOpen: true, updatedAt: AT },
  });
  const request = { ...common, id: "request", menteeId: memberId, mode: "online", rhythm: "weekly", isBeginner: false };
  await row("MentorRequest", { ...request, topics: topics("MentorRequest"), state: "accepted" });
  const pair = { id: "pair", networkId, mentorId: otherId, menteeId: memberId, state: "completed", rhythm: "weekly" };
  await row("Mentorship", { ...pair, startedAt: AT, lifeAt: AT, asked: {}, proposal: { by: memberId } });
  await row("MentorshipSide", { mentorshipId: "pair", memberId, role: "mentee" });
  const session = { id: "session", mentorshipId: "pair", date: "2026-11-20", minutes: 30, byId: memberId };
  await row("MentoringSession", { ...session, createdAt: AT });
  await row("MentoringConcern", { id: "concern", networkId, mentorshipId: "pair", memberId, at: AT });
  const circle = { networkId, question: "?", topics: [], access: "open", isListed: true, state: "finished" };
  await client.circle.create({
    data: {
      ...{ ...circle, id: "circle", name: "Kombel", stage: "do", stageAt: AT, rhythm: 14, agreements: "" },
      ...{ startedAt: AT, lifeAt: AT, quiet: "none", facilitatorId: memberId },
    },
  });
  await client.circleMember.create({ data: { id: "in", circleId: "circle", memberId, joinedAt: AT } });
  await row("CircleAction", {
    id: "action",
    circleId: "circle",
    ownerId: memberId,
    dueOn: "2026-12-01",
    createdAt: AT,
  });
  await row("CircleProduct", { circleId: "circle", stage: "do", dueOn: "2026-12-01", byId: memberId });
  const openKey = `circle:${memberId}`;
  await row("CircleRequest", {
    id: "joining",
    circleId: "circle",
    memberId,
    kind: "ask",
    state: "open",
    openKey,
    at: AT,
  });
  await row("Report", {
    ...common,
    id: "report",
    reporterId: memberId,
    aboutId: otherId,
    kind: "person",
    caseKey: `person:${otherId}`,
    status: "open",
  });
  await client.welcome.update({ where: { memberId: otherId }, data: { greeterId: memberId, buddyId: memberId } });
  await row("Practice", { memberId, everyWeeks: 1, stepAt: AT, told: [], createdAt: AT });
  const facts = { text: `${MARK}-line`, who: { person: memberId } };
  const letter = { networkId, to: { kind: "member", memberId: otherId }, recipient: `member:${otherId}`, facts };
  const sending = { ...letter, priority: 1, proactive: true, dueAt: LATER, nextAt: LATER, createdAt: AT };
  for (const [place, [notice, status]] of [
    ["ask.answered", "sent"],
    ["ask.answered", "pending"],
    ["meet.result", "pending"],
  ].entries())
    await row("Delivery", { ...sending, id: `letter-${place}`, key: `letter:${place}:${memberId}`, notice, status });
  await row("AuditEntry", { id: "audit", networkId, memberId, action: "role.give", facts: { memberId }, at: AT });
  await row("JobRun", { job: "care.step", slot: `x ${memberId}`, status: "done", startedAt: AT });
  await row("Avoidance", { ...common, id: "apart", memberId: otherId, otherId: memberId, kind: "doNotMeet" });
  return marks;
}

/** Two who were brought together by a round, one of whom has left a mark everywhere. */
async function openTown(db: TestDatabase): Promise<Town> {
  const lines: string[] = [];
  const world = await openWorld({ database: db, logged: (line) => void lines.push(line) });
  const ani = await world.member(`Ani ${MARK}-name`, { locale: "id" });
  const budi = await world.member("Budi", { locale: "en" });
  for (const who of [ani, budi]) await who.says("/temu ikut tiap:1");
  await ani.says("/kenalan");
  await ani.fills({
    role: "teacher",
    languages: ["id"],
    subjects: `${MARK}-subject`,
    institution: `${MARK}-school`,
    line: `${MARK}-line`,
  });
  await budi.says("/kenalan");
  await budi.fills({ role: "teacher", languages: ["id"], subjects: `Fisika`, institution: "Sekolah", line: "Halo" });
  await world.goes("P9D");
  const aniRow = await db.client.member.findFirstOrThrow({ where: { name: { startsWith: "Ani" } } });
  const budiRow = await db.client.member.findFirstOrThrow({ where: { name: "Budi" } });
  const own = await markEverything(db, aniRow.networkId, aniRow.id, budiRow.id);
  const marks = [...own, ...["name", "subject", "school", "line"].map((one) => `${MARK}-${one}`)];
  return { world, ani, budi, aniId: aniRow.id, budiId: budiRow.id, marks, lines };
}

onBothDatabases("what is kept about a member", (open) => {
  it("is handed over whole, and nothing of it is left anywhere when they want it gone", async () => {
    const db = await open();
    const { world, ani, aniId, budiId, marks, lines } = await openTown(db);
    const { privacy } = world.program.services;
    const data = await privacy.export(aniId);
    const text = JSON.stringify(data, (key, value: unknown) =>
      key === "bytes" && typeof value === "string" ? Buffer.from(value, "base64").toString() : value,
    );
    expect(marks.filter((mark) => !text.includes(mark))).toEqual([]);
    expect(text).not.toContain(budiId);
    expect(text).not.toContain(aniId);
    const before = await counts(db);
    await ani.says("/saya hapus");
    expect(ani.sees()).toContain("Hapus semua tentang Anda?");
    await ani.presses("Hapus semuanya");
    expect(ani.sees()).toContain("semua tentang Anda telah dihapus");
    const account = ani.id;
    expect(await tracesIn(db, [MARK, aniId, account])).toEqual([]);
    expect(await counts(db)).toEqual(before);
    const tombstone = await db.client.member.findFirstOrThrow({ where: { forgottenAt: { not: null } } });
    expect(tombstone).toMatchObject({ name: "", locale: null, lastActiveAt: null });
    expect(await db.client.forgetting.findMany()).toMatchObject([{ why: "asked" }]);
    expect(await db.client.delivery.findUniqueOrThrow({ where: { id: "letter-1" } })).toMatchObject({
      status: "dropped",
    });
    const reworded = await db.client.delivery.findUniqueOrThrow({ where: { id: "letter-2" } });
    expect(reworded).toMatchObject({ status: "pending", facts: { text: "", who: { person: tombstone.id } } });
    expect(lines.some((line) => line.includes("forgotten"))).toBe(true);
    expect(lines.filter((line) => [MARK, aniId, account].some((text) => line.includes(text)))).toEqual([]);
    // The sandbox stands for a platform, and what was posted there is in the same file.
    for (const model of ["SandboxMessage", "SandboxMember", "SandboxPlace"])
      await tableOf(db.client, model).deleteMany({ where: {} });
    await wipeDeleted(db);
    if (db.address.kind === "sqlite") expect(tracesOnDisk(dirname(db.address.file), [aniId, MARK, ani.id])).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("stays without the name where they gave it to everybody and leave it there", async () => {
    const db = await open();
    const { world, ani, aniId } = await openTown(db);
    await ani.says("/saya data");
    await ani.presses("Hapus data saya …");
    await ani.presses("Hapus, tinggalkan yang dibagikan");
    expect(ani.sees()).toContain("tanpa nama Anda");
    expect(await tracesIn(db, [aniId, ani.id])).toEqual([]);
    const given = Object.entries(census).flatMap(([model, { fields }]) =>
      Object.values(fields).includes("given") ? [model] : [],
    );
    const left = new Set((await tracesIn(db, [MARK])).map((trace) => trace.split(" ")[2] ?? ""));
    expect([...left].filter((model) => !given.includes(model))).toEqual([]);
    expect(left).toContain("Resource");
    expect(await db.client.resource.findUniqueOrThrow({ where: { id: "resource-draft" } })).toMatchObject({
      title: "",
    });
    expect(await db.client.resource.findUniqueOrThrow({ where: { id: "resource-shown" } })).toMatchObject({
      sharerId: null,
    });
    expect(world.faults).toEqual([]);
  });
});

/** What must be counted the same as before. */
async function counts({ client }: TestDatabase) {
  return {
    members: await client.member.count(),
    met: await client.encounter.count({ where: { happened: true } }),
    encounters: await client.encounter.count(),
    meetings: await client.meetingMember.count(),
    sessions: await client.mentoringSession.count(),
    inCircles: await client.circleMember.count(),
    rounds: await client.round.count(),
  };
}

/** Which files of the folder hold one of these texts. */
function tracesOnDisk(folder: string, texts: readonly string[]): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name)).toString("latin1");
    return texts.filter((text) => bytes.includes(text)).map((text) => `${text} in ${name}`);
  });
}
