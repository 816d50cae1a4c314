import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { localDate } from "../members/calendar/rules.js";
import { organisersIn } from "../members/organisers.js";
import { change, mentorshipOf, takeBack, tellEach } from "./changes.js";
import { toMember } from "./deliveries.js";
import { hasSeat, lookAgain } from "./offers.js";
import { paceOf, type MentoringParts } from "./parts.js";
import { mentorshipState, readMentorship, type MentorshipRow } from "./planning.js";
import {
  fitAnswers,
  fitOf,
  seated,
  SESSIONS_BEFORE_AGREEMENT,
  USUAL_MINUTES,
  type FitAnswer,
  type MentorshipState,
  type PulseAnswer,
} from "./rules.js";
import { askedTexts, proposalIn, type Agreement } from "./stored.js";
import { awayMember } from "../members/presence.js";

/** States in which a word in the room is a sign of life, and for how long, in ms, one such sign is enough. */
const TALKING: ReadonlySet<string> = new Set(["firstTalk", "fit", "working"]);
const LIVELY = 3_600_000;

/** Days for which an organiser's reading of a concern is waited for; it stays in the report. */
const CONCERN_DAYS = 14;

/** A talk that took place. */
export interface SessionDraft {
  /** A local date; today where it isn't said. */
  readonly date?: string | undefined;
  readonly minutes?: number | undefined;
  readonly nextStep?: string | undefined;
}

/** The life of a mentorship, as the two live it. */
export function makeMentorships(parts: MentoringParts) {
  const { db, now } = parts;

  /** What one of the two does, in one transaction. */
  function act<T>(id: string, memberId: string, work: (tx: Tx, found: Found) => Promise<T>): Promise<T> {
    return db.transaction(async (tx) => work(tx, await mentorshipOf(tx, id, memberId)));
  }

  /** It ended or was opened again: seats change, and whoever waits may have a turn. */
  async function free(tx: Tx, { networkId }: MentorshipRow): Promise<void> {
    await lookAgain(tx, networkId, now());
  }

  /** @throws Refusal when the two may not be together any more, or the mentor's seats were given to others meanwhile */
  async function requireReunion(tx: Tx, row: MentorshipRow): Promise<void> {
    if (seated.some((known) => known === row.state)) return;
    // The same words for every obstacle: nobody learns from them who asked not to meet whom.
    if (await arePartedForGood(tx, row)) throw new Refusal("cannotMeet");
    if (!(await hasSeat(tx, row.mentorId))) throw new Refusal("mentorNotFree");
  }

  return {
    /** All of a member's, those that go on first. */
    async of(memberId: string): Promise<readonly MentorshipRow[]> {
      const rows = await db.client.mentorship.findMany({
        where: { OR: [{ mentorId: memberId }, { menteeId: memberId }] },
        include: { sides: true, sessions: { orderBy: [{ date: "asc" }, { createdAt: "asc" }] } },
        orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      });
      const isOpen = ({ state }: MentorshipRow) => seated.some((known) => known === state);
      return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))];
    },

    /** The one a member means: with this other one, or the only one there is. */
    async meant(memberId: string, otherId: string | undefined): Promise<MentorshipRow> {
      const open = (await this.of(memberId)).filter(({ state }) => seated.some((known) => known === state));
      const mine = open.filter((row) => otherId === undefined || [row.mentorId, row.menteeId].includes(otherId));
      if (mine.length > 1) throw new Refusal("whichMentorship");
      const [only] = mine;
      if (!only) throw new Refusal("noMentorship");
      return only;
    },

    read: (id: string, memberId: string) => mentorshipOf(db.client, id, memberId),

    /** They had their first talk. */
    talked: (id: string, memberId: string) =>
      act(id, memberId, (tx, { row, role }) => change(parts, tx, row, { event: "talked", by: role })),

    /** Any other answer that shows that the two are in touch. */
    sign: (id: string, memberId: string) =>
      act(id, memberId, (tx, { row, role }) => change(parts, tx, row, { event: "sign", by: role })),

    /** A word in the room of the two. Harmless for any other room; a lively talk is noted once in a while. */
    async wroteIn(roomKey: string, memberId: string): Promise<void> {
      const isToBeNoted = ({ state, lifeAt }: Pick<MentorshipRow, "state" | "lifeAt">) =>
        state === "asked" || (TALKING.has(state) && now().getTime() - lifeAt.getTime() > LIVELY);
      const seen = await db.client.mentorship.findUnique({
        where: { id: roomKey },
        select: { state: true, lifeAt: true },
      });
      if (!seen || !isToBeNoted(seen)) return;
      await db.transaction(async (tx) => {
        const row = await readMentorship(tx, roomKey);
        if (!row || !isOneOf(row, memberId) || !isToBeNoted(row)) return;
        await change(parts, tx, row, { event: "sign", by: row.mentorId === memberId ? "mentor" : "mentee" });
      });
    },

    /** What one says of the fit. The other never learns the words, only what follows from both. */
    answerFit: (id: string, memberId: string, answer: FitAnswer) =>
      act(id, memberId, async (tx, { row, role, otherId }): Promise<MentorshipState> => {
        const where = { mentorshipId_memberId: { mentorshipId: id, memberId } };
        // Whoever presses an old button must not end by it what both said fits.
        if (row.sides.every(({ fit }) => fit === "good")) throw new Refusal("mentorshipGoesOn");
        const answers = row.sides.map((side) => (side.memberId === memberId ? answer : knownFit(side.fit)));
        const together = fitOf(answers);
        if (together === "unfit") {
          const state = await change(parts, tx, row, { event: "unfit", by: role });
          await tx.mentorshipSide.update({ where, data: { fit: answer } });
          await tellEach(parts, tx, row, "mentor.parted", [otherId]);
          await free(tx, row);
          return state;
        }
        await tx.mentorshipSide.update({ where, data: { fit: answer } });
        await takeBack(parts, tx, id, "mentor.askFit", memberId);
        const isSettled = together === "fits" && mentorshipState(row) === "fit";
        return change(parts, tx, row, { event: isSettled ? "fits" : "sign", by: role });
      }),

    /** Notes a talk. Answers with how many there were, and whether an agreement should come now. */
    logSession: (id: string, memberId: string, draft: SessionDraft) =>
      act(id, memberId, async (tx, { row, role }) => {
        const { today } = await paceOf(parts, tx, row.networkId);
        const date = draft.date ?? today;
        // Zones differ by less than a day and a half.
        if (date > localDate(now().getTime() + 14 * 3_600_000, "UTC")) throw new Refusal("sessionInFuture");
        const { minutes = USUAL_MINUTES, nextStep = null } = draft;
        await tx.mentoringSession.create({
          data: { id: parts.newId(), mentorshipId: id, date, minutes, nextStep, byId: memberId, createdAt: now() },
        });
        const fresh = (await readMentorship(tx, id)) ?? row;
        await change(parts, tx, fresh, { event: "session", by: role });
        const count = fresh.sessions.length;
        return { count, wantsAgreement: row.agreedAt === null && count >= SESSIONS_BEFORE_AGREEMENT };
      }),

    /** One proposes what the two agree on; it holds when the other confirms it. */
    propose: (id: string, memberId: string, agreement: Agreement) =>
      act(id, memberId, async (tx, { row, role, otherId }) => {
        const { channel, ...rest } = agreement;
        const proposal = channel === undefined ? rest : { ...rest, channel };
        await change(parts, tx, row, { event: "sign", by: role, patch: { proposal, proposedBy: memberId } });
        await tellEach(parts, tx, row, "mentor.proposed", [otherId], { agreement: proposal, by: { person: memberId } });
      }),

    confirm: (id: string, memberId: string) =>
      act(id, memberId, async (tx, { row, role, otherId }): Promise<Agreement> => {
        const agreement = proposalIn(row.proposal);
        if (!agreement) throw new Refusal("nothingProposed");
        if (row.proposedBy === memberId) throw new Refusal("ownProposal");
        const { goal, rhythm, channel = null, endsOn } = agreement;
        // A new end is asked about anew.
        const asked = Object.fromEntries(
          Object.entries(askedTexts(row.asked)).filter(([question]) => question !== "ending"),
        );
        for (const notice of ["mentor.askAgreement", "mentor.ending"]) await takeBack(parts, tx, id, notice);
        const patch = { goal, rhythm, channel, endsOn, agreedAt: now(), proposal: null, proposedBy: null, asked };
        await change(parts, tx, row, { event: "sign", by: role, patch });
        await tellEach(parts, tx, row, "mentor.agreed", [otherId], { agreement: { ...agreement } });
        return agreement;
      }),

    pause: (id: string, memberId: string, until: string) =>
      act(id, memberId, async (tx, { row, role, otherId }) => {
        const { today } = await paceOf(parts, tx, row.networkId);
        if (until <= today) throw new Refusal("dateInPast");
        await change(parts, tx, row, { event: "pause", by: role, patch: { pausedUntil: until } });
        await tellEach(parts, tx, row, "mentor.paused", [otherId], { until, by: { person: memberId } });
      }),

    /** Ends with thanks; what changed is for the other one to read. */
    finish: (id: string, memberId: string, thanks: string | undefined) =>
      act(id, memberId, async (tx, { row, role, otherId }) => {
        await change(parts, tx, row, { event: "finish", by: role });
        const where = { mentorshipId_memberId: { mentorshipId: id, memberId } };
        await tx.mentorshipSide.update({ where, data: { thanks: thanks ?? null } });
        await tellEach(parts, tx, row, "mentor.ended", [otherId], { by: { person: memberId }, thanks });
        await free(tx, row);
      }),

    /** A word to the other one after the end, once. It goes nowhere when one would rather not meet the other, like any hello. */
    thank: (id: string, memberId: string, words: string) =>
      act(id, memberId, async (tx, { row, otherId }) => {
        const where = { mentorshipId_memberId: { mentorshipId: id, memberId } };
        const mine = row.sides.find((side) => side.memberId === memberId);
        if (row.state !== "ended" || (mine?.thanks ?? null) !== null) throw new Refusal("thanksGiven");
        await tx.mentorshipSide.update({ where, data: { thanks: words } });
        if (await arePartedForGood(tx, row)) return;
        await tellEach(parts, tx, row, "mentor.thanked", [otherId], { by: { person: memberId }, words });
      }),

    /** Takes up again what rested, was paused or ended. */
    reopen: (id: string, memberId: string) =>
      act(id, memberId, async (tx, { row, role, otherId }) => {
        await requireReunion(tx, row);
        const patch = row.state === "ended" ? { endsOn: null, agreedAt: null, asked: {} } : {};
        await change(parts, tx, row, { event: "reopen", by: role, patch });
        await tellEach(parts, tx, row, "mentor.reopened", [otherId], { by: { person: memberId } });
      }),

    /** How it goes. What is told to the organisers is only what somebody writes for them. */
    pulse: (id: string, memberId: string, answer: PulseAnswer) =>
      act(id, memberId, async (tx, { row, role }) => {
        const where = { mentorshipId_memberId: { mentorshipId: id, memberId } };
        await tx.mentorshipSide.update({ where, data: { pulse: answer } });
        await takeBack(parts, tx, id, "mentor.askPulse", memberId);
        await change(parts, tx, row, { event: "sign", by: role });
      }),

    /** Tells the organisers, but not the other one of the two. Answers whether there is anybody who hears of it. */
    raise: (id: string, memberId: string, text: string): Promise<boolean> =>
      act(id, memberId, async (tx, { row }) => {
        const { networkId } = row;
        const concern = { id: parts.newId(), networkId, mentorshipId: id, memberId, text, at: now() };
        await tx.mentoringConcern.create({ data: concern });
        // Whoever is one of the two coordinates others.
        const readers = (await organisersIn(tx, networkId)).filter(({ memberId: id }) => !isOneOf(row, id));
        const facts = { who: { person: memberId }, words: text };
        const told = { networkId, notice: "cohort.concern", facts, dueAt: now(), days: CONCERN_DAYS };
        await parts.outbox.add(
          tx,
          readers.map(({ memberId: reader }) =>
            toMember(reader, { ...told, key: `mentoringConcern:${concern.id}:${reader}` }),
          ),
        );
        return readers.length > 0;
      }),
  };
}

type Found = Awaited<ReturnType<typeof mentorshipOf>>;

function knownFit(stored: string | null): FitAnswer | undefined {
  return fitAnswers.find((known) => known === stored);
}

function isOneOf({ mentorId, menteeId }: MentorshipRow, memberId: string): boolean {
  return memberId === mentorId || memberId === menteeId;
}

/** One of them has left or wants no messages, or would rather not meet the other. */
async function arePartedForGood(tx: Tx, { mentorId, menteeId }: MentorshipRow): Promise<boolean> {
  const ids = [mentorId, menteeId];
  const away = { id: { in: ids }, ...awayMember };
  if ((await tx.member.count({ where: away })) > 0) return true;
  return (await tx.avoidance.count({ where: { memberId: { in: ids }, otherId: { in: ids } } })) > 0;
}
