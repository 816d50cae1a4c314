import { LENGTH, MOST } from "../rules.js";

// What the forms of meetings ask.

/** Which circle, where a member is in several. */
export const whichCircle = { circle: { kind: "text", max: 100 } } as const;

/** Whose attendance: without a day it is that of the last meeting. */
export const attendanceOptions = { ...whichCircle, heldOn: { kind: "date" } } as const;

const about = {
  length: { kind: "whole", min: LENGTH.min, max: LENGTH.max },
  place: { kind: "text", max: MOST.place },
  agenda: { kind: "text", long: true, max: MOST.agenda },
} as const;

export const proposalFields = {
  times: { kind: "text", long: true, max: 300, required: true },
  ...about,
} as const;

export const moveFields = {
  date: { kind: "date", required: true },
  time: { kind: "time", required: true },
  place: { kind: "text", max: MOST.place },
} as const;

const item = { kind: "text", max: MOST.item } as const;

export const minutesFields = {
  notes: { kind: "text", long: true, max: MOST.notes, required: true },
  action1: item,
  owner1: { kind: "member" },
  due1: { kind: "date" },
  action2: item,
  owner2: { kind: "member" },
  due2: { kind: "date" },
  action3: item,
  owner3: { kind: "member" },
  due3: { kind: "date" },
} as const;

interface Owner {
  readonly memberId: string;
}

interface MinutesValues {
  readonly action1?: string;
  readonly owner1?: Owner;
  readonly due1?: string;
  readonly action2?: string;
  readonly owner2?: Owner;
  readonly due2?: string;
  readonly action3?: string;
  readonly owner3?: Owner;
  readonly due3?: string;
}

/** Something somebody will do; without an owner it is the writer's, without a day it is due at the next turn of the rhythm. */
export interface ActionDraft {
  readonly text: string;
  readonly ownerId: string | undefined;
  readonly dueOn: string | undefined;
  /** Its row in the form, from 1; the first unless told otherwise. */
  readonly row?: number;
}

/** The items of a form of minutes; a row with nothing in it is none, and one with a name or a day has no words yet. */
export function actionsIn(values: MinutesValues): readonly ActionDraft[] {
  const rows = [
    [values.action1, values.owner1, values.due1],
    [values.action2, values.owner2, values.due2],
    [values.action3, values.owner3, values.due3],
  ] as const;
  return rows.flatMap(([text, owner, dueOn], place) =>
    text === undefined && owner === undefined && dueOn === undefined
      ? []
      : [{ text: text ?? "", ownerId: owner?.memberId, dueOn, row: place + 1 }],
  );
}
