import { describe, expect, it, onTestFinished } from "vitest";
import { paragraph } from "../../src/chat/card.js";
import type { Home, HomeReport, PlatformAdapter } from "../../src/chat/port.js";
import { stage } from "../chat/stage.js";
import type { PlatformStage } from "./contract.js";

/** A home as the platform has it. */
export interface SeenHome {
  readonly name: string;
  /** People, without the bot. */
  readonly people: readonly string[];
  readonly isArchived: boolean;
}

/** A platform on which groups have homes, looked at from its own side. */
export interface HomeStage extends PlatformStage {
  /** A person who is in the space. */
  joins(name: string): Promise<string>;
  /** Every home that there is, by the platform's own ids of places. */
  homes(): Promise<ReadonlyMap<string, SeenHome>>;
  /** By what `homes` has what the adapter calls so. */
  placeOf(roomId: string): string;
  /** Somebody takes a person into the place, or out of it, without the bot. */
  meddles(place: string, who: string, how: "in" | "out"): Promise<void>;
  /** How the platform writes a name. */
  named(name: string): string;
  /** What was put away comes back as it was; else a new one takes its place. */
  readonly reopens: boolean;
}

const NAME = "Literasi Kelas 4";

/** What any platform does with the homes of groups. `make` is called for each test. */
export function homeContract(name: string, make: () => Promise<HomeStage>): void {
  async function open(platform: HomeStage) {
    const { bot } = stage([]);
    const adapter = await platform.adapter();
    await adapter.start(bot);
    onTestFinished(() => adapter.stop());
    const keep = (to: Partial<Home>) => keepOn(adapter, platform, to);
    return {
      platform,
      adapter,
      keep,
      async restart() {
        await adapter.stop();
        return open(platform);
      },
      /** The only home that is open. */
      async only(): Promise<SeenHome> {
        const homes = [...(await platform.homes()).values()].filter(({ isArchived }) => !isArchived);
        if (homes.length !== 1 || homes[0] === undefined) throw new Error(`${homes.length} homes`);
        return { ...homes[0], people: homes[0].people.toSorted() };
      },
      write: (key: string, roomId: string | undefined, userIds: readonly string[]) =>
        adapter.deliver({
          address: { kind: "room", spaceId: platform.spaceId, key, roomId, userIds, name: "Ani, Budi" },
          card: { blocks: [paragraph("Selamat datang")] },
          nonce: `hello-${key}-${roomId ?? ""}`,
          proactive: true,
          userIds: new Map(),
        }),
    };
  }
  const scene = async () => open(await make());
  const sorted = (ids: readonly string[]) => ids.toSorted();

  describe(`${name}: a group's home`, () => {
    it("is opened with its name and its people; keeping it again changes nothing, also after a restart", async () => {
      const first = await scene();
      const { platform, keep, only } = first;
      const [ani, budi] = platform.people;
      const report = await keep({ userIds: [ani, budi] });
      expect(report).toEqual({ roomId: expect.any(String) as string, unreached: [] });
      expect(await only()).toEqual({ name: platform.named(NAME), people: sorted([ani, budi]), isArchived: false });
      const { roomId } = report;
      expect(await keep({ roomId, userIds: [ani, budi] })).toEqual(report);
      const second = await first.restart();
      expect(await second.keep({ roomId, userIds: [ani, budi] })).toEqual(report);
      expect(await second.only()).toEqual({
        name: platform.named(NAME),
        people: sorted([ani, budi]),
        isArchived: false,
      });
    });

    it("takes messages for the room of its key, which all of them see and nobody else", async () => {
      const { platform, keep, write } = await scene();
      const [ani, budi, citra] = platform.people;
      const { roomId } = await keep({ userIds: [ani, budi] });
      const receipt = await write("circle-1", roomId, [ani, budi]);
      expect(receipt).toMatchObject({ roomId });
      for (const who of [ani, budi])
        expect((await platform.sees(who)).map(({ text, place }) => [text, place])).toEqual([
          ["Selamat datang", "room"],
        ]);
      expect(await platform.sees(citra)).toEqual([]);
    });

    it("holds exactly its members: who comes is brought in, who goes is taken out, whoever else was let in too", async () => {
      const { platform, keep, only } = await scene();
      const [ani, budi, citra] = platform.people;
      const { roomId } = await keep({ userIds: [ani, budi] });
      await keep({ roomId, userIds: [budi, citra], formerIds: [ani] });
      expect((await only()).people).toEqual(sorted([budi, citra]));
      const place = platform.placeOf(roomId ?? "");
      await platform.meddles(place, ani, "in");
      await platform.meddles(place, budi, "out");
      await keep({ roomId, userIds: [budi, citra] });
      expect((await only()).people).toEqual(sorted([budi, citra]));
    });

    it("has room for twelve", async () => {
      const { platform, keep, only, write } = await scene();
      const more = Array.from({ length: 9 }, (_, index) => platform.joins(`Guru ${index}`));
      const all = [...platform.people, ...(await Promise.all(more))];
      const { roomId, unreached } = await keep({ userIds: all });
      expect(unreached).toEqual([]);
      expect((await only()).people).toEqual(sorted(all));
      await write("circle-1", roomId, all);
      for (const who of all) expect(await platform.sees(who)).toHaveLength(1);
    });

    it("tells who can't be brought in, and brings in the others", async () => {
      const { platform, keep, only } = await scene();
      const [ani, budi, citra] = platform.people;
      await platform.leaves(citra);
      const { unreached } = await keep({ userIds: [citra, ani, "nobody", budi] });
      expect(sorted(unreached)).toEqual(sorted([citra, "nobody"]));
      expect((await only()).people.filter((id) => id !== citra)).toEqual(sorted([ani, budi]));
    });

    it("is renamed with its group", async () => {
      const { platform, keep, only } = await scene();
      const { roomId } = await keep({ userIds: platform.people });
      const renamed = await keep({ roomId, userIds: platform.people, name: "Numerasi" });
      expect(renamed).toEqual({ roomId, unreached: [] });
      expect((await only()).name).toBe(platform.named("Numerasi"));
    });

    it("is one for each group, also where two have the same name", async () => {
      const { platform, keep } = await scene();
      const [ani, budi, citra] = platform.people;
      const [one, other] = await Promise.all([
        keep({ key: "circle-1", userIds: [ani, budi] }),
        keep({ key: "circle-2", userIds: [budi, citra] }),
      ]);
      expect(one.roomId).not.toBe(other.roomId);
      const homes = await platform.homes();
      const peopleOf = ({ roomId = "" }: HomeReport) => sorted(homes.get(platform.placeOf(roomId))?.people ?? []);
      expect([peopleOf(one), peopleOf(other)]).toEqual([sorted([ani, budi]), sorted([budi, citra])]);
    });

    it("is put away with all that was said, and is there again when the group goes on", async () => {
      const { platform, keep, only, write } = await scene();
      const [ani, budi] = platform.people;
      const { roomId } = await keep({ userIds: [ani, budi] });
      await write("circle-1", roomId, [ani, budi]);
      const away = { roomId, userIds: [ani, budi], isOpen: false };
      for (const report of [await keep(away), await keep(away)]) expect(report).toEqual({ roomId, unreached: [] });
      const place = platform.placeOf(roomId ?? "");
      expect((await platform.homes()).get(place)).toMatchObject({ isArchived: true });
      expect(await platform.sees(ani)).toHaveLength(1);
      const again = await keep({ roomId, userIds: [ani, budi] });
      expect(again.problem).toBeUndefined();
      expect((await only()).people).toEqual(sorted([ani, budi]));
      expect(again.roomId === roomId).toBe(platform.reopens);
      expect(await platform.sees(ani)).toHaveLength(1);
    });

    it("that was put away does not keep a message from its people", async () => {
      const { platform, keep, write } = await scene();
      const [ani, budi] = platform.people;
      const { roomId } = await keep({ userIds: [ani, budi] });
      await keep({ roomId, userIds: [ani, budi], isOpen: false });
      await write("circle-1", roomId, [ani, budi]);
      for (const who of [ani, budi])
        expect((await platform.sees(who)).map(({ text }) => text)).toEqual(["Selamat datang"]);
    });

    it("that was never opened is not opened to be put away", async () => {
      const { platform, keep } = await scene();
      expect(await keep({ userIds: platform.people, isOpen: false })).toEqual({ roomId: undefined, unreached: [] });
      expect((await platform.homes()).size).toBe(0);
    });
  });
}

function keepOn(adapter: PlatformAdapter, { spaceId }: HomeStage, to: Partial<Home>): Promise<HomeReport> {
  const home: Home = {
    ...{ spaceId, key: "circle-1", roomId: undefined, name: NAME, userIds: [], formerIds: [], isOpen: true },
    ...to,
  };
  if (!adapter.keepHome) throw new Error("there are no homes here");
  return adapter.keepHome(home);
}
