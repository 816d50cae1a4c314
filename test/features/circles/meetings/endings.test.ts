import { expect, it } from "vitest";
import { Refusal } from "../../../../src/refusal.js";
import { onBothDatabases } from "../../../support/database.js";
import { openCircleTown } from "../circleTown.js";

const HOUR = 3_600_000;
const FIRST = Date.parse("2026-12-01T08:30:00Z");

async function refusalOf(deed: Promise<unknown>): Promise<string> {
  const error = await deed.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal ? error.code : String(error);
}

onBothDatabases("what goes on while a circle ends", (open) => {
  async function town() {
    const made = await openCircleTown(undefined, { database: await open() });
    const [ani, budi, citra] = made.memberIds as [string, string, string];
    const { circles } = made.world.program.services;
    const { client } = made.world.db;
    const { meetingId } = await circles.meetings.propose(made.circleId, ani, { instants: [FIRST] });
    const only = () => client.circleMeeting.findFirstOrThrow();
    const { networkId } = await client.circle.findUniqueOrThrow({ where: { id: made.circleId } });
    const facilitator = { memberId: ani, networkId, isOrganiser: false };
    const steps = () => client.delivery.count({ where: { notice: "circleProtocols.step" } });
    return { ...made, facilitator, ani, budi, citra, circles, client, meetingId, only, steps };
  }

  it("a meeting that runs is held, its attendance counts, and each is asked alone since the home is put away", async () => {
    const { facilitator, world, circles, circleId, meetingId, ani, budi, citra, only, written, client } = await town();
    await world.goes(new Date(FIRST + 20 * 60_000));
    await circles.meetings.attend(meetingId, budi, true);
    await circles.course.finish(circleId, facilitator, "Done");
    expect(await only()).toMatchObject({ state: "fixed", step: "hold" });
    await world.goes(new Date(FIRST + 2 * HOUR));
    expect(await only()).toMatchObject({ state: "held", step: null, stepAt: null });
    const rows = await client.circleAttendance.findMany({ where: { meetingId } });
    expect(rows.map(({ memberId, state }) => `${memberId} ${state}`).sort()).toEqual(
      [`${ani} expected`, `${budi} present`, `${citra} expected`].sort(),
    );
    expect((await written()).filter((line) => line.startsWith("attendance")).sort()).toEqual(
      [ani, budi, citra].map((id) => `attendance → member:${id}`).sort(),
    );
    await circles.meetings.attend(meetingId, ani, true);
    await circles.meetings.attend(meetingId, citra, false);
    const facts = await circles.evidence(circleId, ani);
    expect(facts.meetings).toHaveLength(1);
    expect(facts.meetings[0]?.attendance.map(({ state }) => state).sort()).toEqual(["absent", "present", "present"]);
    expect(world.faults).toEqual([]);
  });

  it("its protocol ends, and so does that of a meeting that is cancelled; none is led there any more", async () => {
    const { facilitator, world, circles, circleId, meetingId, budi, only, steps } = await town();
    await world.goes(new Date(FIRST));
    await circles.protocols.start(meetingId, budi, "ideas", undefined);
    expect((await only()).protocolAt).not.toBeNull();
    await circles.course.finish(circleId, facilitator, undefined);
    expect(await only()).toMatchObject({ protocolAt: null, protocol: { state: "ended" } });
    const before = await steps();
    await world.goes("PT1H");
    expect(await steps()).toBe(before);
    expect(await refusalOf(circles.protocols.deed(meetingId, budi, "next", true))).toBe("circleProtocolOver");
    expect(await refusalOf(circles.protocols.start(meetingId, budi, "ideas", undefined))).toBe("circleOver");
  });

  it("the protocol of a cancelled meeting tells no further step", async () => {
    const { circles, meetingId, ani, only, world, steps } = await town();
    await circles.protocols.start(meetingId, ani, "ideas", undefined);
    await circles.meetings.cancel(meetingId, ani);
    expect(await only()).toMatchObject({ state: "cancelled", protocolAt: null });
    const before = await steps();
    await world.goes("PT1H");
    expect(await steps()).toBe(before);
    expect(await refusalOf(circles.protocols.start(meetingId, ani, "ideas", undefined))).toBe("circleMeetingCancelled");
    expect(world.faults).toEqual([]);
  });

  it("whoever leads a protocol from a card of their own has it told in the home, and in the home it is only replaced", async () => {
    const { world, circles, meetingId, people, ani, steps } = await town();
    const [anis] = people as [(typeof people)[0]];
    await world.goes(new Date(FIRST));
    await circles.protocols.start(meetingId, ani, "ideas", undefined);
    await world.goes("PT1M");
    expect(await steps()).toBe(1);
    await anis.says("/circle protocol");
    await anis.presses("Next step");
    await world.goes("PT1M");
    expect(await steps()).toBe(2);
    const [, budis] = people as [unknown, (typeof people)[0]];
    expect((await budis.reads()).filter(({ title }) => title.includes("2/7"))).toHaveLength(1);
    // What came to the home is replaced for everybody there.
    const [, , citras] = people as [unknown, unknown, (typeof people)[0]];
    await citras.presses("Pause");
    await world.goes("PT1M");
    expect(await steps()).toBe(2);
    await anis.says("/circle protocol");
    expect(anis.sees()).toContain("[Continue]");
    await anis.presses("End");
    await world.goes("PT1M");
    expect(await steps()).toBe(3);
    expect(world.faults).toEqual([]);
  });
});
