import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { led, mine, overRefusal, tellEach, tellNoMore, touch, type Mine } from "./changes.js";
import { openingFor, requireSettled } from "../members/approach.js";
import { circlesOf } from "./founding.js";
import type { CirclesParts } from "./parts.js";
import { CIRCLES_EACH, entering, isAlive, mayLeave, OPEN_REQUESTS, size, type Entering } from "./rules.js";
import { accessOf, memberIdsOf, readCircle, stateOf, type CircleRow } from "./stored.js";
import { keepPostsTrue } from "./posts.js";
import { closeRequests } from "./requests.js";
import { succeed } from "./succession.js";
import { settled } from "./suggesting.js";

type RequestRow = NonNullable<Awaited<ReturnType<Tx["circleRequest"]["findUnique"]>>>;

/** Who is in a circle: joining, asking, inviting and leaving. */
export function makeMembership(parts: CirclesParts) {
  const { db, now, newId } = parts;

  async function circleIn(tx: Tx, id: string, networkId: string): Promise<CircleRow> {
    const row = await readCircle(tx, id);
    if (row?.networkId !== networkId) throw new Refusal("gone");
    return row;
  }

  async function openRequest(tx: Tx, circleId: string, memberId: string): Promise<RequestRow | null> {
    return tx.circleRequest.findUnique({ where: { openKey: `${circleId}:${memberId}` } });
  }

  /** They are in from now on: the home takes them. Where nobody was left to lead it, they do. */
  async function admit(tx: Tx, row: CircleRow, memberId: string): Promise<void> {
    await closeRequests(parts, tx, { circleId: row.id, memberId }, "accepted");
    await tx.circleMember.create({ data: { id: newId(), circleId: row.id, memberId, joinedAt: now() } });
    await tx.circle.update({ where: { id: row.id }, data: { homeAt: now() } });
    await touch(parts, tx, row.id);
    await succeed(parts, tx, row.id);
    await settled(parts, tx, row.id, memberId);
  }

  async function wayIn(tx: Tx, row: CircleRow, memberId: string): Promise<Entering> {
    const open = await openRequest(tx, row.id, memberId);
    const members = memberIdsOf(row);
    return entering({
      access: accessOf(row),
      state: stateOf(row),
      members: members.length,
      isIn: members.includes(memberId),
      isInvited: open?.kind === "invite",
      hasAsked: open?.kind === "ask",
      circles: await circlesOf(tx, memberId),
      requests: await tx.circleRequest.count({ where: { memberId, kind: "ask", state: "open" } }),
    });
  }

  function refusalAt(row: CircleRow, way: Exclude<Entering, "join" | "ask" | "inside">): Refusal {
    switch (way) {
      case "asked":
        return new Refusal("circleAsked");
      case "full":
        return new Refusal("circleFull", { most: size.most });
      case "over":
        return overRefusal(row);
      case "invitedOnly":
        return new Refusal("circleInvitedOnly");
      case "tooMany":
        return new Refusal("circleTooMany", { count: CIRCLES_EACH });
      case "tooManyRequests":
        return new Refusal("circleTooManyRequests", { count: OPEN_REQUESTS });
    }
  }

  /** Who is invited, or asks, knows the circle: a message that suggests it would be one too many. */
  async function offerNoMoreTo(tx: Tx, { id }: CircleRow, memberId: string): Promise<void> {
    await parts.outbox.cancel(tx, [`circleSuggest:${id}:${memberId}`], "rules");
  }

  async function ask(tx: Tx, row: CircleRow, memberId: string): Promise<void> {
    const id = newId();
    const openKey = `${row.id}:${memberId}`;
    await tx.circleRequest.create({
      data: { id, circleId: row.id, memberId, kind: "ask", state: "open", openKey, at: now() },
    });
    await offerNoMoreTo(tx, row, memberId);
    await tellEach(parts, tx, row, leadersOf(row), {
      ...{ key: `circleAsk:${id}`, notice: "circle.asked", facts: { requestId: id, who: { person: memberId } } },
      isAwaited: true,
    });
  }

  /** One who leads it answers for a request that waits. */
  async function waiting(tx: Tx, requestId: string, memberId: string): Promise<{ row: CircleRow; open: RequestRow }> {
    const open = await tx.circleRequest.findUnique({ where: { id: requestId } });
    if (!open) throw new Refusal("gone");
    const { row } = await led(tx, open.circleId, memberId);
    if (open.state !== "open" || open.kind !== "ask") throw new Refusal("circleRequestDone");
    return { row, open };
  }

  async function depart(tx: Tx, { row, role }: Mine, memberId: string): Promise<void> {
    if (!mayLeave(role === "facilitator", memberIdsOf(row).length)) throw new Refusal("circleHandOverFirst");
    await tx.circleMember.updateMany({
      where: { circleId: row.id, memberId, leftAt: null },
      data: { leftAt: now() },
    });
    const posts = { deputyId: role === "deputy" ? null : row.deputyId };
    await tx.circle.update({ where: { id: row.id }, data: { ...posts, homeAt: now() } });
    await parts.meetings.left(tx, row.id, memberId);
    await tellNoMore(parts, tx, row, memberId);
    await keepPostsTrue(parts, tx, row.id);
    await succeed(parts, tx, row.id);
  }

  return {
    /** Joins, or asks to, as the circle wants it. "inside": they are in it already. */
    async enter(id: string, networkId: string, memberId: string): Promise<{ row: CircleRow; way: Entering }> {
      return db.transaction(async (tx) => {
        const row = await circleIn(tx, id, networkId);
        const way = await wayIn(tx, row, memberId);
        // Who is new in a circle is seen in its home; nobody needs a message for that.
        if (way === "join") await admit(tx, row, memberId);
        else if (way === "ask") await ask(tx, row, memberId);
        else if (way !== "inside") throw refusalAt(row, way);
        return { row, way };
      });
    },

    /** Takes back one's request, or says no to an invitation. */
    async withdraw(id: string, memberId: string): Promise<"request" | "invitation"> {
      return db.transaction(async (tx) => {
        const open = await openRequest(tx, id, memberId);
        if (!open) throw new Refusal("circleRequestDone");
        await closeRequests(parts, tx, { id: open.id }, open.kind === "ask" ? "withdrawn" : "declined");
        return open.kind === "ask" ? "request" : "invitation";
      });
    },

    async accept(requestId: string, memberId: string): Promise<{ row: CircleRow; who: string }> {
      return db.transaction(async (tx) => {
        const { row, open } = await waiting(tx, requestId, memberId);
        if (!isAlive(stateOf(row))) throw overRefusal(row);
        if (memberIdsOf(row).includes(open.memberId)) {
          await closeRequests(parts, tx, { id: open.id }, "accepted");
          return { row, who: open.memberId };
        }
        if (memberIdsOf(row).length >= size.most) throw new Refusal("circleFull", { most: size.most });
        if ((await circlesOf(tx, open.memberId)) >= CIRCLES_EACH) throw new Refusal("circleTheyAreBusy");
        await admit(tx, row, open.memberId);
        const key = `circleAccepted:${requestId}`;
        await tellEach(parts, tx, row, [open.memberId], { key, notice: "circle.accepted", isAwaited: true });
        return { row, who: open.memberId };
      });
    },

    async decline(requestId: string, memberId: string): Promise<{ row: CircleRow; who: string }> {
      return db.transaction(async (tx) => {
        const { row, open } = await waiting(tx, requestId, memberId);
        await closeRequests(parts, tx, { id: open.id }, "declined");
        await tellEach(parts, tx, row, [open.memberId], {
          key: `circleDeclined:${requestId}`,
          notice: "circle.declined",
        });
        return { row, who: open.memberId };
      });
    },

    /** Any member can invite; the invited one decides. */
    async invite(id: string, memberId: string, guest: { memberId: string; name: string }): Promise<CircleRow> {
      return db.transaction(async (tx) => {
        const { row } = await mine(tx, id, memberId);
        if (!isAlive(stateOf(row))) throw overRefusal(row);
        if (guest.memberId === memberId) throw new Refusal("circleNotYourOwn", {}, "person");
        if (memberIdsOf(row).includes(guest.memberId))
          throw new Refusal("circleAlreadyIn", { name: guest.name }, "person");
        if (memberIdsOf(row).length >= size.most) throw new Refusal("circleFull", { most: size.most });
        const open = await openRequest(tx, id, guest.memberId);
        if (open?.kind === "ask" && (await circlesOf(tx, guest.memberId)) < CIRCLES_EACH) {
          await admit(tx, row, guest.memberId);
          await tellEach(parts, tx, row, [guest.memberId], {
            ...{ key: `circleAccepted:${open.id}`, notice: "circle.accepted", isAwaited: true },
          });
        } else if (!open) {
          await requireSettled(tx, memberId, now());
          const dueAt = await openingFor(tx, guest.memberId, now());
          const requestId = newId();
          const openKey = `${id}:${guest.memberId}`;
          const data = { id: requestId, circleId: id, memberId: guest.memberId, kind: "invite", byId: memberId };
          await tx.circleRequest.create({ data: { ...data, state: "open", openKey, at: now() } });
          await offerNoMoreTo(tx, row, guest.memberId);
          await tellEach(parts, tx, row, [guest.memberId], {
            ...{ key: `circleInvite:${requestId}`, notice: "circle.invited", facts: { who: { person: memberId } } },
            dueAt,
          });
        }
        return row;
      });
    },

    async leave(id: string, memberId: string): Promise<CircleRow> {
      return db.transaction(async (tx) => {
        const found = await mine(tx, id, memberId);
        await depart(tx, found, memberId);
        return found.row;
      });
    },
  };
}

/** Whoever leads it. */
export function leadersOf({
  facilitatorId,
  deputyId,
}: Pick<CircleRow, "facilitatorId" | "deputyId">): readonly string[] {
  return [facilitatorId, deputyId].flatMap((id) => id ?? []);
}
