// Conversation protocols: who speaks when, and for how long, so that a meeting stays with its question and everybody is
// heard. Pure: a running protocol is plain JSON, and the time is handed in.

import { protocolIds, protocols, type ProtocolId, type ProtocolStep } from "./repertoire/rules.js";

/** What can be done to a protocol that runs; "more" is one minute. */
export type ProtocolDeed = "pause" | "resume" | "next" | "back" | "more" | "end";

/** Minutes of a whole protocol, and how many may be added to a step at a time. */
export const protocolMinutes = { min: 20, max: 120, mostAdded: 30, mostStep: 120 } as const;

const MINUTE = 60_000;

/** Minutes that a protocol usually takes. */
export function usualMinutes(id: ProtocolId): number {
  return sum(protocols[id].steps.map(({ minutes }) => minutes));
}

/** The protocols that suit a stage. */
export function protocolsFor(stage: string): readonly ProtocolId[] {
  return protocolIds.filter((id) => protocols[id].stages.some((known) => known === stage));
}

/**
 * The minutes of each step when the protocol is to take `minutes` in all (`protocolMinutes`, else the nearest of them):
 * whole minutes, at least one each, in the proportions of the usual ones, and together exactly that many.
 */
export function stepMinutes(id: ProtocolId, minutes: number = usualMinutes(id)): readonly number[] {
  const usual = protocols[id].steps.map((known) => known.minutes);
  const total = within(Math.round(minutes), protocolMinutes);
  // Each has its minute first; the rest is shared out by what the step usually takes beyond it.
  const spare = total - usual.length;
  const weights = usual.map((known) => known - 1);
  const exact = weights.map((weight) => (spare * weight) / Math.max(1, sum(weights)));
  const whole = exact.map(Math.floor);
  const order = exact
    .map((share, place) => ({ place, part: share - Math.floor(share) }))
    .sort((a, b) => b.part - a.part || a.place - b.place);
  const lucky = new Set(order.slice(0, spare - sum(whole)).map(({ place }) => place));
  return whole.map((share, place) => 1 + share + (lucky.has(place) ? 1 : 0));
}

/** A protocol that runs or has run in a meeting, as it is stored. */
export interface ProtocolRun {
  readonly protocol: ProtocolId;
  /** Milliseconds of each step. */
  readonly lengths: readonly number[];
  readonly state: "running" | "paused" | "ended";
  /** The instant (ISO 8601) of the last change … */
  readonly at: string;
  /** … and how many milliseconds of the steps were behind it then. */
  readonly done: number;
}

/** Where a protocol stands at an instant. */
export type ProtocolPlace =
  | { readonly state: "ended" }
  | {
      readonly state: "running" | "paused";
      /** From 0. */
      readonly index: number;
      readonly step: ProtocolStep;
      /** Milliseconds of this step: in all, and still to come. */
      readonly length: number;
      readonly left: number;
      /** When the step ends, unless it is paused. */
      readonly endsAt: Date | undefined;
      readonly next: ProtocolStep | undefined;
    };

/** In ms: a protocol belongs to its meeting from so long before it begins until so long after it ends. */
const NEAR = { before: 30 * MINUTE, after: 180 * MINUTE } as const;

/** How the present lies to a meeting, for whoever is about to begin a protocol in it. "open": it has no time yet. */
export type ProtocolTiming = "now" | "early" | "late" | "open";

/** Only "now" is a moment at which a circle expects it. Instants in ms. */
export function protocolTiming(at: number | undefined, minutes: number, now: number): ProtocolTiming {
  if (at === undefined) return "open";
  if (now < at - NEAR.before) return "early";
  return now <= at + minutes * MINUTE + NEAR.after ? "now" : "late";
}

/** Begins at once with the first step. `minutes`: of the whole, as in `stepMinutes`. */
export function startProtocol(id: ProtocolId, now: Date, { minutes }: { readonly minutes?: number } = {}): ProtocolRun {
  const lengths = stepMinutes(id, minutes).map((length) => length * MINUTE);
  return { protocol: id, lengths, state: "running", at: now.toISOString(), done: 0 };
}

export function protocolAt(run: ProtocolRun, now: Date): ProtocolPlace {
  const done = doneAt(run, now);
  const index = indexAt(run, done);
  const { steps } = protocols[run.protocol];
  const current = steps[index];
  if (run.state === "ended" || current === undefined) return { state: "ended" };
  const length = run.lengths[index] ?? 0;
  const left = startOf(run, index + 1) - done;
  const endsAt = run.state === "paused" ? undefined : new Date(Math.max(now.getTime(), atOf(run)) + left);
  return { state: run.state, index, step: current, length, left, endsAt, next: steps[index + 1] };
}

/** When the step that ran at the last change ends, and the next one (or the end) is to be told; undefined while it is paused and when it is over. */
export function nextStepAt(run: ProtocolRun): Date | undefined {
  if (run.state !== "running") return undefined;
  return new Date(atOf(run) + startOf(run, indexAt(run, run.done) + 1) - run.done);
}

/** The run as it is once the step of this instant has been told: `nextStepAt` is then later than `now`, or undefined. */
export function told(run: ProtocolRun, now: Date): ProtocolRun {
  if (run.state === "ended") return run;
  return moved(run, now, doneAt(run, now), run.state);
}

/** Stops the clock. */
export function pause(run: ProtocolRun, now: Date): ProtocolRun {
  return run.state === "running" ? moved(run, now, doneAt(run, now), "paused") : run;
}

/** Goes on where it was paused. */
export function resume(run: ProtocolRun, now: Date): ProtocolRun {
  return run.state === "paused" ? moved(run, now, run.done, "running") : run;
}

/** The next step, from now, also when it was paused; after the last step it is over. */
export function skip(run: ProtocolRun, now: Date): ProtocolRun {
  if (run.state === "ended") return run;
  return moved(run, now, startOf(run, indexAt(run, doneAt(run, now)) + 1), "running");
}

/** The step before this one from its beginning, also when it was paused; the first one begins anew. */
export function back(run: ProtocolRun, now: Date): ProtocolRun {
  const place = protocolAt(run, now);
  if (place.state === "ended") return told(run, now);
  return moved(run, now, startOf(run, Math.max(0, place.index - 1)), "running");
}

/** More time for this step: whole minutes, at most `protocolMinutes.mostAdded` at a time and `mostStep` for a step. */
export function extend(run: ProtocolRun, now: Date, minutes: number): ProtocolRun {
  const settled = told(run, now);
  const place = protocolAt(settled, now);
  if (place.state === "ended") return settled;
  const added = within(Math.round(minutes), { min: 0, max: protocolMinutes.mostAdded }) * MINUTE;
  const longer = Math.max(place.length, Math.min(place.length + added, protocolMinutes.mostStep * MINUTE));
  return { ...settled, lengths: settled.lengths.map((length, at) => (at === place.index ? longer : length)) };
}

/** It is over, wherever it was. */
export function end(run: ProtocolRun, now: Date): ProtocolRun {
  return run.state === "ended" ? run : moved(run, now, doneAt(run, now), "ended");
}

/** What is stored in a meeting, if it is a protocol that runs or has run. */
export function protocolIn(json: unknown): ProtocolRun | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { protocol, lengths, state, at, done }: Partial<Record<string, unknown>> = { ...json };
  const id = protocolIds.find((known) => known === protocol);
  const known = (["running", "paused", "ended"] as const).find((one) => one === state);
  if (id === undefined || known === undefined || !Array.isArray(lengths)) return undefined;
  const most = protocolMinutes.mostStep * MINUTE;
  const sound = lengths.filter((length): length is number => isWhole(length) && length > 0 && length <= most);
  if (sound.length !== protocols[id].steps.length || sound.length !== lengths.length) return undefined;
  if (typeof at !== "string" || Number.isNaN(Date.parse(at))) return undefined;
  if (!isWhole(done) || done < 0 || done > sum(sound)) return undefined;
  return { protocol: id, lengths: sound, state: known, at: new Date(at).toISOString(), done };
}

/** What a button about protocols is about. */
export interface ProtocolSubject {
  readonly meetingId: string;
  readonly protocol: ProtocolId | undefined;
  /** Of the whole protocol; undefined where its usual time is meant. */
  readonly minutes: number | undefined;
}

/** "MEETING@tuning@30", short enough for a button where the meeting's id is a UUID. */
export function protocolSubject(meetingId: string, protocol: ProtocolId, minutes?: number): string {
  return [meetingId, protocol, ...(minutes === undefined ? [] : [String(minutes)])].join("@");
}

const APART = "apart";

/** What a button under a running step is about. `isApart`: it is on a card that only one person sees. */
export function stepSubject(meetingId: string, isApart: boolean): string {
  return isApart ? `${meetingId}@${APART}` : meetingId;
}

export function readStepSubject(subject: string): { readonly meetingId: string; readonly isApart: boolean } {
  const [meetingId = "", where] = subject.split("@");
  return { meetingId, isApart: where === APART };
}

export function readProtocolSubject(subject: string): ProtocolSubject {
  const [meetingId = "", protocol, minutes = ""] = subject.split("@");
  return {
    meetingId,
    protocol: protocolIds.find((known) => known === protocol),
    minutes: /^\d{1,3}$/.test(minutes) ? Number(minutes) : undefined,
  };
}

function moved(run: ProtocolRun, now: Date, done: number, state: ProtocolRun["state"]): ProtocolRun {
  const total = sum(run.lengths);
  // A clock that went back doesn't give time back.
  const at = new Date(Math.max(now.getTime(), atOf(run))).toISOString();
  return { ...run, at, done: Math.min(done, total), state: done >= total ? "ended" : state };
}

function doneAt(run: ProtocolRun, now: Date): number {
  const passed = run.state === "running" ? Math.max(0, now.getTime() - atOf(run)) : 0;
  return Math.min(run.done + passed, sum(run.lengths));
}

/** The step in which so much is done; as many as there are steps when all is. */
function indexAt({ lengths }: ProtocolRun, done: number): number {
  const ends = lengths.map((_, place) => sum(lengths.slice(0, place + 1)));
  const found = ends.findIndex((stepEnd) => done < stepEnd);
  return found === -1 ? lengths.length : found;
}

function startOf({ lengths }: ProtocolRun, index: number): number {
  return sum(lengths.slice(0, index));
}

function atOf({ at }: ProtocolRun): number {
  return Date.parse(at);
}

function within(value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Number.isNaN(value) ? min : Math.min(max, Math.max(min, value));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}
