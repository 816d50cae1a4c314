import { joinLanguages, mergeCards, note, type Card } from "../chat/card.js";
import { DeliveryError, type Receipt } from "../chat/port.js";
import type { Words } from "../chat/words.js";
import { peopleIn, readerFor, type Notices } from "./notice.js";
import type { Ledger } from "./ledger.js";
import type { Parcel } from "./parcel.js";
import { reachOf } from "./reach.js";
import { routeOf, type Route, type RouteParts } from "./route.js";

export interface CourierParts extends Omit<RouteParts, "roomOf"> {
  readonly ledger: Ledger;
  readonly words: Words;
  readonly notices: Notices;
  readonly log: {
    warn(facts: Record<string, unknown>, message: string): void;
    error(facts: Record<string, unknown>, message: string): void;
  };
  /** How many messages are under way at once. */
  readonly concurrency: number;
  /** How long a platform may take for one message, in ms. Default and most: 45,000, less than a lease lasts. */
  readonly patience?: number;
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
    const route = await routeOf({ ...parts, roomOf: parts.ledger.roomOf }, parcel);
    if (route === "away") {
      await parts.ledger.postpone(parcel, "platformAway");
      return false;
    }
    if (route === "gone" && mayBeApart(parcel)) {
      await parts.ledger.spread(parcel);
      return false;
    }
    if (typeof route === "string") {
      await parts.ledger.drop(parcel, route);
      return false;
    }
    const admitted = await parts.ledger.admit(parcel, route);
    if (!admitted) return false;
    const card = await cardOf(parts, admitted, route);
    return await send(parts, parcel, route, card, admitted.length > 1);
  } catch (error) {
    parts.log.error({ err: error, delivery: parcel.id, notice: parcel.notice }, "a delivery failed");
    await parts.ledger.retry(parcel, { reason: "fault", alone: true }).catch(() => undefined);
    return false;
  }
}

function mayBeApart({ to }: Parcel): boolean {
  return to.kind === "room" && to.orEach === true;
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
    await failed(parts.ledger, parcel, route, error, isTogether).catch((fault: unknown) =>
      noteUnwritten(parts, parcel, fault),
    );
    return false;
  }
  await record(parts, parcel, receipt, route);
  return true;
}

/** Writes down that it was sent. Should that fail again and again, its lease ends and the platform is shown it anew. */
async function record(parts: CourierParts, parcel: Parcel, receipt: Receipt, route: Route): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await parts.ledger.sent(parcel, receipt, route.address, reachOf(route, receipt.unreached ?? []));
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

async function failed(
  ledger: Ledger,
  parcel: Parcel,
  route: Route,
  error: unknown,
  isTogether: boolean,
): Promise<void> {
  if (error instanceof Overdue) return ledger.overdue(parcel);
  const kind = error instanceof DeliveryError ? error.kind : "retry";
  // There is no room of theirs, or it takes fewer people, or nothing any more.
  if ((kind === "refused" || kind === "gone") && mayBeApart(parcel)) return ledger.spread(parcel);
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
      return ledger.closed(parcel, reachOf(route, [...route.userIds.values()]));
    case "gone":
      return ledger.dead(parcel, kind);
  }
}

/** The words, once in each language of the readers; what was merged follows under its own heading. */
async function cardOf(parts: CourierParts, parcels: readonly Parcel[], route: Route): Promise<Card> {
  const names = await namesIn(parts, parcels, route);
  const isPersonal = parcels.some(({ proactive, to }) => proactive && to.kind !== "channel");
  const cards = route.audiences.map((audience) => {
    const card = mergeCards(
      parcels.map((parcel) => {
        const notice = parts.notices.get(parcel.notice);
        if (!notice) throw new Error(`there is no notice "${parcel.notice}"`);
        return notice.make(parcel.facts as never, readerFor(parts.words, notice.file, audience, names));
      }),
    );
    return isPersonal ? withLess(card, parts.words, audience.locale) : card;
  });
  return joinLanguages(cards);
}

/** What people are called whom the words are about; the readers, who are most of them, were just looked up. */
async function namesIn(
  parts: CourierParts,
  parcels: readonly Parcel[],
  { readers }: Route,
): Promise<ReadonlyMap<string, string>> {
  const known = new Map(readers.map(({ memberId, called }) => [memberId, called]));
  const others = new Set(parcels.flatMap(({ facts }) => peopleIn(facts)).filter((id) => !known.has(id)));
  const found = [...(await parts.describe([...others])).values()].filter(({ hasLeft }) => !hasLeft);
  return new Map([...known, ...found.map(({ memberId, called }) => [memberId, called] as const)]);
}

/** Whatever comes by itself says, once, how to get less of it. */
function withLess(card: Card, words: Words, locale: string): Card {
  return { ...card, blocks: [...card.blocks, note(words.say(locale, "common", "why.less"))] };
}
