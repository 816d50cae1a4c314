// The protocols there are: who speaks in which order, and for how long. Their words are in circleProtocols.json.

import type { Stage } from "../../cycle/rules.js";

/**
 * Who speaks in a step. group: all but the presenter, who listens and takes notes. each: everybody in turn, nobody twice
 * before all have spoken. quiet: nobody, all read or write for themselves.
 */
export const speakers = ["facilitator", "presenter", "teacher", "group", "each", "all", "quiet"] as const;
export type ProtocolSpeaker = (typeof speakers)[number];

/** teacher: who taught the lesson that is talked about. observers: who watched it. recorder: writes down what is decided. */
export const protocolRoles = ["presenter", "teacher", "observers", "facilitator", "timekeeper", "recorder"] as const;
export type ProtocolRole = (typeof protocolRoles)[number];

export interface ProtocolStep {
  /** Its words are in circleProtocols.json, under the protocol's `steps`. */
  readonly id: string;
  /** Minutes, when the protocol takes its usual time. */
  readonly minutes: number;
  readonly who: ProtocolSpeaker;
}

export interface Protocol {
  readonly roles: readonly ProtocolRole[];
  /** Stages of the inquiry for which it is offered first. */
  readonly stages: readonly Stage[];
  readonly steps: readonly ProtocolStep[];
}

const PRESENTED = ["presenter", "facilitator", "timekeeper", "recorder"] as const;

function step(id: string, minutes: number, who: ProtocolSpeaker): ProtocolStep {
  return { id, minutes, who };
}

/** In the order in which they are offered. */
export const protocolIds = ["pupilWork", "dilemma", "ideas", "textTalk", "tuning", "lessonDebrief", "success"] as const;
export type ProtocolId = (typeof protocolIds)[number];

export const protocols: Readonly<Record<ProtocolId, Protocol>> = {
  /** Read pupils' work as evidence of their thinking, before anybody judges it. */
  pupilWork: {
    roles: PRESENTED,
    stages: ["reflect", "do", "evaluate"],
    steps: [
      step("opening", 3, "presenter"),
      step("look", 5, "quiet"),
      step("describe", 8, "group"),
      step("understand", 8, "group"),
      step("wonder", 5, "group"),
      step("teach", 7, "all"),
      step("answer", 5, "presenter"),
      step("debrief", 4, "all"),
    ],
  },
  /** Consult colleagues about something one is stuck with. */
  dilemma: {
    roles: PRESENTED,
    stages: ["reflect", "plan", "do"],
    steps: [
      step("opening", 2, "facilitator"),
      step("story", 8, "presenter"),
      step("clarify", 5, "all"),
      step("probe", 9, "all"),
      step("talk", 15, "group"),
      step("answer", 6, "presenter"),
      step("debrief", 5, "all"),
    ],
  },
  /** Gather many ideas for something that is still raw. */
  ideas: {
    roles: PRESENTED,
    stages: ["reflect", "plan"],
    steps: [
      step("opening", 2, "facilitator"),
      step("need", 5, "presenter"),
      step("clarify", 3, "all"),
      step("write", 4, "quiet"),
      step("offer", 10, "each"),
      step("choose", 4, "presenter"),
      step("debrief", 2, "all"),
    ],
  },
  /** Talk about a text from one's own practice; who chose a passage has the last word on it. */
  textTalk: {
    roles: ["facilitator", "timekeeper", "recorder"],
    stages: ["reflect", "plan"],
    steps: [
      step("opening", 2, "facilitator"),
      step("read", 8, "quiet"),
      step("passages", 16, "each"),
      step("practice", 8, "all"),
      step("takeaway", 4, "each"),
      step("debrief", 2, "all"),
    ],
  },
  /** Make a plan, a task or a product better against one question of its maker. */
  tuning: {
    roles: PRESENTED,
    stages: ["plan", "evaluate"],
    steps: [
      step("opening", 2, "facilitator"),
      step("present", 10, "presenter"),
      step("clarify", 5, "all"),
      step("study", 6, "quiet"),
      step("feedback", 13, "group"),
      step("answer", 5, "presenter"),
      step("debrief", 4, "all"),
    ],
  },
  /** After an open lesson: who taught speaks first, and observers speak of pupils, not of the teacher. */
  lessonDebrief: {
    roles: ["teacher", "observers", "facilitator", "timekeeper", "recorder"],
    stages: ["do", "evaluate"],
    steps: [
      step("opening", 3, "facilitator"),
      step("teacher", 6, "teacher"),
      step("evidence", 14, "each"),
      step("meaning", 10, "all"),
      step("redesign", 10, "all"),
      step("takeaway", 5, "each"),
      step("closing", 2, "teacher"),
    ],
  },
  /** Find out why something went well, so that it can be done again on purpose. */
  success: {
    roles: PRESENTED,
    stages: ["do", "evaluate"],
    steps: [
      step("opening", 2, "facilitator"),
      step("recall", 5, "quiet"),
      step("tell", 7, "presenter"),
      step("clarify", 4, "all"),
      step("reasons", 12, "group"),
      step("answer", 4, "presenter"),
      step("transfer", 5, "all"),
      step("debrief", 1, "facilitator"),
    ],
  },
};
