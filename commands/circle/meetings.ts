import {
  actionsIn,
  attendanceOptions,
  minutesFields,
  moveFields,
  proposalFields,
  whichCircle,
} from "../../src/features/circles/meetings/forms/rules.js";
import { onDay, placesIn, readInstants, writeInstant } from "../../src/features/circles/meetings/times/rules.js";
import {
  attendanceCard,
  meetingsCard,
  minutesCard,
  paragraph,
  pollTimesCard,
  proposedCard,
  Refusal,
  reply,
  settledCard,
  standingCard,
  toDoCard,
  type Answer,
  type Card,
  type Reply,
} from "../../src/kit.js";
import { action, entry, form, ownCircleId, type Here } from "./shared.js";

// Meetings of a circle: finding a time, who comes, what was decided, and what people said they would do.

const shown = (card: Card): Reply => ({ kind: "reply", card });

const whenIn = ({ day, time }: Here, at: Date) => `${day(at)}, ${time(at)}`;

async function namesOf({ services }: Here, ids: readonly (string | null)[]) {
  return services.members.calledNames([...new Set(ids.filter((id) => id !== null))]);
}

/** A button's subject of a meeting with a number. */
function partsOf(subject: string): readonly [id: string, number: number] {
  const [id = "", number = ""] = subject.split("@");
  return [id, /^\d{1,3}$/.test(number) ? Number(number) : 0];
}

async function showMeetings(context: Here, circleId: string): Promise<Reply> {
  const { actor, services } = context;
  return shown(meetingsCard(context, await services.circles.meetings.views.list(circleId, actor.memberId)));
}

async function proposalForm({ actor, services }: Here, circleId: string): Promise<Answer> {
  const { memberId, timeZone } = actor;
  const { instants, minutes, place } = await services.circles.meetings.views.suggestion(circleId, memberId, timeZone);
  const times = instants.map((at) => writeInstant(at, timeZone)).join("\n");
  return { kind: "form", form: "proposal", subject: circleId, initial: { times, length: minutes, place } };
}

interface ProposalValues {
  readonly times: string;
  readonly length?: number;
  readonly place?: string;
  readonly agenda?: string;
}

async function propose(context: Here, values: ProposalValues, circleId: string): Promise<Reply> {
  const { actor, services, today } = context;
  const { times, length: minutes, place, agenda } = values;
  const instants = readInstants(times, today, actor.timeZone);
  if ("unread" in instants) throw new Refusal("circleTimeUnread", { line: instants.unread }, "times");
  const draft = { instants, minutes, place, agenda };
  const proposed = await services.circles.meetings.propose(circleId, actor.memberId, draft);
  const names = await namesOf(
    context,
    proposed.strains.map(({ memberId }) => memberId),
  );
  return shown(proposedCard(context, proposed, names));
}

/** Nothing is kept of what is being chosen until it is sent. */
async function showTimes(context: Here, id: string, chosen?: readonly number[]): Promise<Reply> {
  const { actor, services } = context;
  const view = await services.circles.meetings.views.poll(id, actor.memberId);
  const mine = view.options.flatMap(({ isMine }, place) => (isMine ? [place] : []));
  return shown(pollTimesCard(context, view, chosen ?? mine));
}

async function sendTimes(context: Here, subject: string): Promise<Reply> {
  const { actor, services, say } = context;
  const [id, mask] = partsOf(subject);
  const at = await services.circles.meetings.answer(id, actor.memberId, placesIn(mask));
  return reply(paragraph(at ? say("answered.fixed", { when: whenIn(context, at) }) : say("answered.noted")));
}

async function showStanding(context: Here, id: string): Promise<Reply> {
  const view = await context.services.circles.meetings.views.view(id, context.actor.memberId);
  const ids = [...view.silent, ...view.options.flatMap(({ suits }) => suits)];
  return shown(standingCard(context, view, await namesOf(context, ids)));
}

async function fix(context: Here, subject: string): Promise<Reply> {
  const { actor, services, say } = context;
  const [id, place] = partsOf(subject);
  const at = await services.circles.meetings.fix(id, actor.memberId, place);
  return reply(paragraph(say("fixed", { when: whenIn(context, at) })));
}

async function moveForm({ actor, services }: Here, id: string): Promise<Answer> {
  const { row } = await services.circles.meetings.views.movable(id, actor.memberId);
  const [date, time] = row.at === null ? [] : writeInstant(row.at.getTime(), actor.timeZone).split(" ");
  return { kind: "form", form: "move", subject: id, initial: { date, time, place: row.place } };
}

async function askToCancel({ actor, services, say, button }: Here, id: string): Promise<Reply> {
  const { row } = await services.circles.meetings.views.movable(id, actor.memberId);
  return shown({
    title: say("cancel.title", { circle: row.circle.name }),
    blocks: [paragraph(say(row.state === "polling" ? "cancel.poll" : "cancel.text"))],
    buttons: [button("buttons.cancelSure", "meetCancelSure", id, "danger")],
  });
}

async function attend({ actor, services, say, button, now }: Here, id: string, isThere: boolean): Promise<Reply> {
  const { state, at } = await services.circles.meetings.attend(id, actor.memberId, isThere);
  const blocks = [paragraph(say(`attend.${state}`))];
  const hasBegun = at <= now;
  return shown({
    blocks,
    buttons: [button(hasBegun ? "buttons.whoCame" : "buttons.attendance", "meetAttendance", id)],
  });
}

async function showAttendance(context: Here, id: string): Promise<Reply> {
  const found = await context.services.circles.meetings.views.attendance(id, context.actor.memberId);
  const names = await namesOf(context, [...found.people.map(({ memberId }) => memberId), ...found.unsaid]);
  return shown(attendanceCard(context, { ...found, readerId: context.actor.memberId }, names));
}

/** What whoever leads notes of somebody else; the subject is the meeting and the end of their id. */
function noted(what: "vouch" | "unvouch") {
  return action({
    manner: "replace",
    async run(context: Here, subject: string) {
      const [id = "", who = ""] = subject.split("@");
      await context.services.circles.meetings[what](id, context.actor.memberId, who);
      return showAttendance(context, id);
    },
  });
}

/** So many days are named to whoever asks for one without a meeting. */
const DAYS_NAMED = 6;

/** Of these the one of a day, else the last that has begun, else the next. @throws Refusal that names the days there are */
async function chosenMeeting(context: Here, circleId: string, date: string | undefined): Promise<string> {
  const { actor, services, day } = context;
  const dated = await services.circles.meetings.views.dated(circleId, actor.memberId);
  const chosen = date === undefined ? dated.find(({ hasBegun }) => hasBegun) : onDay(dated, date, actor.timeZone);
  const found = chosen ?? (date === undefined ? dated.at(-1) : undefined);
  if (found) return found.id;
  if (date === undefined || dated.length === 0) throw new Refusal("circleNoMeetingYet");
  // With semicolons: a day has commas of its own.
  const days = [...new Set(dated.map(({ at }) => day(at)))].slice(0, DAYS_NAMED).join("; ");
  throw new Refusal("circleNoMeetingOn", { day: day(date), days }, "heldOn");
}

async function minutesForm({ actor, services }: Here, id: string): Promise<Answer> {
  const { row } = await services.circles.meetings.views.writable(id, actor.memberId);
  return { kind: "form", form: "minutes", subject: id, initial: { notes: row.notes ?? undefined } };
}

async function showMinutes(context: Here, id: string): Promise<Reply> {
  const found = await context.services.circles.meetings.views.minutes(id, context.actor.memberId);
  const owners = found.actions.map(({ ownerId }) => ownerId);
  return shown(minutesCard(context, found, await namesOf(context, owners)));
}

async function showToDo(context: Here, circleId: string): Promise<Reply> {
  const found = await context.services.circles.meetings.actions.open(circleId, context.actor.memberId);
  const owners = found.actions.map(({ ownerId }) => ownerId);
  return shown(toDoCard(context, found, await namesOf(context, owners)));
}

function settle(state: "done" | "dropped", key: "thanks" | "noLonger") {
  return action({
    manner: "private",
    async run(context, id) {
      const { actor, services } = context;
      const { text } = await services.circles.meetings.actions.settle(id, actor.memberId, state);
      return shown(settledCard(context, id, key, text));
    },
  });
}

export const meetings = {
  verbs: {
    meeting: entry({
      manner: "private",
      options: whichCircle,
      run: async (context, { circle }) => showMeetings(context, await ownCircleId(context, circle)),
    }),
    attendance: entry({
      manner: "private",
      options: attendanceOptions,
      async run(context, { circle, heldOn }) {
        return showAttendance(context, await chosenMeeting(context, await ownCircleId(context, circle), heldOn));
      },
    }),
    minutes: entry({
      manner: "form",
      options: whichCircle,
      async run(context, { circle }) {
        const { actor, services } = context;
        const row = await services.circles.meetings.views.lastBegun(await ownCircleId(context, circle), actor.memberId);
        return minutesForm(context, row.id);
      },
    }),
    todo: entry({
      manner: "private",
      options: whichCircle,
      run: async (context, { circle }) => showToDo(context, await ownCircleId(context, circle)),
    }),
  },
  forms: {
    proposal: form({ manner: "private", fields: proposalFields, run: propose }),
    move: form({
      manner: "private",
      fields: moveFields,
      async run({ actor, services, say }, { date, time, place }, id) {
        const at = services.instantOf(date, time, actor.timeZone);
        await services.circles.meetings.move(id, actor.memberId, { at, place });
        return reply(paragraph(say("moved")));
      },
    }),
    minutes: form({
      manner: "private",
      fields: minutesFields,
      async run({ actor, services, say, button }, values, id) {
        const draft = { notes: values.notes, actions: actionsIn(values) };
        const { isFirst } = await services.circles.meetings.write(id, actor.memberId, draft);
        const blocks = [paragraph(say(isFirst ? "minutes.first" : "minutes.again"))];
        return shown({ blocks, buttons: [button("buttons.read", "meetRead", id)] });
      },
    }),
  },
  actions: {
    /** The subject is the circle. */
    meetings: action({ manner: "private", run: showMeetings }),
    meetPropose: action({ manner: "form", run: proposalForm }),
    /** The subject is the meeting; with what is chosen so far, or the place of a time, behind an "@". */
    meetTimes: action({ manner: "private", run: (context, id) => showTimes(context, id) }),
    meetPick: action({
      manner: "replace",
      run(context, subject) {
        const [id, mask] = partsOf(subject);
        return showTimes(context, id, placesIn(mask));
      },
    }),
    meetSend: action({ manner: "replace", run: sendTimes }),
    meetStanding: action({ manner: "private", run: showStanding }),
    meetFix: action({ manner: "private", run: fix }),
    meetMove: action({ manner: "form", run: moveForm }),
    meetCancel: action({ manner: "private", run: askToCancel }),
    meetCancelSure: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const isTold = await services.circles.meetings.cancel(id, actor.memberId);
        return reply(paragraph(say(isTold ? "cancel.done" : "cancel.unheard")));
      },
    }),
    meetHere: action({ manner: "private", run: (context, id) => attend(context, id, true) }),
    meetAway: action({ manner: "private", run: (context, id) => attend(context, id, false) }),
    meetAttendance: action({ manner: "private", run: showAttendance }),
    meetWasThere: noted("vouch"),
    meetNotNoted: noted("unvouch"),
    meetMinutes: action({ manner: "form", run: minutesForm }),
    meetRead: action({ manner: "private", run: showMinutes }),
    /** The subject is what is to be done. */
    todoDone: settle("done", "thanks"),
    todoDrop: settle("dropped", "noLonger"),
    todoOpen: action({
      manner: "private",
      async run({ actor, services, say }, id) {
        const { text } = await services.circles.meetings.actions.settle(id, actor.memberId, "open");
        return reply(paragraph(say("todo.again", { text })));
      },
    }),
  },
};
