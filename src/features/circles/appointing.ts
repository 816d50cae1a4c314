import { Refusal } from "../../refusal.js";
import type { Tx } from "../../storage/database.js";
import { overRefusal, steered, tellCircle, tellEach, touch, type Acting } from "./changes.js";
import { hasHome } from "./homes.js";
import { facilitatorOnly } from "./leaders.js";
import type { CirclesParts } from "./parts.js";
import { CHANGED, keepPostsTrue, LOST, postKey, type Post, type Unheard } from "./posts.js";
import { isAlive } from "./rules.js";
import { memberIdsOf, stateOf, type CircleRow } from "./stored.js";

interface Appointment {
  readonly post: Post;
  readonly memberId: string;
  readonly byId: string;
  readonly isByOrganiser: boolean;
}

/**
 * A post has changed hands: whoever has it now hears of it, and where somebody had it before, so do they and the circle. In
 * its home one line is for all of them. A letter comes to whoever lost it by an organiser's hand, and where there is no home
 * to whoever lost it and to whoever leads the circle. What nobody has heard of need not be taken back in words.
 */
async function tell(parts: CirclesParts, tx: Tx, row: CircleRow, appointment: Appointment): Promise<void> {
  const { post, memberId, byId, isByOrganiser } = appointment;
  const unheard = await keepPostsTrue(parts, tx, row.id);
  const facts = { who: { person: byId }, isByOrganiser };
  const named = memberId === byId || unheard.lost(post).has(memberId) ? [] : [memberId];
  const isAwaited = post === "facilitator";
  await tellEach(parts, tx, row, named, {
    ...{ key: postKey(parts, row.id, post), notice: `circle.${post}`, isAwaited, facts },
  });
  await tellOthers(parts, tx, row, appointment, unheard);
}

async function tellOthers(
  parts: CirclesParts,
  tx: Tx,
  row: CircleRow,
  { post, memberId, byId, isByOrganiser }: Appointment,
  { had, isTold }: Unheard,
): Promise<void> {
  const there = memberIdsOf(row);
  const formerId = post === "facilitator" ? row.facilitatorId : row.deputyId;
  if (formerId === null || !there.includes(formerId)) return;
  const facts = { who: { person: memberId }, before: { person: formerId }, post, isByOrganiser };
  const line = { key: postKey(parts, row.id, CHANGED[post]), notice: "circle.post", facts };
  const isHome = await hasHome(tx, row);
  const isNews = !isTold(post);
  if (isHome && isNews) await tellCircle(parts, tx, row, line);
  const others = (id: string | null) => (id === null || id === byId || !there.includes(id) ? [] : [id]);
  if (!had.has(formerId) && (isByOrganiser || !isHome))
    await tellEach(parts, tx, row, others(formerId), {
      ...{ key: postKey(parts, row.id, LOST[post]), notice: `circle.${LOST[post]}`, facts },
    });
  if (post === "deputy" && !isHome && isNews) await tellEach(parts, tx, row, others(row.facilitatorId), line);
}

function refuse(row: CircleRow, { byId, post }: Omit<Appointment, "memberId">, to: Appointee): void {
  const at = (code: Refusal["code"]) => new Refusal(code, { name: to.name }, "person");
  if (!memberIdsOf(row).includes(to.memberId)) throw at("circleNotMember");
  if (to.memberId === row.facilitatorId) throw at(to.memberId === byId ? "circleYouLead" : "circleTheyLead");
  if (post === "deputy" && to.memberId === row.deputyId) throw at("circleTheyDeputise");
}

interface Appointee {
  readonly memberId: string;
  readonly name: string;
}

/** Hands a circle over, or names who helps to lead it. */
export function makeAppointing(parts: CirclesParts) {
  /** The facilitator, or an organiser, makes somebody in it the facilitator or the deputy. Answers with it as it was. */
  return async function appoint(id: string, who: Acting, to: Appointee, post: Post): Promise<CircleRow> {
    return parts.db.transaction(async (tx) => {
      const { row, role } = await steered(tx, id, who);
      if (!isAlive(stateOf(row))) throw overRefusal(row);
      if (role === "deputy" && !who.isOrganiser) throw await facilitatorOnly(tx, row);
      const by = { byId: who.memberId, isByOrganiser: role !== "facilitator", post };
      refuse(row, by, to);
      const { memberId } = to;
      const noDeputy = row.deputyId === memberId ? { deputyId: null } : {};
      const data = post === "deputy" ? { deputyId: memberId } : { facilitatorId: memberId, ...noDeputy };
      await tx.circle.update({ where: { id }, data });
      await tell(parts, tx, row, { ...by, memberId });
      await touch(parts, tx, id);
      return row;
    });
  };
}
