import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { textOf, plain } from "../../src/chat/text.js";
import type { DeliveryError, Envelope, PlatformAdapter, Receipt } from "../../src/chat/port.js";
import { loadWords } from "../../src/chat/words.js";
import { makeDirectory } from "../../src/features/members/directory.js";
import { personalNotices } from "../../src/features/members/notices.js";
import { makeReach } from "../../src/features/members/reach.js";
import { makeGate } from "../../src/features/nudges/service.js";
import { makeCourier, type CourierParts } from "../../src/outbox/courier.js";
import type { NewDelivery, Recipient } from "../../src/outbox/delivery.js";
import { makeLedger } from "../../src/outbox/ledger.js";
import { noticesOf } from "../../src/outbox/notice.js";
import { makeOutbox } from "../../src/outbox/outbox.js";
import type { Database } from "../../src/storage/database.js";

export const words = loadWords(join(fileURLToPath(new URL("../..", import.meta.url)), "src/locales"));

/** A Tuesday morning in Jakarta, 09:00: nobody there has quiet hours. */
export const MORNING = new Date("2026-11-24T02:00:00Z");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A clock that stands still until it is moved. */
export interface TestClock {
  now(): Date;
  forward(ms: number): void;
  set(at: Date): void;
}

export function clockAt(start: Date = MORNING): TestClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    forward: (ms) => void (at += ms),
    set: (to) => void (at = to.getTime()),
  };
}

/** "d-000001", "d-000002" …: the same in every run. */
export function countedIds(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}-${String(++count).padStart(6, "0")}`;
}

/** Nothing holds a message up: no quiet hours, no weekends, no budgets to speak of. */
export const OPEN_GATE = {
  gate: {
    quietFrom: "00:00",
    quietUntil: "00:00",
    fridayFrom: "00:00",
    fridayUntil: "00:00",
    weekend: [],
    perDay: 10,
    perWeek: 50,
  },
};

export interface Town {
  readonly networkId: string;
  readonly spaceId: string;
  readonly memberIds: readonly string[];
}

export interface TownOptions {
  readonly name?: string;
  readonly members?: number;
  readonly settings?: object;
  readonly locale?: string;
}

/** A network with one space on the platform "test" and a few members who have an account there. */
export async function foundTown(db: Database, options: TownOptions = {}): Promise<Town> {
  const { name = "town", members = 2, settings = {}, locale = "en" } = options;
  const createdAt = new Date("2026-01-05T00:00:00Z");
  const networkId = `${name}-network`;
  const spaceId = `${name}-space`;
  await db.client.network.create({
    data: { id: networkId, name, locale, timeZone: "Asia/Jakarta", settings, createdAt },
  });
  await db.client.space.create({
    data: { id: spaceId, networkId, platform: "test", externalId: `${name}-place`, name, createdAt },
  });
  const memberIds = Array.from({ length: members }, (_, index) => `${name}-member-${String(index).padStart(5, "0")}`);
  await db.client.member.createMany({ data: memberIds.map((id) => ({ id, networkId, name: id, createdAt })) });
  await db.client.account.createMany({
    data: memberIds.map((id) => ({ id: `${id}-account`, memberId: id, spaceId, externalId: `${id}-user` })),
  });
  return { networkId, spaceId, memberIds };
}

/** What a platform has shown: each message once for each time it was shown. */
export interface Shown {
  readonly nonce: string;
  readonly to: string;
  readonly text: string;
}

export interface TestPlatform extends PlatformAdapter {
  readonly shown: readonly Shown[];
  /** How often something was given to it. */
  readonly tried: number;
  /** What happens with the next messages instead of being shown; undefined shows it. */
  script: (envelope: Envelope) => DeliveryError | Error | Promise<Receipt> | undefined;
}

/** @param knowsNonces whether a nonce that was there before shows nothing new, as on Discord and in the sandbox */
export function testPlatform(knowsNonces = true): TestPlatform {
  const shown: Shown[] = [];
  let tried = 0;
  const platform: TestPlatform = {
    platform: "test",
    shown,
    get tried() {
      return tried;
    },
    script: () => undefined,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    async deliver(envelope) {
      tried++;
      const other = platform.script(envelope);
      if (other instanceof Error) throw other;
      if (other !== undefined) return other;
      return show(envelope);
    },
  };
  function show({ nonce, address, card }: Envelope): Receipt {
    const to = address.kind === "private" ? address.userId : address.kind === "room" ? address.key : address.channelId;
    const lines = card.blocks.flatMap((block) => (block.kind === "text" ? [textOf(block.text)] : []));
    if (!knowsNonces || !shown.some((message) => message.nonce === nonce)) {
      shown.push({ nonce, to, text: lines.join(" + ") });
    }
    return { messageId: `message-${nonce}`, ...(address.kind === "room" ? { roomId: `room-${address.key}` } : {}) };
  }
  return platform;
}

/** How often each line was shown, in whichever message. */
export function countLines(shown: readonly Shown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of shown.flatMap(({ text }) => text.split(" + "))) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const notices = new Map([
  ...personalNotices,
  ...noticesOf("common", {
    line: (facts: { readonly line: string }) => ({ blocks: [{ kind: "text", text: plain(facts.line) }] }),
    greeting: (_facts: object, reader) => ({
      blocks: [{ kind: "text", text: plain(`${reader.locale} ${reader.timeZone}`) }],
    }),
    broken: () => {
      throw new Error("this notice can't be worded");
    },
  }),
]);

export interface OfficeOptions {
  readonly clock: TestClock;
  readonly platform?: TestPlatform;
  /** Tells the ids of several programs apart. */
  readonly name?: string;
  readonly concurrency?: number;
  readonly patience?: number;
  readonly wallClock?: () => Date;
}

/** Outbox, gate, ledger and courier of one program. */
export function openOffice(db: Database, options: OfficeOptions) {
  const { clock, platform = testPlatform(), name = "d", concurrency = 1 } = options;
  const newId = countedIds(name);
  const outbox = makeOutbox({ newId, now: clock.now });
  const gate = makeGate({ db });
  const ledger = makeLedger({
    db,
    gate,
    reach: makeReach({ db, outbox, now: clock.now }),
    newId,
    now: clock.now,
    wallClock: options.wallClock ?? clock.now,
    random: () => 0.5,
  });
  const adapters = new Map<string, PlatformAdapter>([["test", platform]]);
  const faults: string[] = [];
  const note = (facts: Record<string, unknown>, message: string) => {
    faults.push(`${message}: ${facts["err"] instanceof Error ? facts["err"].message : ""}`);
  };
  const directory = makeDirectory({ db, now: clock.now, nearestLocale: (tag) => words.nearest(tag) });
  const parts: CourierParts = {
    ledger,
    words,
    notices,
    adapters,
    describe: directory.describe,
    spaceOf: directory.space,
    log: { warn: note, error: note },
    concurrency,
    ...(options.patience === undefined ? {} : { patience: options.patience }),
  };
  return {
    ledger,
    gate,
    outbox,
    platform,
    adapters,
    faults,
    courier: makeCourier(parts),
    add: (...deliveries: readonly NewDelivery[]) => db.transaction((tx) => outbox.add(tx, deliveries)),
  };
}

export type Office = ReturnType<typeof openOffice>;

/** A message that says its own key. */
export function letter(town: Town, key: string, to: Recipient | string, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    key,
    networkId: town.networkId,
    to: typeof to === "string" ? { kind: "member", memberId: to } : to,
    notice: "common.line",
    facts: { line: key },
    priority: "match",
    proactive: true,
    dueAt: MORNING,
    ...more,
  };
}

/** The states of the deliveries with these keys, in this order. */
export async function statesOf(db: Database, ...keys: readonly string[]): Promise<readonly (string | undefined)[]> {
  const rows = await db.client.delivery.findMany({ where: { key: { in: [...keys] } } });
  const states = new Map(rows.map(({ key, status }) => [key, status]));
  return keys.map((key) => states.get(key));
}

export function rowOf(db: Database, key: string) {
  return db.client.delivery.findUniqueOrThrow({ where: { key } });
}
