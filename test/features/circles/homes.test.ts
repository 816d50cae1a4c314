import { expect, it } from "vitest";
import type { HomeProblem } from "../../../src/chat/port.js";
import { makeHomework, type HomeKeeper } from "../../../src/features/circles/homes.js";
import { lookAgainAt, rightFor } from "../../../src/features/circles/homes/rules.js";
import { makeOutbox } from "../../../src/outbox/outbox.js";
import { onBothDatabases } from "../../support/database.js";
import { countedIds } from "../../outbox/office.js";
import { foundCircle, openCircleTown } from "./circleTown.js";

const DAY = 24 * 3_600_000;

onBothDatabases("the home of a circle", (open) => {
  async function town() {
    const made = await openCircleTown(undefined, { database: await open() });
    const { world, circleId, memberIds } = made;
    const { client } = world.db;
    const { now } = world.clock;
    const report: { problem?: string; platform?: string; isNew?: boolean } = { platform: "slack" };
    const keeper: HomeKeeper = {
      async keep(_networkId, _home, opened) {
        if (report.isNew === true) await world.db.transaction(opened);
        return { ...report, unreached: [] };
      },
    };
    const outbox = makeOutbox({ newId: countedIds("h"), now });
    const keepHome = makeHomework({ db: world.db, now, outbox }, keeper);
    await client.circle.updateMany({ data: { homeAt: now() } });
    const organiserId = memberIds[2] ?? "";
    await client.role.deleteMany({});
    await client.role.create({ data: { memberId: organiserId, name: "organiser" } });
    const troubles = () => client.delivery.findMany({ where: { notice: "circleHomes.trouble" } });
    const circle = () => client.circle.findUniqueOrThrow({ where: { id: circleId } });
    return { ...made, client, now, report, keepHome, organiserId, troubles, circle };
  }

  it("is looked at again every day while a right is missing, and organisers hear once what it is", async () => {
    const { world, circleId, memberIds, client, now, report, keepHome, organiserId, troubles, circle } = await town();
    report.problem = "mayNotOpen";
    expect(await keepHome(circleId, now())).toBe("mayNotOpen");
    expect(await circle()).toMatchObject({ homeProblem: "mayNotOpen", homeAt: new Date(now().getTime() + DAY) });
    expect((await troubles()).map(({ recipient, facts }) => [recipient, facts])).toEqual([
      [`member:${organiserId}`, { name: "Numerasi", right: "groupScopes" }],
    ]);
    const other = await foundCircle(world, { name: "Literasi", memberIds, id: "circle-2" });
    await client.circle.updateMany({ data: { homeAt: now() } });
    await keepHome(other, now());
    await keepHome(circleId, now());
    expect(await troubles()).toHaveLength(1);
    report.problem = "mayNotRemove";
    await client.circle.updateMany({ data: { homeAt: now() } });
    await keepHome(circleId, now());
    expect(await troubles()).toHaveLength(2);
    delete report.problem;
    await client.circle.updateMany({ data: { homeAt: now() } });
    await keepHome(circleId, now());
    expect(await circle()).toMatchObject({ homeProblem: null, homeAt: null });
  });

  it("opens with what it is for and what comes first, once", async () => {
    const { circleId, client, now, report, keepHome } = await town();
    const opened = () => client.delivery.findMany({ where: { notice: "circle.opened" } });
    report.isNew = true;
    await keepHome(circleId, now());
    report.isNew = false;
    await client.circle.updateMany({ data: { homeAt: now() } });
    await keepHome(circleId, now());
    const question = "How do pupils learn to estimate?";
    expect((await opened()).map(({ recipient, facts }) => ({ recipient, facts }))).toEqual([
      {
        recipient: `room:${circleId}`,
        facts: expect.objectContaining({ circleId, name: "Numerasi", question, stage: "plan" }) as unknown,
      },
    ]);
  });

  it("says in the status where it is, what the bot may not do, and that there is none for all", async () => {
    const { world, people, circleId, client } = await town();
    const [ani] = people as [(typeof people)[0]];
    await client.circle.updateMany({ data: { homeAt: null } });
    await ani.says("/circle status");
    expect(ani.sees()).toContain("Home: not yet; it opens once two people are in it");
    const space = await client.space.findFirstOrThrow();
    const room = { key: circleId, spaceId: space.id, externalId: "room-1", createdAt: world.clock.now() };
    await client.room.create({ data: room });
    await client.circle.updateMany({ data: { homeProblem: "mayNotRemove" } });
    await ani.says("/circle status");
    expect(ani.sees()).toContain(`Home: in “${space.name}”, a place with the name of the circle`);
    expect(ani.sees()).toContain("I may not take out of the home who has left the circle.");
    await client.circle.updateMany({ data: { homeProblem: "mayNotOpen" } });
    await ani.says("/circle status");
    expect(ani.sees()).toContain("Home: could not be opened yet");
    await client.circle.updateMany({ data: { homeProblem: "noCommonSpace" } });
    await ani.says("/circle status");
    expect(ani.sees()).toContain("Home: none, since its people share no server or workspace");
  });

  it("is missing where its people share no space: each hears of a meeting alone, with what they may get", async () => {
    const { world, circleId, memberIds, client, now } = await town();
    const [ani = "", , citra = ""] = memberIds;
    const networkId = (await client.circle.findFirstOrThrow()).networkId;
    await client.circle.updateMany({ data: { homeAt: null } });
    await client.space.create({
      data: { id: "far", networkId, platform: "other", externalId: "far", name: "far", createdAt: now() },
    });
    await client.account.updateMany({ where: { memberId: citra }, data: { spaceId: "far" } });
    const { meetings } = world.program.services.circles;
    const { meetingId } = await meetings.propose(circleId, ani, { instants: [now().getTime() + 7 * DAY] });
    await world.goes("PT1H");
    const rows = await client.delivery.findMany({ where: { notice: "circleMeetings.fixed" } });
    expect(rows.map(({ recipient, proactive }) => `${recipient} ${String(proactive)}`).sort()).toEqual(
      [`room:${circleId} false`, ...memberIds.map((id) => `member:${id} true`)].sort(),
    );
    expect(rows.filter(({ status }) => status === "sent")).toHaveLength(2);
    // Minutes that are corrected before they have come to somebody come as they are by then.
    await client.circleMeeting.updateMany({ data: { at: now(), stepAt: null, step: null } });
    await world.goes("PT2M");
    await meetings.write(meetingId, ani, { notes: "Number walks", actions: [] });
    await world.goes("PT2M");
    await meetings.write(meetingId, ani, { notes: "Number talks", actions: [] });
    const minutes = await client.delivery.findMany({
      where: { notice: "circleMeetings.minutes", recipient: { startsWith: "member:" } },
    });
    expect(minutes).toHaveLength(3);
    const notesOf = ({ facts }: (typeof minutes)[number]) => (facts as { notes: string }).notes;
    const waiting = minutes.filter(({ status }) => status === "pending");
    expect(waiting.length).toBeGreaterThan(0);
    expect(new Set(waiting.map(notesOf))).toEqual(new Set(["Number talks"]));
    expect(world.faults).toEqual([]);
  });
});

it.each([
  ["slack", "mayNotOpen", "groupScopes"],
  ["discord", "mayNotOpen", "threads"],
  ["discord", "tooMany", "closeThreads"],
  ["slack", "noCommonSpace", undefined],
  ["sandbox", "noHomesHere", undefined],
  [undefined, "noCommonSpace", undefined],
] as const)("on %s, %s lacks %s", (platform, problem, right) => {
  expect(rightFor(platform, problem)).toBe(right);
});

it("everything that a platform may forbid has a right that organisers can give", () => {
  const all: Readonly<Record<HomeProblem, true>> = {
    ...{ mayNotOpen: true, tooMany: true, mayNotInvite: true, mayNotRemove: true },
    ...{ mayNotRename: true, mayNotArchive: true, mayNotReopen: true },
  };
  for (const problem of Object.keys(all))
    for (const platform of ["discord", "slack"]) expect(rightFor(platform, problem), problem).toBeDefined();
});

it("a home is looked at again where something may come of it", () => {
  expect(lookAgainAt(undefined, true, 0)).toBeUndefined();
  expect(lookAgainAt("noHomesHere", true, 0)).toBeUndefined();
  expect(lookAgainAt("mayNotArchive", false, 0)).toBeUndefined();
  expect(lookAgainAt("noCommonSpace", true, 5)).toBe(5 + DAY);
});
