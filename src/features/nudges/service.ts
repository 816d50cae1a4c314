import type { Database, Tx } from "../../storage/database.js";
import { lockMembers } from "../../storage/locks.js";
import { LEFT_IN_PEACE } from "../care/dormant/rules.js";
import { entryOf, isTimeZone } from "../members/calendar/rules.js";
import { chosenZone } from "../members/rules.js";
import { parseSettings } from "../members/settings.js";
import { isHere, judge, judgeAll, lesserShare, type GateCommunity, type GatePerson, type Verdict } from "./rules.js";
import { isStill } from "../members/presence.js";

/** A message that wants to go to these people without having been asked for. */
export interface GateAsk {
  readonly deliveryId: string;
  readonly networkId: string;
  readonly memberIds: readonly string[];
  /** Which of them asked for it just now. */
  readonly askedBy?: string | undefined;
  /** 0 is the weekly ritual itself: heads-up, match, check-in. */
  readonly priority: number;
  readonly expiresAt: Date | null;
}

const WEEK = 7 * 86_400_000;
/** Organisers ended the network: nothing comes by itself any more. */
const REMOVED = { kind: "drop", why: "stopped" } as const satisfies Verdict;
/** What has this priority, or a lower one, is news for everybody: digests and suggestions. */
const NEWS_FOR_ALL = 4;

/**
 * The gate with its memory. `admit` judges and, when the answer is "send", writes the contact into the ledger in the
 * same transaction, holding the members' rows, so that two couriers can't spend the same budget.
 */
export function makeGate({ db }: { readonly db: Database }) {
  const communities = new Map<string, GateCommunity & { readonly isRemoved: boolean }>();

  async function communityOf(tx: Tx, networkId: string) {
    const known = communities.get(networkId);
    if (known) return known;
    const network = await tx.network.findUniqueOrThrow({ where: { id: networkId }, include: { calendar: true } });
    const { gate } = parseSettings(network.settings);
    const calendar = network.calendar.map(entryOf);
    const community = { ...gate, timeZone: network.timeZone, calendar, isRemoved: network.removedAt !== null };
    communities.set(networkId, community);
    return community;
  }

  async function peopleOf(
    tx: Tx,
    ask: GateAsk,
    community: GateCommunity & { quietFrom?: string; quietUntil?: string },
    now: Date,
  ) {
    const members = await tx.member.findMany({
      where: { id: { in: [...ask.memberIds] } },
      include: {
        contacts: {
          where: { at: { gt: new Date(now.getTime() - 8 * 86_400_000) }, deliveryId: { not: ask.deliveryId } },
        },
      },
    });
    return members.map((member) => ({
      memberId: member.id,
      contacts: member.contacts,
      person: {
        timeZone: chosenZone(member, community.timeZone, isTimeZone),
        quietFrom: member.quietFrom ?? community.quietFrom ?? "",
        quietUntil: member.quietUntil ?? community.quietUntil ?? "",
        stopped: isStill(member),
        inPeace: member.careStage === LEFT_IN_PEACE && !member.digestMonthly && ask.priority >= NEWS_FOR_ALL,
        contacted: member.contacts.map(({ at }) => at.getTime()),
        weekends: member.weekends,
        asked: member.id === ask.askedBy,
      } satisfies GatePerson,
    }));
  }

  return {
    /** Calendar and settings are read again from here on. */
    refresh(): void {
      communities.clear();
    },

    async admit(tx: Tx, ask: GateAsk, now: Date): Promise<Verdict> {
      await lockMembers(tx, db.kind, ask.memberIds);
      const community = await communityOf(tx, ask.networkId);
      if (community.isRemoved) return REMOVED;
      const people = await peopleOf(tx, ask, community, now);
      const message = { expiresAt: ask.expiresAt?.getTime() ?? null };
      const at = now.getTime();
      const disturbed = people.filter(({ person }) => isHere(person) && !person.asked);
      const all = people.map(({ person }) => person);
      const [only, ...others] = all;
      // Whoever is alone with it can wait longer than people who must find an hour in common.
      const isAlone = only !== undefined && others.length === 0;
      const verdicts = [isAlone ? judge(message, only, community, at) : judgeAll(message, all, community, at)];
      if (ask.priority > 0) {
        const share = { ...community, perWeek: lesserShare(community.perWeek) };
        for (const { person, contacts } of disturbed) {
          const lesser = contacts.filter((contact) => contact.priority > 0 && contact.at.getTime() > at - WEEK);
          verdicts.push(
            judge(message, { ...person, contacted: lesser.map((contact) => contact.at.getTime()) }, share, at),
          );
        }
      }
      const verdict = strictest(verdicts);
      const disturbedIds = disturbed.map(({ memberId }) => memberId);
      if (verdict.kind === "send") await reserve(tx, { ...ask, memberIds: disturbedIds }, now);
      return verdict;
    },

    /** A channel, or a group's own place, is nobody's private message: only the community's own quiet times count. */
    async admitToChannel(tx: Tx, networkId: string, expiresAt: Date | null, now: Date): Promise<Verdict> {
      const community: GateCommunity & { quietFrom?: string; quietUntil?: string; isRemoved: boolean } =
        await communityOf(tx, networkId);
      if (community.isRemoved) return REMOVED;
      const somebody: GatePerson = {
        timeZone: community.timeZone,
        quietFrom: community.quietFrom ?? "",
        quietUntil: community.quietUntil ?? "",
        stopped: false,
        contacted: [],
        weekends: false,
      };
      const unlimited = { ...community, perDay: Infinity, perWeek: Infinity };
      return judge({ expiresAt: expiresAt?.getTime() ?? null }, somebody, unlimited, now.getTime());
    },

    /** It did not arrive after all. */
    async release(tx: Tx, deliveryId: string, memberIds: readonly string[]): Promise<void> {
      await tx.contact.deleteMany({ where: { memberId: { in: [...memberIds] }, deliveryId } });
    },
  };
}

/** Contacts count for a week; those older than this, in ms, are forgotten. */
const KEPT = 31 * 86_400_000;

async function reserve(tx: Tx, ask: GateAsk, now: Date): Promise<void> {
  const memberId = { in: [...ask.memberIds] };
  const old = { at: { lt: new Date(now.getTime() - KEPT) } };
  await tx.contact.deleteMany({ where: { memberId, OR: [{ deliveryId: ask.deliveryId }, old] } });
  const { deliveryId, priority } = ask;
  await tx.contact.createMany({ data: ask.memberIds.map((memberId) => ({ memberId, deliveryId, at: now, priority })) });
}

/** A drop wins over a hold, the longest hold over a shorter one. */
function strictest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((worst, verdict) => {
    if (worst.kind === "drop" || verdict.kind === "send") return worst;
    if (verdict.kind === "drop" || worst.kind === "send") return verdict;
    return verdict.until > worst.until ? verdict : worst;
  });
}
