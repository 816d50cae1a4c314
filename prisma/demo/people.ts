import { peopleAbroad } from "./people-abroad.js";
import { peopleOfTheEast } from "./people-east.js";
import { peopleOfJava } from "./people-java.js";
import { peopleOfTheWest } from "./people-west.js";
import type { DemoPerson } from "./person.js";

/** The community that opens with the sandbox. */
export const demoNetwork = {
  name: "Jejaring Guru Nusantara",
  locale: "id",
  timeZone: "Asia/Jakarta",
  channels: {
    introductions: { id: "perkenalan", name: "perkenalan" },
    meetups: { id: "temu", name: "temu-mingguan" },
    chat: { id: "obrolan", name: "obrolan" },
  },
} as const;

/** Everyone in the pretend community. */
export const demoPeople: readonly DemoPerson[] = [
  ...peopleOfTheWest,
  ...peopleOfJava,
  ...peopleOfTheEast,
  ...peopleAbroad,
];
