export interface LeapWatchParts {
  readonly wallClock: () => Date;
  /** Milliseconds of a clock that nobody can set; it may stand still while the computer sleeps. */
  readonly monotonic: () => number;
  readonly log: { warn(facts: Record<string, unknown>, message: string): void };
}

export interface LeapWatch {
  /** Looks at both clocks. False for a few minutes after the wall clock leapt: then nothing is to be sent or done. */
  isSteady(): boolean;
}

/** A wall clock that is further ahead than this, in ms, since it was last looked at is not believed at once. */
export const FARTHEST_LEAP = 24 * 3_600_000;
/** How long, in ms, it must stay where it is to be believed. A computer needs no longer to ask what time it is. */
export const DOUBT = 5 * 60_000;

/**
 * Keeps a wrong clock from sending a year's messages or calling them stale. A laptop that slept for days leaps too, and
 * rightly: so a leap only delays, and what doesn't come back within minutes is taken for the truth.
 */
export function watchLeaps({ wallClock, monotonic, log }: LeapWatchParts): LeapWatch {
  let [wall, steady] = [wallClock().getTime(), monotonic()];
  /** How far the clock has leapt, and since when, by the steady clock, it stands there. */
  let doubt: { readonly leap: number; readonly since: number } | undefined;

  function look(leap: number): void {
    if (leap > FARTHEST_LEAP) {
      doubt = { leap: (doubt?.leap ?? 0) + leap, since: steady };
      log.warn(
        { hours: hours(doubt.leap) },
        "the clock leapt ahead: nothing is sent until it has stayed there a while",
      );
    } else if (doubt !== undefined && doubt.leap + leap <= FARTHEST_LEAP) {
      doubt = undefined;
      log.warn({}, "the clock was set back to where it had been: everything goes on");
    } else if (doubt !== undefined && steady - doubt.since >= DOUBT) {
      log.warn({ hours: hours(doubt.leap) }, "the clock has stayed where it leapt to: everything goes on from there");
      doubt = undefined;
    } else if (doubt !== undefined) doubt = { ...doubt, leap: doubt.leap + leap };
  }

  return {
    isSteady() {
      const [before, since] = [wall, steady];
      [wall, steady] = [wallClock().getTime(), monotonic()];
      look(wall - before - (steady - since));
      return doubt === undefined;
    },
  };
}

function hours(ms: number): number {
  return Math.round(ms / 3_600_000);
}
