import type { Help, Mentee, MentoringInput, Mentor, Must, Why } from "./types.js";

/** Who may be put together, and why somebody can't. */
export interface Rules {
  mayBeTogether(mentee: Mentee, mentor: Mentor): boolean;
  /**
   * Why a mentee has no seat.
   * @param open How many mentors with seats they could have
   */
  whyWaiting(mentee: Mentee, open: number): Why;
}

/** @throws RangeError for forbidden pairs of people who are not there */
export function rulesOf({ mentees, mentors, forbidden }: MentoringInput): Rules {
  const [askers, givers] = [new Set(mentees.map(({ id }) => id)), new Set(mentors.map(({ id }) => id))];
  const apart = new Map<string, Set<string>>();
  for (const [mentee, mentor] of forbidden) {
    if (!askers.has(mentee)) throw new RangeError(`There is no mentee ${mentee} to keep apart from ${mentor}.`);
    if (!givers.has(mentor)) throw new RangeError(`There is no mentor ${mentor} to keep apart from ${mentee}.`);
    apart.set(mentee, (apart.get(mentee) ?? new Set()).add(mentor));
  }
  const offering = mentors.filter(({ seats }) => seats > 0);
  const isApart = (mentee: Mentee, mentor: Mentor) => apart.get(mentee.id)?.has(mentor.id) === true;

  function whyMusts(mentee: Mentee): Why {
    const allowed = offering.filter((mentor) => !isApart(mentee, mentor));
    const helps = mentee.musts.flatMap((must): Help[] => {
      const others = mentee.musts.filter((other) => other !== must);
      const opened = allowed.filter((mentor) => others.every((other) => meets(mentor, other))).length;
      return opened === 0 ? [] : [{ must, mentors: opened }];
    });
    return {
      kind: "musts",
      helps: helps.sort((a, b) => b.mentors - a.mentors),
      unmet: mentee.musts.filter((must) => !offering.some((mentor) => meets(mentor, must))),
    };
  }

  return {
    mayBeTogether: (mentee, mentor) => !isApart(mentee, mentor) && mentee.musts.every((must) => meets(mentor, must)),
    whyWaiting(mentee, open) {
      if (offering.length === 0) return { kind: "noSeats" };
      if (open > 0) return { kind: "taken", mentors: open };
      const able = offering.filter((mentor) => mentee.musts.every((must) => meets(mentor, must))).length;
      return able === 0 ? whyMusts(mentee) : { kind: "apart", mentors: able };
    },
  };
}

function meets({ has }: Mentor, { kind, anyOf }: Must): boolean {
  const own = has[kind] ?? [];
  return anyOf.some((value) => own.includes(value));
}
