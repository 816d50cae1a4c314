import fc from "fast-check";
import { expect, it } from "vitest";
import { DeliveryError } from "../../src/chat/port.js";
import type { PriorityName } from "../../src/outbox/delivery.js";
import type { Database } from "../../src/storage/database.js";
import { onBothDatabases } from "../support/database.js";
import { mortal } from "./mortal.js";
import {
  clockAt,
  countLines,
  DAY,
  foundTown,
  HOUR,
  letter,
  MINUTE,
  openOffice,
  testPlatform,
  type Town,
} from "./office.js";

/** What is known of each message without looking into the database. */
interface Model {
  readonly messages: Map<string, { readonly expiresAt: number | undefined; isCancelled: boolean; isRefused: boolean }>;
  /** Shown, and the program died before it wrote that down. */
  readonly unrecorded: Set<string>;
  isUnsureEver: boolean;
  isClosedEver: boolean;
  isStoppedEver: boolean;
}

/** The program under test; after a crash another one goes on with the same database and platform. */
interface Real {
  readonly db: Database;
  readonly clock: ReturnType<typeof clockAt>;
  readonly platform: ReturnType<typeof testPlatform>;
  readonly town: Town;
  office: ReturnType<typeof openOffice>;
  lives: number;
}

type Command = fc.AsyncCommand<Model, Real>;
type Mishap = "none" | "failed" | "unsure" | "refused" | "closed";

const add = (index: number, who: number, priority: PriorityName, hours: number | undefined): Command => ({
  check: () => true,
  toString: () => `add(member ${who}, ${priority}${hours === undefined ? "" : `, for ${hours} h`})`,
  async run(model, real) {
    const key = `${real.town.networkId} ${model.messages.size} ${index}`;
    const expiresAt = hours === undefined ? undefined : new Date(real.clock.now().getTime() + hours * HOUR);
    const more = { priority, dueAt: real.clock.now(), ...(expiresAt === undefined ? {} : { expiresAt }) };
    const memberId = real.town.memberIds[who % real.town.memberIds.length] ?? "";
    await real.office.add(letter(real.town, key, memberId, more));
    model.messages.set(key, { expiresAt: expiresAt?.getTime(), isCancelled: false, isRefused: false });
  },
});

const wait = (ms: number): Command => ({
  check: () => true,
  toString: () => `wait(${ms / MINUTE} min)`,
  async run(_model, real) {
    real.clock.forward(ms);
  },
});

const cancel = (which: number): Command => ({
  check: (model) => model.messages.size > 0,
  toString: () => `cancel(${which})`,
  async run(model, real) {
    const key = [...model.messages.keys()][which % model.messages.size] ?? "";
    await real.db.transaction((tx) => real.office.outbox.cancel(tx, [key], "moved"));
    const message = model.messages.get(key);
    if (message) message.isCancelled = true;
  },
});

const run = (mishap: Mishap): Command => ({
  check: () => true,
  toString: () => `run(${mishap})`,
  async run(model, real) {
    const kinds = { failed: "retry", unsure: "unsure", refused: "refused", closed: "closed" } as const;
    real.platform.script = () => (mishap === "none" ? undefined : new DeliveryError(kinds[mishap], mishap));
    const before = real.platform.shown.length;
    await real.office.courier.runDue();
    if (mishap === "unsure") model.isUnsureEver = true;
    if (mishap === "closed") model.isClosedEver = true;
    if (mishap === "refused" || mishap === "closed") {
      for (const message of model.messages.values()) message.isRefused = true;
    }
    for (const { text } of real.platform.shown.slice(before)) checkShown(text, model, real);
  },
});

/** Nothing comes after its time, and nothing that was taken back before anybody could see it. */
function checkShown(text: string, model: Model, real: Real): void {
  for (const line of text.split(" + ")) {
    const message = model.messages.get(line);
    expect(message?.expiresAt ?? Infinity).toBeGreaterThan(real.clock.now().getTime());
    expect(message?.isCancelled).toBe(false);
  }
}

const crash = (diesAfter: number): Command => ({
  check: () => true,
  toString: () => `crash(after ${diesAfter} steps)`,
  async run(model, real) {
    real.platform.script = () => undefined;
    real.lives++;
    const { clock, db, town } = real;
    const life = mortal(db, real.platform, diesAfter);
    const name = `${town.networkId}-${real.lives}`;
    const doomed = openOffice(life.db, { clock, platform: life.platform, name: `${name}d` });
    await doomed.courier.runDue().catch(() => 0);
    const settled = { status: { in: ["sent", "merged", "maybeSent"] } };
    const rows = await db.client.delivery.findMany({ where: settled, select: { key: true } });
    const recorded = new Set(rows.map(({ key }) => key));
    for (const line of countLines(real.platform.shown).keys()) if (!recorded.has(line)) model.unrecorded.add(line);
    real.office = openOffice(db, { clock, platform: real.platform, name });
    await real.office.ledger.takeOverAll();
  },
});

const stop = (who: number, isStopped: boolean): Command => ({
  check: () => true,
  toString: () => `${isStopped ? "STOP" : "start"}(member ${who})`,
  async run(model, real) {
    const id = real.town.memberIds[who % real.town.memberIds.length] ?? "";
    const stoppedAt = isStopped ? real.clock.now() : null;
    await real.db.client.member.update({ where: { id }, data: { stoppedAt } });
    if (isStopped) model.isStoppedEver = true;
  },
});

const priorities = fc.constantFrom<PriorityName>("match", "request", "digest");
const commands = fc.commands(
  [
    fc
      .tuple(fc.nat(999), fc.nat(1), priorities, fc.option(fc.constantFrom(2, 30, 200), { nil: undefined }))
      .map((all) => add(...all)),
    fc.constantFrom(MINUTE, HOUR, 9 * HOUR, DAY, 3 * DAY).map(wait),
    fc.nat(20).map(cancel),
    fc.constantFrom<Mishap>("none", "none", "failed", "unsure", "refused", "closed").map(run),
    fc.nat(40).map(crash),
    fc.tuple(fc.nat(1), fc.boolean()).map((all) => stop(...all)),
  ],
  { maxCommands: 30, size: "max" },
);

/** Everything has an end by now, and each end has its reason. */
async function checkEnd(model: Model, real: Real): Promise<void> {
  const counts = countLines(real.platform.shown);
  const rows = await real.db.client.delivery.findMany({ where: { networkId: real.town.networkId } });
  expect(rows.map(({ key }) => key).toSorted()).toEqual([...model.messages.keys()].toSorted());
  for (const { key, status, reason } of rows) {
    const message = model.messages.get(key);
    const shown = counts.get(key) ?? 0;
    // What went with it was taken back or went stale before the next program came: it goes out under another nonce.
    expect(shown, key).toBeLessThanOrEqual(model.unrecorded.has(key) ? 2 : 1);
    switch (`${status} ${reason ?? ""}`.trim()) {
      case "sent":
      case "merged":
        expect(shown, key).toBeGreaterThan(0);
        break;
      case "maybeSent unsure":
        expect(model.isUnsureEver).toBe(true);
        break;
      case "dropped moved":
        expect(message?.isCancelled).toBe(true);
        break;
      case "dropped stale":
      case "dead platform":
        expect(message?.isCancelled === true || message?.expiresAt !== undefined).toBe(true);
        break;
      case "dropped stopped":
        expect(model.isStoppedEver).toBe(true);
        break;
      case "dead refused":
      case "dead closed":
        expect(message?.isRefused).toBe(true);
        break;
      case "dropped closed":
        expect(model.isClosedEver).toBe(true);
        break;
      default:
        expect.fail(`${key} is ${status} (${reason ?? "no reason"})`);
    }
  }
}

onBothDatabases("whatever happens to the outbox", (open, kind) => {
  it("every message comes once, or not at all for a reason that is known", { timeout: 60_000 }, async () => {
    const db = await open();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        runs++;
        const clock = clockAt();
        const town = await foundTown(db, { name: `${kind}-${runs}` });
        const platform = testPlatform();
        const model: Model = {
          messages: new Map(),
          unrecorded: new Set(),
          isUnsureEver: false,
          isClosedEver: false,
          isStoppedEver: false,
        };
        const office = openOffice(db, { clock, platform, name: `${town.networkId}-0` });
        const real: Real = { db, clock, platform, town, office, lives: 0 };
        await fc.asyncModelRun(() => ({ model, real }), list);
        await db.client.member.updateMany({ where: { networkId: town.networkId }, data: { stoppedAt: null } });
        // From here on all goes well, and whatever was held back or failed has its turn.
        for (let steps = 0; steps < 100; steps++) {
          const next = await real.office.courier.nextAt();
          if (next === undefined) break;
          if (next > clock.now()) clock.set(next);
          await run("none").run(model, real);
        }
        await checkEnd(model, real);
      }),
      { numRuns: kind === "sqlite" ? 12 : 6 },
    );
  });
});
