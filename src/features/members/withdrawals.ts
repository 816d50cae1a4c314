import type { Tx } from "../../storage/database.js";

/** What follows for others when somebody draws back, in every feature. */
export interface Withdrawals {
  left(tx: Tx, memberId: string): Promise<void>;
  stopped(tx: Tx, memberId: string): Promise<void>;
  keptApart(tx: Tx, askerId: string, otherId: string): Promise<void>;
}

/** Every feature in turn, in the transaction in which somebody says so. */
export function bothOf(...all: readonly Withdrawals[]): Withdrawals {
  return {
    async left(tx, memberId) {
      for (const one of all) await one.left(tx, memberId);
    },
    async stopped(tx, memberId) {
      for (const one of all) await one.stopped(tx, memberId);
    },
    async keptApart(tx, askerId, otherId) {
      for (const one of all) await one.keptApart(tx, askerId, otherId);
    },
  };
}
