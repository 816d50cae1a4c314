import { spokenLanguages } from "../../src/features/introductions/rules.js";
import { cadences, sizes } from "../../src/features/meetups/rules.js";

/** What somebody can wish for their meetings, typed with the command or filled in. */
export const wishes = {
  size: { kind: "choice", choices: sizes },
  cadence: { kind: "choice", choices: cadences },
  topics: { kind: "text" },
} as const;

/** What the form asks beyond what can be typed with the command. */
export const preferences = { ...wishes, willing: { kind: "choices", choices: spokenLanguages } } as const;

/** Wishes as they were given; what was not given stays as it is. */
export interface Wishes {
  readonly size?: string;
  readonly cadence?: string;
  readonly topics?: string;
  readonly willing?: readonly string[];
}

/** The columns that these wishes change. */
export function wishesFrom({ size, cadence, topics, willing }: Wishes) {
  return {
    ...(size === undefined ? {} : { size }),
    ...(cadence === undefined ? {} : { cadenceWeeks: Number(cadence) }),
    ...(topics === undefined ? {} : { topics }),
    ...(willing === undefined ? {} : { willing }),
  };
}
