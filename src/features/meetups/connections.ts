import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { helloKey } from "../introductions/rules.js";
import { isMuchAsked, requireSettled } from "../members/approach.js";
import { addOpenTime } from "../members/calendar/rules.js";
import { pairOf } from "../members/rules.js";
import { weekAt, writeMeetings, type MeetingDraft } from "./meetings.js";
import type { MeetupParts } from "./parts.js";
import type { Programme } from "./programme.js";
import { CONNECT_CHECK_AFTER, hash, type OutcomeFacts } from "./rules.js";
import { awayMember } from "../members/presence.js";

/** The same two are not connected again while the last connection is this young, in ms. */
const RECENTLY = 14 * 86_400_000;

export function makeConnections(parts: MeetupParts) {
  const { db, now, programmes } = parts;

  /** The two were brought together lately, and nobody has said yet what came of it. */
  async function areTogether(tx: Tx, programme: Programme, ids: readonly [string, string]): Promise<boolean> {
    const [aId, bId] = pairOf(...ids);
    const week = { gte: weekAt(programme, new Date(now().getTime() - RECENTLY)) };
    return (await tx.encounter.count({ where: { aId, bId, happened: null, week } })) > 0;
  }

  async function checkPair(
    tx: Tx,
    ids: readonly [string, string],
    obstacle: "cannotConnect" | "cannotMeet",
  ): Promise<void> {
    // The same words for every obstacle: nobody learns from them who asked not to meet whom.
    const apart = await tx.avoidance.count({ where: { memberId: { in: [...ids] }, otherId: { in: [...ids] } } });
    const away = await tx.member.count({
      where: { id: { in: [...ids] }, ...awayMember },
    });
    if (apart + away > 0) throw new Refusal(obstacle);
  }

  async function bring(
    tx: Tx,
    programme: Programme,
    ids: readonly [string, string],
    by: Partial<MeetingDraft>,
  ): Promise<void> {
    const portraits = await parts.portraits.of(ids, tx);
    const id = parts.newId();
    const { calendar, timeZone } = programme.table;
    const draft: MeetingDraft = {
      id,
      kind: "hello",
      roundId: null,
      week: weekAt(programme, now()),
      members: ids,
      reasons: [],
      isRepeat: false,
      seed: hash(id) >>> 1,
      checkInAt: new Date(addOpenTime(calendar, now().getTime(), CONNECT_CHECK_AFTER, timeZone)),
      ...by,
    };
    await writeMeetings(parts, tx, programme, [draft], portraits, new Map());
  }

  return {
    /** A member brings two others together; both hear why, the connector later hears how it went. */
    async connect(
      networkId: string,
      connectorId: string,
      ids: readonly [string, string],
      topic: string | undefined,
    ): Promise<void> {
      if (ids[0] === ids[1]) throw new Refusal("samePerson");
      if (ids.includes(connectorId)) throw new Refusal("connectYourself");
      const by = { kind: "connect" as const, connectorId, ...(topic === undefined ? {} : { topic }) };
      await db.transaction(async (tx) => {
        const programme = await programmes.ensure(tx, networkId);
        await checkPair(tx, ids, "cannotConnect");
        if (await areTogether(tx, programme, ids)) throw new Refusal("alreadyConnected");
        await requireSettled(tx, connectorId, now());
        for (const id of ids) if (await isMuchAsked(tx, id, now())) throw new Refusal("muchAsked");
        await bring(tx, programme, ids, by);
      });
    },

    /** Says hello back: the two get a room, unless they have one. Only whoever was greeted can. */
    async answerHello(networkId: string, memberId: string, fromId: string): Promise<"opening" | "already"> {
      return db.transaction(async (tx) => {
        const greeted = await tx.delivery.count({ where: { key: helloKey(fromId, memberId) } });
        if (greeted === 0) throw new Refusal("notYours");
        const programme = await programmes.ensure(tx, networkId);
        const ids = [memberId, fromId] as const;
        await checkPair(tx, ids, "cannotMeet");
        if (await areTogether(tx, programme, ids)) return "already";
        // A hello that is still on its way has its answer.
        await parts.outbox.cancel(tx, [helloKey(fromId, memberId), helloKey(memberId, fromId)], "rules");
        await bring(tx, programme, ids, {});
        return "opening";
      });
    },
  };
}

interface Connection {
  readonly id: string;
  readonly networkId: string;
  readonly connectorId: string | null;
  readonly members: readonly { readonly memberId: string }[];
}

/** The one who brought two people together hears how it went, once. */
export async function tellConnector(
  parts: MeetupParts,
  tx: Tx,
  meeting: Connection,
  outcome: OutcomeFacts["outcome"],
): Promise<void> {
  const [first, second] = meeting.members;
  if (meeting.connectorId === null || !first || !second) return;
  const facts: OutcomeFacts = {
    meetingId: meeting.id,
    first: { person: first.memberId },
    second: { person: second.memberId },
    outcome,
  };
  await parts.outbox.add(tx, [
    {
      key: `outcome:${meeting.id}`,
      networkId: meeting.networkId,
      to: { kind: "member", memberId: meeting.connectorId },
      notice: "connect.outcome",
      facts: { ...facts },
      priority: "digest",
      proactive: true,
      dueAt: parts.now(),
      expiresAt: new Date(parts.now().getTime() + 14 * 86_400_000),
    },
  ]);
}
