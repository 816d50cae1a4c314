import type { Tx } from "../../storage/database.js";

/** What follows for others when somebody draws back, in every feature. */
export interface Withdrawals {
  left(tx: Tx, memberId: string): Promise<void>;
  stopped(tx: Tx, memberId: string): Promise<void>;
  keptApart(tx: Tx, askerId: string, otherId: string): Promise<void>;
}

/** Somebody who had left, and is there again before what was kept about them went. */
export interface Rejoined {
  readonly id: string;
  readonly networkId: string;
  readonly leftAt: Date;
}

/** An organiser gave somebody a role that they had not, or took it. */
export interface RoleChange {
  readonly networkId: string;
  readonly memberId: string;
  readonly by: string;
  readonly role: string;
  readonly isGiven: boolean;
}

/** What people are told of what became of them, in the same transaction. */
export interface Care {
  rejoined(tx: Tx, member: Rejoined): Promise<void>;
  appointed(tx: Tx, change: RoleChange): Promise<void>;
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
