import type { NewDelivery, PriorityName } from "../../../outbox/delivery.js";
import type { Tx } from "../../../storage/database.js";
import { admitAll, cameAmong, hiddenFrom } from "../../members/approach.js";
import { QUARANTINE } from "../../members/approach/rules.js";
import { organisersIn } from "../../members/organisers.js";
import { askableMember, isOpen, openMember } from "../../members/presence.js";
import { outOfReach } from "../../members/reach.js";
import { DAY, paceOf, type CareParts, type Pace } from "../parts.js";
import { overtakeLetter } from "./appointing.js";
import { greetKey, knownAmong, type GreetFacts, type HelloFacts, type RaidFacts } from "./deliveries.js";
import {
  firstWelcome,
  greeterFor,
  HELLO_AFTER,
  welcomeAt,
  welcomeSteps,
  type Greeter,
  type WelcomeStep,
} from "./rules.js";

/** Open days until a greeter is looked for again. */
const AGAIN_DAYS = 3;
/** Open days for which each is worth delivering. */
const WORTH_DAYS = 5;

/** How somebody new is received, a step at a time. */
export function makeReceiving(parts: CareParts) {
  const { db, outbox, now } = parts;

  async function read(tx: Tx, memberId: string) {
    return tx.welcome.findUnique({ where: { memberId }, include: { member: { include: { profile: true } } } });
  }

  type Row = NonNullable<Awaited<ReturnType<typeof read>>>;

  function letter(
    row: Row,
    to: string,
    notice: string,
    facts: object,
    pace: Pace,
    priority: PriorityName = "request",
  ): NewDelivery {
    const dueAt = now();
    return {
      ...{ key: `${notice}:${row.memberId}:${to}`, networkId: row.member.networkId, notice, facts: { ...facts } },
      ...{ to: { kind: "member", memberId: to }, priority, proactive: true, dueAt },
      expiresAt: new Date(pace.later(dueAt.getTime(), WORTH_DAYS)),
    };
  }

  async function goTo(tx: Tx, { memberId, createdAt }: Row, step: WelcomeStep, pace: Pace): Promise<void> {
    const at = welcomeAt(step, createdAt.getTime(), now().getTime(), pace.later);
    await tx.welcome.update({ where: { memberId }, data: { step, stepAt: at === undefined ? null : new Date(at) } });
  }

  /** What they did themselves, besides talking to others. */
  async function hasBegun(tx: Tx, memberId: string): Promise<boolean> {
    const done = { OR: [{ commands: { gt: 0 } }, { buttons: { gt: 0 } }] };
    return (await tx.activityDay.count({ where: { memberId, ...done } })) > 0;
  }

  async function tellOrganisers(tx: Tx, row: Row, facts: RaidFacts, pace: Pace): Promise<void> {
    const organisers = await organisersIn(tx, row.member.networkId);
    await outbox.add(
      tx,
      organisers.map(({ memberId }) => ({
        ...letter(row, memberId, "care.raid", facts, pace),
        key: `raid:${row.member.networkId}:${pace.today}:${memberId}`,
      })),
    );
  }

  async function hello(tx: Tx, row: Row, pace: Pace): Promise<string> {
    const together = await cameAmong(tx, row.memberId, now());
    const isIntroduced = row.member.profile !== null;
    const isAmongMany = together !== undefined;
    const what = firstWelcome({ isIntroduced, hasBegun: await hasBegun(tx, row.memberId), isAmongMany });
    if (what === "wait") {
      const stepAt = new Date(row.member.createdAt.getTime() + QUARANTINE);
      await tellOrganisers(tx, row, { count: together ?? 0, until: stepAt.toISOString() }, pace);
      await tx.welcome.update({ where: { memberId: row.memberId }, data: { stepAt } });
      return "waits";
    }
    const facts: HelloFacts = { you: { person: row.memberId } };
    // Before anything else that is sent to them, and without using up what is left for the rest of the week.
    if (what === "say") await outbox.add(tx, [letter(row, row.memberId, "care.hello", facts, pace, "match")]);
    await goTo(tx, row, "ask", pace);
    return what;
  }

  /** Only who has done nothing is asked once more. */
  async function askAgain(tx: Tx, row: Row, pace: Pace): Promise<string> {
    const isSilent = (await tx.activityDay.count({ where: { memberId: row.memberId } })) === 0;
    const facts: HelloFacts = { you: { person: row.memberId } };
    if (isSilent && row.member.profile === null)
      await outbox.add(tx, [letter(row, row.memberId, "care.again", facts, pace, "dormancy")]);
    await goTo(tx, row, "greet", pace);
    return isSilent ? "asked" : "passed";
  }

  /** Those who greet here, with the names that each has got this week; organisers where nobody was made a greeter. */
  async function greeters(tx: Tx, networkId: string, newcomerId: string) {
    const named = await tx.role.findMany({
      where: { name: "greeter", member: { networkId, ...openMember } },
      select: { memberId: true },
    });
    const isStandIn = named.length === 0;
    const pool = isStandIn ? await organisersIn(tx, networkId) : named;
    // Who would rather not meet one another is not sent to say hello.
    const not = [newcomerId, ...(await hiddenFrom(tx, newcomerId))];
    const free = await tx.member.findMany({
      where: { id: { in: pool.map(({ memberId }) => memberId), notIn: not }, ...openMember },
      select: { id: true },
    });
    const all = free.map(({ id }) => id);
    const shut = await outOfReach(tx, all, now());
    const asked = await knownAmong(
      tx,
      all.map((id) => greetKey(newcomerId, id)),
    );
    const ids = all.filter((id) => !shut.has(id) && !asked.has(greetKey(newcomerId, id)));
    const told = await tx.welcome.groupBy({
      by: ["greeterId"],
      where: { greeterId: { in: ids }, step: "told" },
      _count: true,
    });
    const names = new Map(told.map(({ greeterId, _count }) => [greeterId, _count]));
    const portraits = await parts.portraits.of([newcomerId, ...ids], tx);
    const greeterOf = (memberId: string): Greeter => ({
      ...{ memberId, names: names.get(memberId) ?? 0 },
      languages: portraits.get(memberId)?.languages ?? [],
    });
    // Who takes a break is asked nothing; when it is over they are there again.
    const rows = await tx.member.findMany({
      where: { id: { in: ids }, ...askableMember(now()) },
      select: { id: true },
    });
    const awake = rows.map(({ id }) => greeterOf(id));
    return { isStandIn, newcomer: greeterOf(newcomerId), all: awake, isAnybody: ids.length > 0 };
  }

  async function greet(tx: Tx, row: Row, pace: Pace): Promise<string> {
    if (row.buddyId !== null) {
      // Somebody accompanies them by now, which is more than a hello.
      await goTo(tx, row, "done", pace);
      return "accompanied";
    }
    const { all, newcomer, isStandIn, isAnybody } = await greeters(tx, row.member.networkId, row.memberId);
    const greeter = greeterFor(newcomer, all);
    if (!greeter) {
      // Nobody is there to greet, or all have enough to do this week: some days later, for three weeks.
      const isLate = now().getTime() - row.createdAt.getTime() > 28 * DAY;
      if (isLate || !isAnybody) await goTo(tx, row, "done", pace);
      else {
        const stepAt = new Date(pace.later(now().getTime(), AGAIN_DAYS));
        await tx.welcome.update({ where: { memberId: row.memberId }, data: { stepAt } });
      }
      return "nobody free";
    }
    const who = { who: { person: row.memberId }, memberId: row.memberId };
    const askedBy = await overtakeLetter(outbox, tx, greeter.memberId);
    const facts: GreetFacts = { ...who, isIntroduced: row.member.profile !== null, isStandIn, askedBy };
    const key = greetKey(row.memberId, greeter.memberId);
    // What came to nothing the last time is asked anew.
    await outbox.forget(tx, [key]);
    await outbox.add(tx, [{ ...letter(row, greeter.memberId, "care.greet", facts, pace), key }]);
    await tx.welcome.update({ where: { memberId: row.memberId }, data: { greeterId: greeter.memberId } });
    await goTo(tx, row, "told", pace);
    return "told";
  }

  async function take(tx: Tx, row: Row, pace: Pace): Promise<string> {
    const step = welcomeSteps.find((known) => known === row.step) ?? "done";
    if (step === "told" || step === "done" || !isOpen(row.member)) {
      await goTo(tx, row, "done", pace);
      return "done";
    }
    if (step === "hello") return hello(tx, row, pace);
    return step === "ask" ? askAgain(tx, row, pace) : greet(tx, row, pace);
  }

  return {
    /** Somebody came; harmless for whoever was here before, or is welcomed already. */
    async joined(memberId: string): Promise<void> {
      const createdAt = now();
      const since = new Date(createdAt.getTime() - DAY);
      if ((await db.client.member.count({ where: { id: memberId, createdAt: { gt: since } } })) === 0) return;
      const stepAt = new Date(createdAt.getTime() + HELLO_AFTER);
      const create = { memberId, step: "hello", stepAt, createdAt };
      await db.client.welcome.upsert({ where: { memberId }, create, update: {} });
    },

    /** The next step of somebody's welcome; harmless when it was done since it was looked up. */
    async step(memberId: string, at: Date): Promise<string> {
      await parts.flush();
      return db.transaction(async (tx) => {
        const row = await read(tx, memberId);
        const stepAt = row?.stepAt ?? null;
        if (!row || stepAt === null || stepAt > at) return "nothing to do";
        return take(tx, row, await paceOf(parts, tx, row.member.networkId));
      });
    },

    /**
     * Those who came all at once were expected: they may approach others, and are welcomed now. Answers how many had to
     * wait for it.
     */
    async admit(networkId: string, by: string): Promise<number> {
      return db.transaction(async (tx) => {
        const at = now();
        const count = await admitAll(tx, networkId, at);
        if (count === 0) return 0;
        const createdAt = { lte: new Date(at.getTime() - HELLO_AFTER) };
        const where = { step: "hello", stepAt: { gt: at }, createdAt, member: { networkId } };
        await tx.welcome.updateMany({ where, data: { stepAt: at } });
        const entry = { id: parts.newId(), networkId, memberId: by, action: "care.admit", facts: { count }, at };
        await tx.auditEntry.create({ data: entry });
        return count;
      });
    },

    /** "I said hello", of the one who was told the name; false for anybody else. */
    async greeted(memberId: string, byId: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const where = { memberId, greeterId: byId };
        await tx.welcome.updateMany({ where: { ...where, greetedAt: null }, data: { greetedAt: now() } });
        return (await tx.welcome.count({ where })) > 0;
      });
    },
  };
}
