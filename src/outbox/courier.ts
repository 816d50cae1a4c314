import { joinLanguages, mergeCards, type Card } from "../chat/card.js";
import { DeliveryError, type Address, type PlatformAdapter, type Receipt } from "../chat/port.js";
import type { Words } from "../chat/words.js";
import type { Recipient } from "./delivery.js";
import { languagesOf, peopleIn, readerFor, type Audience, type Notices } from "./notice.js";
import type { Ledger } from "./ledger.js";
import type { Parcel } from "./parcel.js";

/** What the courier needs to know of a member to write to them. */
export interface Correspondent {
  readonly memberId: string;
  readonly called: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly hasLeft: boolean;
  readonly accounts: readonly {
    readonly spaceId: string;
    readonly platform: string;
    readonly place: string;
    readonly userId: string;
    readonly dmClosed: boolean;
  }[];
}

export interface CourierParts {
  readonly ledger: Ledger;
  readonly words: Words;
  readonly notices: Notices;
  readonly adapters: ReadonlyMap<string, PlatformAdapter>;
  readonly describe: (memberIds: readonly string[]) => Promise<ReadonlyMap<string, Correspondent>>;
  readonly spaceOf: (spaceId: string) => Promise<Space | undefined>;
  readonly log: {
    warn(facts: Record<string, unknown>, message: string): void;
    error(facts: Record<string, unknown>, message: string): void;
  };
  /** How many messages are under way at once. */
  readonly concurrency: number;
  /** How long a platform may take for one message, in ms. Default and most: 45,000, less than a lease lasts. */
  readonly patience?: number;
}

export interface Space {
  readonly spaceId: string;
  readonly platform: string;
  readonly place: string;
  readonly locale: string;
  readonly timeZone: string;
}

export interface Courier {
  /** Delivers everything that is due, in order; answers how many messages went out. */
  runDue(): Promise<number>;
  /** Earliest instant at which there is something to look at. */
  nextAt(): Promise<Date | undefined>;
  /** Takes nothing new and waits, at most `patience` ms, for what is under way; the rest is handed back. */
  stop(patience: number): Promise<void>;
}

const BATCH = 40;
const PATIENCE = 45_000;
/** How often a message that was taken by a platform is tried to be written down as sent. */
const RECORD_TRIES = 3;

export function makeCourier(parts: CourierParts): Courier {
  let stopping = false;
  let running: Promise<number> | undefined;

  async function run(): Promise<number> {
    let sent = 0;
    while (!stopping) {
      const parcels = await parts.ledger.claim(BATCH);
      if (parcels.length === 0) break;
      const lanes = Array.from({ length: Math.min(parts.concurrency, parcels.length) }, () => parcels.length);
      const queue = parcels[Symbol.iterator]();
      const results = await Promise.all(lanes.map(() => lane(queue)));
      sent += results.reduce((sum, count) => sum + count, 0);
    }
    return sent;
  }

  async function lane(queue: Iterator<Parcel>): Promise<number> {
    let sent = 0;
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      // What can't be handed back now is free when its lease is over.
      if (stopping) await parts.ledger.handBack(next.value).catch(() => undefined);
      else if (await carry(parts, next.value)) sent++;
    }
    return sent;
  }

  return {
    async runDue() {
      // Who asks while a run is under way waits for it and then runs again: what was added meanwhile is not missed.
      await running?.catch(() => 0);
      running ??= run().finally(() => (running = undefined));
      return running;
    },
    nextAt: () => parts.ledger.nextAt(),
    async stop(patience) {
      stopping = true;
      if (running) await within(running, patience).catch(() => undefined);
      await parts.ledger.handBackAll();
    },
  };
}

/** It took longer than there was patience for. */
class Overdue extends Error {
  override readonly name = "Overdue";
}

/** The result of the work; Overdue when it takes longer than `patience` ms, and then nobody looks at it any more. */
async function within<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Overdue(`no answer within ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One parcel: gate, words, platform, record. True when a message went out. Never rejects. */
async function carry(parts: CourierParts, parcel: Parcel): Promise<boolean> {
  try {
    const route = await routeOf(parts, parcel);
    if (route === "away") {
      await parts.ledger.postpone(parcel, "platformAway");
      return false;
    }
    if (typeof route === "string") {
      await parts.ledger.drop(parcel, route);
      return false;
    }
    const admitted = await parts.ledger.admit(parcel, route.readers);
    if (!admitted) return false;
    const card = await cardOf(parts, admitted, route);
    return await send(parts, parcel, route, card, admitted.length > 1);
  } catch (error) {
    parts.log.error({ err: error, delivery: parcel.id, notice: parcel.notice }, "a delivery failed");
    await parts.ledger.retry(parcel, { reason: "fault", alone: true }).catch(() => undefined);
    return false;
  }
}

/** From here on nothing may throw: what the platform has been given must not be taken for not given. */
async function send(
  parts: CourierParts,
  parcel: Parcel,
  route: Route,
  card: Card,
  isTogether: boolean,
): Promise<boolean> {
  let receipt: Receipt;
  try {
    const adapter = parts.adapters.get(route.platform);
    if (!adapter) throw new DeliveryError("retry", "the platform has just been stopped");
    const work = adapter.deliver({
      address: route.address,
      card,
      nonce: parcel.id,
      proactive: parcel.proactive,
      userIds: route.userIds,
    });
    receipt = await within(work, Math.min(PATIENCE, parts.patience ?? PATIENCE));
  } catch (error) {
    parts.log.warn({ err: error, delivery: parcel.id, notice: parcel.notice }, "a message did not arrive");
    await failed(parts.ledger, parcel, error, isTogether).catch((fault: unknown) =>
      noteUnwritten(parts, parcel, fault),
    );
    return false;
  }
  await record(parts, parcel, receipt, route.address);
  return true;
}

/** Writes down that it was sent. Should that fail again and again, its lease ends and the platform is shown it anew. */
async function record(parts: CourierParts, parcel: Parcel, receipt: Receipt, address: Address): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await parts.ledger.sent(parcel, receipt, address);
      return;
    } catch (error) {
      if (tries < RECORD_TRIES) continue;
      noteUnwritten(parts, parcel, error);
      return;
    }
  }
}

function noteUnwritten(parts: CourierParts, parcel: Parcel, error: unknown): void {
  parts.log.error({ err: error, delivery: parcel.id, notice: parcel.notice }, "what became of it was not written down");
}

async function failed(ledger: Ledger, parcel: Parcel, error: unknown, isTogether: boolean): Promise<void> {
  if (error instanceof Overdue) return ledger.overdue(parcel);
  const kind = error instanceof DeliveryError ? error.kind : "retry";
  switch (kind) {
    case "retry":
      return ledger.retry(parcel, {
        reason: "platform",
        after: error instanceof DeliveryError ? error.retryAfter : undefined,
      });
    case "unsure":
      return ledger.unsure(parcel);
    case "refused":
      // Perhaps only what it was sent together with was too much.
      return isTogether ? ledger.retry(parcel, { reason: kind, alone: true }) : ledger.dead(parcel, kind);
    case "closed":
    case "gone":
      return ledger.dead(parcel, kind);
  }
}

/** Where a parcel goes and who reads it there. */
interface Route {
  readonly platform: string;
  readonly address: Address;
  readonly readers: readonly Correspondent[];
  /** One a language, in the order in which it is said. */
  readonly audiences: readonly Audience[];
  readonly userIds: ReadonlyMap<string, string>;
}

/** The people have left; there is nothing to deliver to; the platform is not running at the moment. */
type NoRoute = "left" | "gone" | "away";

/** The route, or why there is none. */
async function routeOf(parts: CourierParts, parcel: Parcel): Promise<Route | NoRoute> {
  const { to } = parcel;
  if (to.kind === "channel") return channelRoute(parts, parcel, to);
  const ids = to.kind === "member" ? [to.memberId] : to.memberIds;
  const people = await parts.describe(ids);
  const readers = ids.flatMap((id) => people.get(id) ?? []).filter((reader) => !reader.hasLeft);
  // A conversation of one is none.
  if (readers.length === 0 || (to.kind === "room" && readers.length < 2)) return "left";
  const spaces = commonSpaces(readers);
  const space = spaces.find(({ platform }) => parts.adapters.has(platform));
  if (!space) return spaces.length === 0 ? "gone" : "away";
  const userIds = new Map(
    readers.flatMap((reader) =>
      accountIn(reader, space.spaceId).map(({ userId }) => [reader.memberId, userId] as const),
    ),
  );
  const first = readers[0];
  const address: Address =
    to.kind === "member"
      ? { kind: "private", spaceId: space.place, userId: userIds.get(to.memberId) ?? "" }
      : {
          kind: "room",
          spaceId: space.place,
          key: to.key,
          roomId: await parts.ledger.roomOf(to.key, space.spaceId),
          userIds: [...userIds.values()],
          name: readers.map((reader) => reader.called).join(", "),
        };
  const audiences = to.kind === "member" && first ? [first] : await audiencesIn(parts, space.spaceId, readers);
  return { platform: space.platform, address, readers, audiences, userIds };
}

/** The readers of a room by their languages; which of them is the community's own matters only where there are two. */
async function audiencesIn(
  parts: CourierParts,
  spaceId: string,
  readers: readonly Correspondent[],
): Promise<readonly Audience[]> {
  const audiences = readers.map(({ locale, timeZone }) => ({ memberId: undefined, locale, timeZone }));
  const isOne = audiences.every(({ locale }) => locale === audiences[0]?.locale);
  return languagesOf(audiences, isOne ? undefined : (await parts.spaceOf(spaceId))?.locale);
}

async function channelRoute(
  parts: CourierParts,
  parcel: Parcel,
  to: Extract<Recipient, { kind: "channel" }>,
): Promise<Route | NoRoute> {
  const space = await parts.spaceOf(to.spaceId);
  if (!space) return "gone";
  if (!parts.adapters.has(space.platform)) return "away";
  const named = await parts.describe(peopleIn(parcel.facts));
  const userIds = new Map(
    [...named.values()].flatMap((member) =>
      accountIn(member, to.spaceId).map(({ userId }) => [member.memberId, userId] as const),
    ),
  );
  return {
    platform: space.platform,
    address: { kind: "channel", spaceId: space.place, channelId: to.channelId },
    readers: [],
    audiences: [{ memberId: undefined, locale: space.locale, timeZone: space.timeZone }],
    userIds,
  };
}

function accountIn(member: Correspondent, spaceId: string) {
  return member.accounts.filter((account) => account.spaceId === spaceId);
}

/** Spaces in which all of them are. */
function commonSpaces([first, ...others]: readonly Correspondent[]) {
  const isCommon = ({ spaceId }: { readonly spaceId: string }) =>
    others.every((other) => accountIn(other, spaceId).length > 0);
  return first?.accounts.filter(isCommon) ?? [];
}

/** The words, once in each language of the readers; what was merged follows under its own heading. */
async function cardOf(parts: CourierParts, parcels: readonly Parcel[], route: Route): Promise<Card> {
  const named = await parts.describe([...new Set(parcels.flatMap((parcel) => peopleIn(parcel.facts)))]);
  const names = new Map(
    [...named.values()].filter((member) => !member.hasLeft).map((member) => [member.memberId, member.called]),
  );
  const cards = route.audiences.map((audience) =>
    mergeCards(
      parcels.map((parcel) => {
        const notice = parts.notices.get(parcel.notice);
        if (!notice) throw new Error(`there is no notice "${parcel.notice}"`);
        return notice.make(parcel.facts as never, readerFor(parts.words, notice.file, audience, names));
      }),
    ),
  );
  return joinLanguages(cards);
}
