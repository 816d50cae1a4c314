/** How much somebody can ask at once, and how fast that comes back. */
export interface Allowance {
  /** The most that can be asked at once. */
  readonly most: number;
  /** What comes back each second. */
  readonly perSecond: number;
  /** Once it is used up, this much has to be there again before anything more is answered. */
  readonly rested: number;
}

/** One member's, or one community's. `at` is in ms of a clock that only goes forward. */
export interface Bucket {
  readonly left: number;
  readonly at: number;
  /** It was used up, and is filling again. */
  readonly isResting: boolean;
}

/** Somebody who works through a long list, a press each second, is never asked to wait. */
export const ofMember: Allowance = { most: 40, perSecond: 1, rested: 20 };
/** Many people of one community at once, as when all are asked the same; what one computer answers in good time. */
export const ofCommunity: Allowance = { most: 600, perSecond: 20, rested: 100 };
/** What is typed into a form can't be typed again so easily, and STOP is always meant: so many more are answered. */
export const OVERDRAFT = 10;

/** What a bucket holds by now; one that was never drawn from is full. A clock that went back adds nothing. */
export function filled(bucket: Bucket | undefined, at: number, { most, perSecond, rested }: Allowance): Bucket {
  if (bucket === undefined) return { left: most, at, isResting: false };
  const seconds = Math.max(0, at - bucket.at) / 1_000;
  const left = Math.min(most, bucket.left + seconds * perSecond);
  return { left, at: Math.max(at, bucket.at), isResting: bucket.isResting && left < rested };
}

/** Takes one out. Nothing comes out of a bucket that rests, but for what may overdraw it. */
export function drawn(
  before: Bucket | undefined,
  at: number,
  allowance: Allowance,
  overdraft = 0,
): { readonly bucket: Bucket; readonly isAnswered: boolean } {
  const bucket = filled(before, at, allowance);
  const isEmpty = bucket.isResting || bucket.left < 1;
  const isAnswered = !isEmpty || (overdraft > 0 && bucket.left - 1 >= -overdraft);
  if (!isAnswered) return { bucket: { ...bucket, isResting: true }, isAnswered };
  return { bucket: { ...bucket, left: bucket.left - 1 }, isAnswered };
}

/** go: it is answered. tooFast, tooMany: this is said, once. silence: it was said already. */
export type Paced = "go" | "tooFast" | "tooMany" | "silence";

export interface Pace {
  /** @param isSpared may be answered a little longer than anything else */
  ask(person: string, community: string, isSpared: boolean): Paced;
  /** How many members and communities are remembered. */
  size(): number;
}

export interface PaceParts {
  /** In ms, of a clock that only goes forward. */
  readonly clock: () => number;
  readonly member?: Allowance;
  readonly community?: Allowance;
  /** So many are remembered at most: whoever has rested need not be, and after them goes whoever was quiet longest. */
  readonly most?: number;
}

interface Known {
  readonly bucket: Bucket;
  /** When they were asked to wait. */
  readonly toldAt: number | undefined;
}

const MOST_KNOWN = 10_000;
/** For so long, in ms, nobody is asked to wait again. */
export const TOLD_FOR = 60_000;

/** Answers members as long as they leave room for others, and asks those who don't once to wait. */
export function makePace({ clock, member = ofMember, community = ofCommunity, most = MOST_KNOWN }: PaceParts): Pace {
  const members = new Map<string, Known>();
  const communities = new Map<string, Bucket>();

  return {
    ask(person, place, isSpared) {
      const at = clock();
      const overdraft = isSpared ? OVERDRAFT : 0;
      const known = members.get(person);
      const own = drawn(known?.bucket, at, member, overdraft);
      // Whoever is asked to wait takes nothing from the others.
      const shared = own.isAnswered ? drawn(communities.get(place), at, community, overdraft) : undefined;
      if (shared) keep(communities, place, shared.bucket, (bucket) => isFull(bucket, at, community));
      const isAnswered = shared?.isAnswered === true;
      const wasTold = isRecent(known?.toldAt, at);
      const toldAt = isAnswered || wasTold ? known?.toldAt : at;
      keep(
        members,
        person,
        { bucket: own.bucket, toldAt },
        (one) => isFull(one.bucket, at, member) && !isRecent(one.toldAt, at),
      );
      if (isAnswered) return "go";
      return wasTold ? "silence" : own.isAnswered ? "tooMany" : "tooFast";
    },
    size: () => members.size + communities.size,
  };

  /** The one used last stands last. */
  function keep<T>(all: Map<string, T>, key: string, value: T, isDone: (value: T) => boolean): void {
    all.delete(key);
    all.set(key, value);
    if (all.size <= most) return;
    for (const [other, held] of all) if (isDone(held)) all.delete(other);
    // Room for a while, so that not each of a great many has to look at all.
    for (const other of all.keys()) {
      if (all.size <= most * 0.9) break;
      all.delete(other);
    }
  }
}

/** Forgetting it changes nothing. */
function isFull(bucket: Bucket, at: number, allowance: Allowance): boolean {
  return filled(bucket, at, allowance).left >= allowance.most;
}

function isRecent(toldAt: number | undefined, at: number): boolean {
  return toldAt !== undefined && at - toldAt < TOLD_FOR;
}
