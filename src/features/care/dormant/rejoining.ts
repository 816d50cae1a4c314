import type { Tx } from "../../../storage/database.js";
import type { Rejoined } from "../../members/withdrawals.js";
import { DAY, paceOf, type CareParts } from "../parts.js";
import { welcomeAt } from "../welcome/rules.js";
import { ASKS, REJOINED, rejoinedKeys, type RejoinedFacts } from "./deliveries.js";
import type { Later } from "./rules.js";

/** Whoever was told so lately, in days, knows it when they leave and come back once more. */
const TOLD_DAYS = 14;
/** Open days for which a welcome back is worth delivering. */
const WORTH_DAYS = 5;

/** Whoever comes back is told once what is still there, and what they would have to join again. */
export function makeRejoining(parts: Pick<CareParts, "outbox" | "calendar" | "now">) {
  const { outbox, now } = parts;

  async function wasTold(tx: Tx, memberId: string): Promise<boolean> {
    const since = { gt: new Date(now().getTime() - TOLD_DAYS * DAY) };
    const status = { in: ["sent", "merged", "maybeSent"] };
    return (
      (await tx.delivery.count({ where: { key: { startsWith: rejoinedKeys(memberId) }, status, settledAt: since } })) >
      0
    );
  }

  async function factsOf(tx: Tx, { id: memberId, leftAt }: Rejoined): Promise<RejoinedFacts> {
    const withLeaving = { gte: leftAt };
    const circle = { state: { in: ["active", "paused"] } };
    const isIntroduced = (await tx.profile.count({ where: { memberId } })) > 0;
    const enrolments = await tx.enrolment.count({ where: { memberId, status: "left" } });
    const circles = await tx.circleMember.count({ where: { memberId, leftAt: withLeaving, circle } });
    const pairs = await tx.mentorshipSide.count({ where: { memberId, mentorship: { endedAt: withLeaving } } });
    const offers = await tx.mentorOffer.count({ where: { memberId } });
    return {
      you: { person: memberId },
      isIntroduced,
      ended: [
        ...(enrolments > 0 ? (["meetup"] as const) : []),
        ...(circles > 0 ? (["circle"] as const) : []),
        ...(pairs + offers > 0 ? (["mentoring"] as const) : []),
      ],
    };
  }

  /** Their leaving ended their welcome; whoever is still new is greeted by a person when it would have been time. */
  async function greetAfterAll(tx: Tx, memberId: string, later: Later): Promise<void> {
    const at = now().getTime();
    const row = await tx.welcome.findUnique({ where: { memberId } });
    if (row?.step !== "done" || row.greeterId !== null || row.buddyId !== null) return;
    const stepAt = welcomeAt("greet", row.createdAt.getTime(), at, later);
    if (stepAt === undefined || stepAt <= at) return;
    await tx.welcome.update({ where: { memberId }, data: { step: "greet", stepAt: new Date(stepAt) } });
  }

  /** In the transaction in which they are there again. Who comes and goes several times gets one letter. */
  return async function rejoined(tx: Tx, member: Rejoined): Promise<void> {
    const { id: memberId, networkId, leftAt } = member;
    // Nothing else is said of their being away or back.
    const notices = [...ASKS, "care.returned", REJOINED];
    await outbox.cancel(tx, { memberIds: [memberId], notices }, "returned");
    const { later } = await paceOf(parts, tx, networkId);
    await greetAfterAll(tx, memberId, later);
    if (await wasTold(tx, memberId)) return;
    const dueAt = now();
    const facts = await factsOf(tx, member);
    const key = `${rejoinedKeys(memberId)}${leftAt.getTime()}`;
    await outbox.forget(tx, [key]);
    await outbox.add(tx, [
      {
        ...{ key, networkId, notice: REJOINED, facts: { ...facts } },
        // Like the first welcome, it leaves to the rest of the week what belongs to it.
        ...{ to: { kind: "member", memberId }, priority: "match", proactive: true, dueAt },
        expiresAt: new Date(later(dueAt.getTime(), WORTH_DAYS)),
      },
    ]);
  };
}
