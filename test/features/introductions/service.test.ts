import { expect, it } from "vitest";
import type { ProfileDraft } from "../../../src/features/introductions/service.js";
import { onBothDatabases } from "../../support/database.js";
import { mailOf, networkOf, openProgram, PLACE, wib } from "../community.js";

const DRAFT: ProfileDraft = {
  role: "teacher",
  subjects: "Fisika, Kimia",
  institution: "SMAN 2 Kupang",
  languages: ["id", "en"],
  offers: "asesmen formatif",
  seeks: "literasi",
  line: "Saya suka bertanya.",
};

onBothDatabases("introductions", (open) => {
  async function start() {
    const program = openProgram(await open());
    const ani = await program.arrive("Ani");
    const networkId = await networkOf(program);
    const spaceId = (await program.db.client.space.findFirstOrThrow()).id;
    await program.members.changeNetwork(networkId, ani, { settings: { channels: { introductions: "hello" } } });
    const introduce = (id: string, draft: Partial<ProfileDraft> = {}) =>
      program.introductions.introduce(id, spaceId, { ...DRAFT, ...draft });
    return { program, ani, networkId, introduce };
  }

  it("are told to the channel the first time, and kept up to date without telling it again", async () => {
    const { program, ani, introduce } = await start();
    expect(await introduce(ani)).toEqual({ isFirst: true });
    expect(await introduce(ani, { institution: "SMAN 1 Ende", seeks: "" })).toEqual({ isFirst: false });
    await program.travel(wib("2026-11-03"));
    expect(await mailOf(program, "introduce.announcement")).toHaveLength(1);
    const portrait = await program.introductions.portrait(ani);
    expect(portrait).toMatchObject({
      institution: "SMAN 1 Ende",
      topics: { seek: [], offer: [{ key: "asesmen formatif" }] },
    });
  });

  it("name people to meet with what the two share, and nobody whom one must not meet", async () => {
    const { program, ani, networkId, introduce } = await start();
    await introduce(ani);
    const others = { budi: "Fisika", citra: "literasi, Fisika", principal: "Fisika", gone: "Fisika", stranger: "Seni" };
    const ids = new Map<string, string>();
    for (const [name, subjects] of Object.entries(others)) {
      const id = await program.arrive(name);
      ids.set(name, id);
      const role = name === "principal" ? "schoolLeader" : "teacher";
      const institution = name === "principal" ? "sman 2 KUPANG" : `School of ${name}`;
      await introduce(id, { subjects, role, institution, offers: "", seeks: "" });
    }
    await program.members.leave(PLACE, "gone", program.meetups.followups.memberLeft);
    await program.members.keepApart(networkId, ids.get("budi") ?? "", ani, "doNotMeet");
    const suggestions = await program.introductions.suggestions(ani, 3);
    expect(suggestions.map(({ portrait }) => portrait.name)).toEqual(["citra"]);
    expect(suggestions[0]?.reasons.map(({ kind }) => kind)).toContain("sharedTopics");
  });

  it("are found by all the words that somebody looks for", async () => {
    const { program, ani, networkId, introduce } = await start();
    await introduce(ani);
    const found = async (text: string) => {
      const { portraits, total } = await program.introductions.search(networkId, text);
      expect(portraits).toHaveLength(total);
      return portraits.map(({ name }) => name);
    };
    expect(await found("fisika kupang")).toEqual(["Ani"]);
    expect(await found("fisika jakarta")).toEqual([]);
    expect(await found("Asesmen Formatif")).toEqual(["Ani"]);
    expect(await found("")).toEqual(["Ani"]);
    for (const odd of ["%", "_", "'", "\\", "* NEAR", '"']) expect(await found(odd)).toEqual([]);
    await program.members.leave(PLACE, "Ani", program.meetups.followups.memberLeft);
    expect(await found("fisika")).toEqual([]);
  });

  it("greet somebody once, and nobody who has left or is oneself", async () => {
    const { program, ani } = await start();
    const budi = await program.arrive("Budi");
    await expect(program.introductions.hello(ani, ani)).rejects.toMatchObject({ code: "notYourself" });
    await Promise.all([program.introductions.hello(ani, budi), program.introductions.hello(ani, budi)]);
    await program.travel(wib("2026-11-03"));
    expect(await mailOf(program, "introduce.hello")).toHaveLength(1);
    await program.members.leave(PLACE, "Budi", program.meetups.followups.memberLeft);
    await expect(program.introductions.hello(ani, budi)).rejects.toMatchObject({ code: "gone" });
    await expect(program.introductions.portrait(budi)).rejects.toMatchObject({ code: "gone" });
  });

  it.each(["doNotMeet", "evaluator"] as const)(
    "go nowhere between people who are kept apart (%s), in the words for any other",
    async (kind) => {
      const { program, ani, networkId } = await start();
      const [budi, citra] = [await program.arrive("Budi"), await program.arrive("Citra")];
      await program.members.keepApart(networkId, budi, ani, kind);
      const hello = (from: string, to: string) => program.introductions.hello(from, to);
      for (const to of [budi, citra]) {
        expect(await hello(ani, to)).toBe("sent");
        expect(await hello(ani, to)).toBe("already");
      }
      await program.travel(wib("2026-11-03"));
      expect((await mailOf(program, "introduce.hello")).map(({ people }) => people)).toEqual([[citra]]);
      for (const to of [budi, citra]) expect(await hello(ani, to)).toBe("already");
    },
  );

  it("tell whoever asked not to meet somebody of that very wish, and nobody else", async () => {
    const { program, ani, networkId } = await start();
    const budi = await program.arrive("Budi");
    await program.members.keepApart(networkId, budi, ani, "doNotMeet");
    await expect(program.introductions.hello(budi, ani)).rejects.toMatchObject({ code: "keptApart" });
    expect(await program.introductions.hello(ani, budi)).toBe("sent");
    await program.members.allowAgain(budi, ani);
    // The one that went nowhere may be said again, and the other's is the answer to it.
    expect(await program.introductions.hello(ani, budi)).toBe("sent");
    expect(await program.introductions.hello(budi, ani)).toBe("answers");
    await program.travel(wib("2026-11-03"));
    expect((await mailOf(program, "introduce.hello")).map(({ people }) => people)).toEqual([[budi]]);
  });

  it("may be said again when the other one wanted no messages at the time, whom nobody is suggested", async () => {
    const { program, ani, introduce } = await start();
    const budi = await program.arrive("Budi");
    for (const id of [ani, budi]) await introduce(id);
    expect(await program.introductions.suggestions(ani, 3)).toHaveLength(1);
    await program.members.stop(budi, true);
    expect(await program.introductions.suggestions(ani, 3)).toEqual([]);
    expect(await program.introductions.hello(ani, budi)).toBe("sent");
    await program.travel(wib("2026-11-03"));
    await program.members.stop(budi, false);
    expect(await program.introductions.hello(ani, budi)).toBe("sent");
    expect(await program.introductions.hello(ani, budi)).toBe("already");
    await program.travel(wib("2026-11-04"));
    expect(await mailOf(program, "introduce.hello")).toHaveLength(1);
  });

  it("outlast a long break of the community", async () => {
    const { program, ani, networkId } = await start();
    const budi = await program.arrive("Budi");
    await program.calendar.add(networkId, { kind: "break", from: "2026-11-02", until: "2026-12-10", name: "Break" });
    expect(await program.introductions.hello(ani, budi)).toBe("sent");
    await program.travel(wib("2026-12-12"));
    const [hello] = await mailOf(program, "introduce.hello");
    expect(hello?.at).toEqual(wib("2026-12-11", "06:30"));
  });
});
