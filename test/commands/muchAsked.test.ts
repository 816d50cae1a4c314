import { describe, expect, it } from "vitest";
import { RUSH } from "../../src/features/members/approach/rules.js";
import { openWorld } from "../support/conversation.js";

const DAY = 86_400_000;

describe.each([
  {
    locale: "id",
    greet: "/sapa",
    sent: "Sapaan Anda sedang menuju",
    wait: "sudah banyak dimintai",
    new: "sehari setelah bergabung",
  },
  {
    locale: "en",
    greet: "/greet",
    sent: "Your hello is on its way",
    wait: "leave them in peace",
    new: "a day after you joined",
  },
] as const)("a teacher of whom many want something ($locale)", ({ locale, greet, sent, wait, new: newcomer }) => {
  it("gets two requests a day; further ones wait, and after a while whoever asks hears it kindly", async () => {
    const world = await openWorld({ locale });
    const sari = await world.member("Sari", { locale });
    const answers: string[] = [];
    for (let index = 0; index < 12; index++) {
      const who = await world.member(`Guru ${index}`, { locale });
      await who.says(`${greet} @Sari`);
      answers.push(who.sees());
    }
    expect(answers.filter((one) => one.includes(sent))).toHaveLength(8);
    expect(answers.slice(8).every((one) => one.includes(wait))).toBe(true);
    const rows = await world.db.client.delivery.findMany({ where: { notice: "introduce.hello" } });
    const times = rows.map(({ dueAt }) => dueAt.getTime());
    for (const end of times) expect(times.filter((at) => at > end - DAY && at <= end).length).toBeLessThanOrEqual(2);
    // Others may still be asked, but nobody brings somebody else to her now.
    const [ani, budi] = [await world.member("Ani", { locale }), await world.member("Budi", { locale })];
    await ani.says(`${greet} @Budi`);
    expect(ani.sees()).toContain(sent);
    await ani.says("/connect @Sari @Budi");
    expect(ani.sees()).toContain(wait);
    await budi.says("/circle start");
    await budi.fills({ name: "Baca", question: "Apa yang dibaca?", topics: "literasi", rhythm: "7", access: "open" });
    await budi.says("/circle invite @Sari");
    expect(budi.sees()).toContain(wait);
    expect(world.faults).toEqual([]);
    await world.goes("P4D");
    await budi.says("/circle invite @Sari");
    expect(budi.sees()).not.toContain(wait);
    expect(await sari.hears()).not.toEqual([]);
  });

  it("is left in peace for a day by those who came in a rush, who are part of nothing by themselves", async () => {
    const world = await openWorld({ locale });
    const sari = await world.member("Sari", { locale });
    const old = await world.member("Lama", { locale });
    await world.goes("P5D");
    const rush = [];
    for (let index = 0; index < RUSH.people; index++) rush.push(await world.member(`Baru ${index}`, { locale }));
    const [first, second] = rush;
    await first?.says(`${greet} @Sari`);
    expect(first?.sees()).toContain(newcomer);
    await first?.says("/connect @Sari @Lama");
    expect(first?.sees()).toContain(newcomer);
    await old.says(`${greet} @Sari`);
    expect(old.sees()).toContain(sent);
    // They may introduce themselves.
    await second?.says("/introduce");
    await second?.fills({ role: "teacher", languages: ["id"] });
    const { client } = world.db;
    expect(await client.enrolment.count()).toBe(0);
    expect(await client.circleMember.count()).toBe(0);
    expect(await client.delivery.count({ where: { notice: "introduce.hello" } })).toBe(1);
    await world.goes("P1D");
    await first?.says(`${greet} @Sari`);
    expect(first?.sees()).toContain(sent);
    expect((await sari.hears()).join("\n")).not.toContain("Baru 1");
  });
});

describe("two accounts of one name", () => {
  it("are two people: neither is enrolled in anything, nor taken for the other", async () => {
    const world = await openWorld();
    const [ani, budi, again] = [await world.member("Ani"), await world.member("Budi"), await world.member("Budi")];
    await budi.says("/temu ikut");
    await ani.says("/sapa Budi");
    // Which of them is not guessed.
    expect(await world.db.client.delivery.count({ where: { notice: "introduce.hello" } })).toBe(0);
    const joined = await world.db.client.enrolment.findMany({ include: { member: { include: { accounts: true } } } });
    expect(joined.map(({ member }) => member.accounts[0]?.externalId)).toEqual([budi.id]);
    expect(again.id).not.toBe(budi.id);
  });
});
