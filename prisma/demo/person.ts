/** The work someone does, as they chose it in the introduction form. */
type DemoRole =
  | "teacher"
  | "lecturer"
  | "schoolLeader"
  | "supervisor"
  | "researcher"
  | "studentTeacher"
  | "parentRepresentative"
  | "communityPartner"
  | "educationOfficial"
  | "technologist";

/** The stage of learning someone works with. */
type DemoLevel =
  "early" | "primary" | "lowerSecondary" | "upperSecondary" | "vocational" | "higher" | "special" | "adult";

/** How someone takes part in the weekly meet-up. */
interface DemoMeetup {
  readonly joined: boolean;
  readonly size: "pair" | "group" | "either";
  /** Weeks from one meet-up to the next. */
  readonly cadenceWeeks: 1 | 2 | 4;
  /** Weeks, counted from the first start, until this person takes part again. */
  readonly pausedWeeks?: number;
}

/**
 * Someone of the pretend community. All of them are invented, and so are their institutions;
 * the regions are real. Whatever people say about themselves is in their own `locale`.
 */
export interface DemoPerson {
  /** Never changes, so that relations and a repeated start find the same person. */
  readonly key: string;
  /** As it stands in a chat, without a form of address. */
  readonly name: string;
  readonly address: "bapak" | "ibu" | "kak" | "name";
  readonly locale: "en" | "id";
  readonly timeZone: string;
  readonly isOrganiser: boolean;
  readonly role: DemoRole;
  readonly level?: DemoLevel;
  readonly subjects: readonly string[];
  readonly institution: string;
  readonly region: string;
  /** BCP 47 codes. */
  readonly languages: readonly string[];
  /** Topics this person can help others with. */
  readonly offers: readonly string[];
  /** Topics this person would like help with. */
  readonly seeks: readonly string[];
  /** One line of at most 140 characters; empty until the person has introduced herself. */
  readonly line: string;
  readonly joinedWeeksAgo: number;
  readonly meetup: DemoMeetup;
}
