/**
 * Who is meant when members are chosen. All of it is here, so that nobody is overlooked who asked to be let alone: with
 * STOP nothing comes unasked; whose processing is paused is not even thought about.
 */

/** In the network, and shown where members are listed or found. */
export const shownMember = { leftAt: null, frozenAt: null } as const;

/** May be chosen for something that comes by itself. */
export const openMember = { leftAt: null, stoppedAt: null, frozenAt: null } as const;

/** May be asked something on behalf of others now: they take no break from that. */
export function askableMember(now: Date) {
  return { ...openMember, OR: [{ noAsksUntil: null }, { noAsksUntil: { lte: now } }] };
}

/** May not be chosen: the opposite of `openMember`. */
export const awayMember = {
  OR: [{ leftAt: { not: null } }, { stoppedAt: { not: null } }, { frozenAt: { not: null } }],
};

interface Standing {
  readonly leftAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly frozenAt: Date | null;
}

/** Shown where members are listed or found. */
export function isShown({ leftAt, frozenAt }: Pick<Standing, "leftAt" | "frozenAt">): boolean {
  return leftAt === null && frozenAt === null;
}

/** Nothing may come to them by itself, be it that they said STOP or that their processing is paused. */
export function isStill({ stoppedAt, frozenAt }: Pick<Standing, "stoppedAt" | "frozenAt">): boolean {
  return stoppedAt !== null || frozenAt !== null;
}

/** May be chosen for something that comes by itself. */
export function isOpen(member: Standing): boolean {
  return member.leftAt === null && !isStill(member);
}
