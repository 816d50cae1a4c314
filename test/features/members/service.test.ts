import { expect, it } from "vitest";
import { onBothDatabases } from "../../support/database.js";
import { MONDAY, networkOf, openProgram, PLACE } from "../community.js";

const ELSEWHERE = { platform: "test", spaceId: "another" } as const;

onBothDatabases("members", (open) => {
  const start = async () => openProgram(await open());

  it("are made on first sight, once, however many events of theirs come at the same time", async () => {
    const program = await start();
    const seen = { externalId: "u1", name: "Sari", locale: "en-GB", timeZone: "Asia/Makassar" };
    const arrivals = await Promise.all(Array.from({ length: 6 }, () => program.members.arrive(PLACE, seen)));
    expect(new Set(arrivals.map(({ memberId }) => memberId)).size).toBe(1);
    expect(await program.db.client.member.count()).toBe(1);
    expect(await program.db.client.network.count()).toBe(1);
    expect(arrivals[0]).toMatchObject({ name: "Sari", locale: "en", timeZone: "Asia/Makassar", isOrganiser: false });
    expect((await program.members.arrive(PLACE, seen)).isNew).toBe(false);
  });

  it("are known by what they chose, then by what the platform says, then by the network's own", async () => {
    const program = await start();
    const seen = { externalId: "u1", name: "Sari", locale: "en", timeZone: "Asia/Makassar" };
    const { memberId } = await program.members.arrive(PLACE, seen);
    await program.members.prefer(memberId, { locale: "id", timeZone: "Asia/Jayapura" });
    expect(await program.members.arrive(PLACE, seen)).toMatchObject({ locale: "id", timeZone: "Asia/Jayapura" });
    await program.members.prefer(memberId, { locale: null, timeZone: null });
    expect(await program.members.arrive(PLACE, seen)).toMatchObject({ locale: "en", timeZone: "Asia/Makassar" });
    const other = await program.members.arrive(PLACE, { externalId: "u2", name: "Budi", timeZone: "Mars/Olympus" });
    expect(other).toMatchObject({ locale: "id", timeZone: "Asia/Jakarta" });
  });

  it("keep their name up to date, also when it changes between two messages", async () => {
    const program = await start();
    await program.arrive("u1", { name: "Sari" });
    await program.arrive("u1", { name: "Sari Wulandari" });
    expect(await program.db.client.member.findFirst()).toMatchObject({ name: "Sari Wulandari" });
  });

  it("have a name even where the platform gives none that can be read, and keep the one they had", async () => {
    const program = await start();
    const nameless = { externalId: "u1", name: "" };
    const name = async () => (await program.db.client.member.findFirstOrThrow()).name;
    expect(await program.members.arrive(PLACE, nameless)).toMatchObject({ name: "u1" });
    expect(await name()).toBe("u1");
    await program.arrive("u1", { name: "Sari" });
    expect(await program.members.arrive(PLACE, nameless)).toMatchObject({ name: "Sari" });
    expect(await name()).toBe("Sari");
  });

  it("leave the network when they leave their last space, and are welcome back", async () => {
    const program = await start();
    const id = await program.arrive("u1");
    const networkId = await networkOf(program);
    const createdAt = MONDAY;
    const space = { id: "s2", networkId, platform: "test", externalId: "another", name: "another", createdAt };
    await program.db.client.space.create({ data: space });
    await program.db.client.account.create({ data: { id: "a2", memberId: id, spaceId: "s2", externalId: "u1" } });
    expect(await program.members.leave(PLACE, "u1", program.meetups.followups.memberLeft)).toBeUndefined();
    expect(await program.db.client.member.findFirst()).toMatchObject({ leftAt: null });
    expect(await program.members.leave(ELSEWHERE, "u1", program.meetups.followups.memberLeft)).toBe(id);
    expect(await program.members.leave(ELSEWHERE, "u1", program.meetups.followups.memberLeft)).toBeUndefined();
    expect(await program.members.leave(ELSEWHERE, "stranger", program.meetups.followups.memberLeft)).toBeUndefined();
    expect(await program.db.client.member.findFirst()).toMatchObject({ leftAt: createdAt });
    expect(await program.arrive("u1")).toBe(id);
    expect(await program.db.client.member.findFirst()).toMatchObject({ leftAt: null });
    expect(await program.db.client.account.count({ where: { leftAt: null } })).toBe(1);
  });

  it("leave together with everything that follows from it, or not at all", async () => {
    const program = await start();
    await program.arrive("u1");
    const failing = program.members.leave(PLACE, "u1", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await program.db.client.member.findFirst()).toMatchObject({ leftAt: null });
    expect(await program.db.client.account.findFirst()).toMatchObject({ leftAt: null });
  });

  it("are found by mention, by id, by name, or by the beginning of a name that only one has", async () => {
    const program = await start();
    const ids = new Map<string, string>();
    for (const name of ["Sari Wulandari", "Sarah", "Budi"]) ids.set(name, await program.arrive(`id-${name}`, { name }));
    const of = { networkId: await networkOf(program), spaceId: (await program.db.client.space.findFirstOrThrow()).id };
    const find = async (written: string) => (await program.members.find(of, written))?.name;
    expect(await find("<@id-Budi>")).toBe("Budi");
    expect(await find("<@!id-Budi>")).toBe("Budi");
    expect(await find("@id-Sarah")).toBe("Sarah");
    expect(await find("sari")).toBe("Sari Wulandari");
    expect(await find("BUDI")).toBe("Budi");
    expect(await find("Sar")).toBeUndefined();
    expect(await find("nobody")).toBeUndefined();
    expect(await find("")).toBeUndefined();
    await program.members.leave(PLACE, "id-Budi", program.meetups.followups.memberLeft);
    expect(await find("Budi")).toBeUndefined();
  });

  it("have the network's limits where they chose none", async () => {
    const program = await start();
    const id = await program.arrive("u1");
    const networkId = await networkOf(program);
    await program.members.changeNetwork(networkId, id, { settings: { gate: { quietFrom: "17:00", perWeek: 2 } } });
    await program.members.prefer(id, { quietUntil: "08:00" });
    expect(await program.members.settingsOf(id)).toMatchObject({
      quietFrom: "17:00",
      quietUntil: "08:00",
      perDay: 1,
      perWeek: 2,
      isStopped: false,
    });
    expect(await program.db.client.auditEntry.findMany()).toMatchObject([{ memberId: id, action: "network.change" }]);
  });

  it("are organisers because somebody made them so, or as long as the platform says so", async () => {
    const program = await start();
    const id = await program.arrive("u1", { isOrganiser: true });
    const seen = { externalId: "u1", name: "u1" };
    expect((await program.members.arrive(PLACE, { ...seen, isOrganiser: true })).isOrganiser).toBe(true);
    expect((await program.members.arrive(PLACE, { ...seen, isOrganiser: false })).isOrganiser).toBe(false);
    await program.members.giveRole(id, "organiser");
    expect((await program.members.arrive(PLACE, { ...seen, isOrganiser: false })).isOrganiser).toBe(true);
    expect(await program.members.isOrganiser(id)).toBe(true);
  });

  it("can't ask not to meet themselves, and take back what they asked", async () => {
    const program = await start();
    const [ani, budi] = [await program.arrive("a"), await program.arrive("b")];
    const networkId = await networkOf(program);
    await expect(program.members.keepApart(networkId, ani, ani, "doNotMeet")).rejects.toMatchObject({
      code: "notYourself",
    });
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.members.keepApart(networkId, ani, budi, "doNotMeet");
    await program.members.keepApart(networkId, ani, budi, "evaluator");
    expect(await program.db.client.avoidance.count()).toBe(2);
    await program.members.allowAgain(ani, budi);
    expect(await program.db.client.avoidance.findMany()).toMatchObject([{ kind: "evaluator" }]);
  });
});

onBothDatabases("the directory", (open) => {
  it("finds a room by where it is, though another space calls one of its rooms the same", async () => {
    const program = openProgram(await open());
    await program.arrive("u1");
    const networkId = await networkOf(program);
    const createdAt = MONDAY;
    const { id: here } = await program.db.client.space.findFirstOrThrow();
    const there = { id: "0", networkId, platform: "other", externalId: "place", name: "other", createdAt };
    await program.db.client.space.create({ data: there });
    await program.db.client.room.createMany({
      data: [
        { key: "theirs", spaceId: "0", externalId: "room-1", createdAt },
        { key: "ours", spaceId: here, externalId: "room-1", createdAt },
      ],
    });
    expect(await program.directory.roomKey("test", "place", "room-1")).toBe("ours");
    expect(await program.directory.roomKey("other", "place", "room-1")).toBe("theirs");
    expect(await program.directory.roomKey("test", "nowhere", "room-1")).toBeUndefined();
    expect(await program.directory.roomKey("test", "place", "room-2")).toBeUndefined();
  });

  it("tells how to reach somebody, and which spaces are away", async () => {
    const program = openProgram(await open());
    const id = await program.arrive("u1", { name: "Sari", locale: "en" });
    await program.members.prefer(id, { address: "ibu" });
    const [entry] = (await program.directory.describe([id, "nobody"])).values();
    expect(entry).toMatchObject({
      called: "Bu Sari",
      locale: "en",
      hasLeft: false,
      accounts: [{ userId: "u1", isAway: false }],
    });
    await program.db.client.space.updateMany({ data: { removedAt: MONDAY } });
    const [away] = (await program.directory.describe([id])).values();
    expect(away?.accounts).toMatchObject([{ userId: "u1", isAway: true }]);
    const { id: spaceId } = await program.db.client.space.findFirstOrThrow();
    expect(await program.directory.space(spaceId)).toMatchObject({ isAway: true });
    expect(await program.directory.space("nowhere")).toBeUndefined();
  });
});
