import { localDate } from "../../members/calendar/rules.js";
import { calledName } from "../../members/rules.js";
import { mine } from "../changes.js";
import { paceOf, type CirclesParts } from "../parts.js";
import { wasThere } from "../meetings/rules.js";
import { weeksBetween } from "../rules.js";
import type { EvidenceFacts, EvidenceMeeting, EvidencePerson } from "./rules.js";

/** What a circle did, for one of its members. @throws Refusal to anybody else */
export function makeEvidence(parts: CirclesParts) {
  const { db } = parts;
  return async function evidence(id: string, memberId: string): Promise<EvidenceFacts> {
    const { row } = await mine(db.client, id, memberId);
    const { timeZone, today } = await paceOf(parts, db.client, row.networkId);
    const on = (at: Date) => localDate(at.getTime(), timeZone);
    const people = await db.client.circleMember.findMany({
      where: { circleId: id },
      orderBy: [{ joinedAt: "asc" }, { id: "asc" }],
      include: { member: { select: { name: true, address: true } } },
    });
    const meetings = await db.client.circleMeeting.findMany({
      where: { circleId: id, state: "held" },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      include: { attendance: { orderBy: { id: "asc" } } },
    });
    const actions = await db.client.circleAction.findMany({
      where: { circleId: id },
      orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    });
    return {
      ...{ circle: row.name, question: row.question, stage: row.stage, startedOn: on(row.startedAt), madeOn: today },
      endsOn: row.endedAt === null ? (row.endsOn ?? undefined) : on(row.endedAt),
      outcome: (["finished", "archived", "merged"] as const).find((known) => known === row.state),
      words: row.summary === null || row.summary === "" ? undefined : row.summary,
      weeks: weeksBetween(row.startedAt.getTime(), (row.endedAt ?? parts.now()).getTime()),
      people: peopleIn(people, on),
      products: row.products.map(({ stage, dueOn, text, link, doneAt }) => ({
        ...{ stage, dueOn, text, link: link ?? undefined },
        doneOn: doneAt === null ? undefined : on(doneAt),
      })),
      meetings: meetings.flatMap(({ at, minutes, stage, notes, attendance }): EvidenceMeeting[] =>
        at === null
          ? []
          : [{ on: on(at), minutes, stage, notes: notes ?? undefined, attendance: attendance.map(noted) }],
      ),
      actions: actions.map(({ text, ownerId, dueOn, doneAt, droppedAt }) => ({
        ...{ text, dueOn, owner: ownerId ?? undefined },
        doneOn: doneAt === null ? undefined : on(doneAt),
        droppedOn: droppedAt === null ? undefined : on(droppedAt),
      })),
    };
  };
}

function noted({ memberId, state }: { readonly memberId: string | null; readonly state: string }) {
  const known = wasThere(state) ? "present" : state === "absent" ? "absent" : "expected";
  return { key: memberId ?? undefined, state: known } as const;
}

interface MemberRow {
  readonly id: string;
  readonly memberId: string | null;
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
  readonly member: { readonly name: string; readonly address: string | null } | null;
}

/** Everybody once, with each time that they were in it. */
function peopleIn(rows: readonly MemberRow[], on: (at: Date) => string): readonly EvidencePerson[] {
  const found = new Map<string, { name: string | undefined; periods: EvidencePerson["periods"][number][] }>();
  for (const { id, memberId, joinedAt, leftAt, member } of rows) {
    // Nobody can tell whether two who were forgotten were the same.
    const key = memberId ?? id;
    const person = found.get(key) ?? {
      name: member ? calledName(member.name, member.address) : undefined,
      periods: [],
    };
    person.periods.push({ from: on(joinedAt), until: leftAt === null ? undefined : on(leftAt) });
    found.set(key, person);
  }
  return [...found].map(([key, { name, periods }]) => ({ key, name, periods }));
}
