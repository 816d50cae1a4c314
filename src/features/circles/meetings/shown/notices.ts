import { endOf, note, paragraph, type Block, type Button, type Card } from "../../../../chat/card.js";
import type { Context } from "../../../../chat/command.js";
import { listing, plain, type Text } from "../../../../chat/text.js";
import type words from "../../../../locales/en/circle.json";
import type { KeyIn } from "../../../../outbox/notice.js";
import type { Proposed } from "../planning.js";
import { actionState, wasThere } from "../rules.js";
import type { CircleRow, MeetingRow } from "../reading.js";
import type { MeetingView } from "../views.js";
import { maskOf } from "../times/rules.js";

type Here = Context<unknown, KeyIn<typeof words>>;

/** Names of everybody who is spoken of. */
type Called = ReadonlyMap<string, string>;

/** An instant on the reader's own clock. */
function whenIn({ day, time }: Pick<Here, "day" | "time">, at: Date): string {
  return `${day(at)}, ${time(at)}`;
}

function namesText({ locale, person }: Here, ids: readonly string[], called: Called): Text {
  return listing(
    locale,
    ids.map((memberId) => [person({ memberId, name: called.get(memberId) ?? "" })]),
  );
}

function aboutLines({ say }: Here, { place, agenda }: Pick<MeetingRow, "place" | "agenda">): readonly Text[] {
  return [
    ...(place === "" ? [] : [say("meeting.place", { place })]),
    ...(agenda === "" ? [] : [say("meeting.agenda", { agenda })]),
  ];
}

/** What can be done about a meeting that is to come. */
function rowButtons({ button }: Here, { id, state }: MeetingRow, isLead: boolean): readonly Button[] {
  const isPoll = state === "polling";
  const forAll = isPoll
    ? [button("buttons.times", "meetTimes", id, "primary"), button("buttons.standing", "meetStanding", id)]
    : [
        button("buttons.coming", "meetHere", id, "primary"),
        button("buttons.notComing", "meetAway", id),
        button("buttons.attendance", "meetAttendance", id),
      ];
  const forLead = [
    button(isPoll ? "buttons.fixOther" : "buttons.move", "meetMove", id),
    button("buttons.cancel", "meetCancel", id),
  ];
  return [...forAll, ...(isLead ? forLead : [])];
}

function rowBlocks(here: Here, row: MeetingRow, isLead: boolean): readonly Block[] {
  const { say } = here;
  const line = row.at === null ? say("meeting.polling") : say("meeting.at", { when: whenIn(here, row.at) });
  const items = aboutLines(here, row);
  return [
    paragraph(line),
    ...(items.length === 0 ? [] : [{ kind: "list", items } as const]),
    { kind: "buttons", buttons: rowButtons(here, row, isLead) },
  ];
}

interface Listed {
  readonly circle: CircleRow;
  readonly isLead: boolean;
  readonly upcoming: readonly MeetingRow[];
  readonly past: readonly MeetingRow[];
}

/** The meetings of a circle that are to come, and the last ones. */
export function meetingsCard(here: Here, { circle, isLead, upcoming, past }: Listed): Card {
  const { say, button } = here;
  return {
    title: say("meeting.title", { circle: circle.name }),
    blocks: [
      ...(upcoming.length === 0 ? [paragraph(say("meeting.none"))] : []),
      ...upcoming.flatMap((row) => rowBlocks(here, row, isLead)),
      ...past.flatMap((row): Block[] => [
        paragraph(say("meeting.past", { when: row.at === null ? "" : whenIn(here, row.at) })),
        {
          kind: "buttons",
          buttons: [
            button(
              row.notes === null ? "buttons.minutes" : "buttons.read",
              row.notes === null ? "meetMinutes" : "meetRead",
              row.id,
            ),
            button("buttons.whoCame", "meetAttendance", row.id),
          ],
        },
      ]),
    ],
    buttons:
      isLead && circle.state === "active"
        ? [button("buttons.propose", "meetPropose", circle.id, upcoming.length === 0 ? "primary" : undefined)]
        : [],
  };
}

/** What became of a proposal, with whoever would have to meet at night. */
export function proposedCard(here: Here, { meetingId, isFixed, instants, strains }: Proposed, called: Called): Card {
  const { say, button } = here;
  const strained = instants.flatMap((at, place): Text[] => {
    const ids = strains.filter((strain) => strain.place === place).map(({ memberId }) => memberId);
    const facts = { when: whenIn(here, new Date(at)), names: namesText(here, ids, called) };
    return ids.length === 0 ? [] : [say("proposed.strain", facts)];
  });
  return {
    blocks: [
      paragraph(say(isFixed ? "proposed.fixed" : "proposed.poll")),
      ...(strained.length === 0
        ? []
        : [paragraph(say("proposed.strains")), { kind: "list", items: strained } as const]),
    ],
    buttons: isFixed
      ? [button("buttons.move", "meetMove", meetingId)]
      : [button("buttons.standing", "meetStanding", meetingId)],
  };
}

/** The times of a poll on the reader's own clock, each to be chosen or left; what is chosen travels on the buttons. */
export function timesCard(here: Here, { row, options, closesAt }: MeetingView, chosen: readonly number[]): Card {
  const { say, button } = here;
  const toggles = options.map(({ at }, place) => {
    const isChosen = chosen.includes(place);
    const after = isChosen ? chosen.filter((one) => one !== place) : [...chosen, place];
    const facts = { when: whenIn(here, at) };
    return button(
      isChosen ? "choice.taken" : "choice.open",
      "meetPick",
      `${row.id}@${maskOf(after)}`,
      undefined,
      facts,
    );
  });
  const send = button(
    chosen.length === 0 ? "buttons.noneSuits" : "buttons.sendTimes",
    "meetSend",
    `${row.id}@${maskOf(chosen)}`,
    "primary",
  );
  return {
    title: say("times.title", { circle: row.circle.name }),
    blocks: [
      paragraph(say("times.text")),
      ...(closesAt === undefined ? [] : [note(say("times.note", { when: whenIn(here, closesAt) }))]),
    ],
    buttons: [...toggles, send],
  };
}

/** How a poll stands; the facilitator and the deputy can end it with any of its times. */
export function standingCard(here: Here, { row, options, isLead, silent }: MeetingView, called: Called): Card {
  const { say, button, now } = here;
  const items = options.map(({ at, suits }) =>
    suits.length === 0
      ? say("standing.nobody", { when: whenIn(here, at) })
      : say("standing.line", { when: whenIn(here, at), names: namesText(here, suits, called) }),
  );
  const fixing = options.flatMap(({ at }, place) =>
    at > now ? [button("choice.fix", "meetFix", `${row.id}@${place}`, undefined, { when: whenIn(here, at) })] : [],
  );
  return {
    title: say("standing.title", { circle: row.circle.name }),
    blocks: [
      { kind: "list", items },
      ...(silent.length === 0 ? [] : [paragraph(say("standing.silent", { names: namesText(here, silent, called) }))]),
    ],
    buttons: [button("buttons.times", "meetTimes", row.id), ...(isLead && row.state === "polling" ? fixing : [])],
  };
}

interface Attended {
  readonly row: MeetingRow;
  readonly people: readonly { readonly memberId: string; readonly state: string }[];
  readonly hasBegun: boolean;
  readonly unsaid: readonly string[];
  readonly next: { readonly id: string } | null;
  readonly isLead: boolean;
  readonly readerId: string;
}

/** Who comes or who was there, who can't or couldn't, and of whom there is no word: each apart, so that none is taken for another. */
export function attendanceCard(here: Here, attended: Attended, called: Called): Card {
  const { row, people, hasBegun, unsaid } = attended;
  const { say } = here;
  const idsOf = (isMeant: (state: string) => boolean) =>
    people.filter(({ state }) => isMeant(state)).map(({ memberId }) => memberId);
  const yes = idsOf(hasBegun ? wasThere : (state) => state === "expected");
  const no = idsOf((state) => state === "absent");
  const names = (ids: readonly string[]) =>
    ids.length === 0 ? say("attendance.nobody") : namesText(here, ids, called);
  return {
    title: say("attendance.title", { circle: row.circle.name }),
    blocks: [
      paragraph(say("meeting.at", { when: row.at === null ? "" : whenIn(here, row.at) })),
      {
        kind: "list",
        items: [
          say(hasBegun ? "attendance.present" : "attendance.coming", { names: names(yes) }),
          ...(no.length === 0 ? [] : [say(hasBegun ? "attendance.absent" : "attendance.cannot", { names: names(no) })]),
          ...(unsaid.length === 0 ? [] : [say("attendance.unsaid", { names: names(unsaid) })]),
        ],
      },
      ...vouching(here, attended, called),
    ],
    buttons: attendanceButtons(here, attended),
  };
}

/** What the reader says of themselves; from a meeting that was, there is a way to the one that is to come. */
function attendanceButtons({ button }: Here, { row, hasBegun, next }: Attended): readonly Button[] {
  if (!hasBegun)
    return [button("buttons.coming", "meetHere", row.id, "primary"), button("buttons.notComing", "meetAway", row.id)];
  return [
    button("buttons.here", "meetHere", row.id, "primary"),
    button("buttons.away", "meetAway", row.id),
    ...(next === null ? [] : [button("buttons.nextTime", "meetAttendance", next.id)]),
  ];
}

/** Whoever leads notes who was there, since not everybody says so by themselves, and takes back what was noted in error. */
function vouching({ say, button }: Here, attended: Attended, called: Called): readonly Block[] {
  const { row, people, unsaid, hasBegun, isLead, readerId } = attended;
  if (!isLead || !hasBegun) return [];
  const named = (key: "wasThere" | "notNoted", act: string) => (memberId: string) =>
    button(`buttons.${key}`, act, `${row.id}@${endOf(memberId)}`, undefined, { name: called.get(memberId) ?? "" });
  const others = unsaid.filter((memberId) => memberId !== readerId).map(named("wasThere", "meetWasThere"));
  const noted = people
    .filter(({ memberId, state }) => state === "noted" && memberId !== readerId)
    .map(({ memberId }) => named("notNoted", "meetNotNoted")(memberId));
  return [
    ...(others.length > 0 ? [note(say("attendance.vouch"))] : []),
    ...(others.length + noted.length > 0 ? [{ kind: "buttons", buttons: [...others, ...noted] } as const] : []),
  ];
}

interface ToDo {
  readonly id: string;
  readonly ownerId: string | null;
  readonly text: string;
  readonly dueOn: string;
  readonly doneAt: Date | null;
  readonly droppedAt: Date | null;
}

function toDoText({ say, day, person }: Here, action: ToDo, called: Called): Text {
  const { ownerId, text, dueOn } = action;
  const state = actionState(action);
  const owner = ownerId === null ? undefined : person({ memberId: ownerId, name: called.get(ownerId) ?? "" });
  const facts = { text, day: day(dueOn) };
  if (state !== "open") return say(`todo.${state}`, { text });
  return owner === undefined ? say("todo.nobodys", facts) : say("todo.line", { ...facts, owner });
}

/** Minutes as the circle wrote them. */
export function minutesCard(
  here: Here,
  { row, actions }: { readonly row: MeetingRow; readonly actions: readonly ToDo[] },
  called: Called,
): Card {
  const { say, button } = here;
  const items = actions.map((action) => toDoText(here, action, called));
  return {
    title: say("minutes.title", { circle: row.circle.name }),
    blocks: [
      paragraph(say("meeting.at", { when: row.at === null ? "" : whenIn(here, row.at) })),
      paragraph(row.notes === null ? say("minutes.none") : plain(row.notes)),
      ...(items.length === 0 ? [] : [{ kind: "list", items } as const]),
    ],
    buttons: [button(row.notes === null ? "buttons.minutes" : "buttons.changeMinutes", "meetMinutes", row.id)],
  };
}

interface OpenToDos {
  readonly circle: CircleRow;
  readonly isLead: boolean;
  readonly actions: readonly (ToDo & { readonly isMine: boolean })[];
}

/** What whoever owns it, or leads the circle, can say of it. */
function toDoButtons({ button }: Here, action: ToDo): readonly Button[] {
  return actionState(action) === "open"
    ? [button("buttons.done", "todoDone", action.id), button("buttons.drop", "todoDrop", action.id)]
    : [button("buttons.undo", "todoOpen", action.id)];
}

/** What was said of something to do, and the way back. */
export function settledCard({ say, button }: Here, id: string, key: "thanks" | "noLonger", text: string): Card {
  return { blocks: [paragraph(say(`todo.${key}`, { text }))], buttons: [button("buttons.undo", "todoOpen", id)] };
}

/** What is still to be done, one's own first, and what was settled lately. */
export function toDoCard(here: Here, { circle, isLead, actions }: OpenToDos, called: Called): Card {
  const { say } = here;
  const open = actions.filter((action) => actionState(action) === "open");
  const settled = actions.filter((action) => actionState(action) !== "open");
  const sorted = [...open.filter(({ isMine }) => isMine), ...open.filter(({ isMine }) => !isMine), ...settled];
  return {
    title: say("todo.title", { circle: circle.name }),
    blocks: [
      ...(open.length === 0 ? [paragraph(say("todo.none"))] : []),
      ...sorted.flatMap((action): Block[] => [
        paragraph(toDoText(here, action, called)),
        ...(action.isMine || isLead ? [{ kind: "buttons", buttons: toDoButtons(here, action) } as const] : []),
      ]),
    ],
  };
}
