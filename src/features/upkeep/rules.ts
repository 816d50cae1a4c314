/** What each job does, as organisers know it: a word of `tasks` in the catalogue. */
const TASKS = {
  "meet.plan": "plan",
  "meet.announce": "headsUp",
  "meet.decide": "round",
  "meet.lapse": "round",
  "meet.publish": "round",
  "meet.nudge": "questions",
  "meet.check-in": "questions",
  "meet.ask-again": "questions",
  "meet.close": "closing",
  "meet.close-connections": "closing",
  "mentor.request": "mentoring",
  "mentor.mentorship": "mentoring",
  "mentor.cohort": "mentoring",
  "mentor.cohort-close": "mentoring",
  "circle.step": "circles",
  "circle.protocol": "circleMeetings",
  "circle.home": "circles",
  "ask.step": "asks",
  "shelf.deadline": "shelf",
  "shelf.check": "shelf",
  "shelf.digest": "shelf",
  "shelf.drafts": "shelf",
  "shelf.import": "shelf",
  "circle.meeting": "circleMeetings",
  "circle.action": "circleMeetings",
  "tips.step": "tips",
  "privacy.left": "forgetting",
  "privacy.network": "forgetting",
  "care.day": "care",
  "care.welcome": "care",
  "care.channel": "care",
  "house.back-up": "backUp",
  "house.tidy": "tidy",
} as const;

export type TaskName = (typeof TASKS)[keyof typeof TASKS] | "other";

/** The task of a job; "other" for one that organisers need no name for. */
export function taskOf(job: string): TaskName {
  return Object.entries(TASKS).find(([name]) => name === job)?.[1] ?? "other";
}

/** Facts of the message that something was given up. */
export interface TroubleFacts {
  readonly task: TaskName;
  readonly incident: string;
}
