import { expect, it } from "vitest";
import { taskOf } from "../../../src/features/upkeep/rules.js";
import { housekeeping } from "../../../src/jobs/housekeeping.js";
import type { Job, Work } from "../../../src/jobs/job.js";
import { makeRuns } from "../../../src/jobs/runs.js";
import { openWorld, START } from "../../support/conversation.js";
import { onBothDatabases } from "../../support/database.js";

const HOUR = 3_600_000;
const at = (hours: number) => new Date(START.getTime() + hours * HOUR);

/** A job that fails until it is mended. */
function poison(works: readonly Work[], about: Partial<Job> = {}) {
  const state = { isMended: false };
  const job: Job = {
    name: "house.back-up",
    upcoming: (limit) => Promise.resolve(works.slice(0, limit)),
    run: () => (state.isMended ? Promise.resolve("done") : Promise.reject(new Error("no room"))),
    ...about,
  };
  return { state, job };
}

onBothDatabases("what was given up", (open) => {
  async function start() {
    const world = await openWorld({ database: await open() });
    const tuti = await world.member("Tuti", { locale: "id", isOrganiser: true });
    const bob = await world.member("Bob", { locale: "en" });
    await tuti.says("/atur pengurus @Bob");
    const budi = await world.member("Budi", { locale: "id" });
    // Nobody is new here: what they hear is about troubles.
    await world.db.client.welcome.deleteMany();
    const networkId = (await world.db.client.network.findFirstOrThrow()).id;
    return { world, tuti, bob, budi, networkId };
  }

  it("is told to each organiser once, with its number, in their language and at a good hour", async () => {
    const { world, tuti, bob, budi } = await start();
    const { job } = poison([{ at: at(12), id: "night" }]);
    world.program.jobs.push(job);
    await world.goes(at(14));
    expect(await tuti.hears()).toEqual([]);
    await world.goes(at(24));
    const incident = String(world.faults.at(-1)?.["incident"]);
    const [told = "", ...more] = await tuti.hears();
    expect(more).toEqual([]);
    expect(told).toContain("Ada yang perlu diperiksa\n");
    expect(told).toContain("belum berhasil: salinan data setiap malam.");
    expect(told).toContain(`Mohon sampaikan nomor ${incident} kepada pengelola`);
    const [english = ""] = await bob.hears();
    expect(english).toContain("did not manage one thing: the nightly copy of the data.");
    expect(english).toContain(`Please give the number ${incident} to whoever runs Jejaring`);
    await world.goes(at(24 * 8));
    for (const who of [tuti, bob, budi]) {
      expect((await who.hears()).filter((text) => /perlu diperiksa|needs a look/i.test(text))).toEqual([]);
    }
    expect((await budi.reads()).filter(({ proactive }) => proactive)).toEqual([]);
  });

  it("stands in the status as long as it has not worked again", async () => {
    const { world, tuti, bob } = await start();
    await tuti.says("/atur status");
    expect(tuti.sees()).not.toContain("Perlu diperiksa");
    const { job, state } = poison([
      { at: at(1), id: "night" },
      { at: at(25), id: "night" },
      { at: at(49), id: "night" },
    ]);
    world.program.jobs.push(job);
    await world.goes(at(48));
    const [first] = world.faults.filter(({ isDead }) => isDead === true);
    await tuti.says("/atur status");
    expect(tuti.sees()).toContain(
      `Perlu diperiksa: salinan data setiap malam (nomor ${String(first?.["incident"])})\n`,
    );
    await bob.says("/setup");
    expect(bob.sees()).toContain("Needs a look: the nightly copy of the data (incident ");
    // Two nights, one trouble.
    expect((await tuti.hears()).filter((text) => text.includes("Ada yang perlu"))).toHaveLength(1);
    state.isMended = true;
    await world.goes(at(50));
    await tuti.says("/atur status");
    expect(tuti.sees()).not.toContain("Perlu diperiksa");
  });

  it("concerns the network whose work it is, and no other", async () => {
    const { world, tuti, networkId } = await start();
    const createdAt = START;
    await world.db.client.network.create({
      data: { id: "elsewhere", name: "Elsewhere", locale: "en", timeZone: "UTC", settings: {}, createdAt },
    });
    await world.db.client.member.create({ data: { id: "boss", networkId: "elsewhere", name: "Boss", createdAt } });
    await world.db.client.role.create({ data: { memberId: "boss", name: "organiser" } });
    const networks = { here: networkId, there: "elsewhere" } as const;
    const works = [{ at: at(1), id: "there" }];
    const networkOf = (id: string) => Promise.resolve(id === "there" || id === "here" ? networks[id] : undefined);
    const { jobs } = world.program;
    const decide = jobs.findIndex(({ name }) => name === "meet.decide");
    jobs.splice(decide, 1, poison(works, { name: "meet.decide", networkOf }).job);
    await world.goes(at(24));
    await tuti.says("/atur status");
    expect(tuti.sees()).not.toContain("Perlu diperiksa");
    expect(await tuti.hears()).toEqual([]);
    const rows = await world.db.client.delivery.findMany({ where: { notice: "upkeep.trouble" } });
    expect(rows.map(({ to, networkId: of }) => [to, of])).toEqual([
      [{ kind: "member", memberId: "boss" }, "elsewhere"],
    ]);
    works.push({ at: at(25), id: "here" }, { at: at(25), id: "gone" });
    await world.goes(at(48));
    expect((await tuti.hears()).join("\n")).toContain("Kalau sudah beres, /atur jalankan mengadakan putarannya.");
    await tuti.says("/atur status");
    expect(tuti.sees()).toMatch(/Perlu diperiksa: mengadakan putaran mingguan \(nomor \d+\)\n/);
    // Nobody waits any more for what is gone.
    expect(await world.db.client.delivery.count({ where: { notice: "upkeep.trouble" } })).toBe(3);
  });

  it("has a name that organisers understand, whichever job it is", async () => {
    const { world } = await start();
    const [now, newId] = [() => START, () => "id"];
    const runs = makeRuns({ db: world.db, newId, now, wallClock: now });
    const nightly = housekeeping({ runs, now, timeZone: "Asia/Jakarta", backUp: () => Promise.resolve("") });
    const names = [...world.program.jobs, ...nightly].map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => taskOf(name) === "other")).toEqual([]);
    expect(taskOf("demo.life")).toBe("other");
  });

  it("of a round is that of its network, and of nobody when the round has gone on", async () => {
    const { world, tuti, networkId } = await start();
    await tuti.says("/temu ikut");
    const job = world.program.jobs.find(({ name }) => name === "meet.announce");
    const round = await world.db.client.round.findFirstOrThrow({ where: { step: "announce" } });
    expect(await job?.networkOf?.(round.id)).toBe(networkId);
    await world.db.client.round.update({ where: { id: round.id }, data: { step: "done" } });
    expect(await job?.networkOf?.(round.id)).toBeUndefined();
    const plan = world.program.jobs.find(({ name }) => name === "meet.plan");
    expect(await plan?.networkOf?.(`${round.programmeId} ${round.week}`)).toBe(networkId);
    expect(await plan?.networkOf?.("nothing")).toBeUndefined();
  });
});
