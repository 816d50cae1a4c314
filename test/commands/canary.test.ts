import { expect, it } from "vitest";
import { openWorld } from "../support/conversation.js";

/** No sentence of ours holds any of these. */
const CANARIES = {
  name: "Kenarinama",
  other: "Kenarikawan",
  head: "Kenarikepala",
  words: "kenaripesan",
  secret: "xoxb-123456789012-kenaritoken",
} as const;

it("nothing that was written, no name and no token gets into the log, the jobs' results or the audit, whatever goes wrong", async () => {
  const lines: string[] = [];
  const world = await openWorld({ logged: (line) => lines.push(line) });
  const { client } = world.db;
  const text = `${CANARIES.words} ${CANARIES.secret}`;
  const head = await world.member(CANARIES.head, { locale: "id", isOrganiser: true });
  const people = [
    await world.member(CANARIES.name, { locale: "id" }),
    await world.member(CANARIES.other, { locale: "en" }),
  ];
  const [ani, budi] = people;
  if (!ani || !budi) throw new Error("nobody came");
  for (const who of people) {
    await who.says("/introduce");
    await who.fills({ role: "teacher", languages: ["id", "en"], subjects: "fisika", line: text });
    await who.says("/meet join");
    await who.says(text);
    await who.says(`/${text}`);
    await who.says(text, "obrolan");
  }
  await ani.says(`/sapa @${CANARIES.other}`);
  await ani.says("/tanya baru");
  await ani.fills({ question: `Bagaimana ${text} di kelas?`, topics: "fisika" });
  await ani.says("/lapor");
  await ani.fills({ person: CANARIES.other, text });
  await head.presses("Lihat laporan terbuka");
  await head.presses("Tutup");
  await head.fills({ note: text });
  const reports = [...(await world.goes("P9D")).jobs];
  await ani.says(`/temu jangan-temu @${CANARIES.other}`);
  await budi.leaves();
  // What fails is told to operators: here answers, and then a message whose facts nobody understands.
  const { handle } = world.program.bot;
  const place = { platform: "sandbox", spaceId: "sandbox" };
  const person = { externalId: ani.id, name: CANARIES.name, locale: "id" };
  const member = await client.member.findFirstOrThrow({ where: { name: CANARIES.name } });
  const row = {
    networkId: member.networkId,
    recipient: `member:${member.id}`,
    to: { kind: "member", memberId: member.id },
  };
  await client.delivery.create({
    data: {
      ...{ id: "broken", key: `broken:${text}`, ...row, notice: "meet.match", facts: { words: text }, priority: 0 },
      ...{ proactive: false, status: "pending", dueAt: world.clock.now(), nextAt: world.clock.now() },
      createdAt: world.clock.now(),
    },
  });
  await client.profile.update({ where: { memberId: member.id }, data: { languages: { broken: text } } });
  for (const command of ["introduce", "people", "meet"])
    await handle({ kind: "command", command, verb: command === "meet" ? "status" : "", options: {}, place, person });
  reports.push(...(await world.goes("P9D")).jobs);
  expect(reports.length).toBeGreaterThan(5);
  expect(lines.length).toBeGreaterThan(0);
  const told = [
    ...lines,
    ...reports.map((report) => JSON.stringify(report)),
    JSON.stringify(await client.jobRun.findMany()),
    JSON.stringify(await client.auditEntry.findMany()),
    JSON.stringify(await client.delivery.findMany({ select: { status: true, reason: true } })),
  ].join("\n");
  for (const canary of Object.values(CANARIES)) expect(told.toLowerCase()).not.toContain(canary.toLowerCase());
});
