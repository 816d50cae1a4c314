import type { Tx } from "../../storage/database.js";
import type { Withdrawals } from "../members/withdrawals.js";
import type { TipsParts } from "./parts.js";
import { stepKeys } from "./practice/service.js";

type Facts = Readonly<Record<string, unknown>>;

/** What follows for practice when somebody draws back, in the transaction in which they do. */
export function makeTipsWithdrawals({ outbox }: Pick<TipsParts, "outbox">): Withdrawals {
  /** Steps that wait name somebody no more: they are as good with a colleague of one's own choice. */
  async function unname(tx: Tx, personId: string, where: object): Promise<void> {
    const rows = await tx.delivery.findMany({
      where: { ...where, notice: "tips.step", status: { in: ["pending", "leased"] } },
      select: { key: true },
    });
    for (const { key } of rows)
      await outbox.amend(tx, key, ({ to, facts }) => ({ to, facts: withoutPerson(facts as Facts, personId) }));
  }

  return {
    async left(tx, memberId) {
      const { networkId } = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
      await tx.practice.deleteMany({ where: { memberId } });
      await outbox.cancel(tx, { startsWith: stepKeys(memberId) }, "left");
      await unname(tx, memberId, { networkId });
    },

    /** It goes on when messages are welcome again; until then the clock only counts the weeks. */
    stopped: async () => undefined,

    async keptApart(tx, askerId, otherId) {
      await unname(tx, otherId, { key: { startsWith: stepKeys(askerId) } });
      await unname(tx, askerId, { key: { startsWith: stepKeys(otherId) } });
    },
  };
}

function withoutPerson(facts: Facts, personId: string): Facts {
  const isThem = (value: unknown) =>
    typeof value === "object" && value !== null && "person" in value && value.person === personId;
  // Without the one to write to the second person and the topic, which was shared with the first, mean nothing.
  const gone = isThem(facts["who"]) ? ["who", "other", "topic"] : isThem(facts["other"]) ? ["other"] : [];
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !gone.includes(name)));
}
